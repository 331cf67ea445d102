"""Start the clock of a paused request again."""

from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import example
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.i18n import _
from pipeline.record.workflow import Action


def run(ctx: Context, number: str, *, reason: str) -> Opened:
    """Record that work goes on, and why."""
    return record(ctx, number, Action.RESUME, lambda _opened: Step({"reason": reason}))


@click.command(
    help=_("Start the clock of a paused request again."),
    epilog=example('siar resume 2026-0042 --reason "data sudah diterima"'),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option("--reason", "--alasan", required=True, help=_("what has arrived or changed"))
@click.pass_obj
def command(app: Any, number: str, reason: str) -> None:
    """Resume a request."""
    ctx: Context = app.context()
    run(ctx, number, reason=reason)
    ctx.talk.tell(_("{number} goes on").format(number=number))
