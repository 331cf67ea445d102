"""The press release in Word: it opens, says the same, and is the same file every time."""

import io
import zipfile
from typing import Any

from docx import Document

from pipeline.papers.catalogue import render
from pipeline.papers.press_release import press_release_data
from tests.papers import office, printed


def made(**changes: Any) -> bytes:
    data = press_release_data(
        office.agency(), office.article(**changes), printed.DAY, number=12, url=printed.URL
    )
    return render("siaran-pers", data, form="docx")


def texts(docx: bytes) -> list[str]:
    document = Document(io.BytesIO(docx))
    head = [paragraph.text for paragraph in document.tables[0].cell(0, 1).paragraphs]
    return [*head, *(paragraph.text for paragraph in document.paragraphs)]


def test_everything_is_in_it() -> None:
    found = texts(made())
    for text in (
        "PEMERINTAH PROVINSI CONTOH", "SIARAN PERS", "Nomor: 012/SP/DKIP-C/XI/2026",
        "Panen Raya Kopi di Desa Contoh Hasilkan 1.250 Ton", "Sofifi, 24 November 2026",
        "Data produksi", "2026: 1.250 ton (angka sementara)", "Narahubung",
        "Kami berharap harga di tingkat petani bertahan sampai akhir musim.",
        "Data lengkap ada di laman Dinas Pertanian.",
        "Petani memetik kopi di Desa Contoh (ilustrasi CONTOH). (Foto: Distan Contoh)",
        f"Berita ini juga tayang di {printed.URL}.",
        "Rahmat Contoh, S.I.Kom.\nKepala Seksi PIKS\nTelepon/WhatsApp 0812-0000-0002\n"
        "Pos-el humas@siar.example",
    ):  # fmt: skip
        assert text in found


def test_same_data_same_bytes() -> None:
    assert made() == made()


def test_no_clock_of_the_machine_is_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert "2026-11-24T00:00:00Z" in core
    assert "python-docx" not in core


def test_link_leads_where_it_says() -> None:
    document = Document(io.BytesIO(made()))
    targets = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert targets == ["https://distan.example/kopi"]


def test_each_numbered_list_counts_from_one() -> None:
    document = Document(io.BytesIO(made(body="1. a\n2. b\n\nteks\n\n1. c")))
    used = document.element.xpath("//w:body//w:numId/@w:val")
    assert used[0] == used[1] != used[2]


def test_hostile_text_stays_text() -> None:
    document = render("siaran-pers", printed.hostile()["siaran-pers"], form="docx")
    found = "\n".join(texts(document))
    assert "#set page(fill: red)" in found
    assert "</w:t>" in found
    assert "\u202e" not in found


def test_long_title_fits_the_properties() -> None:
    assert texts(made(title="judul " * 100))
