"""The commits that a line of history took in, and what each changed, from raw objects.

Git's own log answers out of packs, indices and graphs that it does not check; here Git only lists
the ids, and every commit and folder on the way is held against its own.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pipeline.objects import Entry
from pipeline.store import Store

GONE = ("", "")


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


class Lineage:
    """What leads from one commit (not included) to another, or only its first-parent line.

    Raises NotFound where this clone does not reach so far.
    """

    def __init__(self, store: Store, tip: str, since: str, *, first_parent: bool = False) -> None:
        self._store, self._tip, self.since = store, tip, since
        self._commits: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._there: dict[str, dict[str, Entry | None]] = {}
        line = ["--first-parent"] if first_parent else []
        listed = store.run("rev-list", *line, tip, f"^{since}").split()
        self._learn([*reversed(listed), since])
        self._new = [oid for oid in self._commits if oid != since]

    def _learn(self, commits: Iterable[str]) -> None:
        for info in self._store.commit_infos(commits):
            self._commits[info.oid] = (info.tree, info.parents)

    @property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """The parents of each commit that `since` does not come from."""
        return {oid: self._commits[oid][1] for oid in self._new}

    @cached_property
    def line(self) -> tuple[str, ...]:
        """The first-parent line without `since`, oldest first; empty when it leads elsewhere."""
        found: list[str] = []
        commit = self._tip
        while commit != self.since:
            found.append(commit)
            parents = self._commits[commit][1] if commit in self._commits else ()
            if not parents:
                return ()
            commit = parents[0]
        return tuple(reversed(found))

    def steps(self, touching: str | None = None, *, until: str = "") -> Iterator[Logged]:
        """The commits of that line with what each changed against the one before it.

        With `touching`, only those that changed this path, each with everything it changed; with
        `until`, none after that commit of the line.
        """
        end = self.line.index(until) + 1 if until in self.line else len(self.line)
        pairs = list(pairwise((self.since, *self.line[:end])))
        if touching is not None:
            if touching not in self._there:
                self._there[touching] = self._entries(touching)
            there = self._there[touching]
            pairs = [(before, after) for before, after in pairs if there[before] != there[after]]
        trees = ((self._commits[before][0], self._commits[after][0]) for before, after in pairs)
        for (_before, commit), found in zip(pairs, self._store.all_changes(trees), strict=True):
            changes = tuple(Changed(path, *(after or GONE)) for path, _there, after in found)
            yield Logged(commit, self._commits[commit][1], changes)

    def _entries(self, path: str) -> dict[str, Entry | None]:
        """What each commit has at a path."""
        found = self._store.entries((tree for tree, _parents in self._commits.values()), path)
        return dict(zip(self._commits, found, strict=True))

    def authored(self, below: str, *, without: Collection[str] = ()) -> Iterator[str]:
        """Commits with something below a folder as no parent of theirs has it, oldest first."""
        # Where a branch began may lie before `since`.
        self._learn({p for oid in self._new for p in self._commits[oid][1]} - self._commits.keys())
        there = self._entries(below.rstrip("/"))
        for oid in self._new:
            parents = self._commits[oid][1]
            if oid in without or any(there[parent] == there[oid] for parent in parents):
                continue
            if len(parents) == 1 or self._is_own(oid, parents, below):
                yield oid

    def _is_own(self, commit: str, parents: Iterable[str], below: str) -> bool:
        """Whether a merge has something of its own, or a first commit anything at all."""
        changed = [set(self._store.differences(parent, commit, below)) for parent in parents]
        return bool(set.intersection(*changed) if changed else self._store.tree(commit, below))
