"""The ledger: what machines did and saw, an append-only journal per request on branch `ledger`.

A journal is a file `2026/0042.jsonl` with one JSON record a line. It is pushed without force, so
that of two writers one is told to look again.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pipeline.repository import Repository, Signer, Update

BRANCH = "ledger"
Record = Mapping[str, Any]


class Ledger:
    """The ledger of a repository, as of `tip` (None: nothing recorded yet)."""

    def __init__(self, repository: Repository, *, author: str, sign: Signer | None = None) -> None:
        self._repository = repository
        self._author = author
        self._sign = sign
        self.tip = repository.shared(BRANCH)

    def refresh(self) -> None:
        """Look again at what is recorded."""
        self._repository.fetch()
        self.tip = self._repository.shared(BRANCH)

    def records(self, number: str) -> tuple[Record, ...]:
        """What is recorded of a request, oldest first."""
        data = self._repository.read(self.tip, path_of(number)) if self.tip else None
        return parse_journal(data or b"")

    def numbers(self) -> tuple[str, ...]:
        """The requests of which something is recorded."""
        entries = self._repository.tree(self.tip) if self.tip else []
        return tuple(number_of(entry.path) for entry in entries)

    def append(self, number: str, records: Iterable[Record], *, at: datetime) -> None:
        """Add records of one request, in one push. Raises Conflict when somebody was faster."""
        self.append_all({number: tuple(records)}, at=at)

    def append_all(self, news: Mapping[str, Iterable[Record]], *, at: datetime) -> None:
        """Add records of several requests in one push; all or none."""
        repository = self._repository
        changes: dict[str, str | None] = {}
        for number, records in news.items():
            path = path_of(number)
            former = repository.read(self.tip, path) if self.tip else None
            added = b"".join(_line(record) for record in records)
            changes[path] = repository.write_blob((former or b"") + added)
        commit = repository.commit_tree(
            repository.write_tree(self.tip, changes),
            [self.tip] if self.tip else [],
            f"Record {', '.join(sorted(news))}",
            author=self._author,
            at=at,
            sign=self._sign,
        )
        repository.push([Update(f"refs/heads/{BRANCH}", commit, self.tip)])
        self.tip = commit


def path_of(number: str) -> str:
    """`2026/0042.jsonl`."""
    return f"{number[:4]}/{number[5:]}.jsonl"


def number_of(path: str) -> str:
    """`2026-0042` of `2026/0042.jsonl`."""
    return path.removesuffix(".jsonl").replace("/", "-")


def parse_journal(data: bytes) -> tuple[Record, ...]:
    """The records of a journal."""
    return tuple(json.loads(line) for line in data.splitlines())


def _line(record: Record) -> bytes:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
