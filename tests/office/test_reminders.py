"""Reminders: once before a deadline and once after it, never in a pause or after hours."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from pipeline.office.board import Waiting, board
from pipeline.office.reminders import LEADS, Deadline, Reminder, Side, key, reminders
from pipeline.record.labels import ROLE_LABELS, STATE_LABELS
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role, State
from tests.office.build import CALENDAR, agency, request, told, wit

A = Action
STEP, DAY = Deadline.STEP, Deadline.DISPOSITION
BEFORE, AFTER = Side.BEFORE, Side.AFTER
RECEIVE = told(A.RECEIVE, "11-23 08:10")
DISPOSE = told(A.DISPOSE, "11-23 09:00", due="2026-11-30")
ACCEPT = told(A.ACCEPT, "11-23 10:00")
NOW = wit("11-23 10:00")
NEVER = datetime.max.replace(tzinfo=NOW.tzinfo)


def row(
    used: int = 0,
    standard: int | None = None,
    due: date | None = None,
    since: datetime = NOW,
    *,
    has_end: bool = True,
) -> Waiting:
    """A line of the board of which only the clocks matter."""
    return Waiting(
        "2026-0042", "Panen (CONTOH)", "Dinas Contoh", State.DRAFTING, STATE_LABELS[State.DRAFTING],
        4, Role.OFFICER, ROLE_LABELS[Role.OFFICER], ("Nurul Contoh",), "", since, used, standard,
        NEVER if standard is not None and has_end else None, due, is_over=False,
    )  # fmt: skip


def sides(one: Waiting, now: datetime = NOW) -> list[tuple[Deadline, Side]]:
    """What would be said."""
    return [(r.deadline, r.side) for r in reminders(one, now, CALENDAR, is_paused=False)]


def test_every_minute_of_every_standard() -> None:
    """Before only where there is time to read it; after from the first minute; nothing at it."""
    known = {lead.standard: lead.left for lead in LEADS}
    assert known == {120: 60, 60: 30, 30: 15}
    for standard in range(0, 200):
        left = 60 if standard >= 120 else 30 if standard >= 60 else 15 if standard >= 30 else 0
        for used in range(0, standard + 5):
            wanted = (
                [(STEP, AFTER)]
                if used > standard
                else [(STEP, BEFORE)]
                if standard - left <= used < standard
                else []
            )
            assert sides(row(used, standard)) == wanted, (standard, used)


def test_a_step_without_a_standard_or_with_a_clock_that_stands_has_no_end() -> None:
    assert sides(row(500, None)) == []
    assert sides(row(500, 10, has_end=False)) == []


# Monday, 30 November 2026; the Friday before it has hours, the weekend has none.
WEEK = [date(2026, 11, 24) + timedelta(days=n) for n in range(10)]
SAID_ON = {date(2026, 11, 27): BEFORE, date(2026, 11, 30): BEFORE, date(2026, 12, 1): AFTER,
           date(2026, 12, 2): AFTER, date(2026, 12, 3): AFTER}  # fmt: skip


@pytest.mark.parametrize("day", WEEK, ids=str)
def test_a_day_is_told_of_on_the_working_day_before_it(day: date) -> None:
    now = NOW.replace(month=day.month, day=day.day)
    wanted = [(DAY, SAID_ON[day])] if day in SAID_ON else []
    assert sides(row(due=date(2026, 11, 30)), now) == wanted


def test_only_in_office_hours() -> None:
    """Every quarter of an hour of a fortnight."""
    late = row(500, 10, date(2026, 11, 1))
    for quarter in range(14 * 24 * 4):
        now = wit("11-23 00:00") + timedelta(minutes=15 * quarter)
        assert bool(sides(late, now)) is CALENDAR.is_open(now), now


@pytest.mark.parametrize(
    ("step", "day"), list(product([None, BEFORE, AFTER], [None, BEFORE, AFTER]))
)
def test_both_deadlines_are_looked_at_by_themselves(step: Side | None, day: Side | None) -> None:
    used = {None: 0, BEFORE: 100, AFTER: 121}[step]
    due = {None: None, BEFORE: date(2026, 11, 24), AFTER: date(2026, 11, 20)}[day]
    wanted = [(what, side) for what, side in ((STEP, step), (DAY, day)) if side]
    assert sides(row(used, 120, due)) == wanted


def test_a_pause_stops_it() -> None:
    late = row(500, 10, date(2026, 11, 1))
    assert reminders(late, NOW, CALENDAR, is_paused=True) == ()


def test_what_was_said_is_not_said_again_until_it_waits_for_something_else() -> None:
    late = row(500, 10, date(2026, 11, 1))
    said = {one.key for one in reminders(late, NOW, CALENDAR, is_paused=False)}
    assert said == {"after-step-20261123T010000", "after-disposition-20261123T010000"}
    assert reminders(late, NOW, CALENDAR, is_paused=False, said=said) == ()
    anew = late._replace(since=NOW + timedelta(minutes=1))
    assert len(reminders(anew, NOW, CALENDAR, is_paused=False, said=said)) == 2


def test_what_was_said_before_it_does_not_keep_it_from_being_said_after_it() -> None:
    near = row(100, 120)
    (first,) = reminders(near, NOW, CALENDAR, is_paused=False)
    (second,) = reminders(near._replace(used=121), NOW, CALENDAR, is_paused=False, said={first.key})
    assert second == Reminder(STEP, AFTER, key(near, STEP, AFTER))


def told_in_all(history: Sequence[Statement], *, minutes: int = 10) -> list[tuple[str, Side]]:
    """Who looks often enough, from the first day to the tenth, says what?"""
    said: dict[str, tuple[str, Side]] = {}
    here = agency()
    for step in range(0, 10 * 24 * 60, minutes):
        now = wit("11-23 08:00") + timedelta(minutes=step)
        known = [one for one in history if one.at <= now]
        if not known:
            continue
        paused = [one.action for one in known if one.action in (A.PAUSE, A.RESUME)]
        (line,) = board([request(*known)], here, CALENDAR, now)
        for one in reminders(
            line, now, CALENDAR, is_paused=paused[-1:] == [A.PAUSE], said=said.keys()
        ):
            said[one.key] = (f"{line.state}-{one.deadline}", one.side)
    return list(said.values())


def test_each_step_is_told_of_once_before_and_once_after() -> None:
    submit = told(A.SUBMIT, "11-23 15:30")
    assert told_in_all((RECEIVE, DISPOSE, ACCEPT, submit)) == [
        ("received-step", AFTER),  # fifteen minutes are over before anybody reads of it
        ("dispositioned-step", AFTER),
        ("drafting-step", BEFORE),
        ("drafting-step", AFTER),
        ("in_review-step", BEFORE),
        ("in_review-step", AFTER),
        ("in_review-disposition", BEFORE),
        ("in_review-disposition", AFTER),
    ]


def test_nobody_is_reminded_of_what_stands_still() -> None:
    pause = told(A.PAUSE, "11-23 10:10", waiting_for="Dinas Contoh", reason="data", until=None)
    assert told_in_all((RECEIVE, DISPOSE, ACCEPT, pause)) == [
        ("received-step", AFTER),
        ("dispositioned-step", AFTER),
    ]
