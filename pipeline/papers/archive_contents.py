"""What goes into an archive, as plain values: papers, articles, mails, records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class ArchivedFile(NamedTuple):
    """One file: `label` is what people see, `path` is relative to the folder of its request.

    `kind` groups files on the page: one of `archive_index.KINDS`.
    """

    label: str
    path: str
    content: bytes
    kind: str = "paper"


@dataclass(frozen=True)
class ArchivedRequest:
    """A request with everything that belongs to it; `state` is the label people see."""

    number: str
    printed_number: str
    title: str
    agency: str
    received: date
    state: str
    files: Sequence[ArchivedFile] = ()
    published: date | None = None
    url: str = ""


@dataclass(frozen=True)
class Archive:
    """What goes into one folder; `files` are papers of the whole period, like the agenda book."""

    office: str
    unit: str
    period: str
    made_at: datetime
    requests: Sequence[ArchivedRequest]
    files: Sequence[ArchivedFile] = ()
