"""What is wrong with a history: with one of its statements, or with the whole."""

from typing import NamedTuple


class Problem(NamedTuple):
    """Something wrong with the statement at place `seq` (0: with the history as a whole)."""

    seq: int
    id: str
    message: str
    help: str


class Flaw(NamedTuple):
    """What is wrong with a statement, wherever it stands: its own word on that may be forged."""

    id: str
    message: str
    help: str

    def at(self, place: int) -> Problem:
        """The same, of the statement at a place (from 1)."""
        return Problem(place, *self)
