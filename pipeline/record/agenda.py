"""Agenda numbers, the parts of a split request, and the numbers printed on papers.

A letter with several activities is split: `2026-0042.1` and `2026-0042.2` are requests of their
own under the number of the letter, which they neither take from nor add to the agenda.
"""

import re
from collections.abc import Iterable
from datetime import date

from pipeline.record.agency import Series

NUMBER = re.compile(r"(?P<year>[0-9]{4})-(?P<count>[0-9]{4,9})(?:\.(?P<part>[1-9][0-9]{0,2}))?")
TAG_PREFIX = "refs/tags/agenda/"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def number(year: int, count: int) -> str:
    """`2026-0042`."""
    return f"{year}-{count:04}"


def part(whole: str, place: int) -> str:
    """`2026-0042.1`."""
    return f"{whole}.{place}"


def is_number(text: str) -> bool:
    """Whether the text is an agenda number in its one form (`2026-0042`, `2026-10000`, a part)."""
    match = NUMBER.fullmatch(text)
    if match is None:
        return False
    whole = number(int(match["year"]), int(match["count"]))
    return text == (part(whole, int(match["part"])) if match["part"] else whole)


def count_of(agenda_number: str) -> int:
    """42 of `2026-0042`, and of its parts."""
    return int(whole_of(agenda_number)[5:])


def whole_of(agenda_number: str) -> str:
    """`2026-0042` of `2026-0042.1`; a number that is no part stands for itself."""
    return agenda_number.partition(".")[0]


def part_of(agenda_number: str) -> int | None:
    """1 of `2026-0042.1`; None for a number that is no part."""
    found = agenda_number.partition(".")[2]
    return int(found) if found else None


def order(agenda_number: str) -> tuple[int, int, int]:
    """The key that sorts numbers as the agenda runs: by year, count and part."""
    return int(agenda_number[:4]), count_of(agenda_number), part_of(agenda_number) or 0


def tag(agenda_number: str) -> str:
    """The ref that keeps the number taken for ever."""
    return TAG_PREFIX + agenda_number


def next_number(taken: Iterable[str], year: int, series: Series) -> str:
    """The highest taken number of the year plus one, or the agency's first; parts take none."""
    counts = [
        count_of(taken_number)
        for taken_number in taken
        if taken_number[:4] == str(year) and part_of(taken_number) is None
    ]
    return number(year, max(counts, default=series.first_of(year) - 1) + 1)


def request_path(agenda_number: str) -> str:
    """`requests/2026/0042.yaml`, of a part `requests/2026/0042.1.yaml`."""
    return f"{papers_folder(agenda_number)}.yaml"


def papers_folder(agenda_number: str) -> str:
    """`requests/2026/0042`, where its papers lie."""
    return f"requests/{agenda_number[:4]}/{agenda_number[5:]}"


def branch(agenda_number: str) -> str:
    """`request/2026-0042`, where the case is open."""
    return f"request/{agenda_number}"


def printed(series: Series, count: int, day: date) -> str:
    """The number as papers show it: `042/SP/DISKOMINFO-MU/XI/2026`."""
    return series.printed.format(
        number=count, year=day.year, month=day.month, roman=ROMAN[day.month - 1]
    )


def printed_agenda(series: Series, agenda_number: str, received: date) -> str:
    """The agenda number in its printed form: `42/PIKS/XI/2026`, of a part `42.1/PIKS/XI/2026`."""
    count = _Count(count_of(agenda_number))
    count.part = part_of(agenda_number)
    return printed(series, count, received)


class _Count(int):
    """A count that is printed with its part behind it, however the agency formats the count."""

    part: int | None = None

    def __format__(self, spec: str) -> str:
        text = super().__format__(spec)
        return text if self.part is None else f"{text}.{self.part}"
