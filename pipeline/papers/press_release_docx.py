"""The press release as a Word document that a newsroom can edit."""

from collections.abc import Mapping
from typing import Any

from docx.document import Document as WordDocument

from pipeline.papers.word import (
    add_blocks,
    add_heading,
    add_letterhead,
    add_line,
    add_lines,
    file_bytes,
    new_document,
)
from pipeline.papers.word_text import clean


def press_release_docx(data: Mapping[str, Any], *, sheet: str = "a4") -> bytes:
    """The .docx of the data that `press_release_data` made; `sheet` is a4 or f4."""
    document = new_document(data, sheet)
    add_letterhead(document, data["letterhead"], data["office"])
    add_line(document, "SIARAN PERS", bold=True, size=14)
    add_line(document, f"Nomor: {data['number'] or '.' * 30}")
    if data["unpublished"]:
        add_line(document, "NASKAH: belum disetujui tayang, bukan untuk disiarkan", bold=True)
    add_heading(document, data["headline"], 1)
    add_line(document, data["place-and-day"], italic=True)
    add_blocks(document, data["body"])
    add_line(document, "***")
    _add_ending(document, data)
    return file_bytes(document)


def _add_ending(document: WordDocument, data: Mapping[str, Any]) -> None:
    if data["photos"]:
        add_heading(document, "Foto terlampir", 2)
        for photo in data["photos"]:
            text = f"{photo['caption']} (Foto: {photo['credit']})"
            document.add_paragraph(clean(text), style="List Bullet")
    if data["url"]:
        document.add_paragraph(clean(f"Berita ini juga tayang di {data['url']}."))
    add_heading(document, f"Tentang {data['office']}", 2)
    document.add_paragraph(clean(data["boilerplate"]))
    add_heading(document, "Narahubung", 2)
    contact = data["contact"]
    ways = (("Telepon/WhatsApp", contact["phone"]), ("Pos-el", contact["email"]))
    add_lines(
        document, [contact["name"], contact["title"], *(f"{way} {to}" for way, to in ways if to)]
    )
