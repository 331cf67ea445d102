"""Agenda numbers and the numbers printed on papers."""

import re
from collections.abc import Iterable
from datetime import date

from pipeline.record.agency import Series

NUMBER = re.compile(r"^(?P<year>[0-9]{4})-(?P<count>[0-9]{4,})$")
TAG_PREFIX = "refs/tags/agenda/"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def number(year: int, count: int) -> str:
    """`2026-0042`."""
    return f"{year}-{count:04}"


def is_number(text: str) -> bool:
    """Whether the text is an agenda number in its one form (`2026-0042`, `2026-10000`)."""
    match = NUMBER.match(text)
    return match is not None and number(int(match["year"]), int(match["count"])) == text


def count_of(agenda_number: str) -> int:
    """42 of `2026-0042`."""
    return int(agenda_number[5:])


def tag(agenda_number: str) -> str:
    """The ref that keeps the number taken for ever."""
    return TAG_PREFIX + agenda_number


def next_number(taken: Iterable[str], year: int, series: Series) -> str:
    """The highest taken number of the year plus one, or the agency's first."""
    counts = [count_of(taken_number) for taken_number in taken if taken_number[:4] == str(year)]
    return number(year, max(counts, default=series.first_of(year) - 1) + 1)


def request_path(agenda_number: str) -> str:
    """`requests/2026/0042.yaml`."""
    return f"requests/{agenda_number[:4]}/{agenda_number[5:]}.yaml"


def papers_folder(agenda_number: str) -> str:
    """`requests/2026/0042`, where its papers lie."""
    return request_path(agenda_number).removesuffix(".yaml")


def branch(agenda_number: str) -> str:
    """`request/2026-0042`, where the case is open."""
    return f"request/{agenda_number}"


def printed(series: Series, count: int, day: date) -> str:
    """The number as papers show it: `042/SP/DISKOMINFO-MU/XI/2026`."""
    return series.printed.format(
        number=count, year=day.year, month=day.month, roman=ROMAN[day.month - 1]
    )


def printed_agenda(series: Series, agenda_number: str, received: date) -> str:
    """The agenda number in its printed form."""
    return printed(series, count_of(agenda_number), received)
