"""Which names are one and the same to some system, and how the pairs are told."""

import pytest

from pipeline.record.path_names import (
    MAX_FINDINGS,
    PATH_BYTES,
    collisions,
    folded,
    name_findings,
    unfit,
)


def test_each_pair_is_told_at_the_folder_where_it_begins() -> None:
    assert list(collisions(["a/b/c/d", "a/B/c/d", "a/b/C/e", "A/b"])) == [
        ("a/b", "a/B"),
        ("a/b/c", "a/b/C"),
        ("a", "A"),
    ]


def test_a_path_after_one_that_collides_is_looked_at_too() -> None:
    assert list(collisions(["a", "A", "b", "B"])) == [("a", "A"), ("b", "B")]


@pytest.mark.parametrize(("path", "seen"), [("a1/b", "a1/b"), ("A/É", "a/é"), ("123", "123")])
def test_a_path_is_folded_to_small_letters(path: str, seen: str) -> None:
    assert folded(path) == seen


def test_a_long_name_is_shown_as_far_as_two_hundred_letters() -> None:
    former = "/".join(["A" * 100] * 3)
    (first, *_more) = [f for f in name_findings([former, former.lower()]) if "tell" in f.message]
    assert first.message == f"some systems cannot tell this name from {'A' * 100}"
    folder, long = "a/" * 3, "B" * 250
    told = [f.message for f in name_findings([folder + long, folder + long.lower()])]
    assert f"some systems cannot tell this name from {folder}{'B' * 193}…" in told


@pytest.mark.parametrize("letter", ["x", "é"])
def test_a_path_has_at_most_two_hundred_and_forty_bytes(letter: str) -> None:
    assert PATH_BYTES == 240
    width = len(letter.encode())
    parts = [letter * (78 // width)] * 3
    path = "/".join(parts) + "x" * 4
    assert len(path.encode()) == PATH_BYTES
    assert unfit(path) is None
    assert unfit(path + "x") == "the path is too long"


def test_at_most_so_many_names_are_told() -> None:
    assert len(list(name_findings(f".{n}" for n in range(MAX_FINDINGS + 20)))) == MAX_FINDINGS
