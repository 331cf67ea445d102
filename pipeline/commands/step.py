"""What a verb records: the statement's data, the files that change with it, and scans of paper."""

import itertools
from collections.abc import Mapping, Set
from datetime import datetime
from typing import Any, NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.local_papers import local_file
from pipeline.commands.opening import Opened
from pipeline.record import agenda
from pipeline.record.digest import sha256
from pipeline.record.keeping import Keeping


class Transcript(NamedTuple):
    """A decision made elsewhere and typed in: who decided, when, how, and the scan of it."""

    decided_by: str
    decided_at: datetime
    channel: str
    scan: str = ""
    scan_data: bytes = b""


class Step(NamedTuple):
    """What to record: the statement's data, and files that change with it (None removes).

    `local` are those that go to the office's own server, by their names there.
    """

    data: Mapping[str, Any]
    files: Mapping[str, bytes | None] = {}
    document: bytes | None = None
    local: Mapping[str, bytes] = {}


def with_transcript(ctx: Context, opened: Opened, step: Step, transcript: Transcript) -> Step:
    """The step with what the paper says of its decision, and the scan under a name of its own."""
    told: dict[str, Any] = {
        "decided_at": transcript.decided_at.isoformat(),
        "channel": transcript.channel,
    }
    scan = scan_of(ctx, opened, transcript.scan, transcript.scan_data)
    return step._replace(
        data={**step.data, "transcribed": {**told, **scan.data}},
        files={**step.files, **scan.files},
        local={**step.local, **scan.local},
    )


def scan_of(ctx: Context, opened: Opened, name: str, data: bytes) -> Step:
    """How a statement names a scan, and the file; nothing when there is no `name`."""
    if not name:
        return Step({})
    if ctx.agency.papers is Keeping.LOCAL:
        named_file, kept = local_file(opened.number, name, data)
        return Step(named_file, local=kept)
    folder = agenda.papers_folder(opened.number)
    free = _free_name(name, {entry.path for entry in opened.unit.papers}, folder)
    told = {"scan": f"{folder.rsplit('/', 1)[1]}/{free}", "scan_sha256": sha256(data)}
    return Step(told, {f"{folder}/{free}": data})


def _free_name(name: str, taken: Set[str], folder: str) -> str:
    """`disposisi.jpg`, or `disposisi-2.jpg` when an earlier decision has that name already."""
    stem, dot, suffix = name.partition(".")
    names = (f"{stem}-{count}{dot}{suffix}" for count in itertools.count(2))
    return next(n for n in itertools.chain([name], names) if f"{folder}/{n}" not in taken)
