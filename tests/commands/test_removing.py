"""A takedown has a page gone at once: before all else, and with as little as that takes."""

from pathlib import Path

import pytest

from pipeline.commands import publish, removing, takedown, verifying
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.errors import Exit
from pipeline.repository import Repository
from pipeline.site.deploy import CURRENT
from pipeline.site.recipe import RECIPE, recipe, render_recipe
from pipeline.site.state import MONTHS, Unreadable
from tests.commands.desk import Desk
from tests.commands.published import published_office, scene
from tests.commands.test_appearing import PLACE, corrected
from tests.commands.test_rollback import folders, publish_here, seen, tip
from tests.commands.test_showing import put
from tests.forge.test_verification import second_article
from tests.support.office import ARTICLE, IMPORTED, KABID, NUMBER, Office

LATER = "2026-11-04T09:00:00+09:00"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose first article is published."""
    return published_office(tmp_path / "kantor")


def take_off(office: Office) -> str | None:
    """The commit by which something was taken off."""
    ctx, _talk = scene(office)
    return removing.take_off(ctx, verifying.verify(ctx), None)


def test_where_nothing_was_hidden_nothing_is_taken_off(office: Office) -> None:
    second_article(office)
    office.at(LATER)
    assert take_off(office) is None


def test_what_is_new_waits_for_the_run_that_follows(office: Office) -> None:
    second_article(office)
    office.at(LATER)
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    commit = take_off(office)
    assert commit == tip(office)
    assert folders(office) == [IMPORTED]
    publish_here(office)
    assert len(folders(office)) == 2


def test_a_correction_is_no_taking_off(office: Office) -> None:
    corrected(office)
    office.at(LATER)
    assert take_off(office) is None


def test_a_run_takes_it_off_first_and_tells_so(office: Office) -> None:
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    assert publish_here(office)[0] == "what was taken off is gone from the website"
    assert "sedang ditinjau ulang" in seen(office, f"{PLACE}/index.html")


def test_it_goes_whatever_else_changed_since(office: Office) -> None:
    """Another theme means that all is built anew; what is hidden does not wait for that."""
    ctx, _talk = scene(office)
    old = render_recipe({**recipe(ctx.repository, ctx.main, ctx.agency), "theme": "f" * 40})
    put(ctx, {RECIPE: old})
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    assert take_off(office) is not None
    assert folders(office) == [IMPORTED]
    assert office.bare.read(tip(office), RECIPE) == old


def test_after_a_change_of_the_program_it_goes_with_all_the_rest(office: Office) -> None:
    ctx, _talk = scene(office)
    old = {**recipe(ctx.repository, ctx.main, ctx.agency), "program": "x"}
    put(ctx, {RECIPE: render_recipe(old)})
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    assert take_off(office) is None
    publish_here(office)
    assert folders(office) == [IMPORTED]


def test_where_the_site_cannot_be_read_all_of_it_is_built_anew(office: Office) -> None:
    ctx, _talk = scene(office)
    put(ctx, {MONTHS: b"{"})
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    with pytest.raises(Unreadable):
        take_off(office)
    assert publish_here(office)[0].startswith("all pages are built anew, for this changed: ")
    assert folders(office) == [IMPORTED]


def test_only_the_month_and_what_is_shown_beside_it_is_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    ctx, _talk = scene(office)
    verification = verifying.verify(ctx)
    read: list[str] = []
    former = Repository.read

    def noted(self: Repository, commit: str, path: str) -> bytes | None:
        read.append(path)
        return former(self, commit, path)

    monkeypatch.setattr(Repository, "read", noted)
    assert removing.take_off(ctx, verification, None) is not None
    texts = [path for path in read if path.endswith((".md", ".yaml"))]
    # Of requests, the hidden one; of texts, whether the hidden one was due.
    index = f"{ARTICLE}/index.md"
    versions = f"{ARTICLE}/versions/1.md"
    assert set(texts) <= {"agency.yaml", "requests/2026/0118.yaml", index, versions}


def test_the_verb_takes_it_off_where_the_site_is_published_from(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One machine is all that a small office has: the head publishes from this very clone."""
    desk, ctx = Desk(office, monkeypatch, capsys), Context(office[KABID].repository, Quiet())
    ctx.repository.set_config({"siar.deploy": "../situs-kabid"})
    ctx.repository.fetch()
    assert not removing.is_published_here(ctx)
    second_article(office)
    office.at(LATER)
    publish.run(ctx)
    assert removing.is_published_here(ctx)
    told = desk.siar(KABID, "takedown", NUMBER, "--reason", "memuat nama korban")
    assert told.exit == Exit.OK
    assert f"{NUMBER} is hidden; its page is being taken off" in told.out
    page = office.folder / "situs-kabid" / CURRENT / PLACE / "index.html"
    assert "sedang ditinjau ulang" in page.read_text(encoding="utf-8")
