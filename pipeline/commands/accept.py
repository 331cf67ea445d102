"""Accept a dispositioned letter and name the officer (SOP row 3)."""

from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.note import coordination, coordination_options
from pipeline.commands.opening import Opened
from pipeline.commands.options import (
    PaperOptions,
    began,
    began_option,
    example,
    transcript,
    transcript_options,
)
from pipeline.commands.recording import record
from pipeline.commands.step import Step, Transcript
from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.workflow import Action, Role


def run(
    ctx: Context,
    number: str,
    *,
    officer: str,
    coordinated: dict[str, str] | None = None,
    began_at: str | None = None,
    paper: Transcript | None = None,
) -> Opened:
    """Record who writes the article, and with whom it was coordinated."""
    require_officer(ctx, officer)
    data: dict[str, Any] = {"officer": officer, **began(ctx, began_at)}
    if coordinated:
        data["coordination"] = coordinated
    return record(ctx, number, Action.ACCEPT, lambda _opened: Step(data), transcript=paper)


def require_officer(ctx: Context, officer: str) -> None:
    """Raise BadInput unless the person is an officer today."""
    roster = ctx.fresh_agency().roster
    if not roster.term(officer, Role.OFFICER, ctx.now()):
        officers = ", ".join(person.id for person in roster.holders(Role.OFFICER, ctx.now()))
        raise BadInput(
            _("{name} is no officer today").format(name=officer),
            hint=_("choose one of: {known}").format(known=officers or _("nobody")),
        )


@click.command(
    help=_("Accept a dispositioned letter and name the officer who writes."),
    epilog=example(
        "siar accept 2026-0042 --officer petugas-1 \\",
        '  --with "Dinas Pertanian (Ibu Sari)" --via telepon --agreed "data panen dikirim besok"',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option("--officer", "--petugas", required=True, metavar="ID", help=_("who writes it"))
@coordination_options
@began_option
@transcript_options
@click.pass_obj
def command(
    app: Any,
    number: str,
    officer: str,
    with_whom: str | None,
    via: str | None,
    agreed: str | None,
    began: str | None,
    paper: PaperOptions,
) -> None:
    """Accept a letter."""
    ctx: Context = app.context()
    run(
        ctx,
        number,
        officer=officer,
        coordinated=coordination(ctx, with_whom, via, agreed),
        began_at=began,
        paper=transcript(ctx, paper),
    )
    ctx.talk.tell(_("{number} is accepted; {who} writes it").format(number=number, who=officer))
    ctx.talk.advise(_("next: siar draft {number}").format(number=number))
