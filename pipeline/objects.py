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
_TREE_ENTRY = re.compile(rb"(100644|100755|120000|160000|40000) ([^\0/]++)\0(.{20})", re.DOTALL)
# As many whole entries as there are from a place; possessive, so that no bytes are looked at twice.
_TREE_ENTRIES = re.compile(rb"(?:%s)*+" % _TREE_ENTRY.pattern, re.DOTALL)
_FOLDER_BYTES = FOLDER.encode()
_MODES = (b"100644", b"100755", b"120000", b"160000", _FOLDER_BYTES)
_NO_NAMES = frozenset((b"", b".", b".."))


Entry = tuple[str, str]  # of a tree: mode and object id


class BadObject(BadInput):
    """An object that Git itself would not write, and that other programs may read otherwise."""


class TreeEntry(NamedTuple):
    """A file of a tree: its path from the root, mode and object id."""

    path: str
    mode: str
    oid: str


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


def parse_tree(raw: bytes) -> Iterator[tuple[str, Entry]]:
    """The (name, (mode, id)) pairs of a raw tree.

    Raises BadObject for anything that Git itself would not write: another mode, a name that is
    a path, the same name twice, or another order.
    """
    return _entries(raw, 0, b"")


def _entries(raw: bytes, start: int, before: bytes) -> Iterator[tuple[str, Entry]]:
    """The entries from a place on; what is before it ends with `before`, and is in order."""
    if not _TREE_ENTRIES.fullmatch(raw, start):
        raise _bad_tree(raw[start:])
    names = set()
    for mode, name, oid in _TREE_ENTRY.findall(raw, start):
        order = _order(mode, name)
        twice = name in names or (start and _may_hold(raw, name, start))
        if order <= before or twice or name in _NO_NAMES:
            raise _bad_tree(name)
        names.add(name)
        before = order
        yield name.decode(errors="surrogateescape"), (mode.decode(), oid.hex())


def _order(mode: bytes, name: bytes) -> bytes:
    # Git sorts a folder as if its name ended with a slash.
    return name + b"/" if mode == _FOLDER_BYTES else name


def _may_hold(raw: bytes, name: bytes, end: int) -> bool:
    return find_entry(raw[:end], name.decode(errors="surrogateescape")) is not None


def _bad_tree(where: bytes) -> BadObject:
    return BadObject(
        _("this is not a folder as Git writes them: {name}").format(name=ascii(where[:80])[1:]),
        hint=_("it was made by hand: put the branch back to the last right commit"),
    )


def find_entry(raw: bytes, name: str) -> Entry | None:
    """Mode and id of a name in a raw tree, found without reading all of a large one."""
    wanted = b" %s\0" % name.encode(errors="surrogateescape")
    at = -1 if not name or "\0" in name or "/" in name else raw.find(wanted)
    while at >= 0:
        # These bytes may also be part of an id, or of a longer name.
        start = max(raw.rfind(mode, max(0, at - 6), at) for mode in _MODES)
        if start >= 0 and _TREE_ENTRIES.fullmatch(raw, 0, start):
            found = _TREE_ENTRY.match(raw, start)
            if found and found[2] == wanted[1:-1]:
                return found[1].decode(), found[3].hex()
        at = raw.find(wanted, at + 1)
    return None


def differing_entries(before: bytes, after: bytes) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """What two raw trees have differently, each side by name.

    Most large folders grow at their end, so what both begin with is not read again; `before` is
    trusted to be in order. Raises BadObject as `parse_tree` does.
    """
    alike = _alike(before, after)
    last = _TREE_ENTRIES.match(before, 0, alike)
    start, order = (last.end(), _order(*last.group(1, 2))) if last and last.end() else (0, b"")
    one, other = dict(_entries(before, start, order)), dict(_entries(after, start, order))
    same = {name for name, entry in one.items() if other.get(name) == entry}
    return (
        {name: entry for name, entry in one.items() if name not in same},
        {name: entry for name, entry in other.items() if name not in same},
    )


def _alike(one: bytes, other: bytes) -> int:
    """How many of the first bytes are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


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
