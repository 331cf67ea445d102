"""A statement: one entry of a history, as exact bytes that are signed and chained.

The payload is canonical JSON (RFC 8785); the signature is OpenSSH's SSHSIG over these bytes in the
namespace `NAMESPACE`, so that `ssh-keygen -Y verify` can check it without this program.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from pipeline.record.canonical import canonical
from pipeline.record.workflow import Action, Role

NAMESPACE = "siar-statement"
FORMAT = 1


@dataclass(frozen=True)
class Statement:
    """Who did what, when, in which role, to which unit.

    `by` is who decided, `signer` whose key vouches for it: the same person, except for a decision
    transcribed from paper (the typist) or taken over from a forge (the recorder). `prev` is the
    digest of the statement before; `unit` is `request/2026-0042` and `root` the id of the
    repository's first commit, so that a statement is worth nothing elsewhere.
    """

    root: str
    unit: str
    seq: int
    action: Action
    at: datetime
    by: str
    role: Role
    data: Mapping[str, Any]
    prev: str | None
    signer: str
    signature: str = field(default="", compare=False)

    @property
    def payload(self) -> bytes:
        """The bytes that are signed."""
        return canonical(
            {
                "siar": FORMAT,
                "root": self.root,
                "unit": self.unit,
                "seq": self.seq,
                "action": str(self.action),
                "at": self.at.isoformat(),
                "by": self.by,
                "role": str(self.role),
                "data": _plain(self.data),
                "prev": self.prev,
                "signer": self.signer,
            }
        )

    @cached_property
    def digest(self) -> str:
        """`sha256:…` over payload and signature: what the next statement's `prev` must be."""
        signed = self.payload + b"\n" + self.signature.encode()
        return "sha256:" + hashlib.sha256(signed).hexdigest()

    @property
    def transcribed(self) -> Mapping[str, Any] | None:
        """Channel, scan and moment of a decision that somebody else typed in; None otherwise."""
        found = self.data.get("transcribed")
        return found if isinstance(found, Mapping) else None

    @property
    def decided_at(self) -> datetime:
        """When the decision was made: on paper perhaps earlier than it was typed in."""
        if self.transcribed is None:
            return self.at
        return datetime.fromisoformat(str(self.transcribed["decided_at"]))


def parse_statement(entry: Mapping[str, Any], *, root: str, unit: str) -> Statement:
    """The statement from its (schema-checked) entry of a history."""
    return Statement(
        root=root,
        unit=unit,
        seq=entry["seq"],
        action=Action(entry["action"]),
        at=datetime.fromisoformat(entry["at"]),
        by=entry["by"],
        role=Role(entry["role"]),
        data=entry["data"],
        prev=entry["prev"],
        signer=entry["signer"],
        signature=entry["signature"],
    )


def statement_entry(statement: Statement) -> dict[str, Any]:
    """The entry of a history that `parse_statement` reads back as this statement."""
    return {
        "seq": statement.seq,
        "action": str(statement.action),
        "at": statement.at.isoformat(),
        "by": statement.by,
        "role": str(statement.role),
        "data": dict(statement.data),
        "prev": statement.prev,
        "signer": statement.signer,
        "signature": statement.signature,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
