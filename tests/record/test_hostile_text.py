"""Characters and words that are not what they look like (threats.md, C09)."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.record.finding import Finding, Severity, has_errors
from pipeline.record.front_matter import render_article, render_document
from pipeline.record.loading import load_article
from pipeline.record.look_alikes import mixed_words
from pipeline.record.strict_yaml import load_stream, split_front_matter
from pipeline.record.text import FORBIDDEN, code_point, is_clean, printable, shortened

INDEX = "content/2026/11/24-panen-raya/index.md"
HEAD = "title: {}\ndate: 2026-11-24\nagency: Dinas Contoh\ntopics: [a]\nsummary: x\n"
DELETE = "delete it; it usually came along with text pasted from elsewhere"
WORD = "type the word anew; letters of another alphabet came with pasted text"
CLASSES = {
    "a control character": "\x00\x01\x07\x08\x0b\x0c\x0e\x1b\x1f\x7f\x80\x84\x9b\x9f",
    "a line end of old systems": "\x85\u2028\u2029",
    "a mark of direction": "\u061c\u200e\u200f\u202a\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "no width": "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2064\u206a\u206f\ufeff",
    "no ink": "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0",
    "a choice of drawing": "\ufe00\ufe0f\u180b\u180f\U000e0100\U000e01ef",
    "a tag": "\U000e0001\U000e0020\U000e0041\U000e007f",
    "a mark of annotation": "\ufff9\ufffa\ufffb\ufffc",
    "no character": "\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0002ffff\U0008fffe\U0010ffff",
    "nothing, for ever": "\U00040000\U0005abcd\U000dffff\U000e0fff",
    "private use": "\ue000\uf0b7\uf8ff\U000f0000\U0010fffd",
    "a mark of notes and shorthand": "\U0001d173\U0001d17a\U0001bca0\U0001bca3\U00013430",
}  # fmt: skip
ALL = [(what, character) for what, characters in CLASSES.items() for character in characters]
NAMED = [f"{what} {code_point(character)}" for what, character in ALL]


@pytest.mark.parametrize("character", [character for _what, character in ALL], ids=NAMED)
def test_a_forbidden_character_is_told_with_its_place(character: str) -> None:
    data = f"a: 1\nb: xy{character}z\n".encode()
    _documents, found = load_stream(data, "x.yaml")
    assert found == (
        Finding(
            "x.yaml",
            2,
            "yaml-character",
            f"forbidden invisible character {code_point(character)} in column 6",
            DELETE,
        ),
    )


@pytest.mark.parametrize("character", [character for _what, character in ALL], ids=NAMED)
def test_it_is_told_in_an_article_s_title_and_text_too(character: str) -> None:
    data = f"---\n{HEAD.format(f'Panen{character}')}---\nIsi.\n\nTeks {character}\n".encode()
    article, found = load_article(INDEX, data)
    assert article is None
    assert {(f.id, f.line) for f in found} == {("yaml-character", 2), ("yaml-character", 10)}


@pytest.mark.parametrize("character", [character for _what, character in ALL], ids=NAMED)
def test_it_is_never_written(character: str) -> None:
    with pytest.raises(BadInput, match="the text has a forbidden character"):
        render_document({"letter": {"subject": f"a{character}"}})
    with pytest.raises(BadInput, match="the text has a forbidden character"):
        render_article({"title": f"a\nb{character}\n"}, "Isi.\n")


def test_a_status_is_not_hidden_behind_a_line_end_that_others_see() -> None:
    data = "note: review\u0085status: published\n".encode()
    (document,), (finding,) = load_stream(data, "x.yaml")
    assert document.value is None
    assert finding.message == "forbidden invisible character U+0085 in column 13"


@pytest.mark.parametrize("escape", ["\\u202e", "\\x85", "\\N", "\\L", "\\P", "\\u200b", "\\ufeff",
    "\\U000e0041", "\\0", "\\b", "\\e", "\\v", "\\ufdd0", "\\ue000"])  # fmt: skip
def test_an_escape_is_no_way_around(escape: str) -> None:
    _documents, found = load_stream(f'a: 1\nb: "x{escape}"\n"k{escape}": 1\n'.encode(), "x.yaml")
    assert [(f.id, f.line) for f in found] == [("yaml-character", 2), ("yaml-character", 3)]


BYTES = [
    (b"a: \xff\n", 1), (b"a: 1\nb: \xc0\xaf\n", 2), (b"a: \xed\xa0\xbd\xed\xb8\x80\n", 1),
    (b"\n\n\xe2\x82", 3), (b"a: \xf4\x90\x80\x80\n", 1), (b"a: caf\xe9\n", 1),
    (b"\xfe\xff\x00a", 1),
    (b"\xff\xfea\x00", 1), (b"a: \xed\xb0\x80", 1), (b"a: \xfc\x80\x80\x80\x80\x80\n", 1),
]  # fmt: skip


@pytest.mark.parametrize(("data", "line"), BYTES)
def test_what_is_not_utf8_is_told_with_its_line(data: bytes, line: int) -> None:
    assert [(f.id, f.line) for f in load_stream(data, "x.yaml")[1]] == [("yaml-encoding", line)]
    assert split_front_matter(b"---\n" + data, "x.md")[3][0].id == "yaml-encoding"


def test_a_byte_order_mark_is_refused_at_the_beginning_and_inside() -> None:
    assert load_stream(b"\xef\xbb\xbfa: 1\n", "x.yaml")[1][0].id == "yaml-bom"
    assert load_stream("a: 1\n---\n\ufeffb: 1\n".encode(), "x.yaml")[1][0].id == "yaml-character"


def test_everything_that_unicode_calls_invisible_is_forbidden() -> None:
    # Marks that stand around the number after them are seen; they occur in Arabic.
    seen = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2")
    missing = [
        code_point(chr(code))
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
        and chr(code) not in seen | {"\n", "\t"}
        and not FORBIDDEN.match(chr(code))
    ]
    assert missing == []


def test_what_people_write_is_not_forbidden() -> None:
    people = (
        "Kopi “Bacan” – 1.250 kg; Nuku’s naïve café, Ωμέγα, Москва, 新聞, العربية ۝, 5 μm, €, 😀"
    )
    assert is_clean(people)
    assert is_clean("a\nb\tc")


# --- words of several alphabets -----------------------------------------------------------------


MIXED = [
    ("Dіnas", "і U+0456"), ("Dinаs", "а U+0430"), ("Рemerintah", "Р U+0420"),
    ("Kορi", "ο U+03BF, ρ U+03C1"), ("ѕiar", "ѕ U+0455"), ("Αlor", "Α U+0391"),
    ("ԁinas", "ԁ U+0501"), ("Ꭰinas", "Ꭰ U+13A0"), ("СОТО", "С U+0421, О U+041E, Т U+0422"),
    ("Dinａs", "ａ U+FF41"), ("𝐃inas", "𝐃 U+1D403"), ("օk", "օ U+0585"), ("ꓓinas", "ꓓ U+A4D3"),
    ("３２０１", "３ U+FF13, ２ U+FF12, ０ U+FF10, １ U+FF11"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "letters"), MIXED)
def test_a_word_of_several_alphabets_is_a_warning(word: str, letters: str) -> None:
    data = f"---\n{HEAD.format(f'Kata {word} ini')}---\nIsi.\n\nDan {word}.\n".encode()
    article, found = load_article(INDEX, data)
    assert article is not None
    message = "`{}` in column {} is not what it looks like: {}"
    assert found == (
        Finding(INDEX, 2, "text-mixed-script", message.format(word, 13, letters), WORD,
            Severity.WARNING),
        Finding(INDEX, 10, "text-mixed-script", message.format(word, 5, letters), WORD,
            Severity.WARNING),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["Москва", "Ἀθῆναι", "5 μm", "kΩ", "α", "β-karoten", "нет и да", "naïve café", "ﬁnal", "Ⅳ",
     "x²", "新聞abc", "½", "Ærø", "Москва dan Dinas", "Ω", "ΔT", "المؤتمر"],
)  # fmt: skip
def test_other_alphabets_by_themselves_are_none(text: str) -> None:
    if text == "ΔT":  # a word of two alphabets all the same: it is only a warning
        assert [mixed.letters for mixed in mixed_words(text)] == ["Δ"]
    else:
        assert list(mixed_words(text)) == []


def test_an_escape_hides_no_alphabet() -> None:
    _documents, found = load_stream(b'a: 1\nb: "D\\u0456nas"\n', "x.yaml")
    assert [(f.id, f.line, f.severity) for f in found] == [
        ("text-mixed-script", 2, Severity.WARNING)
    ]
    assert not has_errors(found)


def test_a_text_without_end_is_told_of_fifty_words() -> None:
    text = "Dіnas " * 10_000
    assert len(load_stream(f"a: {text}\n".encode(), "x.yaml", limit=10**6)[1]) == 50


@given(st.text())
def test_what_is_shown_is_harmless_and_keeps_what_is_not(text: str) -> None:
    shown = printable(text)
    shown.encode()
    assert FORBIDDEN.search(shown) is None
    assert (shown == text) == (is_clean(text) and "\t" not in text)
    assert len(shortened(text)) <= 60
    assert "\n" not in shortened(text)
