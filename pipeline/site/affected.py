"""Which pages a change of the published set touches: few, and never one too few.

The whole site is made of the same pages: what is not named here is equal before and after.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from pipeline.site.card import Card, month_of
from pipeline.site.catalogue import Catalogue
from pipeline.site.kinds import KINDS, groups_of
from pipeline.site.plan import (
    OF_A_GROUP,
    RELATED,
    Key,
    Page,
    article_key,
    article_keys,
    file_of,
    notice_key,
    page,
    related_group,
)

# Made of the newest articles, of the lists of months and groups, or of where requests stand: little
# to compare, and to compare it spares writing it.
ALWAYS: tuple[Key, ...] = (
    ("index",), ("notfound",), ("feed",), ("rss",), ("archive",), ("sitemap_index",),
    ("submit",),
    *(("groups", kind) for kind in KINDS),
)  # fmt: skip


class BuildPlan(NamedTuple):
    """What is to be done to a site: pages to write, and files to remove."""

    pages: tuple[Page, ...]
    removed: tuple[str, ...]


def plan_change(before: Catalogue, after: Catalogue, folders: Iterable[str]) -> BuildPlan:
    """What leads from the site of one catalogue to that of another, which differ in `folders`."""
    pages, removed = [], []
    for key in ALWAYS:
        made = page(after, key)
        if made is not None and made != page(before, key):
            pages.append(made)
    for key in sorted(affected(before, after, folders)):
        made = page(after, key)
        if made is not None:
            pages.append(made)
        elif page(before, key) is not None:
            removed.append(file_of(key))
    return BuildPlan(tuple(pages), tuple(removed))


def affected(before: Catalogue, after: Catalogue, folders: Iterable[str]) -> set[Key]:
    """The keys whose page may differ, and that only those do; those of `ALWAYS` apart."""
    named = sorted(folders)
    months = {month_of(folder) for folder in named}
    years = {month[:4] for month in months}
    keys: set[Key] = {(sort, year) for sort in ("year", "sitemap") for year in years}
    keys |= {("month", month) for month in months | _beside(before, after)}
    for catalogue in (before, after):
        for folder in named:
            if catalogue.notice(folder) is not None:
                keys.add(notice_key(folder))
            card = catalogue.find(folder)
            if card is not None:
                keys |= set(_of_article(catalogue, card))
    return keys


def _of_article(catalogue: Catalogue, card: Card) -> Iterator[Key]:
    """Its own pages, those of its neighbours, which lead to it by name, and those of its groups."""
    yield from article_keys(card)
    for one in (card, *catalogue.around(card)):
        if one is not None:
            yield article_key(one.folder)
    for kind, slug in groups_of(card):
        yield from ((sort, kind, slug) for sort in OF_A_GROUP)
        yield "group_year", kind, slug, card.month[:4]
        yield from _leading_here(catalogue, card, (kind, slug))


def _leading_here(catalogue: Catalogue, card: Card, group: tuple[str, str]) -> Iterator[Key]:
    """The next newer ones of a group, if they look in it for what they are related to."""
    # One more than they show, as they pass over their neighbour.
    for one in islice(catalogue.newer_in(*group, card), RELATED + 1):
        if related_group(one) == group:
            yield article_key(one.folder)


def _beside(before: Catalogue, after: Catalogue) -> set[str]:
    """The months whose neighbour came or went."""
    of_one = set(before.months) ^ set(after.months)
    around = (
        beside
        for catalogue in (before, after)
        for month in of_one
        for beside in catalogue.months_around(month)
    )
    return {month for month in around if month is not None}
