"""All requests, open on their branches and finished on main: what agenda, board, reports read."""

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.commands.context import Context
from pipeline.forge.units import REQUESTS, number_of
from pipeline.objects import EXECUTABLE, FILE, FOLDER, LINK
from pipeline.record import agenda
from pipeline.record.loading import load_request
from pipeline.record.replay import Case, replay
from pipeline.record.request import Request

FILES = (FILE, EXECUTABLE, LINK)


class Entry(NamedTuple):
    """A request with the case that its history leads to, and the commit it was read from."""

    request: Request
    case: Case
    commit: str


def open_requests(ctx: Context, *, holding: bytes = b"") -> list[Entry]:
    """The requests on branches, as last fetched, by number. Status is derived, never believed.

    With `holding`, those in whose file these bytes stand: to look for bytes takes a hundredth of
    the time that it takes to understand them.
    """
    return _in_order(_open(ctx, holding))


def finished_requests(ctx: Context) -> list[Entry]:
    """The requests on main, by number."""
    return _in_order(_finished(ctx))


def all_requests(ctx: Context, *, holding: bytes = b"", since: int = 0) -> list[Entry]:
    """Every request; one that is open again (a ralat) is shown as its branch has it.

    With `holding`, as of open ones; with `since`, those that main has from this year on.
    """
    return _in_order({**_finished(ctx, holding, since), **_open(ctx, holding)})


def _open(ctx: Context, holding: bytes = b"") -> dict[str, Entry | None]:
    tips = ctx.repository.shared_branches("request/")
    by_number = {branch.removeprefix("request/"): tip for branch, tip in tips.items()}
    found = {}
    for number, tip in by_number.items():
        if agenda.is_number(number):
            mode, oid = ctx.repository.entry(tip, agenda.request_path(number)) or (FOLDER, "")
            if mode in FILES:
                found[number] = oid, tip
    return _entries(ctx, found, holding)


def _finished(ctx: Context, holding: bytes = b"", since: int = 0) -> dict[str, Entry | None]:
    main = ctx.main
    found = {}
    for year in ctx.repository.listing(main, REQUESTS):
        for name, (mode, oid) in ctx.repository.listing(main, f"{REQUESTS}{year}").items():
            number = number_of(f"{REQUESTS}{year}/{name}")
            if number is not None and mode in FILES and int(number[:4]) >= since:
                found[number] = oid, main
    return _entries(ctx, found, holding)


def _entries(
    ctx: Context, files: Mapping[str, tuple[str, str]], holding: bytes
) -> dict[str, Entry | None]:
    """Requests by number, from the ids of their files and the commits that have them."""
    ctx.repository.bring(oid for oid, _commit in files.values())
    blobs = ((number, ctx.repository.blob(oid)) for number, (oid, _commit) in files.items())
    return {
        number: _entry(ctx, number, data, files[number][1])
        for number, data in blobs
        if holding in data
    }


def _in_order(entries: Mapping[str, Entry | None]) -> list[Entry]:
    found = [entries[number] for number in sorted(entries, key=agenda.order)]
    return [entry for entry in found if entry is not None]


def find_request(ctx: Context, number: str) -> Entry | None:
    """The request with this number, on its branch or else on main; None when there is none."""
    branch = ctx.repository.shared(agenda.branch(number))
    return (entry_at(ctx, number, branch) if branch else None) or entry_at(ctx, number, ctx.main)


def entry_at(ctx: Context, number: str, commit: str) -> Entry | None:
    """The request as that commit has it; None when it is not there."""
    data = ctx.repository.read(commit, agenda.request_path(number))
    return None if data is None else _entry(ctx, number, data, commit)


def _entry(ctx: Context, number: str, data: bytes, commit: str) -> Entry | None:
    path = agenda.request_path(number)
    request, _findings = load_request(path, data, root=ctx.root, validate=False)
    return None if request is None else Entry(request, replay(request.history)[0], commit)
