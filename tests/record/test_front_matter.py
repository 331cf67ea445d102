"""One canonical form: what is written is read back, and written again it is the same bytes."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.record.finding import has_errors
from pipeline.record.front_matter import (
    ordered,
    render,
    render_article,
    render_document,
    render_front_matter,
)
from pipeline.record.scalars import compile_shape
from pipeline.record.schema import typed
from pipeline.record.strict_yaml import load_stream, split_front_matter
from pipeline.record.text import is_clean, without_invisible
from pipeline.record.yaml_text import block, flow

NASTY = ["", " ", "\n", "a\n", "\na", "a\n\n b\n", "- a", "a: b", "# a", "---", "...", '"', "'",
         "\\", "{a}",
         "[a]", "*a", "&a", "!a", "%a", "@a", "`a`", "?", "|", ">", "null", "~", "true", "No",
         "1", "0x1",
         "1e3", "2026-11-24", "19:30", "a\tb", "é😀", "a" * 2000, "a #b", "=", "<<", "y", "x:",
         " x", "x "]  # fmt: skip
TEXTS = st.sampled_from(NASTY) | st.text().filter(is_clean)
DATA: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "decline": st.fixed_dictionaries({"reason": TEXTS}),
    "return": st.fixed_dictionaries({"reason": TEXTS, "missing": st.lists(TEXTS, max_size=3)}),
    "accept": st.fixed_dictionaries(
        {
            "officer": TEXTS,
            "coordination": st.fixed_dictionaries({"with": TEXTS, "channel": TEXTS, "at": TEXTS}),
        }
    ),
    "revise": st.fixed_dictionaries({"note": TEXTS, "round": st.integers(1, 99)}),
}


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """An entry of a history with its keys in any order."""
    action = draw(st.sampled_from(sorted(DATA)))
    entry = {
        "seq": draw(st.integers(1, 999)),
        "action": action,
        "at": draw(TEXTS),
        "data": draw(DATA[action]),
        "prev": draw(st.none() | TEXTS),
        "signature": draw(TEXTS),
    }
    return dict(draw(st.permutations(list(entry.items()))))


FRONTS = st.fixed_dictionaries(
    {
        "number": TEXTS,
        "state": TEXTS,
        "correction": st.fixed_dictionaries({"status": TEXTS, "round": st.integers(0, 9)}),
        "disposition": st.dictionaries(st.sampled_from(["to", "note", "due"]), TEXTS),
        "contributors": st.lists(TEXTS, max_size=2),
        "history": st.lists(entries(), max_size=3),
    }
)


@given(FRONTS, st.lists(st.sampled_from([b"a: 1\n", b"# x\nb: |\n  y\n"]), min_size=1, max_size=3))
def test_what_is_written_is_read_back_and_written_the_same(
    front: dict[str, Any], documents: list[bytes]
) -> None:
    data = render(front, documents)
    (first, *others), findings = load_stream(data, "x.yaml", limit=10**7)
    assert not has_errors(findings)
    value, _findings = typed(first, "front_matter", "x.yaml", validate=False)
    assert value == front
    assert [document.raw for document in others] == documents
    assert render(value, [document.raw for document in others]) == data


@given(FRONTS)
def test_other_readers_of_yaml_read_the_same(front: dict[str, Any]) -> None:
    assert next(yaml.safe_load_all(render(front, [b"a: x\n"]))) == front


@given(st.dictionaries(TEXTS.filter(lambda key: 0 < len(key) < 200), TEXTS | st.lists(TEXTS)))
def test_a_document_is_read_back(value: dict[str, Any]) -> None:
    keys = {key: item for key, item in value.items() if key not in ("<<", "~", "null")}
    text = block({"activity": keys, "attachments": [keys] if keys else []})
    (document,), findings = load_stream(text.encode(), "x.yaml", limit=10**7)
    assert not has_errors(findings)
    assert document.value["attachments"] == ([keys] if keys else [])
    assert document.value["activity"] == (keys or {})


def test_the_canonical_form() -> None:
    front = {
        "history": [
            {
                "signature": "U1NIU0lH",
                "data": {"note": 'Segera "ya"\n: 2', "to": "kasi-piks", "instructions": ["liput"]},
                "action": "dispose",
                "seq": 1,
                "prev": None,
            }
        ],
        "correction": {"round": 0, "status": "none"},
        "number": "2026-0042",
        "state": "received",
    }
    assert render(front, [b"origin: surat\n"]).decode() == (
        "---\n"
        'number: "2026-0042"\n'
        "state: received\n"
        "correction: {status: none, round: 0}\n"
        "history:\n"
        "- seq: 1\n"
        "  action: dispose\n"
        '  data: {to: kasi-piks, instructions: [liput], note: "Segera \\"ya\\"\\n: 2"}\n'
        "  prev: null\n"
        "  signature: U1NIU0lH\n"
        "---\n"
        "origin: surat\n"
    )


def test_lines_of_text_are_written_as_people_read_them() -> None:
    document = {"activity": {"how": "Dipanen.\n\nAlat diserahkan.", "what": "Panen"}}
    assert render_document(document, "later").decode() == (
        "activity:\n  what: Panen\n  how: |-\n    Dipanen.\n\n    Alat diserahkan.\n"
    )


def test_an_article_is_written_in_the_order_of_its_schema() -> None:
    data = render_article({"date": "2026-11-24", "title": "Panen", "topics": []}, "Isi.\n")
    assert data == b'---\ntitle: Panen\ndate: "2026-11-24"\ntopics: []\n---\nIsi.\n'
    document, body, _line, findings = split_front_matter(data, "index.md")
    assert document is not None
    assert (document.value["title"], body, findings) == ("Panen", "Isi.\n", ())


def test_invisible_characters_are_refused_before_anything_is_written() -> None:
    with pytest.raises(BadInput) as caught:
        flow({"note": "baris\nmu\u200bsim"})
    assert caught.value.message == "the text has a forbidden character U+200B in line 2, column 3"
    assert flow(without_invisible("mu\u200bsim\r\nini")) == '"musim\\nini"'


def test_a_document_without_an_end_is_not_followed_by_another() -> None:
    message = r"^a document before another one must end with a line break$"
    for documents in ([b"a: 1", b"b: 2\n"], [b"a: 1\n", b"b: 2", b"c: 3\n"]):
        with pytest.raises(ValueError, match=message):
            render({"number": "x"}, documents)
    assert render({"number": "x"}, [b"a: 1\n", b"b: 2"]).endswith(b"---\nb: 2")


def test_front_matter_is_in_the_order_of_its_own_schema() -> None:
    agency = {"history": [], "version": 3}
    assert render(agency, [b"a: 1\n"], schema="agency_front_matter") == (
        b"---\nversion: 3\nhistory: []\n---\na: 1\n"
    )
    request = {"state": "received", "number": "2026-0042"}
    assert render_front_matter(request) == 'number: "2026-0042"\nstate: received\n'


def test_what_the_schema_does_not_know_stands_last_by_its_name() -> None:
    front = {"zz": 1, "state": "received", "aa": 2, "number": "2026-0042"}
    assert render_front_matter(front) == 'number: "2026-0042"\nstate: received\naa: 2\nzz: 1\n'


def test_mappings_within_stand_in_the_order_of_their_own_schemas() -> None:
    inner = {"properties": {"b": True, "a": True}}
    schema = {
        "properties": {"kind": True, "data": True, "list": {"items": inner}},
        "additionalProperties": inner,
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": "x"}}},
                "then": {"properties": {"data": inner}},
            }
        ],
    }

    def keys(value: dict[str, Any], name: str) -> list[str]:
        form = compile_shape(schema, "x.json", lambda _base, _ref: ("", {}))
        found = ordered(value, form)[name]
        return list(found[0] if isinstance(found, list) else found)

    mixed = {"a": 1, "b": 2}
    assert keys({"other": mixed}, "other") == ["b", "a"]
    assert keys({"list": [mixed]}, "list") == keys({"list": (mixed,)}, "list") == ["b", "a"]
    assert keys({"kind": "x", "data": mixed}, "data") == ["b", "a"]
    for kind in ({"kind": "y"}, {}):
        assert keys({**kind, "data": {"b": 1, "a": 2}}, "data") == ["a", "b"]
