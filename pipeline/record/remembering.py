"""Remember what was read of a file without a finding, for whoever asks for the same bytes again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import ParamSpec, TypeVar

from pipeline.record.finding import Finding

Value = TypeVar("Value")
Asked = ParamSpec("Asked")
Loaded = tuple[Value | None, tuple[Finding, ...]]
Load = Callable[Asked, Loaded[Value]]


def remembering(most: int) -> Callable[[Load[Asked, Value]], Load[Asked, Value]]:
    """A pure function that remembers its last `most` answers.

    Findings are told in the language of whoever asks, so an answer with any is not remembered.
    """

    def wrap(load: Load[Asked, Value]) -> Load[Asked, Value]:
        kept: OrderedDict[Hashable, Loaded[Value]] = OrderedDict()

        @wraps(load)
        def again(*args: Asked.args, **named: Asked.kwargs) -> Loaded[Value]:
            asked = (args, *sorted(named.items()))
            if asked in kept:
                kept.move_to_end(asked)
                return kept[asked]
            found = load(*args, **named)
            if not found[1]:
                kept[asked] = found
            if len(kept) > most:
                kept.popitem(last=False)
            return found

        return again

    return wrap
