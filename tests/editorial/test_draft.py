"""A draft: the facts are in it, what is missing is a slot, and nothing in it is markup."""

import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.editorial.check import check_article
from pipeline.editorial.draft import SLUG_LENGTH, Draft, draft, escape, photo_names, slug
from pipeline.editorial.slots import slot, slots
from pipeline.record.finding import has_errors
from pipeline.record.loading import load_article
from pipeline.record.path_names import is_name
from pipeline.record.request import Activity, Attachment, AttachmentKind
from pipeline.record.shapes import is_article_folder
from pipeline.record.text import without_invisible
from tests.editorial.build import AGENCY, FOLDER, REQUEST, WIT, article, picture

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=WIT)
PHOTO = Attachment(
    AttachmentKind.PHOTO, "0042/Foto Panen.JPG", "0" * 64, caption="Panen", credit="Dinas Contoh"
)


def drafted(**activity: str) -> Draft:
    return draft(
        replace(REQUEST, activity=replace(REQUEST.activity, **activity)), AGENCY, NOW, [PHOTO]
    )


def test_the_whole_draft() -> None:
    folder, text = drafted()
    assert folder == "content/2026/11/24-panen-raya-kopi-di-bacan"
    assert (
        text
        == """\
---
request: "2026-0042"
title: "Panen raya kopi di Bacan"
date: "2026-11-24"
agency: "Dinas Pertanian Contoh"
topics: []
summary: "[[ISI: ringkasan — satu kalimat untuk daftar berita dan surel]]"
photos:
- file: foto-panen.jpg
  caption: Panen
  credit: "Dinas Contoh"
  alt: "[[ISI: teks alternatif — apa yang terlihat, bagi yang tidak dapat melihatnya]]"
---
Dinas Pertanian Contoh dan kelompok tani melaksanakan Panen raya kopi \
di Bacan di Desa Contoh, Pulau Bacan, Selasa, 24 November 2026. [[ISI: teras berita — rapikan \
menjadi satu atau dua kalimat, lalu hapus tanda ini]]

Menaikkan mutu kopi [[ISI: mengapa — jadikan kalimat: apa gunanya bagi warga]]

Dibuka kepala dinas [[ISI: bagaimana — jadikan kalimat: jalannya kegiatan]]

“[[ISI: kutipan pejabat — kalimatnya persis seperti diucapkan]],” kata [[ISI: kutipan pejabat — \
nama lengkap dan jabatan]].

[[ISI: data pendukung — angka dengan satuan dan sumbernya]]

Informasi lebih lanjut: [[ISI: narahubung — nama, jabatan, dan nomor dinas]].
"""
    )


def test_check_refuses_a_draft_until_its_places_are_filled() -> None:
    folder, text = drafted()
    there = {"index.md": text.encode(), "foto-panen.jpg": picture()}
    found = check_article(article(text, folder), REQUEST, AGENCY, there, today=NOW.date())
    errors = [one.id for one in found if has_errors([one])]
    assert set(errors) == {"article-slot", "article-topics"}
    assert errors.count("article-slot") == sum(1 for _slot in slots(text))


def test_a_question_left_empty_is_a_slot() -> None:
    assert (
        "melaksanakan Panen raya kopi di Bacan di [[ISI: di mana]], [[ISI: kapan]]."
        in drafted(where="", when=" ").markdown
    )


def test_without_a_name_of_the_activity_the_subject_of_the_letter_is_the_title() -> None:
    folder, text = drafted(what="")
    assert folder == "content/2026/11/24-permohonan-publikasi-contoh"
    assert 'title: "Permohonan publikasi (CONTOH)"\n' in text


def test_a_title_without_letters_has_a_slug_all_the_same() -> None:
    assert drafted(what="开幕式").folder == "content/2026/11/24-berita-2026-0042"


def test_the_day_is_that_of_the_office() -> None:
    late = datetime.fromisoformat("2026-11-24T16:00:00+00:00")
    assert draft(REQUEST, AGENCY, late).folder.startswith("content/2026/11/25-")


def test_a_folder_that_is_taken_gets_a_number() -> None:
    taken = {f"{FOLDER}-di-bacan", f"{FOLDER}-di-bacan-2"}
    assert draft(REQUEST, AGENCY, NOW, taken=taken).folder == f"{FOLDER}-di-bacan-3"


SLUGS = [
    ("Panen Raya Kopi di Bacan!", "panen-raya-kopi-di-bacan"),
    ("  Jum'at   Bersih  ", "jumat-bersih"),
    ("Peresmian Café “Océan”", "peresmian-cafe-ocean"),
    ("HUT ke-81 RI, 17/8/2026", "hut-ke-81-ri-17-8-2026"),
    ("../../etc/passwd", "etc-passwd"),
    ("日本", ""),
    ("", ""),
    ("a" * 80, "a" * 60),
    ("kata " * 30, "-".join(["kata"] * 12)),
    ("Rp5 Miliar", "rp5-miliar"),
]


@pytest.mark.parametrize(("text", "expected"), SLUGS)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_a_slug_is_legal(text: str) -> None:
    made = slug(text)
    assert len(made) <= SLUG_LENGTH
    assert made == "" or is_article_folder(f"content/2026/11/24-{made}")


def test_photos_get_legal_names_and_no_two_the_same() -> None:
    paths = [
        "0042/Foto 1.JPG",
        "0042/foto-1.jpg",
        "0042/foto_1.jpg",
        "0042/写真.png",
        "a/foto-1-2.jpg",
        "0042/NUL.jpg",
    ]
    photos = [replace(PHOTO, path=path) for path in paths]
    assert photo_names(photos) == (
        "foto-1.jpg",
        "foto-1-2.jpg",
        "foto-1-3.jpg",
        "foto-4.png",
        "foto-1-2-2.jpg",
        "foto-6.jpg",
    )


@given(st.lists(st.text(min_size=1), max_size=6))
def test_names_of_photos_are_legal_and_different(stems: list[str]) -> None:
    names = photo_names([replace(PHOTO, path=f"0042/{stem}.jpg") for stem in stems])
    assert len({name.casefold() for name in names}) == len(stems)
    assert all(is_name(name) for name in names)


TEXTS = st.text(
    st.one_of(st.sampled_from("\\`*_[](){}<>#+-.!&;:/@'\" 1aB\n"), st.characters(codec="utf-8"))
)
ACTIVITIES = st.builds(Activity, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)


@given(ACTIVITIES)
def test_every_draft_can_be_read_again(activity: Activity) -> None:
    folder, text = draft(replace(REQUEST, activity=activity), AGENCY, NOW, [PHOTO])
    found, findings = load_article(f"{folder}/index.md", text.encode())
    assert found is not None, findings
    # What the sender's letters hide is told to the officer who writes on.
    assert {finding.id for finding in findings} <= {"text-mixed-script"}
    there = {"index.md": text.encode(), "foto-panen.jpg": picture()}
    ids = {one.id for one in check_article(found, REQUEST, AGENCY, there)}
    assert not ids & {"article-html", "article-link", "article-picture", "article-heading-top"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text("\\`*_[](){}<>#+-.!&;:/ 1aB", max_size=30))
def test_a_senders_words_are_shown_as_they_are(text: str) -> None:
    reader = _Words()
    reader.feed(markdown.markdown(f"{escape(text)} x"))
    reader.close()
    assert reader.tags <= {"p"}
    expected = f"{' '.join(without_invisible(text).split()).rstrip('.')} x"
    assert reader.words.split() == expected.split()


def test_slots_are_found_however_they_were_spoiled() -> None:
    text = f"{slot('a')} {slot('b', 'c')} [[isi d]] [[ ISI: e\n[ISI: f] ISI"
    assert list(slots(text)) == ["[[ISI: a]]", "[[ISI: b — c]]", "[[isi d]]", "[[ ISI: e"]
    assert re.fullmatch(r"\[\[ISI: a\]\]", slot("a"))
