"""An article as its own page shows it."""

from dataclasses import dataclass

from pipeline.site.card import Card
from pipeline.site.editions import Edition
from pipeline.site.html import Html
from pipeline.site.picture import Picture


@dataclass(frozen=True)
class Story(Card):
    """One article, ready to show; `gallery` are the photographs not shown above or in the text.

    `editions` are its corrections, the newest first.
    """

    body: Html
    pictures: tuple[Picture, ...]
    gallery: tuple[Picture, ...]
    editions: tuple[Edition, ...] = ()
