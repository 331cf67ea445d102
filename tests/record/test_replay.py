"""Replay: where a history leads, and every problem on the way in the words that people read."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.record.replay import Case, Problem, advance, replay, summary, way_on, why_not
from pipeline.record.statement import Statement
from pipeline.record.workflow import (
    TABLE,
    Action,
    Role,
    State,
    Transition,
    find_transition,
)
from tests.record.histories import (
    ACCEPT,
    APPROVE,
    ARTICLE,
    DISPOSE,
    KASI,
    OFFICER,
    OTHER,
    OTHER_TEXT,
    PAPER,
    PAUSE,
    RECEIVE,
    REQUEST_CHANGES,
    REVISE,
    SUBMIT,
    TEXT,
    TO_APPROVED,
    TO_DRAFTING,
    TO_REVIEW,
    Say,
    history,
    signed,
    statement,
)
from tests.record.rows import ROWS, WAYS, Sayable, before, last

A, R, S = Action, Role, State


@pytest.mark.parametrize("said", ROWS, ids=str)
def test_a_history_of_every_row_replays(said: Sayable) -> None:
    told = before(said)
    case, problems = replay(history(last(said, told), after=told))
    assert problems == ()
    assert case.state is (said.row.target or said.source)
    assert case.is_paused is (said.row.action is A.PAUSE)


def only(told: tuple[Statement, ...]) -> Problem:
    """The one problem of a history."""
    _case, problems = replay(told)
    assert len(problems) == 1, problems
    return problems[0]


def test_an_empty_history_is_told() -> None:
    case, problems = replay(())
    assert case == Case()
    assert problems == (
        Problem(
            0, "history-empty", "the history is empty", "register the letter with `siar receive`"
        ),
    )


def test_a_removed_statement_is_told_by_place_and_by_chain() -> None:
    told = history(*TO_REVIEW, Say(A.NOTE))
    _case, problems = replay((*told[:3], *told[4:]))
    assert problems == (
        Problem(
            4,
            "history-sequence",
            "statement 5 stands at place 4",
            "statements are never removed or re-ordered: undo the edit",
        ),
        Problem(
            4,
            "history-chain",
            "statement 5 does not continue the one before it",
            "a statement was changed or removed afterwards: undo the edit",
        ),
    )


@pytest.mark.parametrize("forged", [1, 2, 99])
def test_everything_wrong_is_told_at_the_place_of_its_statement_whatever_it_says(
    forged: int,
) -> None:
    told = list(history(*TO_REVIEW, APPROVE, APPROVE))
    told[-1] = signed(replace(told[-1], seq=forged))
    _case, problems = replay(told)
    place = len(told)
    assert [(problem.seq, problem.id) for problem in problems] == [
        (place, "history-sequence"),
        (place, "history-transition"),
    ]


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_statement_rewritten_afterwards_breaks_the_chain_behind_it(seq: int) -> None:
    told = list(history(*TO_REVIEW))
    told[seq - 1] = signed(replace(told[seq - 1], at=told[seq - 1].at + timedelta(seconds=1)))
    _case, problems = replay(told)
    assert problems[0] == Problem(
        seq + 1,
        "history-chain",
        f"statement {seq + 1} does not continue the one before it",
        "a statement was changed or removed afterwards: undo the edit",
    )


def test_a_statement_signed_again_by_another_key_breaks_the_chain_behind_it() -> None:
    told = list(history(RECEIVE, DISPOSE))
    told[0] = signed(told[0], "somebody-else")
    assert only(tuple(told)).id == "history-chain"


def test_what_does_not_continue_the_chain_decides_nothing() -> None:
    told = list(history(*TO_APPROVED))
    told[-1] = signed(replace(told[-1], prev=OTHER_TEXT))
    case, _problems = replay(told)
    assert (case.state, case.approvals) == (S.IN_REVIEW, {})


def test_a_statement_earlier_than_the_one_before_is_told() -> None:
    first = statement(RECEIVE)
    second = statement(DISPOSE, first, at=first.at - timedelta(seconds=1))
    assert only((first, second)) == Problem(
        2,
        "statement-time",
        "statement 2 is earlier than the one before it",
        "check the clock of the machine it was written on, and decide again",
    )


def test_two_statements_in_the_same_second_are_in_order() -> None:
    first = statement(RECEIVE)
    assert replay((first, statement(DISPOSE, first, at=first.at)))[1] == ()


def test_a_history_begins_with_receive() -> None:
    assert only(history(APPROVE)) == Problem(
        1,
        "history-transition",
        "a history begins with `receive`, not with `approve`",
        "from here you can: receive, split, import",
    )


def test_a_second_receive_is_refused() -> None:
    assert only(history(RECEIVE, RECEIVE)).message == "cannot receive a request that is received"


def test_a_refusal_says_what_is_possible_instead() -> None:
    assert only(history(RECEIVE, SUBMIT)) == Problem(
        2,
        "history-transition",
        "cannot submit a request that is received",
        "from here you can: complete, rectify, dispose, return, decline, file, note, pause, void,"
        " confirm",
    )


def test_a_refusal_names_the_role_when_only_the_role_is_wrong() -> None:
    assert only(history(*TO_REVIEW, Say(A.APPROVE, R.OFFICER))) == Problem(
        5,
        "history-transition",
        "role officer may not approve a request that is in_review",
        "from here you can: complete, rectify, note, reassign, split, join, request_changes,"
        " revise, agree, approve, fact_check, exempt, pause, void, bypass, confirm",
    )


def test_what_is_possible_depends_on_whether_anything_was_published() -> None:
    told = history(*TO_APPROVED, Say(A.AMEND))
    assert only(history(Say(A.RECALL, R.SECTION_HEAD), after=told)).help == (
        "from here you can: complete, rectify, note, reassign, submit, withdraw, takedown,"
        " fact_check, exempt, pause, confirm"
    )
    assert way_on(replay(history(PAUSE, after=told))[0]) == (
        "from here you can: complete, takedown, resume, confirm"
    )


def test_nothing_but_its_end_is_possible_while_paused() -> None:
    assert only(history(*TO_DRAFTING, PAUSE, SUBMIT)) == Problem(
        5,
        "history-transition",
        "cannot submit a request that is paused",
        "from here you can: complete, resume, void, confirm",
    )


@pytest.mark.parametrize("row", [row for row in TABLE if row.sop], ids=lambda row: row.action)
def test_nothing_of_the_procedure_happens_after_the_end(row: Transition) -> None:
    for role in row.roles:
        for ended in (S.DECLINED, S.FILED, S.VOID):
            problem = only(history(*WAYS[ended], Say(row.action, role)))
            assert problem.message == f"cannot {row.action} a request that is {ended}"
            assert problem.help == "from here you can: confirm"


def test_a_refused_statement_changes_nothing_and_the_rest_is_replayed() -> None:
    case, problems = replay(history(RECEIVE, APPROVE, DISPOSE, ACCEPT))
    assert [problem.seq for problem in problems] == [2]
    assert case.state is S.DRAFTING
    assert case.approvals == {}


# --- what a row needs beyond state and role ---------------------------------------------------

PAPER_ACTIONS = {A.DISPOSE, A.RETURN, A.DECLINE, A.FILE, A.ACCEPT, A.REQUEST_CHANGES}


@pytest.mark.parametrize("said", ROWS, ids=str)
def test_only_six_decisions_can_be_typed_in_from_paper(said: Sayable) -> None:
    told = before(said)
    say = last(said, told)
    data = {**say.changes.get("data", say.data), "transcribed": PAPER}
    changes = {**say.changes, "data": data} if "data" in say.changes else say.changes
    told = history(say._replace(data=data, changes=changes), after=told)
    _case, problems = replay(told)
    assert problems == (
        ()
        if said.row.action in PAPER_ACTIONS
        else (
            Problem(
                len(told),
                "statement-transcribed",
                f"`{said.row.action}` cannot be transcribed from paper",
                "the person decides in the system, with a key of their own",
            ),
        )
    )


def test_a_decision_typed_in_before_it_was_made_is_told() -> None:
    later = {"transcribed": {"decided_at": "2026-11-23T09:06:01+09:00", "channel": "lisan"}}
    assert only(history(RECEIVE, Say(A.DISPOSE, R.DIVISION_HEAD, later))) == Problem(
        2,
        "statement-time",
        "statement 2 was decided after it was typed in",
        "give the moment of the decision with --decided-at",
    )


@pytest.mark.parametrize("say", [APPROVE, Say(A.BYPASS, R.DIVISION_HEAD)])
def test_a_verdict_on_other_bytes_is_refused(say: Say) -> None:
    told = history(*TO_REVIEW, say._replace(data={"digest": OTHER_TEXT}))
    assert only(told) == Problem(
        5,
        "approval-digest",
        "statement 5 names other bytes than those submitted",
        "look at the text as it is now and decide again",
    )


def test_an_approval_of_the_text_before_the_correction_does_not_count_for_the_one_after() -> None:
    again = SUBMIT._replace(data={"digest": OTHER_TEXT})
    told = history(*TO_REVIEW, REQUEST_CHANGES, again, APPROVE)
    assert only(told).id == "approval-digest"
    assert replay(told)[0].state is S.IN_REVIEW


def test_who_wrote_part_of_the_text_cannot_approve_it() -> None:
    wrote = SUBMIT._replace(data={"contributors": [OFFICER, KASI]})
    assert only(history(*TO_DRAFTING, wrote, APPROVE)) == Problem(
        5,
        "approval-self",
        "kasi-piks wrote part of this text and cannot approve it",
        "somebody else approves, or the officer first says `siar agree`",
    )


def test_who_wrote_once_is_a_contributor_for_good() -> None:
    wrote = SUBMIT._replace(data={"contributors": [OFFICER, KASI]})
    again = SUBMIT._replace(data={"contributors": [OFFICER]})
    told = history(*TO_DRAFTING, wrote, REQUEST_CHANGES, again, APPROVE)
    assert only(told).id == "approval-self"


def test_the_kasi_cannot_approve_his_own_revision_alone() -> None:
    own = APPROVE._replace(data={"digest": OTHER_TEXT})
    assert only(history(*TO_REVIEW, REVISE, own)).id == "approval-self"


def test_the_kasi_approves_his_own_revision_after_the_officer_agreed_to_these_bytes() -> None:
    agree = Say(A.AGREE, R.OFFICER, {"digest": OTHER_TEXT})
    own = APPROVE._replace(data={"digest": OTHER_TEXT})
    case, problems = replay(history(*TO_REVIEW, REVISE, agree, own))
    assert problems == ()
    assert case.state is S.APPROVED
    assert case.agreed == {OFFICER}


def test_the_kasi_cannot_agree_with_himself() -> None:
    # Somebody may hold two roles at once; agreeing still takes another person.
    agree = Say(A.AGREE, R.OFFICER, {"digest": OTHER_TEXT}, by=KASI)
    own = APPROVE._replace(data={"digest": OTHER_TEXT})
    assert only(history(*TO_REVIEW, REVISE, agree, own)).id == "approval-self"


def test_an_agreement_does_not_outlive_the_bytes_it_was_about() -> None:
    agree = Say(A.AGREE, R.OFFICER, {"digest": OTHER_TEXT})
    third = "sha256:" + "c" * 64
    more = REVISE._replace(data={"round": 2, "before": OTHER_TEXT, "digest": third})
    own = APPROVE._replace(data={"digest": third})
    assert only(history(*TO_REVIEW, REVISE, agree, more, own)).id == "approval-self"


def test_an_agreement_to_other_bytes_is_refused() -> None:
    agree = Say(A.AGREE, R.OFFICER, {"digest": TEXT})
    assert only(history(*TO_REVIEW, REVISE, agree)).id == "approval-digest"


def test_there_is_nothing_to_agree_to_before_a_revision() -> None:
    assert only(history(*TO_REVIEW, Say(A.AGREE))) == Problem(
        5,
        "agree-nothing",
        "there is no corrected text to agree to",
        "`agree` follows `siar review --revise`",
    )


def test_who_submits_is_among_the_contributors() -> None:
    told = history(*TO_DRAFTING, SUBMIT._replace(by=OTHER))
    assert only(told) == Problem(
        4,
        "submit-contributors",
        "petugas-2 submits without being among the contributors",
        "submit again with `siar submit`, which lists them",
    )


@pytest.mark.parametrize("say", [REQUEST_CHANGES, REVISE], ids=["request_changes", "revise"])
def test_rounds_are_counted_without_gaps(say: Say) -> None:
    assert only(history(*TO_REVIEW, say._replace(data={"round": 2}))) == Problem(
        5,
        "correction-round",
        "this is correction round 1",
        "record the correction again with `siar review`",
    )


# --- what a history leads to ------------------------------------------------------------------


def test_the_division_head_may_approve_before_or_after_the_section_head() -> None:
    kabid = Say(A.APPROVE, R.DIVISION_HEAD)
    first, one = replay(history(*TO_REVIEW, kabid))
    assert (first.state, set(first.approvals), one) == (S.IN_REVIEW, {R.DIVISION_HEAD}, ())
    for order in ((kabid, APPROVE), (APPROVE, kabid)):
        case, problems = replay(history(*TO_REVIEW, *order))
        assert problems == ()
        assert case.state is S.APPROVED
        assert set(case.approvals) == {R.SECTION_HEAD, R.DIVISION_HEAD}


@pytest.mark.parametrize(
    "say",
    [
        Say(A.RECALL, R.SECTION_HEAD),
        Say(A.AMEND),
        Say(A.WITHDRAW),
    ],
)
def test_what_reopens_a_text_takes_its_approvals_away(say: Say) -> None:
    assert replay(history(*TO_APPROVED, say))[0].approvals == {}


@pytest.mark.parametrize(("action", "kind"), [(A.AMEND, "ralat"), (A.WITHDRAW, "pencabutan")])
def test_the_kind_says_what_a_request_was_opened_again_for(action: Action, kind: str) -> None:
    case, _problems = replay(history(*TO_APPROVED, Say(action)))
    assert (case.state, case.kind, case.correction) == (S.DRAFTING, kind, "none")


def test_bringing_what_it_waited_for_ends_the_pause() -> None:
    case, problems = replay(history(*TO_DRAFTING, PAUSE, Say(A.COMPLETE)))
    assert (case.is_paused, case.state, problems) == (False, S.DRAFTING, ())


def test_a_completed_letter_is_received_again_and_its_return_is_over() -> None:
    case, _problems = replay(history(*WAYS[S.RETURNED], Say(A.COMPLETE)))
    assert (case.state, case.disposition) == (S.RECEIVED, {"status": "none"})


def test_the_clock_of_a_state_begins_when_it_was_entered() -> None:
    told = history(*TO_DRAFTING, Say(A.NOTE))
    assert replay(told)[0].since == told[2].at


def test_the_summary_of_a_letter_just_received() -> None:
    assert summary("2026-0042", replay(history(RECEIVE))[0]) == {
        "number": "2026-0042",
        "state": "received",
        "disposition": {"status": "none"},
        "correction": {"status": "none", "round": 0},
    }


def test_the_summary_of_a_request_in_its_second_round() -> None:
    later = DISPOSE._replace(data={"due": "2026-11-24", "began": "2026-11-23T09:00:00+09:00"})
    case, _problems = replay(history(RECEIVE, later, ACCEPT, SUBMIT, REQUEST_CHANGES))
    assert summary("2026-0042", case) == {
        "number": "2026-0042",
        "state": "changes_requested",
        "disposition": {
            "status": "forwarded",
            "to": KASI,
            "urgency": "biasa",
            "instructions": ["buat_naskah"],
            "note": "",
            "due": "2026-11-24",
        },
        "correction": {"status": "changes_requested", "round": 1},
        "officer": OFFICER,
        "article": ARTICLE,
        "contributors": [OFFICER],
    }


def test_the_summary_says_since_when_a_request_waits_and_why_it_is_open_again() -> None:
    told = history(*TO_APPROVED, Say(A.AMEND), PAUSE)
    case, _problems = replay(told)
    found = summary("2026-0042", case)
    assert list(found)[:4] == ["number", "state", "kind", "paused"]
    assert found["kind"] == "ralat"
    assert found["paused"] == {"waiting_for": "Dinas Contoh", "since": told[-1].at.isoformat()}


def test_a_closed_request_says_that_nothing_is_left_to_decide() -> None:
    # Every state of people has `confirm`; a case that the table does not know has nothing.
    assert why_not(Case(state=S.VOID), A.DISPOSE, R.DIVISION_HEAD) == (
        "cannot dispose a request that is void"
    )
    assert way_on(Case(state=S.VOID)) == "from here you can: confirm"


def test_advance_refuses_what_the_table_does_not_allow() -> None:
    with pytest.raises(ValueError, match="approve is not allowed in received"):
        advance(Case(state=S.RECEIVED), statement(APPROVE))


SAYABLE = [
    Say(row.action, role) for row in TABLE if R.MACHINE not in row.roles for role in row.roles
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(SAYABLE), max_size=12))
def test_no_story_reaches_approved_without_a_verdict_on_exactly_these_bytes(
    says: list[Say],
) -> None:
    told = history(*TO_REVIEW, *says)
    case, problems = replay(told)
    refused = {problem.seq for problem in problems}
    if case.state is S.APPROVED:
        verdicts = [s for s in told if s.action in (A.APPROVE, A.BYPASS) and s.seq not in refused]
        assert verdicts
        assert verdicts[-1].data["digest"] == case.digest
        assert {s.data["digest"] for s in case.approvals.values()} <= {case.digest}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(SAYABLE), max_size=10))
def test_a_longer_history_never_changes_what_was_wrong_before(says: list[Say]) -> None:
    told = history(RECEIVE, *says)
    seen = [replay(told[:length])[1] for length in range(1, len(told) + 1)]
    for shorter, longer in pairwise(seen):
        assert longer[: len(shorter)] == shorter


def test_every_action_of_people_can_be_said_in_some_state() -> None:
    sayable = {
        action
        for action in Action
        for state in (None, *State)
        for role in (R.OFFICER, R.SECTION_HEAD, R.DIVISION_HEAD, R.MAINTAINER)
        for paused in (False, True)
        if find_transition(state, action, role, paused=paused)
    }
    assert set(Action) - sayable == {A.PUBLISH, A.TELL, A.REPORT}
