"""Find words that are not what they look like: a Cyrillic letter among Latin ones, and the like."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pipeline.i18n import _
from pipeline.record.finding import Finding, Severity
from pipeline.record.text import FORBIDDEN, code_point, shortened

MAX_FINDINGS = 50

# Alphabets with letters that look like Latin ones, and Latin letters in disguise (full-width,
# and the bold, slanted or framed ones of mathematics that chats use for show).
_ALPHABETS = (
    "\u0370-\u052f\u0530-\u058f\u10a0-\u10ff\u13a0-\u13ff\u1c80-\u1cbf\u1f00-\u1fff\u2c80-\u2cff"
    "\u2d00-\u2d2f\u2de0-\u2dff\ua4d0-\ua4ff\ua640-\ua69f\uab30-\uab65\uab70-\uabbf"
)
_DISGUISES = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\U0001f100-\U0001f1a9"
OTHER_LETTERS = re.compile(f"[{_ALPHABETS}{_DISGUISES}]")
# A text with nothing of either kind: leaping over what anybody types takes a tenth of the time
# that looking each character up takes.
_TYPED = r"[\t\n -~]*+"
_UNSUSPECTED = re.compile(
    f"{_TYPED}(?:[^{FORBIDDEN.pattern[1:-1]}{_ALPHABETS}{_DISGUISES}]{_TYPED})*+"
)
_DISGUISED = re.compile(f"[{_DISGUISES}]")
_WORD = re.compile(r"\w+")
# Letters that stand in a word of their own for a quantity: 5 μm, 3 kΩ.
_UNITS = frozenset("μΩ")
# The letters of other alphabets that are drawn as Latin ones are.
_TWINS = frozenset(
    "АВЕЅІЈКМНОРСТУХҮԌԚԜаеѕіјорсухҽһԁԛԝӏ"
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυιχ"
    "ՍՏՕօսոհց"
)  # fmt: skip


class Mixed(NamedTuple):
    """A word that is not what it looks like, where it begins, and the letters that make it so."""

    line: int
    column: int
    word: str
    letters: str


def is_suspect(text: str) -> bool:
    """Whether there is anything in `text` to look at: a forbidden character, or another letter."""
    return _UNSUSPECTED.fullmatch(text) is None


def mixes_alphabets(text: str) -> bool:
    """Whether any word of `text` is not what it looks like."""
    return next(mixed_words(text), None) is not None


def mixed_words(text: str) -> Iterator[Mixed]:
    """Every such word of `text`, in order; lines and columns count from 1."""
    if not OTHER_LETTERS.search(text):
        return
    for found in _WORD.finditer(text):
        letters = "".join(dict.fromkeys(OTHER_LETTERS.findall(found[0])))
        if letters and _misleads(found[0], letters):
            start = found.start()
            column = start - text.rfind("\n", 0, start)
            yield Mixed(text.count("\n", 0, start) + 1, column, found[0], letters)


def _misleads(word: str, letters: str) -> bool:
    if _DISGUISED.search(word):
        return True
    if all(letter in _UNITS for letter in letters):
        return False
    if any(unicodedata.name(sign, "").startswith("LATIN") for sign in word):
        return True
    return len(word) > 1 and all(letter in _TWINS for letter in word)


def mixed_findings(text: str, path: str, first_line: int) -> Iterator[Finding]:
    """A warning for each such word of a file's text that begins in line `first_line`."""
    for mixed in islice(mixed_words(text), MAX_FINDINGS):
        yield Finding(
            path,
            first_line + mixed.line - 1,
            "text-mixed-script",
            _("`{word}` in column {column} is not what it looks like: {letters}").format(
                word=shortened(mixed.word),
                column=mixed.column,
                letters=", ".join(f"{sign} {code_point(sign)}" for sign in mixed.letters[:5]),
            ),
            _("type the word anew; letters of another alphabet came with pasted text"),
            Severity.WARNING,
        )
