"""Which pages the site has: each is named by a key, and made of a bounded slice of the catalogue.

A page is the same whether it is made by itself or with all others. No page's address or neighbours
shift when an article is added: lists go by year and month.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby, islice
from typing import Any, NamedTuple

from pipeline.site.card import CONTENT, Card, Tag
from pipeline.site.catalogue import Catalogue
from pipeline.site.editions import edition_of, former_of
from pipeline.site.kinds import AGENCIES, KINDS, TOPICS, label_of

# What a page is named by: which kind of page, then what fills its address.
Key = tuple[str, ...]
Values = Mapping[str, Any]
LATEST, FRONT_PAGE, FEED, MONTH_PREVIEW, NOT_FOUND, RELATED = 10, 13, 20, 3, 3, 3
# What each group has once; its pages by year apart.
OF_A_GROUP = ("group", "group_feed", "group_rss")
# Where in a key its year stands.
YEAR_IN = {
    "article": 1, "version": 1, "notice": 1, "month": 1, "year": 1, "sitemap": 1, "group_year": 3,
}  # fmt: skip
FIXED_PAGES = (
    "", "arsip/", "instansi/", "topik/", "tentang/", "kontak/", "ajukan/", "ajukan/formulir/",
    "cari/",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A page to write: its path below the root, the template, and what that is given."""

    path: str
    template: str
    values: Values

    @property
    def file(self) -> str:
        """The file it is written to."""
        return self.path + "index.html" if self.path.endswith("/") or not self.path else self.path

    @cached_property
    def root(self) -> str:
        """The way from here to the site's root, so that the site works in any folder."""
        return "../" * self.path.count("/") or "./"

    @property
    def section(self) -> str:
        """The first part of its path: `topik/`, of all pages below that."""
        first, slash, _rest = self.path.partition("/")
        return first + slash

    @property
    def in_full(self) -> tuple[Card, ...]:
        """The articles whose text stands on it."""
        if "story" in self.values:
            return (self.values["story"],)
        return tuple(self.values["stories"]) if self.values.get("full") else ()


@dataclass(frozen=True)
class Month:
    """A month as a year's page shows it: its first day, how many stories it has, and the latest."""

    day: date
    total: int
    latest: list[Card]

    @property
    def path(self) -> str:
        """`2026/11/`."""
        return month_path(self.day)


class Sort(NamedTuple):
    """A sort of page: its address, its template, and what it shows (None: there is no such page).

    What follows in the key fills the address, and is what the values are asked for.
    """

    address: str
    template: str
    values: Callable[..., Values | None]


def page(catalogue: Catalogue, key: Key) -> Page | None:
    """The page of a key, or None when there is nothing to show on it."""
    sort = SORTS[key[0]]
    values = sort.values(catalogue, *key[1:])
    return None if values is None else Page(address(key), sort.template, values)


def address(key: Key) -> str:
    """Where the page of a key is, or would be."""
    return SORTS[key[0]].address.format(*key[1:])


def file_of(key: Key) -> str:
    """The file that the page of a key is written to, or would be."""
    return Page(address(key), "", {}).file


def all_keys(catalogue: Catalogue) -> Iterator[Key]:
    """The keys of every page of the site."""
    yield from ((name,) for name, sort in SORTS.items() if "{" not in sort.address)
    months = catalogue.months
    for year in sorted({month[:4] for month in months}):
        yield from (("year", year), ("sitemap", year))
    for month in months:
        yield "month", month
        for card in catalogue.month(month):
            yield from article_keys(card)
    for month in catalogue.notice_months:
        yield from (notice_key(notice.folder) for notice in catalogue.notices(month))
    for kind in KINDS:
        yield "groups", kind
        for tag in catalogue.groups(kind):
            yield from ((sort, kind, tag.slug) for sort in OF_A_GROUP)
            for year in sorted({month[:4] for month in catalogue.group_months(kind, tag.slug)}):
                yield "group_year", kind, tag.slug, year


def year_of(key: Key) -> str | None:
    """The year that a page belongs to; None for one that belongs to all of them."""
    return key[YEAR_IN[key[0]]][: len("2026")] if key[0] in YEAR_IN else None


def article_key(folder: str) -> Key:
    """The key of an article's own page."""
    return "article", folder.removeprefix(CONTENT)


def article_keys(card: Card) -> Iterator[Key]:
    """The key of an article's own page, and those of the texts before its corrections."""
    yield article_key(card.folder)
    for edition in card.editions:
        if edition.former:
            place = card.folder.removeprefix(CONTENT)
            yield "version", place, str(edition_of(edition.former))


def notice_key(folder: str) -> Key:
    """The key of what stands in the place of an article that was taken off."""
    return "notice", folder.removeprefix(CONTENT)


def month_path(day: date) -> str:
    """The page of the month that a day is in."""
    return f"{day:%Y/%m}/"


def _index(catalogue: Catalogue) -> Values:
    return {"stories": catalogue.latest(FRONT_PAGE), "topics": catalogue.groups("topik")}


def _article(catalogue: Catalogue, place: str) -> Values | None:
    card = catalogue.find(CONTENT + place)
    if card is None:
        return None
    newer, older = catalogue.around(card)
    return {"story": card, "newer": newer, "older": older, "related": _related(catalogue, card)}


def _related(catalogue: Catalogue, card: Card) -> Sequence[tuple[str, str, str]]:
    """Address, day and title of what came before on the same matter, the neighbour apart.

    Nothing newer: an article's page would change with each that follows.
    """
    _newer, older = catalogue.around(card)
    found = islice(catalogue.older_in(*related_group(card), card), RELATED + 1)
    others = [one for one in found if one != older][:RELATED]
    return [(one.path, one.date.isoformat(), one.title) for one in others]


def related_group(card: Card) -> tuple[str, str]:
    """The group in which related articles are looked for: the first topic, else the agency."""
    if card.topics:
        return TOPICS.folder, card.topics[0].slug
    return AGENCIES.folder, card.agency.slug


def _version(catalogue: Catalogue, place: str, number: str) -> Values | None:
    """The text of an edition before a correction, which belongs to its article alone."""
    card, former = catalogue.find(CONTENT + place), former_of(int(number))
    found = [one for one in card.editions if one.former == former] if card else []
    return {"story": card, "edition": found[0]} if found else None


def _notice(catalogue: Catalogue, place: str) -> Values | None:
    notice = catalogue.notice(CONTENT + place)
    return None if notice is None else {"notice": notice}


def _archive(catalogue: Catalogue) -> Values:
    days = [_first_day(month) for month in reversed(catalogue.months)]
    return {"years": [(year, list(of)) for year, of in groupby(days, key=lambda day: day.year)]}


def _year(catalogue: Catalogue, year: str) -> Values | None:
    months = [
        Month(
            _first_day(month),
            catalogue.count(month),
            list(catalogue.latest_of(month, MONTH_PREVIEW)),
        )
        for month in reversed(catalogue.months)
        if month.startswith(year)
    ]
    return {"year": int(year), "months": months} if months else None


def _month(catalogue: Catalogue, month: str) -> Values | None:
    if not catalogue.count(month):
        return None
    by_day = groupby(catalogue.month(month), key=lambda card: card.date)
    newer, older = catalogue.months_around(month)
    return {
        "day": _first_day(month),
        "days": [(day, list(of)) for day, of in by_day],
        "newer": newer and _first_day(newer),
        "older": older and _first_day(older),
    }


def _groups(catalogue: Catalogue, kind: str) -> Values:
    return {"kind": KINDS[kind], "tags": catalogue.groups(kind)}


def _group(catalogue: Catalogue, kind: str, slug: str) -> Values | None:
    years = sorted({int(month[:4]) for month in catalogue.group_months(kind, slug)}, reverse=True)
    latest = list(islice(catalogue.members(kind, slug), LATEST))
    return _of_group(kind, slug, latest, stories=latest, years=years)


def _group_year(catalogue: Catalogue, kind: str, slug: str, year: str) -> Values | None:
    cards = catalogue.members_in(kind, slug, year)
    rows = [(card.path, card.date.isoformat(), card.title) for card in cards]
    return _of_group(kind, slug, cards, year=int(year), rows=rows)


def _group_feed(catalogue: Catalogue, kind: str, slug: str) -> Values | None:
    # Without their texts: one article more would otherwise have a hundred others read again.
    latest = list(islice(catalogue.members(kind, slug), FEED))
    return _of_group(kind, slug, latest, stories=latest, full=False)


def _of_group(kind: str, slug: str, cards: Sequence[Card], **values: Any) -> Values | None:
    """What is shown of a group, which is called what its newest article here calls it."""
    if not cards:
        return None
    tag = Tag(slug, label_of(cards[0], kind, slug) or slug)
    return {"kind": KINDS[kind], "tag": tag, "home": f"{kind}/{slug}/", **values}


def _feed(catalogue: Catalogue) -> Values:
    return {"stories": catalogue.latest(FEED), "tag": None, "home": "", "full": True}


def _rss(catalogue: Catalogue) -> Values:
    return {**_feed(catalogue), "full": False}


def _submit(catalogue: Catalogue) -> Values:
    return {"form": "formulir/", "requests": catalogue.requests.rows}


def _sitemap_index(catalogue: Catalogue) -> Values:
    return {"years": sorted({month[:4] for month in catalogue.months}, reverse=True)}


def _sitemap(catalogue: Catalogue, year: str) -> Values | None:
    rows = catalogue.places(year)
    return {"paths": (), "rows": rows} if rows else None


def _first_day(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def _nothing(_catalogue: Catalogue) -> Values:
    return {}


SORTS: Mapping[str, Sort] = {
    "index": Sort("", "index", _index),
    "article": Sort("{0}/", "article", _article),
    "version": Sort("{0}/versi/{1}/", "version", _version),
    "notice": Sort("{0}/", "notice", _notice),
    "archive": Sort("arsip/", "archive", _archive),
    "year": Sort("{0}/", "year", _year),
    "month": Sort("{0}/", "month", _month),
    "groups": Sort("{0}/", "groups", _groups),
    "group": Sort("{0}/{1}/", "group", _group),
    "group_year": Sort("{0}/{1}/{2}/", "group_year", _group_year),
    "group_feed": Sort("{0}/{1}/atom.xml", "atom", _group_feed),
    "group_rss": Sort("{0}/{1}/rss.xml", "rss", _group_feed),
    "feed": Sort("atom.xml", "atom", _feed),
    "rss": Sort("rss.xml", "rss", _rss),
    "about": Sort("tentang/", "about", _nothing),
    "contact": Sort("kontak/", "contact", _nothing),
    "submit": Sort("ajukan/", "submit", _submit),
    "form": Sort("ajukan/formulir/", "form", _nothing),
    "search": Sort("cari/", "search", _nothing),
    "notfound": Sort(
        "404.html", "notfound", lambda catalogue: {"stories": catalogue.latest(NOT_FOUND)}
    ),
    "sitemap": Sort("sitemap-{0}.xml", "sitemap", _sitemap),
    "sitemap_index": Sort("sitemap.xml", "sitemap_index", _sitemap_index),
    "sitemap_fixed": Sort(
        "sitemap-halaman.xml", "sitemap", lambda _catalogue: {"paths": FIXED_PAGES, "rows": ()}
    ),
    "robots": Sort("robots.txt", "robots", _nothing),
}
