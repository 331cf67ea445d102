"""`siar verify`: from a checkpoint or the root, the live site included, level by level."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import clock
from pipeline.commands import live_proof, publish, verifying
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.commands.levels import _OF_LEVEL, Level, level_of
from pipeline.errors import Exit
from pipeline.forge.checkpoint import last_checkpoint
from pipeline.record.finding import Finding
from pipeline.record.report_findings import format_text
from pipeline.repository import Repository
from pipeline.site.deploy import CURRENT
from pipeline.site.manifest import MANIFEST
from pipeline.site.server import served
from tests.commands.conftest import DeskAt
from tests.commands.published import published_office
from tests.support.office import ARTICLE, KASI, NUMBER, OFFICER, Office, Stage


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose first request is published."""
    monkeypatch.setenv(clock.VARIABLE, "2026-11-03T09:00:00+09:00")
    yield published_office(tmp_path / "kantor contoh")


def pipeline(office: Office) -> Context:
    """The recorder's own scene, opened anew."""
    return Context(Repository.open(office.bare.folder), Quiet())


def test_publishing_notes_that_all_is_verified_and_the_next_run_begins_there(
    office: Office,
) -> None:
    ctx = pipeline(office)
    noted = last_checkpoint(ctx.repository, ctx.repository.shared("ledger"))
    assert noted is not None
    assert noted.main == office.main
    assert verifying.verify(ctx).since == office.main
    assert verifying.verify(ctx, full=True).since == office.root
    before = ctx.repository.shared("ledger")
    publish.run(pipeline(office))
    assert pipeline(office).repository.shared("ledger") == before


def test_a_checkpoint_that_somebody_else_wrote_is_told_and_not_believed(office: Office) -> None:
    ctx = pipeline(office)
    ledger = ctx.repository.shared("ledger") or ""
    path = "checkpoints/2026-11.jsonl"
    line = json.loads(ctx.repository.read(ledger, path) or b"")
    line["main"] = office.root
    forged = office.commit(KASI, {path: json.dumps(line).encode() + b"\n"}, ledger)
    office.force(KASI, "refs/heads/ledger", forged)
    found = verifying.verify(pipeline(office))
    assert [finding.id for finding in found.findings] == ["checkpoint-signature"]
    assert (found.since, sorted(found.units)) == (office.root, [NUMBER])


def test_nothing_is_noted_while_anything_is_wrong(office: Office) -> None:
    bad = office.commit(KASI, {f"{ARTICLE}/index.md": b"jahat"}, office.main)
    office.force(KASI, "refs/heads/main", bad)
    assert publish.run(pipeline(office)) is Exit.PROBLEMS
    ctx = pipeline(office)
    noted = last_checkpoint(ctx.repository, ctx.repository.shared("ledger"))
    assert noted is not None
    assert noted.main != bad


# --- the live site ----------------------------------------------------------------------------


def live(office: Office) -> str:
    """What `--live` finds on the deployed site."""
    ctx = pipeline(office)
    with served(office.folder / "situs" / CURRENT) as site:
        address = site.url
        findings = [*live_proof.live_findings(ctx, verifying.verify(ctx, full=True), address)]
    return format_text(finding._replace(path=finding.path.replace(address.rstrip("/"), "SITUS"))
                       for finding in findings)  # fmt: skip


def test_the_site_shows_exactly_what_was_approved(office: Office) -> None:
    assert live(office) == ""


def test_a_page_changed_on_the_server_is_found(office: Office) -> None:
    page = office.folder / "situs" / CURRENT / ARTICLE.removeprefix("content/") / "index.html"
    page.write_bytes(page.read_bytes().replace(b"siar:digest", b"siar:lain"))
    assert live(office) == (
        f"SITUS/{ARTICLE.removeprefix('content/')}/: error[live-differs]: the page does not carry"
        " the digest of what was approved\n"
        "  help: run `siar publish`; if that does not help, look who writes to the site\n"
    )


def changed_manifest(office: Office, **changes: object) -> None:
    """Say something else in the manifest of the deployed site."""
    path = office.folder / "situs" / CURRENT / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **changes}), encoding="utf-8")


def test_a_rewritten_main_is_found_by_what_the_site_remembers(office: Office) -> None:
    changed_manifest(office, main="c" * 40)
    assert live(office) == (
        f"SITUS/{MANIFEST}: error[history-fork]: the site was built when main was at cccccccccc,"
        " which main does not come from\n"
        "  help: main was rewritten: find out who did, and bring the former main back\n"
    )


def test_an_article_too_many_and_one_too_few_are_found(office: Office) -> None:
    kept = office.folder / "situs" / CURRENT / ".siar/set/2026/11.jsonl"
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text.replace(ARTICLE, "content/2026/11/09-sisipan"), encoding="utf-8")
    changed_manifest(office, tree="d" * 40)
    told = live(office)
    assert f"{ARTICLE} is verified and due, but the site does not show it" in told
    assert "content/2026/11/09-sisipan is on the site, but nobody approved that it be there" in told


def test_a_site_that_cannot_say_what_it_shows_is_told(office: Office) -> None:
    (office.folder / "situs" / CURRENT / ".siar/set/2026/11.jsonl").write_bytes(b"[\n")
    changed_manifest(office, tree="d" * 40)
    assert live(office).startswith(
        f"SITUS/{MANIFEST}: error[live-away]: what the site keeps of its articles cannot be read: "
    )


def test_a_site_that_does_not_answer_is_told(office: Office) -> None:
    ctx = pipeline(office)
    with served(office.folder) as site:
        found = list(live_proof.live_findings(ctx, verifying.verify(ctx), site.url))
    assert [finding.id for finding in found] == ["live-away"]


# --- the command ------------------------------------------------------------------------------


def test_levels_are_told_one_by_one(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.MERGED)
    with served(desk.office.folder) as site:
        said = desk.siar(OFFICER, "verify", "--live", site.url)
    assert said.exit == Exit.PROBLEMS
    assert "error[live-away]" in said.out
    assert said.out.endswith("  roles and signatures: all right\n"
                             "  reviews of the forge: all right\n"
                             "  the live site: something is wrong\n")  # fmt: skip


def test_the_story_of_a_request_is_told_for_people_and_for_programs(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.MERGED)
    assert NUMBER in desk.siar(OFFICER, "verify", "--explain", NUMBER).out
    data = json.loads(desk.siar(OFFICER, "verify", "--explain", NUMBER, "--format", "json").out)
    assert (data["number"], data["holds"]) == (NUMBER, True)


def test_each_finding_is_of_one_level() -> None:
    ids = [rule for level in _OF_LEVEL.values() for rule in level]
    assert len(ids) == len(set(ids))
    assert level_of(Finding("x", 1, "key-retired", "", "")) is Level.SIGNATURES
    assert level_of(Finding("x", 1, "yaml-tab", "", "")) is Level.STRUCTURE


# --- what is to be pushed ---------------------------------------------------------------------


def test_what_the_gate_would_say_can_be_asked_beforehand(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.MERGED)
    main = desk.office.main
    mine = desk.office.commit(OFFICER, {f"{ARTICLE}/index.md": b"jahat"}, main)
    said = desk.siar(OFFICER, "check", "--incoming", main, mine)
    assert said.exit == Exit.PROBLEMS
    assert "error[merge-only]" in said.out
    assert desk.siar(OFFICER, "check", "--incoming", main, main) == (
        Exit.OK, "nothing wrong\n", "",
    )  # fmt: skip
    unknown = desk.siar(OFFICER, "check", "--incoming", main, "tidak-ada")
    assert unknown.err == (
        "siar: there is no commit tidak-ada\n"
        "  way out: give two commits of this clone; forty zeros stand for a ref that is new\n"
    )


def test_an_open_branch_can_be_asked_about_too(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    tip = desk.office.tip()
    words = ("check", "--incoming", f"{tip}~1", tip, "--ref", f"request/{NUMBER}")
    assert desk.siar(OFFICER, *words) == (Exit.OK, "nothing wrong\n", "")
    whole = desk.siar(OFFICER, "check", "--incoming", "0" * 40, tip, "--ref", f"request/{NUMBER}")
    # Pushed now, what was said this morning would be too old for the gate's clock.
    assert "error[statement-clock]" in whole.out
