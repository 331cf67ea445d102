"""Publish in an emergency, without the usual correction; another holder looks at it afterwards."""

from typing import Any

import click

from pipeline.commands import merge as merging
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.options import example, reason_option, spoken_reason
from pipeline.commands.recording import record
from pipeline.commands.review import refuse_other_words
from pipeline.commands.step import Step
from pipeline.i18n import _
from pipeline.record.workflow import Action, State


def run(ctx: Context, number: str, *, reason: str) -> Opened:
    """Record the emergency on exactly the bytes that were submitted, and merge the article."""
    data = {"reason": spoken_reason(reason)}

    def step(opened: Opened) -> Step:
        refuse_other_words(ctx, opened)
        return Step({"digest": opened.case.digest or "", **data})

    opened = open_request(ctx, number)
    deed = opened.case.bypass
    # A run that was cut off before the merge is gone on with, not refused.
    if opened.case.state is not State.APPROVED or deed is None or deed.by != ctx.me.id:
        opened = record(ctx, number, Action.BYPASS, step)
    merging.run(ctx, number)
    return opened


@click.command(
    help=_("Publish in an emergency; flagged in every report until another head looked at it."),
    epilog=example('siar bypass 2026-0042 --reason "peringatan banjir, Kasi tidak terjangkau"'),
)
@click.argument("number", metavar=_("NUMBER"))
@reason_option
@click.pass_obj
def command(app: Any, number: str, reason: str) -> None:
    """Publish in an emergency."""
    ctx: Context = app.context()
    run(ctx, number, reason=reason)
    ctx.talk.tell(_("{number} is on main; next: siar publish").format(number=number))
    ctx.talk.tell(_("another head looks at it: siar second-look {number}").format(number=number))
