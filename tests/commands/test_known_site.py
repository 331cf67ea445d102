"""What the branch `site` says of bytes that did not change is believed, and says the same."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.commands import publish, showing, takedown, verifying
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.repository import Repository
from pipeline.site.branch import BRANCH
from pipeline.site.card import month_of
from pipeline.site.state import set_file
from tests.commands.published import published_office
from tests.forge.test_verification import second_article
from tests.support.office import ARTICLE, IMPORTED, KABID, NUMBER, Office

LATER = "2026-11-04T09:00:00+09:00"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return published_office(tmp_path / "kantor")


def plans(office: Office) -> tuple[showing.Plan, showing.Plan]:
    """What is to be shown: by the site where the bytes are the same, and by the bytes alone."""
    ctx = Context(Repository.open(office.bare.folder), Quiet())
    verification = verifying.verify(ctx)
    return (
        showing.plan(verification, ctx.now(), showing.known(ctx, verification.tip)),
        showing.plan(verification, ctx.now()),
    )


def said(plan: showing.Plan) -> tuple[object, ...]:
    """All that a plan says."""
    return (
        plan.published,
        [(item.number, item.shown, item.published_at) for item in (*plan.due, *plan.waiting)],
        plan.main,
    )


def nothing(_office: Office) -> None:
    """Nobody does anything."""


def another(office: Office) -> None:
    """Another article comes to main."""
    second_article(office)


def hidden(office: Office) -> None:
    """The article is hidden at once."""
    takedown.run(office[KABID], NUMBER, reason="memuat data pribadi")


@pytest.mark.parametrize("act", [nothing, another, hidden])
def test_the_site_and_the_bytes_say_the_same(office: Office, act: Callable[[Office], None]) -> None:
    office.at(LATER)
    act(office)
    by_site, by_bytes = plans(office)
    assert said(by_site) == said(by_bytes)


def forge(office: Office, *, sign: bool, **changes: object) -> None:
    """Let the branch `site` say something else of the article."""
    bare = office.bare
    tip = bare.shared(BRANCH) or ""
    name = set_file(month_of(ARTICLE))
    lines = [json.loads(line) for line in (bare.read(tip, name) or b"").splitlines()]
    said = [{**line, **changes} if line["folder"] == ARTICLE else line for line in lines]
    data = b"".join(json.dumps(line, sort_keys=True).encode() + b"\n" for line in said)
    ctx = office.pipeline
    commit = bare.commit_tree(
        bare.write_tree(tip, {name: bare.write_blob(data)}), [tip], "Publish",
        author=ctx.author, at=ctx.now(), sign=ctx.sign_commit if sign else None,
    )  # fmt: skip
    bare.set_ref(f"refs/heads/{BRANCH}", commit)


def test_who_is_not_the_recorder_says_nothing(office: Office) -> None:
    forge(office, sign=False, digest=f"sha256:{0:064}")
    by_site, by_bytes = plans(office)
    assert said(by_site) == said(by_bytes)


@pytest.mark.parametrize("name", ["record", "tree"])
def test_what_was_said_of_other_bytes_says_nothing(office: Office, name: str) -> None:
    forge(office, sign=True, digest=f"sha256:{0:064}", **{name: "1" * 40})
    by_site, by_bytes = plans(office)
    assert said(by_site) == said(by_bytes)


def test_what_was_said_of_the_same_bytes_is_believed(office: Office) -> None:
    forge(office, sign=True, digest=f"sha256:{0:064}")
    by_site, _by_bytes = plans(office)
    assert f"sha256:{0:064}" in {article.digest for article in by_site.published}


@pytest.mark.parametrize("change", [{"moment": "kemarin"}, {"record": None}])
def test_what_does_not_say_all_says_nothing(office: Office, change: dict[str, object]) -> None:
    forge(office, sign=True, digest=f"sha256:{0:064}", **change)
    by_site, by_bytes = plans(office)
    assert said(by_site) == said(by_bytes)


def test_a_run_without_anything_to_do_reads_no_article(office: Office, tmp_path: Path) -> None:
    for name in ("allowFilter", "allowAnySHA1InWant"):
        office.bare.run("config", f"uploadpack.{name}", "true")
    words = ["git", "clone", "--quiet", "--no-checkout", "--filter=blob:none"]
    clone = tmp_path / "pelari"
    subprocess.run([*words, f"file://{office.bare.folder}", str(clone)], check=True)
    runner = Repository.open(clone)
    runner.set_config(
        {
            "siar.person": "recorder",
            "siar.key": str(office.key_file("recorder")),
            "siar.root": office.root,
            "siar.deploy": str(office.folder / "situs"),
        }
    )
    talk = Quiet()
    publish.run(Context(runner, talk))
    assert talk.heard == ["nothing to do: everything due is live, told and reported"]
    files = {e.oid for e in office.bare.tree(office.main) if e.path.startswith((ARTICLE, IMPORTED))}
    assert files == set(runner.missing(files))
