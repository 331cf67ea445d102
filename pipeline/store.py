"""Git's objects, read and written in this process (GitPython underneath).

Everything is read from raw objects, each held against its id: replace refs are off, attributes and
filters never apply, and nothing here depends on what a work tree holds. A path is text with `/`; an
object id is hex.
"""

import os
import re
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import BinaryIO, cast

import git
from git.db import GitDB

from pipeline.errors import NotFound, SiarError
from pipeline.git_words import out_of_reach, told
from pipeline.i18n import _
from pipeline.object_reader import ObjectReader, of_kind
from pipeline.object_writer import COMPRESSION, feed, write_loose
from pipeline.objects import (
    FILE,
    FOLDER,
    SUBMODULE,
    CommitInfo,
    Entry,
    TreeEntry,
    parse_commit,
    render_tree,
)
from pipeline.tree_reader import Difference, TreeReader

# However a clone is set up, Git reads its history as it was written: no objects in the place of
# others, and no other parents.
_TRUTH = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}
# A written commit graph may say anything of a commit, and nobody would look at the commit itself.
# And Git advises against the graft file, in front of every reason it gives.
_GIT = ("git", "-c", "core.commitGraph=false", "-c", "advice.graftFileDeprecated=false")
# By itself it would keep 96 MiB of what it unpacked, in each process that verifies.
# What it fetches by itself is not followed by tidying up each time.
CAT_FILE = (
    "git", "-c", "core.deltaBaseCacheLimit=16m", "-c", "maintenance.auto=false",
    "cat-file", "--batch",
)  # fmt: skip
_IMPORT = ("fast-import", "--quiet", "--done")
ORIGIN = "origin"
_OBJECT_ID = re.compile(r"^[0-9a-f]{40}$")
# Something that signs a commit: bytes in, armoured SSH signature (namespace `git`) out.
Signer = Callable[[bytes], str]


class Store:
    """The objects of a repository: commits, trees and blobs."""

    def __init__(self, repo: git.Repo) -> None:
        self._repo = repo
        repo.git.update_environment(**_TRUTH, GIT_TERMINAL_PROMPT="0")
        self._objects = ObjectReader(
            lambda: repo.git.execute(CAT_FILE, istream=subprocess.PIPE, as_process=True)
        )
        self._trees = TreeReader(self._objects)

    def run(self, *words: str, stdin: bytes | None = None) -> str:
        """What `git WORDS` prints. Raises SiarError with Git's own words when it fails."""
        with told(words[0]):
            # strip_newline_in_stdout: the last newline only, never a NUL or a trailing space
            return str(
                self._repo.git.execute(
                    [*_GIT, *words],
                    istream=None if stdin is None else _as_file(stdin),
                    strip_newline_in_stdout=False,
                )
            )

    def ask(
        self, *words: str, stdin: bytes | None = None, environment: Mapping[str, str] | None = None
    ) -> tuple[int, str, str]:
        """How `git WORDS` ends, what it prints, and what it complains of; it may well fail."""
        status, out, err = self._repo.git.execute(
            ["git", *words],
            istream=None if stdin is None else _as_file(stdin),
            env=dict(environment or {}),
            with_extended_output=True,
            with_exceptions=False,
        )
        return int(status), str(out), str(err)

    def resolve(self, name: str) -> str | None:
        """The commit that a ref or id names, if it exists."""
        with suppress(SiarError):  # whether its bytes are right is for whoever reads it
            return self._objects.commit(name)
        try:
            return self.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()
        except SiarError:
            return None

    def commit_info(self, oid: str) -> CommitInfo:
        """The commit's own fields, from its raw bytes."""
        return parse_commit(oid, of_kind("commit", oid, self._objects.read(oid)))

    def commit_infos(self, oids: Iterable[str]) -> Iterator[CommitInfo]:
        """The fields of many commits, in their order."""
        listed = list(oids)
        for oid, found in zip(listed, self._objects.read_all(listed), strict=True):
            yield parse_commit(oid, of_kind("commit", oid, found))

    def blob(self, oid: str) -> bytes:
        """The bytes of a blob."""
        return of_kind("blob", oid, self._objects.read(oid))

    def blobs(self, oids: Iterable[str]) -> Iterator[bytes]:
        """The bytes of many blobs, in their order, one held at a time."""
        listed = list(oids)
        for oid, found in zip(listed, self._objects.read_all(listed), strict=True):
            yield of_kind("blob", oid, found)

    def missing(self, oids: Iterable[str]) -> list[str]:
        """Which of these objects are not in this clone; a partial one fetches none to find out."""
        here = GitDB(str(self._folder))
        return [oid for oid in dict.fromkeys(oids) if not here.has_object(bytes.fromhex(oid))]

    def bring(self, oids: Iterable[str]) -> None:
        """Fetch in one request whichever of these objects a partial clone has left where it is.

        Raises TryAgain when the shared repository is away.
        """
        missing = self.missing(oids) if self.is_partial else []
        if not missing:
            return
        status, _out, err = self.ask(
            "-c", "fetch.negotiationAlgorithm=noop", "-c", "maintenance.auto=false",
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no",
            "--filter=blob:none", "--stdin", ORIGIN,
            stdin="".join(f"{oid}\n" for oid in missing).encode(),
        )  # fmt: skip
        if status:
            raise out_of_reach(err)

    @cached_property
    def is_partial(self) -> bool:
        """Whether files are left where they are until somebody reads them."""
        with self._repo.config_reader("repository") as reader:
            section = f'remote "{ORIGIN}"'
            return bool(reader.has_section(section) and reader.has_option(section, "promisor"))

    def read(self, commit: str, path: str) -> bytes | None:
        """The bytes of a file in a commit, or None if it is not there."""
        try:
            top = self._top(commit)
        except NotFound:
            return None
        mode, oid = self._trees.entry(top, path) or (FOLDER, "")
        return None if mode in (FOLDER, SUBMODULE) else self.blob(oid)

    def tree(self, commit: str, prefix: str = "") -> list[TreeEntry]:
        """Every file below `prefix` (or the file `prefix` itself) in a commit, sorted by path."""
        path = prefix.rstrip("/")
        return self._trees.files(self.entry(commit, path), path)

    def trees(self, oids: Iterable[str]) -> Iterator[list[TreeEntry]]:
        """Every file of many trees, by their ids; quicker than one after the other."""
        pairs = ((None, (FOLDER, oid)) for oid in oids)
        for files in self._trees.differences(pairs):
            yield [TreeEntry(path, *after) for path, _before, after in files if after]

    def at_depth(self, commit: str, folder: str, depth: int) -> dict[str, Entry]:
        """What lies so many levels below a folder of a commit, by path: mode and object id."""
        path = folder.rstrip("/")
        return self._trees.at_depth(self.entry(commit, path), path, depth)

    def listing(self, commit: str, folder: str) -> dict[str, Entry]:
        """What is in one folder of a commit: mode and object id by name; empty when it is none."""
        found = self.tree_id(commit, folder.rstrip("/"))
        return self._trees.listing(found) if found else {}

    def entry(self, commit: str, path: str) -> Entry | None:
        """Mode and id of what is at a path of a commit; the commit's own tree at ""."""
        top = self._top(commit)
        return self._trees.entry(top, path) if path else (FOLDER, top)

    def entries(self, trees: Iterable[str], path: str) -> Iterator[Entry | None]:
        """The same for many trees, by their ids; quicker than one after the other."""
        return self._trees.entries(trees, path)

    def tree_id(self, commit: str, folder: str) -> str | None:
        """The id of the tree that a folder is in a commit."""
        found = self.entry(commit, folder)
        return found[1] if found and found[0] == FOLDER else None

    def differences(self, base: str, head: str, below: str = "") -> Iterator[str]:
        """Paths below a folder that differ between two commits; a rename counts as both."""
        return (difference.path for difference in self.changes(base, head, below))

    def changes(self, base: str, head: str, below: str = "") -> list[Difference]:
        """The files below a folder that differ between two commits, with what each commit has."""
        path = below.rstrip("/")
        pair = (self.entry(base, path), self.entry(head, path))
        return next(self._trees.differences([pair], path))

    def all_changes(self, pairs: Iterable[tuple[str, str]]) -> Iterator[list[Difference]]:
        """The same for many pairs of trees, by their ids; quicker than one after the other."""
        return self._trees.differences(((FOLDER, one), (FOLDER, other)) for one, other in pairs)

    def write_blob(self, data: bytes) -> str:
        """Store a blob and give its id."""
        return self._store("blob", data)

    def import_tree(self, files: Iterable[tuple[str, bytes]]) -> str:
        """Store a tree of these files (path, bytes), and gives its id.

        All of them become one pack: for thousands this is ten times as quick as one by one.
        """
        ref = f"refs/siar/import/{uuid.uuid4().hex}"
        words = (*_GIT, "-c", f"core.compression={COMPRESSION}", *_IMPORT)
        with told(_IMPORT[0]):
            child = self._repo.git.execute(words, istream=subprocess.PIPE, as_process=True)
            with suppress(BrokenPipeError):  # why it ended, it says itself
                feed(child.stdin, ref, files)
                child.stdin.close()
            child.wait()
        try:
            return self.run("rev-parse", f"{ref}^{{tree}}").strip()
        finally:
            self.run("update-ref", "-d", ref)

    def write_tree(self, base: str | None, changes: Mapping[str, str | None]) -> str:
        """The tree of commit (or tree) `base` with paths set to blob ids, or removed (None).

        Only the folders on the way to the changes are read and written.
        """
        base_tree = None if base is None else self._top(base)
        return self._changed_tree(base_tree, changes) or self._store("tree", b"")

    def commit_tree(
        self,
        tree: str,
        parents: Sequence[str],
        message: str,
        *,
        author: str,
        at: datetime,
        sign: Signer | None = None,
    ) -> str:
        """Store a commit; `author` is `Name <mail>`, `sign` gives an armoured SSH signature."""
        stamp = f"{author} {int(at.timestamp())} {at.strftime('%z') or '+0000'}"
        head = [f"tree {tree}", *(f"parent {oid}" for oid in parents)]
        head += [f"author {stamp}", f"committer {stamp}"]
        body = f"\n\n{message.rstrip()}\n"
        unsigned = "\n".join(head) + body
        if sign is None:
            return self._store("commit", unsigned.encode())
        armour = sign(unsigned.encode()).rstrip("\n").replace("\n", "\n ")
        return self._store("commit", ("\n".join([*head, f"gpgsig {armour}"]) + body).encode())

    def _top(self, commit: str) -> str:
        """The tree of a commit, given by id or by any name of it."""
        oid = commit if _OBJECT_ID.match(commit) else self.resolve(commit)
        if oid is None:
            raise NotFound(_("there is no commit {name}").format(name=commit))
        return self._tree_of(oid)

    @lru_cache(maxsize=1024)  # noqa: B019 — a repository lives as long as the command
    def _tree_of(self, oid: str) -> str:
        found = self._objects.read(oid)
        if found.kind == "tree":
            return oid
        return parse_commit(oid, of_kind("commit", oid, found)).tree

    def _store(self, kind: str, data: bytes) -> str:
        return write_loose(self._folder, kind, data, synced=self._is_synced)

    @cached_property
    def _folder(self) -> Path:
        return Path(self._repo.common_dir) / "objects"

    @cached_property
    def _is_synced(self) -> bool:
        """Whether what is written must survive a power cut, as in the shared repository."""
        with self._repo.config_reader() as reader:
            return str(reader.get_value("core", "fsync", "")) == "all"

    def _changed_tree(self, tree: str | None, changes: Mapping[str, str | None]) -> str | None:
        entries = self._trees.listing(tree) if tree else {}
        below: dict[str, dict[str, str | None]] = {}
        for path, oid in changes.items():
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, {})[rest] = oid
            elif oid is None:
                entries.pop(name, None)
            else:
                entries[name] = (FILE, oid)
        for name, inner in below.items():
            mode, oid = entries.get(name, ("", ""))
            made = self._changed_tree(oid if mode == FOLDER else None, inner)
            if made is None:
                entries.pop(name, None)
            else:
                entries[name] = (FOLDER, made)
        return self._store("tree", render_tree(entries)) if entries else None


def _as_file(data: bytes) -> BinaryIO:
    """A file for a child process to read; it goes when it is collected."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    file.write(data)
    file.seek(0)
    return cast(BinaryIO, file)
