"""A request as a value, and the commits of main that bring requests or change anything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.record import agenda
from pipeline.record.digest import FileEntry, unit_digest
from pipeline.record.front_matter import render
from pipeline.record.replay import Case, summary
from pipeline.record.signature import sign
from pipeline.record.statement import NAMESPACE, Statement, statement_entry
from pipeline.record.workflow import FINAL

if TYPE_CHECKING:
    from tests.forging.office import Office


class Merge(NamedTuple):
    """A commit of main that brought a request: the office just before it, and just after."""

    commit: str
    dossier: "Dossier"
    by: str
    is_squash: bool
    before: "Office"
    after: "Office"

    @property
    def number(self) -> str:
        """The request."""
        return self.dossier.number

    @property
    def former(self) -> "Dossier | None":
        """The request as main had it before."""
        return self.before.merged.get(self.number)


class Reform(NamedTuple):
    """A commit of main that changed registers, theme, program or archive, as agreed to.

    `files` are what it changed (None: removed), agency.yaml among them.
    """

    commit: str
    files: Mapping[str, bytes | None]
    by: str
    before: "Office"
    after: "Office"

    @property
    def number(self) -> str:
        """It is of no request."""
        return ""


@dataclass(frozen=True)
class Dossier:
    """A request as a commit has it: its history, documents, papers, and the article's files."""

    number: str
    tip: str
    history: tuple[Statement, ...] = ()
    case: Case = field(default_factory=Case)
    documents: tuple[bytes, ...] = ()
    papers: Mapping[str, bytes] = field(default_factory=dict)
    article: Mapping[str, bytes] = field(default_factory=dict)
    folder: str = ""
    missing: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    texts: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where its record stands."""
        return agenda.request_path(self.number)

    @property
    def index(self) -> str:
        """Where its article stands."""
        return f"{self.folder}/index.md"

    @cached_property
    def record(self) -> bytes:
        """The bytes of its record."""
        return record_bytes(self.number, self.case, self.history, self.documents)

    @cached_property
    def digest(self) -> str | None:
        """What an approval of these bytes names."""
        return digest_of(self.article, self.documents) if self.article else None

    @property
    def files(self) -> dict[str, bytes]:
        """Everything that main may have of it; an ended request has no article."""
        ended = self.case.state in FINAL or self.case.is_divided
        shown = {} if ended else self.article
        return {self.path: self.record, **self.papers, **shown}


def record_bytes(
    number: str,
    case: Case,
    history: Sequence[Statement | Mapping[str, Any]],
    documents: Sequence[bytes],
    **typed: Any,
) -> bytes:
    """The record as the tool writes it, with fields typed by hand in place of its own."""
    entries = [statement_entry(s) if isinstance(s, Statement) else s for s in history]
    return render({**summary(number, case), **typed, "history": entries}, documents)


def digest_of(files: Mapping[str, bytes], documents: Sequence[bytes]) -> str:
    """What an approval of these files and documents names."""
    entries = [FileEntry(p, "100644", len(d), sha256(d).hexdigest()) for p, d in files.items()]
    return unit_digest(entries, documents)


def signed(made: Statement, key: Ed25519PrivateKey) -> Statement:
    """The statement with a signature over what it says now."""
    return replace(made, signature=sign(key, made.payload, NAMESPACE))
