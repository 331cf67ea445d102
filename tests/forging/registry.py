"""The operators by name, as they are declared."""

from collections.abc import Callable

from tests.forging.forger import Forged, Forger

Operator = Callable[[Forger], Forged | None]
OPERATORS: dict[str, Operator] = {}


def operator(made: Operator) -> Operator:
    """Declare an operator: a forgery of an honest history; None where the history does not suit."""
    OPERATORS[made.__name__] = made
    return made
