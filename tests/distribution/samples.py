"""Invented values for the tests of distribution (CONTOH)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.distribution.attachments import Attachment
from pipeline.distribution.message import Publication
from pipeline.distribution.notices import Notice, Required, required
from pipeline.record.agency import Agency, Series
from pipeline.record.article import Article, Photo
from pipeline.record.media import Outlet
from pipeline.record.request import Activity, Letter, Origin, Request, Sender
from pipeline.record.roster import Roster

WIT = ZoneInfo("Asia/Jayapura")
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=WIT)
ROOT = "3f" * 20
SEQ = 9
URL = "https://siar.example/2026/11/24-panen-raya-kopi-di-bacan/"

OUTLETS = (
    Outlet("harian-contoh", "Harian Contoh", "cetak", "Redaksi", "redaksi@harian-contoh.example"),
    Outlet("kabar-contoh", "Kabar Contoh", "daring", "Desk Daerah", "desk@kabar-contoh.example"),
    Outlet("radio-contoh", "Radio Contoh FM", "radio", "", "berita@radio-contoh.example"),
)

BODY = """SOFIFI — Petani di Desa Contoh, Kecamatan Bacan Timur, memulai panen raya kopi pada
Senin (23/11/2026). Panen tahun ini diperkirakan mencapai **120 ton** biji kering.

"Ini hasil kerja bersama kelompok tani dan penyuluh," kata Kepala Dinas Pertanian (CONTOH),
Nama Contoh, S.P., M.Si.

## Dukungan bagi petani

- 40 unit alat pengupas kulit kopi
- pelatihan pascapanen selama tiga hari
- pendampingan [sertifikasi](https://siar.example/layanan/)

| Kecamatan | Luas (ha) | Perkiraan (ton) |
|---|---|---|
| Bacan Timur | 210 | 78 |
| Bacan Selatan | 115 | 42 |

Dinas Pertanian menargetkan kopi Bacan masuk pasar nasional pada 2027.
"""

SECTIONS: dict[str, Any] = {
    "identity": {
        "boilerplate": "Dinas Contoh mengelola informasi publik dan penyebarluasan informasi "
        "pembangunan daerah (CONTOH).",
    },
    "letterhead": {
        "lines": [
            "PEMERINTAH PROVINSI CONTOH",
            "DINAS KOMUNIKASI, INFORMATIKA DAN PERSANDIAN",
        ],
        "address": "Jalan Contoh No. 1, Sofifi 97800 · Telepon 0812-0000-0000 · siar.example",
    },
    "contact": {
        "name": "Nama Contoh, S.I.Kom.",
        "title": "Pranata Humas",
        "phone": "0812-0000-0011",
        "email": "narahubung@siar.example",
    },
    "mail": {
        "from": "siaranpers@siar.example",
        "reply_to": "narahubung@siar.example",
        "domain": "siar.example",
    },
}


def agency(**sections: Any) -> Agency:
    """An agency, with the given sections of agency.yaml in place of the usual ones."""
    return Agency(
        name="Dinas Komunikasi, Informatika dan Persandian Provinsi Contoh",
        short="Diskominfo Provinsi Contoh",
        unit="Bidang Pengelolaan Informasi dan Kapasitas Sumber Daya",
        city="Sofifi",
        language="id",
        zone=WIT,
        zone_label="WIT",
        roster=Roster((), WIT),
        agenda=Series(1, "{number}"),
        press_release=Series(1, "{number:03}/SP/{roman}/{year}"),
        steps=(),
        instructions={},
        topics={},
        agencies=(),
        correction_categories={},
        division_head_topics=frozenset(),
        raw=SECTIONS | sections,
    )


def article(**changes: Any) -> Article:
    """An article about a coffee harvest that never was."""
    values: dict[str, Any] = {
        "folder": "content/2026/11/24-panen-raya-kopi-di-bacan",
        "request": "2026-0042",
        "title": "Panen Raya Kopi di Bacan, Petani Targetkan 120 Ton",
        "date": date(2026, 11, 24),
        "agency": "Dinas Pertanian",
        "topics": ("pertanian",),
        "summary": "Panen raya kopi di Bacan dimulai dengan perkiraan hasil 120 ton biji kering.",
        "photos": (
            Photo("foto-1.jpg", "Petani memetik kopi (CONTOH)", "Diskominfo", "Petani dan kopi"),
            Photo("foto-2.jpg", "Kopi dijemur (CONTOH)", "Diskominfo", "Biji kopi"),
        ),
        "publish_at": None,
        "body": BODY,
    }
    return Article(**(values | changes))


SENDER = Sender(
    agency="Dinas Pertanian Provinsi Contoh",
    contact="Nama Contoh, S.P.",
    email="humas@distan.example",
)


def request(**sender: Any) -> Request:
    """The request behind the article."""
    return Request(
        number="2026-0042",
        origin=Origin.LETTER,
        letter=Letter(
            number="005/123/DISTAN/2026",
            date=date(2026, 11, 20),
            received=datetime(2026, 11, 23, 8, 50, tzinfo=WIT),
            subject="Permohonan Publikasi Panen Raya Kopi",
        ),
        sender=replace(SENDER, **sender),
        activity=Activity("panen raya", "petani", "23 November 2026", "Bacan", "musim", "bersama"),
        attachments=(),
        history=(),
        documents=(),
        summary={"state": "approved"},
    )


def publication(**changes: Any) -> Publication:
    """What is told about the article."""
    values: dict[str, Any] = {
        "agency": agency(),
        "article": article(),
        "request": request(),
        "url": URL,
        "agenda": "2026-0042",
        "release": "042/SP/XI/2026",
        "live_at": NOW,
        "attachments": (
            Attachment(
                "Siaran Pers 042.docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                b"PK" + bytes(range(256)) * 20,
            ),
            Attachment("Siaran Pers 042.pdf", "application/pdf", b"%PDF-1.7\r\n.\r\n" * 99),
            Attachment("foto-1.jpg", "image/jpeg", b"\xff\xd8" + b"\0\r\n." * 500),
            Attachment("foto-2.jpg", "image/jpeg", b"\xff\xd8" + b"\r\n.\r\n" * 500),
        ),
    }
    return Publication(**(values | changes))


def owed(outlets: tuple[Outlet, ...] = OUTLETS, **sender: str) -> Required:
    """The mails the publication owes."""
    return required(ROOT, request(**sender), SEQ, outlets, NOW.date())


def notices(outlets: tuple[Outlet, ...] = OUTLETS) -> tuple[Notice, ...]:
    """The notices of the publication, media first."""
    return owed(outlets).mails
