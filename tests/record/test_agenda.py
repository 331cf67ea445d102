"""Agenda numbers: per year, without gaps, never used again."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record import agenda
from pipeline.record.agency import Series
from pipeline.record.formats import is_of_format

AGENDA = Series(118, "{number}/PIKS/{roman}/{year}")
PRESS = Series(61, "{number:03d}/SP/DKIP-MU/{roman}/{year}")
YEARS, COUNTS, PARTS = st.integers(1000, 9999), st.integers(1, 20000), st.integers(1, 999)
WHOLES = st.builds(agenda.number, YEARS, COUNTS)
NUMBERS = WHOLES | st.builds(agenda.part, WHOLES, PARTS)
NEARLY = st.text("0123456789-./\n", max_size=14) | st.from_regex(
    r"[0-9]{4}-[0-9]{1,6}\.?[0-9]{0,4}\n?", fullmatch=True
)


@given(YEARS, COUNTS)
def test_a_number_has_one_form(year: int, count: int) -> None:
    number = agenda.number(year, count)
    assert agenda.is_number(number)
    assert agenda.count_of(number) == count
    assert (agenda.whole_of(number), agenda.part_of(number)) == (number, None)
    assert re.fullmatch(r"[1-9][0-9]{3}-[0-9]{4,5}", number)


@given(YEARS, COUNTS, PARTS)
def test_a_part_is_a_number_under_the_number_of_its_letter(
    year: int, count: int, place: int
) -> None:
    whole = agenda.number(year, count)
    part = agenda.part(whole, place)
    assert agenda.is_number(part)
    assert (agenda.whole_of(part), agenda.part_of(part)) == (whole, place)
    assert agenda.count_of(part) == count


@given(NUMBERS | NEARLY)
def test_the_schema_and_the_agenda_mean_the_same_by_a_number(text: str) -> None:
    assert is_of_format(text, "agenda-number") == agenda.is_number(text)
    is_part = agenda.is_number(text) and agenda.part_of(text) is not None
    assert is_of_format(text, "part-number") == is_part


def test_a_letter_stands_before_its_parts() -> None:
    assert agenda.order("2026-0042") == (2026, 42, 0)
    assert agenda.order("2026-0042.7") == (2026, 42, 7)


@given(st.sets(st.tuples(YEARS, COUNTS, st.none() | PARTS)))
def test_numbers_sort_as_the_agenda_runs(keys: set[tuple[int, int, int | None]]) -> None:
    numbers = {
        (year, count, place or 0): agenda.number(year, count)
        if place is None
        else agenda.part(agenda.number(year, count), place)
        for year, count, place in keys
    }
    assert sorted(numbers.values(), key=agenda.order) == [numbers[key] for key in sorted(numbers)]


@given(st.lists(WHOLES), st.lists(NUMBERS), YEARS)
def test_parts_take_no_number_of_the_agenda(wholes: list[str], more: list[str], year: int) -> None:
    parts = [agenda.part(agenda.whole_of(number), 7) for number in more]
    assert agenda.next_number([*wholes, *parts], year, AGENDA) == (
        agenda.next_number(wholes, year, AGENDA)
    )


NO_NUMBERS = ["", "x", "2026-", "2026-42", "2026-00042", "26-0042", "0026-0042", "2026/0042"]
NO_NUMBERS += ["2026-0042.0", "2026-0042.01", "2026-0042.", "2026-0042.1.1", "2026-0042.1000"]
NO_NUMBERS += [
    "2026-0042\n",
    "2026-0042.1\n",
    "2026-0042.x",
    " 2026-0042",
    "2026-٠٠٤٢",
    "2026-0042/../..",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number(text: str) -> None:
    assert not agenda.is_number(text)


def test_the_first_number_of_every_year_is_the_agencys() -> None:
    assert agenda.next_number((), 2026, AGENDA) == "2026-0118"
    assert agenda.next_number(["2026-0118", "2026-0119"], 2027, AGENDA) == "2027-0118"


def test_a_first_number_may_be_that_of_one_year_only() -> None:
    begun_on_paper = Series(118, "{number}", 2026)
    assert agenda.next_number((), 2026, begun_on_paper) == "2026-0118"
    assert agenda.next_number(["2026-0118"], 2027, begun_on_paper) == "2027-0001"


def test_the_next_number_follows_the_highest_of_its_year() -> None:
    taken = ["2026-0120", "2025-0400", "2026-0118", "2026-0119"]
    assert agenda.next_number(taken, 2026, AGENDA) == "2026-0121"
    assert agenda.next_number(taken, 2025, AGENDA) == "2025-0401"


def test_numbers_count_on_behind_four_digits() -> None:
    assert agenda.next_number(["2026-9999", "2026-0118"], 2026, AGENDA) == "2026-10000"
    assert agenda.next_number(["2026-9999", "2026-10000"], 2026, AGENDA) == "2026-10001"
    assert agenda.request_path("2026-10000") == "requests/2026/10000.yaml"


@given(st.sets(st.tuples(st.integers(2025, 2027), st.integers(1, 300))), st.integers(2025, 2027))
def test_a_new_number_was_never_there_and_leaves_no_gap(
    taken: set[tuple[int, int]], year: int
) -> None:
    numbers = [agenda.number(*one) for one in taken]
    new = agenda.next_number(numbers, year, AGENDA)
    own = [count for its_year, count in taken if its_year == year]
    assert new not in numbers
    assert agenda.count_of(new) == (max(own) + 1 if own else AGENDA.first)


def test_where_a_number_leads() -> None:
    assert agenda.tag("2026-0042") == "refs/tags/agenda/2026-0042"
    assert agenda.branch("2026-0042") == "request/2026-0042"
    assert agenda.request_path("2026-0042") == "requests/2026/0042.yaml"
    assert agenda.papers_folder("2026-0042") == "requests/2026/0042"


def test_where_a_part_leads() -> None:
    assert agenda.tag("2026-0042.1") == "refs/tags/agenda/2026-0042.1"
    assert agenda.branch("2026-0042.1") == "request/2026-0042.1"
    assert agenda.request_path("2026-0042.1") == "requests/2026/0042.1.yaml"
    assert agenda.papers_folder("2026-0042.1") == "requests/2026/0042.1"


def test_numbers_are_printed_as_the_agency_writes_them() -> None:
    received = date(2026, 11, 23)
    assert agenda.printed_agenda(AGENDA, "2026-0142", received) == "142/PIKS/XI/2026"
    assert agenda.printed_agenda(AGENDA, "2026-0142.2", received) == "142.2/PIKS/XI/2026"
    assert agenda.printed_agenda(PRESS, "2026-0042.1", received) == "042.1/SP/DKIP-MU/XI/2026"
    assert agenda.printed(PRESS, 7, date(2027, 1, 4)) == "007/SP/DKIP-MU/I/2027"
    assert agenda.printed(Series(1, "{number}/{month:02}"), 7, date(2027, 1, 4)) == "7/01"


def test_every_month_has_its_roman_numeral() -> None:
    shown = [agenda.printed(Series(1, "{roman}"), 1, date(2026, m, 1)) for m in range(1, 13)]
    assert " ".join(shown) == "I II III IV V VI VII VIII IX X XI XII"
