"""Give plain scalars the type their schema asks for, and notice cheaply what cannot be right.

Understands what our schemas use: $ref, type, properties, required, additionalProperties, items,
enum, and allOf of `if property is const` rules. Everything else is for jsonschema to judge.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pipeline.record.strict_yaml import Plain

# At most 15 digits: what every JSON reader can hold exactly.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_NULL = frozenset(("", "~", "null"))
_BOOLEANS = {"true": True, "false": False}

Resolve = Callable[[str, str], tuple[str, Mapping[str, Any]]]


class Shape(NamedTuple):
    """What a place in a record should look like, compiled from its schema."""

    types: frozenset[str]
    properties: dict[str, "Shape"]
    required: tuple[str, ...]
    others: "Shape | None"
    closed: bool
    items: "Shape | None"
    choices: frozenset[Any] | None
    # For statements: the shape of `target` depends on the value of `key`.
    key: str
    target: str
    cases: dict[str, "Shape"]


class Typer:
    """Types one value; `suspicious` afterwards says that the full check is needed."""

    def __init__(self) -> None:
        self.suspicious = False

    def typed(self, value: Any, shape: Shape) -> Any:
        """`value` with its scalars typed; mappings and lists are new, and hold no `Plain`."""
        if isinstance(value, dict):
            return self._mapping(value, shape)
        if isinstance(value, list):
            self.suspicious |= "array" not in shape.types
            items = shape.items or ANYTHING
            return [self.typed(item, items) for item in value]
        return self._scalar(value, shape)

    def _mapping(self, value: dict[str, Any], shape: Shape) -> dict[str, Any]:
        if "object" not in shape.types or any(name not in value for name in shape.required):
            self.suspicious = True
        case = shape.cases.get(str(value.get(shape.key))) if shape.key else None
        result = {}
        for name, item in value.items():
            part = shape.properties.get(name, shape.others)
            if part is None:
                self.suspicious |= shape.closed
                part = ANYTHING
            if case is not None and name == shape.target:
                part = case
            result[name] = self.typed(item, part)
        return result

    def _scalar(self, value: Any, shape: Shape) -> Any:
        result: Any = scalar(value, shape.types)
        is_choice = shape.choices is None or result in shape.choices
        if not is_choice or _type_name(result) not in shape.types:
            self.suspicious = True
        return result


def scalar(value: Any, types: frozenset[str]) -> Any:
    """One scalar, typed: only what was written plain can be anything but text."""
    if not isinstance(value, Plain):
        return value
    if value in _NULL and (value or "null" in types or "string" not in types):
        return None
    if "integer" in types and _INTEGER.fullmatch(value):
        return int(value)
    if "boolean" in types and value in _BOOLEANS:
        return _BOOLEANS[value]
    return str(value)


def _type_name(value: Any) -> str:
    if isinstance(value, str):
        return "string"
    if value is None:
        return "null"
    return "boolean" if isinstance(value, bool) else "integer"


_TEXT_OR_MORE = frozenset(("string", "object", "array", "null"))
ANYTHING = Shape(_TEXT_OR_MORE, {}, (), None, False, None, None, "", "", {})


def compile_shape(schema: Any, base: str, resolve: Resolve) -> Shape:
    """The shape of a schema; `resolve(base, ref)` gives the base and schema a `$ref` leads to."""
    if schema is True or schema is False:
        return ANYTHING
    inherited = ANYTHING
    if "$ref" in schema:
        inherited = compile_shape_at(resolve(base, schema["$ref"]), resolve)
    part = _own_shape(schema, base, resolve)
    if inherited is ANYTHING:
        return part
    return inherited._replace(
        types=inherited.types & part.types if "type" in schema else inherited.types,
        properties=inherited.properties | part.properties,
        required=(*inherited.required, *part.required),
        closed=inherited.closed or part.closed,
    )


def compile_shape_at(place: tuple[str, Mapping[str, Any]], resolve: Resolve) -> Shape:
    """The shape of the schema at a resolved place."""
    return compile_shape(place[1], place[0], resolve)


def _own_shape(schema: Mapping[str, Any], base: str, resolve: Resolve) -> Shape:
    def compiled(part: Any) -> Shape:
        return compile_shape(part, base, resolve)

    additional = schema.get("additionalProperties")
    key, target, cases = "", "", {}
    for rule in schema.get("allOf", ()):
        ((key, condition),) = rule["if"]["properties"].items()
        ((target, then),) = rule["then"]["properties"].items()
        cases[condition["const"]] = compiled(then)
    return Shape(
        types=_types(schema),
        properties={name: compiled(part) for name, part in schema.get("properties", {}).items()},
        required=tuple(schema.get("required", ())),
        others=compiled(additional) if isinstance(additional, dict) else None,
        closed=additional is False,
        items=compiled(schema["items"]) if "items" in schema else None,
        choices=frozenset(schema["enum"]) if "enum" in schema else None,
        key=key,
        target=target,
        cases=cases,
    )


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    if "enum" in schema:
        return frozenset(("string",))
    named = schema.get("type")
    if named is None:
        return _TEXT_OR_MORE
    return frozenset((named,) if isinstance(named, str) else named)
