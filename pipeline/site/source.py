"""Lay out what the press is given: raw blobs of articles and of the theme, nothing else."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.objects import TreeEntry
from pipeline.record.digest import REGULAR
from pipeline.record.path_names import is_name
from pipeline.record.shapes import is_article_folder
from pipeline.repository import Repository
from pipeline.site.images import FORMATS, ending
from pipeline.site.published import PublishedArticle

CONFIGURATION = "pelicanconf.py"
THEME = "theme/"
TEXT = "index.md"
LARGEST_TEXT, LARGEST_PICTURE = 512 * 1024, 32 * 1024 * 1024


def lay_out_look(repository: Repository, commit: str, folder: Path) -> None:
    """Write theme and configuration, as a commit has them, below `folder`.

    Raises BadInput where one is missing, or holds anything but plain files.
    """
    entries = [*repository.tree(commit, THEME), *repository.tree(commit, CONFIGURATION)]
    repository.bring(entry.oid for entry in entries)
    for entry in entries:
        _check_mode(entry, entry.path)
        _put(folder, entry.path, repository.blob(entry.oid))
    if not (folder / CONFIGURATION).is_file() or not (folder / THEME).is_dir():
        raise BadInput(
            _("commit {commit} has no theme/ or no pelicanconf.py").format(commit=commit[:12]),
            hint=_("bring them back: the website is built from them"),
        )


def lay_out(repository: Repository, articles: Iterable[PublishedArticle], folder: Path) -> None:
    """Write articles at their trees below `folder`.

    Raises BadInput for a file that no site may be built from.
    """
    listed = list(articles)
    if repository.is_partial:
        repository.bring(entry.oid for one in listed for entry in repository.tree(one.tree))
    for article in listed:
        _lay_out_article(repository, article, folder)


def _lay_out_article(repository: Repository, article: PublishedArticle, folder: Path) -> None:
    if not is_article_folder(article.folder):
        raise BadInput(
            _("{path}: not a folder for an article").format(path=article.folder),
            hint=_("name it content/<year>/<month>/<day>-<words-of-the-title>"),
        )
    seen: set[str] = set()
    former = {one.former_text for one in article.editions if one.former}
    for entry in repository.tree(article.tree):
        path = f"{article.folder}/{entry.path}"
        _check_mode(entry, path)
        # Whatever else lies there is no part of a page, so it is not given: the text before a
        # correction only where readers may see it.
        if entry.path == TEXT or entry.path in former or _is_picture(entry.path):
            _check_name(entry, path, seen)
            _check_size(repository.size(entry.oid), entry, path)
            _put(folder, path, repository.blob(entry.oid))


def _is_picture(name: str) -> bool:
    return is_name(name) and ending(name) in FORMATS


def _check_mode(entry: TreeEntry, path: str) -> None:
    if entry.mode != REGULAR:
        raise BadInput(
            _("{path}: only plain files can be published (Git mode {mode})").format(
                path=path, mode=entry.mode
            ),
            hint=_("replace the link or program by a plain file"),
        )


def _check_name(entry: TreeEntry, path: str, seen: set[str]) -> None:
    # Some readers' disks do not tell foto.jpg from Foto.JPG.
    if entry.path.casefold() in seen:
        raise BadInput(
            _("{path}: another file differs only in capital letters").format(path=path),
            hint=_("rename one of them"),
        )
    seen.add(entry.path.casefold())


def _check_size(size: int, entry: TreeEntry, path: str) -> None:
    if size > (LARGEST_TEXT if entry.path.endswith(".md") else LARGEST_PICTURE):
        raise BadInput(
            _("{path}: too large to publish ({size} bytes)").format(path=path, size=size),
            hint=_("a text may have 512 KiB, a photograph 32 MiB"),
        )


def _put(folder: Path, path: str, data: bytes) -> None:
    # Git's own tools refuse such names; a tree made by hand may hold them.
    if any(part in ("", ".", "..") for part in path.split("/")) or "\\" in path or "\0" in path:
        raise BadInput(
            _("{path}: not a name a file can have").format(path=path), hint=_("rename the file")
        )
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
