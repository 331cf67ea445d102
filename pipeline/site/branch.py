"""The branch `site`: a commit for each state of the website, made without a checkout."""

import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from pipeline.objects import Entry, TreeEntry
from pipeline.record.roster import same_key
from pipeline.record.signature import signing_key
from pipeline.repository import Repository, Signer, Update
from pipeline.site.catalogue import Catalogue
from pipeline.site.manifest import MANIFEST, Manifest, parse_manifest, render_manifest
from pipeline.site.state import STATE

BRANCH = "site"


def commit_site(
    repository: Repository,
    made: Manifest,
    *,
    message: str,
    author: str,
    at: datetime,
    sign: Signer | None = None,
    by: Collection[str] = (),
) -> str | None:
    """The new commit of the shared branch `site` that holds the tree that a manifest names, and the
    manifest, which is told what was before; None when the branch shows that tree already.

    `author` is `Name <mail>`, `by` whose commit is believed. Raises what pushing raises: Conflict
    when somebody was faster.
    """
    tip = repository.shared(BRANCH)
    shown = site_at(repository, by=by)
    if shown is not None and shown.tree == made.tree:
        return None
    manifest = repository.write_blob(render_manifest(replace(made, site=tip or "")))
    commit = repository.commit_tree(
        repository.write_tree(made.tree, {MANIFEST: manifest}),
        [tip] if tip else [],
        message,
        author=author,
        at=at,
        sign=sign,
    )
    repository.push([Update(f"refs/heads/{BRANCH}", commit, tip)])
    return commit


def site_at(repository: Repository, *, by: Collection[str] = ()) -> Manifest | None:
    """What the manifest on the branch `site` says, if there is one that can be read.

    With public keys in `by` only what one of these signed is believed: on a forge whoever may write
    may write there, too, and a manifest says what it likes.
    """
    tip = repository.shared(BRANCH)
    return manifest_at(repository, tip, by=by) if tip else None


def manifest_at(
    repository: Repository, commit: str, *, by: Collection[str] = ()
) -> Manifest | None:
    """The same of another commit of the branch."""
    if by and not _is_signed(repository, commit, by):
        return None
    data = repository.read(commit, MANIFEST)
    try:
        return parse_manifest(data) if data is not None else None
    except (ValueError, KeyError, TypeError):
        return None


# A run asks for that of a commit many times, and each card is to be read once.
@lru_cache(maxsize=2)
def catalogue_at(repository: Repository, commit: str) -> Catalogue:
    """The published set that a commit of the branch shows, each part read when it is asked for."""
    if repository.is_partial:
        repository.bring(entry.oid for entry in repository.tree(commit, STATE))
    return Catalogue.kept(lambda name: repository.read(commit, name))


def _is_signed(repository: Repository, tip: str, by: Collection[str]) -> bool:
    info = repository.commit_info(tip)
    key = signing_key(info.signed, info.signature, "git") if info.signature else None
    return key is not None and any(same_key(key, known) for known in by)


@contextmanager
def laid_out(
    repository: Repository, commit: str, changes: Mapping[str, Entry | None] | None = None
) -> Iterator[Path]:
    """A folder that holds the site of a commit of this branch, while the block runs.

    With `changes`, only these of its files.
    """
    entries = (
        repository.tree(commit)
        if changes is None
        else [TreeEntry(path, *entry) for path, entry in changes.items() if entry]
    )
    repository.bring(entry.oid for entry in entries)
    with tempfile.TemporaryDirectory(prefix="siar-site-") as name:
        folder = Path(name)
        for entry in entries:
            target = folder / entry.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(repository.blob(entry.oid))
        yield folder
