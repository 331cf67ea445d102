"""Turn an article's Markdown into HTML that can be shown to anybody."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from pipeline.errors import BadInput
from pipeline.i18n import _, agency_text
from pipeline.site.html import Html
from pipeline.site.picture import Picture
from pipeline.site.quick import quicken

TEXT_TAGS = {"p", "h2", "h3", "h4", "strong", "em", "a", "br", "hr", "blockquote", "code", "pre"}
LIST_TAGS = {"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
FRAME_TAGS = {"figure", "figcaption", "picture", "source", "img", "span", "div"}
TAGS = TEXT_TAGS | LIST_TAGS | FRAME_TAGS
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "source": {"type", "srcset", "sizes"},
    "img": {"src", "width", "height", "alt", "loading"},
}
CLASSES = {"span": {"kredit", "dateline"}, "div": {"tabel"}}
SCHEMES = {"http", "https", "mailto"}
# The page's own heading is the first; the fourth is as deep as a news article goes.
HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}
# "Sofifi, 24 November 2026 – " before the first sentence.
DATELINE = re.compile(r"\s*([^,\n]{2,40}, \d{1,2} [A-Z][a-z]+ \d{4})\s*[–—-]\s+")
IN_TEXT = "(min-width: 60rem) 43rem, 88vw"
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes=SCHEMES,
    link_rel="noopener noreferrer",
)


class Body(NamedTuple):
    """The HTML of an article's text, and the photographs already shown in it."""

    html: Html
    shown: frozenset[str]


class BodyConverter:
    """One Markdown converter for all articles: making one costs as much as converting a text."""

    def __init__(self) -> None:
        self._markdown = Markdown(extensions=["tables", "sane_lists"])
        # HTML typed into an article is shown as the text it is.
        self._markdown.preprocessors.deregister("html_block")
        self._markdown.inlinePatterns.deregister("html")
        quicken(self._markdown)
        self._figures = _Figures(self._markdown)
        self._markdown.treeprocessors.register(self._figures, "figures", 0)

    def convert(
        self,
        text: str,
        pictures: Mapping[str, Picture] | None,
        path: str,
        *,
        forgiving: bool = False,
    ) -> Body:
        """The HTML of `text`. Raises BadInput for a picture in it that is not in `pictures`.

        A `forgiving` converter writes the name of that picture in its place. With None for
        `pictures`, none is shown, and nothing is said but that there was one.
        """
        self._figures.begin(pictures, path, forgiving=forgiving)
        html = sanitised(self._markdown.reset().convert(text))
        return Body(html, frozenset(self._figures.shown))


def sanitised(html: str) -> Html:
    """Only what is on the lists survives, whatever the converter let through."""
    return Html(_CLEANER.clean(html))


class _Figures(Treeprocessor):
    """Give each picture its caption, credit and size, and each table room to scroll."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.begin({}, "")

    def begin(
        self, pictures: Mapping[str, Picture] | None, path: str, *, forgiving: bool = False
    ) -> None:
        self._pictures = pictures
        self._path = path
        self._forgiving = forgiving
        self.shown: set[str] = set()

    def run(self, root: Element) -> None:
        _mark_dateline(root)
        has_images = next(root.iter("img"), None) is not None
        for element in list(root.iter()):
            if element.tag in HEADINGS:
                element.tag = HEADINGS[element.tag]
            elif element.tag == "table":
                _wrap(element)
            # What is within a frame was completed with it.
            has_any = has_images and element.tag != "picture"
            for image in element.findall("img") if has_any else ():
                picture = self._complete(image)
                if picture is None:
                    continue
                if _is_alone(image, element):
                    _make_figure(element, picture)
                _offer_choice(image, picture)

    def _complete(self, image: Element) -> Picture | None:
        if self._pictures is None:
            _instead(image, agency_text("[a picture that is not shown here]"))
            return None
        picture = self._pictures.get(unquote(image.get("src", "")))
        if picture is None and self._forgiving:
            # Where it belongs is shown all the same.
            name = unquote(image.get("src", ""))
            _instead(image, agency_text("[the picture {name} is missing]").format(name=name))
            return None
        if picture is None:
            raise BadInput(
                _("{path}: the text shows the picture {name}, which is not under `photos`").format(
                    path=self._path, name=image.get("src", "")
                ),
                hint=_("put the file beside the article and list it under `photos`"),
            )
        self.shown.add(picture.file)
        image.attrib.pop("title", None)
        image.attrib.update(
            src=picture.full.address,
            width=str(picture.full.size.width),
            height=str(picture.full.size.height),
            alt=picture.alt,
            loading="lazy",
        )
        return picture


def _mark_dateline(root: Element) -> None:
    first = next(iter(root), None)
    found = DATELINE.match(first.text or "") if first is not None and first.tag == "p" else None
    if first is None or found is None:
        return
    place = Element("span", {"class": "dateline"})
    place.text, place.tail = f"{found[1]} —", " " + (first.text or "")[found.end() :]
    first.text = ""
    first.insert(0, place)


def _instead(image: Element, words: str) -> None:
    """Show these words in the place of a picture."""
    image.tag, image.text = "em", words
    image.attrib.clear()


def _is_alone(image: Element, parent: Element) -> bool:
    text = (parent.text or "") + (image.tail or "")
    return parent.tag == "p" and len(parent) == 1 and not text.strip()


def _make_figure(paragraph: Element, picture: Picture) -> None:
    paragraph.tag = "figure"
    caption = SubElement(paragraph, "figcaption")
    caption.text = picture.caption + " "
    credit = SubElement(caption, "span", {"class": "kredit"})
    credit.text = f"Foto: {picture.credit}"


def _offer_choice(image: Element, picture: Picture) -> None:
    """Let browsers choose a form: the element becomes the frame, its copy the image."""
    inner = Element("img", dict(image.attrib))
    choice = {"type": "image/webp", "srcset": picture.srcset(), "sizes": IN_TEXT}
    image.tag, image.attrib = "picture", {}
    image[:] = [Element("source", choice), inner]


def _wrap(table: Element) -> None:
    """Let a wide table scroll within itself: the element becomes the frame, its copy the table."""
    inner = Element("table")
    inner.text, inner[:] = table.text, list(table)
    table.tag, table.text, table[:] = "div", None, [inner]
    table.attrib["class"] = "tabel"
