"""The strict loader: bytes of documents, bombs, and strings that stay strings."""

import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.strict_yaml import (
    LARGE_LIMIT,
    LIMIT,
    Plain,
    load_stream,
    split_front_matter,
)

BILLION_LAUGHS = "a: &a [x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)
# Each is refused or harmless; none may cost time or memory (threats.md, C08).
PROBES = {
    "laughs": BILLION_LAUGHS,
    "anchors": "".join(f"k{n}: &a{n} x\n" for n in range(4000)),
    "merge": "<<: [{a: 1}, {b: 2}]\n" * 2000,
    "brackets": "[" * LIMIT,
    "braces": "{a: " * (LIMIT // 4),
    "dashes": "- " * (LIMIT // 2),
    "indents": "".join(" " * n + "a:\n" for n in range(300)),
    "questions": "? " * (LIMIT // 2),
    "documents": "---\n" * (LIMIT // 4),
    "duplicates": "a: 1\n" * (LIMIT // 5),
    "tags": "a: !!python/object/apply:os.system [ls]\n",
    "integer": "a: " + "9" * (LIMIT - 4) + "\n",
    "line": 'a: "' + "x" * (LIMIT - 6) + '"\n',
    "folded": 'a: "' + "\n " * (LIMIT // 2 - 4) + '"\n',
    "tabs": "\t\n" * (LIMIT // 2),
    "marks": "\u202e" * (LIMIT // 3),
    "commas": "[" + "," * (LIMIT - 2),
    "comments": "#\n" * (LIMIT // 2),
    "large": "x" * (64 * LARGE_LIMIT),
}


@pytest.mark.parametrize("name", PROBES)
def test_a_bomb_costs_little_time_and_memory(name: str) -> None:
    data = PROBES[name].encode()
    tracemalloc.start()
    started = time.perf_counter()
    _documents, findings = load_stream(data, "x.yaml")
    seconds = time.perf_counter() - started
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 1  # traced and on a busy machine; untraced it is below 0.2
    assert peak < 32 * 1024 * 1024
    assert findings or name in {"integer", "line", "folded"}


@pytest.mark.parametrize("read", [load_stream, split_front_matter])
def test_no_bytes_raise(read: Callable[[bytes, str], object]) -> None:
    @given(st.binary(max_size=200) | st.text(alphabet="-\n: []{}'\"#&*!|>%@?,ab\t\r", max_size=60))
    def try_it(data: bytes | str) -> None:
        read(data.encode() if isinstance(data, str) else data, "x.yaml")

    try_it()


# What YAML 1.1 makes something else of (threats.md, C10).
STRINGS = [
    "NO", "no", "yes", "on", "Off", "y", "true", "False", "null", "012", "0o17", "0x1F", "1_000",
    "19:30", "12:30:45", "1e3", "-1", "+62", ".5", "1.250", "3201012345678901", "2026-02-30",
    "2026-11-24", "2026-11-24T09:05:00+09:00", "0812-0000-0010", "005/123/DISTAN/2026", "=", "<",
    "2026-0042", "1.0", ".inf", ".NaN", "00", "97800", "1/2", "50%", "Rp1.000", "~x",
]  # fmt: skip


@pytest.mark.parametrize("text", STRINGS)
def test_a_scalar_stays_the_string_it_is(text: str) -> None:
    (document,), findings = load_stream(f'a: {text}\nb: "{text}"\n'.encode(), "x.yaml")
    assert document.value == {"a": text, "b": text}
    assert [type(value) for value in document.value.values()] == [Plain, str]
    assert not findings


def test_plain_quoted_and_empty_are_told_apart() -> None:
    (document,), _ = load_stream(b"a: null\nb: 'null'\nc:\nd: ''\n", "x.yaml")
    kinds = {key: (str(value), type(value)) for key, value in document.value.items()}
    assert kinds == {"a": ("null", Plain), "b": ("null", str), "c": ("", Plain), "d": ("", str)}


def test_lines_are_those_of_the_keys_in_the_file() -> None:
    data = b"# note\n---\na: 1\n---\nb:\n  - c: 2\n    d: 3\n  - x\n"
    (_first, second), _ = load_stream(data, "x.yaml")
    assert dict(second.lines) == {
        (): 5,
        ("b",): 5,
        ("b", 0): 6,
        ("b", 0, "c"): 6,
        ("b", 0, "d"): 7,
        ("b", 1): 8,
    }
    assert second.line(("b", 0, "e", 7)) == 6


DOCUMENTS = st.lists(
    st.sampled_from(["a: 1\n", "b: |\n  ---\n  x\n", "# c\nd: 'x'\r\n", "e: [1, 2]\n", "f: ---\n"]),
    min_size=1,
    max_size=5,
)


@given(DOCUMENTS)
def test_splitting_and_joining_keeps_every_byte(parts: list[str]) -> None:
    data = "".join("---\n" + part for part in parts).encode()
    documents, findings = load_stream(data, "x.yaml")
    assert not findings
    assert [document.raw.decode() for document in documents] == parts
    assert b"".join(b"---\n" + document.raw for document in documents) == data
    assert all(data[document.start : document.end] == document.raw for document in documents)


def test_six_levels_are_enough_and_seven_too_many() -> None:
    (document,), findings = load_stream(b"{a: [{b: [{c: [x]}]}]}", "x.yaml")
    assert (document.value, findings) == ({"a": [{"b": [{"c": ["x"]}]}]}, ())
    _documents, (finding,) = load_stream(b"{a: [{b: [{c: [[x]]}]}]}", "x.yaml")
    assert finding.id == "yaml-too-deep"


def test_the_limit_is_in_bytes() -> None:
    data = b"a: " + b"x" * 100 + b"\n"
    assert load_stream(data, "x.yaml", limit=len(data))[1] == ()
    assert load_stream(data, "x.yaml", limit=len(data) - 1)[1][0].message == (
        "104 bytes are more than the 103 that are read"
    )


def test_an_article_is_front_matter_and_the_rest_as_it_is() -> None:
    data = b"---\ntitle: x\n---\n\nA line.\n\n---\n\nAnother:\t--- \r\n"
    document, body, first_line, findings = split_front_matter(data, "index.md")
    assert document is not None
    assert (document.value, document.raw) == ({"title": "x"}, b"title: x\n")
    assert body == "\nA line.\n\n---\n\nAnother:\t--- \r\n"
    assert (first_line, findings) == (4, ())


def test_windows_line_ends_are_line_ends() -> None:
    documents, findings = load_stream(b"---\r\na: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n", "x.yaml")
    assert not findings
    assert [document.value for document in documents] == [{"a": "1"}, {"b": "x\ny\n"}]


def test_at_most_fifty_findings_are_told() -> None:
    _documents, findings = load_stream(("a: 1\n" * 500).encode(), "x.yaml")
    assert len(findings) == 50
