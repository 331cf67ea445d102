# mypy: disallow-subclassing-any=False
# Markdown carries no types.
"""Python-Markdown's inline patterns, of which only those are tried that could match a text.

The HTML is the same: a pattern matches nowhere in a text that holds none of the marks that every
match of it holds. Looking for a mark costs a hundredth of trying the pattern.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import STX, AtomicString

# By the name of a pattern: marks of which each match holds one. Others are always tried, so that a
# later version of Markdown costs time and never a letter.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("[",),
    "link": ("](",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
# Those that match nowhere in an article that defines no reference.
REFERRING = {"reference", "image_reference", "short_reference", "short_image_ref"}
# Where Markdown's own stands in the order of its tree processors.
PRIORITY = 20
# A text with its first match replaced, whether there was one, and where to go on.
_Apply = Callable[[Any, str, int, int], tuple[str, bool, int]]


class _Row(NamedTuple):
    """A pattern, its place among all, and the one or two marks of which it needs one."""

    mark: str
    other: str | None
    place: int
    pattern: Any


class _Trial:
    """The patterns that are tried on the texts of an article."""

    def __init__(self, rows: list[_Row], places: int) -> None:
        self.since = [[row for row in rows if row.place >= place] for place in range(places + 1)]
        marks = {mark for row in rows for mark in (row.mark, row.other) if mark is not None}
        # What stands for text that was taken out begins with this one.
        self._marks = (*sorted(marks), STX)

    def is_plain(self, text: str) -> bool:
        """Whether no pattern matches anywhere in a text."""
        for mark in self._marks:  # noqa: SIM110 — a generator costs more than all that it looks for
            if mark in text:
                return False
        return True


class QuickInline(InlineProcessor):
    """Takes the place of Markdown's own; what a pattern does is still theirs."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        patterns = list(md.inlinePatterns)
        names = {
            md.inlinePatterns.get_index_for_name(name): name
            for name in NEEDS
            if name in md.inlinePatterns
        }
        rows = [_row(names.get(place), place, one) for place, one in enumerate(patterns)]
        others = [row for row in rows if names.get(row.place) not in REFERRING]
        self._all, self._unreferring = (_Trial(some, len(rows)) for some in (rows, others))
        self._tried = self._all
        # The name that Python gives to the private method.
        self._applied: _Apply = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Give what the texts of the tree stand for its own elements."""
        self._tried = self._all if self.md.references else self._unreferring
        is_plain = self._tried.is_plain
        for element in tree.iter():
            text = element.text
            if text and is_plain(text):
                # Markdown's word for a text that is finished.
                element.text = AtomicString(text)
        done: Element = super().run(tree, ancestors)
        return done

    # In the place of another private method.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        for mark, other, place, pattern in self._tried.since[patternIndex]:
            start, matched = 0, True
            while matched and (
                data.find(mark, start) != -1
                or (other is not None and data.find(other, start) != -1)
            ):
                data, matched, start = self._applied(pattern, data, place, start)
        return data


def _row(name: str | None, place: int, pattern: Any) -> _Row:
    # Nothing is in every text.
    marks = NEEDS[name] if name else ("",)
    return _Row(marks[0], marks[1] if len(marks) > 1 else None, place, pattern)


def quicken_inline(md: Markdown) -> None:
    """Let a converter, whose patterns are all registered, try only what could match."""
    md.treeprocessors.register(QuickInline(md), "inline", PRIORITY)
