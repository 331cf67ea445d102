"""The article of an open request: where it is, what it holds now, and who has written it."""

from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.local_papers import contact_if_here
from pipeline.commands.opening import Opened
from pipeline.editorial.check import check_article
from pipeline.errors import NotFound, SiarError
from pipeline.forge.units import CONTENT, folder_of
from pipeline.i18n import _
from pipeline.objects import FILE
from pipeline.record import agenda
from pipeline.record.digest import FileEntry, sha256, unit_digest
from pipeline.record.finding import Finding, Severity, has_errors
from pipeline.record.keeping import Keeping
from pipeline.record.loading import load_article
from pipeline.record.report_findings import format_text
from pipeline.record.request import Request
from pipeline.repository import Repository


class Manuscript(NamedTuple):
    """An article as it would be handed in: its folder, its files by path, and what git held."""

    folder: str
    files: dict[str, bytes]
    former: tuple[str, ...]

    @property
    def changes(self) -> dict[str, bytes | None]:
        """What a commit has to write, and remove (None)."""
        gone = {path: None for path in self.former if path not in self.files}
        return {**self.files, **gone}

    def digest(self, documents: tuple[bytes, ...]) -> str:
        """The digest of the unit with these files."""
        entries = [
            FileEntry(path, FILE, len(data), sha256(data)) for path, data in self.files.items()
        ]
        return unit_digest(entries, documents)


def manuscript(ctx: Context, opened: Opened, *, here: bool = False) -> Manuscript:
    """The article in the work tree when its branch is checked out, else as last pushed.

    With `here`, as it lies in the work tree, whatever branch that shows. Raises NotFound when the
    request has no article yet.
    """
    repository = ctx.repository
    own = {opened.case.article} if opened.case.article else set()
    former = _former(repository, ctx.main, opened.tip, own)
    is_checked_out = repository.checked_out == agenda.branch(opened.number)
    if is_checked_out and not here:
        _catch_up(repository, opened)
    if is_checked_out or here:
        known = _folders(entry.path for entry in repository.tree(ctx.main, CONTENT))
        files = _work_tree_files(repository.folder, known - own)
    else:
        files = {path: repository.read(opened.tip, path) or b"" for path in former}
    folders = sorted(_folders(files))
    if not folders:
        raise NotFound(
            _("request {number} has no article yet").format(number=opened.number),
            hint=_("begin with `siar draft {number}`").format(number=opened.number),
        )
    if len(folders) > 1:
        raise SiarError(
            _("one request, one article, but here are several: {folders}").format(
                folders=", ".join(folders)
            ),
            hint=_("keep one of these folders"),
        )
    return Manuscript(folders[0], files, tuple(former))


def _former(repository: Repository, main: str, tip: str, own: Set[str]) -> list[str]:
    """What a branch has of its own article, and of every other that main has not."""
    there = _folders(one.path for one in repository.changes(main, tip, CONTENT) if one.after)
    new = {folder for folder in there if repository.tree_id(main, folder) is None}
    return [e.path for folder in sorted(new | own) for e in repository.tree(tip, folder)]


def _catch_up(repository: Repository, opened: Opened) -> None:
    """Bring what others recorded into the work tree; unsaved words of one's own stay."""
    if repository.resolve("HEAD") == opened.tip:
        return
    try:
        repository.run("merge", "--quiet", "--ff-only", opened.tip)
    except SiarError:
        raise SiarError(
            _("somebody else has changed this article since you opened it"),
            hint=_(
                "keep a copy of your text, run `git checkout -- content`, and begin from theirs"
            ),
        ) from None


def _refuse_unsaved(repository: Repository) -> None:
    """Words that were not handed in never go astray, nor along into another article."""
    unsaved = [path for path in repository.work_tree_changes() if folder_of(path)]
    if unsaved:
        raise SiarError(
            _("here are changes that were not handed in: {paths}").format(paths=", ".join(unsaved)),
            hint=_("hand them in, or put them aside with `git stash -u`; then run this again"),
        )


def _folders(paths: Iterable[str]) -> set[str]:
    return {folder for folder in map(folder_of, paths) if folder}


def _work_tree_files(root: Path, foreign: set[str]) -> dict[str, bytes]:
    """Files below content/ that belong to no article of main."""
    found = {}
    for path in sorted((root / CONTENT).rglob("*")):
        name = path.relative_to(root).as_posix()
        if folder_of(name) is None or folder_of(name) in foreign:
            continue
        if path.is_symlink():
            raise SiarError(
                _("{path} is a link").format(path=name), hint=_("put the file itself there")
            )
        if path.is_file():
            found[name] = path.read_bytes()
    return found


def problems(ctx: Context, opened: Opened, text: Manuscript) -> tuple[Finding, ...]:
    """Everything that speaks against handing this article in."""
    path = f"{text.folder}/index.md"
    article, findings = load_article(path, text.files.get(path, b""))
    found = list(findings)
    if article is not None:
        names = {name.removeprefix(f"{text.folder}/"): data for name, data in text.files.items()}
        request = contact_if_here(ctx, opened.request)
        found += _contact_away(opened, request)
        checks = check_article(article, request, ctx.agency, names, today=ctx.now().date())
        digest = text.digest(opened.request.documents)
        found += [_allowed(one, digest, opened.case.exempted) for one in checks]
    awaited = [str(paper.kind) for paper in opened.request.attachments if not paper.is_present]
    awaited += [_("the sender's contacts")] if opened.request.sender.is_awaited else []
    if opened.request.missing or awaited:
        found.append(
            Finding(
                opened.unit.path,
                1,
                "request-incomplete",
                _("still missing: {papers}").format(
                    papers=", ".join(dict.fromkeys([*opened.request.missing, *awaited]))
                ),
                _where_to_bring(ctx),
            )
        )
    return tuple(found)


def _where_to_bring(ctx: Context) -> str:
    if ctx.forge is not None and ctx.agency.papers is Keeping.REPOSITORY:
        return _("upload them first: the comment that is kept up to date has the link")
    return _("bring them with `siar complete` before submitting")


def _contact_away(opened: Opened, request: Request) -> Iterator[Finding]:
    """That nobody could look whether the text names the sender's contacts."""
    if request.sender.is_away:
        yield Finding(
            opened.unit.path,
            1,
            "contact-away",
            _("the sender's contacts are not in reach here: whether the text names them is open"),
            _("check again on the office's server, or with its folder in siar.scans"),
            Severity.WARNING,
        )


def _allowed(found: Finding, digest: str, exempted: Set[tuple[str, str]]) -> Finding:
    """The finding, only a warning where the head of section has allowed it in these very bytes."""
    if (found.id, digest) not in exempted:
        return found
    return found._replace(
        severity=Severity.WARNING, help=_("it was allowed in this text with `siar exempt`")
    )


def refuse_problems(found: tuple[Finding, ...]) -> None:
    """Raise SiarError with all findings when one of them is an error."""
    if has_errors(found):
        raise SiarError(
            _("the article cannot be handed in yet") + "\n" + format_text(found),
            hint=_("mend these lines and run the command again"),
        )


def check_out(ctx: Context, number: str, tip: str) -> Path:
    """Show the request's branch in the work tree. Raises SiarError when unsaved work is there."""
    repository, branch = ctx.repository, agenda.branch(number)
    if repository.is_bare:
        raise SiarError(
            _("the shared repository has no files to edit"),
            hint=_("work in a clone of your own: git clone {path}").format(path=repository.folder),
        )
    if repository.checked_out != branch:
        _refuse_unsaved(repository)
    if repository.resolve(f"refs/heads/{branch}") is None:
        repository.run("switch", "--quiet", "--create", branch, tip)
    else:
        repository.run("switch", "--quiet", branch)
        repository.run("merge", "--quiet", "--ff-only", tip)
    return repository.folder
