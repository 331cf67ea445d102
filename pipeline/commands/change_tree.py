"""The work tree while a change is on its way: what was edited there, and which branch it shows."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.commands.context import MAIN, Context
from pipeline.errors import BadInput, NotAllowed
from pipeline.files import write_whole
from pipeline.forge.paths import Kind, classify
from pipeline.forge.proposal import version_of
from pipeline.forge.units import AGENCY
from pipeline.i18n import _
from pipeline.record.strict_yaml import raw_documents
from pipeline.repository import Repository


class Edited(NamedTuple):
    """What was changed in the work tree: files by path (None: removed), and what is left alone."""

    files: dict[str, bytes | None]
    left: tuple[str, ...]


def edited(ctx: Context, upon: str, chosen: Sequence[str] = ()) -> Edited:
    """Registers, theme and program as they were changed in the work tree, to be brought `upon`.

    `chosen` are paths or folders to keep to. Raises BadInput or NotAllowed where they cannot be.
    """
    repository = ctx.repository
    changed = repository.work_tree_changes()
    wanted = [path for path in changed if _is_chosen(path, chosen)]
    taken = [path for path in wanted if classify(path) in (Kind.CONFIGURATION, Kind.CODE)]
    files = {path: _content(repository, path) for path in sorted(taken)}
    if AGENCY in files:
        document = _document(repository, files.pop(AGENCY))
        if document is not None:
            files[AGENCY] = document
    strange = tuple(path for path in wanted if path not in taken)
    moved = [path for path in files if not _is_as_there(repository, path, upon)]
    if moved:
        raise NotAllowed(
            _("others have changed these meanwhile: {paths}").format(paths=", ".join(moved)),
            hint=_("keep your files elsewhere, `git checkout -- .`, `git pull`, and edit anew"),
        )
    return Edited(files, strange)


def _is_chosen(path: str, chosen: Sequence[str]) -> bool:
    return not chosen or any(path == name or path.startswith(f"{name}/") for name in chosen)


def _content(repository: Repository, path: str) -> bytes | None:
    place = repository.folder / path
    if place.is_symlink():
        raise BadInput(
            _("{path} is a link").format(path=path),
            hint=_("put the file itself there"),
        )
    return place.read_bytes() if place.is_file() else None


def _document(repository: Repository, data: bytes | None) -> bytes | None:
    """agency.yaml after its front matter; None where only that is as it was."""
    former = raw_documents(repository.read("HEAD", AGENCY) or b"")
    now = raw_documents(data or b"")
    if len(now) != 2 or now[0] != former[0]:
        raise BadInput(
            _("the first part of agency.yaml, up to the second `---` line, is changed or gone"),
            hint=_("put it back as it was: the commands of siar write it"),
        )
    return None if now[1] == former[1] else now[1]


def _is_as_there(repository: Repository, path: str, upon: str) -> bool:
    if path == AGENCY:
        here, there = (
            raw_documents(repository.read(commit, AGENCY) or b"")[1:] for commit in ("HEAD", upon)
        )
        return here == there
    return repository.read("HEAD", path) == repository.read(upon, path)


def _comes_along(repository: Repository, path: str, upon: str) -> bool:
    """Whether an edited file can stay as it is when the work tree goes over to another commit."""
    place = repository.folder / path
    if path == AGENCY and place.is_file():
        fronts = [
            raw_documents(data or b"")[:1]
            for data in (place.read_bytes(), repository.read("HEAD", AGENCY))
        ]
        if fronts[0] != fronts[1]:
            return False
    return _is_as_there(repository, path, upon)


def show(ctx: Context, branch: str, commit: str) -> None:
    """Let the work tree be on `branch` at `commit`; files that were edited there stay as they are.

    agency.yaml gets the front matter of the commit, and keeps what was edited after it.
    """
    repository = ctx.repository
    if repository.is_bare or not repository.has_origin:
        return
    before, unsaved = repository.resolve("HEAD") or commit, {*repository.work_tree_changes()}
    agency = repository.folder / AGENCY
    edited_agency = agency.read_bytes() if AGENCY in unsaved and agency.is_file() else None
    others = [path for path in repository.differences(before, commit) if path not in unsaved]
    repository.set_ref(f"refs/heads/{branch}", commit)
    repository.run("symbolic-ref", "HEAD", f"refs/heads/{branch}")
    repository.run("reset", "--quiet", "--mixed", commit)
    there = [path for path in others if repository.read(commit, path) is not None]
    if there:
        repository.run("checkout", "--quiet", commit, "--", *there)
    for path in others:
        if path not in there:
            (repository.folder / path).unlink(missing_ok=True)
    if edited_agency is not None:
        own = raw_documents(edited_agency)[1:]
        whole = repository.read(commit, AGENCY) or b""
        front = whole[: len(whole) - len(b"".join(raw_documents(whole)[1:]))]
        write_whole(agency, front + b"".join(own) if len(own) == 1 else edited_agency)


def leave(ctx: Context) -> None:
    """Go back to main when the change that the work tree shows is on it, or was withdrawn.

    What was edited comes along, unless main has other words in these very files by now.
    """
    repository = ctx.repository
    branch = repository.checked_out or ""
    gone = version_of(branch) is not None and repository.shared(branch) is None
    if not repository.has_origin or not (branch == MAIN or gone):
        return
    if gone and not repository.is_ancestor("HEAD", ctx.main):
        if not repository.work_tree_changes(with_new=False):
            repository.run("switch", "--quiet", MAIN)
        return
    local = repository.resolve(f"refs/heads/{MAIN}") or ctx.main
    if branch == MAIN and local == ctx.main:
        return
    if not all(repository.is_ancestor(own, ctx.main) for own in (local, "HEAD")):
        return
    if all(_comes_along(repository, path, ctx.main) for path in repository.work_tree_changes()):
        show(ctx, MAIN, ctx.main)
        if gone:
            repository.run("branch", "--quiet", "-D", branch)
