"""Photographs of articles, and in which sizes they are published."""

from dataclasses import dataclass
from urllib.parse import quote

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
class Image:
    """What lists show of a photograph; `original` is its size as approved, not as published."""

    file: str
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
class Picture(Image):
    """A photograph on the page of its article."""

    caption: str
    credit: str
