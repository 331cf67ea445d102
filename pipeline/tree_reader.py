"""Read Git's folders, and find in what two of them differ, many pairs at a time."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.i18n import _
from pipeline.object_reader import ObjectReader, Raw, of_kind
from pipeline.objects import (
    FOLDER,
    BadObject,
    Entry,
    TreeEntry,
    differing_entries,
    find_entry,
    parse_tree,
)

# A tree of a few hundred bytes may name itself over and over, and hold more files than there are
# atoms. No step of an office changes so many, and no office's archive holds so many.
MOST_CHANGED, MOST_LISTED, DEEPEST = 250_000, 2_000_000, 64
TREE_LIMIT = 4 * 1024 * 1024
# So many pairs are compared together: of a large year, each has a folder of its own to be held.
AT_ONCE = 64
# What a history's steps have in common is read once; the folder of a large year may have 1 MB.
KEPT_BYTES = 24 * 1024 * 1024


class Difference(NamedTuple):
    """A file that two trees have differently: mode and id on each side, None where it is not."""

    path: str
    before: Entry | None
    after: Entry | None


class Pair(NamedTuple):
    """A place in two trees: what is at `path` on each side; `of` says of which two."""

    of: int
    path: str
    before: Entry | None
    after: Entry | None


class TreeReader:
    """Raw trees by id; those used last are kept."""

    def __init__(self, objects: ObjectReader) -> None:
        self._objects = objects
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def raw(self, oid: str) -> bytes:
        """The bytes of a tree."""
        if oid not in self._kept:
            self._keep(oid, _tree(oid, self._objects.read(oid)))
        self._kept.move_to_end(oid)
        return self._kept[oid]

    def listing(self, oid: str) -> dict[str, Entry]:
        """What is in a tree, by name."""
        return dict(parse_tree(self.raw(oid)))

    def entry(self, oid: str, path: str) -> Entry | None:
        """What is at a path below a tree; None where nothing is."""
        found: Entry | None = (FOLDER, oid)
        for name in path.split("/"):
            if found is None or found[0] != FOLDER:
                return None
            found = find_entry(self.raw(found[1]), name)
        return found

    def entries(self, oids: Iterable[str], path: str) -> Iterator[Entry | None]:
        """What is at a path below each of many trees, in their order."""
        waiting = iter(oids)
        while part := tuple(islice(waiting, AT_ONCE)):
            found: list[Entry | None] = [(FOLDER, oid) for oid in part]
            for name in path.split("/"):
                raws = self._all_raw(map(_folder, found))
                found = [find_entry(raw, name) for raw in raws]
            yield from found

    def files(self, entry: Entry | None, path: str = "") -> list[TreeEntry]:
        """The files that an entry of a path holds, or itself, sorted by path."""
        (found,) = self._differences([Pair(0, path, None, entry)], MOST_LISTED)
        return [TreeEntry(path, *after) for path, _before, after in found if after]

    def at_depth(self, entry: Entry | None, path: str, depth: int) -> dict[str, Entry]:
        """What lies so many levels below an entry of a path, by path; no folder there is opened."""
        found = {path: entry} if entry else {}
        for _level in range(depth):
            folders = {path: one[1] for path, one in found.items() if one[0] == FOLDER}
            raws = self._all_raw(folders.values())
            below = (
                (f"{path}/{name}" if path else name, one)
                for path, raw in zip(folders, raws, strict=True)
                for name, one in parse_tree(raw)
            )
            found = dict(islice(below, MOST_LISTED + 1))
            if len(found) > MOST_LISTED:
                raise _too_many(path)
        return found

    def differences(
        self, pairs: Iterable[tuple[Entry | None, Entry | None]], path: str = ""
    ) -> Iterator[list[Difference]]:
        """The files that two entries of a path differ in, sorted by path, for many such pairs.

        Each level of several pairs is read in one go.
        """
        waiting = iter(pairs)
        while part := tuple(islice(waiting, AT_ONCE)):
            level = [Pair(of, path, *pair) for of, pair in enumerate(part)]
            yield from self._differences(level, MOST_CHANGED)

    def _differences(self, level: list[Pair], most: int) -> Iterator[list[Difference]]:
        found: list[list[Difference]] = [[] for _pair in level]
        seen = 0
        while level := [pair for pair in level if pair.before != pair.after]:
            seen += len(level)
            if seen > most or level[0].path.count("/") > DEEPEST:
                raise _too_many(level[0].path)
            for pair in level:
                files = [_unless_folder(side) for side in pair[2:]]
                if any(files):
                    found[pair.of].append(Difference(pair.path, *files))
            level = list(islice(self._below(level), most + 1))
        return map(sorted, found)

    def _below(self, level: Sequence[Pair]) -> Iterator[Pair]:
        raws = self._all_raw(_folder(side) for pair in level for side in pair[2:])
        for of, path, *sides in level:
            before, after = differing_entries(*(next(raws) for _side in sides))
            for name in before.keys() | after.keys():
                below = f"{path}/{name}" if path else name
                yield Pair(of, below, before.get(name), after.get(name))

    def _all_raw(self, oids: Iterable[str]) -> Iterator[bytes]:
        """The trees of these ids, in their order; nothing for no id."""
        wanted = list(oids)
        new = [oid for oid in dict.fromkeys(wanted) if oid and oid not in self._kept]
        held = {oid: self.raw(oid) for oid in set(wanted) & self._kept.keys()}
        for oid, found in zip(new, self._objects.read_all(new), strict=True):
            held[oid] = _tree(oid, found)
            self._keep(oid, held[oid])
        return (held.get(oid, b"") for oid in wanted)

    def _keep(self, oid: str, raw: bytes) -> None:
        self._kept[oid] = raw
        self._bytes += len(raw)
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            self._bytes -= len(self._kept.popitem(last=False)[1])


def _tree(oid: str, found: Raw) -> bytes:
    raw = of_kind("tree", oid, found)
    if len(raw) > TREE_LIMIT:
        raise BadObject(
            _("the folder {oid} has too many files: {size} bytes of names").format(
                oid=oid, size=len(raw)
            ),
            hint=_("divide it into several folders"),
        )
    return raw


def _too_many(path: str) -> BadObject:
    return BadObject(
        _("{path}: more files and folders than can be looked through").format(path=path),
        hint=_("bring them in several steps, in folders that lie less deep"),
    )


def _folder(entry: Entry | None) -> str:
    return entry[1] if entry and entry[0] == FOLDER else ""


def _unless_folder(entry: Entry | None) -> Entry | None:
    return None if entry and entry[0] == FOLDER else entry
