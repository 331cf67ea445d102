"""Stop the clock of a request while waiting for somebody."""

from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import day, example
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.i18n import _
from pipeline.record.workflow import Action


def run(
    ctx: Context, number: str, *, waiting_for: str, reason: str, until: str | None = None
) -> Opened:
    """Record for whom the request waits; the minutes until `resume` or `complete` do not count."""
    data: dict[str, Any] = {"waiting_for": waiting_for, "reason": reason}
    if until:
        data["until"] = day(until).isoformat()
    return record(ctx, number, Action.PAUSE, lambda _opened: Step(data))


@click.command(
    help=_("Stop the clock of a request while waiting for somebody."),
    epilog=example(
        'siar pause 2026-0042 --waiting-for "Dinas Pertanian" --reason "data panen menyusul"'
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option("--waiting-for", "--menunggu", required=True, help=_("for whom"))
@click.option("--reason", "--alasan", required=True, help=_("for what"))
@click.option("--until", "--sampai", metavar=_("DATE"), help=_("until when it is expected"))
@click.pass_obj
def command(app: Any, number: str, waiting_for: str, reason: str, until: str | None) -> None:
    """Pause a request."""
    ctx: Context = app.context()
    run(ctx, number, waiting_for=waiting_for, reason=reason, until=until)
    ctx.talk.tell(_("{number} waits for {who}").format(number=number, who=waiting_for))
