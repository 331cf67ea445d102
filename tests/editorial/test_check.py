"""Each rule of public relations, by an article that breaks it and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from time import process_time
from typing import Any, NamedTuple

import pytest

from pipeline.editorial.rules import RULES
from pipeline.record.finding import Finding, Severity
from tests.editorial.build import (
    FOLDER,
    GOOD,
    REQUEST,
    article,
    check,
    files,
    picture,
)

E, W = Severity.ERROR, Severity.WARNING
INDEX = f"{FOLDER}/index.md"
LONG = "kata " * 61


def test_an_article_without_fault_has_no_finding() -> None:
    assert check() == ()


class Case(NamedTuple):
    """What is changed in the good article, and the one line that is told of it."""

    rule: str
    line: int
    severity: Severity
    message: str
    old: str = ""
    new: str = ""
    fields: Mapping[str, Any] = {}


CASES = [
    Case(
        "article-slot",
        15,
        E,
        "a place of the draft is still empty: [[ISI: kapan]]",
        "panen raya pertama, Selasa,",
        "panen raya pertama, [[ISI: kapan]],",
    ),
    Case(
        "article-slot",
        12,
        E,
        "a place of the draft is still empty: [[ISI: teks alternatif]]",
        "Tiga orang memetik buah kopi merah di lereng kebun",
        "[[ISI: teks alternatif]]",
    ),
    Case(
        "article-slot",
        7,
        E,
        "a place of the draft is still empty: [[isi ringkasan",
        "Kelompok tani di Bacan memanen empat ton kopi pada panen raya pertama.",
        "[[isi ringkasan",
    ),
    Case("article-title", 3, E, "the title is empty", fields={"title": " "}),
    Case(
        "article-title-long",
        3,
        W,
        "the title has 111 characters, more than 110",
        "Petani Bacan panen raya kopi (CONTOH)",
        "k" * 111,
    ),
    Case(
        "article-title-capitals",
        3,
        W,
        "the title is written in capitals",
        "Petani Bacan panen raya kopi",
        "PETANI BACAN PANEN RAYA KOPI",
    ),
    Case(
        "article-title-stop",
        3,
        W,
        "the title ends with a full stop",
        "kopi (CONTOH)",
        "kopi (CONTOH).",
    ),
    Case("article-summary", 7, E, "the summary is empty", fields={"summary": ""}),
    Case(
        "article-summary-long",
        7,
        W,
        "the summary has 301 characters, more than 300",
        "Kelompok tani di Bacan memanen empat ton kopi pada panen raya pertama.",
        "k" * 301,
    ),
    Case("article-empty", 14, E, "the article has no text", fields={"body": "\n\n"}),
    Case(
        "article-lead-long",
        14,
        W,
        "the lead has 81 words, more than 60",
        "Sofifi, 24 November 2026 – ",
        LONG,
    ),
    Case(
        "article-long",
        14,
        W,
        "the text has 1084 words, more than 1000",
        "## Data panen\n",
        "## Data panen\n\n" + "kata " * 968 + "\n",
    ),
    Case("article-quotation", 27, W, "nobody is quoted", "“Kopi dari", "Kopi dari"),
    Case(
        "article-quotation-name",
        17,
        W,
        "a quotation does not say whose words these are",
        ",” kata Kepala Dinas Pertanian Contoh, Budi\nContoh.",
        " dan\ndi luar negeri.”",
    ),
    Case(
        "article-heading-top",
        20,
        E,
        "a heading of the first level in the text; that is the title's",
        "## Data panen",
        "# Data panen",
    ),
    Case(
        "article-heading-top",
        20,
        E,
        "a heading of the first level in the text; that is the title's",
        "## Data panen\n",
        "Data panen\n==========\n",
    ),
    Case(
        "article-heading-top",
        20,
        E,
        "a heading of the first level in the text; that is the title's",
        "## Data panen",
        "#KopiBacan",
    ),
    Case(
        "article-heading-skip",
        20,
        W,
        "a heading of level 4 follows one of level 1",
        "## Data panen",
        "#### Data panen",
    ),
    Case(
        "article-html",
        22,
        E,
        "HTML in the text: <b>",
        "Luas kebun",
        "Luas <b> kebun",
    ),
    Case(
        "article-html",
        22,
        E,
        "HTML in the text: <script src=//x",
        "Luas kebun yang",
        "Luas kebun yang\n<script src=//x\n",
    )._replace(line=23),
    Case(
        "article-html",
        22,
        E,
        "HTML in the text: <!-- rahasia -->",
        "Luas kebun",
        "<!-- rahasia --> Luas kebun",
    ),
    Case(
        "article-html",
        22,
        E,
        "HTML in the text: <javascript:alert(1)>",
        "Luas kebun",
        "<javascript:alert(1)> Luas kebun",
    ),
    Case(
        "article-link",
        27,
        E,
        "the link `javascript:alert(1` does not begin with https://, http:// or mailto:",
        "https://siar.example/kopi",
        "javascript:alert(1)",
    ),
    Case(
        "article-link",
        27,
        E,
        "the link `//siar.example` does not begin with https://, http:// or mailto:",
        "https://siar.example/kopi",
        "//siar.example",
    ),
    Case(
        "article-link",
        27,
        E,
        "the link `kopi.html` does not begin with https://, http:// or mailto:",
        "https://siar.example/kopi",
        "kopi.html",
    ),
    Case(
        "article-link",
        27,
        E,
        "the link `` does not begin with https://, http:// or mailto:",
        "https://siar.example/kopi",
        "",
    ),
    Case(
        "article-link",
        27,
        E,
        "the link `https:///kopi` does not begin with https://, http:// or mailto:",
        "https://siar.example/kopi",
        "https:///kopi",
    ),
    Case(
        "article-link",
        27,
        E,
        "the link `&#106;avascript:1` does not begin with https://, http:// or mailto:",
        "(https://siar.example/kopi)",
        "(<&#106;avascript:1>)",
    ),
    Case(
        "article-link",
        28,
        E,
        "the link `data:text/html,x` does not begin with https://, http:// or mailto:",
        "surel <humas@siar.example>.\n",
        "surel.\n\n[x]: data:text/html,x\n",
    )._replace(line=30),
    Case(
        "article-picture",
        22,
        E,
        "the picture `https://pelacak.example/x.png` in the text is none of this article's photos",
        "Luas kebun",
        "![kebun](https://pelacak.example/x.png) Luas kebun",
    ),
    Case(
        "article-agency",
        5,
        E,
        "the agency `Dinas Perikanan Contoh` is not registered",
        "agency: Dinas Pertanian Contoh",
        "agency: Dinas Perikanan Contoh",
    ),
    Case("article-topics", 6, E, "the article has no topic", "[pertanian]", "[]"),
    Case(
        "article-topic",
        6,
        E,
        "the topic `olahraga` is not registered",
        "[pertanian]",
        "[pertanian, olahraga]",
    ),
    Case(
        "article-request",
        2,
        E,
        "the article names request 2026-0041, not 2026-0042",
        '"2026-0042"',
        '"2026-0041"',
    ),
    Case(
        "article-date",
        4,
        E,
        "the date is 2026-11-25, but the folder is that of 2026-11-24",
        'date: "2026-11-24"',
        'date: "2026-11-25"',
    ),
    Case(
        "article-publish-early",
        13,
        W,
        "`publish_at` is 2026-11-23, before the article's date 2026-11-24",
        'lereng kebun"\n',
        'lereng kebun"\npublish_at: "2026-11-23T23:00:00+09:00"\n',
    ),
    Case(
        "photo-twice",
        13,
        E,
        "the photo foto-1.jpg is described twice",
        'lereng kebun"\n',
        'lereng kebun"\n- {file: foto-1.jpg, caption: a, credit: b, alt: c}\n',
    ),
    Case(
        "photo-caption",
        10,
        E,
        "the photo foto-1.jpg has no caption",
        "Petani memetik kopi di Desa Contoh, Selasa (24/11/2026).",
        "",
    ),
    Case(
        "photo-credit",
        11,
        E,
        "the photo foto-1.jpg has no credit",
        'credit: "Dinas Pertanian Contoh"',
        'credit: ""',
    ),
    Case(
        "photo-alt",
        12,
        E,
        "the photo foto-1.jpg has no alternative text",
        "Tiga orang memetik buah kopi merah di lereng kebun",
        " ",
    ),
    Case(
        "personal-nik",
        22,
        E,
        "this looks like an NIK or a KK number: 8204…",
        "12 hektare",
        "12 hektare milik 8204015708900001",
    ),
    Case(
        "personal-nik",
        10,
        E,
        "this looks like an NIK or a KK number: 8204…",
        "Petani memetik",
        "Petani (8204 0157 0890 0001) memetik",
    ),
    Case(
        "personal-phone",
        22,
        E,
        "a private mobile number: 0812…",
        "12 hektare",
        "12 hektare, hubungi 0812 0000 0099",
    ),
    Case(
        "personal-phone",
        22,
        E,
        "a private mobile number: +62 …",
        "12 hektare",
        "12 hektare, hubungi +62 812-0000-0099",
    ),
    Case(
        "personal-sender",
        22,
        E,
        "the sender's own contact is in the text: 0921…",
        "12 hektare",
        "12 hektare, hubungi (0921) 555-7777",
    ),
    Case(
        "personal-sender",
        22,
        E,
        "the sender's own contact is in the text: ibu.…",
        "12 hektare",
        "12 hektare, tulis ke Ibu.Contoh@pengirim.example",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.new[:12]}")
def test_one_fault_is_one_finding_on_its_line(case: Case) -> None:
    assert case.old in GOOD
    text = GOOD.replace(case.old, case.new) if case.old else GOOD
    told = [(one.id, one.line, one.severity, one.message) for one in check(text, **case.fields)]
    assert told == [(case.rule, case.line, case.severity, case.message)]


def test_a_whole_finding() -> None:
    text = GOOD.replace("[pertanian]", "[]")
    assert check(text) == (
        Finding(
            INDEX,
            6,
            "article-topics",
            "the article has no topic",
            "choose from: pertanian, pendidikan",
            E,
        ),
    )


def only(found: tuple[Finding, ...]) -> tuple[str, int, str]:
    (one,) = found
    return one.id, one.line, one.message


PICTURES = [
    ("photo-missing", 9, "the photo foto-1.jpg is not in the article's folder",
     {"foto-1.jpg": None}),
    ("photo-undescribed", 8, "the picture foto-2.png is not described",
     {"foto-2.png": picture("PNG")}),
    ("photo-undescribed", 8, "the picture Foto-2.JPG is not described", {"Foto-2.JPG": 1234}),
    ("photo-type", 9, "foto-1.jpg holds a PNG picture, which its name does not say",
     {"foto-1.jpg": picture("PNG")}),
    ("photo-damaged", 9, "foto-1.jpg cannot be read as a picture", {"foto-1.jpg": b"halo"}),
    ("photo-damaged", 9, "foto-1.jpg cannot be read as a picture", {"foto-1.jpg": b""}),
    ("photo-damaged", 9, "foto-1.jpg cannot be read as a picture",
     {"foto-1.jpg": picture()[:-40]}),
    ("photo-colours", 9, "foto-1.jpg has the colours of a printing press (CMYK)",
     {"foto-1.jpg": picture(mode="CMYK")}),
    ("article-file", 8, "surat.pdf does not belong into the folder of an article",
     {"surat.pdf": b"%PDF"}),
    ("article-file", 8, "versions/a.md does not belong into the folder of an article",
     {"versions/a.md": b""}),
    ("personal-nik", 1, "this looks like an NIK or a KK number: 8204…",
     {"versions/8204015708900001.md": b""}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "line", "message", "there"), PICTURES)
def test_one_fault_of_a_file_is_told(
    rule: str, line: int, message: str, there: dict[str, bytes | int | None]
) -> None:
    assert only(check(there=files(others=there))) == (rule, line, message)


def test_a_described_paper_is_no_picture() -> None:
    text = GOOD.replace("foto-1.jpg", "surat.pdf")
    there = {"index.md": text.encode(), "surat.pdf": b"%PDF"}
    assert [one.id for one in check(text, there)] == ["photo-kind"]


@pytest.mark.parametrize("name", ["gambar.svg", "gambar.heic", "gambar.gif"])
def test_pictures_that_nobody_can_use_are_refused(name: str) -> None:
    text = GOOD.replace("foto-1.jpg", name)
    there = {"index.md": text.encode(), name: b"<svg onload='x()'/>"}
    assert only(check(text, there)) == (
        "photo-kind",
        9,
        f"{name} is not a JPG, PNG or WebP picture",
    )


def test_a_picture_that_claims_four_hundred_megapixels_is_not_decoded() -> None:
    header = bytearray(picture("PNG"))
    header[16:24] = (20_000).to_bytes(4, "big") * 2
    there = {**files(), "foto-1.jpg": bytes(header)}
    assert [(one.id, one.message) for one in check(there=there)] == [
        ("photo-type", "foto-1.jpg holds a PNG picture, which its name does not say"),
        ("photo-pixels", "foto-1.jpg has 20000 × 20000 pixels, more than 40 megapixels"),
    ]


def test_an_article_without_photo_is_warned_about() -> None:
    start, end = GOOD.index("photos:"), GOOD.index("---\nSofifi")
    text = GOOD[:start] + GOOD[end:]
    found = check(text, {"index.md": text.encode()})
    assert only(found) == ("article-photos", 2, "the article has no photo")


def test_former_versions_may_lie_beside_an_article() -> None:
    assert check(there=files(others={"versions/1.md": b"dulu"})) == ()


def test_files_of_which_only_the_size_is_known_are_not_looked_into() -> None:
    assert check(there=files(others={"foto-1.jpg": 123_456})) == ()


def test_a_short_text_is_warned_about() -> None:
    short = "“Kopi Bacan sudah dikenal pembeli,” kata Budi Contoh.\n"
    body = GOOD[GOOD.index("---\nSofifi") + 4 :]
    text = GOOD.replace(body, short)
    assert only(check(text)) == (
        "article-short",
        14,
        "the text has only 8 words, fewer than 80",
    )


def test_a_picture_of_its_own_may_stand_in_the_text() -> None:
    assert check(GOOD.replace("Luas kebun", "![kebun](foto-1.jpg)\n\nLuas kebun")) == ()


def test_who_goes_on_speaking_was_named_before() -> None:
    more = "Budi\nContoh.\n\n“Panen berikutnya lebih besar lagi, kami berharap,” ujarnya."
    assert check(GOOD.replace("Budi\nContoh.", more)) == ()


def test_a_date_before_the_letter_is_warned_about() -> None:
    late = replace(
        REQUEST, letter=replace(REQUEST.letter, received=REQUEST.letter.received.replace(day=26))
    )
    assert only(check(request=late)) == (
        "article-date-early",
        4,
        "the article is dated 2026-11-24, before its letter came on 2026-11-26",
    )


def test_a_date_far_ahead_is_warned_about() -> None:
    text = GOOD.replace('date: "2026-11-24"', 'date: "2026-12-26"')
    ids = [one.id for one in check(text, folder="content/2026/12/26-panen-raya-kopi")]
    assert ids == ["article-date-late"]


def test_without_its_request_nothing_is_said_of_it() -> None:
    assert check(request=None) == ()


def test_an_article_older_than_the_procedure_needs_no_request() -> None:
    assert check(GOOD.replace('request: "2026-0042"\n', ""), request=None) == ()


def test_a_request_that_the_article_does_not_name() -> None:
    assert only(check(GOOD.replace('request: "2026-0042"\n', ""))) == (
        "article-request",
        2,
        "the article names request –, not 2026-0042",
    )


def test_the_contacts_of_the_office_are_public_even_if_it_is_the_sender() -> None:
    office = replace(
        REQUEST,
        sender=replace(REQUEST.sender, email="HUMAS@siar.example", phone="+62 812 00000001"),
    )
    assert check(request=office) == ()


def test_everything_is_told_in_one_run_in_the_order_of_the_lines() -> None:
    text = (
        GOOD.replace("[pertanian]", "[olahraga]")
        .replace("## Data", "# <i>Data</i>")
        .replace("https://siar.example/kopi", "ftp://siar.example")
        .replace("Tiga orang memetik buah kopi merah di lereng kebun", "")
    )
    found = check(text, files(text, {"foto-1.jpg": b"x", "foto-2.jpg": b"x"}))
    assert [(one.line, one.id) for one in found] == [
        (6, "article-topic"),
        (8, "photo-undescribed"),
        (8, "photo-damaged"),
        (9, "photo-damaged"),
        (12, "photo-alt"),
        (20, "article-heading-top"),
        (20, "article-html"),
        (20, "article-html"),
        (27, "article-link"),
    ]


def test_without_the_bytes_of_its_text_lines_count_from_the_first() -> None:
    there = {"foto-1.jpg": picture()}
    assert only(check(GOOD.replace("Luas", "<b>"), there))[:2] == ("article-html", 9)


def test_lines_are_right_with_the_line_ends_of_windows() -> None:
    text = GOOD.replace("Luas kebun", "Luas <b> kebun").replace("\n", "\r\n")
    assert only(check(text))[:2] == ("article-html", 22)


SAFE = [
    "Harga < 10 ribu dan > 5 ribu",
    "<https://siar.example/kopi>",
    "<humas@siar.example>",
    "[surel](mailto:humas@siar.example)",
    "[situs](HTTPS://siar.example)",
    "[situs]( https://siar.example )",
    "\\[bukan tautan\\](apa saja)",
    "butir [1] dan [2]: keduanya",
    "NIP 19700101 199503 2 001 atau 197001011995032001",
    "surat 005/0812/DISTAN/2026",
    "anggaran Rp1.234.567.890.123.456,00",
    "layanan 0800-1-500-500 dan 112",
    "telepon kantor (0921) 555-0001",
]


@pytest.mark.parametrize("text", SAFE)
def test_what_only_looks_like_a_fault_is_none(text: str) -> None:
    assert check(GOOD.replace("Luas kebun", f"{text} luas kebun")) == ()


def test_every_rule_is_shown_by_a_test() -> None:
    shown = {case.rule for case in CASES} | {rule for rule, *_rest in PICTURES}
    by_themselves = {
        "article-short",
        "article-photos",
        "article-date-early",
        "article-date-late",
        "photo-kind",
        "photo-pixels",
    }
    assert shown | by_themselves == {rule.id for rule in RULES}
    assert len({rule.id for rule in RULES}) == len(RULES) >= 20


def test_an_article_with_four_photos_is_checked_in_a_tenth_of_a_second() -> None:
    photos = {f"foto-{n}.jpg": picture(size=(4000, 3000)) for n in range(2, 5)}
    entries = "".join(f"- {{file: {name}, caption: a, credit: b, alt: c}}\n" for name in photos)
    text = GOOD.replace("---\nSofifi", entries + "---\nSofifi")
    there = {**files(text), **photos}
    article(text)
    began = process_time()
    assert check(text, there) == ()
    assert process_time() - began < 0.1
