"""Who signs a paper: the holder of an office on a day, as the signature block shows it.

Source: Permendagri 1/2023 (tata naskah dinas): Plt. and Plh. stand before the office that a deputy
fills; a.n. names the office on whose behalf somebody signs.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from pipeline.papers.wording import ROLES, day_text
from pipeline.record.agency import Agency
from pipeline.record.roster import Person, Term
from pipeline.record.workflow import Role


@dataclass(frozen=True)
class Signatory:
    """One signature block: `above` is the line over the office (place and date, Mengetahui…).

    `office` are the lines of the office, the last one ending in a comma; an empty `name` leaves
    room to write by hand.
    """

    above: str
    office: tuple[str, ...]
    name: str = ""
    rank: str = ""
    nip: str = ""

    def data(self) -> dict[str, Any]:
        """For the template."""
        return asdict(self)


def sign(
    agency: Agency,
    role: Role,
    at: datetime,
    *,
    person: str | None = None,
    above: str = "",
    on_behalf_of: str = "",
) -> Signatory:
    """The block of whoever holds `role` at that moment; `person` names one of several holders.

    `on_behalf_of` is the office for which this one signs (`Kepala Dinas …` gives `a.n. …`).
    """
    signer = agency.roster.person(person) if person else None
    if signer is None:
        signer = next(iter(agency.roster.holders(role, at)), None)
    if signer is None:
        return Signatory(above, _office(ROLES[role], on_behalf_of))
    term = agency.roster.term(signer.id, role, at)
    return Signatory(
        above=above,
        office=_office(titled(term) if term else ROLES[role], on_behalf_of),
        name=signer.name,
        rank=signer.rank,
        nip=spaced_nip(signer.nip),
    )


def place_and_day(agency: Agency, day: date | None) -> str:
    """`Sofifi, 24 November 2026`; without a day there is room to write it."""
    return f"{agency.city}, {day_text(day) if day else '.' * 24}"


def titled(term: Term) -> str:
    """`Plh. Kepala Seksi …`."""
    return f"{term.acting} {term.title}".strip()


def name_of(agency: Agency, person_id: str) -> str:
    """The name with academic titles; somebody the roster does not know is shown by the id."""
    person = agency.roster.person(person_id)
    return person.name if person else person_id


def office_of(agency: Agency, person_id: str, role: Role, at: datetime) -> str:
    """The office in which the person acted at that moment, with Plt. or Plh."""
    term = agency.roster.term(person_id, role, at)
    return titled(term) if term else ROLES[role]


def current_office(agency: Agency, person: Person, at: datetime) -> str:
    """The first office the person holds at that moment, with Plt. or Plh.; "" for none."""
    roles = agency.roster.roles(person.id, at)
    return office_of(agency, person.id, roles[0], at) if roles else ""


def spaced_nip(nip: str) -> str:
    """A NIP of 18 digits in the groups in which people read it: birth, appointment, sex, order."""
    if len(nip) == 18 and nip.isdigit():
        return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
    return nip


def _office(title: str, on_behalf_of: str) -> tuple[str, ...]:
    lines = (f"a.n. {on_behalf_of}", title) if on_behalf_of else (title,)
    return (*lines[:-1], f"{lines[-1]},")
