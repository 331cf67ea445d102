"""Commit a built site to the branch `site`, without a checkout and with changed blobs only."""

import hashlib
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pipeline.record.roster import same_key
from pipeline.record.signature import signing_key
from pipeline.repository import Repository, Signer, Update
from pipeline.site.manifest import MANIFEST, Built, parse_manifest, site_files

BRANCH = "site"


def commit_site(
    repository: Repository,
    built: Built,
    *,
    message: str,
    author: str,
    at: datetime,
    sign: Signer | None = None,
    by: Collection[str] = (),
) -> str | None:
    """The new commit of the shared branch `site` that holds `built`; None when it holds it already.

    `author` is `Name <mail>`, `by` whose commit is believed. Raises what pushing raises: Conflict
    when somebody was faster.
    """
    tip = repository.shared(BRANCH)
    shown = site_at(repository, by=by)
    if shown is not None and shown.digest == built.digest:
        return None
    changes = _changes(repository, tip, built.path)
    commit = repository.commit_tree(
        repository.write_tree(tip, changes),
        [tip] if tip else [],
        message,
        author=author,
        at=at,
        sign=sign,
    )
    repository.push([Update(f"refs/heads/{BRANCH}", commit, tip)])
    return commit


def site_at(repository: Repository, *, by: Collection[str] = ()) -> Built | None:
    """What the manifest on the branch `site` says, if there is one that can be read.

    With public keys in `by` only what one of these signed is believed: on a forge whoever may write
    may write there, too, and a manifest says what it likes.
    """
    tip = repository.shared(BRANCH)
    if tip is None or (by and not _is_signed(repository, tip, by)):
        return None
    data = repository.read(tip, MANIFEST)
    try:
        return parse_manifest(Path(), data) if data is not None else None
    except (ValueError, KeyError, TypeError):
        return None


def _is_signed(repository: Repository, tip: str, by: Collection[str]) -> bool:
    info = repository.commit_info(tip)
    key = signing_key(info.signed, info.signature, "git") if info.signature else None
    return key is not None and any(same_key(key, known) for known in by)


@contextmanager
def laid_out(repository: Repository, commit: str) -> Iterator[Path]:
    """A folder that holds the site of a commit of this branch, while the block runs."""
    entries = repository.tree(commit)
    repository.bring(entry.oid for entry in entries)
    with tempfile.TemporaryDirectory(prefix="siar-site-") as name:
        folder = Path(name)
        for entry in entries:
            target = folder / entry.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(repository.blob(entry.oid))
        yield folder


def _changes(repository: Repository, tip: str | None, path: Path) -> Mapping[str, str | None]:
    former = {entry.path: entry.oid for entry in repository.tree(tip)} if tip else {}
    changes: dict[str, str | None] = dict.fromkeys(former)
    for name, file in site_files(path):
        data = file.read_bytes()
        if former.get(name) == _blob_id(data):
            del changes[name]
        else:
            changes[name] = repository.write_blob(data)
    return changes


def _blob_id(data: bytes) -> str:
    """The id that Git would give these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
