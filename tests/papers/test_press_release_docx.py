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


def test_nothing_else_is_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        assert set(package.namelist()) == {
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml",
            "word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml",
            "word/numbering.xml", "word/media/image1.png",
        }  # fmt: skip
        # A theme that is not there would be asked for fonts.
        assert b"Theme=" not in package.read("word/styles.xml")
    assert len(made()) < 13_000


def test_styles_and_lists_are_those_that_it_says() -> None:
    text = "## a\n\n### b\n\n> c\n\n- d\n\n1. e\n\n**f** *g*\n"
    document = Document(io.BytesIO(made(body=text)))
    known = {style.style_id: style for style in document.styles}
    used = set(document.element.xpath("//w:pStyle/@w:val | //w:tblStyle/@w:val"))
    assert used == {"Heading1", "Heading2", "Heading3", "Quote", "ListBullet", "ListNumber"}
    led_to = document.styles.element.xpath("//w:basedOn/@w:val | //w:next/@w:val | //w:link/@w:val")
    assert used | set(led_to) <= known.keys()
    ways = document.part.numbering_part.element
    numbers = {*document.element.xpath("//w:numId/@w:val")}
    numbers |= {*document.styles.element.xpath("//w:numId/@w:val")}
    assert numbers <= set(ways.xpath("w:num/@w:numId"))
    assert set(ways.xpath("w:num/w:abstractNumId/@w:val")) == set(
        ways.xpath("w:abstractNum/@w:abstractNumId")
    )
    for style in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        assert document.styles[style].font.name == "Times New Roman"


def test_it_looks_alike_where_there_is_no_word() -> None:
    document = Document(io.BytesIO(made()))
    table = document.tables[0]
    for place, column in enumerate(table.columns):
        assert column.width == table.cell(0, place).width
    signs = document.part.numbering_part.element.xpath("//w:lvlText/@w:val")
    assert set(signs) == {"•", "%1."}
    assert b"Symbol" not in document.part.numbering_part.blob


def test_one_document_leaves_nothing_in_the_next() -> None:
    first = made()
    assert made(title="Judul lain CONTOH", body="1. lain") != first == made()


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
