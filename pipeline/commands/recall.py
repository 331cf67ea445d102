"""Take an approval back before the article is due; then it waits for correction again."""

from typing import Any

import click

from pipeline.commands import afterwards
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import example, reason_option, spoken_reason
from pipeline.commands.step import Step
from pipeline.errors import NotAllowed
from pipeline.i18n import _
from pipeline.record.loading import load_article
from pipeline.record.workflow import Action


def run(ctx: Context, number: str, *, reason: str) -> Opened:
    """Record the recall; what main holds already is on main at once, so that it never appears."""
    data = {"reason": spoken_reason(reason)}

    def step(opened: Opened) -> Step:
        _refuse_due(ctx, opened)
        return Step(data)

    return afterwards.run(ctx, number, Action.RECALL, step)


def _refuse_due(ctx: Context, opened: Opened) -> None:
    """Raise NotAllowed for what readers may have seen: on main, and its hour has come."""
    if not opened.on_main:
        return
    path = f"{opened.case.article}/index.md"
    article, _findings = load_article(path, (opened.unit.texts or {}).get(path, b""))
    due = article.publish_at if article else None
    if opened.case.is_public and (due is None or due <= ctx.now()):
        raise NotAllowed(
            _("the article of {number} is due already").format(number=opened.number),
            hint=_("correct it with `siar amend`, or hide it at once with `siar takedown`"),
        )


@click.command(
    help=_("Take an approval back before the article is due; it waits for correction again."),
    epilog=example('siar recall 2026-0042 --reason "angka panen belum final"'),
)
@click.argument("number", metavar=_("NUMBER"))
@reason_option
@click.pass_obj
def command(app: Any, number: str, reason: str) -> None:
    """Recall an approval."""
    ctx: Context = app.context()
    run(ctx, number, reason=reason)
    ctx.talk.tell(_("the approval of {number} is taken back").format(number=number))
    ctx.talk.tell(_("{number} waits for correction").format(number=number))
