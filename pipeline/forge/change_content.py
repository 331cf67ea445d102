"""What a change of anything but a request brings: its paths and files, and what they may not be.

agency.yaml counts by what stands after its front matter, where statements on the change are added.
"""

from collections.abc import Iterable, Iterator

from pipeline.forge.paths import Kind, classes
from pipeline.forge.units import AGENCY, MEDIA, article_files, folder_of
from pipeline.i18n import _
from pipeline.objects import FILE
from pipeline.record.digest import sha256, unit_digest
from pipeline.record.finding import Finding
from pipeline.record.governance import ChangedFile
from pipeline.record.loading import load_article
from pipeline.record.registers import load_media
from pipeline.record.strict_yaml import raw_documents
from pipeline.record.text import is_clean
from pipeline.repository import Repository


def changed_paths(
    repository: Repository, base: str, head: str, former: str | None = None
) -> tuple[str, ...]:
    """Paths that differ, sorted; agency.yaml only where it differs after its front matter.

    That one is held against `former`: what slipped in between is part of what is agreed to.
    """
    paths = set(repository.differences(base, head)) - {AGENCY}
    if document(repository, former or base) != document(repository, head):
        paths.add(AGENCY)
    return tuple(sorted(paths))


def document(repository: Repository, commit: str) -> bytes | None:
    """What stands in agency.yaml after its front matter."""
    data = repository.read(commit, AGENCY)
    return None if data is None else b"".join(raw_documents(data)[1:])


def changed_file(repository: Repository, commit: str, path: str) -> ChangedFile:
    """The file at a path of a commit, as the digest of a change lists it."""
    entry = next((e for e in repository.tree(commit, path) if e.path == path), None)
    if entry is None:
        return ChangedFile(path, None, 0, None)
    data = repository.blob(entry.oid)
    if path == AGENCY:
        data = b"".join(raw_documents(data)[1:])
    return ChangedFile(path, entry.mode, len(data), sha256(data))


def articles_of(repository: Repository, commit: str, paths: Iterable[str]) -> dict[str, str]:
    """The article folders among the paths, each with the digest of its files."""
    folders = {folder for path in paths if (folder := folder_of(path))}
    return {
        folder: unit_digest(article_files(repository, commit, folder), ())
        for folder in sorted(folders)
    }


def content_findings(
    repository: Repository, base: str, commit: str, paths: Iterable[str]
) -> Iterator[Finding]:
    """What is wrong with the files themselves, each path being of a class a change may be of."""
    if MEDIA in paths:
        yield from load_media(repository.read(commit, MEDIA) or b"")[1]
    yield from _archive_findings(repository, base, commit, paths)


def path_findings(repository: Repository, commit: str, paths: Iterable[str]) -> Iterator[Finding]:
    """Paths without a class or of several, names that not every system can hold, links."""
    by_class = classes(paths)
    for path in paths:
        if not is_clean(path) or "\n" in path or "\\" in path:
            yield Finding(
                path,
                1,
                "path-name",
                _("the name of this file has characters that not every system can hold"),
                _("give it a name of letters, digits, dots and hyphens"),
            )
    for path in by_class.get(Kind.STRANGE, ()):
        yield Finding(
            path,
            1,
            "path-class",
            _("this file has no place in an office's repository"),
            _("take it away; requests, articles, registers, theme and program are kept here"),
        )
    kinds = [kind for kind in by_class if kind is not Kind.STRANGE]
    requests = [path for path in by_class.get(Kind.UNIT, ()) if folder_of(path) is None]
    if len(kinds) > 1 or requests:
        smallest = min((by_class[kind] for kind in kinds), key=len)
        for path in requests or smallest:
            yield Finding(
                path,
                1,
                "history-class",
                _("this does not belong to the rest of the change"),
                _("one change is of registers, of theme and program, or of older articles"),
            )
    for path in paths:
        mode = next((e.mode for e in repository.tree(commit, path) if e.path == path), FILE)
        if mode != FILE:
            yield Finding(
                path,
                1,
                "unit-mode",
                _("not an ordinary file (mode {mode})").format(mode=mode),
                _("links, programs and submodules are refused: put the file itself there"),
            )


def _archive_findings(
    repository: Repository, base: str, commit: str, paths: Iterable[str]
) -> Iterator[Finding]:
    """Imported articles are new, older than the procedure, and readable."""
    for folder in sorted({folder for path in paths if (folder := folder_of(path))}):
        path = f"{folder}/index.md"
        if repository.tree_id(base, folder) is not None:
            yield Finding(
                path,
                1,
                "archive-gone",
                _("this article is there already; an import brings new ones only"),
                _("change an article through its request, with `siar amend`"),
            )
            continue
        article, findings = load_article(path, repository.read(commit, path) or b"")
        yield from findings
        if article is not None and article.request is not None:
            yield Finding(
                path,
                2,
                "approval-context",
                _("this is the article of request {number}").format(number=article.request),
                _("an import brings what is older than the procedure; bring this by `siar merge`"),
            )
