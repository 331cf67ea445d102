"""One step in the story of a mail, as the ledger keeps it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pipeline.i18n import _
from pipeline.ledger import unreadable

RECORD_KIND = "message"
LONGEST_REPLY = 300  # characters of a server's answer


class MessageState(StrEnum):
    """Where a mail stands."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RETRY = "retry"
    UNKNOWN = "unknown"
    HELD = "held"
    CANCELLED = "cancelled"


class Because(StrEnum):
    """Why a mail is held for a person; the first word of the record's `reply`."""

    NO_ANSWER = "no-answer"
    NO_RESULT = "no-result"
    TOO_OFTEN = "too-often"
    BYTES_DIFFER = "bytes-differ"


@dataclass(frozen=True)
class Step:
    """One record. `sha256` is of the mail's bytes; `reply` what the server (or a person) said.

    `until`: of a claim, the end of its lease; of a retry, when to try again. `attempt` counts from
    1; `via` is how it went out: `smtp` or `file`. There are no addresses in it.
    """

    event: str
    state: MessageState
    at: datetime
    run: str
    recipient: str
    message_id: str
    sha256: str
    reply: str = ""
    attempt: int = 0
    until: datetime | None = None
    via: str = ""

    def as_record(self) -> dict[str, Any]:
        """The record for the ledger; every key is always there."""
        return {
            "kind": RECORD_KIND,
            "event": self.event,
            "state": str(self.state),
            "at": self.at.isoformat(),
            "run": self.run,
            "recipient": self.recipient,
            "message_id": self.message_id,
            "sha256": self.sha256,
            "reply": without_addresses(self.reply),
            "attempt": self.attempt,
            "until": None if self.until is None else self.until.isoformat(),
            "via": self.via,
        }


def parse_step(record: Mapping[str, Any]) -> Step:
    """The step from its record. Raises BadInput for one that no program here has written."""
    try:
        return _parsed(record)
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(
            _("a mail's record in the ledger cannot be read: {problem}").format(problem=error)
        ) from None


def _parsed(record: Mapping[str, Any]) -> Step:
    until = record.get("until")
    return Step(
        event=record["event"],
        state=MessageState(record["state"]),
        at=datetime.fromisoformat(record["at"]),
        run=record["run"],
        recipient=record["recipient"],
        message_id=record["message_id"],
        sha256=record["sha256"],
        reply=record.get("reply", ""),
        attempt=record.get("attempt", 0),
        until=None if until is None else datetime.fromisoformat(until),
        via=record.get("via", ""),
    )


def without_addresses(reply: str) -> str:
    """A server's answer on one line, short, its mail addresses left out."""
    line = " ".join("".join(c if c.isprintable() else " " for c in reply).split())
    return re.sub(r"[^\s<>]+@[^\s<>]+", "…", line)[:LONGEST_REPLY]


def explain(step: Step) -> str:
    """The record's `reply` as a person reads it."""
    if step.state is not MessageState.HELD:
        return step.reply
    because, _colon, words = step.reply.partition(": ")
    sentences = {
        Because.NO_ANSWER: _("the server did not answer after the whole mail; it may have arrived"),
        Because.NO_RESULT: _("a run broke off while sending; the mail may have arrived"),
        Because.TOO_OFTEN: _("the server put it off too often"),
        Because.BYTES_DIFFER: _("it would not be the mail that was tried before"),
    }
    sentence = next((text for code, text in sentences.items() if code == because), step.reply)
    return f"{sentence} ({words})" if words else sentence
