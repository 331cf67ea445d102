"""Anything that people type can be printed."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.papers.frame import frame
from pipeline.papers.print_text import COVERED, printable, printable_data
from pipeline.papers.typesetting import typeset
from tests.papers import office
from tests.papers.printed import words


def page_with(text: str) -> bytes:
    data = {
        **frame(office.agency(), "Uji", office.NOW.date()),
        "sheet": "a4", "agenda": "", "zone": "WIT", "about": [{"label": "Isi", "value": text}],
        "entries": [], "arrangement": "", "signatory": {"above": "", "office": [], "name": "x",
                                                       "rank": "", "nip": ""},
    }  # fmt: skip
    return typeset("koordinasi.typ", data)


def test_every_covered_character_has_a_glyph() -> None:
    characters = [chr(code) for low, high in COVERED for code in range(low, high + 1)]
    assigned = [one for one in characters if unicodedata.category(one) not in ("Cn", "Cs", "Co")]
    assert all(printable(f"a{one}") for one in assigned)
    page_with(" ".join(f"a{one}" for one in assigned))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Panen Raya", "Panen Raya"),
        ("satu\ttab", "satu tab"),
        ("baris\r\nbaru", "baris\nbaru"),
        ("e\u0301", "é"),
        ("A\u0347\u0323", "Ạ"),
        ("\u202eterbalik\u202c", "terbalik"),
        ("nol\u200blebar\ufeff", "nollebar"),
        ("ＬＥＢＡＲ １２", "LEBAR 12"),
        ("𝗧𝗲𝗯𝗮𝗹", "Tebal"),
        ("kopi ☕ 😀", "kopi □ □"),
        ("中文", "□□"),
        ("السلام", "السلام"),
        ("½ “kutip” – — … €", "½ “kutip” – — … €"),
        ("\x00\x07", ""),
    ],
)
def test_printable(typed: str, shown: str) -> None:
    assert printable(typed) == shown


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_printed(text: str) -> None:
    assert page_with(text).startswith(b"%PDF")


@settings(max_examples=200)
@given(st.text())
def test_printing_twice_changes_nothing_more(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_addresses_are_left_alone() -> None:
    data = {"href": "https://siar.example/\u4e2d", "list": ["\u4e2d", 1, None, True]}
    assert printable_data(data) == {**data, "list": ["□", 1, None, True]}


def test_a_word_wider_than_the_page_is_broken_and_stays_one_word() -> None:
    assert words(page_with("Q" * 3000)).count("Q") == 3000
