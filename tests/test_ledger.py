"""The ledger: a journal per request that only grows; of two writers one is told to look again."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.ledger import Ledger, number_of, parse_journal, path_of
from pipeline.record.signature import public_line, signing_key
from pipeline.repository import Conflict, Repository
from tests.test_repository import KEY, commit, signer

AT = datetime.fromisoformat("2026-11-02T14:40:00+09:00")
LIVE = {"kind": "live", "at": AT.isoformat(), "press_release": 61}
TOLD = {"kind": "message", "recipient": "harian-contoh", "reply": "250 – diterima"}
NUMBER, OTHER = "2026-0118", "2026-0119"


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Repository]:
    """The shared repository."""
    made = Repository.create(tmp_path / "kantor.git", bare=True)
    made.set_ref("refs/heads/main", commit(made, {"a.txt": b"satu"}))
    yield made


def ledger_of(repository: Repository, **more: Any) -> Ledger:
    """The ledger as somebody opens it."""
    return Ledger(repository, author="Siar <siar@siar.example>", **more)


def clone_of(shared: Repository, name: str) -> Repository:
    """Another person's clone."""
    return Repository.clone(shared.folder, shared.folder.parent / name)


def test_an_office_begins_with_nothing_recorded(shared: Repository) -> None:
    ledger = ledger_of(shared)
    assert (ledger.tip, ledger.records(NUMBER), ledger.numbers()) == (None, (), ())


def test_what_is_recorded_is_read_back_in_order(shared: Repository) -> None:
    ledger = ledger_of(clone_of(shared, "a"))
    ledger.append(NUMBER, [LIVE], at=AT)
    ledger.append(NUMBER, [TOLD, TOLD | {"state": "accepted"}], at=AT)
    assert ledger.records(NUMBER) == (LIVE, TOLD, TOLD | {"state": "accepted"})
    assert ledger_of(shared).records(NUMBER) == ledger.records(NUMBER)
    assert ledger.records(OTHER) == ()


def test_a_record_is_one_line_that_people_can_read(shared: Repository) -> None:
    ledger = ledger_of(shared)
    ledger.append(NUMBER, [{"b": 'é "x"\n', "a": [1, None]}], at=AT)
    assert shared.read(ledger.tip or "", "2026/0118.jsonl") == (
        '{"a":[1,null],"b":"é \\"x\\"\\n"}\n'.encode()
    )


def test_several_requests_are_recorded_in_one_commit(shared: Repository) -> None:
    ledger = ledger_of(shared)
    ledger.append_all({OTHER: [LIVE], NUMBER: [LIVE, TOLD]}, at=AT)
    assert ledger.tip
    assert shared.commits(ledger.tip) == [ledger.tip]
    assert shared.commit_info(ledger.tip).message == "Record 2026-0118, 2026-0119\n"
    assert ledger.numbers() == (NUMBER, OTHER)


def test_the_ledger_is_signed(shared: Repository) -> None:
    ledger = ledger_of(shared, sign=signer)
    ledger.append(NUMBER, [LIVE], at=AT)
    info = shared.commit_info(ledger.tip or "")
    assert signing_key(info.signed, info.signature, "git") == public_line(KEY)
    assert info.at == AT


def test_of_two_writers_one_is_told_to_look_again_and_nothing_is_lost(shared: Repository) -> None:
    one, two = (ledger_of(clone_of(shared, name)) for name in ("a", "b"))
    one.append(NUMBER, [LIVE], at=AT)
    with pytest.raises(Conflict):
        two.append(NUMBER, [TOLD], at=AT)
    two.refresh()
    assert two.records(NUMBER) == (LIVE,)
    two.append(NUMBER, [TOLD], at=AT)
    one.refresh()
    assert one.records(NUMBER) == (LIVE, TOLD)


def test_a_writer_in_the_shared_repository_is_told_as_well(shared: Repository) -> None:
    one, two = ledger_of(shared), ledger_of(shared)
    one.append(NUMBER, [LIVE], at=AT)
    with pytest.raises(Conflict):
        two.append(OTHER, [LIVE], at=AT)
    assert ledger_of(shared).numbers() == (NUMBER,)


def test_what_could_not_be_recorded_is_not_believed_to_be(shared: Repository) -> None:
    ledger = ledger_of(clone_of(shared, "a"))
    ledger_of(clone_of(shared, "b")).append(NUMBER, [LIVE], at=AT)
    with pytest.raises(Conflict):
        ledger.append(NUMBER, [TOLD], at=AT)
    assert (ledger.tip, ledger.records(NUMBER)) == (None, ())


JOURNAL = (json.dumps(LIVE) + "\n" + json.dumps(TOLD) + "\n").encode()


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (JOURNAL[:-1], 2),
        (JOURNAL[:-5], 2),
        (JOURNAL + b'{"kind"', 3),
        (JOURNAL.replace(b'{"kind": "live"', b'"kind": "live"'), 1),
        (JOURNAL + b"\n", 3),
        (JOURNAL + b"[]\n", 3),
        (JOURNAL + b"\xff\n", 3),
        (JOURNAL + b"{}\n", 3),
        (JOURNAL + b'{"kind": 1}\n', 3),
        (JOURNAL + b'{"kind": "x", "a": NaN}\n', 3),
        (JOURNAL + b'{"kind": "x", "a": "\\ud83d"}\n', 3),
        (JOURNAL + b'{"kind": "x", "a": ' + b"9" * 5000 + b"}\n", 3),
        (JOURNAL + b'{"kind": ' + b"[" * 100_000 + b"\n", 3),
        (b'{"a":' * 100_000 + b"\n", 1),
        (JOURNAL.replace(b"\n", b"\r"), 1),
        ('{"kind": "x"}'.encode("utf-16-le") + b"\n", 1),
    ],
)
def test_a_damaged_journal_is_told_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        parse_journal(data, path_of(NUMBER))
    assert refused.value.message == (
        f"ledger:2026/0118.jsonl:{line}: this is no record of the ledger"
    )
    assert refused.value.hint == (
        "the branch ledger was changed by hand: put its last right commit back"
    )


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9)), max_size=4))
def test_any_text_survives_a_journal(records: list[dict[str, str]]) -> None:
    records = [{**record, "kind": "x"} for record in records]
    lines = [json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records]
    assert list(parse_journal(b"".join(lines), "x")) == records


@pytest.mark.parametrize("number", ["2026-0042", "2026-10000", "2026-0042.1"])
def test_each_request_has_its_journal(number: str) -> None:
    assert path_of(number) == f"2026/{number[5:]}.jsonl"
    assert number_of(path_of(number)) == number


def test_what_was_practised_counts_for_practice_only(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "kantor.git", bare=True)
    author = "Siar <siar@siar.example>"
    at = datetime.fromisoformat("2026-11-02T14:00:00+09:00")
    practised = Ledger(repository, author=author, practice=True)
    practised.append("2026-0118", [{"kind": "live"}], at=at)
    in_earnest = Ledger(repository, author=author)
    assert in_earnest.records("2026-0118") == ()
    in_earnest.append("2026-0118", [{"kind": "live", "in": "earnest"}], at=at)
    practised.refresh()
    assert practised.records("2026-0118") == ({"kind": "live"}, {"kind": "live", "in": "earnest"})
