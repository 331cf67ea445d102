"""Every paper can be printed, with the right fields filled, and lands whole where it was asked."""

from collections.abc import Mapping
from pathlib import Path

import bagit
import docx
import pypdf
import pytest

from pipeline.errors import Exit
from pipeline.papers.catalogue import CATALOGUE
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk, refusal
from tests.support.office import NUMBER, OFFICER, OTHER_OFFICER, Stage

POINTS_PER_MM = 72 / 25.4
A4, F4 = (210, 297), (215, 330)
URL = "https://siar.example/2026/11/02-panen-raya-contoh/"
# What must stand on each paper of the first request.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "disposisi": ("LEMBAR DISPOSISI", "118/PIKS/XI/2026", "005/1/CONTOH/2026", "Dinas Pertanian",
                  "☑ Buat naskah siaran pers", "Dra. Hartini Laranuku, M.Si."),
    "formulir": ("FORMULIR PUBLIKASI KEGIATAN", "118/PIKS/XI/2026", "Ibu Contoh",
                 "Kelompok tani contoh", "Menandai musim panen"),
    "koordinasi": ("CATATAN KOORDINASI DAN KONSULTASI", "118/PIKS/XI/2026",
                   "Yusran Malakaya, S.Sos., M.Si."),
    "siaran-pers": ("061/SP/DKIP-MU/XI/2026", "Petani Desa Contoh Panen Raya Kopi", URL),
    "koreksi": ("LEMBAR KOREKSI NASKAH", "118/PIKS/XI/2026", "disetujui tayang pada 2 November"),
    "kliping": ("KLIPING BERITA", "118/PIKS/XI/2026", URL, "Budi Contoh"),
    "laporan": ("LAPORAN HASIL KEGIATAN PENGELOLAAN OPINI PUBLIK", "118/PIKS/XI/2026", URL,
                "5 dari 5 media", "2 jam"),
}  # fmt: skip
OF_A_PERIOD: Mapping[str, tuple[str, ...]] = {
    "agenda": ("BUKU AGENDA SURAT MASUK", "118/PIKS/XI/2026", "Jumlah surat masuk: 1."),
    "laporan-bulanan": ("Bulan November 2026", "118/PIKS/XI/2026", "berita tayang"),
}


@pytest.fixture
def desk(published_desk: Desk) -> Desk:
    return published_desk


def words(path: Path) -> str:
    """The text of a PDF, one blank between words."""
    pages = pypdf.PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def sheet_mm(path: Path) -> tuple[int, int]:
    """Width and height of the first page, the narrower first."""
    box = pypdf.PdfReader(path).pages[0].mediabox
    sides = sorted((float(box.width), float(box.height)))
    return round(sides[0] / POINTS_PER_MM), round(sides[1] / POINTS_PER_MM)


def test_every_paper_of_the_catalogue_is_looked_at() -> None:
    assert {row.id for row in CATALOGUE} == {*FIELDS, *OF_A_PERIOD}


def test_each_paper_is_printed_with_its_fields_filled(desk: Desk) -> None:
    for paper, fields in FIELDS.items():
        path = desk.clone(OFFICER) / f"{paper}-{NUMBER}.pdf"
        assert desk.siar(OFFICER, "print", paper, NUMBER) == (Exit.OK, f"{path}\n", "")
        text = words(path)
        assert [field for field in fields if field not in text] == []


def test_a_paper_of_a_period_is_called_after_it(desk: Desk) -> None:
    dates = ("--from", "2026-11-01", "--until", "2026-11-30")
    for paper, name, options in (
        ("agenda", "agenda-20261101-20261103.pdf", ()),
        ("agenda", "agenda-20261101-20261130.pdf", dates),
        ("laporan-bulanan", "laporan-bulanan-2026-11.pdf", ()),
    ):
        path = desk.clone(OFFICER) / name
        assert desk.siar(OFFICER, "print", paper, *options) == (Exit.OK, f"{path}\n", "")
        text = words(path)
        assert [field for field in OF_A_PERIOD[paper] if field not in text] == []


def test_a_period_without_letters_has_an_empty_agenda(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    said = desk.siar(
        OFFICER, "cetak", "agenda", "--dari", "2026-10-01", "--sampai", "2026-10-31",
        "--ke", str(path),
    )  # fmt: skip
    assert said.exit == Exit.OK
    assert "118/PIKS" not in words(path)


@pytest.mark.parametrize(("paper", "size"), [("disposisi", "f4"), ("formulir", "f4")])
def test_a_blank_sheet_has_its_labels_and_nobodys_data(
    desk: Desk, paper: str, size: str, tmp_path: Path
) -> None:
    path = desk.clone(OFFICER) / f"{paper}-kosong.pdf"
    assert desk.siar(OFFICER, "print", paper, "--blank") == (Exit.OK, f"{path}\n", "")
    text = words(path)
    assert FIELDS[paper][0] in text
    assert "118/PIKS" not in text
    assert "Dinas Pertanian" not in text


def test_a_sheet_may_be_a4_or_f4(desk: Desk, tmp_path: Path) -> None:
    for name, size in (("a4", A4), ("f4", F4)):
        path = tmp_path / f"{name}.pdf"
        desk.siar(OFFICER, "cetak", "formulir", "--kosong", "--kertas", name, "--ke", str(path))
        assert sheet_mm(path) == size


def test_the_press_release_opens_in_a_word_processor(desk: Desk) -> None:
    path = desk.clone(OFFICER) / f"siaran-pers-{NUMBER}.docx"
    said = desk.siar(OFFICER, "print", "siaran-pers", NUMBER, "--docx")
    assert said == (Exit.OK, f"{path}\n", "")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert "Petani Desa Contoh Panen Raya Kopi" in text
    assert "Budi Contoh" in text


def test_the_same_paper_has_the_same_bytes_for_everybody(desk: Desk, tmp_path: Path) -> None:
    printed = []
    for person in (OFFICER, OTHER_OFFICER):
        path = tmp_path / f"{person}.pdf"
        desk.siar(person, "print", "laporan", NUMBER, "--to", str(path))
        printed.append(path.read_bytes())
    assert printed[0] == printed[1]


REFUSED = [
    (("disposisi",), Exit.USAGE, "Lembar Disposisi needs the number of a request",
     "for an empty sheet add --blank"),
    (("kliping",), Exit.USAGE, "Kliping Berita needs the number of a request", "siar status"),
    (("laporan", "--blank"), Exit.USAGE,
     "Laporan Hasil Kegiatan Pengelolaan Opini Publik is not printed blank",
     "give the number of a request"),
    (("disposisi", NUMBER, "--docx"), Exit.USAGE, "Lembar Disposisi cannot be made as docx",
     "choose one of pdf"),
    (("disposisi", "2026-0777"), Exit.PROBLEMS, "there is no request 2026-0777",
     "they look like 2026-0042; `siar status` lists the open ones"),
    (("agenda", "--from", "2026-11-31"), Exit.PROBLEMS, "2026-11-31 is not a date",
     "write it like 2026-11-30"),
    (("agenda", "--from", "2026-11-30", "--until", "2026-11-01"), Exit.PROBLEMS,
     "the period ends on 2026-11-01, before it begins on 2026-11-30",
     "give the earlier day with --from and the later one with --until"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "exit_code", "sentence", "way_out"), REFUSED)
def test_what_cannot_be_printed_is_refused(
    desk: Desk, options: tuple[str, ...], exit_code: Exit, sentence: str, way_out: str
) -> None:
    said = desk.siar(OFFICER, "print", *options)
    assert said == (exit_code, "", refusal(sentence, way_out))
    assert list(desk.clone(OFFICER).glob("*.pdf")) == []


def test_what_is_not_written_yet_cannot_be_printed(desk_at: DeskAt) -> None:
    said = desk_at(Stage.RECEIVED).siar(OFFICER, "print", "siaran-pers", NUMBER)
    sentence = f"request {NUMBER} has no article yet"
    assert said == (Exit.PROBLEMS, "", refusal(sentence, f"begin with `siar draft {NUMBER}`"))


def test_a_paper_that_cannot_be_written_there_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_bytes(b"")
    target = tmp_path / "berkas" / "a.pdf"
    said = desk.siar(OFFICER, "print", "disposisi", NUMBER, "--to", str(target))
    assert said.exit == Exit.PROBLEMS
    assert said.err.endswith(
        "  way out: nothing was half written; mend this and run the command again\n"
    )


# --- report --------------------------------------------------------------------------------------


def test_the_report_of_a_request_and_of_a_month(desk: Desk, tmp_path: Path) -> None:
    for verb, subject, fields in (
        ("report", NUMBER, FIELDS["laporan"]),
        ("laporan", "2026-11", OF_A_PERIOD["laporan-bulanan"]),
    ):
        path = desk.clone(OFFICER) / f"laporan-{subject}.pdf"
        assert desk.siar(OFFICER, verb, subject) == (Exit.OK, f"{path}\n", "")
        text = words(path)
        assert [field for field in fields if field not in text] == []


@pytest.mark.parametrize(
    ("subject", "sentence", "way_out"),
    [
        ("2026-13", "2026-13 is neither a request nor a month",
         "write it like 2026-0042 or 2026-11"),
        ("kemarin", "kemarin is neither a request nor a month",
         "write it like 2026-0042 or 2026-11"),
        ("2026-0777", "there is no request 2026-0777",
         "they look like 2026-0042; `siar status` lists the open ones"),
    ],
)  # fmt: skip
def test_a_report_of_nothing_is_refused(
    desk: Desk, subject: str, sentence: str, way_out: str
) -> None:
    said = desk.siar(OFFICER, "report", subject)
    assert said == (Exit.PROBLEMS, "", refusal(sentence, way_out))


# --- archive -------------------------------------------------------------------------------------


def test_the_archive_of_a_month_is_whole_and_readable_offline(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "flashdisk" / "arsip"
    target.parent.mkdir()
    said = desk.siar(OFFICER, "archive", "2026-11", "--to", str(target))
    files = [path for path in target.rglob("*") if path.is_file()]
    assert said.exit == Exit.OK
    assert said.out.endswith(f"open {target / 'index.html'} in any browser\n")
    bagit.Bag(str(target)).validate()
    names = {path.name for path in files}
    assert {"index.html", "buku-agenda.pdf", "laporan-bulanan.pdf", "berita.html"} <= names
    papers = {f"{paper}-{NUMBER}.pdf" for paper in ("disposisi", "formulir", "koreksi", "kliping")}
    assert papers <= names
    assert len([path for path in files if path.suffix == ".eml"]) == 6
    page = (target / "index.html").read_text(encoding="utf-8")
    assert "Petani Desa Contoh Panen Raya Kopi" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_an_archive_is_overwritten_only_when_asked(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "arsip"
    desk.siar(OFFICER, "arsip", "2026-11", "--ke", str(target))
    (target / "milik-orang.txt").write_bytes(b"penting")
    assert desk.siar(OFFICER, "arsip", "2026-11", "--ke", str(target)) == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"{target} exists already", "choose another name, or move the old folder away first"
        ),
    )
    assert (target / "milik-orang.txt").read_bytes() == b"penting"
    assert desk.siar(OFFICER, "arsip", "2026-11", "--ke", str(target), "--ganti").exit == Exit.OK
    bagit.Bag(str(target)).validate()


@pytest.mark.parametrize("month", ["2026-1x", "2026-13", "November"])
def test_an_archive_needs_a_month(desk: Desk, month: str, tmp_path: Path) -> None:
    said = desk.siar(OFFICER, "archive", month, "--to", str(tmp_path / "arsip"))
    assert said == (
        Exit.PROBLEMS, "", refusal(f"{month} is not a month", "write it like 2026-11"),
    )  # fmt: skip
    assert not (tmp_path / "arsip").exists()
