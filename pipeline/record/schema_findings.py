"""Turn what jsonschema refuses into findings that a clerk can act on."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.i18n import _, marked
from pipeline.record.finding import Finding
from pipeline.record.formats import explain_format
from pipeline.record.strict_yaml import Document, Pointer
from pipeline.record.text import shortened

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

MAX_ERRORS = 100

Told = tuple[str, str, str]


class Refusal(NamedTuple):
    """What jsonschema refused: the keyword, what it wanted, and what stood there instead."""

    keyword: str
    wanted: Any
    instance: Any
    schema: Mapping[str, Any]
    is_key: bool


def findings(
    validator: "Draft202012Validator", value: Any, document: Document, path: str
) -> Iterator[Finding]:
    """Everything the schema refuses, in the order of the lines."""
    found = [
        finding
        for error in islice(validator.iter_errors(value), MAX_ERRORS)
        for finding in islice(_of_error(error, document, path), MAX_ERRORS)
    ]
    # jsonschema names each missing key apart, and `_missing_key` all of them each time.
    yield from sorted(dict.fromkeys(found), key=lambda finding: finding.line)[:MAX_ERRORS]


def _of_error(error: "ValidationError", document: Document, path: str) -> Iterator[Finding]:
    pointer: Pointer = tuple(error.absolute_path)
    refusal = Refusal(
        keyword=str(error.validator),
        wanted=error.validator_value,
        instance=error.instance,
        schema=error.schema if isinstance(error.schema, Mapping) else {},
        is_key="propertyNames" in error.absolute_schema_path,
    )
    explain = _EXPLAIN.get(refusal.keyword, _otherwise)
    for place, (finding_id, message, way_out) in explain(refusal, pointer):
        yield Finding(path, document.line(place), finding_id, message, way_out)


def place_name(pointer: Pointer) -> str:
    """How people call a place: `attachments[2].due`; items count from 1."""
    name = ""
    for part in pointer:
        word = part if isinstance(part, int) else shortened(part)
        name += f"[{word + 1}]" if isinstance(word, int) else f".{word}" if name else word
    return name or _("the document")


def _unknown_keys(error: Refusal, pointer: Pointer) -> Iterator[tuple[Pointer, Told]]:
    known = list(error.schema.get("properties", ()))
    for key in error.instance:
        if key in known:
            continue
        name = shortened(key)
        message = _("unknown key `{key}`").format(key=name)
        if pointer:
            message = _("unknown key `{key}` in `{place}`").format(
                key=name, place=place_name(pointer)
            )
        near = difflib.get_close_matches(name, known, n=1)
        if near:
            way_out = _("did you mean `{key}`?").format(key=near[0])
        else:
            way_out = _("delete it; allowed are: {keys}").format(keys=_listed(known))
        yield (*pointer, key), ("schema-unknown-key", message, way_out)


def _missing_key(error: Refusal, pointer: Pointer) -> Iterator[tuple[Pointer, Told]]:
    for key in error.wanted:
        if key not in error.instance:
            yield pointer, _missing(key, pointer)


def _missing_with(error: Refusal, pointer: Pointer) -> Iterator[tuple[Pointer, Told]]:
    for present, needed in error.wanted.items():
        for key in needed:
            if present in error.instance and key not in error.instance:
                yield pointer, _missing(key, pointer)


def _missing(key: str, pointer: Pointer) -> Told:
    message = _("`{key}` is missing").format(key=key)
    if pointer:
        message = _("`{key}` is missing in `{place}`").format(key=key, place=place_name(pointer))
    last = next((part for part in reversed(pointer) if isinstance(part, str)), "")
    hint = _WHY_REQUIRED.get((last, key))
    way_out = _(hint) if hint else _("add the line `{key}: …`").format(key=key)
    return "schema-missing-key", message, way_out


def _not_allowed(error: Refusal, pointer: Pointer) -> Iterator[tuple[Pointer, Told]]:
    key = shortened(str(pointer[-1])) if pointer else ""
    message = _("`{key}` may not stand in `{place}`").format(
        key=key, place=place_name(pointer[:-1])
    )
    hint = _WHY_REFUSED.get(key)
    yield pointer, ("schema-not-allowed", message, _(hint) if hint else _("delete it"))


def _wrong_type(error: Refusal, pointer: Pointer) -> Iterator[tuple[Pointer, Told]]:
    wanted = error.wanted
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    message = _("`{place}` must be {kind}").format(
        place=place_name(pointer), kind=_(_KINDS[names[0]])
    )
    way_out = _WRITE_AS[names[0]]
    if names[0] == "string" and error.instance is None:
        message = _("`{place}` is empty").format(place=place_name(pointer))
    yield pointer, ("schema-type", message, _(way_out))


def _not_a_choice(error: Refusal, pointer: Pointer) -> Iterator[tuple[Pointer, Told]]:
    choices = [str(choice) for choice in error.wanted if choice != ""]
    given = "" if error.instance is None else str(error.instance)
    message = _("`{place}` is empty").format(place=place_name(pointer))
    if given:
        message = _("`{value}` is not a choice for `{place}`").format(
            value=shortened(given), place=place_name(pointer)
        )
    near = difflib.get_close_matches(shortened(given), choices, n=1)
    way_out = _("choose one of: {choices}").format(choices=_listed(choices))
    if near:
        way_out = _("did you mean `{choice}`? The choices are: {choices}").format(
            choice=near[0], choices=_listed(choices)
        )
    yield pointer, ("schema-choice", message, way_out)


def _wrong_format(error: Refusal, pointer: Pointer) -> Iterator[tuple[Pointer, Told]]:
    name = str(error.wanted)
    place = place_name(pointer)
    if error.is_key:
        pointer = (*pointer, error.instance)
    message, way_out = explain_format(name, error.instance, place)
    yield pointer, (f"schema-{name.removeprefix('optional-')}", message, way_out)


def _otherwise(error: Refusal, pointer: Pointer) -> Iterator[tuple[Pointer, Told]]:
    limit = error.wanted
    template, way_out = _LIMITS.get(error.keyword, _UNFORESEEN)
    message = _(template).format(place=place_name(pointer), limit=limit)
    yield pointer, ("schema-limit", message, _(way_out).format(limit=limit))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


_EXPLAIN: Mapping[str, Callable[[Refusal, Pointer], Iterator[tuple[Pointer, Told]]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "dependentRequired": _missing_with,
    "not": _not_allowed,
    "type": _wrong_type,
    "enum": _not_a_choice,
    "format": _wrong_format,
}
_KINDS = {
    "string": marked("text"),
    "integer": marked("a whole number"),
    "boolean": marked("`true` or `false`"),
    "null": marked("empty"),
    "array": marked("a list"),
    "object": marked("a group of fields"),
}
_WRITE_AS = {
    "string": marked('write the text behind the colon, in quotation marks: "…"'),
    "integer": marked("write it in digits, without quotation marks"),
    "boolean": marked("write it without quotation marks"),
    "null": marked("delete what stands behind the colon"),
    "array": marked("write each item on a line of its own that begins with `- `"),
    "object": marked("write each field on a line of its own, indented: `key: value`"),
}
_WHY_REQUIRED = {
    ("letter", "kept_at"): marked(
        "a letter that is not `biasa` is not scanned: say in `kept_at` where the paper lies"
    ),
    ("sender", "phone"): marked("add `email`, or `phone` if the sender has no e-mail"),
    ("attachments", "due"): marked(
        "name the file if it is there, or in `due` the date by which it follows"
    ),
    ("attachments", "sha256"): marked("a paper that is there has both `path` and `sha256`"),
    ("attachments", "path"): marked("a paper that is there has both `path` and `sha256`"),
    ("terms", "order"): marked("a deputy acts by an order: write its number in `order`"),
}
_WHY_REFUSED = {
    "due": marked("delete `due`: the paper is there already"),
    "path": marked("a letter that is not `biasa` is not scanned into Git: delete this attachment"),
    "file": marked("a letter that is not `biasa` is not scanned into Git: delete this attachment"),
}
_UNFORESEEN = (
    marked("`{place}` is not as the schema wants it"),
    marked("compare the example in the guide"),
)
_LIMITS = {
    "minimum": (marked("`{place}` is smaller than {limit}"), marked("write at least {limit}")),
    "maximum": (marked("`{place}` is larger than {limit}"), marked("write at most {limit}")),
    "minItems": (marked("`{place}` has too few items"), marked("at least {limit} must be there")),
    "maxItems": (marked("`{place}` has too many items"), marked("at most {limit} may be there")),
    "minProperties": (marked("`{place}` is empty"), marked("add at least {limit} field")),
    "maxProperties": (
        marked("`{place}` says more than one thing"),
        marked("leave {limit} fields: an entry is about one thing"),
    ),
    "maxLength": (marked("`{place}` is too long"), marked("write at most {limit} characters")),
    "uniqueItems": (marked("`{place}` names something twice"), marked("delete the second one")),
}
