"""Begin the withdrawal of a published article (pencabutan)."""

from typing import Any

import click

from pipeline.commands import editions
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import example, reason_option, spoken_reason
from pipeline.i18n import _
from pipeline.record.workflow import Action


def run(ctx: Context, number: str, *, reason: str) -> Opened:
    """Record why it is withdrawn; a correction that was begun becomes a withdrawal."""
    return editions.run(ctx, number, Action.WITHDRAW, {"reason": spoken_reason(reason)})


@click.command(
    help=_("Begin the withdrawal of a published article; the former text is kept beside it."),
    epilog=example('siar withdraw 2026-0042 --reason "kegiatan dibatalkan penyelenggara"'),
)
@click.argument("number", metavar=_("NUMBER"))
@reason_option
@click.pass_obj
def command(app: Any, number: str, reason: str) -> None:
    """Withdraw an article."""
    ctx: Context = app.context()
    run(ctx, number, reason=reason)
    ctx.talk.tell(_("the withdrawal of {number} is begun").format(number=number))
    ctx.talk.advise(_("next: siar draft {number}").format(number=number))
