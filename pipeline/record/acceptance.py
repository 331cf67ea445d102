"""Say quickly whether a JSON Schema accepts a value; why it does not, jsonschema says.

Understands the keywords that our schemas use, and no others: a schema with another one is
refused, so that nothing is ever passed over.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.record.formats import FORMATS

Test = Callable[[Any], bool]
Resolve = Callable[[str, str], tuple[str, Mapping[str, Any]]]
Maker = Callable[[Any, Mapping[str, Any], Callable[[Any], Test]], Test | None]

_REMARKS = frozenset(("$schema", "$id", "$defs", "title", "description"))
_TYPES: Mapping[str, Test] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def compile_test(place: tuple[str, Any], resolve: Resolve) -> Test:
    """Whether a value is accepted by the schema at a place that `resolve` gave.

    Raises ValueError for a schema with a keyword that is not known here.
    """
    base, schema = place
    if isinstance(schema, bool):
        return lambda _value: schema

    def compiled(part: Any) -> Test:
        return compile_test((base, part), resolve)

    tests: list[Test] = []
    for keyword, wanted in schema.items():
        if keyword == "$ref":
            tests.append(compile_test(resolve(base, wanted), resolve))
        elif keyword in _MAKERS:
            made = _MAKERS[keyword](wanted, schema, compiled)
            tests += [made] if made else []
        elif keyword not in _REMARKS:
            raise ValueError(f"a schema uses {keyword}, which is not known here")
    return tests[0] if len(tests) == 1 else _all(tuple(tests))


def _all(tests: tuple[Test, ...]) -> Test:
    def test(value: Any) -> bool:
        for one in tests:  # noqa: SIM110 — a generator for each value of each record is slow
            if not one(value):
                return False
        return True

    return test


def _type(wanted: Any, _schema: Any, _compiled: Any) -> Test:
    if isinstance(wanted, str):
        return _TYPES[wanted]
    kinds = tuple(_TYPES[name] for name in wanted)
    return lambda value: any(kind(value) for kind in kinds)


def _choice(wanted: Any, _schema: Any, _compiled: Any) -> Test:
    choices = frozenset(map(_scalar, wanted))
    if None in choices:
        raise ValueError(f"a schema offers {wanted}, which are not only scalars")
    return lambda value: _scalar(value) in choices


def _scalar(value: Any) -> tuple[str, Any] | None:
    """A scalar with its kind, as 1 and true are alike in Python but not in JSON."""
    if isinstance(value, (str, int, type(None))):
        kind = "text" if isinstance(value, str) else type(value).__name__
        return kind, value
    return None


def _constant(wanted: Any, schema: Any, compiled: Any) -> Test:
    return _choice([wanted], schema, compiled)


def _format(wanted: Any, _schema: Any, _compiled: Any) -> Test:
    accepts = FORMATS[wanted].accepts
    return lambda value: not isinstance(value, str) or accepts(value)


def _properties(wanted: Any, _schema: Any, compiled: Any) -> Test:
    parts = tuple((name, compiled(part)) for name, part in wanted.items())

    def test(value: Any) -> bool:
        if isinstance(value, dict):
            for name, part in parts:
                if name in value and not part(value[name]):
                    return False
        return True

    return test


def _others(wanted: Any, schema: Any, compiled: Any) -> Test:
    known, part = frozenset(schema.get("properties", ())), compiled(wanted)
    return lambda value: (
        not isinstance(value, dict) or all(part(value[name]) for name in value.keys() - known)
    )


def _required(wanted: Any, _schema: Any, _compiled: Any) -> Test:
    names = frozenset(wanted)
    return lambda value: not isinstance(value, dict) or names <= value.keys()


def _required_with(wanted: Any, _schema: Any, _compiled: Any) -> Test:
    return lambda value: (
        not isinstance(value, dict)
        or all(
            name in value for present, names in wanted.items() if present in value for name in names
        )
    )


def _names(wanted: Any, _schema: Any, compiled: Any) -> Test:
    part = compiled(wanted)
    return lambda value: not isinstance(value, dict) or all(map(part, value))


def _items(wanted: Any, _schema: Any, compiled: Any) -> Test:
    part = compiled(wanted)
    return lambda value: not isinstance(value, list) or all(map(part, value))


def _unique(wanted: Any, schema: Any, _compiled: Any) -> Test | None:
    return _are_different if wanted else None


def _are_different(value: Any) -> bool:
    if not isinstance(value, list):
        return True
    try:
        return len(set(value)) == len(value)
    except TypeError:  # mappings in it: then the schema of the items refuses the list
        return False


def _at_least(wanted: Any, _schema: Any, _compiled: Any) -> Test:
    return lambda value: not _TYPES["integer"](value) or value >= wanted


def _at_most(wanted: Any, _schema: Any, _compiled: Any) -> Test:
    return lambda value: not _TYPES["integer"](value) or value <= wanted


def _sized(kind: type[str | list[Any] | dict[str, Any]], shortest: bool) -> Maker:
    def make(wanted: Any, _schema: Any, _compiled: Any) -> Test:
        if shortest:
            return lambda value: not isinstance(value, kind) or len(value) >= wanted
        return lambda value: not isinstance(value, kind) or len(value) <= wanted

    return make


def _condition(wanted: Any, schema: Any, compiled: Any) -> Test:
    holds = compiled(wanted)
    then, otherwise = compiled(schema.get("then", True)), compiled(schema.get("else", True))
    return lambda value: then(value) if holds(value) else otherwise(value)


def _every(wanted: Any, _schema: Any, compiled: Any) -> Test:
    return _all(tuple(map(compiled, wanted)))


def _any(wanted: Any, _schema: Any, compiled: Any) -> Test:
    parts = tuple(map(compiled, wanted))
    return lambda value: any(part(value) for part in parts)


def _not(wanted: Any, _schema: Any, compiled: Any) -> Test:
    part = compiled(wanted)
    return lambda value: not part(value)


def _with_its_if(_wanted: Any, _schema: Any, _compiled: Any) -> None:
    return None


_MAKERS: Mapping[str, Maker] = {
    "type": _type,
    "enum": _choice,
    "const": _constant,
    "format": _format,
    "properties": _properties,
    "additionalProperties": _others,
    "required": _required,
    "dependentRequired": _required_with,
    "propertyNames": _names,
    "items": _items,
    "uniqueItems": _unique,
    "minimum": _at_least,
    "maximum": _at_most,
    "minLength": _sized(str, True),
    "maxLength": _sized(str, False),
    "minItems": _sized(list, True),
    "maxItems": _sized(list, False),
    "minProperties": _sized(dict, True),
    "maxProperties": _sized(dict, False),
    "if": _condition,
    "then": _with_its_if,
    "else": _with_its_if,
    "allOf": _every,
    "anyOf": _any,
    "not": _not,
}
