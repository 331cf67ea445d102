"""Names on the flash drive open on Windows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.papers.file_names import LONGEST_NAME, RESERVED, distinct, legal_name, legal_path


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-0042 - Panen Raya", "2026-0042 - Panen Raya"),
        ('Apa? "Siapa": a/b\\c|d<e>*', "Apa Siapa a b c d e"),
        ("titik di akhir...", "titik di akhir"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1", "_com1"),
        ("", "_"),
        ("...", "_"),
        ("\u202eterbalik", "terbalik"),
        ("50% naik #1", "50 naik 1"),
        ("e\u0301", "é"),
        ("x" * 200 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
        ("kata " * 40, ("kata " * 16).strip()),
    ],
)
def test_legal_name(text: str, name: str) -> None:
    assert legal_name(text) == name


@pytest.mark.parametrize(
    ("path", "legal"),
    [
        ("surel/a.eml", "surel/a.eml"),
        ("../../etc/passwd", "etc/passwd"),
        ("/mutlak", "mutlak"),
        ("C:\\Windows\\x.dll", "C/Windows/x.dll"),
        ("a//./b", "a/b"),
        ("..", "_"),
    ],
)
def test_legal_path(path: str, legal: str) -> None:
    assert legal_path(path) == legal


@given(st.text())
def test_any_text_becomes_a_name_that_windows_takes(text: str) -> None:
    name = legal_name(text)
    assert 0 < len(name) <= LONGEST_NAME + 1
    assert not set('<>:"/\\|?*%#') & set(name)
    assert name == name.strip(" ") and not name.endswith(".")
    assert not RESERVED.match(name)


def test_names_that_windows_takes_for_one_are_told_apart() -> None:
    assert distinct(["a/Foto.jpg", "a/foto.JPG", "a/foto.jpg", "b/foto.jpg", "BACA", "baca"]) == [
        "a/Foto.jpg", "a/foto (2).JPG", "a/foto (3).jpg", "b/foto.jpg", "BACA", "baca (2)",
    ]  # fmt: skip
