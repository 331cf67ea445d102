"""What every Word document begins with: of the library's own template only what ours make use of.

As it comes it is 38 kB of styles for tables, a theme and a picture of a page, and is read anew for
each document.
"""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

FONT, LANGUAGE = "Times New Roman", "id-ID"
SIZES = {"Normal": 11.5, "Heading 1": 15.0, "Heading 2": 12.0, "Heading 3": 11.5}
BULLET = "•"
# In which text is written besides these.
OTHERS = ("Quote", "List Bullet", "List Number")
# Parts of the template by what they are to it.
UNUSED = (
    RELATIONSHIP_TYPE.THEME, RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.FONT_TABLE, RELATIONSHIP_TYPE.WEB_SETTINGS,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)  # fmt: skip
# How a style leads to others.
_LEADS = ("basedOn", "next", "link")


def empty_document() -> WordDocument:
    """A new document with the office's styles, and nothing in it."""
    return Document(io.BytesIO(_template()))


@cache
def _template() -> bytes:
    document = Document()
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype in UNUSED:
                del holder.rels[key]
    _keep_styles(document)
    _keep_numbering(document)
    for name, size in SIZES.items():
        _set_style(document, name, size)
    _set_defaults(document)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _keep_styles(document: WordDocument) -> None:
    """Keep the styles in use, those by default, and all that these lead to."""
    listed = document.styles.element
    by_id = {style.styleId: style for style in listed.style_lst}
    wanted = [document.styles[name].style_id for name in (*SIZES, *OTHERS)]
    wanted += [key for key, style in by_id.items() if style.default]
    kept = set[str]()
    while wanted:
        key = wanted.pop()
        if key not in kept:
            kept.add(key)
            wanted += _leads_to(by_id[key])
    for key, style in by_id.items():
        if key not in kept:
            listed.remove(style)
    listed.remove(listed.latentStyles)


def _leads_to(style: Any) -> Iterator[str]:
    for way in _LEADS:
        for found in style.findall(qn(f"w:{way}")):
            yield found.get(qn("w:val"))


def _keep_numbering(document: WordDocument) -> None:
    """Keep how the lists in use count."""
    numbering = document.part.numbering_part.element
    used = {found.val for found in document.styles.element.xpath("//w:style//w:numId")}
    for one in list(numbering.num_lst):
        if one.numId not in used:
            numbering.remove(one)
    ways = {str(one.abstractNumId.val) for one in numbering.num_lst}
    for way in numbering.findall(qn("w:abstractNum")):
        if way.get(qn("w:abstractNumId")) not in ways:
            numbering.remove(way)
    # As it comes it is a sign that only the font Symbol has, which telephones have not.
    for level in numbering.xpath("//w:lvl[w:numFmt/@w:val='bullet']"):
        level.find(qn("w:lvlText")).set(qn("w:val"), BULLET)
        level.remove(level.find(qn("w:rPr")))


def _set_defaults(document: WordDocument) -> None:
    """One font for all scripts and styles, in the colour of paper and ink: none of the theme's."""
    styles = document.styles.element
    for fonts in styles.xpath("//w:rFonts"):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
    for colour in styles.xpath("//w:style//w:color"):
        colour.getparent().remove(colour)
    for language in styles.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), LANGUAGE)


def _set_style(document: WordDocument, name: str, size: float) -> None:
    style = document.styles[name]
    style.font.name, style.font.size = FONT, Pt(size)
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    properties.append(language)
