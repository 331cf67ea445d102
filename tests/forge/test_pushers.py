"""Which push brought which commit."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forge.host import Account, Pushed
from pipeline.forge.pushers import brought, reached
from pipeline.repository import ZERO

AT = datetime(2026, 11, 2, tzinfo=UTC)
# m is main; a-b-c a line, d a merge of b and x, whose parent lies on main.
PARENTS = {"a": ("m",), "b": ("a",), "c": ("b",), "x": ("m",), "d": ("b", "x")}


def push(who: str, before: str, after: str) -> Pushed:
    """Somebody's push."""
    return Pushed(Account(who, who), before, after, AT)


CASES = {
    "the first push of a branch": ([("1", ZERO, "b")], [{"a", "b"}]),
    "one after another": ([("1", ZERO, "a"), ("2", "a", "c")], [{"a"}, {"b", "c"}]),
    "a branch begun on main": ([("1", ZERO, "m"), ("2", "m", "a")], [set(), {"a"}]),
    "a merge brings what it merged": (
        [("1", ZERO, "b"), ("2", "b", "d")],
        [{"a", "b"}, {"x", "d"}],
    ),
    "back, and forth by another": (
        [("1", ZERO, "b"), ("2", "b", "a"), ("3", "a", "b")],
        [{"a", "b"}, set(), {"b"}],
    ),
    "thrown away": ([("1", ZERO, "gone"), ("2", "gone", "a")], [set(), {"a"}]),
    "a gap": ([("1", ZERO, "a"), ("2", "b", "c")], [{"a"}, {"c"}]),
    "deleted": ([("1", ZERO, "a"), ("2", "a", ZERO)], [{"a"}, set()]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_push_brought_what_was_not_there_before_it(name: str) -> None:
    pushes, wanted = CASES[name]
    found = list(brought(PARENTS, PARENTS, [push(*one) for one in pushes]))
    assert [one.commits for one in found] == wanted
    assert [one.push.by and one.push.by.id for one in found] == [one[0] for one in pushes]


def test_only_what_is_asked_about_is_told() -> None:
    (one,) = brought(PARENTS, {"b", "elsewhere"}, [push("1", ZERO, "c")])
    assert one.commits == {"b"}


@given(st.lists(st.integers(1, 5), max_size=8), st.data())
def test_an_unbroken_line_of_pushes_leaves_nothing_out(
    sizes: list[int], data: st.DataObject
) -> None:
    commits = [f"c{place}" for place in range(sum(sizes))]
    parents = {
        commit: tuple(
            data.draw(st.lists(st.sampled_from(commits[:place]), max_size=2)) if place > 1 else ()
        )
        + ((commits[place - 1],) if place else ("main",))
        for place, commit in enumerate(commits)
    }
    pushes, before, place = [], ZERO, 0
    for size in sizes:
        place += size
        pushes.append(push(str(place), before, commits[place - 1]))
        before = commits[place - 1]
    found = [one.commits for one in brought(parents, commits, pushes)]
    assert sum(len(one) for one in found) == len(commits)
    assert frozenset().union(*found) == frozenset(commits)


def test_a_long_line_is_followed_to_its_end() -> None:
    line = {f"c{n}": (f"c{n - 1}",) for n in range(20_000)}
    assert len(reached(line, "c19999")) == 20_000
