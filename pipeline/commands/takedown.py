"""Hide a published article at once; another holder looks at it again afterwards."""

from typing import Any

import click

from pipeline.commands import afterwards, publish, removing
from pipeline.commands.authorship import writers
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import (
    example,
    no_notice_option,
    reason_option,
    spoken_reason,
)
from pipeline.commands.step import Step
from pipeline.errors import NotAllowed
from pipeline.i18n import _
from pipeline.record.workflow import Action, State


def run(ctx: Context, number: str, *, reason: str, no_notice: bool = False) -> Opened:
    """Record the takedown and bring it to main, also while a correction is being written.

    With `no_notice` nothing is left at the article's address.
    """
    data: dict[str, Any] = {"reason": spoken_reason(reason)}
    if no_notice:
        data["no_notice"] = True

    def step(opened: Opened) -> Step:
        if opened.case.state is State.APPROVED and not opened.on_main:
            # Main would have to take the new edition along, which is not to be seen yet either.
            raise NotAllowed(
                _("{number} is approved, but not on main yet").format(number=number),
                hint=_("take the approval back with `siar recall`, then run this again"),
            )
        people = dict.fromkeys((*opened.case.contributors, *writers(ctx, opened)))
        if len(people) == len(opened.case.contributors):
            return Step(data)
        # What they wrote comes to main's history now, so that later it cannot be told from there.
        return Step({**data, "contributors": list(people)})

    return afterwards.run(ctx, number, Action.TAKEDOWN, step)


@click.command(
    help=_("Hide a published article at once; another head looks at it again afterwards."),
    epilog=example('siar takedown 2026-0042 --reason "memuat nama korban"'),
)
@click.argument("number", metavar=_("NUMBER"))
@no_notice_option
@reason_option
@click.pass_obj
def command(app: Any, number: str, no_notice: bool, reason: str) -> None:
    """Take an article down."""
    ctx: Context = app.context()
    run(ctx, number, reason=reason, no_notice=no_notice)
    if removing.is_published_here(ctx):
        ctx.talk.tell(_("{number} is hidden; its page is being taken off").format(number=number))
        publish.take_off(ctx)
    else:
        ctx.talk.tell(_("{number} is hidden; next: siar publish").format(number=number))
    ctx.talk.tell(_("another head looks at it: siar second-look {number}").format(number=number))
