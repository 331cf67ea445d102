"""Every paper renders, says what it should, and is the same file every time."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader

from pipeline.errors import UsageError
from pipeline.papers.agenda_book import agenda_book_data
from pipeline.papers.catalogue import CATALOGUE, Sheet, render
from pipeline.papers.print_text import printable
from pipeline.papers.typesetting import TEMPLATES
from tests.papers import office, printed
from tests.papers.printed import KINDS, PICTURES, squeezed, words

CASES = [(kind, paper_id) for kind, make in KINDS.items() for paper_id in make()]
MILLIMETRE = 72 / 25.4

FIELDS = {
    "disposisi": (
        "LEMBAR DISPOSISI", "PEMERINTAH PROVINSI CONTOH", "Dinas Pertanian Provinsi Contoh",
        "005/123/DISTAN-C/XI/2026", "20 November 2026", "23 November 2026", "0042/AG/DKIP/2026",
        "B/005.1/4821/DISTAN-C/2026", "☑ Biasa ☐ Terbatas ☐ Rahasia ☐ Sangat Rahasia",
        "☐ Biasa ☑ Segera ☐ Sangat Segera", "Permintaan publikasi Panen Raya Kopi di Desa Contoh",
        "Diteruskan kepada Sdr.", "☑ Kepala Seksi PIKS (Rahmat Contoh, S.I.Kom.)",
        "☐ Pranata Humas (Nurul Contoh, A.Md.)", "Dengan hormat harap", "☐ Tanggapan dan saran",
        "☑ Proses lebih lanjut", "☑ Koordinasi/konfirmasikan", "Mohon dimuat sebelum kunjungan",
        "Batas waktu : 25 November 2026", "Sofifi, 23 November 2026",
        "Kepala Bidang Pengelolaan Informasi dan Kapasitas Sumber Daya,",
        "Dr. Hj. Salma Contoh, S.Sos., M.Si.", "Pembina Tk. I (IV/b)", "NIP 19700101 199503 2 001",
        "JANGAN MEMISAHKAN LEMBAR INI DARI SURAT",
    ),
    "formulir": (
        "FORMULIR PUBLIKASI KEGIATAN", "0042/AG/DKIP/2026", "Aminah Contoh, S.P.",
        "0812-0000-0010", "sekretariat@distan.example", "Panen raya kopi robusta (CONTOH)",
        "Kelompok Tani Contoh Makmur", "Sabtu, 21 November 2026", "Kecamatan Contoh Selatan",
        "program peremajaan 400 hektare", "Dipanen bersama 120 petani", "☑ Surat permintaan",
        "☐ Data yang akan dipublikasikan", "menyusul 25 November 2026",
        "Petani memetik kopi (ilustrasi CONTOH)", "Foto: Distan Contoh", "Nurul Contoh, A.Md.",
    ),
    "koordinasi": (
        "CATATAN KOORDINASI DAN KONSULTASI", "23/11/2026 10.45", "telepon",
        "Narahubung Dinas Pertanian (CONTOH)", "Angka produksi 1.250 ton disepakati",
        "Naskah dikerjakan oleh Nurul Contoh, A.Md.", "NIP 19820304 200801 1 003",
    ),
    "agenda": (
        "BUKU AGENDA SURAT MASUK", "Periode 1 November 2026 s.d. 30 November 2026",
        "0042/AG/DKIP/2026", "23/11/2026", "20/11/2026", "Mengetahui",
        "Diteruskan kepada Rahmat Contoh, S.I.Kom., 23/11/2026. Keadaan: disetujui tayang.",
        "Jumlah surat masuk: 1.", "Dr. Hj. Salma Contoh", "Nurul Contoh, A.Md.",
    ),
    "siaran-pers": (
        "SIARAN PERS", "Nomor: 012/SP/DKIP-C/XI/2026", "Panen Raya Kopi di Desa Contoh Hasilkan",
        "Sofifi, 24 November 2026", "Sebanyak 120 petani di Desa Contoh", "Data produksi",
        "2025: 1.040 ton", "Kami berharap harga", "laman Dinas Pertanian", "Foto terlampir",
        "Tentang Dinas Komunikasi", "Narahubung", "Rahmat Contoh, S.I.Kom.", "0812-0000-0002",
        printed.URL,
    ),
    "koreksi": (
        "LEMBAR KOREKSI NASKAH", "Putaran 1: permintaan perbaikan", "Fakta dan data",
        "Sebutkan sumber angka produksi", "23 November 2026 pukul 16.00 WIT",
        "Rahmat Contoh, S.I.Kom., Kepala Seksi PIKS", "24 November 2026 pukul 08.40 WIT",
        "Naskah diperbaiki dan diajukan kembali.", "1.200 ton,", "1.250 ton (angka sementara",
        "disetujui tayang pada 24 November 2026 pukul 09.15 WIT",
    ),
    "kliping": (
        "KLIPING BERITA", "Jumat, 27 November 2026", "Kabar Provinsi Contoh", printed.URL,
        "Pertanian dan Pangan", "☐ Positif ☑ Netral ☐ Negatif", "Penanggung jawab",
        "Petani memetik kopi di Desa Contoh (ilustrasi CONTOH).", "Foto: Distan Contoh",
        "Bidang Pengelolaan Informasi dan Kapasitas Sumber Daya", "Kepala Seksi PIKS",
    ),
    "laporan": (
        "LAPORAN HASIL KEGIATAN PENGELOLAAN OPINI PUBLIK", "900/01/SOP/DKIP-MU/2022",
        "Waktu baku", "Waktu tunggu", "Waktu nyata", "Mendisposisi surat permintaan",
        "Pelaksana 4", "2 jam 25 menit", "lebih 25 menit", "catatan 8", "4 jam 50 menit",
        "1 jam 40 menit", "3 jam 33 menit", "1 jam 7 menit lebih cepat", "Harian Contoh",
        "diterima server tujuan", "ditolak server tujuan", "akan dicoba lagi", "1 dari 3 media",
        "012/SP/DKIP-C/XI/2026", "UU Nomor 14 Tahun 2008", "Berita, Data dan Informasi",
    ),
    "laporan-bulanan": (
        "LAPORAN HASIL KEGIATAN PENGELOLAAN OPINI PUBLIK", "Bulan November 2026",
        "1 permintaan masuk", "1 berita tayang", "Dinas Pertanian Provinsi Contoh",
        "Pertanian dan Pangan", "1 dari 1", "0042/AG/DKIP/2026", "3 jam 33 menit",
    ),
}  # fmt: skip


def test_every_paper_has_its_template_and_its_fields_tested() -> None:
    assert {paper.id for paper in CATALOGUE} == set(FIELDS) == set(printed.usual())
    assert all((TEMPLATES / paper.template).is_file() for paper in CATALOGUE)
    assert {paper.id for paper in CATALOGUE if paper.can_be_blank} == set(printed.blank())


@pytest.mark.parametrize("paper_id", FIELDS)
def test_every_field_is_on_the_paper(paper_id: str) -> None:
    text = words(render(paper_id, printed.usual()[paper_id], pictures=PICTURES))
    assert [field for field in FIELDS[paper_id] if squeezed(field) not in text] == []


@pytest.mark.parametrize(("kind", "paper_id"), CASES)
def test_paper_is_tagged_and_archivable(kind: str, paper_id: str) -> None:
    made = render(paper_id, KINDS[kind]()[paper_id], pictures=PICTURES)
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "id-ID"
        assert metadata["dc:title"]
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


@pytest.mark.parametrize("paper_id", FIELDS)
def test_same_data_same_bytes(paper_id: str) -> None:
    first, second = (
        render(paper_id, KINDS["usual"]()[paper_id], pictures=PICTURES) for _time in range(2)
    )
    assert first == second


@pytest.mark.parametrize(
    ("paper_id", "sheet", "millimetres"),
    [
        ("disposisi", "f4", (165, 215)), ("disposisi", "a4", (148, 210)),
        ("formulir", "f4", (215, 330)), ("formulir", "a4", (210, 297)),
        ("agenda", "f4", (330, 215)), ("laporan", "a4", (297, 210)),
    ],
)  # fmt: skip
def test_sheet(paper_id: str, sheet: Sheet, millimetres: tuple[int, int]) -> None:
    made = render(paper_id, printed.usual()[paper_id], paper=sheet)
    box = PdfReader(io.BytesIO(made)).pages[0].mediabox
    size = (round(float(box.width) / MILLIMETRE), round(float(box.height) / MILLIMETRE))
    assert size == millimetres


@pytest.mark.parametrize("paper_id", ["disposisi", "formulir", "koordinasi", "siaran-pers"])
@pytest.mark.parametrize("sheet", ["a4", "f4"])
def test_ordinary_paper_fits_on_one_sheet(paper_id: str, sheet: Sheet) -> None:
    made = render(paper_id, printed.usual()[paper_id], paper=sheet)
    assert len(PdfReader(io.BytesIO(made)).pages) == 1


@pytest.mark.parametrize("paper_id", FIELDS)
def test_markup_in_names_is_printed_as_it_was_written(paper_id: str) -> None:
    text = words(render(paper_id, printed.hostile()[paper_id], pictures=PICTURES))
    expected = printable(printed.HOSTILE)
    assert "\u202e" not in expected and "□" in expected and "AB" in expected
    # A long line may be cut by a page's foot, so every part is looked for on its own.
    assert [part for part in expected.split()[:-1] if squeezed(part) not in text] == []


def test_header_of_the_agenda_book_is_repeated_on_every_page() -> None:
    agency, request = office.agency(), office.request()
    many = [replace(request, number=f"2026-{count:04}") for count in range(1, 61)]
    data = agenda_book_data(agency, many, date(2026, 11, 1), date(2026, 11, 30), office.NOW)
    pages = PdfReader(io.BytesIO(render("agenda", data))).pages
    with_rows = [text for page in pages if "005/123/DISTAN" in (text := page.extract_text())]
    assert len(with_rows) > 3
    assert all("Isi singkat" in text for text in with_rows)


def test_caption_of_ten_thousand_characters() -> None:
    data = printed.usual()["kliping"]
    data["photos"][0]["caption"] = "keterangan " * 910
    text = words(render("kliping", data, pictures=PICTURES))
    assert text.count("keterangan") == 910


def test_unknown_paper() -> None:
    with pytest.raises(UsageError) as caught:
        render("kwitansi", {})
    assert caught.value.message == "there is no paper called kwitansi"
    assert caught.value.hint == (
        "choose one of disposisi, formulir, koordinasi, agenda, siaran-pers, koreksi, kliping,"
        " laporan, laporan-bulanan"
    )


def test_form_that_a_paper_does_not_have() -> None:
    with pytest.raises(UsageError) as caught:
        render("agenda", {}, form="docx")
    assert caught.value.message == "Buku Agenda Surat Masuk cannot be made as docx"
    assert caught.value.hint == "choose one of pdf"
