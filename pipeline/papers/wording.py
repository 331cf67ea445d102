"""Dates, durations and labels as Indonesian papers word them."""

from collections.abc import Mapping
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from pipeline.record.agency import Agency
from pipeline.record.labels import (
    ORIGIN_LABELS,
    SECURITY_LABELS,
    STATE_LABELS,
    URGENCY_LABELS,
)
from pipeline.record.request import AttachmentKind
from pipeline.record.workflow import Action, Role

LOCALE = "id"

# The words of the glossary, as a line on paper begins.
SECURITY = {key: word.title() for key, word in SECURITY_LABELS.items()}
URGENCY = {key: word.title() for key, word in URGENCY_LABELS.items()}
ORIGINS = {origin: word.capitalize() for origin, word in ORIGIN_LABELS.items()}
STATES = STATE_LABELS

CHANNELS = {"kertas": "disposisi kertas", "whatsapp": "pesan WhatsApp", "lisan": "arahan lisan"}

ATTACHMENTS = {
    AttachmentKind.LETTER: "Surat permintaan",
    AttachmentKind.FORM: "Formulir publikasi kegiatan",
    AttachmentKind.DATA: "Data yang akan dipublikasikan",
    AttachmentKind.PHOTO: "Foto kegiatan",
    AttachmentKind.OTHER: "Berkas lain",
}

ROLES = {
    Role.OFFICER: "Petugas",
    Role.SECTION_HEAD: "Kepala Seksi",
    Role.DIVISION_HEAD: "Kepala Bidang",
    Role.MAINTAINER: "Pengelola Sistem",
    Role.MACHINE: "Sistem",
}

# How the division head decided, as the disposition sheet and the agenda book say it.
DECISIONS = {
    Action.DISPOSE: "Diteruskan",
    Action.REDISPOSE: "Diteruskan (disposisi ulang)",
    Action.RETURN: "Dikembalikan untuk dilengkapi",
    Action.DECLINE: "Ditolak",
    Action.FILE: "Diarsipkan (cukup diketahui)",
}


def day_text(day: date) -> str:
    """`24 November 2026`."""
    return format_date(day, "d MMMM y", locale=LOCALE)


def weekday_text(day: date) -> str:
    """`Selasa, 24 November 2026`."""
    return format_date(day, "EEEE, d MMMM y", locale=LOCALE)


def short_day(day: date) -> str:
    """`24/11/2026`, for the columns of a register."""
    return format_date(day, "dd/MM/y", locale=LOCALE)


def month_text(day: date) -> str:
    """`November 2026`."""
    return format_date(day, "LLLL y", locale=LOCALE)


def local_day(agency: Agency, at: datetime) -> date:
    """The day it was at the office."""
    return at.astimezone(agency.zone).date()


def moment(agency: Agency, at: datetime) -> str:
    """`24 November 2026 pukul 09.05 WIT`."""
    local = at.astimezone(agency.zone)
    clock = format_datetime(local, "HH.mm", locale=LOCALE)
    return f"{day_text(local.date())} pukul {clock} {agency.zone_label}"


def short_moment(agency: Agency, at: datetime) -> str:
    """`24/11/2026 09.05`, for the columns of a table; its head names the zone."""
    return format_datetime(at.astimezone(agency.zone), "dd/MM/y HH.mm", locale=LOCALE)


def duration(minutes: int | None) -> str:
    """Working minutes as people say them: `2 jam 5 menit`; None (not measured) is a dash."""
    if minutes is None:
        return "–"
    hours, rest = divmod(minutes, 60)
    parts = [f"{count(hours)} jam" if hours else "", f"{rest} menit" if rest or not hours else ""]
    return " ".join(part for part in parts if part)


def count(number: int) -> str:
    """`1.234`."""
    text: str = format_decimal(number, locale=LOCALE)
    return text


def label(labels: Mapping[str, str], key: str) -> str:
    """The label for `key`; a word that the table does not know stands for itself."""
    return labels.get(key, key)
