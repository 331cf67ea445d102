"""Check requests, articles and registers, and tell everything wrong in one run."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.opening import open_request
from pipeline.commands.options import example
from pipeline.commands.writing import manuscript, problems
from pipeline.editorial.check import check_article
from pipeline.errors import Exit, NotFound
from pipeline.forge.gate import Push, check_pushes
from pipeline.forge.units import (
    AGENCY,
    CONTENT,
    MEDIA,
    folder_of,
    number_of,
    owners,
    unit_at,
    unit_in_folder,
)
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding, Severity, has_errors
from pipeline.record.loading import load_article
from pipeline.record.registers import load_agency, load_media
from pipeline.record.report_findings import format_github, format_json, format_text
from pipeline.record.unit import check_unit
from pipeline.repository import ZERO

FORMATS = {"text": format_text, "json": format_json, "github": format_github}


def check_folder(ctx: Context) -> list[Finding]:
    """Everything wrong in the files of the work tree: registers, requests and articles.

    They are held against the agency.yaml of main; an article that no request has claimed is fine
    only where it came with the root.
    """
    folder, root, agency = ctx.repository.folder, ctx.root, ctx.agency
    found: list[Finding] = []
    if (own := _read(folder / AGENCY)) is not None:
        found += load_agency(own)[1]
    if (media := _read(folder / MEDIA)) is not None:
        found += load_media(media)[1]
    _numbers, imported, _others = owners(entry.path for entry in ctx.repository.tree(root, CONTENT))
    paths = [path.relative_to(folder).as_posix() for path in _files(folder)]
    numbers, folders, _others = owners(paths)
    claimed: set[str] = set()
    unwritten: set[str] = set()
    for number in sorted(numbers):
        unit = unit_in_folder(folder, number)
        if unit is None:
            found.append(_orphan(agenda.papers_folder(number)))
            continue
        settled = unit_at(ctx.repository, ctx.main, number)
        checked = check_unit(unit, root=root, agency=agency, former=None, settled=settled)
        found += checked.findings
        if checked.case.article:
            claimed.add(checked.case.article)
        else:
            unwritten.add(number)
    articles = [
        finding
        for name in sorted(folders)
        for finding in _article(folder, name, agency, name in claimed | imported, unwritten)
    ]
    return _once(found, articles)


def _once(gate: Iterable[Finding], checks: Iterable[Finding]) -> list[Finding]:
    """Gate and checks may both see the same thing; people need it told once."""
    told = list(dict.fromkeys(gate))
    places = {(finding.path, finding.id, finding.line) for finding in told}
    return told + [
        finding
        for finding in dict.fromkeys(checks)
        if (finding.path, finding.id, finding.line) not in places
    ]


def _article(
    folder: Path, name: str, agency: Agency, is_known: bool, unwritten: set[str]
) -> Iterator[Finding]:
    """`is_known`: a request claims it, or it came with the root; else one of `unwritten` may."""
    path = f"{name}/index.md"
    text = _read(folder / path)
    if text is None:
        yield _orphan(path)
        return
    article, findings = load_article(path, text)
    yield from findings
    if not is_known and (article is None or article.request not in unwritten):
        named = article.request if article else None
        yield Finding(
            path,
            2,
            "article-orphan",
            _("no request has this article: {number}").format(number=named or _("none is named")),
            _("register the letter with `siar receive`, and name its number after `request:`"),
        )
    if article is None:
        return
    files = {p.name: p.read_bytes() for p in sorted((folder / name).iterdir()) if p.is_file()}
    yield from check_article(article, None, agency, files)


def _orphan(path: str) -> Finding:
    return Finding(
        path,
        1,
        "unit-orphan",
        _("files without the record they belong to"),
        _("put the missing file back, or remove these"),
    )


def _files(folder: Path) -> Iterator[Path]:
    for top in ("requests", CONTENT.rstrip("/")):
        for path in sorted((folder / top).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and (number_of(name) or folder_of(name)):
                yield path


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def check_number(ctx: Context, number: str) -> tuple[Finding, ...]:
    """Everything that speaks against handing in the article of an open request."""
    opened = open_request(ctx, number)
    settled = unit_at(ctx.repository, ctx.main, number)
    checked = check_unit(
        opened.unit, root=ctx.root, agency=ctx.agency, former=settled, settled=settled
    )
    try:
        text = manuscript(ctx, opened)
    except NotFound:
        return checked.findings
    return tuple(_once(checked.findings, problems(ctx, opened, text)))


def check_incoming(ctx: Context, old: str, new: str, ref: str) -> tuple[Finding, ...]:
    """What the gate would say if `ref` were pushed from the commit `old` to `new`; nothing moves.

    Raises NotFound when a commit is not here.
    """
    ends = [_commit(ctx, name) for name in (old, new)]
    push = Push(ref if ref.startswith("refs/") else f"refs/heads/{ref}", *ends)
    return check_pushes(ctx.repository, [push], root=ctx.root, now=ctx.now(), main=ctx.main)


def _commit(ctx: Context, name: str) -> str | None:
    if name == ZERO:
        return None
    found = ctx.repository.resolve(name)
    if found is None:
        raise NotFound(
            _("there is no commit {name}").format(name=name),
            hint=_("give two commits of this clone; forty zeros stand for a ref that is new"),
        )
    return found


def _on_forge(finding: Finding) -> Finding:
    """A paper that was uploaded a moment ago is nobody's mistake: the recorder looks after it."""
    if finding.id != "paper-unknown":
        return finding
    help_ = _("wait for the recorder: it enters the paper, or says in a comment why not")
    return finding._replace(severity=Severity.WARNING, help=help_)


@click.command(
    help=_("Check the article of a request, all files of this folder, or what is to be pushed."),
    epilog=example(
        "siar check 2026-0042",
        "siar check --format github",
        "siar check --incoming origin/main HEAD",
    ),
)
@click.argument("number", required=False, metavar=_("[NUMBER]"))
@click.option(
    "--format", "--bentuk", "form", type=click.Choice(list(FORMATS)), default="text",
    help=_("how findings are shown"),
)  # fmt: skip
@click.option(
    "--incoming", "--masuk", nargs=2, default=None, metavar=_("OLD NEW"),
    help=_("what the gate would say to a push from one commit to another"),
)  # fmt: skip
@click.option(
    "--ref", default="main", metavar="REF",
    help=_("the branch that --incoming is about (main when left out)"),
)  # fmt: skip
@click.pass_obj
def command(
    app: Any, number: str | None, form: str, incoming: tuple[str, str] | None, ref: str
) -> int:
    """Check files."""
    ctx: Context = app.context()
    if incoming is not None:
        findings = check_incoming(ctx, *incoming, ref)
    else:
        findings = check_number(ctx, number) if number else tuple(check_folder(ctx))
    if form == "github":
        findings = tuple(map(_on_forge, findings))
    if findings or form == "json":
        ctx.talk.tell(FORMATS[form](findings))
    if not findings and form == "text":
        ctx.talk.tell(_("nothing wrong"))
    return Exit.PROBLEMS if has_errors(findings) else Exit.OK
