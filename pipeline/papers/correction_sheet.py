"""The correction sheet (lembar koreksi), SOP row 5."""

from collections.abc import Mapping
from datetime import datetime

from pipeline.papers.correction_rounds import Round, rounds
from pipeline.papers.difference import difference
from pipeline.papers.frame import PaperData, agenda_number, frame
from pipeline.papers.signatory import Signatory, name_of, office_of, place_and_day, sign
from pipeline.papers.wording import CHANNELS, label, local_day, moment
from pipeline.record.agency import Agency
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role

TITLE = "Lembar Koreksi"
KINDS = {
    Action.REQUEST_CHANGES: "permintaan perbaikan",
    Action.REVISE: "diperbaiki sendiri oleh korektor",
}
ANSWERED = {
    Action.SUBMIT: "Naskah diperbaiki dan diajukan kembali.",
    Action.AGREE: "Perbaikan korektor disetujui petugas.",
}


def correction_data(
    agency: Agency,
    request: Request,
    now: datetime,
    *,
    title: str,
    texts: Mapping[str, str] | None = None,
) -> PaperData:
    """The sheet's data. `title` is the article's, `texts` its wording by digest.

    Where both wordings of a round are known, their difference is shown.
    """
    number = agenda_number(agency, request)
    approved = _last(request, Action.APPROVE, Role.SECTION_HEAD)
    submitted = _last(request, Action.SUBMIT, Role.OFFICER)
    last = approved or (request.history[-1] if request.history else None)
    at = last.at if last else now
    day = local_day(agency, at)
    return {
        **frame(agency, TITLE, day, foot=f"{TITLE} · No. agenda {number}"),
        "agenda": number,
        "about": _about(agency, request, title, submitted),
        "rounds": [_round(agency, found, texts or {}) for found in rounds(request.history)],
        "result": _result(agency, approved),
        "officer": _block(agency, Role.OFFICER, submitted, at, "Petugas").data(),
        "signatory": _block(
            agency, Role.SECTION_HEAD, approved, at, place_and_day(agency, day)
        ).data(),
    }


def _last(request: Request, action: Action, role: Role) -> Statement | None:
    found = (s for s in reversed(request.history) if s.action is action and s.role is role)
    return next(found, None)


def _about(
    agency: Agency, request: Request, title: str, submitted: Statement | None
) -> list[PaperData]:
    contributors = submitted.data.get("contributors", ()) if submitted else ()
    writers = ", ".join(name_of(agency, str(one)) for one in contributors)
    return [
        {"label": "Judul naskah", "value": title},
        {"label": "Instansi pengirim", "value": request.sender.agency},
        {"label": "Penulis", "value": writers or "–"},
    ]


def _round(agency: Agency, found: Round, texts: Mapping[str, str]) -> PaperData:
    asked, answered = found.asked, found.answered
    before, after = texts.get(found.before), texts.get(found.after)
    changes = () if before is None or after is None else difference(before, after)
    category = asked.data.get("category")
    return {
        "no": str(found.no),
        "kind": KINDS[asked.action],
        "asked-by": _person(agency, asked),
        "asked-at": moment(agency, asked.decided_at),
        "category": label(agency.correction_categories, str(category)) if category else "",
        "note": str(asked.data["note"]),
        "answered-by": _person(agency, answered) if answered else None,
        "answered-at": moment(agency, answered.at) if answered else "",
        "answer": str(answered.data.get("note", ANSWERED[answered.action])) if answered else "–",
        "difference": [change._asdict() for change in changes],
        "remarks": _remarks(agency, asked),
    }


def _person(agency: Agency, statement: Statement) -> PaperData:
    return {
        "name": name_of(agency, statement.by),
        "office": office_of(agency, statement.by, statement.role, statement.decided_at),
    }


def _remarks(agency: Agency, asked: Statement) -> list[str]:
    if asked.transcribed is None:
        return []
    channel = label(CHANNELS, str(asked.transcribed["channel"]))
    return [f"Diketik oleh {name_of(agency, asked.signer)} dari {channel}."]


def _result(agency: Agency, approved: Statement | None) -> str:
    if approved is None:
        return "belum disetujui."
    digest = str(approved.data.get("digest", "")).removeprefix("sha256:")
    text = f"disetujui tayang pada {moment(agency, approved.at)}"
    return f"{text} (sidik naskah SHA-256 {digest[:16]}…)." if digest else f"{text}."


def _block(
    agency: Agency, role: Role, statement: Statement | None, at: datetime, above: str
) -> Signatory:
    who = statement.by if statement else None
    return sign(agency, role, statement.at if statement else at, person=who, above=above)
