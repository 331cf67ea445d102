"""What the ledger says of a mail, and what is to be done next."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from pipeline.distribution.outbox import (
    FOLLOWS,
    LEASE,
    Done,
    Hold,
    Plan,
    Send,
    Wait,
    before_plan,
    next_step,
    pending,
    standings,
    wait_after,
)
from pipeline.distribution.step import Because, MessageState, Step, explain, parse_step
from tests.distribution.samples import NOW, notices

M = MessageState
EVENT = "ab" * 32
PLANNED = Step(
    EVENT, M.PLANNED, NOW, "run-1", "harian-contoh", f"<{EVENT}@siar.example>", "cd" * 32
)
CLAIMED = replace(PLANNED, state=M.CLAIMED, attempt=1, until=NOW + LEASE)
LATER = NOW + timedelta(minutes=21)


def result(state: MessageState, **changes: object) -> Step:
    return replace(PLANNED, state=state, attempt=1, via="smtp", **changes)  # type: ignore[arg-type]


def after(*steps: Step) -> object:
    return next_step(standings(step.as_record() for step in steps).get(EVENT), NOW)


def states(steps: Iterable[Step]) -> MessageState | None:
    found = standings(step.as_record() for step in steps).get(EVENT)
    return found.last.state if found else None


def test_nothing_recorded_is_to_be_planned() -> None:
    assert after() == Plan()


def test_what_is_planned_is_to_be_sent() -> None:
    assert after(PLANNED) == Send(PLANNED, 1)


def test_a_claim_is_left_to_its_holder_until_the_lease_is_over() -> None:
    assert after(PLANNED, CLAIMED) == Wait(CLAIMED, NOW + LEASE)


def test_a_claim_without_a_result_is_held_and_never_sent_again() -> None:
    standing = standings([PLANNED.as_record(), CLAIMED.as_record()])[EVENT]
    assert next_step(standing, LATER) == Hold(CLAIMED, Because.NO_RESULT)


def test_an_unknown_outcome_is_held_and_never_sent_again() -> None:
    unknown = result(M.UNKNOWN, reply="Connection unexpectedly closed")
    assert after(PLANNED, CLAIMED, unknown) == Hold(unknown, Because.NO_ANSWER)


@pytest.mark.parametrize("state", [M.ACCEPTED, M.REFUSED, M.HELD, M.CANCELLED])
def test_what_is_final_stays(state: MessageState) -> None:
    last = result(state)
    steps = (PLANNED, last) if state is M.CANCELLED else (PLANNED, CLAIMED, last)
    assert after(*steps) == Done(last)


def test_a_mail_put_off_waits_and_is_then_sent_again() -> None:
    put_off = result(M.RETRY, until=NOW + timedelta(minutes=15))
    assert after(PLANNED, CLAIMED, put_off) == Wait(put_off, NOW + timedelta(minutes=15))
    assert after(PLANNED, CLAIMED, replace(put_off, until=NOW)) == Send(PLANNED, 2)


def test_a_mail_put_off_for_days_is_held() -> None:
    put_off = result(M.RETRY, until=NOW)
    assert after(PLANNED, CLAIMED, replace(put_off, attempt=15)) == Hold(
        replace(put_off, attempt=15), Because.TOO_OFTEN
    )


def test_waiting_doubles_up_to_six_hours() -> None:
    minutes = [wait_after(attempt).total_seconds() / 60 for attempt in range(1, 8)]
    assert minutes == [15, 30, 60, 120, 240, 360, 360]
    assert wait_after(10**9) == timedelta(hours=6)


def test_of_two_claims_the_first_counts() -> None:
    rival = replace(CLAIMED, run="run-2")
    found = standings(step.as_record() for step in (PLANNED, CLAIMED, rival))
    assert found[EVENT].last == CLAIMED


def test_only_the_holder_of_a_claim_frees_it() -> None:
    assert states([PLANNED, CLAIMED, result(M.RETRY, run="run-2", until=NOW)]) is M.CLAIMED
    assert states([PLANNED, CLAIMED, result(M.ACCEPTED, run="run-2")]) is M.ACCEPTED


@pytest.mark.parametrize(("first", "second"), list(product(M, M)))
def test_accepted_is_never_undone_and_only_the_table_leads_on(
    first: MessageState, second: MessageState
) -> None:
    story = {
        M.PLANNED: [PLANNED],
        M.CLAIMED: [PLANNED, CLAIMED],
        M.CANCELLED: [PLANNED, result(M.CANCELLED)],
    }.get(first, [PLANNED, CLAIMED, result(first)])
    expected = second if second in FOLLOWS[first] else first
    assert states([*story, result(second)]) is expected


def test_nothing_can_be_sent_twice_without_a_person() -> None:
    """From no row but a plan and a retry does the next step send."""
    sends = {
        state
        for state in M
        if isinstance(after(*_story(state)), Send)
    }  # fmt: skip
    assert sends == {M.PLANNED, M.RETRY}


def _story(state: MessageState) -> list[Step]:
    if state in (M.PLANNED, M.CANCELLED):
        return [PLANNED, result(state)] if state is M.CANCELLED else [PLANNED]
    return [PLANNED, CLAIMED] if state is M.CLAIMED else [PLANNED, CLAIMED, result(state)]


def test_a_record_survives_the_ledger() -> None:
    for step in (PLANNED, CLAIMED, result(M.RETRY, until=LATER, reply="451 4.7.1 later")):
        assert parse_step(json.loads(json.dumps(step.as_record()))) == step


def test_no_address_reaches_the_ledger() -> None:
    step = result(M.REFUSED, reply="550 5.1.1 <redaksi@harian-contoh.example>:\r\n Recipient ...")
    assert step.as_record()["reply"] == "550 5.1.1 <…>: Recipient ..."
    assert "@harian" not in json.dumps(step.as_record())


def test_a_record_has_exactly_these_keys() -> None:
    assert list(PLANNED.as_record()) == [
        "kind", "event", "state", "at", "run", "recipient", "message_id", "sha256", "reply",
        "attempt", "until", "via",
    ]  # fmt: skip


def test_other_records_of_the_ledger_are_left_alone() -> None:
    live = {"kind": "live", "at": NOW.isoformat(), "url": "https://siar.example/"}
    assert standings([live]) == {}


def test_pending_is_what_is_neither_accepted_nor_refused() -> None:
    first, second, third, sender = notices()
    records = [
        replace(step, event=notice.event).as_record()
        for notice, steps in (
            (first, (PLANNED, CLAIMED, result(M.ACCEPTED))),
            (second, (PLANNED, CLAIMED, result(M.REFUSED))),
            (third, (PLANNED, CLAIMED)),
        )
        for step in steps
    ]
    found = pending(notices(), records, NOW)
    assert [(notice, type(step)) for notice, step in found] == [(third, Wait), (sender, Plan)]


def test_the_words_of_a_mail_are_based_on_what_was_before_its_plan() -> None:
    other = replace(PLANNED, event="ef" * 32).as_record()
    records = [other, PLANNED.as_record(), other]
    assert before_plan(records, PLANNED) == [other]


def test_why_a_mail_is_held_is_said_in_a_sentence() -> None:
    held = result(M.HELD, reply="no-answer: Connection unexpectedly closed")
    assert explain(held) == (
        "the server did not answer after the whole mail; it may have arrived "
        "(Connection unexpectedly closed)"
    )
    assert explain(result(M.HELD, reply="rusak")) == "rusak"
    assert explain(result(M.REFUSED, reply="550 no")) == "550 no"
