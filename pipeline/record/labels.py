"""The Indonesian word for everything people see, the same on screens, papers, mails and the site.

docs/glossary.md is where people read these words with their meaning; a test proves that both say
the same. Keys are the identifiers that stand in files; values are what is shown.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from pipeline.i18n import OFFICE_LANGUAGE, terminal_language
from pipeline.record.request import AttachmentKind, Origin
from pipeline.record.workflow import Action, Role, State


class Mark(StrEnum):
    """What is said of a request beside its state."""

    LIVE = "live"
    EMERGENCY = "emergency"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    TAKEN_DOWN = "taken_down"
    UNCONFIRMED = "unconfirmed"
    PAUSED = "paused"
    AWAITING_EVENT = "awaiting_event"
    OVERDUE = "overdue"


STATE_LABELS: Final[Mapping[State, str]] = {
    State.RECEIVED: "diterima",
    State.RETURNED: "dikembalikan untuk dilengkapi",
    State.DECLINED: "ditolak",
    State.FILED: "diarsipkan",
    State.DISPOSITIONED: "didisposisi",
    State.DRAFTING: "sedang ditulis",
    State.IN_REVIEW: "menunggu koreksi",
    State.CHANGES_REQUESTED: "perlu perbaikan",
    State.APPROVED: "disetujui tayang",
    State.VOID: "batal",
}

MARK_LABELS: Final[Mapping[Mark, str]] = {
    Mark.LIVE: "tayang",
    Mark.EMERGENCY: "terbit darurat",
    Mark.CORRECTED: "ralat",
    Mark.WITHDRAWN: "dicabut",
    Mark.TAKEN_DOWN: "diturunkan",
    Mark.UNCONFIRMED: "belum dikonfirmasi",
    Mark.PAUSED: "ditunda",
    Mark.AWAITING_EVENT: "menunggu kegiatan",
    Mark.OVERDUE: "lewat waktu",
}

ROLE_LABELS: Final[Mapping[Role, str]] = {
    Role.OFFICER: "Petugas",
    Role.SECTION_HEAD: "Kepala Seksi (Kasi)",
    Role.DIVISION_HEAD: "Kepala Bidang (Kabid)",
    Role.MAINTAINER: "Pengelola sistem",
    Role.MACHINE: "Sistem",
}

ACTION_LABELS: Final[Mapping[Action, str]] = {
    Action.RECEIVE: "terima",
    Action.COMPLETE: "lengkapi",
    Action.RECTIFY: "betulkan",
    Action.DISPOSE: "disposisi",
    Action.RETURN: "kembalikan",
    Action.DECLINE: "tolak",
    Action.FILE: "arsipkan",
    Action.REDISPOSE: "disposisi ulang",
    Action.ACCEPT: "tindak lanjuti",
    Action.NOTE: "catat",
    Action.REASSIGN: "alihkan",
    Action.SPLIT: "pecah",
    Action.JOIN: "satukan",
    Action.SUBMIT: "ajukan",
    Action.REQUEST_CHANGES: "minta perbaikan",
    Action.REVISE: "perbaiki",
    Action.AGREE: "sepakati",
    Action.APPROVE: "setujui",
    Action.RECALL: "tarik",
    Action.AMEND: "ralat",
    Action.WITHDRAW: "cabut",
    Action.TAKEDOWN: "turunkan",
    Action.FACT_CHECK: "cek fakta",
    Action.EXEMPT: "izinkan",
    Action.PAUSE: "tunda",
    Action.RESUME: "lanjut",
    Action.VOID: "batalkan",
    Action.BYPASS: "terbit darurat",
    Action.SECOND_LOOK: "tinjau ulang",
    Action.CONFIRM: "konfirmasi",
    Action.IMPORT: "impor",
    Action.PUBLISH: "terbitkan",
    Action.TELL: "beri tahu",
    Action.REPORT: "laporan",
}

# Commands that leave no statement of their own. Those that do are called as their action is.
_OTHER_COMMANDS: Final[Mapping[str, str]] = {
    "init": "siapkan",
    "draft": "naskah",
    "preview": "pratinjau",
    "check": "periksa",
    "review": "koreksi",
    "merge": "gabung",
    "build": "bangun",
    "rollback": "mundurkan",
    "status": "status",
    "verify": "verifikasi",
    "print": "cetak",
    "archive": "arsip",
    "propose": "usulkan",
    "ratify": "sahkan",
    "handover": "serah-terima",
    "serve": "layani",
    "demo": "peragaan",
    "record": "rekam",
    "setup": "atur",
    "doctor": "diagnosa",
}

# The English name of every command and the Indonesian one that means the same.
COMMAND_NAMES: Final[Mapping[str, str]] = {
    **{
        str(action).replace("_", "-"): name.replace(" ", "-")
        for action, name in ACTION_LABELS.items()
    },
    **_OTHER_COMMANDS,
}

ORIGIN_LABELS: Final[Mapping[Origin, str]] = {
    Origin.LETTER: "surat permintaan publikasi",
    Origin.INVITATION: "undangan peliputan",
    Origin.ORDER: "perintah pimpinan",
}

ATTACHMENT_LABELS: Final[Mapping[AttachmentKind, str]] = {
    AttachmentKind.LETTER: "surat",
    AttachmentKind.FORM: "formulir publikasi kegiatan",
    AttachmentKind.DATA: "data yang akan dipublikasikan",
    AttachmentKind.PHOTO: "foto",
    AttachmentKind.OTHER: "lampiran lain",
}

# Two scales that are kept apart: how quickly, and who may read it.
URGENCY_LABELS: Final[Mapping[str, str]] = {
    "biasa": "biasa",
    "segera": "segera",
    "sangat_segera": "sangat segera",
}
SECURITY_LABELS: Final[Mapping[str, str]] = {
    "biasa": "biasa",
    "terbatas": "terbatas",
    "rahasia": "rahasia",
    "sangat_rahasia": "sangat rahasia",
}

OUTLET_LABELS: Final[Mapping[str, str]] = {
    "cetak": "media cetak",
    "daring": "media daring",
    "radio": "radio",
    "TV": "televisi",
}

# How a decision reached the system.
CHANNEL_LABELS: Final[Mapping[str, str]] = {
    "sistem": "sistem",
    "kertas": "kertas",
    "whatsapp": "WhatsApp",
    "lisan": "lisan",
}

DISPOSITION_LABELS: Final[Mapping[str, str]] = {
    "none": "belum didisposisi",
    "forwarded": "diteruskan",
    "returned": "dikembalikan untuk dilengkapi",
    "declined": "ditolak",
    "filed": "cukup diketahui",
}

CORRECTION_LABELS: Final[Mapping[str, str]] = {
    "none": "belum dikoreksi",
    "waiting": "menunggu koreksi",
    "changes_requested": "perlu perbaikan",
    "revised": "diperbaiki Kasi",
    "approved": "disetujui",
}

# What the text is: the news itself, or what follows it.
EDITION_LABELS: Final[Mapping[str, str]] = {
    "berita": "berita",
    "ralat": "ralat",
    "pencabutan": "pencabutan",
}

_LABELS: Final[Mapping[type[StrEnum], Mapping[Any, str]]] = {
    State: STATE_LABELS,
    Action: ACTION_LABELS,
    Role: ROLE_LABELS,
    AttachmentKind: ATTACHMENT_LABELS,
}


def named(word: State | Action | Role | AttachmentKind) -> str:
    """How messages call it: by its label, and to readers of English as it stands in files."""
    return _LABELS[type(word)][word] if terminal_language() == OFFICE_LANGUAGE else str(word)
