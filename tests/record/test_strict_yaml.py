"""The strict loader: bytes of documents, bombs, and strings that stay strings."""

import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.finding import Finding
from pipeline.record.report_findings import format_text
from pipeline.record.strict_yaml import (
    LARGE_LIMIT,
    LIMIT,
    Plain,
    load_stream,
    raw_documents,
    split_front_matter,
)
from pipeline.record.yaml_events import MAX_VALUES

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
    started = time.process_time()
    _documents, findings = load_stream(data, "x.yaml")
    seconds = time.process_time() - started
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
    assert [second.line(("b", 0, "e", 7)[:length]) for length in range(5)] == [5, 5, 6, 6, 6]
    assert second.line(("x",)) == 5


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


@pytest.mark.parametrize(
    ("before", "each", "after"), [("", "k{}: x\n", ""), ("", "- {}\n", ""), ("[", "{},", "]\n")]
)
def test_a_document_has_only_so_many_values(before: str, each: str, after: str) -> None:
    def found(values: int) -> tuple[Finding, ...]:
        text = before + "".join(each.format(value) for value in range(values)) + after
        return load_stream(text.encode(), "x.yaml", limit=LARGE_LIMIT)[1]

    assert found(MAX_VALUES) == ()
    (finding,) = found(MAX_VALUES + 1)
    line = MAX_VALUES + 1 if each.endswith("\n") else 1
    assert format_text([finding]) == (
        f"x.yaml:{line}: error[yaml-too-many-values]: more than {MAX_VALUES} values "
        "in one document\n"
        "  help: restore the file as it was; no record has so many\n"
    )


def told(text: str) -> str:
    """What people are told of a stream."""
    _documents, findings = load_stream(text.encode(), "x.yaml")
    return format_text(findings)


@pytest.mark.parametrize(
    ("data", "documents"),
    [
        (b"---\na: 1\n---\n[\n", (b"a: 1\n", b"[\n")),
        (b"a: 1\n---\n", (b"a: 1\n", b"")),
        (b"# x\n---\na: \xff\n", (b"a: \xff\n",)),
        (b"", (b"",)),
    ],
)
def test_the_bytes_of_the_documents_are_had_whatever_is_in_them(
    data: bytes, documents: tuple[bytes, ...]
) -> None:
    assert raw_documents(data) == documents


def test_a_file_has_at_most_two_hundred_documents() -> None:
    documents, (finding,) = load_stream(b"a: 1\n---\n" * 205, "x.yaml")
    assert len(documents) == 200
    assert format_text([finding]) == (
        "x.yaml:400: error[yaml-too-many-documents]: more than 200 documents in one file\n"
        "  help: restore the file as it was\n"
    )
    documents, findings = load_stream(b"a: 1\n" + b"---\na: 1\n" * 199, "x.yaml")
    assert (len(documents), findings) == (200, ())


def test_what_else_is_wrong_is_told_beside_a_character_nobody_sees() -> None:
    assert told("a: x\r\nb:\ty\r\n\tc: q\x00r\r\nd: &z x\r\nd: y\r\ne: @\r\n") == (
        "x.yaml:3: error[yaml-character]: forbidden invisible character U+0000 in column 6\n"
        "  help: delete it; it usually came along with text pasted from elsewhere\n"
        "x.yaml:2: error[yaml-tab]: a tab in column 3\n"
        "  help: use spaces\n"
        "x.yaml:3: error[yaml-tab]: a tab in column 1\n"
        "  help: use spaces\n"
    )
    assert told("a:\t1\r\nb: 1\r\nb: &x 2\r\n") == (
        "x.yaml:1: error[yaml-tab]: a tab in column 3\n"
        "  help: use spaces\n"
        "x.yaml:3: error[yaml-duplicate-key]: `b` is written twice\n"
        "  help: keep one of the two\n"
        "x.yaml:3: error[yaml-anchor]: the anchor `&x` is not allowed\n"
        "  help: delete it, or put the text in quotation marks\n"
    )


def test_what_stands_for_an_unfit_character_is_a_character() -> None:
    (document,), _findings = load_stream("a: 'x\u200by'\r\nb: 'x\ty'\n".encode(), "x.yaml")
    assert document.value == {"a": "x?y", "b": "x y"}


@pytest.mark.parametrize(
    ("text", "told_of_it"),
    [
        ("", "1: there is nothing in this document / fill it in, or delete its `---` line"),
        (
            "a: 1\n...\n",
            "2: a document ends without `...`, at the next `---` line / delete the line `...`",
        ),
        (
            "--- [a]\n",
            "1: something stands behind `---`, or a line begins with `%` / "
            "separate documents by a line that is exactly `---`",
        ),
        (
            "a: *b\n",
            "1: the alias `*b` is not allowed / "
            "write the value out, or put the text in quotation marks",
        ),
        ("a: !b c\n", "1: the tag `!b` is not allowed / "
            "delete it, or put the text in quotation marks"),
        ("a: !!int 1\n", "1: the tag `!!int` is not allowed / "
            "delete it, or put the text in quotation marks"),
        ("~: x\n", "1: a key must be a word / write `key: value`"),
        ("?\n: x\n", "1: a key must be a word / write `key: value`"),
        ("null: x\n", "1: a key must be a word / write `key: value`"),
        ("[a]: x\n", "1: a key must be a word / write `key: value`"),
        ("<<: x\n", "1: the merge key `<<` is not allowed / write the fields out"),
        (
            'a: "x\\u200by"\n',
            "1: forbidden invisible character U+200B, written as an escape / "
            "delete it; it usually came along with text pasted from elsewhere",
        ),
        (
            "{a: [{b: [{c: [[x]]}]}]}",
            "1: nested deeper than 6 levels / "
            "no record needs that; compare the example in the guide",
        ),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_refused_with_a_way_out(text: str, told_of_it: str) -> None:
    _documents, findings = load_stream(text.encode(), "x.yaml")
    assert [f"{f.line}: {f.message} / {f.help}" for f in findings] == [told_of_it]


def test_each_of_these_is_a_rule_of_its_own() -> None:
    texts = ("", "a: 1\n...\n", "--- [a]\n", "a: *b\n", "a: &b c\n", "a: !b c\n", "~: x\n")
    assert [load_stream(text.encode(), "x.yaml")[1][0].id for text in texts] == [
        "yaml-empty",
        "yaml-document-end",
        "yaml-document-start",
        "yaml-alias",
        "yaml-anchor",
        "yaml-tag",
        "yaml-key",
    ]


@pytest.mark.parametrize("sign", ["\t", "\u200b"])
def test_of_many_unfit_characters_fifty_are_told(sign: str) -> None:
    findings = load_stream(f"# x{sign}\n".encode() * 60 + b"a: 1\n", "x.yaml")[1]
    assert [finding.line for finding in findings] == list(range(1, 51))


def test_a_line_with_several_tabs_is_told_once_at_the_first() -> None:
    (finding,) = load_stream(b"# a\tb\tc\na: 1\n", "x.yaml")[1]
    assert finding.message == "a tab in column 4"


@pytest.mark.parametrize("key", ["'~'", "'null'", '""', "'<<'", "true", "12"])
def test_any_word_in_quotation_marks_is_a_key(key: str) -> None:
    (document,), findings = load_stream(f"{key}: x\n".encode(), "x.yaml")
    assert (document.value, findings) == ({key.strip("'\""): "x"}, ())


def test_what_stands_behind_a_refused_key_or_alias_is_read_all_the_same() -> None:
    (document,), findings = load_stream(b"[a]: &b x\nc: *d\ne: y\n", "x.yaml")
    assert [(f.line, f.id) for f in findings] == [
        (1, "yaml-key"), (1, "yaml-anchor"), (2, "yaml-alias"),
    ]  # fmt: skip
    assert document.value == {"c": "", "e": "y"}


@pytest.mark.parametrize("data", [b"a: 1\n", b"---\na: 1\n", b" ---\na: 1\n---\n"])
def test_an_article_begins_with_front_matter(data: bytes) -> None:
    document, body, line, findings = split_front_matter(data, "index.md")
    assert (document, body, line) == (None, "", 1)
    assert format_text(findings) == (
        "index.md:1: error[yaml-front-matter]: the file does not begin with front matter between "
        "two `---` lines\n"
        "  help: put `---` on the first line, and `---` again after the last field\n"
    )


def test_front_matter_is_no_longer_than_a_record_and_a_text_no_longer_than_its_limit() -> None:
    fits = b"---\n#" + b"x" * (LIMIT - 2) + b"\n---\n"
    assert [f.id for f in split_front_matter(fits, "index.md")[3]] == ["yaml-empty"]
    document, body, line, (finding,) = split_front_matter(
        b"---\n#" + b"x" * (LIMIT - 1) + b"\n---\nIsi.\n", "index.md"
    )
    assert (document, body, line) == (None, "", 1)
    assert (finding.path, finding.message) == (
        "index.md",
        "65537 bytes are more than the 65536 that are read",
    )
    whole = b"---\na: 1\n---\nIsi.\n"
    assert split_front_matter(whole, "index.md", limit=len(whole))[3] == ()
    _document, _body, _line, (finding,) = split_front_matter(
        whole, "index.md", limit=len(whole) - 1
    )
    assert format_text([finding]) == (
        f"index.md:1: error[yaml-too-large]: {len(whole)} bytes are more than the "
        f"{len(whole) - 1} that are read\n"
        "  help: put photographs and papers beside the file, and only their names into it\n"
    )


def test_what_nobody_sees_in_the_text_of_an_article_is_found_on_its_line() -> None:
    _document, _body, _line, findings = split_front_matter(
        "---\na: x\n---\nIsi.\nmu\u200bsim\n".encode(), "index.md"
    )
    assert [(f.line, f.message) for f in findings] == [
        (5, "forbidden invisible character U+200B in column 3")
    ]


def test_a_file_of_another_encoding_is_refused_where_it_begins() -> None:
    assert format_text(load_stream(b"a: 1\nb: caf\xe9\n", "x.yaml")[1]) == (
        "x.yaml:2: error[yaml-encoding]: the file is not UTF-8: the byte 0xE9 makes no sense here\n"
        "  help: save it again with the encoding UTF-8\n"
    )
    assert format_text(load_stream(b"\xef\xbb\xbfa: 1\n", "x.yaml")[1]) == (
        "x.yaml:1: error[yaml-bom]: the file begins with a byte-order mark\n"
        "  help: save it as UTF-8 without a byte-order mark (BOM)\n"
    )


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (b"# x\n\n  # y\r\n---\na: 1\n", [{"a": "1"}]),
        (b"---\n# x\n---\na: 1\n", [None, {"a": "1"}]),
        (b"x: 1\n---\na: 1\n", [{"x": "1"}, {"a": "1"}]),
        (b"a: 1\n--- \t\nb: 2\n---", [{"a": "1"}, {"b": "2"}, None]),
    ],
)
def test_only_comments_may_stand_before_the_first_document(
    data: bytes, values: list[object]
) -> None:
    documents, _findings = load_stream(data, "x.yaml")
    assert [document.value for document in documents] == values
