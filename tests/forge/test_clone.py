"""A clone whose history would look like another one is told so, and nothing is published."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.forge.verification import verify_main
from pipeline.record.report_findings import format_text
from pipeline.repository import Repository
from tests.forge.conftest import Opening
from tests.forge.test_verification import second_article
from tests.support.office import ARTICLE, NUMBER, Office, Stage

INDEX = f"{ARTICLE}/index.md"


def _replace(office: Office) -> str:
    blob = office.bare.run("rev-parse", f"{office.main}:{INDEX}").strip()
    other = office.bare.write_blob(b"jahat")
    office.bare.run("update-ref", f"refs/replace/{blob}", other)
    return (
        f"refs/replace/{blob}:1: error[git-replace]: another object is to be shown in the place of"
        f" {blob[:10]}\n"
        f"  help: git replace -d {blob}\n"
    )


def _file(path: str, expected: str) -> Callable[[Office], str]:
    def plant(office: Office) -> str:
        place = office.bare.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{office.root}\n" if path == "shallow" else "\n", encoding="utf-8")
        return expected

    return plant


PLANTED = {
    "git-replace": _replace,
    "git-grafts": _file(
        "info/grafts",
        "info/grafts:1: error[git-grafts]: commits are to have other parents than they have\n"
        "  help: delete this file of Git's folder\n",
    ),
    "git-alternates": _file(
        "objects/info/alternates",
        "objects/info/alternates:1: error[git-alternates]: objects are borrowed from another"
        " repository\n"
        "  help: git repack -ad, then delete this file of Git's folder\n",
    ),
    "git-shallow": _file(
        "shallow",
        "shallow:1: error[git-shallow]: this clone has only the end of the history\n"
        "  help: git fetch --unshallow\n",
    ),
}


@pytest.mark.parametrize("rule", PLANTED)
def test_whatever_bends_history_stops_everything_and_shows_nothing_else(
    office_at: Opening, rule: str
) -> None:
    office = office_at(Stage.MERGED)
    expected = PLANTED[rule](office)
    fresh = Repository.open(office.bare.folder)
    found = verify_main(fresh, office.main, office.root)
    assert (format_text(found.findings), found.stop) == (expected, True)
    # The true bytes are read all the same.
    assert found.units[NUMBER].digest == found.units[NUMBER].case.digest


def test_a_shallow_clone_is_told_so(office_at: Opening, tmp_path: Path) -> None:
    office = office_at(Stage.MERGED)
    shallow = tmp_path / "dangkal"
    office.bare.run("clone", "--quiet", "--depth=1", f"file://{office.bare.folder}", str(shallow))
    found = verify_main(Repository.open(shallow), office.main, office.root)
    assert found.stop
    assert "git-shallow" in {finding.id for finding in found.findings}


def test_another_offices_main_is_no_history_of_this_one(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    other = office.commit(
        "kasi-piks", {"agency.yaml": office.bare.read(office.root, "agency.yaml")}
    )
    office.force("kasi-piks", "refs/heads/main", other)
    found = verify_main(Repository.open(office.bare.folder), other, office.root)
    assert (format_text(found.findings), found.stop) == (
        f"refs/heads/main:1: error[history-root]: main at {other[:10]} does not come from the"
        f" pinned root {office.root[:10]}\n"
        "  help: this is another office's history, or a rewritten one: fetch main anew\n",
        True,
    )


def test_an_exchanged_object_stops_its_own_request_only(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    second = second_article(office)
    blob = office.bare.run("rev-parse", f"{office.main}:{INDEX}").strip()
    other = office.bare.write_blob(b"jahat")
    there, planted = office.loose(blob), office.loose(other)
    there.unlink()
    there.write_bytes(planted.read_bytes())
    found = verify_main(Repository.open(office.bare.folder), office.main, office.root)
    assert format_text(found.findings) == (
        f"requests/2026/0118.yaml:1: error[git-object]: the object {blob} was exchanged: its bytes"
        " have another id\n"
        "  help: fetch it again from a clone that is whole; `git fsck --full` lists all\n"
    )
    assert (sorted(found.units), found.stop) == ([second], False)


def test_a_missing_object_stops_its_own_request_only(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    second = second_article(office)
    blob = office.bare.run("rev-parse", f"{office.main}:{INDEX}").strip()
    office.loose(blob).unlink()
    found = verify_main(Repository.open(office.bare.folder), office.main, office.root)
    assert [(finding.path, finding.id) for finding in found.findings] == [
        ("requests/2026/0118.yaml", "git-object")
    ]
    assert (sorted(found.units), found.stop) == ([second], False)
