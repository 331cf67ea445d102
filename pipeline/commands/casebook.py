"""All requests, open on their branches and finished on main: what agenda, board, reports read."""

from typing import NamedTuple

from pipeline.commands.context import Context
from pipeline.record import agenda
from pipeline.record.loading import load_request
from pipeline.record.replay import Case, replay
from pipeline.record.request import Request


class Entry(NamedTuple):
    """A request with the case that its history leads to, and the commit it was read from."""

    request: Request
    case: Case
    commit: str


def open_requests(ctx: Context) -> list[Entry]:
    """The requests on branches, as last fetched, by number. Status is derived, never believed."""
    tips = ctx.repository.shared_branches("request/")
    found = []
    for branch, tip in sorted(tips.items()):
        number = branch.removeprefix("request/")
        data = ctx.repository.read(tip, agenda.request_path(number))
        entry = _entry(ctx, number, data or b"", tip)
        if entry is not None:
            found.append(entry)
    return found


def finished_requests(ctx: Context) -> list[Entry]:
    """The requests on main, by number."""
    main = ctx.main
    found = []
    for item in ctx.repository.tree(main, "requests/"):
        parts = item.path.split("/")
        if len(parts) == 3 and item.path.endswith(".yaml"):
            number = f"{parts[1]}-{parts[2].removesuffix('.yaml')}"
            entry = _entry(ctx, number, ctx.repository.blob(item.oid), main)
            if entry is not None:
                found.append(entry)
    return found


def all_requests(ctx: Context) -> list[Entry]:
    """Every request; one that is open again (a ralat) is shown as its branch has it."""
    entries = {entry.request.number: entry for entry in finished_requests(ctx)}
    entries |= {entry.request.number: entry for entry in open_requests(ctx)}
    return [entries[number] for number in sorted(entries)]


def find_request(ctx: Context, number: str) -> Entry | None:
    """The request with this number, on its branch or else on main; None when there is none."""
    path = agenda.request_path(number)
    for commit in (ctx.repository.shared(agenda.branch(number)), ctx.main):
        data = ctx.repository.read(commit, path) if commit else None
        if commit and data is not None:
            return _entry(ctx, number, data, commit)
    return None


def _entry(ctx: Context, number: str, data: bytes, commit: str) -> Entry | None:
    path = agenda.request_path(number)
    request, _findings = load_request(path, data, root=ctx.root, validate=False)
    return None if request is None else Entry(request, replay(request.history)[0], commit)
