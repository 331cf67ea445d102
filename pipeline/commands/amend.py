"""Begin the correction of a published article (ralat)."""

from typing import Any

import click

from pipeline.commands import editions
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import example, for_readers, reason_option, spoken_reason
from pipeline.errors import UsageError
from pipeline.i18n import _
from pipeline.record.workflow import Action


def run(ctx: Context, number: str, *, reason: str, changes: str) -> Opened:
    """Record why it is corrected and what changes, as readers will be told."""
    if not changes.strip():
        raise UsageError(
            _("it is not said what changes"), hint=_("say with --changes what readers are told")
        )
    said = {"reason": spoken_reason(reason), "changes": for_readers(changes)}
    return editions.run(ctx, number, Action.AMEND, said)


@click.command(
    help=_("Begin the correction of a published article; the former text is kept beside it."),
    epilog=example(
        'siar amend 2026-0042 --reason "laporan pembaca" --changes "nama desa dibetulkan"'
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option(
    "--changes", "--perubahan", required=True, help=_("what changes, as readers are told")
)
@reason_option
@click.pass_obj
def command(app: Any, number: str, changes: str, reason: str) -> None:
    """Amend an article."""
    ctx: Context = app.context()
    run(ctx, number, reason=reason, changes=changes)
    ctx.talk.tell(_("the correction of {number} is begun").format(number=number))
    ctx.talk.advise(_("next: siar draft {number}").format(number=number))
