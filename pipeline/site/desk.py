"""Where the press takes orders and gives answers: a line of JSON each, in turn."""

import json
from collections.abc import Callable
from typing import Any, TextIO

from pipeline.site.card import Card
from pipeline.site.order import parse_order


class Desk:
    """The press's side of the pipe; an order that is for somebody else can be put back."""

    def __init__(self, orders: TextIO, answers: TextIO) -> None:
        self._orders, self._answers = orders, answers
        self._back: dict[str, Any] | None = None

    def take(self, known: Callable[[str], Card] | None = None) -> dict[str, Any] | None:
        """The next order; None when no more will come. `known` gives cards that it only names."""
        if self._back is not None:
            order, self._back = self._back, None
            return order
        line = self._orders.readline()
        return parse_order(line, known) if line else None

    def put_back(self, order: dict[str, Any]) -> None:
        """Leave an order to whoever takes the next one."""
        self._back = order

    def answer(self, value: object) -> None:
        """Answer the order that was taken last."""
        self._answers.write(json.dumps(value, ensure_ascii=False) + "\n")
        self._answers.flush()
