"""A small invented office (CONTOH), its requests and an article, for the tests of the papers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pipeline.record.agency import Agency, parse_agency
from pipeline.record.article import Article, Photo
from pipeline.record.request import (
    Activity,
    Attachment,
    AttachmentKind,
    Letter,
    Origin,
    Request,
    Sender,
)
from pipeline.record.statement import Statement
from pipeline.record.workflow import TABLE, Action, Role

NOW = datetime.fromisoformat("2026-11-27T10:00:00+09:00")
BEFORE, AFTER = "sha256:" + "a" * 64, "sha256:" + "b" * 64

STEPS = (
    ("Menerima surat permintaan publikasi kegiatan, mengagendakan dan memberi lembar disposisi",
     "officer", "Surat masuk, lembar disposisi, formulir publikasi kegiatan, data", 10,
     "Surat masuk, lembar disposisi, formulir publikasi kegiatan"),
    ("Mendisposisi surat permintaan", "division_head",
     "Surat masuk dan lembar disposisi, formulir publikasi", 15, "Disposisi arahan"),
    ("Menerima surat yang telah didisposisi", "section_head", "Disposisi arahan", 15,
     "Terlaksananya koordinasi dan konsultasi"),
    ("Mengolah data menjadi informasi sesuai kaidah kehumasan", "officer",
     "Data dan informasi dari pengirim (SKPD dan instansi lain)", 120, "Naskah"),
    ("Mengoreksi informasi yang akan dipublikasikan", "section_head",
     "Koreksi materi bahan publikasi", 30, "Terkumpulnya berita dalam bentuk kliping"),
    ("Mengunggah informasi ke website dan menyampaikan ke beberapa media cetak", "machine",
     "Materi bahan publikasi, alamat email media", 60,
     "Laporan Hasil Kegiatan Pengelolaan Opini Publik"),
    ("Menyampaikan kepada pengirim informasi terkait kegiatan yang telah dipublikasikan melalui"
     " email", "machine", "Alamat email pengirim", 30,
     "Tersimpannya hasil kegiatan pengelolaan opini publik"),
    ("Membuat laporan", "machine", "File flashdisk", 10, "Tersimpannya hasil kegiatan"),
)  # fmt: skip


def term(role: str, title: str, **more: str) -> dict[str, str]:
    """A term of office since the beginning of 2026."""
    return {"role": role, "title": title, "since": "2026-01-01", **more}


PEOPLE: list[dict[str, Any]] = [
    {
        "id": "kabid", "name": "Dr. Hj. Salma Contoh, S.Sos., M.Si.", "nip": "197001011995032001",
        "rank": "Pembina Tk. I (IV/b)", "email": "kabid@dkip.example",
        "terms": [term("division_head",
                       "Kepala Bidang Pengelolaan Informasi dan Kapasitas Sumber Daya")],
    },
    {
        "id": "kasi", "name": "Rahmat Contoh, S.I.Kom.", "nip": "198203042008011003",
        "rank": "Penata Tk. I (III/d)", "email": "kasi@dkip.example",
        "terms": [term("section_head", "Kepala Seksi PIKS")],
    },
    {
        "id": "petugas", "name": "Nurul Contoh, A.Md.", "nip": "199405062019032004",
        "rank": "Pengatur (II/c)", "email": "petugas@dkip.example",
        "terms": [term("officer", "Pranata Humas")],
    },
]  # fmt: skip


def document(**changes: Any) -> dict[str, Any]:
    """agency.yaml's document of the invented office; `changes` replace whole sections."""
    return {
        "identity": {
            "name": "Dinas Komunikasi, Informatika dan Persandian Provinsi Contoh",
            "short": "DKIP Contoh", "government": "Pemerintah Provinsi Contoh",
            "unit": "Bidang Pengelolaan Informasi dan Kapasitas Sumber Daya",
            "address": "Jalan Contoh Raya Nomor 1", "city": "Sofifi", "postal_code": "97827",
            "phone": "0812-0000-0001", "email": "dkip@siar.example", "website": "siar.example",
            "language": "id", "timezone": "Asia/Jayapura", "timezone_label": "WIT",
            "boilerplate": "DKIP Contoh adalah perangkat daerah (CONTOH) yang mengelola informasi"
            " publik pemerintah provinsi.",
        },
        "letterhead": {
            "lines": ["PEMERINTAH PROVINSI CONTOH",
                      "DINAS KOMUNIKASI, INFORMATIKA DAN PERSANDIAN"],
            "address": "Jalan Contoh Raya Nomor 1, Sofifi, Kode Pos 97827",
        },
        "contact": {"name": "Rahmat Contoh, S.I.Kom.", "title": "Kepala Seksi PIKS",
                    "phone": "0812-0000-0002", "email": "humas@siar.example"},
        "agenda": {"first": "1", "printed": "{number:04}/AG/DKIP/{year}"},
        "press_release": {"first": "1", "printed": "{number:03}/SP/DKIP-C/{roman}/{year}"},
        "sop": {
            "number": "900/01/SOP/DKIP-MU/2022",
            "title": "Penyebarluasan Informasi Pembangunan Daerah di Media",
            "created": "2022-01-03", "effective": "2022-01-10",
            "legal_basis": ["UU Nomor 14 Tahun 2008", "Permendagri Nomor 38 Tahun 2018"],
            "warning": "Data atau berita yang tidak lengkap menghambat informasi pembangunan"
            " daerah.",
            "records": "Berita, Data dan Informasi",
            "qualifications": ["Dapat menggunakan internet dan komputer"],
            "related": ["Masyarakat"],
            "steps": [
                {"no": str(no), "activity": activity, "role": role, "needs": needs,
                 "minutes": str(minutes), "output": output}
                for no, (activity, role, needs, minutes, output) in enumerate(STEPS, start=1)
            ],
        },
        "roster": {"recorder": "ssh-ed25519 AAAA", "people": PEOPLE},
        "office": {"hours": {}, "holidays": "ID"},
        "instructions": {
            "tanggapan_saran": "Tanggapan dan saran",
            "proses_lebih_lanjut": "Proses lebih lanjut",
            "koordinasi": "Koordinasi/konfirmasikan",
            "liput": "Liput dan dokumentasikan",
            "untuk_diketahui": "Untuk diketahui",
        },
        "topics": {"pertanian": "Pertanian dan Pangan", "pendidikan": "Pendidikan",
                   "kesehatan": "Kesehatan"},
        "agencies": ["Dinas Pertanian Provinsi Contoh", "Dinas Pendidikan Provinsi Contoh"],
        "correction_categories": {"fakta": "Fakta dan data", "bahasa": "Bahasa dan ejaan",
                                  "kutipan": "Kutipan"},
        "mail": {"from": "humas@siar.example"},
        "site": {"url": "https://siar.example", "title": "Kabar Provinsi Contoh"},
        **changes,
    }  # fmt: skip


def agency(**changes: Any) -> Agency:
    """The invented office as a value."""
    return parse_agency(document(**changes))


def statement(
    seq: int, action: Action, at: str, by: str, data: Mapping[str, Any], **more: Any
) -> Statement:
    """A statement on request 2026-0042, unsigned, in the role that the table gives it."""
    role = next(r for row in TABLE if row.action is action for r in Role if r in row.roles)
    return Statement(
        root="0" * 40, unit="request/2026-0042", seq=seq, action=action,
        at=datetime.fromisoformat(f"{at}:00+09:00"), by=by, role=more.get("role", role),
        data=data, prev=None, signer=more.get("signer", by),
    )  # fmt: skip


RECEIVE = statement(1, Action.RECEIVE, "2026-11-23T09:05", "petugas", {"documents": []})
DISPOSE = statement(
    2, Action.DISPOSE, "2026-11-23T10:20", "kabid",
    {"to": "kasi", "urgency": "segera", "instructions": ["proses_lebih_lanjut", "koordinasi"],
     "note": "Mohon dimuat sebelum kunjungan kerja; pastikan angka produksi dikonfirmasi.",
     "due": "2026-11-25"},
)  # fmt: skip
ACCEPT = statement(
    3, Action.ACCEPT, "2026-11-23T11:00", "kasi",
    {"officer": "petugas",
     "coordination": {"with": "Narahubung Dinas Pertanian (CONTOH)", "channel": "telepon",
                      "at": "2026-11-23T10:45:00+09:00",
                      "agreed": "Angka produksi 1.250 ton disepakati sebagai angka sementara."}},
)  # fmt: skip
SUBMIT = statement(
    4, Action.SUBMIT, "2026-11-23T15:10", "petugas",
    {"digest": BEFORE, "article": "content/2026/11/24-panen-raya", "contributors": ["petugas"]},
)  # fmt: skip
REQUEST_CHANGES = statement(
    5, Action.REQUEST_CHANGES, "2026-11-23T16:00", "kasi",
    {"note": "Sebutkan sumber angka produksi dan jabatan lengkap pejabat yang dikutip.",
     "category": "fakta", "round": 1},
)  # fmt: skip
RESUBMIT = statement(
    6, Action.SUBMIT, "2026-11-24T08:40", "petugas",
    {"digest": AFTER, "article": "content/2026/11/24-panen-raya", "contributors": ["petugas"]},
)  # fmt: skip
APPROVE = statement(7, Action.APPROVE, "2026-11-24T09:15", "kasi", {"digest": AFTER})
HISTORY = (RECEIVE, DISPOSE, ACCEPT, SUBMIT, REQUEST_CHANGES, RESUBMIT, APPROVE)

TEXTS = {
    BEFORE: "Produksi kopi naik menjadi 1.200 ton, kata Kepala Dinas.",
    AFTER: "Produksi kopi naik menjadi 1.250 ton (angka sementara Dinas Pertanian), kata Kepala"
    " Dinas Pertanian Provinsi Contoh, Ir. Budi Contoh.",
}


def request(**changes: Any) -> Request:
    """Request 2026-0042 through all of its steps; `changes` replace fields."""
    usual: dict[str, Any] = {
        "number": "2026-0042",
        "origin": Origin.LETTER,
        "letter": Letter(
            number="005/123/DISTAN-C/XI/2026",
            date=date(2026, 11, 20),
            received=datetime.fromisoformat("2026-11-23T08:50:00+09:00"),
            subject="Permintaan publikasi Panen Raya Kopi di Desa Contoh",
            urgency="biasa",
            security="biasa",
            srikandi="B/005.1/4821/DISTAN-C/2026",
        ),
        "sender": Sender(
            agency="Dinas Pertanian Provinsi Contoh",
            contact="Aminah Contoh, S.P.",
            email="sekretariat@distan.example",
            phone="0812-0000-0010",
        ),
        "activity": Activity(
            what="Panen raya kopi robusta (CONTOH)",
            who="Kelompok Tani Contoh Makmur, Kepala Dinas Pertanian Provinsi Contoh",
            when="Sabtu, 21 November 2026 pukul 09.00 WIT",
            where="Desa Contoh, Kecamatan Contoh Selatan",
            why="Menandai musim panen pertama dari program peremajaan 400 hektare kebun kopi.",
            how="Dipanen bersama 120 petani, dilanjutkan serah terima alat pengering.",
        ),
        "attachments": (
            Attachment(AttachmentKind.LETTER, path="0042/surat.pdf", sha256="1" * 64),
            Attachment(AttachmentKind.FORM, path="0042/formulir.pdf", sha256="2" * 64),
            Attachment(AttachmentKind.DATA, due=date(2026, 11, 25)),
            Attachment(
                AttachmentKind.PHOTO, path="0042/panen.jpg", sha256="3" * 64,
                caption="Petani memetik kopi (ilustrasi CONTOH)", credit="Distan Contoh",
            ),
        ),
        "history": HISTORY,
        "documents": (),
        "summary": {"state": "approved", "article": "content/2026/11/24-panen-raya"},
    }  # fmt: skip
    return Request(**{**usual, **changes})


BODY = """\
Sebanyak 120 petani di **Desa Contoh** memanen kopi robusta di lahan seluas 400 hektare, Sabtu
(21/11/2026). Panen ini yang pertama sejak program peremajaan kebun dimulai tiga tahun lalu.

"Hasilnya *1.250 ton*, naik seperlima dari tahun lalu," kata Kepala Dinas Pertanian Provinsi
Contoh, Ir. Budi Contoh, di sela panen.

## Data produksi

- 2024: 980 ton
- 2025: 1.040 ton
- 2026: 1.250 ton (angka sementara)

> Kami berharap harga di tingkat petani bertahan sampai akhir musim.

Data lengkap ada di [laman Dinas Pertanian](https://distan.example/kopi).
"""


def article(**changes: Any) -> Article:
    """The article of request 2026-0042."""
    usual: dict[str, Any] = {
        "folder": "content/2026/11/24-panen-raya",
        "request": "2026-0042",
        "title": "Panen Raya Kopi di Desa Contoh Hasilkan 1.250 Ton",
        "date": date(2026, 11, 24),
        "agency": "Dinas Pertanian Provinsi Contoh",
        "topics": ("pertanian",),
        "summary": "Panen pertama sejak peremajaan kebun naik seperlima dari tahun lalu.",
        "photos": (
            Photo("panen.png", "Petani memetik kopi di Desa Contoh (ilustrasi CONTOH).",
                  "Distan Contoh", "Tiga petani memetik buah kopi merah"),
        ),
        "publish_at": None,
        "body": BODY,
    }  # fmt: skip
    return Article(**{**usual, **changes})
