"""Replace a disposition by another one, with the reason (SOP row 2)."""

from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.dispose import disposition, disposition_options
from pipeline.commands.opening import Opened
from pipeline.commands.options import began, began_option, example, reason_option, spoken_reason
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.i18n import _
from pipeline.record.workflow import Action


def run(
    ctx: Context,
    number: str,
    *,
    to: str,
    urgency: str,
    instructions: tuple[str, ...],
    reason: str,
    note: str = "",
    due: str | None = None,
    began_at: str | None = None,
) -> Opened:
    """Record the disposition that counts from now on; what it is replaced for stays readable."""
    data = {
        **disposition(ctx, to=to, urgency=urgency, instructions=instructions, note=note, due=due),
        "reason": spoken_reason(reason),
        **began(ctx, began_at),
    }
    return record(ctx, number, Action.REDISPOSE, lambda _opened: Step(data))


@click.command(
    help=_("Replace a disposition by another one, with the reason."),
    epilog=example(
        "siar redispose 2026-0042 --to kasi-piks --urgency segera -i liput_kegiatan \\",
        '  --reason "acara dimajukan"',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@disposition_options
@reason_option
@began_option
@click.pass_obj
def command(
    app: Any,
    number: str,
    to: str,
    urgency: str,
    instructions: tuple[str, ...],
    note: str,
    due: str | None,
    reason: str,
    began: str | None,
) -> None:
    """Dispose of a letter again."""
    ctx: Context = app.context()
    run(
        ctx,
        number,
        to=to,
        urgency=urgency,
        instructions=instructions,
        reason=reason,
        note=note,
        due=due,
        began_at=began,
    )
    ctx.talk.tell(_("{number} was forwarded to {who}").format(number=number, who=to))
