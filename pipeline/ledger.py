"""The ledger: what machines did and saw, an append-only journal per request on branch `ledger`.

A journal is a file `2026/0042.jsonl` with one JSON record a line. It is pushed without force, so
that of two writers one is told to look again.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.repository import Repository, Signer, Update

BRANCH = "ledger"
PRACTICE = "practice"
Record = Mapping[str, Any]


class Ledger:
    """The ledger of a repository, as of `tip` (None: nothing recorded yet).

    What is recorded in `practice` is marked so, and counts for practice only: an office that goes
    into production owes its first real mail to everybody.
    """

    def __init__(
        self,
        repository: Repository,
        *,
        author: str,
        sign: Signer | None = None,
        practice: bool = False,
    ) -> None:
        self._repository = repository
        self._practice = practice
        self._author = author
        self._sign = sign
        self.tip = repository.shared(BRANCH)

    def refresh(self) -> None:
        """Look again at what is recorded."""
        self._repository.fetch()
        self.tip = self._repository.shared(BRANCH)

    def records(self, number: str) -> tuple[Record, ...]:
        """What is recorded of a request, oldest first. Raises BadInput for a damaged journal."""
        data = self._repository.read(self.tip, path_of(number)) if self.tip else None
        return tuple(
            {name: value for name, value in record.items() if name != PRACTICE}
            for record in parse_journal(data or b"", path_of(number))
            if self._practice or not record.get(PRACTICE)
        )

    def bring(self, numbers: Iterable[str]) -> None:
        """Fetch at once what would be fetched one by one when records are read."""
        if self.tip is None or not self._repository.is_partial:
            return
        found = (self._repository.entry(self.tip, path_of(number)) for number in numbers)
        self._repository.bring(entry[1] for entry in found if entry)

    def numbers(self) -> tuple[str, ...]:
        """The requests of which something is recorded."""
        entries = self._repository.tree(self.tip) if self.tip else []
        return tuple(number_of(entry.path) for entry in entries if entry.path[:1].isdigit())

    def append(self, number: str, records: Iterable[Record], *, at: datetime) -> None:
        """Add records of one request, in one push. Raises Conflict when somebody was faster."""
        self.append_all({number: tuple(records)}, at=at)

    def append_all(self, news: Mapping[str, Iterable[Record]], *, at: datetime) -> None:
        """Add records of several requests in one push; all or none."""
        told = f"Record {', '.join(sorted(news))}"
        self._append({path_of(number): records for number, records in news.items()}, told, at)

    def append_to(self, path: str, record: Record, told: str, *, at: datetime) -> None:
        """Add a record to a file that is no request's; `told` is the commit's message."""
        self._append({path: (record,)}, told, at)

    def _append(self, news: Mapping[str, Iterable[Record]], told: str, at: datetime) -> None:
        repository = self._repository
        changes: dict[str, str | None] = {}
        for path, records in news.items():
            former = repository.read(self.tip, path) if self.tip else None
            mark = {PRACTICE: True} if self._practice else {}
            added = b"".join(_line({**record, **mark}) for record in records)
            changes[path] = repository.write_blob((former or b"") + added)
        commit = repository.commit_tree(
            repository.write_tree(self.tip, changes),
            [self.tip] if self.tip else [],
            told,
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


def parse_journal(data: bytes, path: str) -> tuple[Record, ...]:
    """The records of a journal. Raises BadInput with the line that is no record, or half of one."""
    if data and not data.endswith(b"\n"):
        raise _damaged(path, data.count(b"\n") + 1)
    lines = data.split(b"\n")[:-1]
    return tuple(_record(line, path, place) for place, line in enumerate(lines, 1))


def _record(line: bytes, path: str, place: int) -> Record:
    try:
        found = json.loads(line.decode(), parse_constant=_no_number)
        if b"\\u" in line:
            json.dumps(found, ensure_ascii=False).encode()  # half a character is none
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str):
        raise _damaged(path, place)
    return found


def _no_number(word: str) -> None:
    raise ValueError(word)


def _damaged(path: str, line: int) -> BadInput:
    return unreadable(
        _("{branch}:{path}:{line}: this is no record of the ledger").format(
            branch=BRANCH, path=path, line=line
        )
    )


def unreadable(message: str) -> BadInput:
    """Something in the ledger that no program here has written."""
    return BadInput(
        message, hint=_("the branch ledger was changed by hand: put its last right commit back")
    )


def _line(record: Record) -> bytes:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
