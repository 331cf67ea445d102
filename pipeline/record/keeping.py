"""Where letters' papers and senders' contacts are kept: in the repository, or by the office itself.

With `papers: local` in agency.yaml the record names a file on the office's own server under the
key `local`, with its SHA-256; nothing else of it is in Git. The key is part of what is signed, so
that a record says the same whatever agency.yaml says later.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.record.workflow import Action

if TYPE_CHECKING:
    from pipeline.record.request import Request
    from pipeline.record.statement import Statement

# What stands in the repository: a paper, a scan, and the contacts of the sender.
OPEN = frozenset({"path", "scan", "contact", "email", "phone"})
CONTACTS = ("contact", "email", "phone")
# Photographs come for the article, which the public sees.
PUBLIC = "photo"


class Keeping(StrEnum):
    """How agency.yaml wants papers and contacts kept."""

    REPOSITORY = "repository"
    LOCAL = "local"


class Kept(NamedTuple):
    """A paper, a scan, or the sender's contacts, as a record names them.

    `path` is below requests/<year>/, or below the folder of that year on the office's server; it is
    empty for contacts that stand in the record.
    """

    keeping: Keeping
    path: str
    sha256: str


def kept_by(document: Mapping[str, Any]) -> tuple[Kept, ...]:
    """What a document brings, and how it is kept; photographs aside."""
    items = (document.get("sender", {}), *document.get("attachments", ()))
    return tuple(kept for item in items if item.get("kind") != PUBLIC for kept in kept_as(item))


def kept_as(item: Mapping[str, Any]) -> Iterator[Kept]:
    """How one thing is kept: a paper, the sender, or the scan that a statement names."""
    if "local" in item:
        yield Kept(Keeping.LOCAL, item["local"], item["sha256"])
    if not OPEN.isdisjoint(item):
        path = item.get("path") or item.get("scan", "")
        digest = item.get("scan_sha256") or item.get("sha256", "")
        yield Kept(Keeping.REPOSITORY, path, digest)


def brought(request: "Request", known: int = 0) -> Iterator[tuple[int, Kept]]:
    """What each statement after the first `known` brought, with that statement's place.

    A part of a split letter brings nothing by its first one: the letter brought it.
    """
    documents = iter(request.kept)
    for place, statement in enumerate(request.history):
        own = [kept for _one in range(_documents(statement)) for kept in next(documents, ())]
        for told in (statement.data, statement.transcribed or {}):
            own += kept_as(told)
        if place >= known and statement.action is not Action.SPLIT:
            yield from ((place, kept) for kept in own)


def _documents(statement: "Statement") -> int:
    """How many documents a statement brought."""
    data = statement.data
    return len(data["documents"]) if "documents" in data else int("document" in data)


def local_files(request: "Request") -> tuple[Kept, ...]:
    """Everything of a request that lies on the office's own server, each file once."""
    told = [kept for document in request.kept for kept in document]
    for statement in request.history:
        for data in (statement.data, statement.transcribed or {}):
            told += kept_as(data)
    return tuple(dict.fromkeys(kept for kept in told if kept.keeping is Keeping.LOCAL))
