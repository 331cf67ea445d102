"""Write Word documents in the office's look, without the clock of the machine that writes them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from pipeline.papers.prose import Node
from pipeline.papers.typesetting import emblem_png
from pipeline.papers.word_template import LANGUAGE, empty_document
from pipeline.papers.word_text import add_inline, clean, restart_numbering

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
SHEETS = {"a4": (Cm(21), Cm(29.7)), "f4": (Cm(21.5), Cm(33))}
MARGINS = {"left_margin": 2.5, "right_margin": 2.0, "top_margin": 1.8, "bottom_margin": 2.0}
EMBLEM_COLUMN = Cm(2.6)
HEAD_COLUMN = Cm(13.9)


def new_document(data: Mapping[str, Any], sheet: str) -> WordDocument:
    """An empty document with sheet, styles and properties; `data` is a paper's frame."""
    document = empty_document()
    section = document.sections[0]
    section.page_width, section.page_height = SHEETS[sheet]
    for margin, centimetres in MARGINS.items():
        setattr(section, margin, Cm(centimetres))
    properties = document.core_properties
    # The format allows 255 characters.
    properties.title = clean(data["title"])[:255]
    properties.author = properties.last_modified_by = clean(data["office"])[:255]
    properties.language, properties.comments, properties.revision = LANGUAGE, "", 1
    properties.created = properties.modified = _midnight(data["date"])
    return document


def add_letterhead(document: WordDocument, head: Mapping[str, Any], office: str) -> None:
    """The emblem beside the lines of the office, over a double line."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for place, width in enumerate((EMBLEM_COLUMN, HEAD_COLUMN)):
        # Word goes by the cells, others by the columns.
        table.columns[place].width = table.cell(0, place).width = width
    run = table.cell(0, 0).paragraphs[0].add_run()
    shape = run.add_picture(io.BytesIO(emblem_png()), width=Cm(2))
    shape._inline.docPr.set("descr", f"Lambang {clean(office)}")
    for place, (text, size, bold) in enumerate(_head_lines(head)):
        cell = table.cell(0, 1)
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(1)
        run = paragraph.add_run(clean(text))
        run.font.size, run.bold = Pt(size), bold
    _rule(document.add_paragraph())


def add_line(
    document: WordDocument, text: str, *, bold: bool = False, italic: bool = False, size: float = 0
) -> None:
    """A centred line; `size` in points, 0 for that of the text."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(clean(text))
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)


def add_lines(document: WordDocument, lines: Sequence[str]) -> None:
    """One paragraph of short lines."""
    paragraph = document.add_paragraph()
    for place, line in enumerate(lines):
        run = paragraph.add_run(clean(line))
        if place < len(lines) - 1:
            run.add_break()


def add_heading(document: WordDocument, text: str, level: int) -> None:
    """A heading; the one of level 1 is centred."""
    heading = document.add_heading(clean(text), level=level)
    if level == 1:
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER


def add_blocks(document: WordDocument, blocks: Sequence[Node], style: str = "Normal") -> None:
    """The blocks that `prose` made."""
    for block in blocks:
        kind = block["kind"]
        if kind == "heading":
            add_inline(document.add_heading(level=min(block["level"], 3)), block["inline"])
        elif kind == "p":
            paragraph = document.add_paragraph(style=style)
            if style == "Normal":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            add_inline(paragraph, block["inline"])
        elif kind == "quote":
            add_blocks(document, block["blocks"], "Quote")
        elif kind == "item":
            add_blocks(document, block["blocks"], style)
        else:
            before = len(document.paragraphs)
            add_blocks(document, block["blocks"], "List Bullet" if kind == "ul" else "List Number")
            if kind == "ol":
                restart_numbering(document, document.paragraphs[before:])


def file_bytes(document: WordDocument) -> bytes:
    """The package as a file, with the dates inside it fixed."""
    written, settled = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(settled, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return settled.getvalue()


def _midnight(day: Sequence[int]) -> datetime:
    year, month, day_of_month = day
    return datetime(year, month, day_of_month, tzinfo=UTC)


def _head_lines(head: Mapping[str, Any]) -> list[tuple[str, float, bool]]:
    """Text, size in points, bold."""
    *first, last = head["lines"]
    small = [text for text in (head["address"], head["contact"]) if text]
    return [
        *((t, 12.0, False) for t in first),
        (last, 13.5, True),
        *((t, 9.0, False) for t in small),
    ]


def _rule(paragraph: Paragraph) -> None:
    """The double line under a letterhead."""
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "thickThinSmallGap"), ("sz", "18"), ("space", "1")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)
    paragraph.paragraph_format.space_after = Pt(0)
