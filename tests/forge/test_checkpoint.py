"""Checkpoints: the recorder's word spares work, and nobody else's word is taken."""

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.forge.checkpoint import (
    NAMESPACE,
    Checkpoint,
    Left,
    believed,
    last_checkpoint,
    make,
    path_at,
)
from pipeline.forge.verification import verify_main
from pipeline.record.report_findings import format_text
from pipeline.repository import Repository
from tests.forge.conftest import Opening
from tests.forge.test_verification import CHANGED, INDEX, RECORD, direct, second_article
from tests.support.office import KASI, NUMBER, Office, Stage

AT = datetime.fromisoformat("2026-11-02T15:00:00+09:00")
PATH = "checkpoints/2026-11.jsonl"


LEFT = Left("c" * 40, (("2026-0119", "2026-12-01T07:00:00+09:00"),), (NUMBER,), 2026, 7, False)


def checkpoint(
    office: Office, main: str, signer: str = "recorder", left: Left | None = None
) -> Checkpoint:
    """A checkpoint signed by somebody."""
    record = make(
        office.root, main, AT, lambda data, namespace: office.signature(signer, data, namespace),
        left,
    )  # fmt: skip
    return Checkpoint(office.root, main, AT.isoformat(), str(record["signature"]), left)


def fresh(office: Office) -> Repository:
    """The shared repository, opened anew."""
    return Repository.open(office.bare.folder)


def test_what_the_recorder_signed_is_believed(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    assert believed(fresh(office), checkpoint(office, office.main), office.root, office.main) == ()


@pytest.mark.parametrize("signer", [KASI, "stranger"])
def test_what_anybody_else_signed_is_not(office_at: Opening, signer: str) -> None:
    office = office_at(Stage.MERGED)
    made = checkpoint(office, office.main, signer)
    assert format_text(believed(fresh(office), made, office.root, office.main)) == (
        "ledger:checkpoints:1: warning[checkpoint-signature]: the last checkpoint is not signed by"
        " the recorder of this office\n"
        "  help: nothing was believed of it, all was replayed; find out who wrote to the ledger\n"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"main": "a" * 40},
        {"root": "b" * 40},
        {"at": "2027-01-01"},
        {"left": None},
        {"left": LEFT._replace(owed=())},
        {"left": LEFT._replace(waiting=())},
        {"left": LEFT._replace(release=8)},
        {"left": LEFT._replace(practice=True)},
    ],
)
def test_a_changed_word_is_nobodys(office_at: Opening, changes: dict[str, Any]) -> None:
    office = office_at(Stage.MERGED)
    made = checkpoint(office, office.main, left=LEFT)
    assert believed(fresh(office), made, office.root, office.main) == ()
    made = made._replace(**changes)
    assert believed(fresh(office), made, office.root, office.main)


def test_a_signature_of_another_kind_is_no_checkpoint(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    made = checkpoint(office, office.main)
    other = office.signature("recorder", made.payload, f"not-{NAMESPACE}")
    assert believed(fresh(office), made._replace(signature=other), office.root, office.main)


def test_the_newest_checkpoint_is_the_last_line_of_the_last_month(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    older, newer = checkpoint(office, office.root), checkpoint(office, office.main)
    lines = [json.dumps(item._asdict()) + "\n" for item in (newer, older, newer)]
    files = {
        "checkpoints/2026-10.jsonl": lines[1].encode(),
        PATH: "".join(lines).encode(),
        "2026/0118.jsonl": b"{}\n",
    }
    tip = office.commit(KASI, files)
    office.force(KASI, "refs/heads/ledger", tip)
    assert path_at(AT) == PATH
    assert last_checkpoint(fresh(office), tip) == newer
    assert last_checkpoint(fresh(office), None) is None


def test_what_was_left_is_read_as_it_was_noted(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    sign = partial(office.signature, "recorder")
    record = make(office.root, office.main, AT, sign, LEFT)
    tip = office.commit(KASI, {PATH: json.dumps(record).encode() + b"\n"})
    office.force(KASI, "refs/heads/ledger", tip)
    assert last_checkpoint(fresh(office), tip) == checkpoint(office, office.main, left=LEFT)


@pytest.mark.parametrize(
    "wrong",
    [
        [], "x", {}, {"owed": "2026-0118"}, {"owed": [1]}, {"owed": ["\ud800"]}, {"waiting": []},
        {"waiting": {"2026-0119": 1}}, {"release": True}, {"release": "7"}, {"year": None},
        {"practice": 0}, {"lebih": 1}, {"ledger": None},
    ],
)  # fmt: skip
def test_what_was_left_in_another_form_is_unreadable(
    office_at: Opening, wrong: dict[str, Any]
) -> None:
    office = office_at(Stage.FOUNDED)
    made = make(office.root, office.main, AT, partial(office.signature, "recorder"), LEFT)
    left = {**made["left"], **wrong} if isinstance(wrong, dict) and wrong else wrong
    tip = office.commit(KASI, {PATH: json.dumps({**made, "left": left}).encode() + b"\n"})
    office.force(KASI, "refs/heads/ledger", tip)
    assert last_checkpoint(fresh(office), tip) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", "x", '{"main": 1}', "[" * 100_000, "null"])
def test_an_unreadable_one_is_none(office_at: Opening, text: str) -> None:
    office = office_at(Stage.FOUNDED)
    tip = office.commit(KASI, {PATH: text.encode()})
    office.force(KASI, "refs/heads/ledger", tip)
    assert last_checkpoint(fresh(office), tip) is None


def test_what_came_before_a_checkpoint_is_verified_and_what_follows_is_replayed(
    office_at: Opening,
) -> None:
    office = office_at(Stage.MERGED)
    since = office.main
    second = second_article(office)
    whole = verify_main(fresh(office), office.main, office.root)
    found = verify_main(fresh(office), office.main, office.root, since=since)
    assert (found.findings, found.stop, found.since) == ((), False, since)
    assert sorted(found.units) == [NUMBER, second]
    for number in found.units:
        mine, other = found.units[number], whole.units[number]
        assert (mine.request, mine.article, mine.tree, mine.digest) == (
            other.request, other.article, other.tree, other.digest,
        )  # fmt: skip
    assert tuple(found.imported) == tuple(whole.imported)


@pytest.mark.parametrize(
    "files",
    [
        {INDEX: CHANGED},
        {INDEX: None},
        {RECORD: None},
        {"pipeline/program.py": b"jahat"},
        {"mana/saja.txt": b"x"},
        {RECORD: b"bukan YAML: ["},
    ],
    ids=["text", "article", "record", "code", "strange", "yaml"],
)
def test_what_is_wrong_after_a_checkpoint_is_found_as_it_is_from_the_root(
    office_at: Opening, files: dict[str, bytes | None]
) -> None:
    office = office_at(Stage.MERGED)
    since = office.main
    direct(office, files)
    whole = verify_main(fresh(office), office.main, office.root)
    found = verify_main(fresh(office), office.main, office.root, since=since)
    assert whole.findings
    assert (found.findings, found.stop) == (whole.findings, whole.stop)
    assert found.units[NUMBER].tree == whole.units[NUMBER].tree


def test_a_checkpoint_beside_main_is_none(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    beside = office.tip()
    office.merge()
    found = verify_main(fresh(office), office.main, office.root, since=beside)
    assert (found.since, found.findings, sorted(found.units)) == (office.root, (), [NUMBER])


def test_a_clone_without_blobs_is_enough_from_a_checkpoint(
    office_at: Opening, tmp_path: Path
) -> None:
    office = office_at(Stage.MERGED)
    since = office.main
    second = second_article(office)
    office.bare.set_config(
        {"uploadpack.allowfilter": "true", "uploadpack.allowanysha1inwant": "true"}
    )
    clone = tmp_path / "tanpa isi"
    office.bare.run(
        "clone", "--quiet", "--no-checkout", "--filter=blob:none",
        f"file://{office.bare.folder}", str(clone),
    )  # fmt: skip
    found = verify_main(Repository.open(clone), office.main, office.root, since=since)
    assert (found.findings, sorted(found.units)) == ((), [NUMBER, second])
