"""What forgeries of a change have in common."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from pipeline.record.workflow import Role
from tests.forging.forger import Forged, Place
from tests.forging.founding import AGENCY, MAINTAINER, document_bytes
from tests.forging.office import Office

MAINTAINS = (MAINTAINER, Role.MAINTAINER)
THEME = "theme/base.html"
Person = dict[str, Any]


def stopped(office: Office, honest: Office, *places: Place) -> Forged:
    """A main that ends with the forgery: publishing stops, and what was verified before stays."""
    return Forged(office.main, places, dict(honest.verified), stops=True)


def with_people(office: Office, change: Callable[[list[Person]], None]) -> dict[str, bytes | None]:
    """agency.yaml with another roster."""
    document = deepcopy(dict(office.register.agency.raw))
    change(document["roster"]["people"])
    return {AGENCY: document_bytes(document)}


def entry_of(people: list[Person], who: str) -> Person:
    return next(person for person in people if person["id"] == who)


def line_of(office: Office, start: str, index: int = 0) -> int:
    """The line of agency.yaml that begins so, for the so-many-th time."""
    data = office.objects.read(office.main, AGENCY) or b""
    lines = data.decode().split("\n")
    return [n for n, line in enumerate(lines, start=1) if line.startswith(start)][index]


def lacking(office: Office) -> Place:
    return Place("change-approval", AGENCY)
