"""The articles that a press has read: as many as fit stay as they were read."""

import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.site.card import Card
from pipeline.site.html import Html
from pipeline.site.plan import Page
from pipeline.site.story import Story

# Characters of texts; the rest of an article is small beside them.
ROOM = 32_000_000
COMPRESSION = 1


class Shelf:
    """Stories by folder. Texts that do not fit are kept compressed."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._stories: dict[str, Story] = {}
        self._packed: dict[str, bytes] = {}

    def put(self, story: Story) -> None:
        """Keep an article."""
        self._room -= len(story.body)
        self._packed.pop(story.folder, None)
        if self._room < 0:
            self._packed[story.folder] = zlib.compress(story.body.encode(), COMPRESSION)
            story = replace(story, body=Html(""))
        self._stories[story.folder] = story

    def card(self, folder: str) -> Card:
        """What lists show of an article. Raises KeyError for one that was not read."""
        return self._stories[folder]

    def get(self, folder: str) -> Story | None:
        """An article that was read."""
        story, packed = self._stories.get(folder), self._packed.get(folder)
        if story is None or packed is None:
            return story
        return replace(story, body=Html(zlib.decompress(packed).decode()))

    def __getitem__(self, folder: str) -> Story:
        story = self.get(folder)
        if story is None:
            raise KeyError(folder)
        return story


def in_full(page: Page, shelf: Shelf) -> Mapping[str, Any]:
    """The values of a page, with the texts of what stands in full on it."""
    whole = {card.folder: shelf.get(card.folder) or card for card in page.in_full}

    def meant(value: Any) -> Any:
        if isinstance(value, list):
            return [meant(one) for one in value]
        return whole.get(value.folder, value) if isinstance(value, Card) else value

    return {name: meant(value) for name, value in page.values.items()} if whole else page.values
