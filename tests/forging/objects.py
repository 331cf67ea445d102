"""Git objects written straight into a bare repository, as fast as a disk in memory takes them."""

import atexit
import hashlib
import shutil
import struct
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.objects import FILE, FOLDER, render_tree
from pipeline.record.signature import armoured, sign
from pipeline.repository import Repository

# The files of a commit: mode and object id by path.
Files = Mapping[str, tuple[str, str]]
_MEMORY = Path("/dev/shm")  # noqa: S108 — a new folder of our own in it


class Objects:
    """A bare repository in a folder of its own, that goes when `close` is called."""

    def __init__(self) -> None:
        memory = _MEMORY if _MEMORY.is_dir() else None
        self._home = Path(tempfile.mkdtemp(prefix="siar-forging-", dir=memory))
        self.folder = self._home / "kantor.git"
        shutil.copytree(_bare(), self.folder)
        self._written: set[str] = set()
        self._files: dict[str, Files] = {}
        self._commits: dict[str, tuple[str, int]] = {}
        self._parents: dict[str, tuple[str, ...]] = {}
        self._blobs: dict[str, bytes] = {}

    def close(self) -> None:
        """Remove it."""
        shutil.rmtree(self._home, ignore_errors=True)

    def open(self) -> Repository:
        """The repository as the program sees it, with nothing remembered from before."""
        return Repository.open(self.folder)

    def blob(self, data: bytes) -> str:
        """Store a blob and give its id."""
        oid = self._store(b"blob", data)
        self._blobs[oid] = data
        return oid

    def read(self, commit: str, path: str) -> bytes | None:
        """The bytes of a file in a commit that was made here."""
        found = self.files(commit).get(path)
        return None if found is None else self._blobs[found[1]]

    def files(self, commit: str) -> Files:
        """The files of a commit that was made here."""
        return self._files[commit]

    def commit(
        self,
        files: Files,
        parents: Sequence[str],
        message: str,
        *,
        who: str,
        at: datetime,
        key: Ed25519PrivateKey | None,
    ) -> str:
        """Store a commit with exactly these files; without a key it is not signed."""
        stamp = f"{who} <{who}@siar.example> {int(at.timestamp())} {at.strftime('%z')}"
        head = [f"tree {self._tree(files)}", *(f"parent {oid}" for oid in parents)]
        head += [f"author {stamp}", f"committer {stamp}"]
        body = f"\n\n{message}\n"
        text = "\n".join(head) + body
        if key is not None:
            armour = armoured(sign(key, text.encode(), "git")).rstrip("\n").replace("\n", "\n ")
            text = "\n".join([*head, f"gpgsig {armour}"]) + body
        oid = self._store(b"commit", text.encode())
        self._files[oid] = files
        self._commits[oid] = (head[0].removeprefix("tree "), int(at.timestamp()))
        self._parents[oid] = tuple(parents)
        return oid

    def path(self, oid: str) -> Path:
        """The file of an object."""
        return self.folder / "objects" / oid[:2] / oid[2:]

    def parents(self, commit: str) -> tuple[str, ...]:
        """The parents of a commit."""
        return self._parents[commit]

    def tree_and_time(self, commit: str) -> tuple[str, int]:
        """A commit's tree, and the second it was made in."""
        return self._commits[commit]

    def tag(self, name: str, commit: str) -> None:
        """Set a ref below refs/tags."""
        path = self.folder / "refs" / "tags" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{commit}\n", encoding="ascii")

    def _tree(self, files: Files) -> str:
        entries: dict[str, tuple[str, str]] = {}
        below: dict[str, dict[str, tuple[str, str]]] = {}
        for path, entry in files.items():
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, {})[rest] = entry
            else:
                entries[name] = entry
        for name, inner in below.items():
            entries[name] = (FOLDER, self._tree(inner))
        return self._store(b"tree", render_tree(entries))

    def _store(self, kind: bytes, data: bytes) -> str:
        raw = kind + b" %d\0" % len(data) + data
        oid = hashlib.sha1(raw, usedforsecurity=False).hexdigest()
        if oid not in self._written:
            self._written.add(oid)
            path = self.path(oid)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(zlib.compress(raw, 1))
        return oid


@cache
def _bare() -> Path:
    """A bare repository to copy: nothing of it is ever written to."""
    folder = Path(tempfile.mkdtemp(prefix="siar-bare-")) / "kantor.git"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    Repository.create(folder, bare=True)
    shutil.rmtree(folder / "hooks", ignore_errors=True)
    return folder


def changed(files: Files, changes: Mapping[str, str | tuple[str, str] | None]) -> Files:
    """The files with paths set to blob ids (or mode and id), or removed (None)."""
    made = dict(files)
    for path, entry in changes.items():
        if entry is None:
            made.pop(path, None)
        else:
            made[path] = (FILE, entry) if isinstance(entry, str) else entry
    return made


def commit_graph(objects: Objects, tip: str, parent: str) -> bytes:
    """A commit-graph of these two commits which says that `tip` has no other parent.

    Source: gitformat-commit-graph(5), version 1 without optional chunks.
    """
    oids = sorted((tip, parent))
    fanout = b"".join(
        struct.pack(">I", sum(int(oid[:2], 16) <= first for oid in oids)) for first in range(256)
    )
    names = b"".join(bytes.fromhex(oid) for oid in oids)
    data = b""
    for oid in oids:
        first = oids.index(parent) if oid == tip else _NO_PARENT
        tree, seconds = objects.tree_and_time(oid)
        generation = (2 if oid == tip else 1) << 2
        data += bytes.fromhex(tree) + struct.pack(">IIII", first, _NO_PARENT, generation, seconds)
    chunks = [(b"OIDF", fanout), (b"OIDL", names), (b"CDAT", data)]
    at = 8 + 12 * (len(chunks) + 1)
    table = b""
    for name, body in chunks:
        table += name + struct.pack(">Q", at)
        at += len(body)
    whole = b"CGPH" + bytes([1, 1, len(chunks), 0]) + table + b"\0\0\0\0" + struct.pack(">Q", at)
    whole += b"".join(body for _name, body in chunks)
    return whole + hashlib.sha1(whole, usedforsecurity=False).digest()


_NO_PARENT = 0x70000000
