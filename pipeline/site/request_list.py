"""How requests stand, as whoever knows a number may read it: nothing of what they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.record import agenda


class Standing(NamedTuple):
    """The number of a request, the word for where it stands, and the day since when it does."""

    number: str
    word: str
    day: str


@dataclass(frozen=True)
class RequestList:
    """The requests of which something is told, the newest number first."""

    rows: tuple[Standing, ...] = ()


def list_values(requests: RequestList) -> Mapping[str, object]:
    """The list as the site keeps it: word and day by number."""
    return {number: [word, day] for number, word, day in requests.rows}


def parse_list(values: Mapping[str, Any]) -> RequestList:
    """The list that is kept so. Raises ValueError or TypeError."""
    if not all(map(agenda.is_number, values)):
        raise ValueError(next(iter(values)))
    return in_order(Standing(number, *map(str, row)) for number, row in values.items())


def in_order(rows: Iterable[Standing]) -> RequestList:
    """The list of these rows."""
    found = sorted(rows, key=lambda row: agenda.order(row.number), reverse=True)
    return RequestList(tuple(found))
