"""Plain values as YAML: what is written without quotation marks, and lines as people read them."""

from typing import Any

import pytest

from pipeline.errors import BadInput
from pipeline.record.yaml_text import block, flow


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"a": {"b": ["x", 1]}, "c": None}, "{a: {b: [x, 1]}, c: null}"),
        ((), "[]"),
        ({}, "{}"),
        (("a", "b"), "[a, b]"),
        (True, "true"),
        (False, "false"),
        (-7, "-7"),
        ("005/CONTOH.A+b=c_d-e", '"005/CONTOH.A+b=c_d-e"'),
        ("CONTOH/005.A+b=c_d-e", "CONTOH/005.A+b=c_d-e"),
        ("No", '"No"'),
        ("", '""'),
        ('a "b"\\\tc\nd', '"a \\"b\\"\\\\\\tc\\nd"'),
    ],
)
def test_a_value_on_one_line(value: Any, written: str) -> None:
    assert flow(value) == written


def test_a_number_with_a_fraction_has_no_place_in_a_record() -> None:
    with pytest.raises(TypeError, match=r"^float has no place in a record$"):
        flow({"minutes": 1.5})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\nb", "|-\n  a\n  b\n"),
        ("a\nb\n", "|\n  a\n  b\n"),
        ("a\n\nb", "|-\n  a\n\n  b\n"),
        ("a\n  b", "|-\n  a\n    b\n"),
        ("a\nb\n\n", '"a\\nb\\n\\n"\n'),
        ("\na", '"\\na"\n'),
        ("  a\nb", '"  a\\nb"\n'),
        ("a \nb", '"a \\nb"\n'),
        ("a\nb\tc", '"a\\nb\\tc"\n'),
    ],
)
def test_lines_are_kept_as_they_are_or_stand_in_quotation_marks(text: str, written: str) -> None:
    assert block({"how": text}) == f"how: {written}"


def test_mappings_and_lists_of_mappings_stand_on_lines_of_their_own() -> None:
    value = {
        "letter": {"number": "1/CONTOH", "note": "a\nb"},
        "attachments": [{"kind": "form", "paper": {"path": "a"}}, {"kind": "data"}],
        "none": {},
        "words": ["a", "b"],
        "empty": [],
        "pair": ({"x": 1},),
    }
    assert block(value) == (
        "letter:\n"
        '  number: "1/CONTOH"\n'
        "  note: |-\n"
        "    a\n"
        "    b\n"
        "attachments:\n"
        "- kind: form\n"
        "  paper:\n"
        "    path: a\n"
        "- kind: data\n"
        "none: {}\n"
        "words: [a, b]\n"
        "empty: []\n"
        "pair:\n"
        "- x: 1\n"
    )


def test_a_list_within_a_field_is_indented_with_it() -> None:
    assert block({"a": {"b": [{"c": "x\ny", "d": 1}]}}) == (
        "a:\n  b:\n  - c: |-\n      x\n      y\n    d: 1\n"
    )


@pytest.mark.parametrize("text", ["mu\u200bsim", "baris\nmu\u200bsim"])
def test_what_nobody_can_see_is_refused_with_its_place(text: str) -> None:
    line, column = text.count("\n") + 1, 3
    with pytest.raises(BadInput) as caught:
        block({"note": text})
    assert caught.value.message == (
        f"the text has a forbidden character U+200B in line {line}, column {column}"
    )
    assert caught.value.hint == ("delete it; it usually came along with text pasted from elsewhere")
