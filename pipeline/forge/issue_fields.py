"""The fields of the form by which a letter is entered on a forge: its questions, and its YAML.

They are those of the publication form and of the letter (SOP row 1), in the words of the office.
The form and whoever reads it come from this one table. Where papers are local, nobody is asked for
the sender's contacts: what is typed into a form stays with the forge.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from pipeline.record.keeping import CONTACTS, Keeping
from pipeline.record.labels import (
    ATTACHMENT_LABELS,
    ORIGIN_LABELS,
    SECURITY_LABELS,
    URGENCY_LABELS,
)
from pipeline.record.request import AttachmentKind

# How the forge marks the issues that come by this form.
LABEL = "permintaan"
NAME = "Permintaan publikasi kegiatan"
ABOUT = "Mendaftarkan surat permintaan, undangan peliputan, atau perintah pimpinan"
INTRODUCTION = """\
Salin isi surat dan formulir publikasi kegiatan ke sini. Sistem memberi nomor agenda dan membalas
dengan tautan untuk mengunggah pindaian surat, formulir, data, dan foto; **jangan menjatuhkan berkas
ke formulir ini**. Surat terbatas, rahasia, dan sangat rahasia tidak dipindai: isi hal seperlunya.
"""
# The same, where papers are local.
WITHOUT_CONTACTS = """\
Salin isi surat dan formulir publikasi kegiatan ke sini, **tanpa nama narahubung, alamat surel, dan
nomor telepon**: yang tertulis di sini tersimpan di luar kantor. Narahubung dan pindaian surat,
formulir, dan data dimasukkan di server kantor dengan `siar lengkapi`; hanya foto yang diunggah.
"""


class Widget(StrEnum):
    """How a field is filled in."""

    INPUT = "input"
    TEXTAREA = "textarea"
    DROPDOWN = "dropdown"
    CHECKBOXES = "checkboxes"


class Holds(StrEnum):
    """What an answer is."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    EMAIL = "email"
    CHOICE = "choice"
    CHOICES = "choices"


class Field(NamedTuple):
    """A question: `part` and `name` say where the answer goes, `options` what may be chosen."""

    label: str
    part: str
    name: str
    widget: Widget = Widget.INPUT
    holds: Holds = Holds.LINE
    is_required: bool = True
    about: str = ""
    sample: str = ""
    options: Mapping[str, str] = MappingProxyType({})

    @property
    def id(self) -> str:
        """How the forge calls it: `letter-number`."""
        return f"{self.part}-{self.name}".strip("-").replace("_", "-")


def _choice(label: str, part: str, name: str, options: Mapping[Any, str], about: str) -> Field:
    values = {shown: str(value) for value, shown in options.items()}
    return Field(
        label, part, name, Widget.DROPDOWN, Holds.CHOICE, about=about, options=values
    )  # fmt: skip


def _five_w(label: str, name: str, about: str) -> Field:
    return Field(label, "activity", name, Widget.TEXTAREA, Holds.TEXT, about=about)


FIELDS: tuple[Field, ...] = (
    _choice(
        "Asal permintaan", "", "origin", ORIGIN_LABELS, "Mengapa kegiatan ini dipublikasikan"
    ),
    Field(
        "Nomor surat", "letter", "number",
        about="Persis seperti tertulis di surat", sample="005/123/DISTAN/XI/2026",
    ),
    Field("Tanggal surat", "letter", "date", holds=Holds.DAY, sample="2026-11-20"),
    Field(
        "Diterima tanggal dan jam", "letter", "received", holds=Holds.MOMENT, is_required=False,
        about="Waktu kantor; kosongkan bila baru saja diterima", sample="2026-11-23 08:50",
    ),
    Field("Hal", "letter", "subject", sample="Permohonan publikasi panen raya"),
    _choice("Sifat surat", "letter", "urgency", URGENCY_LABELS, "Seberapa cepat harus ditangani"),
    _choice("Keamanan surat", "letter", "security", SECURITY_LABELS, "Siapa yang boleh membaca"),
    Field(
        "Tempat surat disimpan", "letter", "kept_at", is_required=False,
        about="Wajib bila surat terbatas, rahasia, atau sangat rahasia: suratnya tidak dipindai",
        sample="Lemari arsip Bidang PIKS",
    ),
    Field(
        "Nomor SRIKANDI", "letter", "srikandi", is_required=False,
        about="Kosongkan bila tidak ada",
    ),
    Field("Pengirim", "sender", "agency", about="SKPD atau instansi", sample="Dinas Pertanian"),
    Field("Narahubung", "sender", "contact", about="Nama orang yang dapat dihubungi"),
    Field(
        "Surel pengirim", "sender", "email", holds=Holds.EMAIL, is_required=False,
        about="Pengirim diberi tahu di sini bila berita tayang", sample="humas@dinas.example",
    ),
    Field(
        "Telepon atau WhatsApp", "sender", "phone", is_required=False,
        about="Wajib bila tidak ada surel",
    ),
    _five_w("Apa", "what", "Kegiatan apa"),
    _five_w("Siapa", "who", "Siapa yang terlibat, dengan nama lengkap dan jabatan"),
    _five_w("Kapan", "when", "Hari, tanggal, dan jam kegiatan"),
    _five_w("Di mana", "where", "Tempat kegiatan"),
    _five_w("Mengapa", "why", "Maksud dan tujuan kegiatan"),
    _five_w("Bagaimana", "how", "Jalannya kegiatan"),
    Field(
        "Berkas lain yang akan diunggah", "", "papers", Widget.CHECKBOXES, Holds.CHOICES,
        is_required=False,
        about="Surat, formulir, dan data dicatat menyusul dengan sendirinya sesuai asal permintaan",
        options={
            ATTACHMENT_LABELS[kind]: str(kind)
            for kind in (AttachmentKind.DATA, AttachmentKind.PHOTO, AttachmentKind.OTHER)
        },
    ),
    Field(
        "Berkas menyusul paling lambat", "", "due", holds=Holds.DAY, is_required=False,
        about="Kosongkan bila berkas diunggah hari ini", sample="2026-11-30",
    ),
)  # fmt: skip

# What is said of a field otherwise where papers are local.
_LOCALLY = {
    "papers": "Selain foto, semua berkas dimasukkan di server kantor",
    "due": "Juga untuk narahubung; kosongkan bila dimasukkan hari ini",
}


def fields(keeping: Keeping) -> tuple[Field, ...]:
    """What the form asks where papers are kept in this way."""
    if keeping is Keeping.REPOSITORY:
        return FIELDS
    return tuple(
        one._replace(about=_LOCALLY.get(one.id, one.about)) for one in FIELDS if not is_contact(one)
    )


def is_contact(one: Field) -> bool:
    """Whether it asks for the sender's contacts."""
    return one.part == "sender" and one.name in CONTACTS


def template(keeping: Keeping = Keeping.REPOSITORY) -> dict[str, Any]:
    """The form as the forge reads it (`.github/ISSUE_TEMPLATE/permintaan.yml`)."""
    introduction = INTRODUCTION if keeping is Keeping.REPOSITORY else WITHOUT_CONTACTS
    return {
        "name": NAME,
        "description": ABOUT,
        "title": "Permintaan: ",
        "labels": [LABEL],
        "body": [
            {"type": "markdown", "attributes": {"value": introduction}},
            *(_element(one) for one in fields(keeping)),
        ],
    }


def _element(one: Field) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": one.label}
    if one.about:
        attributes["description"] = one.about
    if one.sample:
        attributes["placeholder"] = one.sample
    if one.widget is Widget.DROPDOWN:
        attributes |= {"options": list(one.options), "default": 0}
    if one.widget is Widget.CHECKBOXES:
        attributes["options"] = [{"label": label} for label in one.options]
    element: dict[str, Any] = {"type": str(one.widget), "id": one.id, "attributes": attributes}
    if one.is_required:
        element["validations"] = {"required": True}
    return element
