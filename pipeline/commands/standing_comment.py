"""Gather what the one comment says of a request: its row on the board and what lies around it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.dossier import Live
from pipeline.commands.forge_places import Places
from pipeline.commands.opening import Opened
from pipeline.commands.review import still_needed
from pipeline.commands.sheet_link import Sheet
from pipeline.commands.status_comment import status_comment
from pipeline.commands.status_scene import Around
from pipeline.commands.writing import manuscript, problems
from pipeline.errors import SiarError
from pipeline.forge.host import Artifact, PullRequest
from pipeline.office.board import Waiting, board
from pipeline.office.calendar import calendar_of
from pipeline.record.article import Article
from pipeline.record.finding import Finding
from pipeline.record.workflow import WRITING, State

WITH_PREVIEW = WRITING | {State.IN_REVIEW}


class Beside(NamedTuple):
    """What is linked: the disposition sheet, and the pages that a check kept for the branch."""

    sheet: Sheet | None = None
    preview: Artifact | None = None


class After(NamedTuple):
    """What is known of a request on main: since when it is there, its article, since when live."""

    merged: datetime
    article: Article | None = None
    live: Live | None = None


def standing(
    ctx: Context, pull: PullRequest, opened: Opened, beside: Beside, *, refused: str = ""
) -> str:
    """The comment's text while the request is open.

    `refused` says why it was not merged, where it should have been.
    """
    folder, digest, findings = _article(ctx, opened)
    in_question = opened.case.state in (State.IN_REVIEW, State.APPROVED)
    around = Around(
        pull_request=pull.url,
        article=folder,
        digest=digest,
        findings=findings if opened.case.state in WRITING else (),
        missing=still_needed(ctx, opened) if in_question else (),
        refused=refused,
    )
    return _told(ctx, opened, row_of(ctx, opened), around, beside)


def standing_after(
    ctx: Context, pull: PullRequest, opened: Opened, beside: Beside, after: After
) -> str:
    """The comment's text once it is on main: when it is published, and where."""
    article, live = after.article, after.live
    home = str(ctx.agency.section("site")["url"]).rstrip("/")
    around = Around(
        pull_request=pull.url,
        article=opened.case.article or "",
        merged=after.merged,
        page=live.url if live else f"{home}/{article.url_path}" if article else "",
        live=live.at if live else None,
    )
    due = article.publish_at if article else None
    row = None if live else row_of(ctx, opened, due=due)
    return _told(ctx, opened, row, around, beside)


def row_of(ctx: Context, opened: Opened, *, due: datetime | None = None) -> Waiting | None:
    """The request's line on the board; `due` is when its article asks to be published."""
    hours = {opened.number: due} if due else {}
    calendar = calendar_of(ctx.agency)
    rows = board([opened.request], ctx.agency, calendar, ctx.now(), scheduled=hours)
    return rows[0] if rows else None


def _told(ctx: Context, opened: Opened, row: Waiting | None, around: Around, beside: Beside) -> str:
    places, (sheet, preview) = Places.of(around.pull_request, opened.number), beside
    linked = around._replace(
        sheet=places.run(sheet.run) if sheet and sheet.run else "",
        until=sheet.until if sheet else None,
        preview=places.artifact(preview.run, preview.id) if preview else "",
    )
    said = status_comment(ctx.agency, opened.request, opened.case, row, linked, ctx.now())
    return f"{said}\n{sheet.mark}\n" if sheet else said


def _article(ctx: Context, opened: Opened) -> tuple[str, str, Sequence[Finding]]:
    try:
        text = manuscript(ctx, opened)
    except SiarError:
        return "", "", ()
    return text.folder, text.digest(opened.request.documents), problems(ctx, opened, text)
