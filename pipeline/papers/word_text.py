"""Put running text into a Word paragraph: emphasis, links, and lists that count from one."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from pipeline.papers.prose import Node
from pipeline.record.text import without_invisible


def clean(text: str) -> str:
    """Text that XML can hold and that shows what it says."""
    return without_invisible(text)


def add_inline(
    paragraph: Paragraph,
    parts: Sequence[Node | str],
    *,
    bold: bool = False,
    italic: bool = False,
) -> None:
    """The inline parts that `prose` made."""
    for part in parts:
        if isinstance(part, str):
            run = paragraph.add_run(clean(part))
            run.bold, run.italic = bold or None, italic or None
        elif part["kind"] == "br":
            paragraph.add_run().add_break()
        elif part["kind"] == "link":
            _add_link(paragraph, part, bold=bold, italic=italic)
        else:
            strong, emphasis = part["kind"] == "strong", part["kind"] == "em"
            add_inline(paragraph, part["inline"], bold=bold or strong, italic=italic or emphasis)


def restart_numbering(document: WordDocument, paragraphs: Sequence[Paragraph]) -> None:
    """Let these paragraphs of the style "List Number" count from one."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    shared = numbering.num_having_numId(style.pPr.numPr.numId.val)
    own = numbering.add_num(shared.abstractNumId.val)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in paragraphs:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = own.numId
        properties.get_or_add_ilvl().val = 0


def _add_link(paragraph: Paragraph, part: Node, *, bold: bool, italic: bool) -> None:
    target = paragraph.part.relate_to(
        clean(part["href"]), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    before = len(paragraph.runs)
    add_inline(paragraph, part["inline"], bold=bold, italic=italic)
    for run in paragraph.runs[before:]:
        run.underline = True
        link.append(run._r)
    paragraph._p.append(link)
