"""Photographs of articles, and in which forms they are published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from pipeline.site.encoding import FULL_WIDTH, WHOLE, WIDTHS, Form, Size

# Nothing else below an article's folder is called so.
WHOLE_FOLDER = "asli/"
FOLDERS = (*(f"{width}/" for width in WIDTHS), WHOLE_FOLDER)
ENDINGS = {"JPEG": ".jpg", "WEBP": ".webp"}
OF_A_JPEG = (".jpg", ".jpeg")


class Rendition(NamedTuple):
    """A picture as published: its file below the article's folder, its form, and its size."""

    file: str
    form: Form
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
        """The JPEG, at the picture's own name where that is one of a JPEG."""
        name = self._jpeg_name
        file = self.file if name == self.file else f"{FULL_WIDTH}/{name}"
        return Rendition(file, Form("JPEG", FULL_WIDTH), self.original.within(FULL_WIDTH))

    @property
    def whole(self) -> Rendition | None:
        """The JPEG of all pixels that were approved, where these are more than in the `full` one:
        to download, since no page shows so many.
        """
        if self.original.width <= FULL_WIDTH:
            return None
        form = Form(WHOLE, self.original.width)
        return Rendition(f"{WHOLE_FOLDER}{self._jpeg_name}", form, self.original)

    @property
    def _jpeg_name(self) -> str:
        is_jpeg = self.file.lower().endswith(OF_A_JPEG)
        return self.file if is_jpeg else self.file + ENDINGS["JPEG"]

    @property
    def choice(self) -> Sequence[Rendition]:
        """What browsers choose from, the smallest first: WebP, no two of one size."""
        return tuple(self._choice(FULL_WIDTH))

    def _choice(self, most: int) -> Iterator[Rendition]:
        for width in WIDTHS:
            if width <= most:
                file = f"{width}/{self.file}{ENDINGS['WEBP']}"
                yield Rendition(file, Form("WEBP", width), self.original.within(width))
            if width >= self.original.width:
                return

    @property
    def small(self) -> Rendition:
        """The smallest one of the choice."""
        return self.choice[0]

    @property
    def renditions(self) -> Sequence[Rendition]:
        """All that is published of it."""
        return (*self.choice, self.full, *((self.whole,) if self.whole else ()))

    def srcset(self, folder: str = "", most: int = FULL_WIDTH) -> str:
        """The choice a browser has where the picture is at most `most` pixels wide.

        `folder` leads from the page to the article's folder.
        """
        choice = self._choice(most)
        return ", ".join([f"{folder}{one.address} {one.size.width}w" for one in choice])


@dataclass(frozen=True)
class Picture(Image):
    """A photograph on the page of its article."""

    caption: str
    credit: str


def is_rendition(name: str) -> bool:
    """Whether a file below an article's folder is a published photograph."""
    folder, _slash, file = name.rpartition("/")
    if f"{folder}/" in FOLDERS:
        return file.endswith(tuple(ENDINGS.values()))
    return not folder and file.lower().endswith(OF_A_JPEG)
