"""What is still to be done about requests that main holds already."""

from datetime import datetime
from typing import NamedTuple

from pipeline.commands.casebook import Entry, entry_at
from pipeline.commands.context import Context
from pipeline.commands.dossier import live_records
from pipeline.forge.units import REQUESTS, number_of
from pipeline.ledger import Ledger
from pipeline.record import agenda
from pipeline.record.loading import load_article

# A decision that nobody confirmed in more than a year is for the auditor, not for the day's list.
YEARS = 1


class Scheduled(NamedTuple):
    """An approved request that was not seen live yet; `due` is the time its article asks for."""

    entry: Entry
    due: datetime | None


class Pending(NamedTuple):
    """Requests on main: not live yet, not looked at again, with decisions not confirmed."""

    scheduled: tuple[Scheduled, ...]
    unlooked: tuple[Entry, ...]
    unconfirmed: tuple[Entry, ...]


def pending(ctx: Context) -> Pending:
    """What main still owes, by number; only records that may owe something are read whole."""
    ledger = Ledger(ctx.repository, author="", practice=ctx.settings.practice)
    seen = set(ledger.numbers())
    main, this_year = ctx.main, ctx.now().year
    entries = []
    for item in ctx.repository.tree(main, REQUESTS):
        number = number_of(item.path)
        if number is None or item.path != agenda.request_path(number):
            continue
        recent = int(number[:4]) >= this_year - YEARS
        if _may_owe(ctx.repository.blob(item.oid), is_seen=number in seen, is_recent=recent):
            entries.append(entry_at(ctx, number, main))
    found = sorted((e for e in entries if e), key=lambda e: agenda.order(e.request.number))
    return Pending(
        tuple(
            Scheduled(entry, _due(ctx, entry))
            for entry in found
            if entry.case.is_public and not _is_live(ledger, entry)
        ),
        tuple(entry for entry in found if entry.case.awaiting_look is not None),
        tuple(entry for entry in found if entry.case.unconfirmed),
    )


def _may_owe(data: bytes, *, is_seen: bool, is_recent: bool) -> bool:
    """Whether a record is worth reading, by the marks that its bytes would have to bear."""
    reopened = b"\nkind: " in data or b"\nhidden: " in data or b"action: recall" in data
    return (
        b"\nawaiting_look: " in data
        or (b"\nstate: approved\n" in data and (not is_seen or reopened))
        or (is_recent and data.count(b"transcribed: ") > data.count(b"action: confirm"))
    )


def _is_live(ledger: Ledger, entry: Entry) -> bool:
    live = live_records(ledger.records(entry.request.number))
    return bool(live) and live[-1].digest == entry.case.approved_digest


def _due(ctx: Context, entry: Entry) -> datetime | None:
    path = f"{entry.case.article}/index.md"
    article, _findings = load_article(path, ctx.repository.read(entry.commit, path) or b"")
    return article.publish_at if article else None
