"""The note of coordination and consultation (catatan koordinasi), the output of SOP row 3."""

from collections.abc import Mapping
from datetime import datetime

from pipeline.papers.frame import PaperData, agenda_number, frame
from pipeline.papers.signatory import name_of, place_and_day, sign
from pipeline.papers.wording import day_text, label, local_day, short_moment
from pipeline.record.agency import Agency
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role

TITLE = "Catatan Koordinasi dan Konsultasi"
CHANNELS = {
    "telepon": "telepon",
    "whatsapp": "WhatsApp",
    "tatap_muka": "tatap muka",
    "rapat": "rapat",
    "surat": "surat",
    "email": "pos-el",
    "lisan": "lisan",
}


def coordination_data(agency: Agency, request: Request, now: datetime) -> PaperData:
    """Every coordination in the history, oldest first; signed by who accepted the letter."""
    number = agenda_number(agency, request)
    accepted = next((s for s in reversed(request.history) if s.action is Action.ACCEPT), None)
    at = accepted.decided_at if accepted else now
    return {
        **frame(agency, TITLE, local_day(agency, at), foot=f"{TITLE} · No. agenda {number}"),
        "agenda": number,
        "zone": agency.zone_label,
        "about": [
            {"label": "Surat dari", "value": request.sender.agency},
            {
                "label": "Nomor dan tanggal surat",
                "value": f"{request.letter.number}, {day_text(request.letter.date)}",
            },
            {"label": "Hal", "value": request.letter.subject},
        ],
        "entries": [
            _entry(agency, statement)
            for statement in request.history
            if isinstance(statement.data.get("coordination"), Mapping)
        ],
        "arrangement": _arrangement(agency, accepted),
        "signatory": sign(
            agency,
            Role.SECTION_HEAD,
            at,
            person=accepted.by if accepted else None,
            above=place_and_day(agency, local_day(agency, at)),
        ).data(),
    }


def _entry(agency: Agency, statement: Statement) -> PaperData:
    said = statement.data["coordination"]
    return {
        "at": short_moment(agency, datetime.fromisoformat(str(said["at"]))),
        "channel": label(CHANNELS, str(said["channel"])),
        "with": str(said["with"]),
        "agreed": str(said["agreed"]),
        "by": name_of(agency, statement.by),
    }


def _arrangement(agency: Agency, accepted: Statement | None) -> str:
    if accepted is None:
        return ""
    name = name_of(agency, str(accepted.data["officer"]))
    return f"Naskah dikerjakan oleh {name.rstrip('.')}."
