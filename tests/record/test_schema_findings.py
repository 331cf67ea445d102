"""What a schema refuses, as people are told it: the sentence, the line, and the way out."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from pipeline.record.finding import Finding
from pipeline.record.formats import is_of_format
from pipeline.record.report_findings import format_text
from pipeline.record.scalars import Typer, compile_shape
from pipeline.record.schema import typed
from pipeline.record.schema_findings import MAX_ERRORS, findings, place_name
from pipeline.record.strict_yaml import load_stream

CHECKER = FormatChecker(formats=())
for _name in ("label-id", "optional-line"):
    CHECKER.checks(_name)(lambda value, name=_name: is_of_format(value, name))


def nowhere(base: str, ref: str) -> tuple[str, dict[str, Any]]:
    """These schemas refer to no other."""
    raise AssertionError(f"{base}{ref}")


def refused(schema: dict[str, Any], text: str) -> list[Finding]:
    """What the schema refuses in the text."""
    (document,), problems = load_stream(text.encode(), "x.yaml")
    assert not problems
    value = Typer().typed(document.value, compile_shape(schema, "", nowhere))
    validator = Draft202012Validator(schema, format_checker=CHECKER)
    return list(findings(validator, value, document, "x.yaml"))


def field(part: dict[str, Any]) -> dict[str, Any]:
    """A schema for the field `a`."""
    return {"properties": {"a": part}}


OF_FIELDS: list[tuple[dict[str, Any], str, str, str, str]] = [
    # the field's schema, what stands there, the finding, what is said, the way out
    ({"type": "string"}, "[]", "type", "`a` must be text",
     'write the text behind the colon, in quotation marks: "…"'),
    ({"type": "string"}, "null", "type", "`a` is empty",
     'write the text behind the colon, in quotation marks: "…"'),
    ({"type": "integer"}, "x", "type", "`a` must be a whole number",
     "write it in digits, without quotation marks"),
    ({"type": "integer"}, "", "type", "`a` must be a whole number",
     "write it in digits, without quotation marks"),
    ({"type": ["integer", "null"]}, "x", "type", "`a` must be a whole number",
     "write it in digits, without quotation marks"),
    ({"type": "boolean"}, "'true'", "type", "`a` must be `true` or `false`",
     "write it without quotation marks"),
    ({"type": "null"}, "x", "type", "`a` must be empty", "delete what stands behind the colon"),
    ({"type": "array"}, "x", "type", "`a` must be a list",
     "write each item on a line of its own that begins with `- `"),
    ({"type": "object"}, "x", "type", "`a` must be a group of fields",
     "write each field on a line of its own, indented: `key: value`"),
    ({"type": "integer", "minimum": 3}, "2", "limit", "`a` is smaller than 3",
     "write at least 3"),
    ({"type": "integer", "maximum": 3}, "4", "limit", "`a` is larger than 3", "write at most 3"),
    ({"minItems": 2}, "[x]", "limit", "`a` has too few items", "at least 2 must be there"),
    ({"maxItems": 1}, "[x, y]", "limit", "`a` has too many items", "at most 1 may be there"),
    ({"minProperties": 1}, "{}", "limit", "`a` is empty", "add at least 1 field"),
    ({"maxLength": 2}, "xyz", "limit", "`a` is too long", "write at most 2 characters"),
    ({"uniqueItems": True}, "[x, x]", "limit", "`a` names something twice",
     "delete the second one"),
    ({"pattern": "y"}, "x", "limit", "`a` is not as the schema wants it",
     "compare the example in the guide"),
    ({"enum": ["ya", "tidak"]}, "yaa", "choice", "`yaa` is not a choice for `a`",
     "did you mean `ya`? The choices are: `ya`, `tidak`"),
    ({"enum": ["ya", "tidak"]}, "entah", "choice", "`entah` is not a choice for `a`",
     "choose one of: `ya`, `tidak`"),
    ({"enum": ["ya", "tidak"]}, "", "choice", "`a` is empty", "choose one of: `ya`, `tidak`"),
    ({"enum": ["ya", "tidak"]}, "null", "choice", "`a` is empty", "choose one of: `ya`, `tidak`"),
    ({"enum": ["", "Plt."]}, "Kepala", "choice", "`Kepala` is not a choice for `a`",
     "choose one of: `Plt.`"),
    ({"not": {}}, "x", "not-allowed", "`a` may not stand in `the document`", "delete it"),
    ({"properties": {"due": {"not": {}}}}, "{due: x}", "not-allowed",
     "`due` may not stand in `a`", "delete `due`: the paper is there already"),
    ({"properties": {"title": {}}, "additionalProperties": False}, "{titel: x}", "unknown-key",
     "unknown key `titel` in `a`", "did you mean `title`?"),
    ({"properties": {"title": {}, "date": {}}, "additionalProperties": False}, "{zz: x}",
     "unknown-key", "unknown key `zz` in `a`", "delete it; allowed are: `title`, `date`"),
    ({"required": ["x"]}, "{}", "missing-key", "`x` is missing in `a`", "add the line `x: …`"),
    ({"dependentRequired": {"scan": ["by", "sha"], "n": ["m"]}}, "{scan: x, by: y}",
     "missing-key", "`sha` is missing in `a`", "add the line `sha: …`"),
    ({"format": "label-id"}, "X Y", "label-id", "`X Y` in `a` is not a short name",
     "write small letters, digits and underscores, such as proses_lebih_lanjut"),
    ({"format": "optional-line"}, "' x'", "line", "`a` has spaces around it, or more than one line",
     "write it on one line, or delete the field"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "given", "rule", "message", "way_out"), OF_FIELDS)
def test_a_field_is_refused_with_a_way_out(
    part: dict[str, Any], given: str, rule: str, message: str, way_out: str
) -> None:
    assert refused(field(part), f"a: {given}\n") == [
        Finding("x.yaml", 1, f"schema-{rule}", message, way_out)
    ]


@pytest.mark.parametrize(
    ("schema", "text", "told"),
    [
        (
            {"properties": {"title": {}}, "additionalProperties": False},
            "titel: x\n",
            "x.yaml:1: error[schema-unknown-key]: unknown key `titel`\n"
            "  help: did you mean `title`?\n",
        ),
        (
            {"required": ["x", "a", "y"]},
            "a: 1\n",
            "x.yaml:1: error[schema-missing-key]: `x` is missing\n"
            "  help: add the line `x: …`\n"
            "x.yaml:1: error[schema-missing-key]: `y` is missing\n"
            "  help: add the line `y: …`\n",
        ),
        (
            {"dependentRequired": {"scan": ["sha"]}},
            "scan: x\n",
            "x.yaml:1: error[schema-missing-key]: `sha` is missing\n"
            "  help: add the line `sha: …`\n",
        ),
        (
            {"type": "object"},
            "- a\n",
            "x.yaml:1: error[schema-type]: `the document` must be a group of fields\n"
            "  help: write each field on a line of its own, indented: `key: value`\n",
        ),
        (
            {"properties": {"attachments": {"items": {"required": ["due"]}}}},
            "attachments:\n- a: 1\n- due: x\n- b: 1\n",
            "x.yaml:2: error[schema-missing-key]: `due` is missing in `attachments[1]`\n"
            "  help: name the file if it is there, or in `due` the date by which it follows\n"
            "x.yaml:4: error[schema-missing-key]: `due` is missing in `attachments[3]`\n"
            "  help: name the file if it is there, or in `due` the date by which it follows\n",
        ),
        (
            {"items": {"required": ["due"]}},
            "- a: 1\n",
            "x.yaml:1: error[schema-missing-key]: `due` is missing in `[1]`\n"
            "  help: add the line `due: …`\n",
        ),
    ],
)
def test_a_document_is_refused_with_a_way_out(schema: dict[str, Any], text: str, told: str) -> None:
    assert format_text(refused(schema, text)) == told


def test_a_key_that_may_not_be_called_so_is_shown_on_its_own_line() -> None:
    text = "a:\n  ok: 1\n  X Y: 2\n"
    (found,) = refused(field({"propertyNames": {"format": "label-id"}}), text)
    assert (found.line, found.message) == (3, "`X Y` in `a` is not a short name")


def test_findings_stand_in_the_order_of_the_lines_and_of_the_schema() -> None:
    schema = {
        "properties": {
            "d": {"type": "integer"},
            "b": {"type": "integer"},
            "c": {"enum": ["x"]},
        }
    }
    found = refused(schema, "{b: x, c: y,\nd: z}\n")
    assert [(finding.line, finding.id) for finding in found] == [
        (1, "schema-type"),
        (1, "schema-choice"),
        (2, "schema-type"),
    ]


def test_at_most_a_hundred_things_are_told() -> None:
    assert MAX_ERRORS == 100
    text = "a:\n" + "- x\n" * 150
    assert len(refused(field({"items": {"type": "integer"}}), text)) == 100
    unknown = "a:\n" + "".join(f"  k{n}: x\n" for n in range(150))
    found = refused(field({"additionalProperties": False}), unknown)
    assert [finding.line for finding in found] == list(range(2, 102))


def test_a_place_is_called_as_people_call_it() -> None:
    assert place_name(()) == "the document"
    assert place_name(("attachments", 2, "due")) == "attachments[3].due"
    assert place_name((0, "a")) == "[1].a"
    assert place_name(("a", 0, 1)) == "a[1][2]"
    assert place_name(("x" * 100, "a\nb")) == f"{'x' * 59}….a\\nb"


@pytest.mark.parametrize(
    ("schema", "text", "told"),
    [
        (
            "later",
            "attachments:\n- {kind: letter, path: 0042/a.pdf, due: '2026-11-25'}\n",
            ["`sha256` is missing in `attachments[1]`", "`due` may not stand in `attachments[1]`"],
        ),
        ("later", "{}\n", ["`the document` is empty"]),
        ("later", "", ["`the document` must be a group of fields"]),
        ("media", "outlets: []\nextra: 1\n", ["unknown key `extra`"]),
    ],
)
def test_what_our_schemas_refuse(schema: str, text: str, told: list[str]) -> None:
    (document, *_), _problems = load_stream(text.encode() or b"x\n", "x.yaml")
    _value, found = typed(document, schema, "x.yaml")
    assert [finding.message for finding in found] == told
