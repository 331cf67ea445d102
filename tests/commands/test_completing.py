"""What comes after the pages: the press release as it was mailed, and nothing of it too long."""

import email
import email.policy
from pathlib import Path

import pytest

from pipeline.commands import build, completing, publish, removing, takedown, verifying
from pipeline.commands.context import Context
from pipeline.commands.dossier import ledger_of
from pipeline.errors import Exit
from pipeline.ledger import BRANCH as LEDGER
from pipeline.ledger import path_of
from pipeline.repository import Repository, Update
from pipeline.site import releases, search
from pipeline.site.branch import BRANCH, commit_site, site_at
from pipeline.site.deploy import CURRENT
from pipeline.site.manifest import Manifest
from tests.commands.published import published_office, scene
from tests.commands.test_appearing import NEW_TITLE, corrected
from tests.papers.test_press_release_docx import texts
from tests.support.office import ARTICLE, KABID, NUMBER, Office

PLACE = ARTICLE.removeprefix("content/")
RELEASE = f"{PLACE}/siaran-pers-{NUMBER}.docx"
LATER = "2026-11-04T09:00:00+09:00"
NOTHING = "nothing to do: everything due is live, told and reported"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose first article is published."""
    return published_office(tmp_path / "kantor")


def publish_here(office: Office, *, anew: bool = False) -> list[str]:
    """A run, and what it tells."""
    ctx, talk = scene(office)
    assert publish.run(ctx, anew=anew) is Exit.OK
    return talk.heard


def tip(office: Office) -> str:
    """The commit that the branch shows."""
    return Repository.open(office.bare.folder).shared(BRANCH) or ""


def there(office: Office) -> dict[str, bytes]:
    """The press releases on the site."""
    repository = Repository.open(office.bare.folder)
    entries = repository.tree(tip(office))
    return {e.path: repository.blob(e.oid) for e in entries if e.path.endswith(".docx")}


def mailed(office: Office) -> set[bytes]:
    """Those that went out by mail."""
    found = set()
    for path in (office.folder / "surel").glob("*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for part in mail.iter_attachments():
            if str(part.get_filename()).endswith(".docx"):
                found.add(bytes(part.get_content()))
    return found


def put(ctx: Context, files: dict[str, bytes | None]) -> None:
    """The site as shown, with some files otherwise, as the recorder would have signed it."""
    repository, former = ctx.repository, site_at(ctx.repository)
    assert former is not None
    blobs = {
        name: None if data is None else repository.write_blob(data) for name, data in files.items()
    }
    made = Manifest(
        repository.write_tree(former.tree, blobs), former.commit, former.main, former.recipe
    )
    commit_site(
        repository, made, message="Publish", author=ctx.author, at=ctx.now(), sign=ctx.sign_commit
    )


def damage(ctx: Context) -> None:
    """Let the ledger say of the request what nobody can read."""
    repository, tip = ctx.repository, ctx.repository.shared(LEDGER) or ""
    blob = repository.write_blob(b"rusak\n")
    tree = repository.write_tree(tip, {path_of(NUMBER): blob})
    commit = repository.commit_tree(tree, [tip], "Damage", author=ctx.author, at=ctx.now())
    repository.push([Update(f"refs/heads/{LEDGER}", commit, tip)])


def test_it_is_the_file_that_was_mailed(office: Office) -> None:
    assert there(office).keys() == {RELEASE}
    assert mailed(office) == set(there(office).values())
    assert (office.folder / "situs" / CURRENT / RELEASE).read_bytes() == there(office)[RELEASE]


def test_page_first_then_one_commit_with_all_that_follows(office: Office) -> None:
    bare = Repository.open(office.bare.folder)
    (after,) = bare.changes(f"{tip(office)}~1", tip(office), releases.KEPT)
    assert after.before is None
    changed = {one.path for one in bare.changes(f"{tip(office)}~1", tip(office))}
    assert {RELEASE, search.KEPT} <= changed
    assert f"{PLACE}/index.html" not in changed


def test_a_run_with_nothing_to_do_makes_none(office: Office) -> None:
    before = tip(office)
    assert publish_here(office) == [NOTHING]
    assert tip(office) == before


def test_what_is_missing_is_made_by_any_run(office: Office) -> None:
    ctx, _talk = scene(office)
    made = there(office)
    put(ctx, {RELEASE: None, releases.KEPT: None})
    assert there(office) == {}
    assert NOTHING not in publish_here(office)
    assert there(office) == made
    assert publish_here(office) == [NOTHING]


def test_a_whole_build_is_the_same_without_it(office: Office) -> None:
    ctx, _talk = scene(office)
    assert build.compare(ctx).findings == ()


def test_a_site_made_of_nothing_that_was_kept_has_it_again(office: Office) -> None:
    made = there(office)
    publish_here(office, anew=True)
    assert there(office) == made


def test_it_goes_before_all_else_and_stays_away(office: Office) -> None:
    takedown.run(office[KABID], NUMBER, reason="memuat nama korban")
    ctx, _talk = scene(office)
    assert removing.take_off(ctx, verifying.verify(ctx), None) is not None
    assert there(office) == {}
    publish_here(office)
    assert there(office) == {}
    assert not (office.folder / "situs" / CURRENT / RELEASE).exists()


def test_a_corrected_article_has_the_release_of_its_new_text(office: Office) -> None:
    (before,) = there(office).values()
    corrected(office)
    office.at(LATER)
    publish_here(office)
    (after,) = there(office).values()
    assert NEW_TITLE in texts(after)
    assert NEW_TITLE not in texts(before)
    # It is still the same release of the year's series.
    number = [[line for line in texts(one) if line.startswith("Nomor")] for one in (before, after)]
    assert number[0] == number[1]
    assert after in mailed(office)


def test_another_text_than_the_site_shows_is_not_handed_out(office: Office) -> None:
    """Main has a correction that nobody published yet."""
    corrected(office)
    ctx, _talk = scene(office)
    put(ctx, {RELEASE: None, releases.KEPT: None})
    units = verifying.verify(ctx).units
    assert completing.bring_up(ctx, completing.Known(units, ledger_of(ctx))) is Exit.OK
    assert there(office) == {}


def test_while_the_website_is_held_none_is_made(office: Office) -> None:
    ctx, _talk = scene(office)
    put(ctx, {RELEASE: None, releases.KEPT: None})
    assert completing.bring_up(ctx) is Exit.OK
    assert there(office) == {}


def test_a_failure_is_told_and_keeps_nothing_else_away(office: Office) -> None:
    ctx, talk = scene(office)
    put(ctx, {RELEASE: None, releases.KEPT: None, search.KEPT: None})
    units, before = verifying.verify(ctx).units, ctx.repository.shared(LEDGER)
    damage(ctx)
    assert completing.bring_up(ctx, completing.Known(units, ledger_of(ctx))) is Exit.RETRY
    (line,) = talk.heard
    assert line.startswith("press releases cannot be downloaded yet: ")
    kept = search.kept_in(ctx.repository, tip(office))
    assert kept.of == search.parts_of(ctx.repository, tip(office)) != {}
    assert there(office) == {}
    ctx.repository.set_ref(f"refs/heads/{LEDGER}", before)
    assert completing.bring_up(ctx, completing.Known(units, ledger_of(ctx))) is Exit.OK
    assert there(office).keys() == {RELEASE}
