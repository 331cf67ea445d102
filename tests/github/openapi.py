"""Holds calls and answers against GitHub's published description of its API."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from jsonschema import Draft4Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry
from referencing.jsonschema import DRAFT4

from tests.github.published import API, published

Json = dict[str, Any]
Check = Callable[[Any, Any, Any, Json], Iterator[ValidationError] | None]
HERE = "urn:github"
# What any operation may answer, though not every one says so.
REFUSALS = {400, 401, 403, 404, 409, 422}
SWITCHES = {"true": True, "false": False}
formats = FormatChecker(())


@formats.checks("date-time", ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@formats.checks("uri", ValueError)
def _is_address(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


class Operation(NamedTuple):
    """One operation, the words that its path was called with, and how many are its own."""

    said: Json
    words: Mapping[str, str]
    literal: int


def find(method: str, path: str) -> Operation | None:
    """The operation that a call means; where several do, the one with the most words of its own."""
    asked = path.strip("/").split("/")
    found = []
    for template, operation in _operations().get((method, asked[0]), ()):
        words = _match(template, asked, operation)
        if words is not None:
            found.append(Operation(operation, words, len(template) - len(words)))
    return max(found, key=lambda operation: operation.literal, default=None)


@cache
def _operations() -> dict[tuple[str, str], list[tuple[list[str], Json]]]:
    found: dict[tuple[str, str], list[tuple[list[str], Json]]] = {}
    for path, item in published(API)["paths"].items():
        template = path.strip("/").split("/")
        for method, operation in item.items():
            found.setdefault((method.upper(), template[0]), []).append((template, operation))
    return found


def wrong_call(operation: Operation, query: Mapping[str, str], body: Any) -> Iterator[str]:
    """What the description does not allow in a call."""
    parameters = {
        (said["in"], said["name"]): said
        for said in map(_resolved, operation.said.get("parameters", []))
    }
    given = {("path", name): unquote(said) for name, said in operation.words.items()}
    given |= {("query", name): said for name, said in query.items()}
    for key, text in given.items():
        if key not in parameters:
            yield f"{key[0]} has no parameter {key[1]}"
            continue
        schema = _resolved(parameters[key]["schema"])
        yield from _wrong(f"{key[0]} {key[1]}", _read(text, schema), schema)
    for (place, name), said in parameters.items():
        if said.get("required") and place == "query" and name not in query:
            yield f"query lacks {name}"
    yield from _wrong_body(operation, body)


def _wrong_body(operation: Operation, body: Any) -> Iterator[str]:
    described = _resolved(operation.said.get("requestBody") or {})
    if not described:
        if body not in (None, {}):
            yield "it takes no body"
        return
    if body is None:
        if described.get("required"):
            yield "it needs a body"
        return
    schema = _resolved(described["content"]["application/json"]["schema"])
    yield from _wrong("body", body, schema)
    known = schema.get("properties")
    if known and isinstance(body, dict) and "additionalProperties" not in schema:
        yield from (f"body has no {name}" for name in body if name not in known)


def wrong_answer(operation: Operation, status: int, body: Any) -> Iterator[str]:
    """What the description does not allow in an answer."""
    described = operation.said["responses"].get(str(status))
    if described is None:
        if status not in REFUSALS:
            yield f"it never answers {status}"
            return
        described = {"$ref": "#/components/responses/not_found"}
    content = _resolved(described).get("content", {}).get("application/json")
    if content is None:
        if body is not None and status not in REFUSALS:
            yield f"{status} has no body"
        return
    schema = content["schema"]
    if status in REFUSALS and "oneOf" in schema:
        # What is said to be one of two errors is often both.
        schema = {"anyOf": schema["oneOf"]}
    yield from _wrong(str(status), body, schema)


def _wrong(where: str, value: Any, schema: Json) -> Iterator[str]:
    error = best_match(_validator(json.dumps(schema)).iter_errors(value))
    if error is not None:
        yield f"{where}{error.json_path.removeprefix('$')}: {error.message[:300]}"


@cache
def _validator(schema: str) -> Any:
    # What it refers to lies in the description.
    whole = json.loads(schema.replace('"$ref": "#/', f'"$ref": "{HERE}#/'))
    return _dialect()(whole, registry=_registry(), format_checker=formats)


@cache
def _registry() -> Any:
    registry: Any = Registry()
    return registry.with_resource(HERE, DRAFT4.create_resource(published(API)))


@cache
def _dialect() -> Any:
    """OpenAPI 3.0 is draft 4 of JSON Schema, and `nullable`."""
    checks = {name: _unless_null(check) for name, check in Draft4Validator.VALIDATORS.items()}
    extend: Any = validators.extend
    return extend(Draft4Validator, checks)


def _unless_null(check: Check) -> Check:
    def checked(validator: Any, said: Any, value: Any, schema: Json) -> Iterator[ValidationError]:
        if value is not None or not schema.get("nullable"):
            yield from check(validator, said, value, schema) or ()

    return checked


def _resolved(value: Json) -> Json:
    while "$ref" in value:
        found = published(API)
        for word in value["$ref"].removeprefix("#/").split("/"):
            found = found[word]
        value = found
    return value


def _read(text: str, schema: Json) -> Any:
    """A word of an address as the value that it stands for; itself where it stands for none."""
    kinds = {schema.get("type")} | {choice.get("type") for choice in schema.get("oneOf", [])}
    if "boolean" in kinds:
        return SWITCHES.get(text, text)
    if "integer" in kinds and text.isdigit():
        return int(text)
    return text


def _match(template: list[str], asked: list[str], operation: Json) -> dict[str, str] | None:
    """The words of a path that a template leaves open; the last may be several."""
    several = len(asked) > len(template) and _is_open(template[-1]) and _spreads(operation)
    if several:
        asked = [*asked[: len(template) - 1], "/".join(asked[len(template) - 1 :])]
    if len(asked) != len(template):
        return None
    words = {}
    for wanted, word in zip(template, asked, strict=True):
        if _is_open(wanted):
            words[wanted.strip("{}")] = word
        elif wanted != word:
            return None
    return words


def _is_open(word: str) -> bool:
    return word.startswith("{") and word.endswith("}")


def _spreads(operation: Json) -> bool:
    parameters = map(_resolved, operation.get("parameters", []))
    return any(said.get("x-multi-segment") for said in parameters)
