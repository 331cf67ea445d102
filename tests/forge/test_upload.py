"""Papers come by the forge's upload page, and are known by their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forge.upload import Uploaded, kind_of, upload_page, uploaded
from pipeline.record.agenda import papers_folder
from pipeline.record.request import AttachmentKind as Kind

NUMBER = "2026-0042"
FOLDER = papers_folder(NUMBER)


@pytest.mark.parametrize("repository", ["https://github.com/o/r", "https://github.com/o/r/"])
def test_the_page_is_of_the_branch_and_the_folder(repository: str) -> None:
    assert upload_page(repository, NUMBER) == (
        "https://github.com/o/r/upload/request/2026-0042/requests/2026/0042"
    )
    assert upload_page(repository, "2026-0042.1") == (
        "https://github.com/o/r/upload/request/2026-0042.1/requests/2026/0042.1"
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("surat.pdf", Kind.LETTER),
        ("Surat Permohonan Dinas Pertanian.PDF", Kind.LETTER),
        ("surat.jpg", Kind.LETTER),
        ("undangan_2026.pdf", Kind.LETTER),
        ("formulir publikasi.docx", Kind.FORM),
        ("formulir-surat.pdf", Kind.FORM),
        ("foto-1.jpg", Kind.PHOTO),
        ("foto2.jpg", Kind.PHOTO),
        ("IMG_0042.JPG", Kind.PHOTO),
        ("panen.webp", Kind.PHOTO),
        ("foto.pdf", Kind.OTHER),
        ("data-hasil-panen.pdf", Kind.DATA),
        ("hasil.xlsx", Kind.DATA),
        ("data panen.png", Kind.DATA),
        ("lampiran.pdf", Kind.OTHER),
        ("susunan acara.pdf", Kind.OTHER),
        ("persuratan.pdf", Kind.OTHER),
        ("README", Kind.OTHER),
        ("surat", Kind.LETTER),
        ("pindaian surat.pdf", Kind.LETTER),
        ("lembar-disposisi.jpg", None),
        ("disposisi.pdf", None),
        ("jawaban-dinas.jpg", None),
    ],
)
def test_a_paper_is_known_by_its_name(name: str, kind: Kind | None) -> None:
    assert kind_of(f"{FOLDER}/{name}") is kind


def test_only_new_papers_of_the_request_are_told_in_order() -> None:
    there = [
        f"{FOLDER}/surat.pdf",
        f"{FOLDER}/foto-1.jpg",
        f"{FOLDER}/disposisi.jpg",
        f"{FOLDER}/a\tb.jpg",
        f"{FOLDER}.yaml",
        f"{FOLDER}.1/surat.pdf",
        "requests/2026/0043/surat.pdf",
        "content/2026/11/24-panen/index.md",
    ]
    known = {f"{FOLDER}/surat.pdf", f"{FOLDER}/gone.pdf"}
    found = uploaded(there, NUMBER, known=known)
    assert found[1:] == (
        Uploaded(f"{FOLDER}/disposisi.jpg", None),
        Uploaded(f"{FOLDER}/foto-1.jpg", Kind.PHOTO),
    )
    assert found[0].path == f"{FOLDER}/a\tb.jpg" and found[0].unfit
    assert uploaded(there, NUMBER, known=there) == ()


@given(st.text(min_size=1, max_size=60))
def test_every_name_is_something(name: str) -> None:
    (found,) = uploaded([f"{FOLDER}/{name}"], NUMBER, known=())
    assert found.kind is None or found.kind in Kind
