"""What YAML 1.1 would make something else of (threats.md, C10): bytes stay, or a clear sentence."""

from pathlib import Path

import pytest

from pipeline.record.finding import Finding
from pipeline.record.front_matter import render_article, render_document
from pipeline.record.loading import load_article, load_request
from pipeline.record.schema import typed
from pipeline.record.strict_yaml import load_stream, split_front_matter

GOLDEN = Path(__file__).parents[1] / "golden" / "record" / "request-valid"
PATH = "requests/2026/0042.yaml"
INDEX = "content/2026/11/24-panen-raya/index.md"
REQUEST = (GOLDEN / PATH).read_text("utf-8")
SUBJECT = next(line for line in REQUEST.splitlines() if line.strip().startswith("subject:"))
ARTICLE = """\
---
request: "2026-0042"
title: {}
date: "2026-11-24"
agency: {}
topics: [pertanian]
summary: {}
---
Isi.
"""
# All of these are words and numbers that an office writes, or that somebody tries.
WORDS = [
    "NO", "no", "N", "yes", "YES", "on", "Off", "y", "true", "True", "FALSE", "NULL", "Null",
    "nil", "none", "012", "0o17", "0x1F", "0b101", "1_000", "+1", "-1", "+62", "1.250", "1.0",
    "1e3", "1E+3", "6.02e23", ".5", "5.", ".inf", "-.INF", ".NaN", "00", "97800", "12:30:45",
    "19:30", "190:20:30", "3201012345678901", "199001012015031001", "9" * 40, "2026-02-30",
    "2026-11-24", "2026-11-24T09:05:00+09:00", "2026-11-24 09:05:00 +9", "24-11-2026", "2026-W48",
    "0812-0000-0010", "+62 811 000", "005/123/DISTAN/2026", "=", "<", "2026-0042", "1/2", "50%",
    "Rp1.000", "~x", "(kosong)", "a: b".replace(": ", ":"), "a#b", "١٢", "１２", "²", "½", "Ⅻ",
    "0", "-0", "٢٠٢٦-١١-٢٤", "infinity", "undefined", "0x", "1,000", "1 000", "0.1e-5", "-",
]  # fmt: skip


def test_there_are_many_words_that_are_none() -> None:
    assert len(set(WORDS)) >= 60


def request_of(value: str) -> str:
    """The request with this behind `subject:`."""
    return REQUEST.replace(SUBJECT, f"{SUBJECT[: SUBJECT.index(':')]}: {value}", 1)


def subject_of(text: str) -> tuple[str | None, list[str]]:
    """What the request is about, and what is wrong with it besides its digest."""
    request, found = load_request(PATH, text.encode(), root="f" * 40)
    return (request.letter.subject if request else None), [finding.id for finding in found]


@pytest.mark.parametrize("word", [word for word in WORDS if word != "-"])
def test_a_word_in_a_request_keeps_its_bytes(word: str) -> None:
    for written in (word, f'"{word}"', f"'{word}'"):
        subject, ids = subject_of(request_of(written))
        assert (subject, [rule for rule in ids if rule != "text-mixed-script"]) == (word, [])


@pytest.mark.parametrize("word", [word for word in WORDS if word != "-"])
def test_a_word_in_an_article_keeps_its_bytes(word: str) -> None:
    article, _found = load_article(INDEX, ARTICLE.format(word, word, word).encode())
    assert article is not None
    assert (article.title, article.agency, article.summary) == (word, word, word)


@pytest.mark.parametrize("word", [*WORDS, "null", "~", "", "''", '"', "a\nb", "a\n", "---", "- a",
    "a: b", "a #b", "[a]", "{a: b}", "&a", "*a", "!a", "|", ">", "@a", "%a", "`a`", "?", "? a", ":",
    " a", "a ", "\\n", "\ta", "a\n\nb\n\n", "  a\nb", "a \nb"])  # fmt: skip
def test_what_is_written_is_read_back(word: str) -> None:
    value = {"letter": {"subject": word}, "sender": {"agency": word}}
    (document,), found = load_stream(render_document(value), "x.yaml")
    assert [finding for finding in found if finding.id != "text-mixed-script"] == []
    assert document.value == value
    meta = {"title": word, "agency": word, "summary": word, "topics": [word]}
    front, body, _line, found = split_front_matter(render_article(meta, "Isi.\n"), INDEX)
    assert front is not None
    read, _problems = typed(front, "article", INDEX)
    assert (read, body) == (meta, "Isi.\n")
    assert render_article(read, body) == render_article(meta, "Isi.\n")


EMPTY = 'write the text behind the colon, in quotation marks: "…"'


@pytest.mark.parametrize("nothing", ["null", "~"])
def test_nothing_is_not_a_word(nothing: str) -> None:
    _article, found = load_article(INDEX, ARTICLE.format(nothing, "a", "b").encode())
    assert found == (Finding(INDEX, 3, "schema-type", "`title` is empty", EMPTY),)
    _request, found = load_request(PATH, request_of(nothing).encode(), root="f" * 40)
    line = next(n for n, text in enumerate(REQUEST.splitlines(), 1) if text == SUBJECT)
    assert found == (Finding(PATH, line, "schema-type", "`letter.subject` is empty", EMPTY),)


NO_DATE = "`{}` in `date` is not a date that exists"
FAR = "`{}` in `date` is not of the years 1900 to 2199"
DATES = {
    "2026-02-30": NO_DATE, "2026-13-01": NO_DATE, "2026-00-10": NO_DATE, "2026-2-3": NO_DATE,
    "20261124": NO_DATE, "2026-W48-2": NO_DATE, "24-11-2026": NO_DATE, "24/11/2026": NO_DATE,
    "2026-11-24T09:05:00+09:00": NO_DATE, "NO": NO_DATE, "12:30:45": NO_DATE, "1e3": NO_DATE,
    "٢٠٢٦-١١-٢٤": NO_DATE, "２０２６-１１-２４": NO_DATE, "2026-11-24x": NO_DATE,
    "+2026-11-24": NO_DATE,
    "0001-01-01": FAR, "1899-12-31": FAR, "2200-01-01": FAR, "9999-12-31": FAR,
}  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_a_day_that_exists_and_matters(text: str) -> None:
    data = ARTICLE.format("a", "b", "c").replace('date: "2026-11-24"', f"date: {text}")
    article, found = load_article(INDEX, data.encode())
    assert article is None
    told = [finding for finding in found if finding.id != "text-mixed-script"]
    assert [(f.line, f.id, f.message) for f in told] == [
        (4, "schema-date", DATES[text].format(text))
    ]


NO_MOMENT = "`{}` in `publish_at` is not a time with its offset"
FAR_MOMENT = "`{}` in `publish_at` is not of the years 1900 to 2199"
MOMENTS = {
    "2026-11-23T24:00:00+09:00": NO_MOMENT, "2026-11-23T23:60:00+09:00": NO_MOMENT,
    "2026-11-23T23:59:60+09:00": NO_MOMENT, "2026-11-23T09:00:00": NO_MOMENT,
    "2026-11-23": NO_MOMENT, "2026-11-23 09:00:00+09:00": NO_MOMENT,
    "2026-11-23T09:00:00+09:00:30": NO_MOMENT, "2026-11-23T09:00:00+0900": NO_MOMENT,
    "2026-11-23T09:00:00+9": NO_MOMENT, "2026-11-23T09:00:00+24:00": NO_MOMENT,
    "2026-11-23T09:00:00+15:00": NO_MOMENT, "2026-11-23T09:00:00-99:99": NO_MOMENT,
    "2026-11-23T09:00:00 WIT": NO_MOMENT, "2026-11-23T09:00:00,5+09:00": NO_MOMENT,
    "2026-11-23T09:00:00.1234567+09:00": NO_MOMENT, "2026-02-30T09:00:00+09:00": NO_MOMENT,
    "٢٠٢٦-11-23T09:00:00+09:00": NO_MOMENT, "2026-11-23T09:00:00+０９:00": NO_MOMENT,
    "2026-11-23t09:00:00z": NO_MOMENT, "1793577600": NO_MOMENT,
    "9999-12-31T23:59:59+14:59": FAR_MOMENT, "9999-12-31T23:59:59-14:59": FAR_MOMENT,
    "0001-01-01T00:00:00+14:00": FAR_MOMENT, "1899-12-31T23:59:59Z": FAR_MOMENT,
}  # fmt: skip


@pytest.mark.parametrize("text", MOMENTS)
def test_a_time_is_a_moment_that_exists_and_matters(text: str) -> None:
    data = ARTICLE.format("a", "b", "c").replace("---\nIsi", f"publish_at: {text}\n---\nIsi")
    article, found = load_article(INDEX, data.encode())
    assert article is None
    told = [finding for finding in found if finding.id != "text-mixed-script"]
    assert [(f.line, f.id, f.message) for f in told] == [
        (8, "schema-date-time", MOMENTS[text].format(text))
    ]


NUMBERS = ["1.0", "1e0", "+1", "01", "0x1", "1_0", "１", "١", "²", "1:00", "-0x1", "9" * 40,
    "9" * 5000, ".inf", ".nan", "NO", "true", '"1"', "1 2", "0o1", "--1", "1-1"]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_written_in_digits_and_no_other_way(text: str) -> None:
    data = REQUEST.replace("- seq: 1\n", f"- seq: {text}\n", 1)
    assert data != REQUEST
    for validate in (True, False):
        request, found = load_request(PATH, data.encode(), root="f" * 40, validate=validate)
        assert request is None
        assert [(finding.id, finding.message) for finding in found][:1] == [
            ("schema-type", "`history[1].seq` must be a whole number")
        ]


AGENDA = ["2026-٠٠٤٢", "２０２６-0042", "2026-42", "2026-00042", "2026-0042 x", "26-0042",
    "2026-0042.0", "2026-0042.01", "2026-" + "9" * 10, "2026-" + "9" * 5000, "NO",
    "12:30"]  # fmt: skip


@pytest.mark.parametrize("text", AGENDA)
def test_an_agenda_number_has_one_spelling(text: str) -> None:
    data = REQUEST.replace('number: "2026-0042"', f'number: "{text}"', 1)
    request, found = load_request(PATH, data.encode(), root="f" * 40)
    assert request is None
    told = [finding for finding in found if finding.id != "text-mixed-script"]
    assert [finding.id for finding in told] == ["schema-agenda-number"]
    assert len(told[0].message) < 120


def test_even_a_record_that_is_not_checked_again_has_a_number() -> None:
    for number in ("", "x", "2026-0042.x", "x026-0042.1", "2026-0042." + "9" * 5000):
        data = REQUEST.replace('number: "2026-0042"', f'number: "{number}"', 1)
        request, found = load_request(PATH, data.encode(), root="f" * 40, validate=False)
        assert request is None
        assert [finding.id for finding in found] == ["schema-agenda-number"]
