# mypy: disallow-subclassing-any=False
# Markdown carries no types.
"""Python-Markdown's inline patterns, of which only those are tried that could match a text.

The HTML is the same: a pattern matches nowhere in a text that holds none of the marks that every
match of it holds. Looking for a mark costs a hundredth of trying the pattern.
"""

from collections.abc import Callable, Iterable, Mapping
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
# What stands between texts that are looked through together: no mark holds it.
_BETWEEN = "\0"
# A text with its first match replaced, whether there was one, and where to go on.
_Apply = Callable[[Any, str, int, int], tuple[str, bool, int]]
# The elements that stand for what was taken out of a text, each with the names of those around it.
_Placed = list[tuple[Element, list[str]]]
_Place = Callable[[str, Element, bool], _Placed]


class _Row(NamedTuple):
    """A pattern, its place among all, and the one or two marks of which it needs one."""

    mark: str
    other: str | None
    place: int
    pattern: Any

    def could_match(self, text: str) -> bool:
        """Whether a text holds what this needs."""
        return self.mark in text or (self.other is not None and self.other in text)


class QuickInline(InlineProcessor):
    """Takes the place of Markdown's own; what a pattern does is still theirs."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        names = {
            md.inlinePatterns.get_index_for_name(name): name
            for name in NEEDS
            if name in md.inlinePatterns
        }
        rows = [_row(names.get(place), place, one) for place, one in enumerate(md.inlinePatterns)]
        self._rows, self._tried = rows, rows
        self._unreferring = [row for row in rows if names.get(row.place) not in REFERRING]
        # The names that Python gives to private methods.
        self._applied: _Apply = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009
        self._placed: _Place = getattr(super(), "_InlineProcessor__processPlaceholders")  # noqa: B009

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Give what the texts of the tree stand for its own elements."""
        rows = self._rows if self.md.references else self._unreferring
        texts = _BETWEEN.join(tree.itertext())
        # Patterns put nothing into a text that was not there, but for what no pattern knows.
        self._tried = [row for row in rows if row.could_match(texts)]
        if not self._tried:
            self.stashed_nodes: dict[str, Element | str] = {}
            return tree
        marks = {mark for row in self._tried for mark in (row.mark, row.other) if mark is not None}
        for element in tree.iter():
            text = element.text
            if text and _is_plain(text, marks):
                # Markdown's word for a text that is finished.
                element.text = AtomicString(text)
        done: Element = super().run(tree, ancestors)
        return done

    # In the place of two private methods.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        for mark, other, place, pattern in self._tried:
            if place < patternIndex:
                continue
            start, matched = 0, True
            while matched and (
                data.find(mark, start) != -1
                or (other is not None and data.find(other, start) != -1)
            ):
                data, matched, start = self._applied(pattern, data, place, start)
        return data

    def _InlineProcessor__processPlaceholders(  # noqa: N802
        self,
        data: str | None,
        parent: Element,
        isText: bool = True,  # noqa: N803
    ) -> _Placed:
        if data and STX in data:
            return self._placed(data, parent, isText)
        # Nothing was taken out of the text.
        if data and isText:
            parent.text = parent.text + data if parent.text else data
        elif data:
            parent.tail = parent.tail + data if parent.tail else data
        return []


def _is_plain(text: str, marks: Iterable[str]) -> bool:
    for mark in marks:  # noqa: SIM110 — a generator costs more than all that it looks for
        if mark in text:
            return False
    return True


def _row(name: str | None, place: int, pattern: Any) -> _Row:
    # Nothing is in every text.
    marks = NEEDS[name] if name else ("",)
    return _Row(marks[0], marks[1] if len(marks) > 1 else None, place, pattern)


def quicken_inline(md: Markdown) -> None:
    """Let a converter, whose patterns are all registered, try only what could match."""
    md.treeprocessors.register(QuickInline(md), "inline", PRIORITY)
