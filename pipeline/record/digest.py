"""The digest of a unit: what an approval binds to."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pipeline.record.canonical import canonical

REGULAR = "100644"


class FileEntry(NamedTuple):
    """A file: its path from the root, Git mode, size in bytes and SHA-256 in hex."""

    path: str
    mode: str
    size: int
    sha256: str


def sha256(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def document_digest(document: bytes) -> str:
    """`sha256:…` of one document of a request, as statements name it."""
    return f"sha256:{sha256(document)}"


def unit_digest(files: Iterable[FileEntry], documents: Sequence[bytes]) -> str:
    """`sha256:…` over the article's files and the request's documents after the front matter.

    Canonical JSON (RFC 8785) of the sorted files [path, mode, size, SHA-256] and the documents
    [size, SHA-256], so that a moved byte, a swapped picture or a changed mode is another digest.
    """
    listed: dict[str, Any] = {
        "files": [[_spelled(entry.path), *entry[1:]] for entry in sorted(files)],
        "documents": [[len(document), sha256(document)] for document in documents],
    }
    return f"sha256:{sha256(canonical(listed))}"


def _spelled(path: str) -> str:
    # No name that is not UTF-8 is ever accepted (`path-name`); until that is said, it has a digest.
    if path.isascii():
        return path
    return path.encode(errors="surrogateescape").decode(errors="backslashreplace")
