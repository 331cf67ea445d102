"""What each statement does to a case: above all, new bytes void what was said of the old ones."""

import pytest

from pipeline.record.case import Case
from pipeline.record.replay import replay
from pipeline.record.workflow import Action, Role, State
from tests.record.histories import (
    DISPOSE,
    OTHER_TEXT,
    RECEIVE,
    REQUEST_CHANGES,
    REVISE,
    TEXT,
    TO_REVIEW,
    Say,
    history,
)

A, R = Action, Role
DIVISION_HEAD_AGREES = Say(A.APPROVE, R.DIVISION_HEAD)
OFFICER_AGREES = Say(A.AGREE, data={"digest": OTHER_TEXT})


def case_of(*says: Say) -> Case:
    """The case after a story without fault."""
    case, problems = replay(history(*says))
    assert problems == ()
    return case


def test_an_approval_stays_until_the_bytes_are_others() -> None:
    case = case_of(*TO_REVIEW, DIVISION_HEAD_AGREES)
    assert (list(case.approvals), case.digest) == ([R.DIVISION_HEAD], TEXT)
    revised = case_of(*TO_REVIEW, DIVISION_HEAD_AGREES, REVISE)
    assert (dict(revised.approvals), revised.digest) == ({}, OTHER_TEXT)


def test_asking_for_changes_voids_what_was_agreed_and_approved() -> None:
    agreed = (*TO_REVIEW, REVISE, OFFICER_AGREES)
    assert case_of(*agreed).agreed
    case = case_of(*agreed, REQUEST_CHANGES._replace(data={"round": 2}))
    assert (case.correction, case.round, case.agreed) == ("changes_requested", 2, frozenset())
    case = case_of(*TO_REVIEW, DIVISION_HEAD_AGREES, REQUEST_CHANGES)
    assert dict(case.approvals) == {}


@pytest.mark.parametrize(
    ("action", "status", "state"),
    [
        (A.RETURN, "returned", State.RETURNED),
        (A.DECLINE, "declined", State.DECLINED),
        (A.FILE, "filed", State.FILED),
    ],
)
def test_what_goes_no_further_says_why(action: Action, status: str, state: State) -> None:
    said = Say(action, R.DIVISION_HEAD, data={"reason": "sebab contoh"})
    case = case_of(RECEIVE, said)
    assert case.state is state
    assert dict(case.disposition) == {"status": status, "note": "sebab contoh"}


def test_a_disposition_shows_what_was_instructed() -> None:
    case = case_of(RECEIVE, DISPOSE._replace(data={"began": "2026-11-23T08:00:00+09:00"}))
    assert dict(case.disposition) == {
        "status": "forwarded",
        "to": "kasi-piks",
        "urgency": "biasa",
        "instructions": ["buat_naskah"],
        "note": "",
    }
