"""Tables for the terminal."""

import shutil
from collections.abc import Iterable, Sequence

from pipeline.commands.context import Context
from pipeline.i18n import _
from pipeline.office.board import Waiting
from pipeline.record.workflow import Role

GAP = "  "
LEAST_COLUMNS = 12


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, flexible: int = -1) -> str:
    """Rows under their heads; column `flexible` gives way where the terminal is too narrow."""
    lines = [tuple(heads), *(tuple(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    room = shutil.get_terminal_size((120, 24)).columns
    too_much = sum(widths) + len(GAP) * (len(widths) - 1) - room
    if too_much > 0:
        widths[flexible] = max(widths[flexible] - too_much, LEAST_COLUMNS)
    return "\n".join(
        GAP.join(_fitted(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _fitted(cell: str, width: int) -> str:
    return cell.ljust(width) if len(cell) <= width else cell[: width - 1] + "…"


def _desk(row: Waiting) -> str:
    if row.role is Role.MACHINE:
        return row.role_label
    return f"{row.role_label}: {', '.join(row.people) or '–'}"


def waiting_table(rows: Iterable[Waiting], ctx: Context) -> str:
    """The open requests, one a line."""
    zone = ctx.agency.zone
    heads = (_("number"), _("state"), "", _("since"), _("minutes"), _("waits on"), _("subject"))
    return table(
        heads,
        [
            (
                row.number,
                ", ".join((row.state_label, *row.marks)),
                _("overdue") if row.is_over else "",
                row.since.astimezone(zone).strftime("%d-%m-%Y %H.%M"),
                f"{row.used}/{row.standard}" if row.standard else str(row.used),
                row.waiting_for or _desk(row),
                row.subject,
            )
            for row in rows
        ],
    )
