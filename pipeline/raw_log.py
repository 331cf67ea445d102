"""What commits changed, read from one run of `git log --raw -z` (pure)."""

from collections.abc import Iterator
from typing import NamedTuple

# Each commit begins with its id and its parents; after every `:…` field comes exactly one path, so
# that nothing a file is called can be taken for something else.
FORMAT = "format:%x00%H %P"
OPTIONS = ("--raw", "-z", "--no-renames", "--no-abbrev", "--reverse", f"--format={FORMAT}")
GONE = "000000"


class Changed(NamedTuple):
    """A path as a commit has it: its mode and object id, both "" when the commit removed it."""

    path: str
    mode: str
    oid: str


class Logged(NamedTuple):
    """A commit, its parents, and what it changed."""

    commit: str
    parents: tuple[str, ...]
    changes: tuple[Changed, ...]


def parse_log(text: str) -> Iterator[Logged]:
    """The commits of a log made with `OPTIONS`, in its order."""
    fields = iter(text.split("\0"))
    head, changes = "", []
    for field in fields:
        before, colon, meta = field.partition(":")
        if before.strip():
            if head:
                yield _logged(head, changes)
            head, changes = before.strip(), []
        if colon:
            changes.append(_changed(meta, next(fields)))
    if head:
        yield _logged(head, changes)


def _logged(head: str, changes: list[Changed]) -> Logged:
    commit, *parents = head.split(" ")
    return Logged(commit, tuple(parents), tuple(changes))


def _changed(meta: str, path: str) -> Changed:
    # `old new old-id new-id status`; a merge's combined form has one more of each for each parent,
    # and one colon more.
    sides = meta.lstrip(":").split(" ")
    parents = (len(sides) - 3) // 2
    mode, oid = sides[parents], sides[2 * parents + 1]
    return Changed(path, "", "") if mode == GONE else Changed(path, mode, oid)
