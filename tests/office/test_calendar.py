"""Working minutes, against a table worked out by hand and a counter of single minutes."""

from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.office.calendar import Calendar

WIT = ZoneInfo("Asia/Jayapura")
USUAL = ["08:00-12:00", "13:00-16:30"]  # 240 + 210 = 450 minutes
FRIDAY = ["08:00-11:30", "13:30-17:00"]  # 210 + 210 = 420 minutes
OFFICE = {
    "hours": {
        "monday": USUAL,
        "tuesday": USUAL,
        "wednesday": USUAL,
        "thursday": USUAL,
        "friday": FRIDAY,
    },
    "holidays": "ID",
    "extra_days_off": [{"date": "2026-10-12", "name": "Hari jadi daerah (contoh)"}],
    "extra_working_days": [
        {"date": "2026-12-24", "name": "Layanan akhir tahun (contoh)"},
        {"date": "2026-11-28", "name": "Pengganti hari kerja (contoh)"},
    ],
}
CALENDAR = Calendar(OFFICE, WIT)


def wit(text: str) -> datetime:
    """`2026-11-23 09:00` (or with seconds) in WIT."""
    return datetime.fromisoformat(text).replace(tzinfo=WIT)


# 2026-11-23 is a Monday; 2026-12-25 (Friday) is Christmas, -24 would be cuti bersama but is worked
# here; 2026-01-01 is a Thursday; 2026-08-17 and 2026-06-01 are Mondays and holidays; 2026-05-14 and
# -15 are Ascension and its cuti bersama; 2026-03-18 (Wed) to -24 (Tue) are all free.
CASES = [
    # within a day
    ("2026-11-23 08:00", "2026-11-23 08:10", 10, "the first minutes"),
    ("2026-11-23 09:00", "2026-11-23 09:00", 0, "no time"),
    ("2026-11-23 09:00", "2026-11-23 08:00", 0, "backwards"),
    ("2026-11-23 09:00:00", "2026-11-23 09:00:59", 0, "less than a minute"),
    ("2026-11-23 09:00:30", "2026-11-23 09:01:30", 1, "a minute across the minute mark"),
    ("2026-11-23 09:00:30", "2026-11-23 09:02:29", 1, "floored, not rounded"),
    ("2026-11-23 08:00", "2026-11-23 12:00", 240, "a morning"),
    ("2026-11-23 13:00", "2026-11-23 16:30", 210, "an afternoon"),
    ("2026-11-23 08:00", "2026-11-23 16:30", 450, "a whole day"),
    ("2026-11-23 00:00", "2026-11-24 00:00", 450, "midnight to midnight"),
    ("2026-11-23 06:00", "2026-11-23 08:00", 0, "before opening"),
    ("2026-11-23 06:00", "2026-11-23 08:01", 1, "into opening"),
    ("2026-11-23 12:00", "2026-11-23 13:00", 0, "the break"),
    ("2026-11-23 11:50", "2026-11-23 13:10", 20, "over the break"),
    ("2026-11-23 12:15", "2026-11-23 12:45", 0, "within the break"),
    ("2026-11-23 12:30", "2026-11-23 13:30", 30, "from the break"),
    ("2026-11-23 11:30", "2026-11-23 12:30", 30, "into the break"),
    ("2026-11-23 16:29", "2026-11-23 16:31", 1, "over closing"),
    ("2026-11-23 16:30", "2026-11-23 23:59", 0, "the evening"),
    ("2026-11-23 19:00", "2026-11-23 22:00", 0, "in the evening"),
    # Friday
    ("2026-11-27 08:00", "2026-11-27 17:00", 420, "a Friday"),
    ("2026-11-27 11:30", "2026-11-27 13:30", 0, "Friday prayer"),
    ("2026-11-27 11:00", "2026-11-27 14:00", 60, "around Friday prayer"),
    ("2026-11-27 11:00", "2026-11-27 12:00", 30, "Friday ends the morning earlier"),
    ("2026-11-27 16:00", "2026-11-27 18:00", 60, "Friday ends the day later"),
    ("2026-11-26 16:00", "2026-11-27 08:30", 60, "Thursday evening to Friday"),
    # nights
    ("2026-11-23 16:00", "2026-11-24 08:15", 45, "over one night"),
    ("2026-11-23 17:00", "2026-11-24 08:00", 0, "only a night"),
    ("2026-11-23 15:30", "2026-11-24 16:30", 510, "an hour and a day"),
    ("2026-11-23 08:00", "2026-11-25 16:30", 1350, "three days"),
    ("2026-11-24 23:30", "2026-11-25 00:30", 0, "over midnight"),
    ("2026-11-23 12:30", "2026-11-24 12:30", 450, "from break to break"),
    # week-ends
    ("2026-11-20 16:00", "2026-11-23 08:30", 90, "Friday to Monday"),
    ("2026-11-20 17:00", "2026-11-23 08:00", 0, "only a week-end"),
    ("2026-11-21 10:00", "2026-11-21 15:00", 0, "a Saturday"),
    ("2026-11-22 08:00", "2026-11-22 16:30", 0, "a Sunday"),
    ("2026-11-21 10:00", "2026-11-23 09:00", 60, "Saturday to Monday"),
    ("2026-11-16 08:00", "2026-11-20 17:00", 4 * 450 + 420, "a week"),
    ("2026-11-16 08:00", "2026-11-23 08:00", 2220, "a week to the minute"),
    ("2026-11-09 00:00", "2026-11-23 00:00", 4440, "two weeks"),
    ("2026-11-19 15:00", "2026-11-24 09:00", 90 + 420 + 450 + 60, "Thursday to Tuesday"),
    # the agency's own days
    ("2026-11-28 08:00", "2026-11-28 16:30", 450, "a Saturday that is worked: Monday's hours"),
    ("2026-11-27 16:00", "2026-11-30 09:00", 60 + 450 + 60, "around that Saturday"),
    ("2026-11-29 00:00", "2026-11-30 00:00", 0, "the Sunday after it stays free"),
    ("2026-10-12 08:00", "2026-10-12 16:30", 0, "an own day off"),
    ("2026-10-09 16:30", "2026-10-13 08:30", 60, "around it: Friday, then Tuesday"),
    # national holidays
    ("2026-08-17 08:00", "2026-08-17 16:30", 0, "Independence Day"),
    ("2026-08-14 16:00", "2026-08-18 08:30", 90, "a long week-end"),
    ("2026-06-01 00:00", "2026-06-02 00:00", 0, "Pancasila Day"),
    ("2026-05-01 08:00", "2026-05-01 17:00", 0, "Labour Day, a Friday"),
    ("2026-04-30 16:00", "2026-05-04 08:10", 40, "over Labour Day and a month's end"),
    ("2026-04-03 08:00", "2026-04-03 17:00", 0, "Good Friday"),
    ("2026-01-16 08:00", "2026-01-16 17:00", 0, "Isra Mikraj"),
    ("2026-08-25 00:00", "2026-08-26 00:00", 0, "Maulid"),
    ("2026-06-16 00:00", "2026-06-17 00:00", 0, "the Islamic new year"),
    ("2026-02-17 08:00", "2026-02-17 16:30", 0, "Imlek"),
    # cuti bersama
    ("2026-02-16 08:00", "2026-02-16 16:30", 0, "cuti bersama before Imlek"),
    ("2026-02-13 16:30", "2026-02-18 08:30", 60, "Friday to Wednesday around Imlek"),
    ("2026-05-13 16:00", "2026-05-18 08:00", 30, "Ascension with its cuti bersama"),
    ("2026-05-15 08:00", "2026-05-15 17:00", 0, "cuti bersama after Ascension"),
    ("2026-03-17 16:00", "2026-03-25 08:15", 45, "Nyepi, Idulfitri and their cuti bersama"),
    ("2026-03-18 00:00", "2026-03-25 00:00", 0, "that whole week"),
    ("2026-05-26 16:00", "2026-05-29 08:30", 60, "Iduladha with its cuti bersama"),
    ("2026-12-24 08:00", "2026-12-24 16:30", 450, "cuti bersama that this office works"),
    ("2026-12-24 16:00", "2026-12-28 08:30", 60, "over Christmas"),
    ("2026-12-25 08:00", "2026-12-25 17:00", 0, "Christmas"),
    # ends of months and years
    ("2026-11-30 16:00", "2026-12-01 08:30", 60, "the end of November"),
    ("2026-09-30 16:20", "2026-10-01 08:05", 15, "the end of September"),
    ("2026-02-27 16:00", "2026-03-02 09:00", 120, "the end of February, over a week-end"),
    ("2026-01-30 16:30", "2026-02-02 08:30", 60, "the end of January, over a week-end"),
    ("2026-12-31 16:00", "2027-01-04 08:30", 60, "new year: Thursday to Monday"),
    ("2025-12-31 16:00", "2026-01-02 08:30", 60, "new year: Wednesday to Friday"),
    ("2026-01-01 00:00", "2026-01-02 00:00", 0, "New Year's Day"),
    ("2024-02-28 16:00", "2024-02-29 08:30", 60, "the day of a leap year"),
    # 22 weekdays of November 2026, none free, 4 of them Fridays, and one Saturday worked
    ("2026-11-01 00:00", "2026-12-01 00:00", 17 * 450 + 4 * 420 + 450, "a month"),
]


@pytest.mark.parametrize(("start", "end", "minutes", "why"), CASES)
def test_working_minutes_worked_out_by_hand(start: str, end: str, minutes: int, why: str) -> None:
    assert CALENDAR.working_minutes(wit(start), wit(end)) == minutes, why


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    assert len({(start, end) for start, end, _minutes, _why in CASES}) == len(CASES) >= 60


OVERTIME = [
    ("2026-11-23 16:00", "2026-11-23 18:00", 90, "an evening"),
    ("2026-11-23 07:30", "2026-11-23 08:30", 30, "an early start"),
    ("2026-11-23 12:00", "2026-11-23 13:00", 60, "through the break"),
    ("2026-11-21 10:00", "2026-11-21 11:30", 90, "a Saturday"),
    ("2026-08-17 09:00", "2026-08-17 09:45", 45, "a holiday"),
    ("2026-11-23 09:00", "2026-11-23 10:00", 0, "office hours"),
    ("2026-11-23 10:00", "2026-11-23 09:00", 0, "backwards"),
    ("2026-11-23 16:29:40", "2026-11-23 16:31:20", 1, "floored"),
]


@pytest.mark.parametrize(("start", "end", "minutes", "why"), OVERTIME)
def test_overtime_is_what_lies_outside(start: str, end: str, minutes: int, why: str) -> None:
    assert CALENDAR.overtime_minutes(wit(start), wit(end)) == minutes, why


DEADLINES = [
    ("2026-11-23 08:00", 10, "2026-11-23 08:10", "at once"),
    ("2026-11-23 08:00", 240, "2026-11-23 12:00", "the end of the morning, not of the break"),
    ("2026-11-23 08:00", 241, "2026-11-23 13:01", "over the break"),
    ("2026-11-23 12:30", 15, "2026-11-23 13:15", "from the break"),
    ("2026-11-23 16:00", 30, "2026-11-23 16:30", "the end of the day"),
    ("2026-11-23 16:00", 120, "2026-11-24 09:30", "over a night"),
    ("2026-11-20 16:30", 120, "2026-11-23 09:30", "over a week-end"),
    ("2026-11-23 18:00", 15, "2026-11-24 08:15", "from the evening"),
    ("2026-12-24 16:00", 60, "2026-12-28 08:30", "over Christmas"),
    ("2026-03-17 16:30", 1, "2026-03-25 08:01", "over the long holidays"),
    ("2026-11-23 18:00", 0, "2026-11-23 18:00", "nothing left to do"),
    ("2026-11-23 18:00", -5, "2026-11-23 18:00", "less than nothing"),
    ("2026-11-23 08:00", 2220, "2026-11-27 17:00", "a week ends on Friday evening"),
    ("2026-11-23 08:00", 2221, "2026-11-28 08:01", "the Saturday that is worked"),
]


@pytest.mark.parametrize(("start", "minutes", "due", "why"), DEADLINES)
def test_deadlines_worked_out_by_hand(start: str, minutes: int, due: str, why: str) -> None:
    assert CALENDAR.add_working_minutes(wit(start), minutes) == wit(due), why


DAYS = [
    ("2026-11-23", True, ""),
    ("2026-11-21", False, ""),
    ("2026-11-28", True, ""),
    ("2026-08-17", False, "Hari Kemerdekaan Republik Indonesia"),
    ("2026-12-24", True, ""),
    ("2026-02-16", False, "Cuti Bersama Tahun Baru Imlek"),
    ("2026-10-12", False, "Hari jadi daerah (contoh)"),
]


@pytest.mark.parametrize(("day", "working", "name"), DAYS)
def test_a_day_is_worked_or_free_by_name(day: str, working: bool, name: str) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is working
    assert CALENDAR.holiday(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-23 08:00", True),
        ("2026-11-23 07:59", False),
        ("2026-11-23 12:00", True),
        ("2026-11-23 12:01", False),
        ("2026-11-23 16:30", True),
        ("2026-11-23 16:30:01", False),
        ("2026-11-21 10:00", False),
    ],
)
def test_the_first_and_the_last_moment_are_office_hours(at: str, is_open: bool) -> None:
    assert CALENDAR.is_open(wit(at)) is is_open


def test_the_zone_of_a_moment_does_not_matter() -> None:
    start, end = wit("2026-11-23 16:00"), wit("2026-11-24 08:15")
    jakarta = ZoneInfo("Asia/Jakarta")
    assert CALENDAR.working_minutes(start.astimezone(UTC), end.astimezone(jakarta)) == 45


def test_an_hour_that_the_clocks_skip_is_not_counted() -> None:
    berlin = Calendar({"hours": {"sunday": ["01:00-04:00"]}}, ZoneInfo("Europe/Berlin"))
    day = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Berlin"))
    assert berlin.working_minutes(day, day + timedelta(days=1)) == 120


def test_without_a_country_only_the_agencys_own_days_are_free() -> None:
    calendar = Calendar({**OFFICE, "holidays": ""}, WIT)
    assert calendar.is_working_day(date(2026, 8, 17))
    assert not calendar.is_working_day(date(2026, 10, 12))


@pytest.mark.parametrize(
    ("office", "message"),
    [
        ({"hours": {}}, "agency.yaml: the office has no hours on any weekday"),
        (
            {"hours": {"monday": ["12:00-08:00"]}},
            "agency.yaml: `12:00-08:00` are not office hours of monday",
        ),
        (
            {"hours": {"monday": ["08:00"]}},
            "agency.yaml: `08:00` are not office hours of monday",
        ),
        (
            {"hours": {"monday": ["08:00-24:30"]}},
            "agency.yaml: `08:00-24:30` are not office hours of monday",
        ),
        (
            {"hours": {"monday": ["08:60-12:00"]}},
            "agency.yaml: `08:60-12:00` are not office hours of monday",
        ),
        (
            {"hours": {"friday": ["08:00-12:00", "11:00-15:00"]}},
            "agency.yaml: `08:00-12:00, 11:00-15:00` are not office hours of friday",
        ),
        (
            {
                "hours": {"monday": USUAL},
                "extra_days_off": [{"date": "2026-11-23", "name": "a"}],
                "extra_working_days": [{"date": "2026-11-23", "name": "b"}],
            },
            "agency.yaml: 2026-11-23 is both a day off and a working day",
        ),
    ],
)
def test_hours_that_cannot_be_are_refused(
    office: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIAR_LANGUAGE", "en")
    with pytest.raises(BadInput) as refusal:
        Calendar(office, WIT)
    assert refusal.value.message == message
    assert refusal.value.hint


def test_a_country_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIAR_LANGUAGE", "en")
    with pytest.raises(BadInput) as refusal:
        Calendar({**OFFICE, "holidays": "QQ"}, WIT).is_working_day(date(2026, 11, 23))
    assert refusal.value.message == "agency.yaml: no holidays are known for `QQ`"


SECONDS = st.integers(0, 90 * 86_400)
MOMENTS = SECONDS.map(lambda n: wit("2026-11-01 00:00") + timedelta(seconds=n))


@given(MOMENTS, MOMENTS, MOMENTS)
def test_time_adds_up(a: datetime, b: datetime, c: datetime) -> None:
    a, b, c = sorted((a, b, c))
    assert CALENDAR.working_time(a, b) + CALENDAR.working_time(b, c) == CALENDAR.working_time(a, c)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_more_time_is_never_fewer_minutes(a: datetime, b: datetime, c: datetime) -> None:
    a, b, c = sorted((a, b, c))
    assert CALENDAR.working_minutes(a, b) <= CALENDAR.working_minutes(a, c)
    assert CALENDAR.working_minutes(b, c) <= CALENDAR.working_minutes(a, c)


@given(MOMENTS, MOMENTS)
def test_working_time_and_overtime_are_all_the_time(a: datetime, b: datetime) -> None:
    a, b = sorted((a, b))
    together = CALENDAR.working_minutes(a, b) + CALENDAR.overtime_minutes(a, b)
    assert 0 <= (b - a) // timedelta(minutes=1) - together <= 1


@given(MOMENTS, st.integers(0, 3_000))
def test_a_deadline_is_the_first_moment_at_which_the_minutes_are_over(
    start: datetime, minutes: int
) -> None:
    due = CALENDAR.add_working_minutes(start, minutes)
    assert CALENDAR.working_minutes(start, due) == minutes
    if minutes:
        assert CALENDAR.working_minutes(start, due - timedelta(seconds=1)) == minutes - 1


def _counted_one_by_one(start: datetime, end: datetime) -> int:
    """Every minute looked at by itself, with the free days of these months written out."""
    free = {date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 5)}
    found = 0
    while start < end:
        day, clock = start.date(), start.strftime("%H:%M")
        works = day.weekday() < 5 or day == date(2026, 11, 28)
        spans = FRIDAY if day.weekday() == 4 else USUAL
        if works and day not in free:
            found += any(span[:5] <= clock < span[6:] for span in spans)
        start += timedelta(minutes=1)
    return found


@given(st.integers(0, 75 * 1440), st.integers(0, 3 * 1440))
def test_the_same_as_counting_minutes_one_by_one(first: int, length: int) -> None:
    start = wit("2026-11-01 00:00") + timedelta(minutes=first)
    end = start + timedelta(minutes=length)
    assert CALENDAR.working_minutes(start, end) == _counted_one_by_one(start, end)


def test_ten_thousand_long_spans_are_counted_quickly() -> None:
    start, end = wit("2026-01-05 08:00"), wit("2026-06-30 16:00")
    CALENDAR.working_minutes(start, end)
    began = process_time()
    for _count in range(10_000):
        CALENDAR.working_minutes(start, end)
    assert process_time() - began < 2
