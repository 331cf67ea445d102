"""Count working minutes: office hours per weekday, holidays, and the agency's own days.

SOP, waktu baku: minutes are working minutes of the office, without national holidays and cuti
bersama, in the zone of the agency.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.agency import Agency

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTE = timedelta(minutes=1)
ZERO = timedelta()
# `public` are the national holidays, `government` is cuti bersama, by joint ministerial decree.
CATEGORIES = ("public", "government")

Hours = tuple[timedelta, timedelta]
Span = tuple[datetime, datetime]


class Calendar:
    """When the office works. Moments are aware datetimes in any zone; an end before its start
    counts as no time at all.
    """

    def __init__(self, office: Mapping[str, Any], zone: ZoneInfo) -> None:
        """From the section `office` of agency.yaml. Raises BadInput for hours that cannot be."""
        self.zone = zone
        hours = office["hours"]
        self._week = tuple(_parse_hours(name, hours.get(name) or ()) for name in WEEKDAYS)
        self._country = str(office.get("holidays") or "")
        self._days_off = _named_days(office.get("extra_days_off") or ())
        self._working_days = _named_days(office.get("extra_working_days") or ())
        self._refuse_contradictions()
        # The hours of a working day on a weekday without hours of its own (a Saturday, say).
        self._usual_hours = next(spans for spans in self._week if spans)
        self._spans: dict[date, tuple[Span, ...]] = {}
        self._totals: dict[date, timedelta] = {}

    def _refuse_contradictions(self) -> None:
        if not any(self._week):
            raise BadInput(
                _("agency.yaml: the office has no hours on any weekday"),
                hint=_('write office hours such as monday: ["08:00-12:00", "13:00-16:30"]'),
            )
        for day in self._days_off.keys() & self._working_days.keys():
            raise BadInput(
                _("agency.yaml: {day} is both a day off and a working day").format(day=day),
                hint=_("take it out of extra_days_off or of extra_working_days"),
            )

    def is_working_day(self, day: date) -> bool:
        """Whether the office has hours on that day."""
        return bool(self._spans_of(day))

    def holiday(self, day: date) -> str:
        """The name of the holiday, cuti bersama or own day off that falls on it; "" if none."""
        if day in self._working_days:
            return ""
        if day in self._days_off:
            return self._days_off[day]
        return _holidays(self._country, day.year).get(day, "") if self._country else ""

    def is_open(self, at: datetime) -> bool:
        """Whether `at` lies in office hours; their last moment does, their first one too."""
        day = at.astimezone(self.zone).date()
        return any(start <= at <= end for start, end in self._spans_of(day))

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """The office hours between two moments, exactly: additive where minutes are floored."""
        if end <= start:
            return ZERO
        start, end = _utc(start), _utc(end)
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        if first == last:
            return self._overlap(first, start, end)
        between = (first + timedelta(days=n) for n in range(1, (last - first).days))
        whole_days = sum((self._total(day) for day in between), ZERO)
        return self._overlap(first, start, end) + whole_days + self._overlap(last, start, end)

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """The whole minutes of office hours between two moments."""
        return self.working_time(start, end) // MINUTE

    def overtime_minutes(self, start: datetime, end: datetime) -> int:
        """The whole minutes between two moments that lie outside office hours."""
        if end <= start:
            return 0
        return (_utc(end) - _utc(start) - self.working_time(start, end)) // MINUTE

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment at which `minutes` of office hours have passed since `start`: a deadline.

        240 minutes after 08:00 is 12:00, not the end of the break; 0 minutes after `start` is
        `start` itself.
        """
        left = max(minutes, 0) * MINUTE
        day = start.astimezone(self.zone).date()
        while left:
            for opens, closes in self._spans_of(day):
                begins = max(opens, _utc(start))
                if closes - begins >= left:
                    return (begins + left).astimezone(self.zone)
                left -= max(closes - begins, ZERO)
            day += timedelta(days=1)
        return start.astimezone(self.zone)

    def _overlap(self, day: date, start: datetime, end: datetime) -> timedelta:
        parts = (min(closes, end) - max(opens, start) for opens, closes in self._spans_of(day))
        return sum((part for part in parts if part > ZERO), ZERO)

    def _total(self, day: date) -> timedelta:
        if day not in self._totals:
            self._totals[day] = sum((end - start for start, end in self._spans_of(day)), ZERO)
        return self._totals[day]

    def _spans_of(self, day: date) -> tuple[Span, ...]:
        found = self._spans.get(day)
        if found is None:
            # Compared in UTC: clocks of a zone with daylight saving would count an hour twice.
            midnight = datetime.combine(day, time())
            found = tuple(
                (
                    (midnight + opens).replace(tzinfo=self.zone).astimezone(UTC),
                    (midnight + closes).replace(tzinfo=self.zone).astimezone(UTC),
                )
                for opens, closes in self._hours_on(day)
            )
            self._spans[day] = found
        return found

    def _hours_on(self, day: date) -> Sequence[Hours]:
        usual = self._week[day.weekday()]
        if day in self._working_days:
            return usual or self._usual_hours
        return () if self.holiday(day) else usual


def calendar_of(agency: Agency) -> Calendar:
    """The calendar of an agency."""
    return Calendar(agency.section("office"), agency.zone)


@cache
def _holidays(country: str, year: int) -> Mapping[date, str]:
    """Names by day. Raises BadInput for a country that is not known."""
    try:
        known = holidays.country_holidays(country)
        return dict(
            holidays.country_holidays(
                country,
                years=year,
                categories=tuple(set(CATEGORIES) & set(known.supported_categories)),
                language="id" if "id" in known.supported_languages else None,
            )
        )
    except NotImplementedError:
        raise BadInput(
            _("agency.yaml: no holidays are known for `{country}`").format(country=country),
            hint=_("write the country's two letters, such as `holidays: ID`"),
        ) from None


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _named_days(items: Iterable[Mapping[str, Any]]) -> dict[date, str]:
    return {date.fromisoformat(item["date"]): str(item["name"]) for item in items}


def _parse_hours(weekday: str, texts: Iterable[str]) -> tuple[Hours, ...]:
    spans = tuple(_parse_span(weekday, text) for text in texts)
    for (_start, end), (start, _end) in pairwise(spans):
        if start < end:
            raise _bad_hours(weekday, ", ".join(texts))
    return spans


def _parse_span(weekday: str, text: str) -> Hours:
    try:
        opens, closes = (_time_of_day(part) for part in text.split("-"))
    except ValueError:
        raise _bad_hours(weekday, text) from None
    if closes <= opens:
        raise _bad_hours(weekday, text)
    return opens, closes


def _time_of_day(text: str) -> timedelta:
    hour, minute = (int(part) for part in text.strip().split(":"))
    at = timedelta(hours=hour, minutes=minute)
    if not (0 <= minute < 60 and ZERO <= at <= timedelta(hours=24)):
        raise ValueError(text)
    return at


def _bad_hours(weekday: str, text: str) -> BadInput:
    return BadInput(
        _("agency.yaml: `{text}` are not office hours of {weekday}").format(
            text=text, weekday=weekday
        ),
        hint=_("write spans in order that do not overlap, such as 08:00-12:00"),
    )
