"""A published set as whoever looks into it sees it: all of it, or what is shown and what changes.

What is asked of one article reads no other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar, overload

from pipeline.forge.verified import VerifiedUnits
from pipeline.site.build import SetChange
from pipeline.site.card import Card, month_of
from pipeline.site.catalogue import Catalogue
from pipeline.site.notice import Notice
from pipeline.site.published import PublishedArticle, in_order

T = TypeVar("T")
# What a folder of the site shows.
Shows = PublishedArticle | Notice


class PublishedSet(Protocol):
    """What the site is to show."""

    def article(self, folder: str) -> PublishedArticle | None:
        """The article of a folder, if one is to be shown there."""

    def notice(self, folder: str) -> Notice | None:
        """The notice of a folder, if one is to stand there."""

    def is_public(self, number: str) -> bool:
        """Whether the article of a request is to be shown."""

    def articles(self) -> Iterator[PublishedArticle]:
        """All articles, the newest folder first; each is read when it is its turn."""

    def notices(self) -> Iterator[Notice]:
        """All notices in the same way."""


class WholeSet:
    """A set of which everything is at hand."""

    def __init__(self, published: Iterable[PublishedArticle], notices: Iterable[Notice]) -> None:
        self._articles = {one.folder: one for one in in_order(published)}
        self._notices = {one.folder: one for one in sorted(notices, key=folder_of)}

    def article(self, folder: str) -> PublishedArticle | None:
        """See `PublishedSet`."""
        return self._articles.get(folder)

    def notice(self, folder: str) -> Notice | None:
        """See `PublishedSet`."""
        return self._notices.get(folder)

    @cached_property
    def _numbers(self) -> frozenset[str | None]:
        return frozenset(one.number for one in self._articles.values())

    def is_public(self, number: str) -> bool:
        """See `PublishedSet`."""
        return number in self._numbers

    def articles(self) -> Iterator[PublishedArticle]:
        """See `PublishedSet`."""
        return reversed(self._articles.values())

    def notices(self) -> Iterator[Notice]:
        """See `PublishedSet`."""
        return reversed(self._notices.values())


@dataclass(frozen=True)
class ChangedSet:
    """The set of the site's commit `site`, its `catalogue`, after a change.

    Of the requests that were `looked_at` those that are `due` are shown; of all others what is
    shown is what it was. Raises Unreadable for what is broken in the catalogue.
    """

    site: str
    catalogue: Catalogue
    change: SetChange
    looked_at: frozenset[str]
    due: frozenset[str]
    units: VerifiedUnits

    @cached_property
    def _new(self) -> Mapping[str, PublishedArticle]:
        return {one.folder: one for one in self.change.new}

    @cached_property
    def _told(self) -> Mapping[str, Notice]:
        return {one.folder: one for one in self.change.notices}

    @cached_property
    def _others(self) -> frozenset[str]:
        """The folders that show something else than they did."""
        return frozenset({*self.change.gone, *self._new, *self._told})

    def article(self, folder: str) -> PublishedArticle | None:
        """See `PublishedSet`."""
        if folder in self._others:
            return self._new.get(folder)
        card = self.catalogue.find(folder)
        return card.published if card else None

    def notice(self, folder: str) -> Notice | None:
        """See `PublishedSet`."""
        if folder in self._others:
            return self._told.get(folder)
        return self.catalogue.notice(folder)

    def is_public(self, number: str) -> bool:
        """See `PublishedSet`."""
        if number in self.looked_at or number not in self.units:
            return number in self.due
        folder = self.units[number].case.article
        there = self.article(folder) if folder else None
        return there is not None and there.number == number

    def articles(self) -> Iterator[PublishedArticle]:
        """See `PublishedSet`."""
        months = {*self.catalogue.months, *(month_of(folder) for folder in self._new)}
        for month in sorted(months, reverse=True):
            cards: Iterable[Card] = self.catalogue.month(month)
            kept = [card.published for card in cards if card.folder not in self._others]
            new = [one for folder, one in self._new.items() if month_of(folder) == month]
            yield from reversed(in_order((*kept, *new)))

    def notices(self) -> Iterator[Notice]:
        """See `PublishedSet`."""
        for month in sorted({*self.catalogue.notice_months, *self._told_months}, reverse=True):
            kept = [one for one in self.catalogue.notices(month) if one.folder not in self._others]
            new = [one for one in self._told.values() if one.month == month]
            yield from sorted((*kept, *new), key=folder_of, reverse=True)

    @cached_property
    def _told_months(self) -> frozenset[str]:
        return frozenset(one.month for one in self._told.values())

    @property
    def count(self) -> int:
        """How many articles it has."""
        before = sum(map(self.catalogue.count, self.catalogue.months))
        gone = sum(self.catalogue.find(folder) is not None for folder in self._others)
        return before - gone + len(self._new)


class Later(Sequence[T]):
    """Things that are looked for when somebody wants to see them; `count` may be known before."""

    def __init__(self, find: Callable[[], Sequence[T]], *, count: int | None = None) -> None:
        self._find, self._count = find, count

    def __len__(self) -> int:
        return len(self._find()) if self._count is None else self._count

    def __iter__(self) -> Iterator[T]:
        return iter(self._find())

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        return self._find()[place]


def set_change(
    published: Iterable[PublishedArticle], notices: Iterable[Notice], catalogue: Catalogue
) -> SetChange:
    """How the set that a catalogue holds becomes another one."""
    wanted = {article.folder: article for article in published}
    absent = {notice.folder: notice for notice in notices}
    return difference(cards_of(catalogue), notices_of(catalogue), wanted, absent)


def difference(
    articles: Mapping[str, PublishedArticle],
    notices: Mapping[str, Notice],
    wanted: Mapping[str, PublishedArticle],
    absent: Mapping[str, Notice],
) -> SetChange:
    """How folders with these articles and notices become others."""
    gone = {*articles, *notices} - {*wanted, *absent}
    return SetChange(
        tuple(sorted(gone)),
        in_order(one for folder, one in wanted.items() if not _is_kept(one, articles.get(folder))),
        tuple(one for folder, one in absent.items() if not _is_kept(one, notices.get(folder))),
    )


def cards_of(catalogue: Catalogue) -> dict[str, PublishedArticle]:
    """All articles of a catalogue, by folder. Raises Unreadable."""
    cards = (card for month in catalogue.months for card in catalogue.month(month))
    return {card.folder: card.published for card in cards}


def notices_of(catalogue: Catalogue) -> dict[str, Notice]:
    """All notices of a catalogue, by folder. Raises Unreadable."""
    found = (notice for month in catalogue.notice_months for notice in catalogue.notices(month))
    return {notice.folder: notice for notice in found}


def folder_of(one: Shows) -> str:
    """Where something stands."""
    return one.folder


def _is_kept(one: Shows, there: Shows | None) -> bool:
    # The record is no part of what is shown, but of what the site keeps.
    return there is not None and (one, one.record) == (there, there.record)
