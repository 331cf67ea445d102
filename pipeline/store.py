"""Git's objects, read and written in this process (GitPython underneath).

Everything is read from raw objects: replace refs are off, attributes and filters never apply, and
nothing here depends on what a work tree holds. A path is text with `/`; an object id is hex.
"""

import io
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import BinaryIO, cast

import git
from gitdb.base import IStream

from pipeline.errors import NotFound, SiarError
from pipeline.git_words import told
from pipeline.i18n import _
from pipeline.objects import (
    FILE,
    FOLDER,
    SUBMODULE,
    CommitInfo,
    TreeEntry,
    parse_commit,
    parse_tree,
    render_tree,
)

_OBJECT_ID = re.compile(r"^[0-9a-f]{40}$")
# Something that signs a commit: bytes in, armoured SSH signature (namespace `git`) out.
Signer = Callable[[bytes], str]


class Store:
    """The objects of a repository: commits, trees and blobs."""

    def __init__(self, repo: git.Repo) -> None:
        self._repo = repo
        repo.git.update_environment(GIT_NO_REPLACE_OBJECTS="1", GIT_TERMINAL_PROMPT="0")

    def run(self, *words: str, stdin: bytes | None = None) -> str:
        """What `git WORDS` prints. Raises SiarError with Git's own words when it fails."""
        with told(words[0]):
            # strip_newline_in_stdout: the last newline only, never a NUL or a trailing space
            return str(
                self._repo.git.execute(
                    ["git", *words],
                    istream=None if stdin is None else _pipe(stdin),
                    strip_newline_in_stdout=False,
                )
            )

    def resolve(self, name: str) -> str | None:
        """The commit that a ref or id names, if it exists."""
        try:
            return self.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()
        except SiarError:
            return None

    def commit_info(self, oid: str) -> CommitInfo:
        """The commit's own fields, from its raw bytes."""
        return parse_commit(oid, self._object(oid))

    def blob(self, oid: str) -> bytes:
        """The bytes of a blob."""
        return self._object(oid)

    def read(self, commit: str, path: str) -> bytes | None:
        """The bytes of a file in a commit, or None if it is not there."""
        if "\n" in path:  # would be two questions, and every later answer that of another
            return None
        try:
            _oid, kind, _size, data = self._repo.git.get_object_data(f"{commit}:{path}")
        except ValueError:
            return None
        return bytes(data) if kind in (b"blob", "blob") else None

    def tree(self, commit: str, prefix: str = "") -> list[TreeEntry]:
        """Every file below `prefix` (or the file `prefix` itself) in a commit, sorted by path."""
        path = prefix.rstrip("/")
        mode, oid = self._entry(commit, path) or ("", "") if path else (FOLDER, self._top(commit))
        if mode == FOLDER:
            return sorted(self._files(oid, f"{path}/" if path else ""))
        return [self._file(path, mode, oid)] if mode else []

    def listing(self, commit: str, folder: str) -> dict[str, tuple[str, str]]:
        """What is in one folder of a commit: mode and object id by name; empty when it is none."""
        found = self._entry(commit, folder.rstrip("/"))
        return dict(self._listing(found[1])) if found and found[0] == FOLDER else {}

    def tree_id(self, commit: str, folder: str) -> str | None:
        """The id of the tree that a folder is in a commit."""
        found = self._entry(commit, folder)
        return found[1] if found and found[0] == FOLDER else None

    def differences(self, base: str, head: str, below: str = "") -> Iterator[str]:
        """Paths below a folder that differ between two commits; a rename counts as both."""
        folder = below.rstrip("/")
        one, other = (
            (FOLDER, self._top(commit)) if not folder else self._entry(commit, folder)
            for commit in (base, head)
        )
        yield from self._differing(one, other, folder)

    def _differing(
        self, one: tuple[str, str] | None, other: tuple[str, str] | None, path: str
    ) -> Iterator[str]:
        if one == other:
            return
        inner = [
            self._listing(side[1]) if side and side[0] == FOLDER else {} for side in (one, other)
        ]
        for name in sorted(inner[0].keys() | inner[1].keys()):
            below = f"{path}/{name}" if path else name
            yield from self._differing(inner[0].get(name), inner[1].get(name), below)
        if any(side and side[0] != FOLDER for side in (one, other)):
            yield path

    def write_blob(self, data: bytes) -> str:
        """Store a blob and give its id."""
        return self._store("blob", data)

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
        raw = self._object(oid)
        return raw[5:45].decode() if raw.startswith(b"tree ") else oid

    @lru_cache(maxsize=8192)  # noqa: B019
    def _listing(self, tree: str) -> dict[str, tuple[str, str]]:
        return dict(parse_tree(self._object(tree)))

    def _entry(self, commit: str, path: str) -> tuple[str, str] | None:
        """Mode and id of what is at a path of a commit."""
        mode, oid = FOLDER, self._top(commit)
        for name in path.split("/"):
            if mode != FOLDER or name not in (listing := self._listing(oid)):
                return None
            mode, oid = listing[name]
        return mode, oid

    def _files(self, tree: str, prefix: str) -> Iterator[TreeEntry]:
        for name, (mode, oid) in self._listing(tree).items():
            if mode == FOLDER:
                yield from self._files(oid, f"{prefix}{name}/")
            else:
                yield self._file(prefix + name, mode, oid)

    def _file(self, path: str, mode: str, oid: str) -> TreeEntry:
        # What a submodule points at is in another repository.
        return TreeEntry(path, mode, oid, 0 if mode == SUBMODULE else self._size(oid))

    @lru_cache(maxsize=65536)  # noqa: B019
    def _size(self, oid: str) -> int:
        return int(self._repo.odb.info(bytes.fromhex(oid)).size)

    def _object(self, oid: str) -> bytes:
        try:
            return bytes(self._repo.odb.stream(bytes.fromhex(oid)).read())
        except ValueError:
            raise NotFound(_("the object {oid} is not in this clone").format(oid=oid)) from None

    def _store(self, kind: str, data: bytes) -> str:
        stream = IStream(kind.encode(), len(data), io.BytesIO(data))
        with told("hash-object"):
            return str(self._repo.odb.store(stream).hexsha.decode())

    def _changed_tree(self, tree: str | None, changes: Mapping[str, str | None]) -> str | None:
        entries = dict(self._listing(tree)) if tree else {}
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


def _pipe(data: bytes) -> BinaryIO:
    # A real file, as the child process reads from its descriptor; it goes when it is collected.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    file.write(data)
    file.seek(0)
    return cast(BinaryIO, file)
