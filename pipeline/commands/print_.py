"""Make a paper of the procedure, blank or filled in, as PDF or DOCX."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from pipeline.commands import sheets
from pipeline.commands.casebook import all_requests
from pipeline.commands.context import Context
from pipeline.commands.dossier import find, ledger_of
from pipeline.commands.options import day, example
from pipeline.errors import BadInput, UsageError
from pipeline.files import write_whole
from pipeline.i18n import _
from pipeline.papers.agenda_book import agenda_book_data
from pipeline.papers.catalogue import CATALOGUE, DOCX, PDF, Sheet, find_paper, render

OF_A_PERIOD = {"agenda", "laporan-bulanan"}
NAMES = tuple(row.id for row in CATALOGUE)


def agenda_book(ctx: Context, first: date, last: date, *, sheet: Sheet | None = None) -> bytes:
    """The agenda of incoming letters of a period, both days included."""
    requests = [entry.request for entry in all_requests(ctx)]
    return render("agenda", agenda_book_data(ctx.agency, requests, first, last, ctx.now()),
                  paper=sheet)  # fmt: skip


def run(
    ctx: Context,
    paper: str,
    number: str | None,
    *,
    blank: bool = False,
    first: date | None = None,
    last: date | None = None,
    sheet: Sheet | None = None,
    form: str = PDF,
) -> bytes:
    """The paper's bytes. Raises UsageError for words that do not go together."""
    row = find_paper(paper)
    ctx.repository.fetch()
    if blank:
        if not row.can_be_blank:
            raise UsageError(
                _("{title} is not printed blank").format(title=row.title),
                hint=_("give the number of a request"),
            )
        return sheets.make_blank(ctx, paper, ctx.now(), sheet=sheet)
    if paper in OF_A_PERIOD:
        return _of_a_period(ctx, paper, first, last, sheet)
    if number is None:
        raise UsageError(
            _("{title} needs the number of a request").format(title=row.title),
            hint=_("for an empty sheet add --blank") if row.can_be_blank else "siar status",
        )
    found = find(ctx, number, ledger_of(ctx))
    return sheets.make(ctx, paper, found, ctx.now(), sheet=sheet, form=form)


def _of_a_period(
    ctx: Context, paper: str, first: date | None, last: date | None, sheet: Sheet | None
) -> bytes:
    begin, end = _period(ctx, first, last)
    if paper == "agenda":
        return agenda_book(ctx, begin, end, sheet=sheet)
    from pipeline.commands.report import monthly

    return monthly(ctx, (first or ctx.now().date()).replace(day=1), sheet=sheet)


def _period(ctx: Context, first: date | None, last: date | None) -> tuple[date, date]:
    """The days asked for; without them, this month up to today."""
    today = ctx.now().date()
    begin, end = first or (last or today).replace(day=1), last or max(today, first or today)
    if end < begin:
        raise BadInput(
            _("the period ends on {last}, before it begins on {first}").format(
                first=begin, last=end
            ),
            hint=_("give the earlier day with --from and the later one with --until"),
        )
    return begin, end


def _subject(
    ctx: Context, paper: str, number: str | None, blank: bool, first: date | None, last: date | None
) -> str:
    """What the file is called after: the request, or the period, or that it is blank."""
    if blank:
        return "kosong"
    if paper == "agenda":
        return "-".join(day.strftime("%Y%m%d") for day in _period(ctx, first, last))
    if paper in OF_A_PERIOD:
        return (first or ctx.now().date()).strftime("%Y-%m")
    return number or ""


@click.command(
    name="print",
    help=_("Make a paper of the procedure: {names}.").format(names=", ".join(NAMES)),
    epilog=example(
        "siar print disposisi 2026-0042",
        "siar print formulir --blank --paper a4",
        "siar print siaran-pers 2026-0042 --docx --to ~/siaran.docx",
        "siar print agenda --from 2026-11-01 --until 2026-11-30",
    ),
)
@click.argument("paper", type=click.Choice(NAMES), metavar=_("PAPER"))
@click.argument("number", required=False, metavar=_("[NUMBER]"))
@click.option("--blank", "--kosong", is_flag=True, help=_("with nothing filled in"))
@click.option("--docx", is_flag=True, help=_("as a Word file, where there is one"))
@click.option(
    "--paper", "--kertas", "sheet", type=click.Choice(["a4", "f4"]), help=_("the sheet of paper")
)
@click.option("--from", "--dari", "first", metavar=_("DATE"), help=_("first day of the period"))
@click.option("--until", "--sampai", "last", metavar=_("DATE"), help=_("last day of the period"))
@click.option(
    "--to", "--ke", "target", metavar=_("FILE"), type=click.Path(path_type=Path),
    help=_("the file to write (otherwise one in this folder)"),
)  # fmt: skip
@click.pass_obj
def command(
    app: Any,
    paper: str,
    number: str | None,
    blank: bool,
    docx: bool,
    sheet: Sheet | None,
    first: str | None,
    last: str | None,
    target: Path | None,
) -> None:
    """Print a paper."""
    ctx: Context = app.context()
    form = DOCX if docx or (target and target.suffix.lower() == ".docx") else PDF
    begin, end = (None if text is None else day(text) for text in (first, last))
    data = run(ctx, paper, number, blank=blank, first=begin, last=end, sheet=sheet, form=form)
    subject = _subject(ctx, paper, number, blank, begin, end)
    path = target or Path.cwd() / sheets.file_name(paper, subject, form)
    write_whole(path, data)
    ctx.talk.tell(str(path))
