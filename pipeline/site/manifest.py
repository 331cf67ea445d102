"""The manifest of a built site: its commit, the articles it shows, and one digest of it all."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import SiarError
from pipeline.i18n import _
from pipeline.site.published import PublishedArticle

MANIFEST = ".well-known/siar.json"


@dataclass(frozen=True)
class Built:
    """A built site: the folder it is in, what it was built from, and the digest of its files.

    `commit` is where theme and configuration come from, `main` what main was: readers are shown
    both, so that main cannot be rewritten unseen. `digest` covers every file but the manifest, so
    that equal pages are equal sites.
    """

    path: Path
    commit: str
    digest: str
    files: int
    articles: Mapping[str, Mapping[str, Any]]
    main: str = ""


def seal(
    path: Path, commit: str, published: Iterable[PublishedArticle], *, main: str = ""
) -> Built:
    """Write the manifest of the site in `path`, last of its files."""
    listed = [f"{digest_of(file)}  {name}\n" for name, file in site_files(path) if name != MANIFEST]
    articles = {
        article.folder: {
            "digest": article.digest,
            "number": article.number,
            "tree": article.tree,
            "published_at": article.published_at and article.published_at.isoformat(),
        }
        for article in published
    }
    root = hashlib.sha256("".join(listed).encode()).hexdigest()
    built = Built(path, commit, f"sha256:{root}", len(listed), articles, main)
    manifest = {
        "commit": commit,
        "main": main,
        "digest": built.digest,
        "files": built.files,
        "articles": articles,
    }
    target = path / MANIFEST
    target.parent.mkdir(exist_ok=True)
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    target.write_text(text, encoding="utf-8")
    return built


def read_built(path: Path) -> Built:
    """The built site in `path`. Raises SiarError when its manifest is missing or unreadable."""
    try:
        return parse_manifest(path, (path / MANIFEST).read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SiarError(
            _("{path} does not hold a whole site: {why}").format(path=path, why=error),
            hint=_("build it again with `siar publish`"),
        ) from None


def parse_manifest(path: Path, data: bytes) -> Built:
    """The site that a manifest speaks of. Raises ValueError, KeyError or TypeError."""
    manifest = json.loads(data)
    return Built(
        path,
        str(manifest["commit"]),
        str(manifest["digest"]),
        int(manifest["files"]),
        dict(manifest["articles"]),
        str(manifest.get("main", "")),
    )


def site_files(path: Path) -> Iterator[tuple[str, Path]]:
    """Every file below `path` with its name from there, sorted by name."""
    files = (file for file in path.rglob("*") if not file.is_dir() or file.is_symlink())
    yield from sorted((file.relative_to(path).as_posix(), file) for file in files)


def digest_of(file: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
