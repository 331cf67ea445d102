"""Checks of the markup: no HTML, links that leave no doubt, pictures that are the article's own.

They look at the text and not at what a Markdown library makes of it, and rather refuse too much:
news needs neither code nor clever markup.
"""

import re
from collections.abc import Iterator

from pipeline.editorial.rules import Hit
from pipeline.editorial.subject import Subject
from pipeline.record.text import shortened

_AUTOLINK = r"https?://[^\s<>]*>|[^\s<>@]+@[^\s<>@]+>"
_HTML = re.compile(rf"<(?!{_AUTOLINK})[A-Za-z/!?][^>\n]*>?", re.IGNORECASE)
_UNESCAPED = r"(?<!\\)(?:\\\\)*"
_TARGET = r"\(\s*<?(?P<target>[^\s)>]*)"
_LINK = re.compile(rf"{_UNESCAPED}\](?P<paren>{_TARGET})")
_PICTURE = re.compile(rf"{_UNESCAPED}!\[[^\]\n]*\](?P<paren>{_TARGET})")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:\s*<?(?P<target>[^\s>]*)", re.MULTILINE)
_GOOD = re.compile(r"https?://[^/\s]|mailto:[^\s@]+@[^\s@]", re.IGNORECASE)


def html(subject: Subject) -> Iterator[Hit]:
    """Markdown only, and no markup at all in titles, captions and names."""
    for line, text in subject.texts:
        for found in _HTML.finditer(text):
            yield Hit("article-html", line, {"text": shortened(found[0])})


def links(subject: Subject) -> Iterator[Hit]:
    """Every link says in full where it leads."""
    pictures = {found.start("paren") for found in _PICTURE.finditer(subject.body)}
    found_links = [
        *(found for found in _LINK.finditer(subject.body) if found.start("paren") not in pictures),
        *_DEFINITION.finditer(subject.body),
    ]
    for found in found_links:
        if not _GOOD.match(found["target"]):
            address = f"`{shortened(found['target'])}`"
            yield Hit(
                "article-link", subject.body_line(found.start("target")), {"address": address}
            )


def pictures(subject: Subject) -> Iterator[Hit]:
    """Pictures in the text lie beside it and are described; none is fetched from elsewhere."""
    known = {photo.file for photo in subject.article.photos}
    for found in _PICTURE.finditer(subject.body):
        if found["target"] not in known:
            fields = {"address": f"`{shortened(found['target'])}`"}
            yield Hit("article-picture", subject.body_line(found.start()), fields)
