"""What is accepted quickly is exactly what jsonschema has nothing to say about."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.acceptance import compile_test
from pipeline.record.loading import without_blanks
from pipeline.record.scalars import Typer
from pipeline.record.schema import SCHEMAS, accepts, resolve, shape, validator
from pipeline.record.strict_yaml import load_stream, split_front_matter

CASES = Path(__file__).parents[1] / "golden" / "record"
# What is put in the place of something right.
ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**6, "", " ", "x", "a b\nc", "2026-02-30", "2026-11-24",
    "rahasia", "approve", "letter", "x" * 501, "x" * 10001, "a@b.example", [], {}, ["x", "x"],
    [[]], [{}, {}], {"x": 1}, {"reason": "x"}, "../x", "sha256:" + "0" * 64, "0" * 64, "2026-0042",
)  # fmt: skip


def schemas_of(path: str, count: int) -> list[str]:
    """The schemas of a file's documents."""
    if path.startswith("requests/"):
        return ["front_matter", "request", *["later"] * count][:count]
    if path == "agency.yaml":
        return ["agency_front_matter", "agency"][:count]
    return ["media" if path == "media.yaml" else "form"]


def examples() -> Iterator[tuple[str, Any]]:
    """Every document of the golden cases that can be read, with its schema."""
    for source in sorted(CASES.glob("*/**/*.*")):
        path = source.relative_to(CASES).as_posix().partition("/")[2]
        if path.endswith(".md"):
            document = split_front_matter(source.read_bytes(), path)[0]
            pairs = [("article", document)] if document else []
        elif path.endswith(".yaml"):
            documents, _found = load_stream(source.read_bytes(), path)
            pairs = list(zip(schemas_of(path, len(documents)), documents, strict=False))
        else:
            pairs = []
        for schema, document in pairs:
            found = without_blanks(document.value) if schema == "form" else document.value
            yield schema, Typer().typed(found, shape(schema))


EXAMPLES = list(examples())


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a value."""
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


def changed(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    """The value with something done to the mapping or list in which a place stands."""
    if not path:
        return change
    if len(path) == 1 and callable(change):
        return change(value, path[0])
    inner = changed(value[path[0]], path[1:], change)
    if isinstance(value, dict):
        return {**value, path[0]: inner}
    return [*value[: path[0]], inner, *value[path[0] + 1 :]]


def without(value: Any, key: Any) -> Any:
    """The mapping or list without one of its items."""
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if name != key}
    return value[:key] + value[key + 1 :]


def doubled(value: Any, key: Any) -> Any:
    """The list with an item twice; the mapping with it under another name too."""
    if isinstance(value, dict):
        return {**value, f"{key}x": value[key]}
    return [*value, value[key]]


def agree(schema: str, value: Any) -> bool:
    """Whether both say the same."""
    return accepts(schema)(value) == validator(schema).is_valid(value)


def test_there_is_an_example_of_every_schema() -> None:
    right = {schema for schema, value in EXAMPLES if accepts(schema)(value)}
    assert right == set(SCHEMAS)


@pytest.mark.parametrize("place", range(len(EXAMPLES)))
def test_the_golden_cases_are_judged_alike(place: int) -> None:
    schema, value = EXAMPLES[place]
    assert agree(schema, value)
    assert all(agree(schema, odd) for odd in ODD)


@given(st.integers(0, len(EXAMPLES) - 1), st.randoms(use_true_random=False), st.integers(1, 3))
def test_a_changed_record_is_judged_alike(place: int, rng: random.Random, times: int) -> None:
    schema, value = EXAMPLES[place]
    for _time in range(times):
        path = rng.choice(list(places(value))[1:] or [()])
        value = changed(value, path, rng.choice([without, doubled, *ODD]))
    assert agree(schema, value), (schema, value)


def test_each_place_of_a_right_record_may_be_wrong() -> None:
    right = {schema: value for schema, value in EXAMPLES if accepts(schema)(value)}
    changes: tuple[Any, ...] = (without, doubled, None, 7, "", [])
    wrong = [
        (schema, path, change)
        for schema, value in right.items()
        for path in list(places(value))[1:]
        for change in changes
        if not agree(schema, changed(value, path, change))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "schema", [{"pattern": "x"}, {"oneOf": []}, {"enum": [{}]}, {"const": []}, {"items": {"a": 1}}]
)
def test_a_schema_that_is_not_understood_is_refused(schema: Any) -> None:
    with pytest.raises(ValueError, match=r"a schema (uses|offers)"):
        compile_test(("types.json", schema), resolve)
