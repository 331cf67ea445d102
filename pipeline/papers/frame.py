"""What every paper has: title, date, letterhead, and the line at its foot."""

from datetime import date
from typing import Any

from pipeline.papers.wording import local_day
from pipeline.record.agency import Agency
from pipeline.record.agenda import printed_agenda
from pipeline.record.request import Request

PaperData = dict[str, Any]


def frame(agency: Agency, title: str, day: date, *, foot: str = "") -> PaperData:
    """The part of a paper's data that `_kantor.typ` reads; `day` is the date of the document."""
    return {
        "title": title,
        "date": [day.year, day.month, day.day],
        "office": agency.name,
        "unit": agency.unit,
        "foot": foot or title,
        "letterhead": letterhead(agency),
    }


def letterhead(agency: Agency) -> PaperData:
    """The lines at the head: the last of `lines` is the office itself, set large."""
    head, identity = agency.section("letterhead"), agency.section("identity")
    ways = (
        ("Telepon", identity.get("phone", "")),
        ("Laman", identity.get("website", "")),
        ("Pos-el", identity.get("email", "")),
    )
    return {
        "lines": list(head["lines"]),
        "address": head["address"],
        "contact": ", ".join(f"{name} {value}" for name, value in ways if value),
    }


def agenda_number(agency: Agency, request: Request) -> str:
    """The agenda number as papers print it."""
    return printed_agenda(agency.agenda, request.number, local_day(agency, request.letter.received))
