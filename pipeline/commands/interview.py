"""Ask the questions of the publication form one by one, in the words of the office (SOP row 1).

The questions are the agency's form, so they are asked in the agency's language.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.commands.context import Context
from pipeline.i18n import agency_text, marked
from pipeline.record.labels import (
    ATTACHMENT_LABELS,
    ORIGIN_LABELS,
    SECURITY_LABELS,
    URGENCY_LABELS,
)
from pipeline.record.request import REQUIRED_PAPERS, AttachmentKind, Origin
from pipeline.record.shapes import is_email

ACTIVITY = {
    "what": marked("What is it about"),
    "who": marked("Who is involved"),
    "when": marked("When does it take place"),
    "where": marked("Where does it take place"),
    "why": marked("Why is it held"),
    "how": marked("How does it proceed"),
}


def ask(ctx: Context) -> Mapping[str, Any]:
    """The filled form, as `siar receive --from` would read it."""
    origin = _choice(ctx, agency_text("Why do we cover it"), ORIGIN_LABELS)
    letter = _letter(ctx)
    return {
        "origin": origin,
        "letter": letter,
        "sender": _sender(ctx),
        "activity": {key: _text(ctx, agency_text(question)) for key, question in ACTIVITY.items()},
        "attachments": _attachments(ctx, Origin(origin), letter),
    }


def _letter(ctx: Context) -> dict[str, str]:
    found = {
        "number": _text(ctx, agency_text("Letter number, exactly as written")),
        "date": _day(ctx, agency_text("Date of the letter (2026-11-20)")),
        "received": _moment(ctx, agency_text("Received on (2026-11-23 08:50)")),
        "subject": _text(ctx, agency_text("Subject")),
        "urgency": _choice(ctx, agency_text("Urgency"), URGENCY_LABELS),
        "security": _choice(ctx, agency_text("Security"), SECURITY_LABELS),
    }
    srikandi = ctx.talk.ask(agency_text("SRIKANDI number (empty if there is none)"))
    if srikandi:
        found["srikandi"] = srikandi
    if found["security"] != "biasa":
        found["kept_at"] = _text(ctx, agency_text("Where does the paper letter lie"))
    return found


def _sender(ctx: Context) -> dict[str, str]:
    found = {
        "agency": _text(ctx, agency_text("Sender (agency)")),
        "contact": _text(ctx, agency_text("Contact person")),
    }
    email = ctx.talk.ask(agency_text("E-mail (empty if there is none)"))
    while email and not is_email(email):
        ctx.talk.tell(agency_text("This is not one e-mail address like humas@dinas.example"))
        email = ctx.talk.ask(agency_text("E-mail (empty if there is none)"))
    if email:
        found["email"] = email
        phone = ctx.talk.ask(agency_text("Telephone or WhatsApp (empty if there is none)"))
    else:
        phone = _text(ctx, agency_text("Telephone or WhatsApp"))
    return found | ({"phone": phone} if phone else {})


def _attachments(ctx: Context, origin: Origin, letter: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for kind in REQUIRED_PAPERS[origin]:
        if kind is AttachmentKind.LETTER and letter["security"] != "biasa":
            continue
        found.append(_paper(ctx, kind))
    while photo := ctx.talk.ask(
        agency_text("A photograph, file name (empty when there are no more)")
    ):
        if not Path(photo).is_file():
            ctx.talk.tell(agency_text("There is no such file: {name}").format(name=photo))
            continue
        found.append(
            {
                "kind": str(AttachmentKind.PHOTO),
                "file": photo,
                "caption": ctx.talk.ask(agency_text("What does it show")),
                "credit": ctx.talk.ask(agency_text("Who took it")),
            }
        )
    return found


def _paper(ctx: Context, kind: AttachmentKind) -> dict[str, Any]:
    question = agency_text("{paper}: file name (empty if it follows later)").format(
        paper=ATTACHMENT_LABELS[kind].capitalize()
    )
    while file := ctx.talk.ask(question):
        if Path(file).is_file():
            return {"kind": str(kind), "file": file}
        ctx.talk.tell(agency_text("There is no such file: {name}").format(name=file))
    return {
        "kind": str(kind),
        "due": _day(ctx, agency_text("By which date does it follow (2026-11-30)")),
    }


def _choice(ctx: Context, question: str, labels: Any) -> str:
    by_label = {label: str(key) for key, label in labels.items()}
    answer = ctx.talk.ask(question, default=next(iter(by_label)), choices=tuple(by_label))
    return by_label[answer]


def _text(ctx: Context, question: str) -> str:
    while not (answer := ctx.talk.ask(question)):
        ctx.talk.tell(agency_text("This cannot be left empty"))
    return answer


def _day(ctx: Context, question: str) -> str:
    while True:
        answer = _text(ctx, question)
        try:
            return date.fromisoformat(answer).isoformat()
        except ValueError:
            ctx.talk.tell(agency_text("There is no such date; write it like 2026-11-20"))


def _moment(ctx: Context, question: str) -> str:
    now = ctx.now().replace(second=0)
    while True:
        answer = ctx.talk.ask(question, default=now.strftime("%Y-%m-%d %H:%M"))
        try:
            found = datetime.fromisoformat(answer)
        except ValueError:
            ctx.talk.tell(agency_text("There is no such time; write it like 2026-11-23 08:50"))
            continue
        found = found if found.tzinfo else found.replace(tzinfo=ctx.agency.zone)
        if found <= ctx.now():
            return found.isoformat()
        ctx.talk.tell(agency_text("This time is still to come"))
