"""Which push brought which commit: forced pushes, and such as were thrown away, included."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.forge.host import Pushed


class Brought(NamedTuple):
    """A push with the commits that it brought for the first time, of those asked about."""

    push: Pushed
    commits: frozenset[str]


def brought(
    parents: Mapping[str, Sequence[str]], wanted: Collection[str], pushes: Sequence[Pushed]
) -> Iterator[Brought]:
    """Each push with those of the `wanted` commits that it brought, oldest push first.

    `parents` are all commits that a branch has and main has not. What a push left behind, and a
    later one took away, has nothing here: its commits are not the branch's any more.
    """
    for push in pushes:
        new = reached(parents, push.after) - reached(parents, push.before)
        yield Brought(push, frozenset(new.intersection(wanted)))


def reached(parents: Mapping[str, Sequence[str]], tip: str) -> set[str]:
    """The commits among `parents` that a tip comes from, itself included."""
    found: set[str] = set()
    todo = [tip]
    while todo:
        commit = todo.pop()
        if commit in parents and commit not in found:
            found.add(commit)
            todo += parents[commit]
    return found
