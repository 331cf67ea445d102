"""Show every open request: its state, on whom it waits, since when, and its minutes."""

from typing import Any

import click

from pipeline.commands.casebook import Entry, open_requests
from pipeline.commands.context import Context
from pipeline.commands.merge import leave_merged
from pipeline.commands.options import example
from pipeline.i18n import _
from pipeline.office.board import Waiting, board
from pipeline.office.calendar import calendar_of
from pipeline.record.labels import named
from pipeline.record.workflow import FINAL, State


def run(ctx: Context) -> tuple[Waiting, ...]:
    """The open requests, overdue first."""
    ctx.repository.fetch()
    leave_merged(ctx)
    requests = [entry.request for entry in open_requests(ctx)]
    return tuple(board(requests, ctx.agency, calendar_of(ctx.agency), ctx.now()))


def unmerged(ctx: Context) -> list[Entry]:
    """Finished requests whose merge was cut off, or waits for another approval."""
    done = FINAL | {State.APPROVED}
    return [entry for entry in open_requests(ctx) if entry.case.state in done]


@click.command(
    help=_("Show every open request and on whom it waits, overdue first."),
    epilog=example("siar status"),
)
@click.pass_obj
def command(app: Any) -> None:
    """Show what is open."""
    from pipeline.commands.tables import waiting_table

    ctx: Context = app.context()
    rows = run(ctx)
    for entry in unmerged(ctx):
        ctx.talk.tell(
            _("{number} is {state}, but not on main yet: siar merge {number}").format(
                number=entry.request.number, state=named(entry.request.state)
            )
        )
    if not rows:
        ctx.talk.tell(_("nothing is open"))
        return
    ctx.talk.tell(waiting_table(rows, ctx))
