"""Git's raw objects: commits and trees from bytes, trees to bytes (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

FILE, EXECUTABLE, LINK, SUBMODULE, FOLDER = "100644", "100755", "120000", "160000", "40000"


class TreeEntry(NamedTuple):
    """A file of a tree: its path from the root, mode, object id and size in bytes."""

    path: str
    mode: str
    oid: str
    size: int


@dataclass(frozen=True)
class CommitInfo:
    """A commit; `signed` is what its signature covers, `signature` one line of base64 or ""."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    author: str
    at: datetime
    message: str
    signed: bytes
    signature: str


def parse_commit(oid: str, raw: bytes) -> CommitInfo:
    """A commit's fields from its raw bytes; what is not UTF-8 shows with replacements."""
    head, _blank, message = raw.partition(b"\n\n")
    fields: list[tuple[bytes, list[bytes]]] = []
    for line in head.split(b"\n"):
        if line.startswith(b" ") and fields:
            fields[-1][1].append(line[1:])
        else:
            name, _space, value = line.partition(b" ")
            fields.append((name, [value]))
    signature = next((lines for name, lines in fields if name == b"gpgsig"), [])
    signed_head = b"\n".join(
        name + b" " + b"\n ".join(lines) for name, lines in fields if name != b"gpgsig"
    )
    values = {name: lines[0] for name, lines in reversed(fields)}
    author = values[b"author"].decode(errors="replace")
    who, seconds, offset = author.rsplit(" ", 2)
    return CommitInfo(
        oid=oid,
        tree=values[b"tree"].decode(),
        parents=tuple(lines[0].decode() for name, lines in fields if name == b"parent"),
        author=who,
        at=_git_time(seconds, offset),
        message=message.decode(errors="replace"),
        signed=signed_head + b"\n\n" + message,
        signature="".join(
            line.decode("ascii", "replace").strip()
            for line in signature
            if not line.startswith(b"-----")
        ),
    )


def _git_time(seconds: str, offset: str) -> datetime:
    sign = -1 if offset.startswith("-") else 1
    minutes = int(offset[-4:-2]) * 60 + int(offset[-2:])
    return datetime.fromtimestamp(int(seconds), timezone(sign * timedelta(minutes=minutes)))


def parse_tree(raw: bytes) -> Iterable[tuple[str, tuple[str, str]]]:
    """The (name, (mode, id)) pairs of a raw tree."""
    position = 0
    while position < len(raw):
        end = raw.index(b"\0", position)
        mode, name = raw[position:end].split(b" ", 1)
        yield name.decode(errors="surrogateescape"), (mode.decode(), raw[end + 1 : end + 21].hex())
        position = end + 21


def render_tree(entries: Mapping[str, tuple[str, str]]) -> bytes:
    """The raw tree of these entries, in Git's order."""

    # Git sorts a folder as if its name ended with a slash.
    def order(item: tuple[str, tuple[str, str]]) -> bytes:
        name, (mode, _oid) = item
        return (name + "/" if mode == FOLDER else name).encode(errors="surrogateescape")

    return b"".join(
        f"{mode} {name}".encode(errors="surrogateescape") + b"\0" + bytes.fromhex(oid)
        for name, (mode, oid) in sorted(entries.items(), key=order)
    )
