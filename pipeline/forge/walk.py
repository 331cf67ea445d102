"""The first-parent line of main as steps: what each commit changed, and of which class."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from pipeline.forge.paths import Kind, classes
from pipeline.forge.units import CONTENT, folder_of, number_of
from pipeline.lineage import Changed, Lineage
from pipeline.repository import Repository


class Touched(NamedTuple):
    """What a commit changed, by owner."""

    kinds: Mapping[Kind, tuple[str, ...]]
    numbers: frozenset[str]
    folders: frozenset[str]

    @classmethod
    def by(cls, paths: Iterable[str]) -> "Touched":
        """The owners of these paths."""
        listed = list(paths)
        return cls(
            {kind: tuple(found) for kind, found in classes(listed).items()},
            frozenset(number for path in listed if (number := number_of(path))),
            frozenset(folder for path in listed if (folder := folder_of(path))),
        )

    @property
    def number(self) -> str | None:
        """The one request that was changed, if nothing else was."""
        if len(self.numbers) != 1 or [*self.kinds] != [Kind.UNIT]:
            return None
        return next(iter(self.numbers))


class Step:
    """A commit of main's first-parent line, and what it changed against its first parent.

    `brought` are the commits that came to main with it, itself the last; `authored` those of them
    on the branch it merged that wrote articles, oldest first. Who wrote what a squashed commit
    holds is not known from a clone.
    """

    def __init__(
        self,
        commit: str,
        parents: tuple[str, ...],
        changes: tuple[Changed, ...],
        brought: tuple[str, ...],
        authored: tuple[str, ...],
    ) -> None:
        self.commit, self.parents = commit, parents
        self.changes, self.brought, self.authored = changes, brought, authored

    @property
    def parent(self) -> str:
        """The commit of main before it."""
        return self.parents[0]

    @property
    def paths(self) -> tuple[str, ...]:
        """What it changed."""
        return tuple(change.path for change in self.changes)

    @cached_property
    def touched(self) -> Touched:
        """What it changed, by owner."""
        return Touched.by(self.paths)


def walk(repository: Repository, tip: str, since: str) -> list[Step] | None:
    """The steps of main from `since` (not included) to `tip`, oldest first.

    None when `since` is not on main's first-parent line.
    """
    lineage = Lineage(repository, tip, since)
    if not lineage.line and tip != since:
        return None
    known = {since, *lineage.line}
    parents, written = lineage.parents, set(lineage.authored(CONTENT, without=known))
    steps = []
    for entry in lineage.steps():
        merged = tuple(reversed(_unseen(parents, entry.parents[1:], known)))
        authored = tuple(oid for oid in merged if oid in written)
        brought = (*merged, entry.commit)
        steps.append(Step(entry.commit, entry.parents, entry.changes, brought, authored))
    return steps


def authors(repository: Repository, base: str, tip: str) -> tuple[str, ...]:
    """The commits from `base` to `tip` that wrote articles, oldest first."""
    return tuple(Lineage(repository, tip, base).authored(CONTENT))


def _unseen(
    parents: Mapping[str, tuple[str, ...]], merged: Iterable[str], known: set[str]
) -> list[str]:
    """The commits that a merge brings to main for the first time, youngest first."""
    found: list[str] = []
    todo = list(merged)
    while todo:
        commit = todo.pop()
        if commit in known or commit not in parents:
            continue
        known.add(commit)
        found.append(commit)
        todo += parents[commit]
    return found


def replayed(changes: Iterable[Changed], files: Mapping[str, Changed]) -> Iterator[Changed]:
    """`files` as they are after `changes`."""
    after = {**files, **{change.path: change for change in changes}}
    return (change for change in after.values() if change.oid)
