"""A request: what was received, and what people decided about it, as frozen values.

Built only from files that the schema has accepted; texts stay exactly as they were written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pipeline.record.keeping import CONTACTS, Kept
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, State


class Origin(StrEnum):
    """Why the office covers something."""

    LETTER = "surat"
    INVITATION = "undangan"
    ORDER = "perintah"


class AttachmentKind(StrEnum):
    """What a paper is."""

    LETTER = "letter"
    FORM = "form"
    DATA = "data"
    PHOTO = "photo"
    OTHER = "other"


# SOP row 1, kelengkapan: what must be there, present or with the date by which it follows.
REQUIRED_PAPERS: dict[Origin, tuple[AttachmentKind, ...]] = {
    Origin.LETTER: (AttachmentKind.LETTER, AttachmentKind.FORM, AttachmentKind.DATA),
    Origin.INVITATION: (AttachmentKind.LETTER, AttachmentKind.FORM),
    Origin.ORDER: (AttachmentKind.FORM,),
}


@dataclass(frozen=True)
class Letter:
    """The letter as it came; numbers verbatim. `kept_at`: where the paper of a secret one lies."""

    number: str
    date: date
    received: datetime
    subject: str
    urgency: str = "biasa"
    security: str = "biasa"
    srikandi: str = ""
    kept_at: str = ""


@dataclass(frozen=True)
class Sender:
    """Who asks; without e-mail they are told by WhatsApp text or letter.

    The contacts may lie on the office's own server instead: in `local`, with its SHA-256; or they
    follow by the day `due`, where whoever entered the letter could not bring them there.
    """

    agency: str
    contact: str = ""
    email: str = ""
    phone: str = ""
    local: str = ""
    sha256: str = ""
    due: date | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether the contacts are still to be brought to the office's own server."""
        return self.due is not None and not self.local and not self.contact

    @property
    def is_away(self) -> bool:
        """Whether nobody has opened the file yet that holds the contacts, or there is none yet."""
        return not self.contact and (bool(self.local) or self.is_awaited)


@dataclass(frozen=True)
class Activity:
    """The 5W1H of the publication form."""

    what: str
    who: str
    when: str
    where: str
    why: str
    how: str


@dataclass(frozen=True)
class Attachment:
    """A paper: present (`path` below requests/<year>/, `sha256` in hex) or following by `due`.

    One that lies on the office's own server has `local`, below the folder of the year there.
    """

    kind: AttachmentKind
    path: str = ""
    sha256: str = ""
    due: date | None = None
    caption: str = ""
    credit: str = ""
    local: str = ""

    @property
    def is_present(self) -> bool:
        """Whether the file is there already."""
        return bool(self.path or self.local)


@dataclass(frozen=True)
class Request:
    """One request. `documents` are the exact bytes of all documents after the front matter.

    `kept` says of each document how the papers and contacts are kept that it brought.
    """

    number: str
    origin: Origin
    letter: Letter
    sender: Sender
    activity: Activity
    attachments: tuple[Attachment, ...]
    history: tuple[Statement, ...]
    documents: tuple[bytes, ...]
    summary: Mapping[str, Any]
    kept: tuple[tuple[Kept, ...], ...] = ()

    @property
    def year(self) -> int:
        """The year of receipt, by which agenda numbers run."""
        return int(self.number[:4])

    @property
    def subject(self) -> str:
        """What it is about: of a part what the part is called, otherwise the letter's subject."""
        first = self.history[0] if self.history else None
        title = first.data.get("title") if first and first.action is Action.SPLIT else None
        return str(title or self.letter.subject)

    @property
    def missing(self) -> tuple[AttachmentKind, ...]:
        """Required papers of which no file is there yet (announced as following or not)."""
        there = {paper.kind for paper in self.attachments if paper.is_present}
        required = REQUIRED_PAPERS[self.origin]
        if self.letter.security != "biasa":  # its paper is not scanned into Git
            required = tuple(kind for kind in required if kind is not AttachmentKind.LETTER)
        return tuple(kind for kind in required if kind not in there)

    @property
    def state(self) -> State:
        """The state its front matter claims; `replay` says whether that is true."""
        return State(self.summary["state"])

    @property
    def article(self) -> str | None:
        """The folder of its article, `content/2026/11/24-slug`, once there is one."""
        found = self.summary.get("article")
        return None if found is None else str(found)


def parse_received(
    received: Mapping[str, Any], later: Sequence[Mapping[str, Any]]
) -> tuple[Origin, Letter, Sender, Activity, tuple[Attachment, ...]]:
    """The values of the request as received, with what later documents brought or corrected.

    A later document may bring `attachments` (a present one takes the place of the one that was
    announced of the same kind) and replace fields of `letter`, `sender` and `activity`.
    """
    merged = {part: dict(received.get(part, {})) for part in ("letter", "sender", "activity")}
    papers = [parse_attachment(item) for item in received.get("attachments", [])]
    for document in later:
        for part, fields in merged.items():
            brought = document.get(part, {})
            if "local" in brought:  # all contacts anew: none that stood in the record counts on
                for name in CONTACTS:
                    fields.pop(name, None)
            fields.update(brought)
        arrived = [parse_attachment(item) for item in document.get("attachments", [])]
        kinds = {paper.kind for paper in arrived if paper.is_present}
        papers = [paper for paper in papers if paper.is_present or paper.kind not in kinds]
        papers += arrived
    letter, sender = merged["letter"], merged["sender"]
    due = sender.pop("due", None)
    return (
        Origin(received["origin"]),
        Letter(
            **{
                **letter,
                "date": date.fromisoformat(letter["date"]),
                "received": datetime.fromisoformat(letter["received"]),
            }
        ),
        Sender(**sender, due=date.fromisoformat(due) if due else None),
        Activity(**merged["activity"]),
        tuple(papers),
    )


def parse_attachment(item: Mapping[str, Any]) -> Attachment:
    """One attachment from its mapping."""
    due = item.get("due")
    return Attachment(
        kind=AttachmentKind(item["kind"]),
        path=item.get("path", ""),
        sha256=item.get("sha256", ""),
        due=None if due is None else date.fromisoformat(due),
        caption=item.get("caption", ""),
        credit=item.get("credit", ""),
        local=item.get("local", ""),
    )
