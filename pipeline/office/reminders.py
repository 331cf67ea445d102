"""When somebody is reminded: once before a deadline and once after it, in office hours only."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pipeline.office.board import Waiting
from pipeline.office.calendar import Calendar


class Deadline(StrEnum):
    """What ends: the SOP's standard of the step, or the time that the disposition gives."""

    STEP = "step"
    DISPOSITION = "disposition"


class Side(StrEnum):
    """On which side of the deadline it is said."""

    BEFORE = "before"
    AFTER = "after"


class Reminder(NamedTuple):
    """One reminder; `key` is the same as long as the request waits for the same thing."""

    deadline: Deadline
    side: Side
    key: str


class Lead(NamedTuple):
    """Of a standard of so many minutes or more, so many working minutes are left when it is said.

    A shorter standard has ended before anybody reads of it.
    """

    standard: int
    left: int


LEADS = (Lead(120, 60), Lead(60, 30), Lead(30, 15))
DAY = timedelta(days=1)


def reminders(
    row: Waiting, now: datetime, calendar: Calendar, *, is_paused: bool, said: Collection[str] = ()
) -> tuple[Reminder, ...]:
    """What has to be said now of a request's line on the board, and was not `said` by its key."""
    if is_paused or not calendar.is_open(now):
        return ()
    return tuple(one for one in due(row, now, calendar) if one.key not in said)


def due(row: Waiting, now: datetime, calendar: Calendar) -> tuple[Reminder, ...]:
    """What has to be said by now, in the next office hours."""
    sides = ((Deadline.STEP, _of_step(row)), (Deadline.DISPOSITION, _of_day(row, now, calendar)))
    return tuple(Reminder(what, side, key(row, what, side)) for what, side in sides if side)


def key(row: Waiting, deadline: Deadline, side: Side) -> str:
    """`after-step-20261102T003000`: another one when it waits for something else."""
    return f"{side}-{deadline}-{row.since.astimezone(UTC):%Y%m%dT%H%M%S}"


def _of_step(row: Waiting) -> Side | None:
    if row.standard is None or row.step_due is None:
        return None
    if row.used > row.standard:
        return Side.AFTER
    left = next((lead.left for lead in LEADS if row.standard >= lead.standard), 0)
    return Side.BEFORE if 0 < row.standard - row.used <= left else None


def _of_day(row: Waiting, now: datetime, calendar: Calendar) -> Side | None:
    if row.due is None:
        return None
    today = now.astimezone(calendar.zone).date()
    if today > row.due:
        return Side.AFTER
    # On the working day before it, and on the day itself.
    return Side.BEFORE if today >= _working_day_before(row.due, calendar) else None


def _working_day_before(due: date, calendar: Calendar) -> date:
    day = due - DAY
    while not calendar.is_working_day(day):
        day -= DAY
    return day
