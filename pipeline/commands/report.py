"""Make the report of public-opinion management, of a request or of a month (SOP row 8)."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from pipeline.commands import sheets
from pipeline.commands.context import Context
from pipeline.commands.dossier import by_number, find, ledger_of, publication, step_rows
from pipeline.commands.options import example
from pipeline.errors import BadInput
from pipeline.files import write_whole
from pipeline.i18n import _
from pipeline.papers.catalogue import Sheet, render
from pipeline.papers.monthly_report import MonthEntry, monthly_data
from pipeline.record import agenda


def monthly(ctx: Context, month: date, *, sheet: Sheet | None = None) -> bytes:
    """The report on the requests received in the month."""
    now = ctx.now()
    entries = [
        MonthEntry(
            request=found.request,
            steps=step_rows(ctx, found, now),
            publication=publication(ctx, found),
            title=found.article.title if found.article else "",
            topics=found.article.topics if found.article else (),
        )
        for found in by_number(ctx, ledger_of(ctx))
        if _month(ctx, found.request.letter.received) == month
    ]
    return render("laporan-bulanan", monthly_data(ctx.agency, month, entries, now), paper=sheet)


def _month(ctx: Context, moment: Any) -> date:
    day: date = moment.astimezone(ctx.agency.zone).date()
    return day.replace(day=1)


@click.command(
    help=_("Make the report of a request (2026-0042) or of a month (2026-11)."),
    epilog=example("siar report 2026-0042", "siar report 2026-11 --to ~/laporan.pdf"),
)
@click.argument("subject", metavar=_("NUMBER|MONTH"))
@click.option(
    "--to", "--ke", "target", metavar=_("FILE"), type=click.Path(path_type=Path),
    help=_("the file to write (otherwise one in this folder)"),
)  # fmt: skip
@click.pass_obj
def command(app: Any, subject: str, target: Path | None) -> None:
    """Report."""
    ctx: Context = app.context()
    ctx.repository.fetch()
    if agenda.is_number(subject):
        data = sheets.make(ctx, "laporan", find(ctx, subject, ledger_of(ctx)), ctx.now())
    else:
        try:
            month = date.fromisoformat(f"{subject}-01")
        except ValueError:
            raise BadInput(
                _("{text} is neither a request nor a month").format(text=subject),
                hint=_("write it like 2026-0042 or 2026-11"),
            ) from None
        data = monthly(ctx, month)
    path = target or Path.cwd() / sheets.file_name("laporan", subject)
    write_whole(path, data)
    ctx.talk.tell(str(path))
