"""What the forge tells workflows of: payloads valid by the schemas that it publishes."""

from functools import cache
from typing import Any, NamedTuple

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

from tests.github.published import EVENTS, published

Json = dict[str, Any]
# What starts a workflow without being sent to anybody: no schema is published for it.
UNSENT = {"schedule"}


class Event(NamedTuple):
    """Something that happened: `pull_request`, `opened`, and everything about it."""

    name: str
    action: str
    payload: Json


def event(name: str, action: str, payload: Json) -> Event:
    """An event whose payload was held against its schema; what the schema lacks is left out."""
    if name in UNSENT:
        return Event(name, action, payload)
    key = f"{name}${action or 'event'}"
    said = {**({"action": action} if action else {}), **payload}
    fitted = _fit(said, _definitions()[key])
    if reason := wrong(key, fitted):
        raise AssertionError(reason)
    return Event(name, action, fitted)


def wrong(key: str, payload: Json) -> str:
    """What the schema named `key` does not allow in a payload, "" for nothing."""
    error = best_match(_validator(key).iter_errors(payload))
    return f"{key}{error.json_path.removeprefix('$')}: {error.message}" if error else ""


def _definitions() -> Json:
    definitions: Json = published(EVENTS)["definitions"]
    return definitions


@cache
def _validator(key: str) -> Draft7Validator:
    return Draft7Validator(
        {"$ref": f"#/definitions/{key}", "definitions": _definitions()},
        format_checker=Draft7Validator.FORMAT_CHECKER,
    )


def _resolved(schema: Json) -> Json:
    while "$ref" in schema:
        schema = _definitions()[schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def _fit(value: Any, schema: Any) -> Any:
    """The value without what a closed schema does not know: the API says more than the events."""
    if not isinstance(schema, dict):
        return value
    schema = _resolved(schema)
    if isinstance(value, list):
        return [_fit(item, schema.get("items")) for item in value]
    if not isinstance(value, dict):
        return value
    for choice in schema.get("anyOf", schema.get("oneOf", [])):
        if choice.get("type") != "null":
            return _fit(value, choice)
    known: Json = {}
    for part in [schema, *schema.get("allOf", [])]:
        known |= _resolved(part).get("properties", {})
    if not known:
        return value
    return {name: _fit(said, known[name]) for name, said in value.items() if name in known}
