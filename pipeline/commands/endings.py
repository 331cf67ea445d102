"""What the verbs have in common that end a request, or send it back, with a reason."""

from collections.abc import Callable
from typing import Any

import click

from pipeline.commands import merge as merging
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.options import (
    PaperOptions,
    began,
    began_option,
    example,
    spoken_reason,
    transcript,
    transcript_options,
)
from pipeline.commands.recording import record
from pipeline.commands.step import Step, Transcript
from pipeline.i18n import _
from pipeline.record.workflow import Action, rows


def run(
    ctx: Context,
    number: str,
    action: Action,
    *,
    reason: str,
    missing: tuple[str, ...] = (),
    began_at: str | None = None,
    paper: Transcript | None = None,
) -> Opened:
    """Record the decision with its reason, and what is missing when a letter goes back."""
    data: dict[str, Any] = {"reason": spoken_reason(reason), **began(ctx, began_at)}
    if action is Action.RETURN:
        data["missing"] = list(missing)
    return record(ctx, number, action, lambda _opened: Step(data), transcript=paper)


def ending(action: Action, *, help_text: str, sentence: str, sample: str) -> click.Command:
    """The verb for `action`: a number, a reason, and a decision on paper perhaps."""

    @click.command(help=help_text, epilog=example(sample))
    @click.argument("number", metavar=_("NUMBER"))
    @click.option(
        "--reason",
        "--alasan",
        required=True,
        help=_("why; it stays on record, and the sender is answered with it"),
    )
    @began_option
    @transcript_options
    @click.pass_obj
    def command(
        app: Any,
        number: str,
        reason: str,
        began: str | None,
        paper: PaperOptions,
        missing: tuple[str, ...] = (),
    ) -> None:
        ctx: Context = app.context()
        typed = transcript(ctx, paper)
        # A run that was cut off before the merge is gone on with, not refused.
        if open_request(ctx, number).case.state is not rows(action)[0].target:
            run(ctx, number, action, reason=reason, missing=missing, began_at=began, paper=typed)
        ctx.talk.tell(_(sentence).format(number=number))
        if action is not Action.RETURN and merging.run(ctx, number):
            ctx.talk.tell(_("{number} is on main").format(number=number))

    if action is Action.RETURN:
        add: Callable[[Any], Any] = click.option(
            "--missing", "--kurang", multiple=True,
            help=_("what is missing (may be given several times)"),
        )  # fmt: skip
        command = add(command)
    return command
