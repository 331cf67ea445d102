"""Read built pages as a browser's parser does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

Attributes = dict[str, str]
VOID = {"meta", "link", "img", "br", "hr", "input", "source", "path", "circle"}


@dataclass
class ReadPage(HTMLParser):
    """Elements in order, the text of each kind, and what is open at the end."""

    source: str
    elements: list[tuple[str, Attributes]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    main_links: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag == "a" and "main" in self._open and "href" in values:
            self.main_links.append(values["href"])
        if tag not in VOID:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data
        if not {"script", "style"} & set(self._open):
            self.text += data

    def all(self, tag: str) -> list[Attributes]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def meta(self, name: str) -> str | None:
        """The content of a meta element by its name or property."""
        named = (m for m in self.all("meta") if name in (m.get("name"), m.get("property")))
        return next((meta.get("content", "") for meta in named), None)

    def only(self, tag: str) -> str:
        """The text of the one element of a kind."""
        (text,) = self.texts[tag]
        return " ".join(text.split())


def page(folder: Path, path: str) -> ReadPage:
    """The page at a path of the built site."""
    file = folder / path / "index.html" if path.endswith("/") or not path else folder / path
    return ReadPage(file.read_text(encoding="utf-8"))


def html_files(folder: Path) -> Iterator[str]:
    """The names of all HTML files."""
    yield from sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def addresses(read: ReadPage) -> Iterator[str]:
    """Every address that the page makes a browser or a reader go to."""
    for _tag, attributes in read.elements:
        for name in ("href", "src"):
            if name in attributes:
                yield attributes[name]
        for choice in attributes.get("srcset", "").split(","):
            if choice.strip():
                yield choice.split()[0]


def local_target(name: str, address: str) -> str | None:
    """The file of the site that an address on the page `name` leads to; None if it leads out."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or (not parts.path and parts.fragment):
        return None
    path = unquote(parts.path)
    whole = path.lstrip("/") if path.startswith("/") else join(dirname(name), path)
    target = normpath(whole) if whole else "."
    folder = path.endswith("/") or target == "."
    return normpath(join(target, "index.html")) if folder else target


def xml(file: Path) -> ElementTree.Element:
    """The root of a feed or sitemap."""
    return ElementTree.parse(file).getroot()  # noqa: S314 — made by the build under test
