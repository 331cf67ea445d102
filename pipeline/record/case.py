"""A case: where the history of a request has led to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.record.statement import Statement
from pipeline.record.workflow import FINAL, OPEN, Action, Role, State


@dataclass(frozen=True)
class Case:
    """Where a history has led to. `digest` is what the last binding statement named.

    `editions` are the digests of the approved editions, oldest first; `unlooked` the emergencies
    and takedowns that nobody else has looked at; `unconfirmed` tells of each decision that was
    typed in by somebody else (its statement's digest) who has to confirm it; `exempted` holds what
    was allowed: the id of a finding, with the digest of the text it was allowed in.
    """

    state: State | None = None
    kind: str = "berita"
    paused: Mapping[str, str] | None = None
    disposition: Mapping[str, Any] = field(default_factory=lambda: {"status": "none"})
    correction: str = "none"
    round: int = 0
    officer: str | None = None
    article: str | None = None
    contributors: tuple[str, ...] = ()
    digest: str | None = None
    agreed: frozenset[str] = frozenset()
    approvals: Mapping[Role, Statement] = field(default_factory=dict)
    since: datetime | None = None
    editions: tuple[str, ...] = ()
    hidden: bool = False
    recalled: bool = False
    unlooked: tuple[Statement, ...] = ()
    unconfirmed: Mapping[str, str] = field(default_factory=dict)
    exempted: frozenset[tuple[str, str]] = frozenset()
    parts: tuple[str, ...] = ()
    leading: str | None = None

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still."""
        return self.paused is not None

    @property
    def is_divided(self) -> bool:
        """Whether others carry it on: the parts it was split into, or the request it joined."""
        return bool(self.parts) or self.leading is not None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to decide."""
        return self.state in OPEN and not self.is_divided

    @property
    def is_settled(self) -> bool:
        """Whether main may hold it."""
        return (
            self.state in FINAL
            or self.state is State.APPROVED
            or self.is_divided
            or self.recalled
            or self.hidden
        )

    @property
    def is_public(self) -> bool:
        """Whether readers are to see its article, once it is due."""
        return (
            self.state is State.APPROVED
            and not self.hidden
            and not self.is_divided
            and self.kind != "pencabutan"
        )

    @property
    def edition(self) -> int:
        """How many editions were approved, and not recalled."""
        return len(self.editions)

    @property
    def approved_digest(self) -> str | None:
        """The bytes of the last approved edition."""
        return self.editions[-1] if self.editions else None

    @property
    def awaiting_look(self) -> Statement | None:
        """The emergency or takedown that another holder has to look at next."""
        return self.unlooked[-1] if self.unlooked else None

    @property
    def bypass(self) -> Statement | None:
        """The emergency decision that the present edition stands on, instead of approvals."""
        found = [s for s in self.approvals.values() if s.action is Action.BYPASS]
        return found[0] if found else None
