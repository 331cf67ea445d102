"""Agree to the text that the head of section revised (SOP row 5)."""

import difflib
from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.dossier import find, ledger_of
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.options import example
from pipeline.commands.recording import record
from pipeline.commands.sheets import wordings
from pipeline.commands.step import Step
from pipeline.errors import NotAllowed
from pipeline.i18n import _
from pipeline.record.article import Article
from pipeline.record.workflow import Action


def run(ctx: Context, number: str) -> Opened:
    """Record the officer's agreement to exactly the revised bytes."""

    def step(opened: Opened) -> Step:
        if ctx.me.id in opened.case.agreed:
            raise NotAllowed(
                _("you have agreed to this text already"),
                hint=_("the head of section approves it next"),
            )
        return Step({"digest": opened.case.digest or ""})

    return record(ctx, number, Action.AGREE, step)


def difference(ctx: Context, number: str) -> str:
    """What the head of section changed, line by line; "" where nothing is known."""
    opened = open_request(ctx, number)
    found = find(ctx, number, ledger_of(ctx))
    revised = [s for s in opened.request.history if s.action is Action.REVISE]
    kept = wordings(ctx, found)
    if not revised:
        return ""
    before, after = (_lines(kept.get(revised[-1].data[key])) for key in ("before", "digest"))
    lines = difflib.unified_diff(before, after, lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _lines(article: Article | None) -> list[str]:
    """What readers see of an article, line by line."""
    if article is None:
        return []
    return [article.title, article.summary, *article.body.splitlines()]


@click.command(
    help=_("Agree to the text that the head of section revised; then it can be approved."),
    epilog=example("siar agree 2026-0042"),
)
@click.argument("number", metavar=_("NUMBER"))
@click.pass_obj
def command(app: Any, number: str) -> None:
    """Agree to a revised text."""
    ctx: Context = app.context()
    if changed := difference(ctx, number):
        ctx.talk.tell(changed + "\n")
    run(ctx, number)
    ctx.talk.tell(_("agreed to the revised text of {number}").format(number=number))
