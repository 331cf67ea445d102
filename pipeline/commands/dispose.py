"""Forward a letter: to whom, with which instructions, until when (SOP row 2)."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import (
    PaperOptions,
    began,
    began_option,
    day,
    example,
    transcript,
    transcript_options,
)
from pipeline.commands.recording import record
from pipeline.commands.step import Step, Transcript
from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.labels import URGENCY_LABELS
from pipeline.record.workflow import Action

F = TypeVar("F", bound=Callable[..., Any])


def run(
    ctx: Context,
    number: str,
    *,
    to: str,
    urgency: str,
    instructions: tuple[str, ...],
    note: str = "",
    due: str | None = None,
    began_at: str | None = None,
    paper: Transcript | None = None,
) -> Opened:
    """Record the disposition; raises BadInput for a stranger, unknown instruction or bad date."""
    data = {
        **disposition(ctx, to=to, urgency=urgency, instructions=instructions, note=note, due=due),
        **began(ctx, began_at),
    }
    return record(ctx, number, Action.DISPOSE, lambda _opened: Step(data), transcript=paper)


def disposition(
    ctx: Context,
    *,
    to: str,
    urgency: str,
    instructions: tuple[str, ...],
    note: str,
    due: str | None,
) -> dict[str, Any]:
    """What a disposition says; raises BadInput for a stranger, unknown instruction or bad date."""
    agency = ctx.fresh_agency()
    if agency.roster.person(to) is None:
        known = ", ".join(person.id for person in agency.roster.people)
        raise BadInput(
            _("{name} is nobody of the roster").format(name=to),
            hint=_("choose one of: {known}").format(known=known),
        )
    for instruction in instructions:
        if instruction not in agency.instructions:
            raise BadInput(
                _("unknown instruction {name}").format(name=instruction),
                hint=_("choose from: {known}").format(known=", ".join(agency.instructions)),
            )
    data: dict[str, Any] = {
        "to": to,
        "urgency": urgency,
        "instructions": list(instructions),
        "note": note,
    }
    if due:
        data["due"] = day(due).isoformat()
    return data


def disposition_options(function: F) -> F:
    """`--to --urgency -i --note --due`: what a disposition says."""
    for option in (
        click.option("--due", "--tenggat", metavar=_("DATE"), help=_("until when")),
        click.option(
            "--note", "--catatan", default="", help=_("a note to the one who receives it")
        ),
        click.option(
            "-i", "--instruction", "--instruksi", "instructions", multiple=True, metavar="ID",
            help=_("what to do (may be given several times; the list is in agency.yaml)"),
        ),
        click.option(
            "--urgency", "--sifat", type=click.Choice(list(URGENCY_LABELS)), default="biasa",
            help=_("how urgent it is"),
        ),
        click.option(
            "--to", "--kepada", required=True, metavar="ID", help=_("to whom it is forwarded")
        ),
    ):  # fmt: skip
        function = option(function)
    return function


@click.command(
    help=_("Forward a letter: to whom, what to do, until when."),
    epilog=example(
        "siar dispose 2026-0042 --to kasi-piks --urgency segera -i proses_lebih_lanjut",
        "siar dispose 2026-0042 --to kasi-piks --decided-by kabid-piks \\",
        '  --decided-at "2026-11-23 10:05" --channel kertas --scan lembar.jpg',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@disposition_options
@began_option
@transcript_options
@click.pass_obj
def command(
    app: Any,
    number: str,
    to: str,
    urgency: str,
    instructions: tuple[str, ...],
    note: str,
    due: str | None,
    began: str | None,
    paper: PaperOptions,
) -> None:
    """Dispose of a letter."""
    ctx: Context = app.context()
    typed = transcript(ctx, paper)
    run(
        ctx,
        number,
        to=to,
        urgency=urgency,
        instructions=instructions,
        note=note,
        due=due,
        began_at=began,
        paper=typed,
    )
    ctx.talk.tell(_("{number} was forwarded to {who}").format(number=number, who=to))
