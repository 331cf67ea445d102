"""Characters that records may not hold, because a reader cannot see what they do."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Control characters (but not the line break and the tab), line separators, marks that turn the
# direction of writing, characters without width, and halves of surrogate pairs.
_FORBIDDEN_CLASS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff"
)
FORBIDDEN = re.compile(f"[{_FORBIDDEN_CLASS}]")


class Invisible(NamedTuple):
    """A forbidden character and where it stands: both counted from 1; `code` is `U+202E`."""

    line: int
    column: int
    code: str


def code_point(character: str) -> str:
    """How people look a character up: `U+202E`."""
    return f"U+{ord(character):04X}"


def invisible_characters(text: str) -> Iterator[Invisible]:
    """Every forbidden character of `text`, in order; only line feeds count as line breaks."""
    for found in FORBIDDEN.finditer(text):
        start = found.start()
        if found[0] == "\r" and text.startswith("\n", start + 1):
            continue  # the line end of Windows
        line_start = text.rfind("\n", 0, start) + 1
        yield Invisible(
            text.count("\n", 0, start) + 1, start - line_start + 1, code_point(found[0])
        )


def without_invisible(text: str) -> str:
    """`text` as pasted from a chat or a word processor, without characters a record refuses."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\u2028", "\n"))


def is_clean(text: str) -> bool:
    """Whether a record may hold `text`."""
    return FORBIDDEN.search(text) is None
