"""Bring older articles, which no request was ever made for, as one change of the archive."""

from pathlib import Path
from typing import Any

import click

from pipeline.commands import changing
from pipeline.commands.changing import Open
from pipeline.commands.context import Context
from pipeline.commands.options import example, reason_option
from pipeline.commands.propose import tell
from pipeline.errors import BadInput, NotAllowed, NotFound
from pipeline.forge.units import CONTENT, folder_of
from pipeline.i18n import _
from pipeline.record.finding import Finding, has_errors
from pipeline.record.labels import named
from pipeline.record.loading import load_article
from pipeline.record.report_findings import format_text
from pipeline.record.roster import names
from pipeline.record.workflow import Role


def run(ctx: Context, folder: Path, *, reason: str) -> Open:
    """Hand the article folders below `folder` in, with the maintainer's statement on each.

    Raises NotAllowed for anybody else, BadInput with everything that is wrong with the articles.
    """
    ctx.repository.fetch()
    roster, now = ctx.agency.roster, ctx.now()
    if not roster.term(ctx.me.id, Role.MAINTAINER, now):
        raise NotAllowed(
            _("{who} may not do this: it is for {role}").format(
                who=ctx.me.name, role=named(Role.MAINTAINER)
            ),
            hint=_("today that is {names}").format(
                names=names(roster.holders(Role.MAINTAINER, now)) or _("nobody")
            ),
        )
    files = article_files(folder)
    there = {folder_of(entry.path) for entry in ctx.repository.tree(ctx.main, CONTENT)}
    known = sorted({found for path in files if (found := folder_of(path)) in there and found})
    if known:
        raise BadInput(
            _("these are on main already: {folders}").format(folders=", ".join(known)),
            hint=_("take them out of the folder; what is there is changed with `siar amend`"),
        )
    return changing.suggest(ctx, dict(files), reason)


def article_files(folder: Path) -> dict[str, bytes]:
    """The files of every article below `folder`, by their path from the repository's top.

    `folder` holds `content/`, or is it. Raises BadInput with everything that is wrong.
    """
    top = folder.parent if folder.name == CONTENT.rstrip("/") else folder
    if not (top / CONTENT).is_dir():
        raise NotFound(
            _("there is no {path}").format(path=top / CONTENT),
            hint=_("articles lie in content/<year>/<month>/<day>-<words-of-the-title>/index.md"),
        )
    files: dict[str, bytes] = {}
    wrong: list[Finding] = []
    for place in sorted((top / CONTENT).rglob("*")):
        path = place.relative_to(top).as_posix()
        if place.is_symlink():
            wrong.append(_finding(path, "unit-mode", _("this is a link")))
        elif place.is_file() and folder_of(path) is None:
            wrong.append(_finding(path, "article-place", _("an article does not lie here")))
        elif place.is_file():
            files[path] = place.read_bytes()
    for found in sorted({folder_of(path) or "" for path in files}):
        text = files.get(f"{found}/index.md")
        article, problems = load_article(f"{found}/index.md", text or b"")
        wrong += problems
        if article is not None and article.request is not None:
            message = _("this is the article of request {number}").format(number=article.request)
            wrong.append(_finding(f"{found}/index.md", "approval-context", message))
    if has_errors(wrong):
        raise BadInput(format_text(wrong), hint=_("nothing was brought; mend these and try again"))
    if not files:
        raise NotFound(
            _("there is no article below {path}").format(path=top / CONTENT),
            hint=_("articles lie in content/<year>/<month>/<day>-<words-of-the-title>/index.md"),
        )
    return files


def _finding(path: str, rule: str, message: str) -> Finding:
    return Finding(
        path,
        1,
        rule,
        message,
        _("an import brings folders content/<year>/<month>/<day>-<words>/ of older news only"),
    )


@click.command(
    help=_("Bring an archive of older articles, to be agreed to by a head; they are never mailed."),
    epilog=example('siar import ~/arsip-2024 --reason "Berita 2024 dari situs lama"'),
)
@click.argument("folder", metavar=_("FOLDER"), type=click.Path(path_type=Path))
@reason_option
@click.pass_obj
def command(app: Any, folder: Path, reason: str) -> None:
    """Import an archive."""
    ctx: Context = app.context()
    proposed = run(ctx, folder.absolute(), reason=reason)
    count = len(proposed.proposal.change.articles) if proposed.proposal else 0
    ctx.talk.tell(_("articles: {count}").format(count=count))
    tell(ctx, proposed)
