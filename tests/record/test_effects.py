"""What each statement does to a case: above all, new bytes void what was said of the old ones."""

import pytest

from pipeline.record.case import Case
from pipeline.record.replay import replay
from pipeline.record.workflow import Action, Role, State
from tests.record.histories import (
    ACCEPT,
    AMEND,
    DISPOSE,
    OTHER_TEXT,
    PART,
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


def test_another_disposition_takes_the_place_of_the_first() -> None:
    again = Say(A.REDISPOSE, R.DIVISION_HEAD, data={"to": "kasi-piks", "note": "lebih cepat"})
    case = case_of(RECEIVE, DISPOSE, again)
    assert (case.disposition["status"], case.disposition["note"]) == ("forwarded", "lebih cepat")
    assert "reason" not in case.disposition


def test_another_officer_takes_over() -> None:
    case = case_of(RECEIVE, DISPOSE, ACCEPT, Say(A.REASSIGN, R.SECTION_HEAD, {"officer": "lain"}))
    assert case.officer == "lain"


def test_papers_that_come_later_leave_the_disposition_as_it_is() -> None:
    papers = Say(A.COMPLETE, data={"document": TEXT})
    assert case_of(RECEIVE, DISPOSE, papers).disposition == case_of(RECEIVE, DISPOSE).disposition
    returned = Say(A.RETURN, R.DIVISION_HEAD, data={"reason": "tanpa tanggal"})
    assert dict(case_of(RECEIVE, returned, papers).disposition) == {"status": "none"}


def test_a_correction_begins_without_any_consent() -> None:
    agreed = (*TO_REVIEW, REVISE, OFFICER_AGREES)
    approve = Say(A.APPROVE, R.SECTION_HEAD, {"digest": OTHER_TEXT})
    assert case_of(*agreed, approve).agreed
    case = case_of(*agreed, approve, AMEND)
    assert (case.agreed, dict(case.approvals)) == (frozenset(), {})


def test_a_part_begins_with_the_disposition_of_its_letter() -> None:
    told = {"status": "forwarded", "to": "kasi-piks"}
    data = {**PART.changes["data"], "disposition": told}
    assert dict(case_of(PART._replace(changes={**PART.changes, "data": data})).disposition) == told
