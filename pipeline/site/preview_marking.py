"""Mark a built page as a preview, whatever its theme: the tags that speak to machines go."""

import re
from collections.abc import Callable, Mapping, Set
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.site.preview_band import MARK, STYLE_FILE, title_prefix

# As strict as the site's own, for a page whose styles and pictures lie beside it on a disk.
POLICY = (
    "default-src 'none'; img-src 'self' file:; style-src 'self' file:; "
    "base-uri 'none'; form-action 'none'"
)
KEPT_LINKS = {"stylesheet", "icon"}
KEPT_META = {"viewport", "referrer", "color-scheme", "theme-color", "description"}
HREF = re.compile(r"""\shref\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)


class _Edit(NamedTuple):
    """Replace what stands from `start` to `end` by `text`."""

    start: int
    end: int
    text: str


def marked_page(page: str, *, number: str, band: str, site: str, there: Set[str]) -> str:
    """The page as a preview: it says so to people and to machines, and leads to the live `site`.

    `there` are the files beside it. Feeds, maps of links for social media, scripts and the digest
    that tells a live page are taken out, so that it passes for published nowhere. Raises BadInput
    where a theme's page has no place for the mark.
    """
    found = _Editor(page, site, there)
    found.feed(page)
    found.close()
    if found.head is None or found.body is None:
        raise BadInput(
            _("the theme's page of an article has no <head> or no <body> to mark as a preview"),
            hint=_("correct theme/templates/base.html"),
        )
    head = (
        f'\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '\n<meta name="robots" content="noindex, nofollow, noarchive">'
        f'\n<meta name="{MARK}" content="{escape(number)}">'
        f'\n<link rel="stylesheet" href="{STYLE_FILE}">'
    )
    edits = [
        *found.edits,
        _Edit(found.head, found.head, head),
        _Edit(found.body, found.body, f"\n{band}"),
    ]
    return _edited(page, edits)


def _edited(page: str, edits: list[_Edit]) -> str:
    parts, place = [], 0
    for edit in sorted(edits):
        if edit.start < place:  # within something that is gone already
            continue
        parts += [page[place : edit.start], edit.text]
        place = edit.end
    return "".join([*parts, page[place:]])


class _Editor(HTMLParser):
    """Find what has to change, by its place: all else stays byte for byte as the theme wrote it."""

    def __init__(self, page: str, site: str, there: Set[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.edits: list[_Edit] = []
        self.head: int | None = None
        self.body: int | None = None
        self._script: int | None = None
        self._site, self._there = site, there
        self._lines = [0, *(found.end() for found in re.finditer("\n", page))]
        self._page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._place()
        text = self.get_starttag_text() or ""
        values = {name: value or "" for name, value in attrs}
        end = start + len(text)
        if tag == "head" and self.head is None:
            self.head = end
        elif tag == "body" and self.body is None:
            self.body = end
        elif tag == "script":
            self._script = start
        elif tag == "title" and self.body is None:
            self.edits.append(_Edit(end, end, escape(title_prefix())))
        elif tag in SPEAK and not SPEAK[tag](values):
            self.edits.append(_Edit(start, end, ""))
        elif tag in ("a", "area") and "href" in values:
            self._lead(start, text, values["href"])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag == "script":
            self._end_script(self._place() + len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._end_script(self._page.index(">", self._place()) + 1)

    def _end_script(self, end: int) -> None:
        if self._script is not None:
            self.edits.append(_Edit(self._script, end, ""))
            self._script = None

    def _lead(self, start: int, text: str, href: str) -> None:
        """Let a link into the site lead to the live one: of it nothing else is here."""
        address = urlsplit(href)
        name = unquote(address.path).removeprefix("./")
        if address.scheme or address.netloc or href.startswith("#") or name in self._there:
            return
        written = f' href="{escape(urljoin(f"{self._site}/", href))}"'
        tag = HREF.sub(lambda _found: written, text, count=1)
        self.edits.append(_Edit(start, start + len(text), tag))

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _stays_linked(values: dict[str, str]) -> bool:
    return bool(KEPT_LINKS & set(values.get("rel", "").lower().split()))


def _stays_said(values: dict[str, str]) -> bool:
    return "charset" in values or values.get("name", "").lower() in KEPT_META


# The tags that speak to machines, and which of them a preview keeps.
SPEAK: Mapping[str, Callable[[dict[str, str]], bool]] = {
    "base": lambda _values: False,
    "link": _stays_linked,
    "meta": _stays_said,
}
