"""What is told of a request by its number: a word and a day, and no approval before its time."""

from collections.abc import Sequence

import pytest

from pipeline.office.counter import told as told_of
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role
from tests.office.build import told

A = Action
RECEIVE = told(A.RECEIVE, "11-23 08:10")
DISPOSE = told(A.DISPOSE, "11-23 09:00")
ACCEPT = told(A.ACCEPT, "11-23 09:30")
SUBMIT = told(A.SUBMIT, "11-23 11:00")
APPROVE = told(A.APPROVE, "11-24 08:00")
WRITING = (RECEIVE, DISPOSE, ACCEPT)

TOLD: Sequence[tuple[str, tuple[Statement, ...], tuple[str, str, bool]]] = [
    ("received", (RECEIVE,), ("diterima", "08:10", False)),
    (
        "returned",
        (RECEIVE, told(A.RETURN, "11-23 08:40")),
        ("dikembalikan untuk dilengkapi", "08:40", False),
    ),
    ("decided on paper", (RECEIVE, told(A.DISPOSE, "11-23 09:00", decided="11-23 08:30")),
     ("didisposisi", "08:30", False)),
    ("in writing", WRITING, ("sedang ditulis", "09:30", False)),
    ("handed in", (*WRITING, SUBMIT), ("menunggu koreksi", "11:00", False)),
    (
        "to be changed",
        (*WRITING, SUBMIT, told(A.REQUEST_CHANGES, "11-23 11:30")),
        ("sedang ditulis", "11:30", False),
    ),
    ("approved, and not seen yet", (*WRITING, SUBMIT, APPROVE),
     ("menunggu koreksi", "11:00", False)),
    ("paused", (*WRITING, told(A.PAUSE, "11-23 10:00")), ("ditunda", "10:00", False)),
    ("taken up again", (*WRITING, told(A.PAUSE, "11-23 10:00"), told(A.RESUME, "11-23 10:30")),
     ("sedang ditulis", "10:30", False)),
    ("declined", (RECEIVE, told(A.DECLINE, "11-23 09:00", reason="x")), ("ditolak", "09:00", True)),
    (
        "carried on elsewhere",
        (RECEIVE, DISPOSE, told(A.JOIN, "11-23 09:10", leading="2026-0001", reason="x")),
        ("dilanjutkan dengan nomor lain", "09:10", True),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("history", "expected"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD]
)
def test_what_is_told_of_a_request(
    history: tuple[Statement, ...], expected: tuple[str, str, bool]
) -> None:
    found = told_of(history)
    assert found is not None
    assert (found.word, f"{found.since:%H:%M}", found.is_ended) == expected


def test_nothing_is_told_of_what_is_hidden() -> None:
    hide = told(A.TAKEDOWN, "11-24 09:00", role=Role.DIVISION_HEAD, reason="x", category="x")
    assert told_of((*WRITING, SUBMIT, APPROVE)) is not None
    assert told_of((*WRITING, SUBMIT, APPROVE, hide)) is None


def test_nothing_is_told_of_nothing() -> None:
    assert told_of(()) is None
