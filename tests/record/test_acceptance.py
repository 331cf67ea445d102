"""What is accepted quickly is exactly what jsonschema has nothing to say about."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pipeline.record.acceptance import compile_test
from pipeline.record.documents import without_blanks
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


WITH_IF = {
    "if": {"required": ["path"]},
    "then": {"required": ["sha256"]},
    "else": {"required": ["due"]},
}
KEYWORDS: list[tuple[dict[str, Any], list[Any], list[Any]]] = [
    # the schema, what it accepts, what it does not
    ({"type": "object"}, [{}], [[], "", None, 1]),
    ({"type": "array"}, [[]], [{}, "x", None]),
    ({"type": "string"}, [""], [1, None, []]),
    ({"type": "integer"}, [0, -1], [True, "1", None]),
    ({"type": "boolean"}, [True, False], [1, 0, None, "true"]),
    ({"type": "null"}, [None], ["", 0, False, []]),
    ({"type": ["string", "null"]}, ["x", None], [1, [], {}]),
    ({"enum": ["a", 1, None, True]}, ["a", 1, None, True], ["b", 2, False, [], {"a": 1}]),
    ({"enum": [1, "true"]}, [1, "true"], [True, "1", [1]]),
    ({"const": "a"}, ["a"], ["b", None, ["a"]]),
    ({"const": 0}, [0], [False, "", None, []]),
    ({"format": "date"}, ["2026-11-24", 5, None, []], ["2026-02-30", ""]),
    (
        {"properties": {"a": {"type": "string"}, "b": {"type": "null"}}},
        [{}, {"a": "x"}, {"b": None, "a": ""}, {"c": 1}, "x", []],
        [{"a": 1}, {"a": "x", "b": 1}, {"a": 1, "b": None}],
    ),
    (
        {"properties": {"a": True}, "additionalProperties": {"type": "integer"}},
        [{"a": "x"}, {"b": 1, "c": 2}, "x", ["y"]],
        [{"b": "x"}, {"b": 1, "c": "x"}],
    ),
    ({"additionalProperties": False}, [{}, [1], "x"], [{"a": 1}]),
    ({"required": ["a", "b"]}, [{"a": 1, "b": 2, "c": 3}, [], "a"], [{}, {"a": 1}, {"b": 1}]),
    (
        {"dependentRequired": {"a": ["b", "c"], "d": ["e"]}},
        [{}, {"b": 1}, {"a": 1, "b": 1, "c": 1}, {"d": 1, "e": 1}, ["a"], "a"],
        [{"a": 1}, {"a": 1, "b": 1}, {"a": 1, "c": 1}, {"d": 1}, {"a": 1, "b": 1, "c": 1, "d": 1}],
    ),
    ({"propertyNames": {"format": "id"}}, [{}, {"a": 1, "b": 2}, ["A B"]], [{"a": 1, "A B": 2}]),
    ({"items": {"type": "integer"}}, [[], [1, 2], {"a": "x"}, "x"], [["x"], [1, "x"]]),
    ({"uniqueItems": True}, [[], [1, 2], "xx", {"a": 1}], [[1, 1], ["x", "y", "x"]]),
    ({"uniqueItems": False}, [[1, 1]], []),
    ({"minimum": 3}, [3, 4, "2", True, None], [2, -3]),
    ({"maximum": 3}, [3, 2, "4", True, None], [4]),
    ({"minLength": 2}, ["ab", "abc", [1], {}, 1], ["a", ""]),
    ({"maxLength": 2}, ["ab", "", [1, 2, 3], 1], ["abc"]),
    ({"minItems": 2}, [[1, 2], [1, 2, 3], "x", {}], [[1], []]),
    ({"maxItems": 1}, [[1], [], "xx", {"a": 1, "b": 2}], [[1, 2]]),
    ({"minProperties": 1}, [{"a": 1}, [], ""], [{}]),
    (
        WITH_IF,
        [{"path": 1, "sha256": 1}, {"due": 1}],
        [{"path": 1}, {"path": 1, "due": 1}, {"sha256": 1}],
    ),
    ({"if": {"type": "string"}, "then": {"const": "x"}}, ["x", 5], ["y"]),
    ({"if": {"type": "string"}, "else": {"const": 5}}, ["x", 5], [6]),
    ({"allOf": [{"minimum": 1}, {"maximum": 3}]}, [1, 2, 3], [0, 4]),
    ({"anyOf": [{"type": "null"}, {"const": 5}]}, [None, 5], [6, "x"]),
    ({"not": {"type": "null"}}, [0, "", []], [None]),
    ({"$ref": "siar:types.json#/$defs/origin", "maxLength": 5}, ["surat"], ["undangan", "x"]),
    ({"title": "x", "description": "y", "type": "string"}, ["x"], [1]),
    ({"title": "x"}, [None, 1, "x", [], {}], []),
    ({"items": True}, [[1]], []),
    ({"items": False}, [[], "x"], [[1]]),
]


@pytest.mark.parametrize(("schema", "right", "wrong"), KEYWORDS)
def test_each_keyword_means_what_jsonschema_means(
    schema: dict[str, Any], right: list[Any], wrong: list[Any]
) -> None:
    test = compile_test(("types.json", schema), resolve)
    assert [value for value in right if not test(value)] == []
    assert [value for value in wrong if test(value)] == []
    if "$ref" not in schema:
        judge = Draft202012Validator(schema, format_checker=validator("form").format_checker)
        assert [value for value in right if not judge.is_valid(value)] == []
        assert [value for value in wrong if judge.is_valid(value)] == []


def test_a_list_of_mappings_without_repetition_is_left_to_jsonschema() -> None:
    test = compile_test(("types.json", {"uniqueItems": True}), resolve)
    assert not test([{"a": 1}, {"a": 2}])
