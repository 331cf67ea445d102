"""Whether a statement counts: position decides about a retired key, never a date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipeline.record.problem import Problem
from pipeline.record.roster import Person, RetiredKey, Roster, Term
from pipeline.record.signature import public_line
from pipeline.record.statement import Statement
from pipeline.record.vouching import KINDS, RECORDER, Evidence, evidence_of, vouching_problems
from pipeline.record.workflow import Action, Role
from tests.record.histories import (
    APPROVE,
    KASI,
    OFFICER,
    RECEIVE,
    TO_APPROVED,
    WIT,
    Say,
    history,
    key_of,
    roster,
    signed,
    statement,
)

NUMBER = "2026-0042"
NOTES = (RECEIVE, *[Say(Action.NOTE)] * 4)
DECIDE = "decide again with the key that is in agency.yaml now, whatever the date says"


def problems(told: tuple[Statement, ...], who: Roster, settled: int = 0) -> list[Problem]:
    """What is wrong with the statements that main has not verified."""
    return list(vouching_problems(told, settled, who, NUMBER))


def without_the_officers_key(anchors: Mapping[str, str]) -> Roster:
    """The office after the officer's key was retired with these anchors."""
    old = RetiredKey(public_line(key_of(OFFICER)), anchors)
    people = tuple(
        replace(person, keys=(), retired_keys=(old,)) if person.id == OFFICER else person
        for person in roster().people
    )
    return Roster(people, WIT)


def retired(seq: int) -> Problem:
    """What is told of a statement that a retired key signed too late."""
    sentence = f"statement {seq} is signed with a key that {OFFICER} no longer uses"
    return Problem(seq, "key-retired", sentence, DECIDE)


@pytest.mark.parametrize("last", range(5))
def test_a_retired_key_counts_up_to_the_statement_it_is_anchored_at(last: int) -> None:
    told = history(*NOTES)
    anchored = without_the_officers_key({NUMBER: told[last].digest})
    assert problems(told, anchored) == [retired(seq) for seq in range(last + 2, 6)]


def test_each_retired_key_has_its_own_anchors() -> None:
    told = history(*NOTES)
    keys = [public_line(key_of(name)) for name in ("lama", OFFICER, "lebih lama")]
    anchors = [{NUMBER: told[4].digest}, {NUMBER: told[1].digest}, {NUMBER: told[4].digest}]
    old = tuple(map(RetiredKey, keys, anchors))
    people = tuple(
        replace(person, keys=(), retired_keys=old) if person.id == OFFICER else person
        for person in roster().people
    )
    assert problems(told, Roster(people, WIT)) == [retired(seq) for seq in (3, 4, 5)]


def test_without_an_anchor_a_retired_key_counts_for_nothing() -> None:
    told = history(*NOTES)
    everything = [retired(seq) for seq in range(1, 6)]
    for anchors in (
        {},
        {"2026-0041": told[4].digest},
        {NUMBER: "sha256:" + "0" * 64},
        {NUMBER: ""},
    ):
        assert problems(told, without_the_officers_key(anchors)) == everything


@pytest.mark.parametrize("settled", range(6))
def test_what_main_has_verified_is_not_judged_again_and_keeps_its_place(settled: int) -> None:
    told = history(*NOTES)
    late = [retired(seq) for seq in range(settled + 1, 6)]
    assert problems(told, without_the_officers_key({}), settled) == late
    anchored = without_the_officers_key({NUMBER: told[2].digest})
    assert problems(told, anchored, settled) == [
        retired(seq) for seq in range(4, 6) if seq > settled
    ]


@pytest.mark.parametrize("forger", [KASI, "siapa"])
def test_nobody_signs_as_the_recorder_but_the_recorder(forger: str) -> None:
    evidence = {"evidence": {"forge": "github", "review": "7", "person": KASI}}
    recorded = APPROVE._replace(data=evidence, changes={"signer": RECORDER})
    told = history(*TO_APPROVED[:-1], recorded)
    assert problems(told, roster()) == []
    forged = (*told[:-1], signed(told[-1], forger))
    expected = Problem(
        5,
        "statement-signature",
        "the signature of statement 5 is not recorder's over these words",
        "the statement was edited or copied: undo the edit, or decide again",
    )
    assert problems(forged, roster()) == [expected]
    assert problems(told, replace(roster(), recorder="")) == [expected]


def test_the_day_of_a_decision_is_that_of_the_office() -> None:
    ending = Term(Role.OFFICER, "Petugas", date(2024, 1, 2), date(2026, 12, 31))
    person = Person("lain", "Lain", keys=(public_line(key_of("lain")),), terms=(ending,))
    who = roster(person)
    for hour, found in ((14, []), (16, ["lain does not hold the role officer on 2027-01-01"])):
        at = datetime(2026, 12, 31, hour, 30, tzinfo=UTC)
        told = (statement(RECEIVE._replace(by="lain"), at=at),)
        assert [problem.message for problem in problems(told, who)] == found


@pytest.mark.parametrize("forged", [1, 2, 99])
def test_what_does_not_count_is_told_at_its_place_whatever_it_says(forged: int) -> None:
    told = list(history(*NOTES))
    told[3] = replace(told[3], seq=forged)  # signed before it was changed
    (found,) = problems(tuple(told), roster())
    assert (found.seq, found.id) == (4, "statement-signature")


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_done_on_a_forge_is_known_by_forge_kind_and_id(kind: str) -> None:
    told = {"evidence": {"forge": "github", kind: "7", "person": "1"}}
    assert evidence_of(statement(Say(Action.NOTE, data=told))) == Evidence("github", kind, "7")
    assert evidence_of(statement(Say(Action.NOTE))) is None


def test_each_review_counts_once_on_each_forge() -> None:
    def said(forge: str, review: str) -> Say:
        evidence = {"evidence": {"forge": forge, "review": review, "person": "1"}}
        return Say(Action.NOTE, data=evidence)

    told = history(
        RECEIVE, said("a", "1"), said("b", "1"), said("a", "2"), Say(Action.NOTE), said("a", "1"),
        said("a", "1"),
    )  # fmt: skip
    assert problems(told, roster()) == [
        Problem(
            seq,
            "evidence-repeated",
            f"statement {seq} stands on the same review as statement 2",
            "each review counts once: review the text again",
        )
        for seq in (6, 7)
    ]
