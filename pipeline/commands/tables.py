"""Tables for the terminal."""

import io
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from pipeline.commands.context import Context
from pipeline.i18n import _
from pipeline.office.board import Waiting


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, width: int | None = None) -> str:
    """Rows under their heads, as wide as the terminal (or `width` columns)."""
    console = Console(file=io.StringIO(), width=width, highlight=False)
    made = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in rows:
        made.add_row(*row)
    with console.capture() as captured:
        console.print(made)
    return captured.get().rstrip("\n")


def waiting_table(rows: Iterable[Waiting], ctx: Context) -> str:
    """The open requests, one a line."""
    zone = ctx.agency.zone
    heads = (_("number"), _("subject"), _("state"), _("waits on"), _("since"), _("minutes"), "")
    return table(
        heads,
        [
            (
                row.number,
                row.subject,
                row.state_label,
                row.waiting_for or f"{row.role_label}: {', '.join(row.people) or '–'}",
                row.since.astimezone(zone).strftime("%d-%m-%Y %H:%M"),
                f"{row.used}/{row.standard}" if row.standard else str(row.used),
                _("overdue") if row.is_over else "",
            )
            for row in rows
        ],
    )
