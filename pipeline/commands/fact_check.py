"""Record what the source agency says of the text, with its scan."""

from pathlib import Path
from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import began, began_option, example, moment, read_file
from pipeline.commands.recording import record
from pipeline.commands.step import Step, scan_of
from pipeline.errors import UsageError
from pipeline.i18n import _
from pipeline.record.workflow import Action


def run(
    ctx: Context,
    number: str,
    *,
    source: str,
    answer: str,
    at: str | None = None,
    scan: Path | None = None,
    began_at: str | None = None,
) -> Opened:
    """Record the answer of `source`, when it came, and the paper or picture of it."""
    if not source.strip() or not answer.strip():
        raise UsageError(
            _("it is not said who answered what"), hint=_("give both --source and --answer")
        )
    said = {
        "source": source.strip(),
        "answer": answer.strip(),
        "at": (moment(ctx, at) if at else ctx.now()).isoformat(),
        **began(ctx, began_at),
    }
    data = read_file(scan) if scan else b""
    name = f"cek-fakta{scan.suffix.lower()}" if scan else ""

    def step(opened: Opened) -> Step:
        scan = scan_of(ctx, opened, name, data)
        return scan._replace(data={**said, **scan.data})

    return record(ctx, number, Action.FACT_CHECK, step)


@click.command(
    help=_("Record what the source agency says of the text, with a scan of its answer."),
    epilog=example(
        'siar fact-check 2026-0042 --source "Dinas Pertanian (Ibu Sari)" \\',
        '  --answer "angka panen benar" --scan jawaban.jpg',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option("--source", "--sumber", required=True, help=_("who answered"))
@click.option("--answer", "--jawaban", required=True, help=_("what they answered"))
@click.option("--at", "--pada", metavar=_("TIME"), help=_("when the answer came"))
@click.option(
    "--scan", "--pindaian", metavar=_("FILE"), type=click.Path(path_type=Path),
    help=_("a scan or picture of the answer"),
)  # fmt: skip
@began_option
@click.pass_obj
def command(
    app: Any,
    number: str,
    source: str,
    answer: str,
    at: str | None,
    scan: Path | None,
    began: str | None,
) -> None:
    """Record a fact check."""
    ctx: Context = app.context()
    run(ctx, number, source=source, answer=answer, at=at, scan=scan, began_at=began)
    ctx.talk.tell(_("the answer of {source} is on record").format(source=source.strip()))
