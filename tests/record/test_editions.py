"""Editions: when there is one, who sees it, and what hides it, shows it again or takes it back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.record.case import Case
from pipeline.record.replay import replay, summary
from pipeline.record.workflow import FINAL, WRITING, Action, Role, State
from tests.record.histories import (
    AMEND,
    APPROVE,
    OFFICER,
    OTHER,
    OTHER_TEXT,
    REQUEST_CHANGES,
    SUBMIT,
    TAKEDOWN,
    TEXT,
    TO_APPROVED,
    TO_DRAFTING,
    TO_RALAT,
    TO_REVIEW,
    Say,
    history,
)
from tests.record.rows import WAYS

A, R, S = Action, Role, State
KABID_TOO = Say(A.APPROVE, R.DIVISION_HEAD)
BYPASS = Say(A.BYPASS, R.DIVISION_HEAD)
RECALL = Say(A.RECALL, R.SECTION_HEAD)
WITHDRAW = Say(A.WITHDRAW)
UPHELD = Say(A.SECOND_LOOK, R.SECTION_HEAD)
OBJECTED = UPHELD._replace(data={"verdict": "objected"})
NEW_TEXT = SUBMIT._replace(data={"digest": OTHER_TEXT})
NEW_YES = APPROVE._replace(data={"digest": OTHER_TEXT})


def case_of(*says: Say) -> Case:
    """The case after a story without fault."""
    case, problems = replay(history(*says))
    assert problems == ()
    return case


@pytest.mark.parametrize("state", [state for state in WAYS if state])
def test_before_any_approval_only_what_is_closed_belongs_to_main(state: State) -> None:
    case = case_of(*WAYS[state])
    approved = state is S.APPROVED
    assert (case.edition, case.approved_digest) == ((1, TEXT) if approved else (0, None))
    assert case.is_public is approved
    assert case.is_settled is (approved or state in FINAL)


def test_an_edition_is_there_once_the_section_head_has_approved_it() -> None:
    assert case_of(*TO_REVIEW, KABID_TOO).edition == 0
    assert case_of(*TO_REVIEW, KABID_TOO, APPROVE).editions == (TEXT,)
    assert case_of(*TO_REVIEW, APPROVE, KABID_TOO).editions == (TEXT,)
    assert case_of(*TO_REVIEW, BYPASS).editions == (TEXT,)
    assert case_of(*TO_REVIEW, BYPASS, KABID_TOO).editions == (TEXT,)


def test_the_same_bytes_again_are_another_edition() -> None:
    assert case_of(*TO_RALAT, SUBMIT, APPROVE).editions == (TEXT, TEXT)
    case = case_of(*TO_RALAT, NEW_TEXT, NEW_YES)
    assert (case.edition, case.approved_digest, case.kind) == (2, OTHER_TEXT, "ralat")


def test_while_it_is_corrected_the_former_edition_stays_the_last_one() -> None:
    for says in ((), (NEW_TEXT,), (NEW_TEXT, REQUEST_CHANGES)):
        case = case_of(*TO_RALAT, *says)
        assert (case.editions, case.is_settled, case.is_public) == ((TEXT,), False, False)


def test_what_is_withdrawn_is_settled_and_not_public() -> None:
    case = case_of(*TO_APPROVED, WITHDRAW, SUBMIT, APPROVE)
    assert (case.is_settled, case.is_public, case.edition) == (True, False, 2)


# --- recalling --------------------------------------------------------------------------------


def test_a_recalled_edition_counts_for_nothing_and_waits_for_correction() -> None:
    case = case_of(*TO_APPROVED, RECALL)
    assert (case.state, case.correction, case.editions) == (S.IN_REVIEW, "waiting", ())
    assert (case.recalled, case.is_settled, case.is_public) == (True, True, False)
    assert (case.approvals, case.digest) == ({}, TEXT)


def test_a_recalled_correction_leaves_the_edition_before() -> None:
    case = case_of(*TO_RALAT, NEW_TEXT, NEW_YES, RECALL)
    assert (case.editions, case.kind) == ((TEXT,), "ralat")


@pytest.mark.parametrize("again", [APPROVE, BYPASS])
def test_what_was_recalled_is_approved_again(again: Say) -> None:
    case = case_of(*TO_APPROVED, RECALL, again)
    assert (case.recalled, case.editions, case.is_public) == (False, (TEXT,), True)


def test_a_recalled_emergency_needs_no_second_look() -> None:
    assert case_of(*TO_REVIEW, BYPASS).bypass is not None
    case = case_of(*TO_REVIEW, BYPASS, RECALL)
    assert (case.unlooked, case.bypass) == ((), None)


def test_a_takedown_stays_to_be_looked_at_when_a_later_edition_is_recalled() -> None:
    told = history(*TO_APPROVED, TAKEDOWN, AMEND, NEW_TEXT, NEW_YES, RECALL)
    assert replay(told)[0].unlooked == (told[5],)


# --- hiding and showing -----------------------------------------------------------------------


def test_a_takedown_hides_at_once_until_somebody_objects() -> None:
    hidden = case_of(*TO_APPROVED, TAKEDOWN)
    assert (hidden.state, hidden.hidden, hidden.is_public) == (S.APPROVED, True, False)
    upheld = case_of(*TO_APPROVED, TAKEDOWN, UPHELD)
    assert (upheld.hidden, upheld.awaiting_look) == (True, None)
    shown = case_of(*TO_APPROVED, TAKEDOWN, OBJECTED)
    assert (shown.hidden, shown.is_public, shown.awaiting_look) == (False, True, None)


def test_a_takedown_tells_who_has_been_writing_a_correction() -> None:
    told = TAKEDOWN._replace(data={"contributors": [OFFICER, OTHER]})
    assert case_of(*TO_RALAT, TAKEDOWN).contributors == (OFFICER,)
    assert case_of(*TO_RALAT, told).contributors == (OFFICER, OTHER)


def test_an_emergency_is_public_until_somebody_objects() -> None:
    assert case_of(*TO_REVIEW, BYPASS).is_public
    assert case_of(*TO_REVIEW, BYPASS, UPHELD).is_public
    objected = case_of(*TO_REVIEW, BYPASS, OBJECTED)
    assert (objected.hidden, objected.is_public, objected.is_settled) == (True, False, True)


def test_objecting_to_an_emergency_that_was_corrected_since_hides_nothing() -> None:
    look = OBJECTED._replace(data={"verdict": "objected", "digest": OTHER_TEXT})
    case = case_of(*TO_REVIEW, BYPASS, AMEND, NEW_TEXT, NEW_YES, look)
    assert (case.hidden, case.awaiting_look) == (False, None)


def test_a_hidden_article_is_shown_again_by_its_next_edition() -> None:
    writing = case_of(*TO_APPROVED, TAKEDOWN, AMEND, NEW_TEXT)
    assert (writing.hidden, writing.is_settled) == (True, True)
    case = case_of(*TO_APPROVED, TAKEDOWN, AMEND, NEW_TEXT, NEW_YES)
    assert (case.hidden, case.is_public) == (False, True)
    # That it was taken down is looked at all the same.
    assert case.awaiting_look is not None


def test_an_emergency_upheld_stays_hidden_by_the_takedown_after_it() -> None:
    # The Kasi took an emergency of the Kabid's down; each looks at what the other did.
    down = TAKEDOWN._replace(role=R.SECTION_HEAD)
    by_kabid = UPHELD._replace(role=R.DIVISION_HEAD)
    case = case_of(*TO_REVIEW, BYPASS, down, by_kabid, UPHELD)
    assert (case.hidden, case.unlooked) == (True, ())
    objected = case_of(*TO_REVIEW, BYPASS, down, by_kabid, OBJECTED)
    assert objected.hidden


# --- the summary ------------------------------------------------------------------------------


def test_the_summary_says_what_readers_of_the_file_must_know() -> None:
    told = summary("2026-0042", case_of(*TO_RALAT, TAKEDOWN))
    assert list(told)[:5] == ["number", "state", "kind", "hidden", "awaiting_look"]
    assert (told["hidden"], told["awaiting_look"]) == (True, "takedown")
    told = summary("2026-0042", case_of(*TO_REVIEW, BYPASS))
    assert "hidden" not in told
    assert told["awaiting_look"] == "bypass"


def test_the_summary_names_who_carries_a_request_on() -> None:
    told = summary("2026-0042", case_of(*TO_DRAFTING, Say(A.SPLIT, R.SECTION_HEAD)))
    assert list(told)[:3] == ["number", "state", "parts"]
    assert told["parts"] == ["2026-0042.1", "2026-0042.2"]
    told = summary("2026-0042", case_of(*TO_DRAFTING, Say(A.JOIN, R.SECTION_HEAD)))
    assert list(told)[:3] == ["number", "state", "leading"]
    assert told["leading"] == "2026-0040"


# --- whatever is said -------------------------------------------------------------------------

MOVES = [
    SUBMIT, NEW_TEXT, APPROVE, NEW_YES, KABID_TOO, BYPASS, RECALL, REQUEST_CHANGES,
    REQUEST_CHANGES._replace(data={"round": 2}), TAKEDOWN, UPHELD, OBJECTED,
    UPHELD._replace(role=R.DIVISION_HEAD),
    *(say._replace(data={"version": n}) for say in (AMEND, WITHDRAW) for n in (1, 2, 3)),
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(MOVES), max_size=14))
def test_whatever_is_said_the_marks_of_a_case_agree(says: list[Say]) -> None:
    case, _problems = replay(history(*TO_APPROVED, *says))
    if case.is_public:
        assert case.approved_digest == case.digest
        assert case.approvals
        assert not case.recalled
    if case.state is S.APPROVED:
        assert case.edition > 0
    if case.state in WRITING:
        assert not case.is_public
        assert not case.approvals.keys() & {R.SECTION_HEAD}
    if case.hidden:
        assert case.edition > 0
        assert case.is_settled
    assert all(s.action in (A.BYPASS, A.TAKEDOWN) for s in case.unlooked)
    assert (case.bypass is None) or case.state is S.APPROVED
