"""Lay out what the press is given: raw blobs of articles and of the theme, nothing else."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.objects import BadObject, TreeEntry
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


def lay_out(
    repository: Repository, articles: Iterable[PublishedArticle], folder: Path
) -> list[bytes]:
    """The texts of articles at their trees, in order; what else their pages show is written below
    `folder`: photographs, and texts before a correction.

    Raises BadInput for a file that no site may be built from.
    """
    listed = list(articles)
    trees = repository.trees(article.tree for article in listed)
    wanted = [_wanted(one, entries) for one, entries in zip(listed, trees, strict=True)]
    oids = [entry.oid for entries in wanted for entry in entries]
    repository.bring(oids)
    blobs = repository.blobs(oids)
    return [
        _laid_out(article, entries, blobs, folder)
        for article, entries in zip(listed, wanted, strict=True)
    ]


def _wanted(article: PublishedArticle, entries: Iterable[TreeEntry]) -> list[TreeEntry]:
    """What is given of an article: nothing else that lies there is part of a page."""
    if not is_article_folder(article.folder):
        raise BadInput(
            _("{path}: not a folder for an article").format(path=article.folder),
            hint=_("name it content/<year>/<month>/<day>-<words-of-the-title>"),
        )
    seen: set[str] = set()
    # The text before a correction only where readers may see it.
    texts = {TEXT, *(one.former_text for one in article.editions if one.former)}
    found = []
    for entry in entries:
        path = f"{article.folder}/{entry.path}"
        _check_mode(entry, path)
        if entry.path in texts or _is_picture(entry.path):
            _check_name(entry, path, seen)
            found.append(entry)
    return found


def _laid_out(
    article: PublishedArticle, entries: Iterable[TreeEntry], blobs: Iterator[bytes], folder: Path
) -> bytes:
    text = None
    for entry in entries:
        path = f"{article.folder}/{entry.path}"
        data = _read(blobs, path)
        _check_size(len(data), entry, path)
        if entry.path == TEXT:
            text = data
        else:
            _put(folder, path, data)
    if text is None:
        raise BadInput(
            _("{path}: the article has no text").format(path=f"{article.folder}/{TEXT}"),
            hint=_("bring the file back"),
        )
    return text


def _read(blobs: Iterator[bytes], path: str) -> bytes:
    try:
        return next(blobs)
    except BadObject as error:  # such as one of a gigabyte
        raise BadInput(f"{path}: {error.message}", hint=error.hint) from None


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
