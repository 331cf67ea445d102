"""Approve exactly what was submitted, in one word (SOP row 5)."""

from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.options import began_option, example
from pipeline.commands.review import approve_and_merge
from pipeline.i18n import _


@click.command(
    help=_("Approve an article as it was submitted: `siar review --approve` in one word."),
    epilog=example("siar approve 2026-0042"),
)
@click.argument("number", metavar=_("NUMBER"))
@began_option
@click.pass_obj
def command(app: Any, number: str, began: str | None) -> None:
    """Approve an article."""
    ctx: Context = app.context()
    approve_and_merge(ctx, number, began_at=began)
