"""The disposition sheet (lembar disposisi), SOP rows 1 and 2: blank, or as it was decided."""

from collections.abc import Mapping
from datetime import date, datetime

from pipeline.papers.frame import PaperData, agenda_number, frame
from pipeline.papers.signatory import current_office, name_of, place_and_day, sign
from pipeline.papers.wording import (
    CHANNELS,
    DECISIONS,
    SECURITY,
    URGENCY,
    day_text,
    label,
    local_day,
    moment,
)
from pipeline.record.agency import Agency
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role

TITLE = "Lembar Disposisi"
PASSED_ON_TO = (Role.SECTION_HEAD, Role.OFFICER)


def disposition_data(
    agency: Agency, request: Request | None, now: datetime, *, blank: bool = False
) -> PaperData:
    """The sheet's data: without a request nothing is filled in, with `blank` only the letter is.

    The people listed are those who could be given it when it was decided (or at `now`).
    """
    decision = None if blank or request is None else decided(request)
    at = decision.decided_at if decision else now
    number = agenda_number(agency, request) if request else ""
    foot = f"{TITLE} · No. agenda {number}" if number else TITLE
    return {
        **frame(agency, TITLE, local_day(agency, at), foot=foot),
        "letter": _letter(agency, request, number),
        "security": ticks(SECURITY, request.letter.security if request else None),
        "urgency": ticks(URGENCY, _urgency(request, decision)),
        "forwarded": _people(agency, at, decision),
        "instructions": ticks(agency.instructions, *_instructions(decision)),
        "decision": _decision(decision),
        "note": _note(decision),
        "due": _due(decision),
        "remarks": _remarks(agency, request, decision),
        "signatory": sign(
            agency,
            Role.DIVISION_HEAD,
            at,
            person=decision.by if decision else None,
            above=place_and_day(agency, local_day(agency, at) if decision else None),
        ).data(),
    }


def decided(request: Request) -> Statement | None:
    """The division head's last word on the letter, if there is one."""
    found = [statement for statement in request.history if statement.action in DECISIONS]
    return found[-1] if found else None


def ticks(labels: Mapping[str, str], *chosen: str | None) -> list[PaperData]:
    """Every label of the table, with whether its id is among the chosen."""
    return [{"chosen": key in chosen, "label": text} for key, text in labels.items()]


def _letter(agency: Agency, request: Request | None, number: str) -> PaperData:
    if request is None:
        return dict.fromkeys(
            ("sender", "number", "date", "received", "agenda", "srikandi", "subject"), ""
        )
    letter = request.letter
    return {
        "sender": request.sender.agency,
        "number": letter.number,
        "date": day_text(letter.date),
        "received": day_text(local_day(agency, letter.received)),
        "agenda": number,
        "srikandi": letter.srikandi or "–",
        "subject": letter.subject,
    }


def _urgency(request: Request | None, decision: Statement | None) -> str | None:
    """The division head may judge it more urgent than the letter says."""
    if decision is not None and "urgency" in decision.data:
        return str(decision.data["urgency"])
    return request.letter.urgency if request else None


def _people(agency: Agency, at: datetime, decision: Statement | None) -> list[PaperData]:
    chosen = decision.data.get("to") if decision else None
    people = [person for role in PASSED_ON_TO for person in agency.roster.holders(role, at)]
    listed = {
        person.id: f"{current_office(agency, person, at)} ({person.name})" for person in people
    }
    if chosen and chosen not in listed:
        listed[str(chosen)] = name_of(agency, str(chosen))
    return ticks(listed, chosen)


def _instructions(decision: Statement | None) -> tuple[str, ...]:
    return tuple(decision.data.get("instructions", ())) if decision else ()


def _decision(decision: Statement | None) -> str:
    if decision is None or decision.action is Action.DISPOSE:
        return ""
    return DECISIONS[decision.action] + "."


def _note(decision: Statement | None) -> str:
    if decision is None:
        return ""
    said = (decision.data.get("note"), decision.data.get("reason"))
    missing = decision.data.get("missing", ())
    lines = [str(text) for text in said if text]
    if missing:
        lines.append("Yang belum lengkap: " + ", ".join(map(str, missing)))
    return "\n".join(lines) or "–"


def _due(decision: Statement | None) -> str:
    if decision is None:
        return ""
    due = decision.data.get("due")
    return day_text(date.fromisoformat(str(due))) if due else "–"


def _remarks(agency: Agency, request: Request | None, decision: Statement | None) -> list[str]:
    if request is None or decision is None or decision.transcribed is None:
        return []
    channel = label(CHANNELS, str(decision.transcribed["channel"]))
    typed = f"Diketik oleh {name_of(agency, decision.signer)} dari {channel}"
    if _is_confirmed(request, decision):
        return [f"{typed} tanggal {moment(agency, decision.decided_at)}."]
    return [f"{typed}, belum dikonfirmasi."]


def _is_confirmed(request: Request, decision: Statement) -> bool:
    """Whether who decided it has signed for it: by typing it in, or by confirming it afterwards."""
    return decision.signer == decision.by or any(
        later.action is Action.CONFIRM
        and later.by == decision.by
        and later.data.get("statement") == decision.digest
        for later in request.history
    )
