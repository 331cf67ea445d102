"""A problem: what is wrong with one statement of a history."""

from typing import NamedTuple


class Problem(NamedTuple):
    """Something wrong with the statement at place `seq` (0: with the history as a whole)."""

    seq: int
    id: str
    message: str
    help: str
