"""The SOP's table with its times: waiting, actual, overtime and pauses of each row of a request.

How minutes are counted:

- A row's work is *available* when the row before it was done (row 1: when the letter arrived).
- *Waiting* is working minutes from then until handling began; *actual* from then until the
  statement. Of a decision transcribed from paper, the moment of the decision counts.
- An act inside office hours counts office hours only: an evening or night in between is nobody's
  work. An act outside them shows that somebody worked overtime: the minutes outside office hours
  since handling began, on the day of the act, are *overtime*, and part of actual.
- Pauses, and the time a returned request is with its sender, are subtracted and shown.
- Where nobody noted when handling began, waiting is unknown and actual is the whole span.
- Correction rounds are summed: rows 4 and 5 are done as often as the text goes back and forth.
- What machines do (rows 6–8) is never overtime. A ralat is a run of its own and not counted here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pipeline.office.calendar import MINUTE, ZERO, Calendar
from pipeline.office.handling import (
    STEP_OF,
    Done,
    Handling,
    Kind,
    first_edition,
    handlings,
    machine_handlings,
    returned,
)
from pipeline.office.stopwatch import Stopwatch
from pipeline.office.story import STEP_OF_STATE, Span, pauses, turns
from pipeline.record.agency import Agency, Step
from pipeline.record.replay import Case
from pipeline.record.request import Request
from pipeline.record.workflow import Action, Role


class StepTime(NamedTuple):
    """A row of the SOP with its times; all numbers are minutes.

    None: not known (`waiting`) or not done yet (`actual`, `ended`). `note` is for the paper's
    column "keterangan".
    """

    no: int
    role: Role
    standard: int
    waiting: int | None
    actual: int | None
    overtime: int
    began: datetime | None
    ended: datetime | None
    rounds: int
    paused: int
    note: str

    @property
    def is_over(self) -> bool:
        """Whether handling took more than its standard."""
        return self.actual is not None and self.actual > self.standard


class Total(NamedTuple):
    """The sum of the rows; `waiting` and `actual` over the rows where they are known."""

    standard: int
    waiting: int | None
    actual: int | None
    overtime: int
    paused: int

    @property
    def is_over(self) -> bool:
        """Whether handling took more than the standard of all rows together."""
        return self.actual is not None and self.actual > self.standard


def step_times(
    request: Request,
    agency: Agency,
    calendar: Calendar,
    now: datetime,
    *,
    machine: Mapping[Action, Done] | None = None,
    due: datetime | None = None,
) -> tuple[StepTime, ...]:
    """One line for each row of the agency's SOP.

    `machine` says when PUBLISH, TELL and REPORT were done, as the ledger has it; `due` is the
    `publish_at` of the article: before that there was nothing to publish.
    """
    story = first_edition(turns(request.history))
    case = story[-1].after if story else Case()
    watch = Stopwatch(calendar, pauses(story, now), case.is_paused)
    done = machine or {}
    handled, available = handlings(request, story)
    handled += machine_handlings(done, available, due)
    running = None if case.state is None or done else STEP_OF_STATE.get(case.state)
    away = returned(story, now)
    return tuple(
        _step_time(
            step,
            [handling for handling in handled if handling.no == step.no],
            watch,
            away=away if step.no == STEP_OF[Action.RETURN] else (),
            running=(available, max(available, now)) if step.no == running else None,
        )
        for step in agency.steps
    )


def total(steps: Iterable[StepTime]) -> Total:
    """The sum of the rows."""
    rows = list(steps)
    waiting = [row.waiting for row in rows if row.waiting is not None]
    actual = [row.actual for row in rows if row.actual is not None]
    return Total(
        standard=sum(row.standard for row in rows),
        waiting=sum(waiting) if waiting else None,
        actual=sum(actual) if actual else None,
        overtime=sum(row.overtime for row in rows),
        paused=sum(row.paused for row in rows),
    )


def _step_time(
    step: Step,
    handled: Sequence[Handling],
    watch: Stopwatch,
    *,
    away: Sequence[Span],
    running: Span | None,
) -> StepTime:
    own = [handling for handling in handled if handling.kind is not Kind.BESIDE]
    desks = [(each.available, each.ended) for each in own] + ([running] if running else [])
    worked = sum((watch.worked(each) for each in handled), ZERO)
    outside = sum((watch.outside(each) for each in handled), ZERO)
    still = sum((watch.stood_still(span) for span in desks), watch.working(away))
    by_machine = any(each.kind is Kind.MACHINE for each in handled)
    row = StepTime(
        no=step.no,
        role=step.role,
        standard=step.minutes,
        waiting=_known_sum([watch.waited(each) for each in handled]),
        actual=(worked + outside) // MINUTE if handled else None,
        overtime=0 if by_machine else outside // MINUTE,
        began=own[0].began if own else None,
        ended=own[-1].ended if own and running is None else None,
        rounds=sum(each.kind in (Kind.ROUND, Kind.MACHINE) for each in own),
        paused=still // MINUTE,
        note="",
    )
    return row._replace(note="; ".join(_notes(row, own, watch, is_running=running is not None)))


def _known_sum(waits: Sequence[timedelta | None]) -> int | None:
    known = [wait for wait in waits if wait is not None]
    return sum(known, ZERO) // MINUTE if waits and len(known) == len(waits) else None


def _notes(
    row: StepTime, own: Sequence[Handling], watch: Stopwatch, *, is_running: bool
) -> Iterable[str]:
    by_machine = any(each.kind is Kind.MACHINE for each in own)
    unclear = any(each.began is None and not watch.calendar.is_open(each.ended) for each in own)
    notes = {
        "oleh sistem": by_machine,
        "termasuk waktu tunggu": row.actual is not None and row.waiting is None,
        f"{row.rounds} putaran": row.rounds > 1,
        f"termasuk lembur {row.overtime} menit": row.overtime > 0,
        "selesai di luar jam kerja": unclear and not by_machine,
        f"jeda {row.paused} menit tidak dihitung": row.paused > 0,
        "sedang ditunda": is_running and watch.is_paused,
        "sedang berjalan": is_running and not watch.is_paused,
    }
    return (text for text, applies in notes.items() if applies)
