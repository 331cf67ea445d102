"""What `siar doctor` finds: how it is with one thing, said in a sentence, and the way out."""

from enum import StrEnum
from typing import NamedTuple


class Health(StrEnum):
    """How it is with one thing, as it is shown."""

    GOOD = "✓"
    # It works, but somebody should know of it.
    DOUBTFUL = "!"
    BAD = "✗"


class Check(NamedTuple):
    """What was looked at; `help` is empty when it is as it should be."""

    health: Health
    sentence: str
    help: str = ""


def good(sentence: str) -> Check:
    """As it should be."""
    return Check(Health.GOOD, sentence)


def doubtful(sentence: str, help: str) -> Check:
    """Nothing fails for it today."""
    return Check(Health.DOUBTFUL, sentence, help)


def bad(sentence: str, help: str) -> Check:
    """Something does not work, or is not safe."""
    return Check(Health.BAD, sentence, help)


def either(holds: bool, sentence: str, otherwise: str, help: str) -> Check:
    """Good with one sentence, or bad with the other."""
    return good(sentence) if holds else bad(otherwise, help)
