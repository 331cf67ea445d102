"""Write the article's scaffold from the request, on the request's own branch (SOP row 4)."""

from dataclasses import replace
from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.options import example
from pipeline.commands.recording import acting_role, follow
from pipeline.commands.writing import check_out
from pipeline.editorial.draft import draft, photo_names
from pipeline.errors import NotAllowed
from pipeline.forge.units import CONTENT, folder_of
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.labels import named
from pipeline.record.request import Attachment, AttachmentKind
from pipeline.record.workflow import WRITING, Action, State
from pipeline.repository import Update


def run(ctx: Context, number: str) -> str:
    """Commit and push the scaffold; gives the path of the Markdown file to edit.

    An article that is there already is only shown, never overwritten.
    """
    opened = open_request(ctx, number)
    if opened.case.state not in WRITING:
        state = named(opened.case.state) if opened.case.state else ""
        raise NotAllowed(
            _("{number} is {state}: there is nothing to write yet").format(
                number=number, state=state
            ),
            hint=_("writing begins after `siar accept`"),
        )
    written, tip = _written(ctx, opened), opened.tip
    if written is None:
        written, tip = _begin(ctx, opened)
    if not ctx.repository.is_bare:
        check_out(ctx, number, tip)
    return written


def _written(ctx: Context, opened: Opened) -> str | None:
    """The article that is there: the one of an earlier edition, or what the branch has begun."""
    if opened.case.article is not None:
        return f"{opened.case.article}/index.md"
    known = {entry.path for entry in ctx.repository.tree(ctx.main, CONTENT)}
    begun = [
        entry.path for entry in ctx.repository.tree(opened.tip, CONTENT) if entry.path not in known
    ]
    return next((path for path in begun if path.endswith("/index.md")), None)


def _begin(ctx: Context, opened: Opened) -> tuple[str, str]:
    """Commit the scaffold and push it; gives its path and the commit."""
    repository, number = ctx.repository, opened.number
    able = replace(opened.case, state=State.DRAFTING, paused=None)
    acting_role(ctx.agency.roster, able, Action.SUBMIT, ctx.me.id, ctx.now())
    papers = _photos(ctx, opened)
    taken = {folder_of(entry.path) or "" for entry in repository.tree(ctx.main, CONTENT)}
    folder, text = draft(opened.request, ctx.agency, ctx.now(), tuple(papers), taken=taken)
    names = photo_names(tuple(papers))
    files = {f"{folder}/{name}": data for name, data in zip(names, papers.values(), strict=True)}
    files[f"{folder}/index.md"] = text.encode()
    commit = repository.commit_tree(
        repository.write_tree(
            opened.tip, {path: repository.write_blob(data) for path, data in files.items()}
        ),
        [opened.tip],
        f"draft {number}",
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
    )
    branch = agenda.branch(number)
    repository.push([Update(f"refs/heads/{branch}", commit, opened.tip)])
    follow(ctx, branch, opened.tip, commit)
    return f"{folder}/index.md", commit


def _photos(ctx: Context, opened: Opened) -> dict[Attachment, bytes]:
    """The photographs that came with the request."""
    base = agenda.papers_folder(opened.number).rsplit("/", 1)[0]
    return {
        paper: ctx.repository.read(opened.tip, f"{base}/{paper.path}") or b""
        for paper in opened.request.attachments
        if paper.kind is AttachmentKind.PHOTO and paper.is_present
    }


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
