"""Type a document by its JSON Schema, and find everything in it that the schema refuses."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from pipeline.record.acceptance import Test, compile_test
from pipeline.record.finding import Finding
from pipeline.record.scalars import Shape, Typer, compile_shape_at
from pipeline.record.strict_yaml import Document

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

# What each schema is called here, and where it stands.
SCHEMAS: Mapping[str, str] = {
    "front_matter": "siar:front_matter.json",
    "request": "siar:request.json",
    "later": "siar:request.json#/$defs/later",
    "form": "siar:form.json",
    "article": "siar:article.json",
    "agency_front_matter": "siar:agency.json#/$defs/front_matter",
    "agency": "siar:agency.json",
    "media": "siar:media.json",
}


def typed(
    document: Document, schema: str, path: str, *, validate: bool = True
) -> tuple[Any, tuple[Finding, ...]]:
    """The document's value with typed scalars, and everything in it that the schema refuses.

    `schema` is a name of `SCHEMAS`. Without `validate`, for what was accepted before, only missing
    and unknown keys, wrong types and unknown choices are looked for; where there are any, the
    findings are those of the whole check.
    """
    typer = Typer()
    value = typer.typed(document.value, shape(schema))
    if accepts(schema)(value) if validate else not typer.suspicious:
        return value, ()
    from pipeline.record.schema_findings import findings

    return value, tuple(findings(validator(schema), value, document, path))


@cache
def load_schema(name: str) -> Mapping[str, Any]:
    """The schema in the file `name` of pipeline/schemas."""
    text = resources.files("pipeline").joinpath("schemas", name).read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def resolve(base: str, ref: str) -> tuple[str, Mapping[str, Any]]:
    """The file and the schema that `ref` names, from within the file `base`."""
    file, _hash, pointer = ref.partition("#")
    name = file.removeprefix("siar:") or base
    found: Any = load_schema(name)
    for part in pointer.removeprefix("/").split("/") if pointer else ():
        found = found[part]
    return name, found


@cache
def shape(schema: str) -> Shape:
    """The compiled shape of a schema, by its name in `SCHEMAS`."""
    return compile_shape_at(resolve("", SCHEMAS[schema]), resolve)


@cache
def accepts(schema: str) -> Test:
    """Whether a typed value is what a schema wants, by the schema's name in `SCHEMAS`."""
    return compile_test(resolve("", SCHEMAS[schema]), resolve)


@cache
def validator(schema: str) -> "Draft202012Validator":
    """The validator of a schema, by its name in `SCHEMAS`; jsonschema is imported only now."""
    from jsonschema import Draft202012Validator, FormatChecker, validators
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    from pipeline.record.formats import FORMATS, is_of_format

    files = ("types", "request", "form", "article", "agency", "media", "front_matter")
    # Without `$schema`, which would call jsonschema's own, slower class back for that file.
    registry: Registry[Any] = Registry().with_resources(
        (f"siar:{name}.json", DRAFT202012.create_resource(_without_dialect(f"{name}.json")))
        for name in (*files, "statement_data")
    )
    checker = FormatChecker(formats=())
    for name in FORMATS:
        checker.checks(name)(lambda value, name=name: is_of_format(value, name))
    extend: Any = validators.extend
    quick = extend(Draft202012Validator, {"uniqueItems": _unique_items})
    found: Draft202012Validator = quick(
        {"$ref": SCHEMAS[schema]}, registry=registry, format_checker=checker
    )
    return found


def _without_dialect(name: str) -> Mapping[str, Any]:
    return {key: value for key, value in load_schema(name).items() if key != "$schema"}


def _unique_items(
    _validator: object, wanted: bool, instance: object, _schema: object
) -> "Iterator[ValidationError]":
    """`uniqueItems` in one pass: jsonschema compares each item of a mixed list with each other."""
    from jsonschema import ValidationError

    if wanted and isinstance(instance, list):
        seen = {json.dumps(item, sort_keys=True) for item in instance}
        if len(seen) != len(instance):
            yield ValidationError("an item stands there twice")
