"""Hand a finished mail to something that delivers it: what every mailer promises, and the one
that only writes files.
"""

import re
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Protocol

from pipeline.distribution.address import require_address
from pipeline.files import write_whole


class Verdict(StrEnum):
    """What became of a mail handed over."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # for good
    RETRY = "retry"  # this one later; certainly not delivered
    UNKNOWN = "unknown"  # delivered or not: nobody can say
    AWAY = "away"  # the server takes no mail at all now; certainly not delivered


class Outcome(NamedTuple):
    """A verdict, and the server's own words."""

    verdict: Verdict
    reply: str


class Mailer(Protocol):
    """Something that delivers one mail to one recipient at a time.

    `via` is recorded with each mail. `send` never raises for what a server does or fails to do;
    it raises BadInput for an address that is none.
    """

    via: str

    def send(self, message: bytes, sender: str, recipient: str) -> Outcome:
        """Deliver the bytes as they are; `sender` and `recipient` are the envelope's."""

    def close(self) -> None:
        """Say goodbye; sending again begins anew."""


class FileMailer:
    """Writes each mail as an `.eml` file: for machines without the production setting."""

    via = "file"

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def send(self, message: bytes, sender: str, recipient: str) -> Outcome:
        """Write it; the same mail again is the same file. A full disk is `away`."""
        require_address(sender)
        name = eml_name(message, require_address(recipient))
        try:
            write_whole(self._directory / name, message)
        except OSError as error:
            return Outcome(Verdict.AWAY, f"{self._directory}: {error.strerror or error}")
        return Outcome(Verdict.ACCEPTED, "written to a file")

    def close(self) -> None:
        """There is nothing to close."""


def eml_name(message: bytes, recipient: str) -> str:
    """`2026-11-24_redaksi@media.example_1a2b3c4d.eml`: sortable, legal on every system."""
    headers = BytesHeaderParser().parsebytes(message)
    event = re.match(r"\s*<([0-9a-f]{8})", str(headers.get("Message-ID", "")))
    mark = event[1] if event else sha256(message).hexdigest()[:8]
    who = re.sub(r"[^A-Za-z0-9@._+-]", "-", recipient)[:100]
    return f"{_day(str(headers.get('Date', '')))}_{who}_{mark}.eml"


def _day(date: str) -> str:
    try:
        moment: datetime = parsedate_to_datetime(date)
    except ValueError:
        return "0000-00-00"
    return moment.strftime("%Y-%m-%d")
