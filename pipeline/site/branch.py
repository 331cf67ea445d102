"""Commit a built site to the branch `site`, without a checkout and with changed blobs only."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

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
) -> str | None:
    """The new commit of the shared branch `site` that holds `built`; None when it holds it already.

    `author` is `Name <mail>`. Raises what pushing raises: Conflict when somebody was faster.
    """
    tip = repository.shared(BRANCH)
    shown = site_at(repository)
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


def site_at(repository: Repository) -> Built | None:
    """What the manifest on the branch `site` says, if there is one that can be read."""
    tip = repository.shared(BRANCH)
    data = repository.read(tip, MANIFEST) if tip else None
    try:
        return parse_manifest(Path(), data) if data is not None else None
    except (ValueError, KeyError, TypeError):
        return None


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
