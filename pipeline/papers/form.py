"""The publication form (formulir publikasi kegiatan), SOP row 1: blank, or as received."""

from datetime import datetime

from pipeline.papers.frame import PaperData, agenda_number, frame
from pipeline.papers.signatory import Signatory, place_and_day, sign
from pipeline.papers.wording import ATTACHMENTS, day_text, local_day
from pipeline.record.agency import Agency
from pipeline.record.request import Attachment, AttachmentKind, Request
from pipeline.record.workflow import Role

TITLE = "Formulir Publikasi Kegiatan"

# Field of Activity, label, what to write there, lines to write on.
QUESTIONS = (
    ("what", "Apa", "nama dan bentuk kegiatan", 2),
    ("who", "Siapa", "penyelenggara, pejabat dan peserta, dengan jabatan lengkap", 2),
    ("when", "Kapan", "hari, tanggal dan jam", 1),
    ("where", "Di mana", "tempat, desa/kelurahan, kecamatan, kabupaten/kota", 1),
    ("why", "Mengapa", "latar belakang dan tujuan kegiatan", 3),
    ("how", "Bagaimana", "jalannya kegiatan, hasil, angka dan kutipan", 4),
)

FIELDS = (
    "No. agenda (diisi petugas)",
    "Instansi/SKPD",
    "Nomor dan tanggal surat",
    "Narahubung",
    "Telepon/WhatsApp",
    "Pos-el",
)


def form_data(agency: Agency, request: Request | None, now: datetime) -> PaperData:
    """The form's data; without a request it is the blank that senders are given."""
    number = agenda_number(agency, request) if request else ""
    day = local_day(agency, request.letter.received if request else now)
    return {
        **frame(agency, TITLE, day, foot=f"{TITLE} · No. agenda {number}" if number else TITLE),
        "blank": request is None,
        "sender": _sender(agency, request, number),
        "activity": [
            {
                "label": label,
                "hint": hint,
                "lines": lines,
                "value": getattr(request.activity, field) if request else "",
            }
            for field, label, hint, lines in QUESTIONS
        ],
        "attachments": _attachments(request),
        "officer": _receiver(agency, request).data(),
        "applicant": Signatory(
            above=place_and_day(agency, None),
            office=("Pemohon,",),
            name=request.sender.contact if request else "",
        ).data(),
    }


def _sender(agency: Agency, request: Request | None, number: str) -> list[PaperData]:
    if request is None:
        values = ("",) * len(FIELDS)
    else:
        letter, sender = request.letter, request.sender
        values = (
            number,
            sender.agency,
            f"{letter.number}, {day_text(letter.date)}",
            sender.contact,
            sender.phone or "–",
            sender.email or "–",
        )
    return [{"label": label, "value": value} for label, value in zip(FIELDS, values, strict=True)]


def _attachments(request: Request | None) -> list[PaperData]:
    if request is None:
        kinds = (kind for kind in AttachmentKind if kind is not AttachmentKind.FORM)
        return [_attachment(Attachment(kind)) for kind in kinds]
    return [_attachment(paper) for paper in request.attachments]


def _attachment(paper: Attachment) -> PaperData:
    source = f"Foto: {paper.credit}" if paper.credit else ""
    return {
        "label": ATTACHMENTS[paper.kind],
        "present": paper.is_present,
        "due": day_text(paper.due) if paper.due else "",
        "remark": " ".join(part for part in (paper.caption, source) if part) or "–",
    }


def _receiver(agency: Agency, request: Request | None) -> Signatory:
    first = request.history[0] if request and request.history else None
    if first is None:
        return Signatory(above="Diterima oleh", office=("Petugas,",))
    return sign(agency, Role.OFFICER, first.at, person=first.by, above="Diterima oleh")
