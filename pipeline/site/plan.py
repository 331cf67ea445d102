"""Which pages the site has, and which bounded slice of the stories each one shows.

No page's address or neighbours shift when a story is added: lists go by year and month.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

from pipeline.site.newsroom import Newsroom
from pipeline.site.story import Story, Tag

Item = TypeVar("Item")
LATEST, FRONT_PAGE, FEED, MONTH_PREVIEW = 10, 13, 20, 3
FIXED_PAGES = ("", "arsip/", "instansi/", "topik/", "tentang/", "kontak/")


@dataclass(frozen=True)
class Page:
    """A page to write: its path below the root, the template, and what that is given."""

    path: str
    template: str
    values: Mapping[str, Any]

    @property
    def file(self) -> str:
        """The file it is written to."""
        return self.path + "index.html" if self.path.endswith("/") or not self.path else self.path

    @property
    def root(self) -> str:
        """The way from here to the site's root, so that the site works in any folder."""
        return "../" * self.path.count("/") or "./"


class Month(NamedTuple):
    """A month as a year's page shows it: its first day, how many stories it has, and the latest."""

    day: date
    total: int
    latest: list[Story]

    @property
    def path(self) -> str:
        """`2026/11/`."""
        return month_path(self.day)


class Kind(NamedTuple):
    """A way to group stories: by agency or by topic."""

    folder: str
    title: str
    one: str
    tags_of: Callable[[Story], Sequence[Tag]]


AGENCIES = Kind("instansi", "Instansi", "Instansi", lambda story: (story.agency,))
TOPICS = Kind("topik", "Topik", "Topik", lambda story: story.topics)


def pages(newsroom: Newsroom, stories: Sequence[Story]) -> Iterator[Page]:
    """Every page of the site; `stories` come newest first."""
    yield Page("", "index", {"stories": stories[:FRONT_PAGE], "topics": _tags(stories, TOPICS)})
    for story, newer, older in _with_neighbours(stories):
        yield Page(story.path, "article", {"story": story, "newer": newer, "older": older})
    yield from _archive(stories)
    for kind in (AGENCIES, TOPICS):
        yield from _groups(kind, stories)
    yield Page("tentang/", "about", {})
    yield Page("kontak/", "contact", {})
    yield Page("404.html", "notfound", {"stories": stories[:3]})
    yield Page("atom.xml", "atom", {"stories": stories[:FEED], "tag": None, "home": ""})
    yield from _sitemaps(stories)


def preview(stories: Sequence[Story]) -> Iterator[Page]:
    """The page of an article that is not published, by itself: no list, feed or map names it."""
    for story in stories[:1]:
        yield Page("index.html", "article", {"story": story, "newer": None, "older": None})


def month_path(day: date) -> str:
    """The page of the month that a day is in."""
    return f"{day:%Y/%m}/"


def _archive(stories: Sequence[Story]) -> Iterator[Page]:
    by_month = groupby(stories, key=lambda story: story.date.replace(day=1))
    months = [(day, list(of)) for day, of in by_month]
    by_year = groupby(months, key=lambda month: month[0].year)
    years = {
        year: [Month(day, len(of_month), of_month[:MONTH_PREVIEW]) for day, of_month in of_year]
        for year, of_year in by_year
    }
    yield Page(
        "arsip/", "archive", {"years": {year: [m.day for m in of] for year, of in years.items()}}
    )
    for year, of_year in years.items():
        yield Page(f"{year}/", "year", {"year": year, "months": of_year})
    for (day, of_month), newer, older in _with_neighbours(months):
        days = [(date_, list(of)) for date_, of in groupby(of_month, key=lambda item: item.date)]
        around = {"newer": newer and newer[0], "older": older and older[0]}
        yield Page(month_path(day), "month", {"day": day, "days": days, **around})


def _groups(kind: Kind, stories: Sequence[Story]) -> Iterator[Page]:
    members: dict[str, list[Story]] = {}
    tags = _tags(stories, kind)
    for story in stories:
        for tag in kind.tags_of(story):
            members.setdefault(tag.slug, []).append(story)
    yield Page(f"{kind.folder}/", "groups", {"kind": kind, "tags": tags})
    for tag in tags:
        yield from _group(kind, tag, members[tag.slug])


def _group(kind: Kind, tag: Tag, stories: Sequence[Story]) -> Iterator[Page]:
    home = f"{kind.folder}/{tag.slug}/"
    years = {year: list(of) for year, of in groupby(stories, key=lambda story: story.date.year)}
    shared = {"kind": kind, "tag": tag, "home": home}
    yield Page(home, "group", {**shared, "stories": stories[:LATEST], "years": list(years)})
    for year, of_year in years.items():
        yield Page(f"{home}{year}/", "group_year", {**shared, "year": year, "stories": of_year})
    yield Page(f"{home}atom.xml", "atom", {"stories": stories[:FEED], "tag": tag, "home": home})


def _sitemaps(stories: Sequence[Story]) -> Iterator[Page]:
    years = {year: list(of) for year, of in groupby(stories, key=lambda story: story.date.year)}
    yield Page("sitemap.xml", "sitemap_index", {"years": list(years)})
    yield Page("sitemap-halaman.xml", "sitemap", {"paths": FIXED_PAGES, "stories": []})
    for year, of_year in years.items():
        yield Page(f"sitemap-{year}.xml", "sitemap", {"paths": [], "stories": of_year})
    yield Page("robots.txt", "robots", {})


def _with_neighbours(items: Sequence[Item]) -> Iterator[tuple[Item, Item | None, Item | None]]:
    """Each item with the one before it (newer) and after it (older)."""
    around = [None, *items, None]
    yield from zip(items, around, around[2:], strict=False)


def _tags(stories: Iterable[Story], kind: Kind) -> list[Tag]:
    """The groups that have a story, in the order of their labels."""
    found = {tag.slug: tag for story in stories for tag in kind.tags_of(story)}
    return sorted(found.values(), key=lambda tag: tag.label.casefold())
