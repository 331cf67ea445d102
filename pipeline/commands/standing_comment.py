"""Gather what the one comment says of a request: its row on the board and what lies around it."""

from collections.abc import Sequence

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.review import still_needed
from pipeline.commands.status_comment import status_comment
from pipeline.commands.status_scene import Around
from pipeline.commands.writing import manuscript, problems
from pipeline.errors import SiarError
from pipeline.forge.host import PullRequest
from pipeline.office.board import Waiting, board
from pipeline.office.calendar import calendar_of
from pipeline.record.finding import Finding
from pipeline.record.workflow import WRITING, State


def standing(
    ctx: Context, pull: PullRequest, opened: Opened, *, sheet: str = "", refused: str = ""
) -> str:
    """The comment's text; `sheet` is where the disposition sheet can be had.

    `refused` says why it was not merged, where it should have been.
    """
    return status_comment(
        ctx.agency, opened.request, opened.case, _row(ctx, opened),
        _around(ctx, pull, opened, sheet, refused), ctx.now(),
    )  # fmt: skip


def _row(ctx: Context, opened: Opened) -> Waiting | None:
    rows = board([opened.request], ctx.agency, calendar_of(ctx.agency), ctx.now())
    return rows[0] if rows else None


def _around(ctx: Context, pull: PullRequest, opened: Opened, sheet: str, refused: str) -> Around:
    folder, digest, findings = _article(ctx, opened)
    in_question = opened.case.state in (State.IN_REVIEW, State.APPROVED)
    return Around(
        pull_request=pull.url,
        article=folder,
        digest=digest,
        findings=findings if opened.case.state in WRITING else (),
        missing=still_needed(ctx, opened) if in_question else (),
        sheet=sheet,
        refused=refused,
    )


def _article(ctx: Context, opened: Opened) -> tuple[str, str, Sequence[Finding]]:
    try:
        text = manuscript(ctx, opened)
    except SiarError:
        return "", "", ()
    return text.folder, text.digest(opened.request.documents), problems(ctx, opened, text)
