"""Turn an article's Markdown into what a mail may carry: a little safe HTML, and plain text."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import markdown
import nh3

_TAGS = {
    "a", "b", "blockquote", "br", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol",
    "p", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}
# Mail programs drop style sheets; what each tag needs stands on the tag.
_HEADING = "margin:20px 0 8px;line-height:1.35;color:#123a5c"
_CELL = "border:1px solid #c9d3dc;padding:6px 8px;text-align:left;vertical-align:top"
_STYLES = {
    "p": "margin:0 0 14px",
    "h1": f"{_HEADING};font-size:19px",
    "h2": f"{_HEADING};font-size:18px",
    "h3": f"{_HEADING};font-size:16px",
    "h4": f"{_HEADING};font-size:15px",
    "h5": f"{_HEADING};font-size:15px",
    "h6": f"{_HEADING};font-size:15px",
    "ul": "margin:0 0 14px;padding-left:22px",
    "ol": "margin:0 0 14px;padding-left:22px",
    "li": "margin:0 0 5px",
    "blockquote": "margin:0 0 14px;padding:2px 0 2px 14px;border-left:3px solid #c8a13a",
    "table": "border-collapse:collapse;width:100%;margin:0 0 14px;font-size:14px",
    "td": _CELL,
    "th": f"{_CELL};background:#eef3f7",
    "a": "color:#0b5394;text-decoration:underline",
    "hr": "border:0;border-top:1px solid #c9d3dc;margin:18px 0",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def to_html(text: str, base: str) -> str:
    """The Markdown as safe HTML in mail's own style; relative links start from `base`."""
    return _clean(text, base, _STYLES)


def to_text(text: str, base: str) -> str:
    """The Markdown as paragraphs of plain text; a link is followed by its address."""
    writer = _TextWriter()
    writer.feed(_clean(text, base, {}))
    writer.close()
    return writer.text()


def _clean(text: str, base: str, styles: dict[str, str]) -> str:
    def resolve(tag: str, attribute: str, value: str) -> str | None:
        try:
            address = urljoin(base, value)
        except ValueError:  # `http://[`: no address at all
            return None
        return address if urlsplit(address).scheme in _SCHEMES else None

    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return nh3.clean(
        markdown.markdown(_CONTROLS.sub("", lines), extensions=["tables", "sane_lists"]),
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}},
        attribute_filter=resolve,
        url_schemes=_SCHEMES,
        link_rel=None,
        set_tag_attribute_values={tag: {"style": style} for tag, style in styles.items()},
    )


class _TextWriter(HTMLParser):
    """Write cleaned HTML as text: blocks apart by an empty line, items with a dash or number."""

    _BLOCKS = frozenset(
        {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table"}
    )
    _QUOTE = "> "

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = [""]
        self._lists: list[int | None] = []
        self._quotes = 0
        self._href = ""
        self._linked = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, an item, a link."""
        if tag in self._BLOCKS and not self._in_item:
            self._begin()
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "br":
            self._newline()
        elif tag == "hr":
            self._begin("* * *")
        elif tag == "a":
            self._href, self._linked = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        """End what was begun; a link's address follows it."""
        if tag in ("ul", "ol"):
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes -= 1
            self._begin()
        elif tag in ("td", "th"):
            self._add(" | ")
        elif tag == "tr":
            self._newline()
        elif tag == "a":
            address = self._href.removeprefix("mailto:")
            if address and address != self._linked.strip():
                self._add(f" ({address})")
            self._href = ""
        if tag in self._BLOCKS and not self._in_item:
            self._begin()

    def handle_data(self, data: str) -> None:
        """Words; a line break within a paragraph is only a space."""
        words = re.sub(r"\s+", " ", data)
        self._linked += words if self._href else ""
        if words.strip() or not self._blocks[-1].endswith(("\n", " ")):
            self._add(words)

    @property
    def _in_item(self) -> bool:
        return bool(self._lists)

    def _begin(self, text: str = "") -> None:
        self._blocks += [text, ""] if text else [""]

    def _begin_item(self) -> None:
        mark, depth = "-", len(self._lists) - 1
        if self._lists and self._lists[-1] is not None:
            self._lists[-1] += 1
            mark = f"{self._lists[-1]}."
        self._blocks[-1] = self._blocks[-1].rstrip(" \n")
        self._newline(f"{'  ' * max(depth, 0)}{mark} ")

    def _newline(self, indent: str = "") -> None:
        current = self._blocks[-1].rstrip(" |")
        quote = self._QUOTE * self._quotes
        self._blocks[-1] = f"{current}\n{quote}{indent}" if current else quote + indent

    def _add(self, words: str) -> None:
        if not self._blocks[-1]:
            words = self._QUOTE * self._quotes + words.lstrip()
        elif self._blocks[-1].endswith(("\n", " ")):
            words = words.lstrip(" ")
        self._blocks[-1] += words

    def text(self) -> str:
        """All that was written, with one line break at its end."""
        blocks = (block.strip("\n").rstrip() for block in self._blocks)
        return "\n\n".join(block for block in blocks if block.strip("> ")) + "\n"
