"""Write the article's scaffold from the request, and keep it on the request's branch (SOP row 4)."""

from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.options import example
from pipeline.commands.recording import follow, open_request
from pipeline.commands.writing import check_out
from pipeline.editorial.draft import draft
from pipeline.errors import NotAllowed
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.labels import STATE_LABELS
from pipeline.record.request import AttachmentKind, Request
from pipeline.record.workflow import WRITING
from pipeline.repository import Update


def run(ctx: Context, number: str) -> str:
    """Commit and push the scaffold; gives the path of the Markdown file to edit.

    An article that is there already is only shown, never overwritten.
    """
    opened = open_request(ctx, number)
    if opened.case.state not in WRITING:
        state = STATE_LABELS[opened.request.state]
        raise NotAllowed(
            _("{number} is {state}: there is nothing to write yet").format(
                number=number, state=state
            ),
            hint=_("writing begins after `siar accept`"),
        )
    repository = ctx.repository
    photos = _photos(ctx, opened.request)
    folder, text = draft(opened.request, ctx.agency, ctx.now(), tuple(photos))
    existing = [
        entry.path
        for entry in repository.tree(opened.tip, "content/")
        if entry.path not in {known.path for known in repository.tree(ctx.main, "content/")}
    ]
    written = next((path for path in existing if path.endswith("/index.md")), None)
    if written is None:
        files = {f"{folder}/{name}": data for name, data in photos.items()}
        files[f"{folder}/index.md"] = text.encode()
        tree = repository.write_tree(
            opened.tip, {path: repository.write_blob(data) for path, data in files.items()}
        )
        now = ctx.now()
        commit = repository.commit_tree(
            tree,
            [opened.tip],
            f"draft {number}",
            author=ctx.author,
            at=now,
            sign=ctx.sign_commit,
        )
        branch = agenda.branch(number)
        repository.push([Update(f"refs/heads/{branch}", commit, opened.tip)])
        follow(ctx, branch, opened.tip, commit)
        written, tip = f"{folder}/index.md", commit
    else:
        tip = opened.tip
    if not repository.is_bare:
        check_out(ctx, number, tip)
    return written


def _photos(ctx: Context, request: Request) -> dict[str, bytes]:
    """The photographs that came with the request, by the name they get beside the article."""
    tip = ctx.repository.shared(agenda.branch(request.number)) or ""
    base = agenda.papers_folder(request.number).rsplit("/", 1)[0]
    found = {}
    for paper in request.attachments:
        if paper.kind is AttachmentKind.PHOTO and paper.is_present:
            data = ctx.repository.read(tip, f"{base}/{paper.path}")
            if data is not None:
                found[paper.path.rsplit("/", 1)[-1]] = data
    return found


@click.command(
    help=_("Write the article's scaffold from the request, ready to be edited."),
    epilog=example("siar draft 2026-0042"),
)
@click.argument("number", metavar=_("NUMBER"))
@click.pass_obj
def command(app: Any, number: str) -> None:
    """Begin an article."""
    ctx: Context = app.context()
    path = run(ctx, number)
    ctx.talk.tell(_("edit {path}").format(path=ctx.repository.folder / path))
    ctx.talk.tell(_("then: siar check {number}, and siar submit {number}").format(number=number))
