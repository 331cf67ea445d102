"""The agenda book of incoming letters (buku agenda surat masuk) for a period.

Source: Permendagri 1/2023; columns as in sop.md.
"""

from collections.abc import Iterable
from datetime import date, datetime

from pipeline.papers.disposition import decided
from pipeline.papers.frame import PaperData, agenda_number, frame
from pipeline.papers.signatory import name_of, place_and_day, sign
from pipeline.papers.standing import divided, is_part
from pipeline.papers.wording import (
    DECISIONS,
    STATES,
    count,
    day_text,
    local_day,
    short_day,
)
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.request import Request
from pipeline.record.workflow import Action, Role, State

TITLE = "Buku Agenda Surat Masuk"


def agenda_book_data(
    agency: Agency, requests: Iterable[Request], first: date, last: date, now: datetime
) -> PaperData:
    """The letters received from `first` to `last` (both included), by agenda number.

    The parts of a split letter are no letters: its own line says what became of it.
    """
    found = sorted(
        (
            r
            for r in requests
            if first <= local_day(agency, r.letter.received) <= last and not is_part(r)
        ),
        key=lambda request: agenda.order(request.number),
    )
    period = f"{day_text(first)} s.d. {day_text(last)}"
    today = local_day(agency, now)
    return {
        **frame(agency, f"{TITLE} {period}", today, foot=f"{TITLE} · {period}"),
        "period": f"Periode {period}",
        "rows": [row(agency, place, request) for place, request in enumerate(found, start=1)],
        "total": f"Jumlah surat masuk: {count(len(found))}.",
        "acknowledged": sign(agency, Role.DIVISION_HEAD, now, above="Mengetahui").data(),
        "signatory": sign(agency, Role.OFFICER, now, above=place_and_day(agency, today)).data(),
    }


def row(agency: Agency, place: int, request: Request) -> PaperData:
    """One line of the register."""
    letter = request.letter
    return {
        "no": str(place),
        "received": short_day(local_day(agency, letter.received)),
        "agenda": agenda_number(agency, request),
        "number": letter.number or "–",
        "date": short_day(letter.date),
        "sender": request.sender.agency,
        "subject": letter.subject,
        "remark": remark(agency, request),
    }


def remark(agency: Agency, request: Request) -> str:
    """What was decided about the letter, by whom it is done, and where it stands."""
    if request.state is State.VOID:
        return "Batal; nomor tidak dipakai lagi."
    decision, carried_on = decided(request), divided(request)
    if decision is None:
        return "Belum didisposisi."
    day = short_day(local_day(agency, decision.decided_at))
    to = decision.data.get("to")
    whom = f" kepada {name_of(agency, str(to))}" if to else ""
    said = f"{DECISIONS[decision.action]}{whom}, {day}."
    if decision.action in (Action.DISPOSE, Action.REDISPOSE):
        return f"{said} Keadaan: {carried_on or STATES[request.state]}."
    return said
