"""Note a coordination or consultation: with whom, by which channel, what was agreed (SOP row 3)."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from pipeline.commands import afterwards
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import example
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.errors import UsageError
from pipeline.i18n import _
from pipeline.record.workflow import Action

F = TypeVar("F", bound=Callable[..., Any])


def coordination_options(function: F) -> F:
    """`--with --via --agreed`: a coordination as SOP row 3 wants it on record."""
    for option in (
        click.option("--agreed", "--sepakat", help=_("what was agreed")),
        click.option("--via", "--lewat", help=_("by which channel: telepon, WhatsApp, rapat …")),
        click.option("--with", "--dengan", "with_whom", help=_("with whom you coordinated")),
    ):
        function = option(function)
    return function


def coordination(
    ctx: Context, with_whom: str | None, via: str | None, agreed: str | None
) -> dict[str, str] | None:
    """The coordination that the three options describe. Raises UsageError when one is missing."""
    if not any((with_whom, via, agreed)):
        return None
    if not (with_whom and via and agreed):
        raise UsageError(
            _("a coordination needs --with, --via and --agreed"),
            hint=_("say with whom, by which channel and what was agreed"),
        )
    return {"with": with_whom, "channel": via, "at": ctx.now().isoformat(), "agreed": agreed}


def run(
    ctx: Context, number: str, *, text: str = "", coordinated: dict[str, str] | None = None
) -> Opened:
    """Record a note, a coordination, or both."""
    data: dict[str, Any] = {}
    if text.strip():
        data["text"] = text.strip()
    if coordinated:
        data["coordination"] = coordinated
    if not data:
        raise UsageError(
            _("there is nothing to note"), hint=_("give a text, or --with, --via and --agreed")
        )
    opened = record(ctx, number, Action.NOTE, lambda _opened: Step(data))
    afterwards.bring(ctx, opened, Action.NOTE)
    return opened


@click.command(
    help=_("Note a coordination or consultation on a request."),
    epilog=example(
        'siar note 2026-0042 "Narasumber bersedia diwawancarai Rabu"',
        'siar note 2026-0042 --with "Dinas Pertanian" --via rapat --agreed "angka dari BPS"',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.argument("text", default="", metavar=_("[TEXT]"))
@coordination_options
@click.pass_obj
def command(
    app: Any, number: str, text: str, with_whom: str | None, via: str | None, agreed: str | None
) -> None:
    """Note something."""
    ctx: Context = app.context()
    run(ctx, number, text=text, coordinated=coordination(ctx, with_whom, via, agreed))
    ctx.talk.tell(_("noted on {number}").format(number=number))
