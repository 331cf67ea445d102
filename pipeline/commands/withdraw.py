"""Begin the withdrawal of a published article (pencabutan)."""

from typing import Any

import click

from pipeline.commands import editions
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import (
    example,
    for_readers,
    no_notice_option,
    reason_option,
    spoken_reason,
)
from pipeline.errors import UsageError
from pipeline.i18n import _
from pipeline.record.workflow import Action


def run(
    ctx: Context, number: str, *, reason: str, announcement: str = "", no_notice: bool = False
) -> Opened:
    """Record why it is withdrawn; a correction that was begun becomes a withdrawal.

    `announcement` is what readers are told at the article's address; with `no_notice`, nothing.
    """
    said: dict[str, Any] = {"reason": spoken_reason(reason)}
    if announcement.strip() and no_notice:
        raise UsageError(
            _("readers cannot be told anything where no notice is left"),
            hint=_("leave out either --announcement or --no-notice"),
        )
    if announcement.strip():
        said["announcement"] = for_readers(announcement)
    if no_notice:
        said["no_notice"] = True
    return editions.run(ctx, number, Action.WITHDRAW, said)


@click.command(
    help=_("Begin the withdrawal of a published article; the former text is kept beside it."),
    epilog=example(
        'siar withdraw 2026-0042 --reason "surat penyelenggara 12/XI" \\',
        '    --announcement "kegiatan dibatalkan penyelenggara"',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option(
    "--announcement", "--pengumuman", default="",
    help=_("what readers are told at its address; they are not told the reason"),
)  # fmt: skip
@no_notice_option
@reason_option
@click.pass_obj
def command(app: Any, number: str, announcement: str, no_notice: bool, reason: str) -> None:
    """Withdraw an article."""
    ctx: Context = app.context()
    run(ctx, number, reason=reason, announcement=announcement, no_notice=no_notice)
    ctx.talk.tell(_("the withdrawal of {number} is begun").format(number=number))
    ctx.talk.advise(_("next: siar draft {number}").format(number=number))
