"""On whom every open request waits, since when, and how much of the standard is used up."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from pipeline.office.calendar import MINUTE, ZERO, Calendar
from pipeline.office.marks import marks
from pipeline.office.story import STEP_OF_STATE, Span, Turn, pauses, turns, within, without
from pipeline.office.teller import Teller
from pipeline.record.agency import Agency
from pipeline.record.labels import MARK_LABELS, ROLE_LABELS, STATE_LABELS, Mark
from pipeline.record.replay import Case
from pipeline.record.request import Request
from pipeline.record.roster import Person, Roster
from pipeline.record.workflow import FINAL, Role, State, find_transition, responsible_role

SENDER_COMPLETES = "kelengkapan dari pengirim"
PUBLISHED_AT = "jadwal tayang {moment}"


class Waiting(NamedTuple):
    """An open request: `used` and `standard` are working minutes of `step`, this round of it.

    `step` and `standard` are None where the SOP has no row (a returned request). `step_due` is when
    the standard is used up, None too while the clock stands still; `due` is the disposition's date.
    `people` come with "(Plt.)" where they act for somebody, who follows them. `marks` are labels.
    """

    number: str
    subject: str
    agency: str
    state: State
    state_label: str
    step: int | None
    role: Role
    role_label: str
    people: tuple[str, ...]
    waiting_for: str
    since: datetime
    used: int
    standard: int | None
    step_due: datetime | None
    due: date | None
    is_over: bool
    marks: tuple[str, ...] = ()


def board(
    requests: Iterable[Request],
    agency: Agency,
    calendar: Calendar,
    now: datetime,
    *,
    finished: Collection[str] = (),
    scheduled: Mapping[str, datetime] = {},
) -> tuple[Waiting, ...]:
    """The open requests, overdue ones first, then by what is due next.

    An approved request waits on the machine until its number is among `finished`: those of which
    the ledger says that everything is done. `scheduled` is when an article asks to be published:
    until then nobody is late.
    """
    office = _Office(agency, calendar, now, scheduled)
    rows = [office.row(request) for request in requests if request.number not in finished]
    return tuple(sorted((row for row in rows if row is not None), key=_urgency))


class _Office:
    """The office at one moment; who holds a role is looked up once."""

    def __init__(
        self,
        agency: Agency,
        calendar: Calendar,
        now: datetime,
        scheduled: Mapping[str, datetime],
    ) -> None:
        self._agency = agency
        self._scheduled = scheduled
        self._calendar = calendar
        self._now = now
        self._standards: Mapping[int, int] = {step.no: step.minutes for step in agency.steps}
        self._today = now.astimezone(agency.zone).date()
        self._people = _people_at(agency.roster, now)

    def row(self, request: Request) -> Waiting | None:
        """The request's line on the board; None for one that is closed."""
        story = tuple(turns(request.history))
        case = story[-1].after if story else Case()
        if case.state is None or case.state in FINAL or case.is_divided:
            return None
        hour = self._scheduled.get(request.number) if case.state is State.APPROVED else None
        since, gaps = max(filter(None, (_since(story), hour))), pauses(story, self._now)
        span = (since, max(since, self._now))
        used = self._working(without(span, gaps)) // MINUTE
        step = STEP_OF_STATE.get(case.state)
        standard = None if step is None else self._standards.get(step)
        step_due = None
        if standard is not None and not case.is_paused:
            still = self._working(within(span, gaps)) // MINUTE
            step_due = self._calendar.add_working_minutes(since, standard + still)
        due = _due(case)
        role = _waits_on(case)
        return Waiting(
            number=request.number,
            subject=request.subject,
            agency=request.sender.agency,
            state=case.state,
            state_label=MARK_LABELS[Mark.PAUSED] if case.is_paused else STATE_LABELS[case.state],
            step=step,
            role=role,
            role_label=ROLE_LABELS[role],
            people=self._names(case, role),
            waiting_for=self._waiting_for(case, hour),
            since=since,
            used=used,
            standard=standard,
            step_due=step_due,
            due=due,
            is_over=(standard is not None and used > standard)
            or (due is not None and self._today > due and not self._is_ahead(hour)),
            marks=tuple(MARK_LABELS[mark] for mark in marks(case) if mark is not Mark.PAUSED),
        )

    def _is_ahead(self, hour: datetime | None) -> bool:
        return hour is not None and hour > self._now

    def _waiting_for(self, case: Case, hour: datetime | None) -> str:
        if case.paused is not None:
            return case.paused["waiting_for"]
        if hour is not None and self._is_ahead(hour):
            return PUBLISHED_AT.format(moment=Teller(self._agency).moment(hour))
        return SENDER_COMPLETES if case.state is State.RETURNED else ""

    def _working(self, spans: Iterable[Span]) -> timedelta:
        return sum((self._calendar.working_time(start, end) for start, end in spans), ZERO)

    def _names(self, case: Case, role: Role) -> tuple[str, ...]:
        held = self._people(role)
        return tuple(held[who] for who in whose_desk(case, role, held))


def whose_desk(case: Case, role: Role, holders: Iterable[str]) -> tuple[str, ...]:
    """Of those who hold the role: the officer named at acceptance while in office, else all."""
    held = tuple(holders)
    return (case.officer,) if role is Role.OFFICER and case.officer in held else held


def _people_at(roster: Roster, now: datetime) -> Callable[[Role], Mapping[str, str]]:
    def name(person: Person, role: Role) -> str:
        term = roster.term(person.id, role, now)
        return f"{person.name} ({term.acting})" if term and term.acting else person.name

    @cache
    def holders(role: Role) -> Mapping[str, str]:
        return {person.id: name(person, role) for person in roster.holders(role, now)}

    return holders


def _since(story: Sequence[Turn]) -> datetime:
    """The last statement that laid it on a desk: rows with a target, `revise` and `agree` too."""
    return max(
        statement.decided_at
        for statement, before, _after in story
        if (row := find_transition(before.state, statement.action, statement.role))
        and row.target is not None
    )


def _waits_on(case: Case) -> Role:
    if case.is_paused or case.state is None:
        return Role.OFFICER
    if case.state is State.IN_REVIEW and case.correction == "revised" and not case.agreed:
        return Role.OFFICER  # to agree to what the head of section wrote
    return responsible_role(case.state) or Role.MACHINE


def _due(case: Case) -> date | None:
    found = case.disposition.get("due")
    return None if found is None else date.fromisoformat(str(found))


def _urgency(row: Waiting) -> tuple[bool, bool, float, date, datetime, str]:
    """Overdue first, what stands still last; then what is due first, then what waits longest."""
    step_due = float("inf") if row.step_due is None else row.step_due.timestamp()
    return (
        not row.is_over,
        row.step_due is None,
        step_due,
        row.due or date.max,
        row.since,
        row.number,
    )
