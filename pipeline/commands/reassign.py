"""Name another officer for an article that is being written (SOP row 3)."""

from typing import Any

import click

from pipeline.commands.accept import require_officer
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import began, began_option, example, reason_option, spoken_reason
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.i18n import _
from pipeline.record.workflow import Action


def run(
    ctx: Context, number: str, *, officer: str, reason: str, began_at: str | None = None
) -> Opened:
    """Record who goes on with the article, and why."""
    require_officer(ctx, officer)
    data = {"officer": officer, "reason": spoken_reason(reason), **began(ctx, began_at)}
    return record(ctx, number, Action.REASSIGN, lambda _opened: Step(data))


@click.command(
    help=_("Name another officer for an article that is being written."),
    epilog=example('siar reassign 2026-0042 --officer petugas-2 --reason "petugas-1 cuti"'),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option("--officer", "--petugas", required=True, metavar="ID", help=_("who goes on with it"))
@reason_option
@began_option
@click.pass_obj
def command(app: Any, number: str, officer: str, reason: str, began: str | None) -> None:
    """Reassign an article."""
    ctx: Context = app.context()
    run(ctx, number, officer=officer, reason=reason, began_at=began)
    ctx.talk.tell(_("{who} goes on with {number}").format(number=number, who=officer))
