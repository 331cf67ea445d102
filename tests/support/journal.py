"""A ledger in memory, shared by several writers, of which the slower one is told to look again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from pipeline.errors import TryAgain

Record = Mapping[str, Any]


class Shelf:
    """What all writers share: the records of each request."""

    def __init__(self) -> None:
        self.journals: dict[str, tuple[Record, ...]] = {}
        self.pushes = 0


class MemoryJournal:
    """One writer's view. `before_append` is called before each append: the place for a rival."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf = shelf or Shelf()
        self.before_append: Callable[[list[Record]], None] = lambda records: None
        self.refresh()

    def refresh(self) -> None:
        """Look again."""
        self._seen, self._pushes = dict(self.shelf.journals), self.shelf.pushes

    def records(self, number: str) -> tuple[Record, ...]:
        """As last seen."""
        return self._seen.get(number, ())

    def append(self, number: str, records: Iterable[Record], *, at: datetime) -> None:
        """Add; raises TryAgain on a stale view, as a push without force is refused."""
        new = list(records)
        self.before_append(new)
        if self._pushes != self.shelf.pushes:
            raise TryAgain("somebody was faster")
        self.shelf.journals[number] = self.records(number) + tuple(new)
        self.shelf.pushes += 1
        self.refresh()
