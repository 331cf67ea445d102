"""What is ordered of the press, as JSON that two processes can exchange: articles and pages."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pipeline.site.card import Card, Tag, card_line, parse_card
from pipeline.site.editions import Edition
from pipeline.site.kinds import Kind
from pipeline.site.notice import Notice
from pipeline.site.plan import Month, Page
from pipeline.site.published import PublishedArticle

# Values of pages that are neither text nor number, nor lists of these.
VALUES: Mapping[str, type] = {
    "tag": Tag,
    "kind": Kind,
    "month": Month,
    "edition": Edition,
    "notice": Notice,
}
_NAMES = {kind: name for name, kind in VALUES.items()}
# An object with this key is such a value: no page has a value of its own of this name.
MARK = "$"


def render_article(article: PublishedArticle) -> dict[str, object]:
    """An article to read, as JSON can carry it."""
    at = article.published_at
    return {
        "folder": article.folder,
        "tree": article.tree,
        "digest": article.digest,
        "number": article.number,
        "published_at": at and at.isoformat(),
        "record": article.record,
        "editions": [list(vars(edition).values()) for edition in article.editions],
    }


def parse_article(values: Mapping[str, Any]) -> PublishedArticle:
    """The article to read."""
    at = values["published_at"]
    editions = tuple(Edition(*words) for words in values["editions"])
    moment = at and datetime.fromisoformat(at)
    return PublishedArticle(**{**values, "published_at": moment, "editions": editions})


def render_text(text: bytes | None) -> str | None:
    """The text of an article as JSON can carry it, whatever bytes it has."""
    return None if text is None else text.decode(errors="surrogateescape")


def parse_text(text: str | None) -> bytes | None:
    """The text of an article."""
    return None if text is None else text.encode(errors="surrogateescape")


def render_order(
    order: Mapping[str, object], pages: Iterable[Page] = (), known: Collection[str] = ()
) -> str:
    """An order as a line. A card is written out where it comes first, and then only named; of a
    folder that is `known`, it is named only.
    """
    seen: set[str] = set()

    def marked(value: object) -> dict[str, object]:
        if isinstance(value, Card):
            if value.folder in known or value.folder in seen:
                return {MARK: "card", "of": value.folder}
            seen.add(value.folder)
            return {MARK: "line", "of": card_line(value)}
        if isinstance(value, date):
            return {MARK: "date", "of": value.isoformat()}
        name = _NAMES[type(value)]
        return {MARK: name, "of": list(vars(value).values())}

    listed = [[page.path, page.template, page.values] for page in pages]
    whole = {**order, "pages": listed}
    return json.dumps(whole, default=marked, ensure_ascii=False, separators=(",", ":"))


def parse_order(line: str, known: Callable[[str], Card] | None = None) -> dict[str, Any]:
    """The order of a line, its pages as pages; `known` gives the cards that are only named."""
    cards: dict[str, Card] = {}

    def meant(value: dict[str, Any]) -> Any:
        # Objects come in the order of the line: a card is known before it is named.
        sort, of = value.get(MARK), value.get("of", "")
        if sort is None:
            return value
        if sort == "line":
            card = parse_card(str(of))
            return cards.setdefault(card.folder, card)
        if sort == "card":
            return cards[of] if known is None or of in cards else known(of)
        return date.fromisoformat(str(of)) if sort == "date" else VALUES[sort](*(of or ()))

    order: dict[str, Any] = json.loads(line, object_hook=meant)
    return {**order, "pages": [Page(*words) for words in order["pages"]]}
