"""Dates read as Babel writes them, and a text stands in an address as urllib writes it."""

import json
from datetime import date, datetime, timedelta
from urllib.parse import quote

import pytest
from babel.dates import format_date, format_time
from hypothesis import given
from hypothesis import strategies as st

from pipeline.site.words import Words, mailto, quoted, script_json

PATTERNS = {
    "hari_tanggal": "EEEE, d MMMM y",
    "tanggal": "d MMMM y",
    "tanggal_ringkas": "d MMM y",
    "bulan": "MMMM y",
    "nama_bulan": "LLLL",
}
DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("language", ["id", "en", "pl"])
@pytest.mark.parametrize("name", PATTERNS)
def test_a_date_reads_as_babel_writes_it(name: str, language: str) -> None:
    written = Words(language, "WIT").filters()[name]
    for day in DAYS:
        expected = format_date(day, PATTERNS[name], locale=language)
        moment = datetime(day.year, day.month, day.day, 23, 59)
        assert {written(day), written(moment), written(moment.isoformat())} == {expected}


def test_a_time_reads_as_babel_writes_it() -> None:
    moment = datetime.fromisoformat("2026-11-24T09:05:59+09:00")
    expected = f"{format_time(moment, 'HH.mm', locale='id')} WIT"
    words = Words("id", "WIT")
    assert [words.time(moment), words.time(moment.isoformat())] == [expected, expected]


@given(TEXTS)
def test_a_text_is_quoted_as_urllib_does(text: str) -> None:
    assert quoted(text) == quote(text)
    letter = quote(text.replace("\n", "\r\n"))
    assert mailto("a@b.example", text, text) == (
        f"mailto:a@b.example?subject={quote(text)}&body={letter}"
    )


@given(TEXTS)
def test_no_json_ends_the_script_that_holds_it(text: str) -> None:
    written = script_json({"a": text, text: "b"})
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == {"a": text, text: "b"}
