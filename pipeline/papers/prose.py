"""Turn an article's Markdown into a small tree that templates build on, without any markup in it.

What is not in the tree (raw HTML, scripts, pictures) appears as the words it was written with or
not at all. Blocks and inline parts are dictionaries with a `kind`; a plain string is plain text.
"""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from markdown import Markdown

Node = dict[str, Any]

BLOCKS = {"p": "p", "blockquote": "quote", "ul": "ul", "ol": "ol", "li": "item", "pre": "p"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}
CONTAINERS = frozenset({"root", "quote", "item"})
LISTS = frozenset({"ul", "ol"})
LINK_SCHEMES = frozenset({"http", "https", "mailto"})
# Quotations and lists inside one another; what is deeper joins the innermost.
DEEPEST = 12
# Headings of the text come below the paper's own, which is of level 1.
TOP_LEVEL = 2


def prose(markdown: str) -> list[Node]:
    """The blocks of an article: p, heading, ul, ol, quote; inside: text, em, strong, link, br."""
    reader = Markdown(extensions=["sane_lists"], output_format="html")
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    builder = _Builder()
    try:
        builder.feed(reader.convert(markdown))
    except RecursionError:  # the Markdown library's own: quotations within quotations without end
        return [{"kind": "p", "inline": [part]} for part in markdown.split("\n\n")]
    builder.close()
    return _with_levels(builder.root["blocks"])


def _with_levels(blocks: list[Node]) -> list[Node]:
    """Headings without gaps between levels, as readers of a tagged document need them."""
    level = TOP_LEVEL - 1
    for block in blocks:
        if block["kind"] == "heading":
            level = block["level"] = max(TOP_LEVEL, min(block["level"], level + 1))
    return blocks


class _Builder(HTMLParser):
    """Builds the tree from the HTML that python-markdown writes; unknown tags leave their words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: Node = {"kind": "root", "blocks": []}
        self.open: list[tuple[str, Node]] = [("", self.root)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in HEADINGS:
            self._open_block(tag, {"kind": "heading", "level": int(tag[1]), "inline": []})
        elif tag in BLOCKS:
            kind = BLOCKS[tag]
            self._open_block(tag, {"kind": kind, "inline" if kind == "p" else "blocks": []})
        elif tag in INLINE:
            self._open_inline(tag, {"kind": INLINE[tag], "inline": []})
        elif tag == "a" and _is_link(values.get("href")):
            self._open_inline(tag, {"kind": "link", "href": values["href"], "inline": []})
        elif tag == "br":
            self._add_inline({"kind": "br"})
        elif tag == "img" and values.get("alt"):
            self._add_inline(f"[Gambar: {values['alt']}]")

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _node in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() or "inline" in self.open[-1][1]:
            self._add_inline(data)

    def _open_block(self, tag: str, node: Node) -> None:
        if len(self.open) > DEEPEST and node["kind"] in CONTAINERS | LISTS:
            return
        while "blocks" not in self.open[-1][1]:
            self.open.pop()
        self.open[-1][1]["blocks"].append(node)
        self.open.append((tag, node))

    def _open_inline(self, tag: str, node: Node) -> None:
        if len(self.open) > 2 * DEEPEST:
            return
        self._add_inline(node)
        self.open.append((tag, node))

    def _add_inline(self, part: Node | str) -> None:
        """Words directly in a list item or a quotation get a paragraph of their own."""
        if self.open[-1][1]["kind"] in CONTAINERS | LISTS:
            self._open_block("p", {"kind": "p", "inline": []})
        self.open[-1][1]["inline"].append(
            " ".join(part.split("\n")) if isinstance(part, str) else part
        )


def _is_link(href: str | None) -> bool:
    try:
        return bool(href) and urlsplit(href).scheme in LINK_SCHEMES
    except ValueError:
        return False
