"""Show every open request: its state, on whom it waits, since when, and its minutes."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from pipeline.commands.casebook import Entry, open_requests
from pipeline.commands.context import Context
from pipeline.commands.merge import leave_merged
from pipeline.commands.options import example
from pipeline.commands.pending import pending
from pipeline.i18n import _
from pipeline.office.board import Waiting, board
from pipeline.office.calendar import calendar_of
from pipeline.office.teller import Teller
from pipeline.record.labels import MARK_LABELS, Mark, named
from pipeline.record.request import Request
from pipeline.record.workflow import FINAL, Action, State


class Open(NamedTuple):
    """What is open: rows, overdue first; finished requests that are not on main yet; and those of
    main that another head has to look at again, or whose decisions wait for a confirmation."""

    rows: tuple[Waiting, ...]
    unmerged: tuple[Request, ...]
    unlooked: tuple[Entry, ...] = ()
    unconfirmed: tuple[Entry, ...] = ()


def run(ctx: Context) -> Open:
    """Everything on branches, as freshly fetched, and what main still owes."""
    ctx.repository.fetch()
    leave_merged(ctx)
    entries = open_requests(ctx)
    owed = pending(ctx)
    # What a branch says is newer than main, and stands in its row.
    opened = {entry.request.number for entry in entries}
    waiting = [item for item in owed.scheduled if item.entry.request.number not in opened]
    requests = [entry.request for entry in (*entries, *(item.entry for item in waiting))]
    hours = {item.entry.request.number: item.due for item in waiting if item.due}
    rows = board(requests, ctx.agency, calendar_of(ctx.agency), ctx.now(), scheduled=hours)
    done = FINAL | {State.APPROVED}  # their merge was cut off, or waits for another approval
    return Open(
        tuple(rows),
        tuple(entry.request for entry in entries if entry.case.state in done),
        tuple(entry for entry in owed.unlooked if entry.request.number not in opened),
        tuple(entry for entry in owed.unconfirmed if entry.request.number not in opened),
    )


def _reminders(ctx: Context, found: Open) -> Iterator[str]:
    """What people still have to do about requests that are on main."""
    for entry in found.unlooked:
        looked = entry.case.awaiting_look
        if looked is not None:
            yield _("{number}: {mark}, not looked at again yet: siar second-look {number}").format(
                number=entry.request.number,
                mark=MARK_LABELS[
                    Mark.EMERGENCY if looked.action is Action.BYPASS else Mark.TAKEN_DOWN
                ],
            )
    for entry in found.unconfirmed:
        people = sorted(set(entry.case.unconfirmed.values()))
        yield _("{number}: {people} has not confirmed yet: siar confirm {number}").format(
            number=entry.request.number,
            people=", ".join(Teller(ctx.agency).name(who) for who in people),
        )


@click.command(
    help=_("Show every open request and on whom it waits, overdue first."),
    epilog=example("siar status"),
)
@click.pass_obj
def command(app: Any) -> None:
    """Show what is open."""
    from pipeline.commands.tables import waiting_table

    ctx: Context = app.context()
    found = run(ctx)
    for request in found.unmerged:
        ctx.talk.tell(
            _("{number} is {state}, but not on main yet: siar merge {number}").format(
                number=request.number, state=named(request.state)
            )
        )
    for line in _reminders(ctx, found):
        ctx.talk.tell(line)
    ctx.talk.tell(waiting_table(found.rows, ctx) if found.rows else _("nothing is open"))
