"""Names of files that some system reads as another name, or does not show (threats.md, C07)."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.finding import Finding
from pipeline.record.path_names import (
    MAX_FINDINGS,
    PART_BYTES,
    PATH_BYTES,
    collisions,
    is_name,
    name_findings,
    unfit,
)

FOLDER = "content/2026/11/24-panen-raya"
LEAVES = "the path leads out of its folder"
EMPTY = "a part of the path is empty"
UNSEEN = "the name has characters that nobody sees"
SPACE = "the name has a space that is none, a tab or a line break"
SIGN = "the name has a sign that means something else to some systems"
ESCAPE = "the name has an escape that some systems read as another name"
BEGINS = "the name begins with a dot, a hyphen or a space"
ENDS = "the name ends with a dot or a space"
DEVICE = "the name is that of a device on Windows"
FORMS = "the name is spelled in a way that has two forms"
ALPHABET = "the name has letters that only look like those of a keyboard"
LONG, LONG_PATH = "the name is too long", "the path is too long"
BYTES = "the name is not UTF-8"

VARIANTS: dict[str, list[str]] = {
    LEAVES: [
        "..", "../a", "../../etc/passwd", f"{FOLDER}/..", f"{FOLDER}/../../x", "a/../b", ".",
        "./a", "a/./b", f"{FOLDER}/./index.md", "a/..", "．．/a", "‥/a", "a/․․/b",
    ],
    EMPTY: ["", "/", "//", "/etc/passwd", "//server/share", "a//b", "a/", f"{FOLDER}//x", "/a/b"],
    UNSEEN: [
        "a\x00", "a\x00.jpg", "foto.jpg\x00.exe", "a\x01b", "a\x1b[2Jb", "a\x07", "a\x7fb",
        "a\x80b", "a\x85b", "a\x9b31mb", "foto\u202egpj.exe", "a\u202d", "\u2066a\u2069",
        "a\u200bb", "a\u200db", "a\u200e", "a\ufeffb", "\ufeffa", "a\u00adb", "a\u2060b",
        "a\u2028b", "a\u2029b", "a\U000e0041b", "a\ufe0f", "a\u3164b", "a\u2800b", "a\ufffeb",
        "a\U0001ffffb", "a\ue000b", "a\U0010fffdb", "..\u200b", "foto\u180e.jpg", "a\rb", "a\x0bb",
        f"{FOLDER}/\u202eindex.md", "a\u034fb", "a\u115fb",
    ],
    SPACE: ["a\tb", "a\nb", f"x\n{'a' * 40}:index.md", "a\u00a0b", "a\u3000b", "a\u2003b",
        "a\u202fb", "a\u205fb", "a\u1680b"],
    SIGN: [
        "a\\b", "..\\a", "C:\\a", "C:a", "c:/windows", "\\\\server\\share", "foto.jpg:geheim",
        "a:$DATA", "a*b", "a?b", 'a"b', "a<b", "a>b", "a|b", "file:///a", "https://a/b",
        "..\u2215a", "a\u2044b", "a\u29f8b", "a／b", "a＼b", "a：b", "a＊b",
    ],
    ESCAPE: ["%2e%2e/a", "a%2fb", "%2E%2E%2F", "a%00", "a%5cb", "a%u002e", "..%c0%af", "GIT~1",
        "PROGRA~1", "index~2.md", "Surat%20Undangan.pdf"],
    BEGINS: [
        ".git", ".git/config", ".GIT/config", ".gitattributes", ".gitmodules", ".htaccess",
        ".foto.jpg", "...", ".. ", "-rf", "--upload-pack=x", f"{FOLDER}/.gitattributes",
        f"{FOLDER}/-index.md", " a", f"{FOLDER}/ foto.jpg", ".well-known/x", "．git",
    ],
    ENDS: ["a.", "a ", "foto.jpg.", "foto.jpg ", "a./b", "a /b", "index.md...", "index.md .",
        "a．"],
    DEVICE: [
        "CON", "con", "Con.txt", "NUL", "nul.jpg", "NUL.tar.gz", "PRN", "aux.md", "COM0", "COM1",
        "com9.md", "LPT1", "lpt9.jpg", "COM¹", "LPT³.md", "CONIN$", "conout$", "CLOCK$", "nul .md",
        f"{FOLDER}/aux.md", "a/NUL/b",
    ],
    FORMS: ["cafe\u0301.jpg", "a\u030a", "\u212b", "o\u0302\u0301", "e\u0301/x"],
    ALPHABET: ["fоto.jpg", "іndex.md", "Dіnas.pdf", "foto-ｌ.jpg", "ＦＯＴＯ.jpg", "𝐟oto.jpg",
        "СОН", "ＣＯＮ", "ＮＵＬ．ｔｘｔ"],
    LONG: ["x" * (PART_BYTES + 1), f"{FOLDER}/{'x' * 117}.jpg", "é" * 61, "字" * 41,
        "a/" + "b" * 121],
    LONG_PATH: [
        "x" * (PATH_BYTES + 1), "a/" * 120 + "ab", "a/" * 10 + "a", "/".join(["é" * 50] * 3),
        "x" * 100_000, "a/" * 50_000,
    ],
    BYTES: ["caf\udce9.jpg", "\udcff", "a\udc80b", f"{FOLDER}/\udcc3\udc28.jpg", "\ud800",
        "\udce9/a"],
}  # fmt: skip
FIT = [
    "index.md", "foto-1.jpg", f"{FOLDER}/index.md", f"{FOLDER}/versions/1.md", "0042/surat.pdf",
    "requests/2026/0042.yaml", "requests/2026/0042.1/lembar koreksi (1).pdf", "café.jpg", "a..b",
    "Surat Undangan_final.PDF", "console.md", "auxiliary", "com10.md", "nulla.jpg", "100%.pdf",
    "harga 5 μm.pdf", "新聞.jpg", "Москва.pdf", "a+b=c,d;e!.pdf", "#1.jpg", "x" * PART_BYTES,
    "/".join(["x" * 80] * 2),
]  # fmt: skip


def test_there_are_many_ways_to_name_a_file_badly() -> None:
    assert sum(map(len, VARIANTS.values())) >= 120


@pytest.mark.parametrize("reason", VARIANTS)
def test_a_bad_name_is_refused_and_says_why(reason: str) -> None:
    assert {path: unfit(path) for path in VARIANTS[reason]} == dict.fromkeys(
        VARIANTS[reason], reason
    )


def test_a_good_name_is_not() -> None:
    assert {path: unfit(path) for path in FIT} == dict.fromkeys(FIT)


def test_an_accepted_name_is_one_file_below_its_folder(tmp_path: Path) -> None:
    for path in FIT:
        place = (tmp_path / path).resolve()
        assert place.is_relative_to(tmp_path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"")
        assert place.name in {entry.name for entry in place.parent.iterdir()}


@given(st.text(max_size=20) | st.text(alphabet="./\\~%2e:- aA\u0130\u0301\udcff", max_size=12))
def test_whatever_is_accepted_is_harmless(path: str) -> None:
    if unfit(path) is not None:
        return
    assert path.encode()
    for part in path.split("/"):
        assert part not in ("", ".", "..")
        assert is_name(part)
        assert unicodedata.normalize("NFC", part) == part
        assert not set(part) & set('\\:*?"<>|\0\n\t')
        assert part[0] not in ".- "
        assert part[-1] not in ". "


SAME = [
    ("foto.jpg", "Foto.jpg"), ("a/index.md", "A/index.md"), ("a/b/c", "a/B/d"), ("a", "A/b"),
    ("straße", "STRASSE"), ("caf\u00e9", "cafe\u0301"), ("\u00c9", "e\u0301"), ("ﬁ", "FI"),
    ("\u03c3", "\u03c2"), ("k", "\u212a"), ("\u00e5", "\u212b"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_are_one_to_some_system_collide(one: str, other: str) -> None:
    assert list(collisions([one, other]))
    assert list(collisions([other, one]))


def test_a_name_does_not_collide_with_itself_nor_with_its_neighbours() -> None:
    assert list(collisions(["a/b", "a/b", "a/c", "a", "ab", "a/b/c"])) == []


def test_a_collision_is_told_at_the_file_of_the_unit() -> None:
    assert list(
        name_findings([f"{FOLDER}/Foto.jpg", f"{FOLDER}/foto.jpg", f"{FOLDER}/index.md"])
    ) == [
        Finding(
            f"{FOLDER}/foto.jpg",
            1,
            "path-name",
            f"some systems cannot tell this name from {FOLDER}/Foto.jpg",
            "rename one of the two, so that more than capitals and accents tell them apart",
        )
    ]


def test_a_folder_that_collides_with_another_article_is_told() -> None:
    other = "content/2026/11/24-Panen-Raya"
    (finding,) = name_findings([f"{FOLDER}/index.md"], beside=[f"{other}/index.md"])
    assert (finding.path, finding.id) == (FOLDER, "path-name")
    assert finding.message == f"some systems cannot tell this name from {other}"


def test_what_others_are_called_is_not_told_here() -> None:
    assert list(name_findings(["a/b.md"], beside=["-x", "X/..", "x/y", ".git"])) == []


def test_a_bad_name_is_a_finding_with_the_way_out() -> None:
    assert list(name_findings([f"{FOLDER}/.gitattributes"])) == [
        Finding(
            f"{FOLDER}/.gitattributes",
            1,
            "path-name",
            BEGINS,
            "give it a plain name of letters, digits and hyphens, such as foto-1.jpg",
        )
    ]


def test_a_hundred_thousand_bad_names_take_no_time_and_few_lines() -> None:
    started = time.process_time()
    assert len(list(name_findings(f"a/{n}/X" + "/.x" * 5 for n in range(100_000)))) == MAX_FINDINGS
    assert len(list(name_findings(f"{n % 2}a/{n}.Md" for n in range(100_000)))) == 0
    assert time.process_time() - started < 10
