"""Hand the article in for correction, bound to its exact bytes (SOP row 4)."""

from typing import Any

import click

from pipeline.commands.authorship import contributors
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import began, began_option, example
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.commands.writing import manuscript, problems, refuse_problems
from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.workflow import Action, State


def run(ctx: Context, number: str, *, began_at: str | None = None) -> Opened:
    """Commit the article, list who wrote it, and record the submission.

    Raises SiarError with every finding when a check does not pass.
    """

    def step(opened: Opened) -> Step:
        text = manuscript(ctx, opened)
        refuse_problems(problems(ctx, opened, text))
        digest = text.digest(opened.request.documents)
        if digest == opened.case.digest and opened.case.state is State.CHANGES_REQUESTED:
            raise BadInput(
                _("the text is still the one that was sent back"),
                hint=_("make the changes that were asked for, then hand it in again"),
            )
        people = contributors(ctx, opened, text)
        data: dict[str, Any] = {
            "digest": digest,
            "article": text.folder,
            "contributors": people if ctx.me.id in people else [*people, ctx.me.id],
        }
        return Step({**data, **began(ctx, began_at)}, text.changes)

    return record(ctx, number, Action.SUBMIT, step)


@click.command(
    help=_("Hand the article in for correction. Every check must pass."),
    epilog=example("siar submit 2026-0042", "siar submit 2026-0042 --began 09:15"),
)
@click.argument("number", metavar=_("NUMBER"))
@began_option
@click.pass_obj
def command(app: Any, number: str, began: str | None) -> None:
    """Submit an article."""
    ctx: Context = app.context()
    opened = run(ctx, number, began_at=began)
    ctx.talk.tell(_("{number} waits for correction").format(number=number))
    ctx.talk.tell(f"  {opened.case.digest}")
