"""The one comment that a pull request keeps: where it is, whom it waits for, what to do next.

The same facts give the same text, so that it is edited only when something has changed: the clock
shows in it by a few marks on the way to the standard's end, never by the minute.
"""

from collections.abc import Iterator
from datetime import datetime

from pipeline.commands import forge_markdown as md
from pipeline.commands.comment_table import click_command
from pipeline.commands.forge_places import Places
from pipeline.commands.status_facts import asked, facts, state, subject
from pipeline.commands.status_next import awaited, next_steps
from pipeline.commands.status_offers import Offer, main_verbs, offers, on_paper
from pipeline.commands.status_scene import Around, Scene
from pipeline.i18n import _
from pipeline.office.board import Waiting
from pipeline.record.agency import Agency
from pipeline.record.replay import Case
from pipeline.record.request import Request

__all__ = ["MARKER", "Around", "status_comment"]

MARKER = "<!-- siar:status -->"
_ON_PAPER = ("dispose", "accept")


def status_comment(
    agency: Agency,
    request: Request,
    case: Case,
    row: Waiting | None,
    around: Around,
    now: datetime,
) -> str:
    """The whole comment, as Markdown; `row` is the request's line on the board, if it has one."""
    scene = Scene(agency, request, case, row, now)
    places = Places.of(around.pull_request, request.number)
    blocks = [
        MARKER,
        f"### {request.number} · {state(case, row, is_live=around.live is not None)}",
        subject(request),
        "\n".join(facts(scene, around)),
        *asked(scene),
        *next_steps(scene, around, places),
        *awaited(scene, places),
        *_others(scene, around),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _others(scene: Scene, around: Around) -> Iterator[str]:
    """Whatever else can be said here now, folded."""
    article = around.article or scene.case.article
    main = main_verbs(scene.case, has_article=bool(article))
    beside = {*main, "draft", "submit"}  # what stands above, or makes no sense before it
    listed = [one for one in offers(scene) if one.verb not in beside]
    blocks = [_other(one) for one in listed]
    for verb in main:
        if verb in _ON_PAPER:
            sentence = _("Decided on paper, by WhatsApp or by word, and typed in by an officer")
            blocks.insert(0, f"**{sentence}**\n\n{md.fenced(*on_paper(scene, verb).lines)}")
    if blocks:
        blocks.append(_("Write something in place of each `…`. `/bantuan` explains every command."))
        yield md.folded(_("Other commands"), *blocks)


def _other(one: Offer) -> str:
    purpose = " ".join((click_command(one.verb).help or "").split()).rstrip(".")
    return f"**{purpose}** · {', '.join(one.roles)}\n\n{md.fenced(*one.lines)}"
