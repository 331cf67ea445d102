"""Check an article by all rules at once."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from pipeline.editorial import facts, markup, photos, privacy, prose
from pipeline.editorial.rules import Hit, finding
from pipeline.editorial.subject import Subject
from pipeline.record.agency import Agency
from pipeline.record.article import Article
from pipeline.record.finding import Finding
from pipeline.record.request import Request

CHECKS: Final[tuple[Callable[[Subject], Iterator[Hit]], ...]] = (
    prose.empty_slots,
    prose.title,
    prose.summary,
    prose.length,
    prose.quotation,
    prose.headings,
    markup.html,
    markup.links,
    markup.pictures,
    facts.agency,
    facts.topics,
    facts.request,
    facts.dates,
    photos.descriptions,
    photos.files,
    privacy.identity,
    privacy.phones,
    privacy.mail,
)


def check_article(
    article: Article,
    request: Request | None,
    agency: Agency,
    files: Mapping[str, bytes | int],
    *,
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Everything that is wrong with an article, by line.

    `files` are those of its folder by name (`index.md` and `versions/1.md` too): their bytes, or
    only their size where the bytes are not at hand; then they are not looked into. Lines are right
    where the bytes of `index.md` are given. Without `request` or `today`, nothing is said of what
    they alone would show.
    """
    subject = Subject(article, request, agency, files, today)
    found = [finding(hit, subject.path) for check in CHECKS for hit in check(subject)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.line))
