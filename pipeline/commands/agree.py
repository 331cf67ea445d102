"""Agree to the text that the head of section revised (SOP row 5)."""

from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.options import example
from pipeline.commands.recording import Opened, Step, record
from pipeline.i18n import _
from pipeline.record.workflow import Action


def run(ctx: Context, number: str) -> Opened:
    """Record the officer's agreement to exactly the revised bytes."""
    return record(
        ctx, number, Action.AGREE, lambda opened: Step({"digest": opened.case.digest or ""})
    )


@click.command(
    help=_("Agree to the text that the head of section revised; then it can be approved."),
    epilog=example("siar agree 2026-0042"),
)
@click.argument("number", metavar=_("NUMBER"))
@click.pass_obj
def command(app: Any, number: str) -> None:
    """Agree to a revised text."""
    ctx: Context = app.context()
    run(ctx, number)
    ctx.talk.tell(_("agreed to the revised text of {number}").format(number=number))
