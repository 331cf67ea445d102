"""An article as the website's pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from pipeline.site.html import Html
from pipeline.site.images import FULL_WIDTH, SMALL_WIDTH, Size

SMALL_FOLDER = f"{SMALL_WIDTH}/"


@dataclass(frozen=True)
class Rendition:
    """A picture as published: its file below the article's folder, and its size."""

    file: str
    size: Size

    @property
    def address(self) -> str:
        """The file's name as an address writes it: a space is `%20`."""
        return quote(self.file)


@dataclass(frozen=True)
class Picture:
    """A photograph of an article; `original` is its size as approved, not as published."""

    file: str
    caption: str
    credit: str
    alt: str
    original: Size

    @property
    def full(self) -> Rendition:
        """The larger rendition, at the picture's own name."""
        return Rendition(self.file, self.original.within(FULL_WIDTH))

    @property
    def small(self) -> Rendition:
        """The smaller rendition (in `640/`), or the larger one where that is small already."""
        size = self.original.within(SMALL_WIDTH)
        return Rendition(SMALL_FOLDER + self.file, size) if size < self.full.size else self.full

    @property
    def renditions(self) -> tuple[Rendition, ...]:
        """What is published of it, the smaller one first."""
        return (self.full,) if self.small == self.full else (self.small, self.full)

    def srcset(self, folder: str = "") -> str:
        """The choice a browser has; `folder` leads from the page to the article's folder."""
        choice = (f"{folder}{one.address} {one.size.width}w" for one in self.renditions)
        return ", ".join(choice)


@dataclass(frozen=True)
class Tag:
    """An agency or a topic: what it is called, and its name in an address."""

    slug: str
    label: str


@dataclass(frozen=True)
class Story:
    """One article, ready to show.

    `path` is its address below the site's root: `2026/11/24-panen-raya/`. `moment` is
    when it was published, in the office's zone: the midnight of its day unless `timed`.
    `pictures` are all of its photographs, `gallery` those not shown above or within the text.
    """

    path: str
    digest: str
    title: str
    summary: str
    date: date
    moment: datetime
    timed: bool
    agency: Tag
    topics: tuple[Tag, ...]
    body: Html
    pictures: tuple[Picture, ...]
    gallery: tuple[Picture, ...]

    @property
    def lead_picture(self) -> Picture | None:
        """The photograph above the text and in lists."""
        return self.pictures[0] if self.pictures else None

    @property
    def year_path(self) -> str:
        """The page of its year: `2026/`."""
        return self.path[:5]

    @property
    def month_path(self) -> str:
        """The page of its month: `2026/11/`."""
        return self.path[:8]


def newest_first(stories: Iterable[Story]) -> list[Story]:
    """By day, then by the moment of publication, then by address."""
    return sorted(stories, key=_age, reverse=True)


def _age(story: Story) -> tuple[date, datetime, str]:
    return story.date, story.moment, story.path
