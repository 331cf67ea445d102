"""Show every open request: its state, on whom it waits, since when, and its minutes."""

from typing import Any, NamedTuple

import click

from pipeline.commands.casebook import open_requests
from pipeline.commands.context import Context
from pipeline.commands.merge import leave_merged
from pipeline.commands.options import example
from pipeline.i18n import _
from pipeline.office.board import Waiting, board
from pipeline.office.calendar import calendar_of
from pipeline.record.labels import named
from pipeline.record.request import Request
from pipeline.record.workflow import FINAL, State


class Open(NamedTuple):
    """What is open: rows, overdue first; and finished requests that are not on main yet."""

    rows: tuple[Waiting, ...]
    unmerged: tuple[Request, ...]


def run(ctx: Context) -> Open:
    """Everything on branches, as freshly fetched."""
    ctx.repository.fetch()
    leave_merged(ctx)
    entries = open_requests(ctx)
    requests = [entry.request for entry in entries]
    done = FINAL | {State.APPROVED}  # their merge was cut off, or waits for another approval
    return Open(
        tuple(board(requests, ctx.agency, calendar_of(ctx.agency), ctx.now())),
        tuple(entry.request for entry in entries if entry.case.state in done),
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
    ctx.talk.tell(waiting_table(found.rows, ctx) if found.rows else _("nothing is open"))
