"""Characters that records may not hold, because a reader cannot see what they do."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Control characters (but not the line break and the tab), line separators, marks that turn the
# direction of writing, characters without width or ink, what is read only together with another
# one, halves of surrogate pairs, what each font shows as it likes (private use, which is also what
# a word processor's bullets are), and what stands for nothing and never will.
_FORBIDDEN_CLASS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\uf8ff"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bcaf\U0001d173-\U0001d17a"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe-\U0010ffff"
)
FORBIDDEN = re.compile(f"[{_FORBIDDEN_CLASS}]")
_UNPRINTABLE = re.compile(f"[{_FORBIDDEN_CLASS}]|\t")


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
    return FORBIDDEN.sub("", text.replace("\u2028", "\n"))


def is_clean(text: str) -> bool:
    """Whether a record may hold `text`."""
    return FORBIDDEN.search(text) is None


def printable(text: str) -> str:
    """`text` for any screen: what would be unseen, or do something there, as its escape."""
    return _UNPRINTABLE.sub(_escape, text)


def shortened(value: str, length: int = 60) -> str:
    """`value` on one line, cut where it gets long; a line break or the like as its escape."""
    line = printable(value[: length + 1]).replace("\n", "\\n")
    return line if len(line) <= length else line[: length - 1] + "…"


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    # How Python keeps a byte of a file's name that is not UTF-8.
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else ascii(found[0])[1:-1]
