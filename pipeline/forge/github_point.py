"""What is said of one thing that a repository on GitHub should have, and what would mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from pipeline.i18n import _


class Standing(StrEnum):
    """How it is with one thing."""

    HOLDS = "✓"
    MISSING = "✗"
    # What cannot be had here; the rest must hold without it.
    LACKING = "–"


class Step(NamedTuple):
    """A request that brings something about; the path is below the repository's."""

    method: str
    path: str
    body: Mapping[str, Any]


class Point(NamedTuple):
    """One thing, how it is, the way out, and the steps that we may take ourselves."""

    standing: Standing
    sentence: str
    help: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What depends on the office: its root, whether its mail server wants a password.

    `pages`: the website is to be shown by this repository's own Pages.
    """

    root: str
    mail_password: bool = False
    pages: bool = False


def point(holds: bool, good: str, bad: str, help: str = "", *steps: Step) -> Point:
    """A thing that holds, or is missing with its way out."""
    if holds:
        return Point(Standing.HOLDS, good)
    return Point(Standing.MISSING, bad, help or by_ourselves(), steps)


def by_ourselves() -> str:
    """The way out that we are ourselves."""
    return _("siar setup github --apply")
