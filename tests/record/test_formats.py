"""What each format takes, and what it refuses."""

import pytest

from pipeline.record.formats import FORMATS, explain_format, is_of_format
from pipeline.record.shapes import is_article_folder, is_date, is_domain, is_email

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
GOOD_AND_BAD: dict[str, tuple[list[str], list[str]]] = {
    "date": (["2026-11-24", "2028-02-29"], ["2026-02-30", "2026-2-3", "20261124", "2026-W48-2",
        ""]),
    "date-time": (
        ["2026-11-24T09:05:00+09:00", "2026-11-24T09:05+09:00", "2026-11-24T00:05:00Z"],
        ["2026-11-24T09:05:00", "2026-11-24 09:05:00+09:00", "2026-11-24T25:05:00+09:00",
         "2026-11-24T09:05:00+9", "2026-11-24", "2026-11-24T09:05:00+09:00\n"],
    ),
    "email": (
        ["humas@dinas.example", "a.b+c@x-y.go.id", "a'b@xn--caf-dma.example", "a@b.co"],
        ["", "a", "a@b", "@b.example", "a@.example", "a b@c.example", '"a b"@c.example',
         "a@[1.2.3.4]",
         "a@1.2.3.4", "a@b.example\n", "a\r\nBcc: x@y.example", "a@ok)b@evil.example",
         "a,b@c.example",
         "A <a@b.example>", ".a@b.example", "a..b@c.example", "a@-b.example", "a@b_c.example",
         "á@b.example", "a@bé.example", "x" * 65 + "@b.example", "a@" + "b." * 130 + "example",
         "a@b@c.example", "=?utf-8?q?a=0d=0aBcc?=@b.example\x00", "a@b.example."],
    ),
    "uri": (
        ["https://siar.example", "http://127.0.0.1:8000/", "https://a.example/b?c=d#e"],
        ["siar.example", "javascript:alert(1)", "ftp://a.example", "https://",
         "https://a b.example",
         "https://user:pass@a.example", "https://a.example/\n", "data:text/html,x", "//a.example",
         "https://a.example:port/", "https://a.example/\x7f", "https://a.example/caf\u00e9",
         "https://a.example/<b>", "https://user@a.example"],
    ),
    "relative-path": (
        ["0042/surat.pdf", "a", "0042/Surat Undangan (1).pdf"],
        ["", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "C:\\a", "a\\b", "a\x00", "./a",
         ".git/config",
         "con.pdf", "a/NUL", "a.", "a ", "-rf", "a\u202eb", "a:b", "x" * 201],
    ),
    "file-name": (
        ["foto-1.jpg", "caf\u00e9.jpg"],
        ["cafe\u0301.jpg", "a/b.jpg", "..", ".foto.jpg", ""],
    ),
    "article-folder": (
        ["content/2026/11/24-panen-raya"],
        ["content/2026/11/31-panen", "content/2026/11/24-Panen", "content/2026/11/24",
         "2026/11/24-a",
         "content/2026/11/24-a/../b", "content/2026/11/24-a/", "content/2026/11/24-a--b"],
    ),
    "sha256": (["a" * 64], ["A" * 64, "a" * 63, "g" * 64, "sha256:" + "a" * 64]),
    "digest": (["sha256:" + "a" * 64], ["a" * 64, "sha256:" + "a" * 65, "sha512:" + "a" * 64]),
    "agenda-number": (
        ["2026-0042", "2026-10000", "2026-0042.1", "2026-10000.12"],
        ["2026-42", "2026-00042", "26-0042", "0026-0042", "2026-0042.0", "2026-0042.01",
         "2026-0042.1.1", "2026-0042.1000", "2026-0042.", "2026-0042\n"],
    ),
    "part-number": (["2026-0042.1"], ["2026-0042", "2026-0042.0", "2026-0042.01"]),
    "printed-number": (
        ["{number}", "{number:03d}/SP/{roman}/{year}", "{number:04}/{month:02}"],
        ["", "{nomor}", "SP/{year}", "{number.real}", "{number!r}", "{number", "{number:>99999}"],
    ),
    "id": (["kasi-piks", "petugas-1"], ["Kasi", "kasi_piks", "-a", "1a", "a b", ""]),
    "timezone": (["Asia/Jayapura", "UTC"], ["WIT", "Asia/Sofifi", "../etc/passwd", "",
        "/etc/localtime"]),
    "office-hours": (["08:00-12:00", "20:00-24:00"], ["8:00-12:00", "12:00-08:00", "08:00-24:30",
        "12:00-12:00", "08.00-12.00"]),
    "signature": (["U1NIU0lHAA=="], ["", "AAAA", "U1NIU0lHAA==\n", "U1NIU0lH AA=="]),
    "line": (["Panen"], ["", " Panen", "a\nb", "\u200b"]),
    "text": (["a\nb"], ["", " \n"]),
    "country": (["ID"], ["id", "IDN"]),
    "optional-email": (["", "a@b.example"], ["a"]),
    "optional-line": (["", "Panen"], [" Panen", "a\nb"]),
    "optional-public-key": (["", KEY], [KEY[:-1]]),
    "public-key": (
        [KEY, f"{KEY} petugas-1@kantor", f"{KEY}  dua spasi"],
        ["", "ssh-ed25519", KEY[12:], f"{KEY}\n", f" {KEY}", KEY.replace("ed25519", "rsa"),
         f"{KEY}AAAA", KEY.replace("AAAAC3", "AAAAC4"), KEY.replace(" ", "\t"), KEY[:-4],
         "ssh-ed25519 " + "A" * 68, f"{KEY}\u200b", f"{KEY} a\nb"],
    ),
    "label-id": (["a", "a_b-c1"], ["A", "_a", "a__b", "a_"]),
    "finding-id": (["text-mixed-script"], ["text", "text-", "Text-x"]),
    "day-or-moment": (["2026-11-24", "2026-11-24T09:05:00+09:00"], ["besok", "2026-11-31"]),
    "domain": (["dinas.example"], ["dinas", "-a.example", "a.example.", "a b.example"]),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD_AND_BAD)
def test_formats(name: str) -> None:
    good, bad = GOOD_AND_BAD[name]
    assert [value for value in good if not is_of_format(value, name)] == []
    assert [value for value in bad if is_of_format(value, name)] == []


def test_every_format_is_tried() -> None:
    assert sorted(GOOD_AND_BAD) == sorted(FORMATS)


@pytest.mark.parametrize("value", [None, 5, ["x"]])
def test_what_is_no_text_is_not_for_a_format_to_judge(value: object) -> None:
    assert is_of_format(value, "date")


def test_who_fails_a_format_is_told_what_stands_where_and_what_to_write() -> None:
    assert explain_format("date", "2026-02-30\n", "letter.date") == (
        "`2026-02-30\\n` in `letter.date` is not a date that exists",
        "write year-month-day, such as 2026-11-24",
    )
    assert explain_format("printed-number", "x" * 100, "agenda.printed") == (
        f"`{'x' * 59}…` in `agenda.printed` does not say how a number is printed",
        "write it with {number}, {year}, {month} or {roman}: {number}/{year}",
    )


@pytest.mark.parametrize(
    ("year", "is_ours"), [(1899, False), (1900, True), (2199, True), (2200, False)]
)
def test_dates_are_of_our_time_the_first_and_the_last_year_included(
    year: int, is_ours: bool
) -> None:
    assert is_date(f"{year}-06-30") is is_ours


def host(length: int) -> str:
    """The name of a host that is so long."""
    labels = ".".join(["a" * 62] * 4)
    return labels[: length - 3] + ".id"


@pytest.mark.parametrize(("length", "fits"), [(252, True), (253, True), (254, False)])
def test_a_host_has_a_name_of_at_most_253_characters(length: int, fits: bool) -> None:
    assert len(host(length)) == length
    assert is_domain(host(length)) is fits


@pytest.mark.parametrize(("length", "fits"), [(63, True), (64, True), (65, False)])
def test_what_stands_before_the_at_has_at_most_64_characters(length: int, fits: bool) -> None:
    assert is_email("a" * length + "@contoh.example") is fits


@pytest.mark.parametrize(("length", "fits"), [(253, True), (254, True), (255, False)])
def test_an_address_has_at_most_254_characters(length: int, fits: bool) -> None:
    address = "a" * 64 + "@" + host(length - 65)
    assert len(address) == length
    assert is_email(address) is fits


@pytest.mark.parametrize(("length", "fits"), [(199, True), (200, True), (201, False)])
def test_the_folder_of_an_article_has_at_most_200_characters(length: int, fits: bool) -> None:
    folder = "content/2026/11/24-"
    assert is_article_folder(folder + "a" * (length - len(folder))) is fits
