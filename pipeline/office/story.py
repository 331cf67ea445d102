"""A history told turn by turn: where it stood around each statement, and when it paused."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from pipeline.record.replay import Case, advance, why_not
from pipeline.record.statement import Statement
from pipeline.record.workflow import TABLE, Action, Role, State

Span = tuple[datetime, datetime]

# The row of the SOP that a request in this state has before it.
STEP_OF_STATE: Final[Mapping[State, int]] = {State.APPROVED: 6} | {
    state: row.sop
    for row in reversed(TABLE)
    if row.sop is not None and row.standard_minutes and Role.MACHINE not in row.roles
    for state in (row.sources or ())
    if state is not State.APPROVED
}


class Turn(NamedTuple):
    """A statement, with the case before and after it."""

    statement: Statement
    before: Case
    after: Case


def turns(history: Sequence[Statement]) -> Iterator[Turn]:
    """The statements that the table allows, in order; `replay` says what is wrong with others."""
    case = Case()
    for statement in history:
        refused = why_not(case, statement.action, statement.role) is not None
        # The one effect that takes something away which has to be there.
        empty = statement.action is Action.SECOND_LOOK and case.awaiting_look is None
        if not refused and not empty:
            after = advance(case, statement)
            yield Turn(statement, case, after)
            case = after


def pauses(story: Iterable[Turn], now: datetime) -> tuple[Span, ...]:
    """From each `pause` until it ended (by resume, complete or void), or until `now`."""
    found: list[Span] = []
    since: datetime | None = None
    for turn in story:
        stands_still = turn.after.is_paused and turn.after.is_open
        if stands_still and since is None:
            since = turn.statement.at
        if not stands_still and since is not None:
            found.append((since, turn.statement.at))
            since = None
    return (*found, (since, now)) if since is not None and since < now else tuple(found)


def without(span: Span, gaps: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span when the gaps (in order, apart from each other) are cut out."""
    start, end = span
    for gap_start, gap_end in gaps:
        if start < min(gap_start, end):
            yield start, min(gap_start, end)
        start = max(start, gap_end)
    if start < end:
        yield start, end


def within(span: Span, gaps: Iterable[Span]) -> Iterator[Span]:
    """The parts of the gaps that lie in a span."""
    start, end = span
    for gap_start, gap_end in gaps:
        if max(start, gap_start) < min(end, gap_end):
            yield max(start, gap_start), min(end, gap_end)
