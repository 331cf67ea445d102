"""The articles that a press has read: as many as fit stay as they were read."""

from collections.abc import Callable
from typing import Any

from pipeline.site.card import Card
from pipeline.site.plan import Page
from pipeline.site.published import PublishedArticle
from pipeline.site.story import Story

# Characters of texts; the rest of an article is small beside them.
ROOM = 32_000_000


class Shelf:
    """Stories by folder. What does not fit is read a second time, by `read`, when it is shown."""

    def __init__(self, read: Callable[[PublishedArticle], Story | None], room: int = ROOM) -> None:
        self._read, self._room = read, room
        self._stories: dict[str, Story | PublishedArticle] = {}

    def put(self, article: PublishedArticle) -> Story | None:
        """Read an article; None where there is nothing to read."""
        story = self._read(article)
        if story is not None:
            self._room -= len(story.body)
            self._stories[article.folder] = story if self._room > 0 else article
        return story

    def get(self, folder: str) -> Story | None:
        """An article that was read."""
        found = self._stories.get(folder)
        return self._read(found) if isinstance(found, PublishedArticle) else found

    def __getitem__(self, folder: str) -> Story:
        story = self.get(folder)
        if story is None:
            raise KeyError(folder)
        return story


def in_full(page: Page, shelf: Shelf) -> dict[str, Any]:
    """The values of a page, with the texts of what stands in full on it."""
    whole = {card.folder: shelf.get(card.folder) or card for card in page.in_full}

    def meant(value: Any) -> Any:
        if isinstance(value, list):
            return [meant(one) for one in value]
        return whole.get(value.folder, value) if isinstance(value, Card) else value

    return {name: meant(value) for name, value in page.values.items()} if whole else {**page.values}
