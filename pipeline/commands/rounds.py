"""Which open pull requests a scheduled round looks at: a forge counts every question.

Events wake the recorder at once. A round is for what the clock changes, and for what lost events
and failed runs have left: it looks at all that was touched lately, and at the rest in turn.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from pipeline.commands.casebook import Entry, open_requests
from pipeline.commands.context import Context
from pipeline.commands.status_comment import status_comment
from pipeline.commands.status_scene import Around
from pipeline.forge.host import PullRequest
from pipeline.forge.units import claimed_folder
from pipeline.office.board import board
from pipeline.office.calendar import calendar_of
from pipeline.office.reminders import due
from pipeline.record import agenda

# A long weekend, in which a dozen rounds look at what was touched.
LATELY = timedelta(days=4)
# About so many of the others, each of which costs six calls of the thousand that an hour has.
IN_TURN = 40
# As record.yml has it: four rounds a day, three hours apart.
ROUNDS, HOURS = 4, 3


def on_round(ctx: Context, pulls: Sequence[PullRequest]) -> Sequence[PullRequest]:
    """The pull requests of requests that are looked at now; what is shared was fetched."""
    entries = {agenda.branch(one.request.number): one for one in open_requests(ctx)}
    quiet = [
        pull for pull in pulls if (entry := entries.get(pull.branch)) and is_quiet(ctx, pull, entry)
    ]
    chosen = [pull for pull in pulls if pull not in quiet]
    chosen += in_turn(quiet, ctx.now())
    _bring(ctx, [entries[pull.branch] for pull in chosen if pull.branch in entries])
    return chosen


def _bring(ctx: Context, entries: Iterable[Entry]) -> None:
    """Fetch at once what would be fetched for each of them."""
    places = [
        (entry.commit, folder)
        for entry in entries
        for folder in (agenda.papers_folder(entry.request.number), claimed_folder(entry.request))
        if folder
    ]
    ctx.repository.bring(
        file.oid for commit, folder in places for file in ctx.repository.tree(commit, folder)
    )


def in_turn(pulls: Sequence[PullRequest], now: datetime) -> Iterator[PullRequest]:
    """About IN_TURN of them, others in each round, until all were looked at and it begins anew."""
    parts = -(-len(pulls) // IN_TURN)
    this = now.toordinal() * ROUNDS + now.hour // HOURS
    return (pull for pull in pulls if pull.number % parts == this % parts)


def is_quiet(ctx: Context, pull: PullRequest, entry: Entry) -> bool:
    """Whether nothing was done lately, and the clock has changed nothing since it was looked at."""
    if pull.touched_at is None or ctx.now() - pull.touched_at < LATELY:
        return False
    return _by_clock(ctx, entry, pull.touched_at + LATELY) == _by_clock(ctx, entry, ctx.now())


def _by_clock(ctx: Context, entry: Entry, now: datetime) -> tuple[object, ...]:
    """What would be said of a request at a moment, as far as that hangs on the moment."""
    calendar = calendar_of(ctx.agency)
    rows = board([entry.request], ctx.agency, calendar, now)
    row = rows[0] if rows else None
    text = status_comment(ctx.agency, entry.request, entry.case, row, Around(""), now)
    return text, due(row, now, calendar) if row else ()
