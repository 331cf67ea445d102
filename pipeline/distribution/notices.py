"""Who is owed which mail, under an id that stays the same whoever asks, and whenever."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from pipeline.record.media import Outlet
from pipeline.record.request import Request

SENDER = "sender"


class Kind(StrEnum):
    """Why somebody is written to."""

    PUBLICATION = "publication"


class Notice(NamedTuple):
    """One mail owed. `recipient` is an outlet's id or `sender`: the ledger holds no addresses.

    `name` is the outlet's or the sender's agency, `attention` the desk or the person there.
    """

    event: str
    number: str
    seq: int
    kind: Kind
    recipient: str
    address: str
    name: str
    attention: str = ""

    @property
    def is_for_media(self) -> bool:
        """Whether it goes to an outlet (or else to the sender)."""
        return self.recipient != SENDER


class Required(NamedTuple):
    """What a publication owes: mails, media first; and who is told by WhatsApp text or letter."""

    mails: tuple[Notice, ...]
    by_hand: tuple[Notice, ...]


def event_id(root: str, number: str, seq: int, kind: Kind, recipient: str) -> str:
    """The id of one mail owed: 64 hex digits, without time, run, attempt or template.

    `root` is the id of the repository's root commit, so that a copy made for practice never
    shares ids with the office; `seq` the statement that made the publication valid.
    """
    return sha256("|".join((root, number, str(seq), kind, recipient)).encode()).hexdigest()


def required(
    root: str, request: Request, seq: int, outlets: Iterable[Outlet], day: date
) -> Required:
    """Every outlet active on `day` once, and the sender once (SOP rows 6 and 7)."""

    def notice(recipient: str, address: str, name: str, attention: str) -> Notice:
        event = event_id(root, request.number, seq, Kind.PUBLICATION, recipient)
        return Notice(
            event, request.number, seq, Kind.PUBLICATION, recipient, address, name, attention
        )

    sender = request.sender
    owed = {
        item.event: item
        for item in (
            *(notice(o.id, o.email, o.name, o.desk) for o in outlets if o.is_active(day)),
            notice(SENDER, sender.email, sender.agency, sender.contact),
        )
    }
    return Required(
        mails=tuple(item for item in owed.values() if item.address),
        by_hand=tuple(item for item in owed.values() if not item.address),
    )
