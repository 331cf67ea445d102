"""A small invented office (CONTOH), a request, an article without fault, and pictures."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from pipeline.editorial.check import check_article
from pipeline.record.agency import Agency, Series
from pipeline.record.article import Article
from pipeline.record.finding import Finding
from pipeline.record.loading import load_article
from pipeline.record.request import Activity, Letter, Origin, Request, Sender
from pipeline.record.roster import Roster

WIT = ZoneInfo("Asia/Jayapura")
TODAY = date(2026, 11, 24)
FOLDER = "content/2026/11/24-panen-raya-kopi"

AGENCY = Agency(
    name="Dinas Contoh",
    short="DC",
    unit="Bidang Contoh",
    city="Sofifi",
    language="id",
    zone=WIT,
    zone_label="WIT",
    roster=Roster((), WIT),
    agenda=Series(1, "{number}"),
    press_release=Series(1, "{number}"),
    steps=(),
    instructions={},
    topics={"pertanian": "Pertanian", "pendidikan": "Pendidikan"},
    agencies=("Dinas Pertanian Contoh", "Dinas Pendidikan Contoh"),
    correction_categories={},
    division_head_topics=frozenset(),
    raw={
        "identity": {"phone": "0921-555-0001", "email": "dinas@siar.example"},
        "contact": {"phone": "0812-0000-0001", "email": "humas@siar.example"},
    },
)

REQUEST = Request(
    number="2026-0042",
    origin=Origin.LETTER,
    letter=Letter(
        "005/1/CONTOH",
        date(2026, 11, 20),
        datetime(2026, 11, 23, 8, 50, tzinfo=WIT),
        "Permohonan publikasi (CONTOH)",
    ),
    sender=Sender(
        "Dinas Pertanian Contoh", "Ibu Contoh", "ibu.contoh@pengirim.example", "0921 555 7777"
    ),
    activity=Activity(
        "Panen raya kopi di Bacan",
        "Dinas Pertanian Contoh dan kelompok tani",
        "Selasa, 24 November 2026",
        "Desa Contoh, Pulau Bacan",
        "Menaikkan mutu kopi",
        "Dibuka kepala dinas",
    ),
    attachments=(),
    history=(),
    documents=(),
    summary={},
)

# Lines count from 1; the body begins in line 14.
GOOD = """\
---
request: "2026-0042"
title: "Petani Bacan panen raya kopi (CONTOH)"
date: "2026-11-24"
agency: Dinas Pertanian Contoh
topics: [pertanian]
summary: "Kelompok tani di Bacan memanen empat ton kopi pada panen raya pertama."
photos:
- file: foto-1.jpg
  caption: "Petani memetik kopi di Desa Contoh, Selasa (24/11/2026)."
  credit: "Dinas Pertanian Contoh"
  alt: "Tiga orang memetik buah kopi merah di lereng kebun"
---
Sofifi, 24 November 2026 – Kelompok tani di Desa Contoh, Pulau Bacan, memanen empat ton kopi pada
panen raya pertama, Selasa, bersama Dinas Pertanian Contoh.

“Kopi dari Bacan sudah dikenal pembeli di luar daerah,” kata Kepala Dinas Pertanian Contoh, Budi
Contoh.

## Data panen

Luas kebun yang dipanen 12 hektare, dan hasilnya dijual melalui koperasi desa. Panen berikutnya
dijadwalkan pada Mei 2027, setelah para petani mengikuti pelatihan pengolahan pascapanen selama dua
minggu di balai pelatihan. Dinas menyiapkan bibit untuk delapan hektare kebun baru dan alat
pengering untuk dua kelompok tani lain di pulau itu, sehingga mutu kopi yang dijual tetap sama.

Keterangan lengkap tersedia di [situs dinas](https://siar.example/kopi). Informasi lebih lanjut:
Humas Dinas Contoh, telepon 0812-0000-0001, surel <humas@siar.example>.
"""


@cache
def picture(
    kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **more: Any
) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def files(
    text: str = GOOD, others: Mapping[str, bytes | int | None] | None = None
) -> dict[str, bytes | int]:
    """The article's folder: index.md, foto-1.jpg, and others by name; None takes a file away."""
    found: dict[str, bytes | int | None] = {
        "index.md": text.encode(),
        "foto-1.jpg": picture(),
        **(others or {}),
    }
    return {name: content for name, content in found.items() if content is not None}


def article(text: str = GOOD, folder: str = FOLDER) -> Article:
    """The article that the loader makes of this text."""
    found, findings = load_article(f"{folder}/index.md", text.encode())
    assert found is not None, findings
    return found


def check(
    text: str = GOOD,
    there: Mapping[str, bytes | int] | None = None,
    request: Request | None = REQUEST,
    **fields: Any,
) -> tuple[Finding, ...]:
    """The findings on an article with this text; `fields` replace values the loader refuses."""
    made = replace(article(text), **fields)
    return check_article(
        made, request, AGENCY, files(text) if there is None else there, today=TODAY
    )
