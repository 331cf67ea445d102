"""An article as its own page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.site.card import Card
from pipeline.site.editions import Former
from pipeline.site.html import Html
from pipeline.site.picture import Picture


@dataclass(frozen=True)
class Story(Card):
    """One article, ready to show; `gallery` are the photographs not shown above or in the text.

    `formers` are the texts before its corrections, by where each is shown below its page.
    """

    body: Html
    pictures: tuple[Picture, ...]
    gallery: tuple[Picture, ...]
    formers: Mapping[str, Former] = field(default_factory=dict)
