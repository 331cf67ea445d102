"""What the ledger says of each mail, and what is to be done next: nobody missed, nobody told twice.

A mail's story is a row of records; each is written before (a claim) or after (a result) it is
handed to a server, so whatever is interrupted is seen later. See `Step` for the record.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pipeline.distribution.notices import Notice
from pipeline.distribution.step import RECORD_KIND, Because, MessageState, Step, parse_step

# Longer than a relay keeps an idle session and a finished DATA (300 s + 600 s): a claim older than
# this can no longer turn into a delivery.
LEASE = timedelta(minutes=20)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(hours=6)
MOST_ATTEMPTS = 15  # answered "try later", nearly three days; then a person looks


M = MessageState

# Which step may follow which; one that may not changes nothing (of two claims the first counts).
# A result may come late, after others took the mail for lost: what a server said is believed.
_RESULTS = frozenset({M.ACCEPTED, M.REFUSED, M.RETRY, M.UNKNOWN})
# But while somebody holds a claim, only his own word frees it.
_OWN = frozenset({M.REFUSED, M.RETRY, M.UNKNOWN})
FOLLOWS: Mapping[MessageState | None, frozenset[MessageState]] = {
    None: frozenset({M.PLANNED}),
    M.PLANNED: frozenset({M.PLANNED, M.CLAIMED, M.HELD, M.CANCELLED}),
    M.CLAIMED: _RESULTS | {M.HELD, M.PLANNED},
    M.RETRY: frozenset({M.CLAIMED, M.ACCEPTED, M.HELD, M.CANCELLED, M.PLANNED}),
    M.UNKNOWN: frozenset({M.ACCEPTED, M.HELD, M.PLANNED}),
    M.HELD: _RESULTS | {M.PLANNED, M.CANCELLED},
    M.REFUSED: frozenset({M.ACCEPTED, M.PLANNED}),
    M.CANCELLED: frozenset({M.ACCEPTED, M.PLANNED}),
    M.ACCEPTED: frozenset(),
}
FINAL = frozenset({M.ACCEPTED, M.REFUSED, M.HELD, M.CANCELLED})


class Standing(NamedTuple):
    """Where a mail stands: its last step, and the plan in force."""

    last: Step
    planned: Step


class Plan(NamedTuple):
    """Nothing is recorded: compose it and record the plan."""


class Send(NamedTuple):
    """Claim it and send the bytes that were planned; `attempt` counts from 1."""

    planned: Step
    attempt: int


class Wait(NamedTuple):
    """Somebody else is sending it, or the server asked for patience, until that time."""

    last: Step
    until: datetime


class Hold(NamedTuple):
    """Whether it arrived is not known: record that a person must decide."""

    last: Step
    reason: Because


class Done(NamedTuple):
    """Accepted, refused, cancelled or held for a person: no program does anything more."""

    last: Step


NextStep = Plan | Send | Wait | Hold | Done


def standings(records: Iterable[Mapping[str, Any]]) -> dict[str, Standing]:
    """Where each event stands, by the records of its request, oldest first."""
    found: dict[str, Standing] = {}
    for record in records:
        if record.get("kind") == RECORD_KIND:
            advance(found, parse_step(record))
    return found


def advance(known: dict[str, Standing], step: Step) -> None:
    """Put one more step to the standings; one that may not follow changes nothing."""
    before = known.get(step.event)
    if step.state not in FOLLOWS[before.last.state if before else None]:
        return
    if (
        before
        and before.last.state is M.CLAIMED
        and step.state in _OWN
        and (step.run != before.last.run)
    ):
        return
    planned = step if before is None or step.state is M.PLANNED else before.planned
    known[step.event] = Standing(step, planned)


def next_step(standing: Standing | None, now: datetime) -> NextStep:
    """What to do about a mail."""
    if standing is None:
        return Plan()
    last = standing.last
    if last.state in FINAL:
        return Done(last)
    end = last.until or last.at
    if last.state in (M.CLAIMED, M.RETRY) and now < end:
        return Wait(last, end)
    because = _doubt(last)
    return Hold(last, because) if because else Send(standing.planned, last.attempt + 1)


def _doubt(last: Step) -> Because | None:
    """Why a person must look at a mail before it may be sent (again), if one must."""
    if last.state is M.UNKNOWN:
        return Because.NO_ANSWER
    if last.state is M.CLAIMED:
        return Because.NO_RESULT
    return Because.TOO_OFTEN if last.attempt >= MOST_ATTEMPTS else None


def pending(
    notices: Iterable[Notice], records: Iterable[Mapping[str, Any]], now: datetime
) -> tuple[tuple[Notice, NextStep], ...]:
    """The mails about which there is something to do or to wait for."""
    known = standings(records)
    steps = ((notice, next_step(known.get(notice.event), now)) for notice in notices)
    return tuple((notice, step) for notice, step in steps if not isinstance(step, Done))


def wait_after(attempt: int) -> timedelta:
    """How long to wait after the attempt that was put off: 15 min, doubling, at most 6 h."""
    doublings = min(max(attempt, 1) - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def before_plan(records: Sequence[Mapping[str, Any]], planned: Step) -> Sequence[Mapping[str, Any]]:
    """The records before the plan in force: what the words of the mail were based on."""
    for index in range(len(records) - 1, -1, -1):
        record = records[index]
        if record.get("event") == planned.event and record["state"] == M.PLANNED:
            return records[:index]
    return records
