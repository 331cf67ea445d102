"""The schemas agree with the tables of the program, and refuse what nobody declared."""

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from pipeline.record.formats import FORMATS
from pipeline.record.labels import (
    CORRECTION_LABELS,
    DISPOSITION_LABELS,
    EDITION_LABELS,
    OUTLET_LABELS,
    SECURITY_LABELS,
    URGENCY_LABELS,
)
from pipeline.record.request import AttachmentKind, Origin
from pipeline.record.schema import SCHEMAS, load_schema, shape, typed, validator
from pipeline.record.strict_yaml import load_stream
from pipeline.record.workflow import TABLE, TRANSCRIBABLE, Action, Role, State

FILES = sorted(
    file.name for file in resources.files("pipeline").joinpath("schemas").iterdir()
    if file.name.endswith(".json")
)  # fmt: skip
PEOPLES_ACTIONS = list(dict.fromkeys(row.action for row in TABLE if Role.MACHINE not in row.roles))
PEOPLES_ROLES = [role for role in Role if role is not Role.MACHINE]
TYPES = load_schema("types.json")["$defs"]
FRONT = load_schema("front_matter.json")
DATA = load_schema("statement_data.json")["$defs"]


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a schema."""
    if isinstance(schema, dict):
        yield schema
        for item in schema.values():
            yield from parts(item)
    elif isinstance(schema, list):
        for item in schema:
            yield from parts(item)


@pytest.mark.parametrize(
    ("choices", "table"),
    [
        (TYPES["state"], list(State)),
        (TYPES["action"], PEOPLES_ACTIONS),
        (TYPES["role"], PEOPLES_ROLES),
        (TYPES["step_role"], list(Role)),
        (TYPES["origin"], list(Origin)),
        (TYPES["attachment_kind"], list(AttachmentKind)),
        (TYPES["urgency"], list(URGENCY_LABELS)),
        (TYPES["security"], list(SECURITY_LABELS)),
        (FRONT["properties"]["kind"], list(EDITION_LABELS)),
        (FRONT["properties"]["disposition"]["properties"]["status"], list(DISPOSITION_LABELS)),
        (FRONT["properties"]["correction"]["properties"]["status"], list(CORRECTION_LABELS)),
        (load_schema("media.json")["$defs"]["outlet"]["properties"]["kind"], list(OUTLET_LABELS)),
    ],
)
def test_choices_are_those_of_the_program(choices: dict[str, Any], table: list[str]) -> None:
    assert sorted(choices["enum"]) == sorted(table)


def test_every_action_of_people_has_its_data() -> None:
    rules = FRONT["$defs"]["entry"]["allOf"]
    ruled = {
        rule["if"]["properties"]["action"]["const"]: rule["then"]["properties"]["data"]["$ref"]
        for rule in rules
    }
    assert ruled == {
        action: f"siar:statement_data.json#/$defs/{action}" for action in PEOPLES_ACTIONS
    }
    assert set(PEOPLES_ACTIONS) <= set(DATA)


@pytest.mark.parametrize("action", PEOPLES_ACTIONS)
def test_every_statement_may_say_when_handling_began(action: Action) -> None:
    assert "began" in DATA[action]["properties"]
    assert ("transcribed" in DATA[action]["properties"]) == (action in TRANSCRIBABLE)


@pytest.mark.parametrize("name", FILES)
def test_every_mapping_says_which_keys_there_may_be(name: str) -> None:
    for part in parts(load_schema(name)):
        if part.get("type") == "object" and part != {"type": "object"}:
            assert "additionalProperties" in part, part
        assert part.get("format", "date") in FORMATS or isinstance(part["format"], dict)


@pytest.mark.parametrize("name", FILES)
def test_schemas_are_schemas(name: str) -> None:
    validator("request").check_schema(dict(load_schema(name)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_quick_shape_of_a_schema_requires_what_the_schema_does(name: str) -> None:
    required = {error.message for error in validator(name).iter_errors({})}
    assert len(shape(name).required) == len([m for m in required if "required" in m])


@pytest.mark.parametrize(
    ("written", "read"),
    [("8025", 8025), ("'8025'", "8025"), ("08025", "08025"), ("9" * 16, "9" * 16), ("", None),
     ("1e3", "1e3"), ("0x1F", "0x1F"), ("-5", -5), ("null", None)],
)  # fmt: skip
def test_only_a_plain_whole_number_is_a_number(written: str, read: object) -> None:
    (document,), _ = load_stream(f"mail: {{port: {written}}}\n".encode(), "agency.yaml")
    value, _findings = typed(document, "agency", "agency.yaml", validate=False)
    assert value == {"mail": {"port": read}}
    assert type(value["mail"]["port"]) is type(read)


def test_without_validation_what_is_out_of_shape_is_found_all_the_same() -> None:
    (document,), _ = load_stream(b"outlets: [{id: a, name: A, kind: koran}]\n", "media.yaml")
    quick = typed(document, "media", "media.yaml", validate=False)
    assert quick == typed(document, "media", "media.yaml")
    assert [finding.id for finding in quick[1]] == ["schema-choice", "schema-missing-key"]


@pytest.mark.parametrize(
    ("topics", "told"),
    [
        ("[a, b]", []),
        ("[a, b, a]", ["`topics` names something twice"]),
        (
            "[a, [x], {y: z}, [x]]",
            [
                "`topics[2]` must be text",
                "`topics[3]` must be text",
                "`topics[4]` must be text",
                "`topics` names something twice",
            ],
        ),
        (
            "[{y: z, a: b}, {a: b, y: z}]",
            [
                "`topics[1]` must be text",
                "`topics[2]` must be text",
                "`topics` names something twice",
            ],
        ),
        ("[{y: z}, [x]]", ["`topics[1]` must be text", "`topics[2]` must be text"]),
        ("x", ["`topics` must be a list"]),
    ],
)
def test_a_list_of_names_has_each_name_once(topics: str, told: list[str]) -> None:
    text = f"title: x\ndate: 2026-11-24\nagency: ''\ntopics: {topics}\nsummary: ''\n"
    (document,), _ = load_stream(text.encode(), "index.md")
    _value, findings = typed(document, "article", "index.md")
    assert [finding.message for finding in findings] == told
