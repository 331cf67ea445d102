"""Plain scalars get the type their place asks for, and what cannot be right there is noticed."""

from typing import Any

import pytest

from pipeline.record.scalars import ANYTHING, Shape, Typer, compile_shape, scalar
from pipeline.record.strict_yaml import Plain

FILES: dict[str, dict[str, Any]] = {
    "a.json": {
        "type": ["object", "null"],
        "properties": {"x": {"type": "integer"}, "y": {"type": "string"}},
        "required": ["x"],
        "additionalProperties": False,
    },
    "text.json": {"type": "string"},
    "count.json": {"type": "integer"},
    "later.json": {"$ref": "a.json", "required": ["z"]},
}


def resolve(base: str, ref: str) -> tuple[str, dict[str, Any]]:
    """Each of `FILES` by its name."""
    assert base in ("here.json", *FILES)
    return ref, FILES[ref]


def shape(schema: Any) -> Shape:
    """The shape of a schema that stands in `here.json`."""
    return compile_shape(schema, "here.json", resolve)


def typed(value: Any, schema: Any) -> tuple[Any, bool]:
    """The typed value, and whether something about it needs the full check."""
    typer = Typer()
    return typer.typed(value, shape(schema)), typer.suspicious


@pytest.mark.parametrize(
    ("written", "types", "read"),
    [
        ("42", {"integer"}, 42),
        ("-42", {"integer", "string"}, -42),
        ("0", {"integer"}, 0),
        ("9" * 15, {"integer"}, 10**15 - 1),
        ("9" * 16, {"integer"}, "9" * 16),
        ("042", {"integer"}, "042"),
        ("-0", {"integer"}, 0),
        ("42", {"string", "null"}, "42"),
        ("true", {"boolean"}, True),
        ("false", {"boolean", "string"}, False),
        ("True", {"boolean"}, "True"),
        ("true", {"string"}, "true"),
        ("", {"string"}, ""),
        ("", {"string", "null"}, None),
        ("", {"integer"}, None),
        ("null", {"string"}, None),
        ("~", {"string"}, None),
        ("Null", {"null"}, "Null"),
    ],
)
def test_a_plain_scalar_becomes_what_its_place_asks_for(
    written: str, types: set[str], read: object
) -> None:
    found = scalar(Plain(written), frozenset(types))
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize("text", ["42", "true", "null", ""])
def test_what_stands_in_quotation_marks_stays_text(text: str) -> None:
    assert scalar(text, frozenset({"integer", "boolean", "null", "string"})) == text


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        ({"type": "string"}, [Plain("x"), "x", Plain("")], [["x"], {"a": "x"}, Plain("null")]),
        ({"type": "integer"}, [Plain("1")], ["1", Plain("x"), Plain(""), Plain("true")]),
        ({"type": "boolean"}, [Plain("true")], [Plain("1"), "true"]),
        ({"type": "null"}, [Plain(""), Plain("~")], [Plain("x"), ""]),
        ({"type": "array"}, [[], [Plain("x"), ["y"], {}]], [Plain("x"), {}]),
        ({"type": "object"}, [{}, {"a": Plain("x")}], [[], Plain("x")]),
        ({"enum": ["ya", "tidak"]}, [Plain("ya"), "tidak"], [Plain("mungkin"), Plain("")]),
        ({"items": {"type": "integer"}}, [[Plain("1")], Plain("x")], [[Plain("1"), Plain("x")]]),
        ({"required": ["a", "b"]}, [{"a": "x", "b": "y"}], [{"a": "x"}, {"b": "x"}, {}]),
        (
            {"properties": {"a": {"type": "integer"}}, "additionalProperties": False},
            [{}, {"a": Plain("1")}],
            [{"b": "x"}, {"a": Plain("1"), "b": "x"}, {"a": "x"}],
        ),
        ({"properties": {"a": True}}, [{"b": "x"}, {"a": ["x"]}], []),
        ({"additionalProperties": {"type": "integer"}}, [{"a": Plain("1")}], [{"a": Plain("x")}]),
        (
            {"additionalProperties": False, "properties": {"a": {"type": "integer"}, "b": {}}},
            [{"a": Plain("1"), "b": Plain("x")}],
            [{"c": "x", "a": Plain("1")}, {"a": Plain("x"), "b": Plain("y")}],
        ),
        ({}, [Plain("x"), ["x"], {"a": "x"}, Plain("~")], []),
    ],
)
def test_what_cannot_be_right_is_noticed(schema: Any, right: list[Any], wrong: list[Any]) -> None:
    assert [value for value in right if typed(value, schema)[1]] == []
    assert [value for value in wrong if not typed(value, schema)[1]] == []


def test_what_was_noticed_once_stays_noticed() -> None:
    schema = {"properties": {"a": {"type": "array"}, "b": {"type": "array"}}}
    assert typed({"a": Plain("x"), "b": ["y"]}, schema)[1]
    assert typed({"a": [["x"], "y"]}, {"properties": {"a": {"items": {"type": "array"}}}})[1]


def test_the_typed_value_holds_nothing_plain() -> None:
    value = {
        "a": Plain("1"),
        "b": [Plain("2"), {"c": Plain("x")}],
        "d": {"e": Plain("3")},
        "f": Plain("~"),
    }
    schema = {
        "properties": {
            "a": {"type": "integer"},
            "b": {"items": {"type": ["integer", "object"]}},
        },
        "additionalProperties": {"additionalProperties": {"type": "integer"}},
    }
    found, _suspicious = typed(value, schema)
    assert found == {"a": 1, "b": [2, {"c": "x"}], "d": {"e": 3}, "f": None}
    assert type(found["b"][1]["c"]) is str


CASES = {
    "properties": {"kind": {"type": "string"}, "data": {"type": "object"}, "n": {}},
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {"properties": {"data": {"properties": {"x": {"type": wanted}}}}},
        }
        for kind, wanted in (("count", "integer"), ("word", "string"))
    ],
}


def test_one_field_may_say_what_another_looks_like() -> None:
    one = Plain("1")
    assert typed({"kind": Plain("count"), "data": {"x": one}}, CASES) == (
        {"kind": "count", "data": {"x": 1}},
        False,
    )
    assert typed({"kind": Plain("word"), "data": {"x": one}, "n": {"x": one}}, CASES) == (
        {"kind": "word", "data": {"x": "1"}, "n": {"x": "1"}},
        False,
    )
    assert typed({"kind": Plain("count"), "data": {"x": Plain("y")}}, CASES)[1]
    for other in ({"kind": Plain("else")}, {}):
        assert typed({**other, "data": {"x": one}}, CASES)[0]["data"] == {"x": "1"}


def test_a_schema_adds_to_the_one_it_refers_to() -> None:
    found = shape(
        {
            "$ref": "a.json",
            "type": "object",
            "properties": {"y": {"type": "integer"}, "z": True},
            "required": ["y"],
        }
    )
    assert found.types == frozenset({"object"})
    assert {name: part.types for name, part in found.properties.items()} == {
        "x": frozenset({"integer"}),
        "y": frozenset({"integer"}),
        "z": ANYTHING.types,
    }
    assert (found.required, found.closed) == (("x", "y"), True)


def test_what_a_schema_does_not_say_is_as_the_one_it_refers_to_says() -> None:
    found = shape({"$ref": "later.json"})
    assert found.types == frozenset({"object", "null"})
    assert (found.required, found.closed) == (("x", "z"), True)
    assert shape({"$ref": "count.json", "minimum": 1}).types == frozenset({"integer"})
    assert shape({"$ref": "text.json", "additionalProperties": False}).closed
    assert not shape({"$ref": "text.json"}).closed


def test_without_any_word_on_types_everything_but_numbers_is_taken() -> None:
    assert shape({}).types == frozenset({"string", "object", "array", "null"})
    assert shape(True) == shape(False) == ANYTHING
    assert shape({"enum": ["a"], "type": "integer"}).types == frozenset({"string"})
