"""Show the page of an article that is still being written or corrected, marked as a preview."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened, open_request, opened_at
from pipeline.commands.options import example
from pipeline.commands.writing import Manuscript, manuscript, problems
from pipeline.errors import BadInput, Exit, NotFound, UsageError
from pipeline.forge.units import CONTENT, article_files, owner_at, owners
from pipeline.i18n import _, agency_text
from pipeline.record import agenda
from pipeline.record.finding import Finding
from pipeline.record.labels import STATE_LABELS
from pipeline.record.loading import load_article
from pipeline.record.report_findings import format_text
from pipeline.record.workflow import State
from pipeline.site.preview import build_plain, build_preview
from pipeline.site.preview_band import Band
from pipeline.site.published import PublishedArticle

# Where a forge's runner says from which branch a pull request comes.
HEAD_VARIABLE = "GITHUB_HEAD_REF"


class Preview(NamedTuple):
    """A preview in `folder`; `has_page` says whether the article could be shown in it.

    `digest` is what an approval of this text would name.
    """

    number: str
    folder: Path
    digest: str
    findings: tuple[Finding, ...]
    has_page: bool


def run(
    ctx: Context,
    number: str,
    *,
    to: Path | None = None,
    commit: str | None = None,
    open_work_tree: bool = False,
) -> Preview:
    """Build the page of a request's article as it is now, or as `commit` has it.

    As it is now: in the work tree when its branch is checked out, or when `open_work_tree` says so;
    else as last pushed. Raises NotFound when it has no article yet, SiarError when the site's own
    theme cannot be built, BadInput when `to` holds something else than a preview.
    """
    if commit is not None:
        opened = _opened(ctx, number, commit)
        return preview_of(ctx, opened, _written(ctx, opened), to)
    opened = open_request(ctx, number)
    return preview_of(ctx, opened, manuscript(ctx, opened, here=open_work_tree), to)


def preview_of(ctx: Context, opened: Opened, text: Manuscript, to: Path | None) -> Preview:
    """The preview of a manuscript, whatever is wrong with it."""
    folder = (to or Path.cwd() / f"pratinjau-{opened.number}").absolute()
    _refuse_site(ctx, folder)
    path = f"{text.folder}/index.md"
    digest = text.digest(opened.request.documents)
    found = problems(ctx, opened, text)
    article, _findings = load_article(path, text.files.get(path, b""))
    band = Band(opened.number, _standing(opened, digest), digest, found)
    if article is None:
        build_plain(band, folder)
        return Preview(opened.number, folder, digest, found, False)
    repository = ctx.repository
    blobs = {
        name.removeprefix(f"{text.folder}/"): repository.write_blob(data)
        for name, data in text.files.items()
    }
    build_preview(
        repository,
        commit=ctx.main,
        agency=ctx.agency,
        article=PublishedArticle(
            text.folder,
            repository.write_tree(None, dict(blobs)),
            digest,
            opened.number,
            article.publish_at,
        ),
        band=band,
        output=folder,
    )
    return Preview(opened.number, folder, digest, found, True)


def _standing(opened: Opened, digest: str) -> str:
    """How the text stands to what was handed in, in a sentence for the reader of the page."""
    number, case = opened.number, opened.case
    state = STATE_LABELS[case.state or State.RECEIVED]
    if case.digest is None:
        sentence = agency_text("Request {number}, {state}. This text was not handed in yet.")
    elif case.digest == digest:
        sentence = agency_text(
            "Request {number}, {state}. This is exactly what was handed in; "
            "an approval that quotes the digest below is of this text and no other."
        )
    else:
        sentence = agency_text(
            "Request {number}, {state}. This text is not what was handed in last; "
            "it can be approved once it was handed in again."
        )
    return sentence.format(number=number, state=state)


def _refuse_site(ctx: Context, folder: Path) -> None:
    """Raise BadInput for a folder in which the published website lies."""
    site = ctx.settings.deploy
    if site is not None and folder.resolve().is_relative_to(site.resolve()):
        raise BadInput(
            _("{path} is where the published website lies").format(path=folder),
            hint=_("name another folder with --to: a preview is never published"),
        )


def _opened(ctx: Context, number: str, commit: str) -> Opened:
    """The request as a commit has it that is here already. Raises NotFound."""
    oid = ctx.repository.resolve(commit)
    if oid is None or not agenda.is_number(number):
        raise NotFound(
            _("there is no commit {name} here").format(name=commit)
            if oid is None
            else _("{number} is not an agenda number").format(number=number),
            hint=_("`git fetch` brings what others pushed; `siar status` lists open requests"),
        )
    return opened_at(ctx, number, oid)


def _written(ctx: Context, opened: Opened) -> Manuscript:
    """The article as `opened` has it, among those of other requests. Raises NotFound."""
    repository, tip, number = ctx.repository, opened.tip, opened.number
    _numbers, known, _others = owners(entry.path for entry in repository.tree(ctx.main, CONTENT))
    _numbers, there, _others = owners(entry.path for entry in repository.tree(tip, CONTENT))
    new = {folder: owner_at(repository, tip, folder) for folder in sorted(there - known)}
    # What cannot be read names no request.
    fitting = [folder for folder, owner in new.items() if owner == number] or [
        folder for folder, owner in new.items() if owner is None
    ]
    folder = opened.case.article or next(iter(fitting), None)
    listed = article_files(repository, tip, folder) if folder else ()
    if folder is None or not listed:
        raise NotFound(
            _("request {number} has no article yet").format(number=number),
            hint=_("begin with `siar draft {number}`").format(number=number),
        )
    files = {entry.path: repository.read(tip, entry.path) or b"" for entry in listed}
    return Manuscript(folder, files, tuple(files))


def changed(ctx: Context) -> tuple[str, ...]:
    """The requests that what is checked out is about; nothing is fetched for it.

    The branch's name says it; otherwise the files that were changed since it left main.
    """
    repository = ctx.repository
    for branch in (os.environ.get(HEAD_VARIABLE), repository.checked_out):
        number = (branch or "").removeprefix(agenda.branch(""))
        if agenda.is_number(number) and branch == agenda.branch(number):
            return (number,)
    head = repository.resolve("HEAD")
    base = repository.merge_base(ctx.main, head) if head else None
    if head is None or base is None:
        return ()
    numbers, folders, _others = owners(repository.changed_paths(base, head))
    named = {owner_at(repository, head, folder) or "" for folder in folders}
    return tuple(sorted(filter(agenda.is_number, numbers | named), key=agenda.order))


def run_changed(ctx: Context, to: Path | None) -> list[Preview]:
    """The previews of all requests that what is checked out is about, as its commit has them.

    A request without an article has none. Of several, each has a folder of its own in `to`.
    """
    made = []
    numbers = changed(ctx)
    for number in numbers:
        opened = _opened(ctx, number, "HEAD")
        try:
            text = _written(ctx, opened)
        except NotFound:
            continue
        folder = to / number if to is not None and len(numbers) > 1 else to
        made.append(preview_of(ctx, opened, text, folder))
    return made


def tell_findings(ctx: Context, made: Preview) -> None:
    """Say what is wrong with a text, which its page says, too."""
    if made.findings:
        ctx.talk.tell(format_text(made.findings).rstrip("\n"))
    if not made.has_page:
        ctx.talk.tell(
            _("{number}: the article cannot be read; the page says why").format(number=made.number)
        )


def _tell(ctx: Context, made: Sequence[Preview]) -> Exit:
    for one in made:
        tell_findings(ctx, one)
        page = one.folder / "index.html"
        ctx.talk.tell(_("{number}: open {page}").format(number=one.number, page=page))
        ctx.talk.tell(f"  {one.digest}")
    return Exit.OK if all(one.has_page for one in made) else Exit.PROBLEMS


@click.command(
    help=_("Show the page of an article before it is published, in a folder that opens by itself."),
    epilog=example(
        "siar preview 2026-0042",
        "siar preview 2026-0042 --commit 3f2a9c1 --to ~/pratinjau",
        "siar preview --changed --to pratinjau",
    ),
)
@click.argument("number", required=False, metavar=_("[NUMBER]"))
@click.option(
    "--to", "--ke", metavar=_("DIR"), type=click.Path(path_type=Path),
    help=_("the folder to write (otherwise one in this folder)"),
)  # fmt: skip
@click.option("--commit", metavar="COMMIT", help=_("as this commit has it"))
@click.option(
    "--open-work-tree", "--dari-folder-kerja", is_flag=True,
    help=_("the files of this folder as they are, whatever branch it shows"),
)  # fmt: skip
@click.option(
    "--changed", "--yang-berubah", "is_changed", is_flag=True,
    help=_("every request that the checked-out branch changes; nothing is fetched"),
)  # fmt: skip
@click.pass_obj
def command(
    app: Any,
    number: str | None,
    to: Path | None,
    commit: str | None,
    open_work_tree: bool,
    is_changed: bool,
) -> int:
    """Make a preview."""
    ctx: Context = app.context()
    if is_changed == bool(number) or (is_changed and (commit or open_work_tree)):
        raise UsageError(
            _("a preview is of one request, or of what was changed"),
            hint=_("siar preview NUMBER, or siar preview --changed"),
        )
    if commit and open_work_tree:
        raise UsageError(
            _("a text is of one commit, or of this folder"),
            hint=_("give --commit or --open-work-tree"),
        )
    if number:
        made = [run(ctx, number, to=to, commit=commit, open_work_tree=open_work_tree)]
    else:
        made = run_changed(ctx, to)
        if not made:
            ctx.talk.tell(_("no article was changed here: there is nothing to show"))
    return _tell(ctx, made)
