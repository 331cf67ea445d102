"""The archive is whole, checks out, opens anywhere, and never half there."""

import csv
import errno
import io
import os
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import bagit
import pytest

from pipeline.errors import NotAllowed, SiarError
from pipeline.papers.archive import write_archive
from pipeline.papers.archive_contents import Archive, ArchivedFile, ArchivedRequest
from pipeline.papers.archive_index import COLUMNS, harmless, size_text
from pipeline.papers.reading_copy import reading_copy
from tests.papers import office, printed

REQUEST = ArchivedRequest(
    "2026-0042", "0042/AG/DKIP/2026", "Panen Raya: apa <b>kata</b> petani?",
    "Dinas Pertanian Provinsi Contoh", date(2026, 11, 23), "tayang",
    (
        ArchivedFile("Lembar Disposisi", "lembar-disposisi.pdf", b"%PDF-1.7"),
        ArchivedFile("Berita", "berita/index.html",
                     reading_copy(office.agency(), office.article(), url=printed.URL), "article"),
        ArchivedFile("panen.png", "berita/panen.png", printed.png(), "photo"),
        ArchivedFile("Ke Harian Contoh", "surel/harian contoh.eml", b"From: a\r\n", "mail"),
        ArchivedFile("Catatan", "2026-0042.yaml", b"number: x\n", "record"),
        ArchivedFile("Jahat", "../../../luar.txt", b"x", "paper"),
    ),
    date(2026, 11, 24), printed.URL,
)  # fmt: skip
EMPTY = replace(REQUEST, number="2026-0043", title='=HYPERLINK("x")', state="ditolak", files=(),
                published=None, url="javascript:alert(1)")  # fmt: skip
CONTENTS = Archive(
    "DKIP Contoh", "Bidang PIKS", "November 2026", office.NOW, (REQUEST, EMPTY),
    (ArchivedFile("Buku agenda", "buku-agenda.pdf", b"%PDF"),),
)  # fmt: skip
FOLDER = "data/2026-0042 - Panen Raya apa b kata b petani"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    write_archive(tmp_path / "arsip", CONTENTS)
    return tmp_path / "arsip"


def test_archive_checks_out(written: Path) -> None:
    assert bagit.Bag(str(written)).validate()
    files = (path for path in written.rglob("*") if path.is_file())
    assert sorted(str(path.relative_to(written)) for path in files) == [
        "BACA-SAYA.txt", "bag-info.txt", "bagit.txt",
        f"{FOLDER}/2026-0042.yaml", f"{FOLDER}/berita/index.html", f"{FOLDER}/berita/panen.png",
        f"{FOLDER}/lembar-disposisi.pdf", f"{FOLDER}/luar.txt",
        f"{FOLDER}/surel/harian contoh.eml",
        "data/daftar.csv", "data/umum/buku-agenda.pdf", "index.html", "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [f"{FOLDER}/2026-0042.yaml", "index.html", "data/daftar.csv"])
def test_changed_byte_is_found(written: Path, name: str) -> None:
    path = written / name
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(written)).validate()


def test_added_and_missing_files_are_found(written: Path) -> None:
    (written / "data" / "tambahan.txt").write_text("x")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(written)).validate()


def test_every_link_of_the_first_page_leads_to_a_file(written: Path) -> None:
    page = (written / "index.html").read_text("utf-8")
    links = [link for link in re.findall(r'href="([^"]+)"', page) if not link.startswith("http")]
    assert len(links) == 8
    assert [link for link in links if not (written / unquote(link)).is_file()] == []
    assert "<b>kata</b>" not in page and "&lt;b&gt;kata&lt;/b&gt;" in page
    assert "javascript:" not in page
    assert not re.findall(r'(?:src|href)="https?://(?!siar\.example)', page)


def test_register_opens_in_excel_and_computes_nothing(written: Path) -> None:
    content = (written / "data" / "daftar.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [
        list(COLUMNS),
        ["1", "2026-0042", "0042/AG/DKIP/2026", "23/11/2026", "Dinas Pertanian Provinsi Contoh",
         "Panen Raya: apa <b>kata</b> petani?", "tayang", "24/11/2026", printed.URL,
         FOLDER.removeprefix("data/")],
        ["2", "2026-0043", "0042/AG/DKIP/2026", "23/11/2026", "Dinas Pertanian Provinsi Contoh",
         "'=HYPERLINK(\"x\")", "ditolak", "", "javascript:alert(1)", "2026-0043 - =HYPERLINK( x )"],
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["=1+1", "+62812", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_formula_is_neutralised(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_same_contents_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_archive(tmp_path / name, CONTENTS)
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes()
         for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("a", "b")
    )  # fmt: skip
    assert first == second


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "arsip").mkdir()
    for options in ({}, {"replace": True}):
        with pytest.raises(NotAllowed) as caught:
            write_archive(tmp_path / "arsip", CONTENTS, **options)
        assert caught.value.message == f"{tmp_path / 'arsip'} exists already"
        assert caught.value.hint == "choose another name, or move the old folder away first"


def test_an_archive_of_ours_can_be_replaced(written: Path) -> None:
    write_archive(written, replace(CONTENTS, period="Desember 2026"), replace=True)
    assert "Desember 2026" in (written / "index.html").read_text("utf-8")
    assert bagit.Bag(str(written)).validate()
    assert [path.name for path in written.parent.iterdir()] == ["arsip"]


def test_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def fsync(_handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(SiarError) as caught:
        write_archive(tmp_path / "arsip", CONTENTS)
    assert caught.value.message == f"no room left in {tmp_path}; nothing was written"
    assert caught.value.hint == ("make room or use another drive, then run the same command again")
    assert list(tmp_path.iterdir()) == []


def test_too_little_room_is_seen_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(SiarError, match=r"^no room left in "):
        write_archive(tmp_path / "arsip", CONTENTS)


def test_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(SiarError) as caught:
        write_archive(tmp_path / "berkas" / "arsip", CONTENTS)
    assert caught.value.message.startswith(
        f"cannot write the archive {tmp_path / 'berkas'}/arsip: "
    )
    assert caught.value.hint == "check that the drive is connected and can be written to"


def test_archive_of_a_period_without_requests(tmp_path: Path) -> None:
    done = write_archive(tmp_path / "arsip", replace(CONTENTS, requests=(), files=()))
    assert (done.files, bagit.Bag(str(done.folder)).validate()) == (1, True)
    assert "Tidak ada permintaan" in (done.folder / "index.html").read_text("utf-8")


def test_two_requests_of_one_name_keep_their_own_folders(tmp_path: Path) -> None:
    done = write_archive(tmp_path / "a", replace(CONTENTS, requests=(REQUEST, REQUEST)))
    assert len([path for path in (done.folder / "data").iterdir() if path.is_dir()]) == 3


def test_sizes_as_people_read_them() -> None:
    assert [size_text(octets) for octets in (1, 48_200, 3_440_000)] == ["1 KB", "48 KB", "3,4 MB"]


def test_reading_copy_escapes_what_people_wrote() -> None:
    article = office.article(
        title="<script>alert(1)</script>", body="<img src=x onerror=y>\n\n[a](b)"
    )
    page = reading_copy(office.agency(), article).decode()
    assert "<script" not in page and "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.startswith("<!DOCTYPE html>")
