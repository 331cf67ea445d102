"""What a row needs beyond state and role: a guard lets the right statement pass, and no other."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.record.guards import GUARDS, officer_flaw
from pipeline.record.problem import Flaw, Problem
from pipeline.record.replay import replay, way_on
from pipeline.record.roster import Person, Term
from pipeline.record.statement import Statement
from pipeline.record.workflow import WRITING, Action, Role, State
from tests.record.histories import (
    ACCEPT,
    AMEND,
    APPROVE,
    DISPOSE,
    KABID,
    KASI,
    OFFICER,
    OTHER,
    OTHER_TEXT,
    PART,
    PAUSE,
    RECEIVE,
    REQUEST_CHANGES,
    REVISE,
    SUBMIT,
    TAKEDOWN,
    TEXT,
    TO_APPROVED,
    TO_DRAFTING,
    TO_RALAT,
    TO_REVIEW,
    Say,
    history,
    roster,
    statement,
    typed_in,
)
from tests.record.rows import RALAT_WAYS, WAYS

A, R, S = Action, Role, State
DEPUTY = "sekretaris"
WITHDRAW = Say(A.WITHDRAW)
BYPASS = Say(A.BYPASS, R.SECTION_HEAD)
LOOK = Say(A.SECOND_LOOK, R.DIVISION_HEAD)
SECOND_EDITION = (*TO_RALAT, SUBMIT, APPROVE)


def only(told: tuple[Statement, ...]) -> Problem:
    """The one problem of a history."""
    _case, problems = replay(told)
    assert len(problems) == 1, problems
    return problems[0]


def allowed(*says: Say, after: tuple[Statement, ...] = ()) -> bool:
    """Whether nothing speaks against the story."""
    return not replay(history(*says, after=after))[1]


def test_every_guarded_action_is_one_of_the_table() -> None:
    assert set(GUARDS) <= set(Action)


# --- split and join ---------------------------------------------------------------------------


def test_a_split_names_the_parts_of_its_own_number_in_order() -> None:
    split = Say(A.SPLIT, R.SECTION_HEAD)
    case, problems = replay(history(RECEIVE, DISPOSE, split))
    assert problems == ()
    assert case.parts == ("2026-0042.1", "2026-0042.2")
    assert (case.is_divided, case.is_open, case.is_settled, case.is_public) == (
        True, False, True, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {"numbers": ["2026-0042.1"]},
        {"numbers": []},
        {"numbers": ["2026-0042.2", "2026-0042.1"]},
        {"numbers": ["2026-0042.1", "2026-0042.3"]},
        {"numbers": ["2026-0041.1", "2026-0041.2"]},
        {"of": "2026-0042"},
    ],
)
def test_other_parts_are_refused(data: dict[str, object]) -> None:
    problem = only(history(RECEIVE, DISPOSE, Say(A.SPLIT, R.SECTION_HEAD, data)))
    numbers = data.get("numbers", ["2026-0042.1", "2026-0042.2"])
    assert isinstance(numbers, list)
    assert problem == Problem(
        3,
        "split-numbers",
        f"the parts of 2026-0042 are not {', '.join(numbers) or 'nothing'}",
        "they are numbered 2026-0042.1, 2026-0042.2 and so on: use `siar split`",
    )


def part(**changes: object) -> Say:
    """The first statement of a part, said with other words."""
    return PART._replace(changes={**PART.changes, **changes})


def test_a_part_begins_forwarded_with_the_number_of_its_parent() -> None:
    case, problems = replay(history(PART))
    assert problems == ()
    assert (case.state, case.parts) == (S.DISPOSITIONED, ())
    assert case.disposition == {"status": "forwarded"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"unit": "request/2026-0043.1"}, "2026-0043.1 is no part of 2026-0042"),
        ({"unit": "request/2026-0042"}, "2026-0042 is no part of 2026-0042"),
        ({"data": {}}, "2026-0042.1 is no part of nothing"),
        (
            {"data": {"of": "2026-0042", "numbers": ["2026-0042.1"]}},
            "2026-0042.1 is no part of 2026-0042",
        ),
    ],
)
def test_nothing_else_begins_with_a_split(changes: dict[str, object], sentence: str) -> None:
    assert only(history(part(**changes))) == Problem(
        1, "split-parent", sentence, "parts are made by `siar split`"
    )


def test_a_part_is_not_split_again() -> None:
    told = history(PART, Say(A.SPLIT, R.SECTION_HEAD, changes={"unit": "request/2026-0042.1"}))
    assert only(told) == Problem(
        2,
        "split-part",
        "2026-0042.1 is a part of a request itself",
        "split the letter into more parts at once, or register a letter of its own",
    )


def test_a_request_joins_another_and_not_itself() -> None:
    join = Say(A.JOIN, R.SECTION_HEAD)
    case, problems = replay(history(*TO_DRAFTING, join))
    assert (problems, case.leading) == ((), "2026-0040")
    assert (case.is_divided, case.is_settled, case.is_open) == (True, True, False)
    itself = join._replace(data={"leading": "2026-0042"})
    assert only(history(*TO_DRAFTING, itself)) == Problem(
        4,
        "join-itself",
        "2026-0042 cannot be joined to itself",
        "name the request that leads the article",
    )


@pytest.mark.parametrize(
    ("end", "numbers"),
    [
        (Say(A.SPLIT, R.SECTION_HEAD), "2026-0042.1, 2026-0042.2"),
        (Say(A.JOIN, R.SECTION_HEAD), "2026-0040"),
    ],
)
@pytest.mark.parametrize("action", [a for a in Action if a not in (A.NOTE, A.CONFIRM)])
def test_after_a_split_or_a_join_others_carry_it_on(end: Say, numbers: str, action: Action) -> None:
    for role in (R.OFFICER, R.SECTION_HEAD, R.DIVISION_HEAD):
        assert only(history(*TO_DRAFTING, end, Say(action, role))) == Problem(
            5,
            "history-transition",
            f"cannot {action} a request that others carry on: {numbers}",
            "from here you can: note, confirm",
        )


@pytest.mark.parametrize("action", [A.SPLIT, A.JOIN])
def test_after_a_split_or_a_join_it_can_still_be_noted_and_confirmed(action: Action) -> None:
    told = history(RECEIVE, typed_in(DISPOSE), Say(action, R.SECTION_HEAD), Say(A.NOTE))
    confirm = Say(A.CONFIRM, R.DIVISION_HEAD, {"statement": told[1].digest})
    assert allowed(confirm, after=told)
    assert way_on(replay(told)[0]) == "from here you can: note, confirm"


# --- what was published ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("say", "problem"),
    [
        (
            Say(A.SPLIT, R.SECTION_HEAD),
            (
                "split-published",
                "an edition of this was published, so it is not split",
                "register a letter of its own for the other article",
            ),
        ),
        (
            Say(A.JOIN, R.SECTION_HEAD),
            (
                "join-published",
                "an edition of this was published, so it does not join another request",
                "join the other request to this one instead",
            ),
        ),
        (
            Say(A.REDISPOSE, R.DIVISION_HEAD),
            (
                "redispose-published",
                "an edition of this was published, so it is not dispositioned again",
                "name another officer with `siar reassign`, or finish the correction",
            ),
        ),
        (
            Say(A.VOID, R.SECTION_HEAD),
            (
                "void-published",
                "an edition of this was published, so the request cannot be made void",
                "finish the correction, or take the article back with `siar withdraw`",
            ),
        ),
    ],
    ids=lambda value: str(getattr(value, "action", "")),
)
def test_what_was_published_is_not_undone(say: Say, problem: tuple[str, str, str]) -> None:
    assert allowed(*TO_DRAFTING, say)
    assert only(history(*TO_RALAT, say)) == Problem(7, *problem)


@pytest.mark.parametrize("say", [AMEND, WITHDRAW], ids=["amend", "withdraw"])
def test_the_edition_that_is_kept_is_the_last_one(say: Say) -> None:
    assert allowed(*TO_APPROVED, say)
    assert allowed(*SECOND_EDITION, say._replace(data={"version": 2}))
    assert only(history(*SECOND_EDITION, say)) == Problem(
        9,
        "amend-version",
        "the edition to keep is 2, not 1",
        "use `siar amend` or `siar withdraw`, which keep it under its number",
    )


def test_an_amendment_says_which_edition_is_kept() -> None:
    silent = replace(statement(AMEND), data={"reason": "x", "changes": "y"})
    told = history(*TO_APPROVED)
    last = statement(AMEND, told[-1], data=dict(silent.data))
    assert only((*told, last)).message == "the edition to keep is 1, not nothing"


@pytest.mark.parametrize("state", sorted(WRITING))
def test_a_correction_becomes_a_withdrawal_only_of_what_was_published(state: State) -> None:
    case, problems = replay(history(*RALAT_WAYS[state], WITHDRAW))
    assert (case.state, case.kind, problems) == (S.DRAFTING, "pencabutan", ())
    told = history(*WAYS[state], WITHDRAW)
    assert only(told) == Problem(
        len(told),
        "amend-unpublished",
        "no edition of this was approved, so there is nothing to correct or withdraw",
        "go on with the article as it is, or close the request with `siar void`",
    )


def test_what_is_withdrawn_is_not_withdrawn_again() -> None:
    again = Problem(
        7,
        "withdraw-again",
        "this article is withdrawn already, or about to be",
        "finish the withdrawal: `siar submit`, then the approval",
    )
    assert only(history(*TO_APPROVED, WITHDRAW, WITHDRAW)) == again
    done = (*TO_APPROVED, WITHDRAW, SUBMIT, APPROVE)
    told = history(*done, WITHDRAW._replace(data={"version": 2}))
    assert only(told) == again._replace(seq=9)
    assert allowed(*done, AMEND._replace(data={"version": 2}))


@pytest.mark.parametrize("state", sorted(WRITING))
def test_only_what_was_published_is_taken_down(state: State) -> None:
    case, problems = replay(history(*RALAT_WAYS[state], TAKEDOWN))
    assert (case.hidden, case.state, case.is_settled, problems) == (True, state, True, ())
    told = history(*WAYS[state], TAKEDOWN)
    assert only(told) == Problem(
        len(told),
        "takedown-unpublished",
        "no edition of this was published, so there is nothing to hide",
        "ask for changes with `siar review`, or close the request with `siar void`",
    )


def test_what_nobody_sees_is_not_taken_down() -> None:
    hidden = Problem(
        7,
        "takedown-hidden",
        "readers do not see this article any more",
        "nothing is left to hide; correct it with `siar amend`",
    )
    assert only(history(*TO_APPROVED, TAKEDOWN, TAKEDOWN)) == hidden
    withdrawn = (*TO_APPROVED, WITHDRAW, SUBMIT, APPROVE)
    assert only(history(*withdrawn, TAKEDOWN)) == hidden._replace(seq=9)
    # While the withdrawal is being written, readers still see the article.
    assert allowed(*withdrawn[:-1], TAKEDOWN)


def test_an_article_whose_correction_waits_for_somebody_is_hidden_all_the_same() -> None:
    assert allowed(*TO_RALAT, PAUSE, TAKEDOWN)


def test_what_was_hidden_is_not_taken_back_as_if_nobody_had_seen_it() -> None:
    recall = Say(A.RECALL, R.SECTION_HEAD)
    assert allowed(*TO_APPROVED, recall)
    assert only(history(*TO_APPROVED, TAKEDOWN, recall)) == Problem(
        7,
        "recall-hidden",
        "this article was hidden, so its approval is not taken back",
        "correct it with `siar amend`, or take it back for good with `siar withdraw`",
    )


# --- looking again ----------------------------------------------------------------------------


@pytest.mark.parametrize("deed", [(*TO_REVIEW, BYPASS), (*TO_APPROVED, TAKEDOWN)])
def test_who_decided_does_not_look_again(deed: tuple[Say, ...]) -> None:
    decider = deed[-1].role
    who = KASI if decider is R.SECTION_HEAD else KABID
    other = R.DIVISION_HEAD if decider is R.SECTION_HEAD else R.SECTION_HEAD
    assert allowed(*deed, LOOK._replace(role=other))
    assert only(history(*deed, LOOK._replace(role=decider))) == Problem(
        len(deed) + 1,
        "second-look-self",
        f"{who} decided this and cannot look at it again",
        "another head looks at it, or a deputy (Plt., Plh.) whom the roster names",
    )


def test_who_wrote_does_not_look_again() -> None:
    wrote = SUBMIT._replace(data={"contributors": [OFFICER, KABID]})
    told = history(*TO_DRAFTING, wrote, BYPASS, LOOK)
    assert only(told).message == "kabid-piks wrote part of this text and cannot look at it again"
    assert allowed(*TO_DRAFTING, wrote, BYPASS, LOOK._replace(by=DEPUTY))


def test_there_is_nothing_to_look_at_twice() -> None:
    nothing = Problem(
        6,
        "second-look-nothing",
        "there is no emergency or takedown to look at again",
        "nothing is left to do here",
    )
    assert only(history(*TO_APPROVED, LOOK)) == nothing
    assert only(history(*TO_REVIEW, BYPASS, LOOK, LOOK)) == nothing._replace(seq=7)


def test_a_second_look_is_at_exactly_these_bytes() -> None:
    told = history(*TO_REVIEW, BYPASS, LOOK._replace(data={"digest": OTHER_TEXT}))
    assert only(told) == Problem(
        6,
        "second-look-digest",
        "statement 6 names other bytes than those approved",
        "look at the article as it is now and decide again",
    )


def test_a_takedown_of_an_emergency_leaves_both_to_be_looked_at_the_later_one_first() -> None:
    told = history(*TO_REVIEW, BYPASS, TAKEDOWN)
    case, _problems = replay(told)
    assert case.unlooked == told[-2:]
    assert case.awaiting_look == told[-1]
    looked = history(Say(A.SECOND_LOOK, R.SECTION_HEAD), after=told)
    assert replay(looked)[0].awaiting_look == told[-2]
    assert allowed(LOOK, after=looked)


# --- exempting, confirming, appointing --------------------------------------------------------


@pytest.mark.parametrize("finding", ["personal-nik", "personal-sender", "excluded-health"])
def test_a_finding_of_personal_or_excluded_data_can_be_allowed(finding: str) -> None:
    exempt = Say(A.EXEMPT, R.SECTION_HEAD, {"finding": finding})
    case, problems = replay(history(*TO_DRAFTING, exempt))
    assert problems == ()
    assert case.exempted == {(finding, TEXT)}


@pytest.mark.parametrize("finding", ["article-html", "photo-missing", "personal", "impersonal-x"])
def test_no_other_finding_can_be_allowed(finding: str) -> None:
    exempt = Say(A.EXEMPT, R.SECTION_HEAD, {"finding": finding})
    assert only(history(*TO_DRAFTING, exempt)) == Problem(
        4,
        "exempt-finding",
        f"`exempt` is not for the finding {finding}",
        "mend the text; only findings of personal or excluded data can be allowed",
    )


def test_what_is_being_corrected_is_allowed_as_it_was_submitted() -> None:
    other = Say(A.EXEMPT, R.SECTION_HEAD, {"digest": OTHER_TEXT})
    assert allowed(*TO_DRAFTING, other)
    assert allowed(*TO_REVIEW, REQUEST_CHANGES, other)
    assert only(history(*TO_REVIEW, other)).id == "approval-digest"


def test_an_allowance_is_kept_beside_the_earlier_ones() -> None:
    first, second = (Say(A.EXEMPT, R.SECTION_HEAD, {"digest": d}) for d in (TEXT, OTHER_TEXT))
    case, _problems = replay(history(*TO_DRAFTING, first, second))
    assert case.exempted == {("personal-phone", TEXT), ("personal-phone", OTHER_TEXT)}


def test_what_was_typed_in_by_another_waits_for_who_decided_it() -> None:
    told = history(RECEIVE, typed_in(DISPOSE), typed_in(ACCEPT))
    assert replay(told)[0].unconfirmed == {told[1].digest: KABID, told[2].digest: KASI}
    confirm = Say(A.CONFIRM, R.DIVISION_HEAD, {"statement": told[1].digest})
    case, problems = replay(history(confirm, after=told))
    assert (case.unconfirmed, problems) == ({told[2].digest: KASI}, ())


def test_what_the_decider_typed_in_himself_needs_no_confirmation() -> None:
    own = typed_in(DISPOSE)._replace(changes={"signer": KABID})
    assert replay(history(RECEIVE, own))[0].unconfirmed == {}


def test_nobody_confirms_for_somebody_else() -> None:
    told = history(RECEIVE, typed_in(DISPOSE))
    confirm = Say(A.CONFIRM, R.SECTION_HEAD, {"statement": told[1].digest})
    assert only(history(confirm, after=told)) == Problem(
        3,
        "confirm-other",
        "kasi-piks cannot confirm what kabid-piks decided",
        "only kabid-piks confirms it",
    )


def test_only_what_is_unconfirmed_is_confirmed_and_once() -> None:
    told = history(RECEIVE, DISPOSE)
    nothing = Problem(
        3,
        "confirm-nothing",
        "statement 3 confirms nothing that is still unconfirmed",
        "`siar confirm 2026-0042` shows what waits for confirmation",
    )
    confirm = Say(A.CONFIRM, R.DIVISION_HEAD, {"statement": told[1].digest})
    assert only(history(confirm, after=told)) == nothing
    told = history(RECEIVE, typed_in(DISPOSE))
    confirm = confirm._replace(data={"statement": told[1].digest})
    assert only(history(confirm, confirm, after=told)) == nothing._replace(
        seq=4, message="statement 4 confirms nothing that is still unconfirmed"
    )


def test_an_unconfirmed_decision_stays_so_through_what_follows() -> None:
    says = (RECEIVE, typed_in(DISPOSE), ACCEPT, SUBMIT, REVISE)
    told = history(*says, Say(A.AGREE, R.OFFICER, {"digest": OTHER_TEXT}))
    assert replay(told)[0].unconfirmed == {told[1].digest: KABID}


def test_another_officer_is_named() -> None:
    assert allowed(*TO_DRAFTING, Say(A.REASSIGN, R.SECTION_HEAD))
    same = Say(A.REASSIGN, R.SECTION_HEAD, {"officer": OFFICER})
    assert only(history(*TO_DRAFTING, same)) == Problem(
        4, "reassign-same", "petugas-1 is the officer already", "name another officer"
    )


@pytest.mark.parametrize("action", [A.ACCEPT, A.REASSIGN])
def test_who_is_named_as_the_officer_must_be_one_that_day(action: Action) -> None:
    said = statement(Say(action, R.SECTION_HEAD, {"officer": OTHER}))
    assert officer_flaw(said, roster()) == Flaw(
        "statement-officer",
        "petugas-2 does not hold the role officer on 2026-11-23",
        "name an officer of that day; see the roster in agency.yaml",
    )
    other = Person(OTHER, "Contoh", terms=(Term(R.OFFICER, "Petugas", date(2024, 1, 2)),))
    assert officer_flaw(said, roster(other)) is None
    assert officer_flaw(statement(DISPOSE), roster()) is None


def test_a_request_does_not_begin_with_an_import() -> None:
    assert only(history(Say(A.IMPORT, R.MAINTAINER))) == Problem(
        1,
        "import-request",
        "a request does not begin with `import`",
        "bring older articles with `siar import`, which names them in agency.yaml",
    )
