"""Git's raw objects: commits and trees from bytes, trees to bytes (pure)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from pipeline.errors import BadInput
from pipeline.i18n import _

FILE, EXECUTABLE, LINK, SUBMODULE, FOLDER = "100644", "100755", "120000", "160000", "40000"
COMMIT_LIMIT = 1024 * 1024

_WHEN = rb"(?P<%s>[0-9]{1,11}) (?P<%s>[+-](?:[01][0-9]|2[0-3])[0-5][0-9])"
_HEAD = re.compile(
    rb"tree (?P<tree>[0-9a-f]{40})\n(?P<parents>(?:parent [0-9a-f]{40}\n)*)"
    rb"author (?P<author>[^\n\0]*) " + _WHEN % (b"seconds", b"offset") + rb"\n"
    rb"committer [^\n\0]* " + _WHEN % (b"committed", b"there") + rb"(?=\n|\Z)"
)
_OTHER_HEADERS = re.compile(
    rb"(?:\n(?!tree |parent |author |committer )[^ \n\0]+ [^\n\0]*(?:\n [^\n\0]*)*)*"
)
_SIGNATURE = re.compile(rb"\ngpgsig ([^\n]*(?:\n [^\n]*)*)")
_TREE_ENTRY = re.compile(rb"(100644|100755|120000|160000|40000) ([^\0/]+)\0(.{20})", re.DOTALL)
_FOLDER_BYTES = FOLDER.encode()
_NO_NAMES = frozenset((b"", b".", b".."))


class BadObject(BadInput):
    """An object that Git itself would not write, and that other programs may read otherwise."""


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
    """A commit's fields from its raw bytes; what is not UTF-8 shows with replacements.

    Raises BadObject for anything that Git itself would not write: a header that two programs read
    in two ways would be a commit with two meanings.
    """
    head, blank, message = raw.partition(b"\n\n")
    found = _HEAD.match(head) if blank and len(raw) <= COMMIT_LIMIT else None
    if found is None or not _OTHER_HEADERS.fullmatch(head, found.end()):
        raise _bad_commit(oid)
    signatures = list(_SIGNATURE.finditer(head, found.end()))
    if len(signatures) > 1:
        raise _bad_commit(oid)
    start, end = signatures[0].span() if signatures else (0, 0)
    return CommitInfo(
        oid=oid,
        tree=found["tree"].decode(),
        parents=tuple(line[7:].decode() for line in found["parents"].splitlines()),
        author=found["author"].decode(errors="replace"),
        at=_git_time(found["seconds"], found["offset"]),
        message=message.decode(errors="replace"),
        signed=raw[:start] + raw[end:],
        signature="".join(
            line.decode("ascii", "replace").strip()
            for line in (signatures[0][1].split(b"\n") if signatures else ())
            if not line.strip().startswith(b"-----")
        ),
    )


def _git_time(seconds: bytes, offset: bytes) -> datetime:
    sign = -1 if offset.startswith(b"-") else 1
    minutes = int(offset[-4:-2]) * 60 + int(offset[-2:])
    return datetime.fromtimestamp(int(seconds), timezone(sign * timedelta(minutes=minutes)))


def _bad_commit(oid: str) -> BadObject:
    return BadObject(
        _("{oid} is not a commit as Git writes them").format(oid=oid),
        hint=_("it was made by hand: put the branch back to the last right commit before it"),
    )


def parse_tree(raw: bytes) -> Iterator[tuple[str, tuple[str, str]]]:
    """The (name, (mode, id)) pairs of a raw tree.

    Raises BadObject for anything that Git itself would not write: another mode, a name that is
    a path, the same name twice, or another order.
    """
    position, before, names = 0, b"", set()
    while position < len(raw):
        found = _TREE_ENTRY.match(raw, position)
        mode, name, oid = found.groups() if found else (b"", b"", b"")
        order = name + b"/" if mode == _FOLDER_BYTES else name
        if order <= before or name in names or name in _NO_NAMES:
            raise BadObject(
                _("this is not a folder as Git writes them: {name}").format(name=ascii(name)[1:]),
                hint=_("it was made by hand: put the branch back to the last right commit"),
            )
        names.add(name)
        before, position = order, position + len(mode) + len(name) + 22
        yield name.decode(errors="surrogateescape"), (mode.decode(), oid.hex())


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
