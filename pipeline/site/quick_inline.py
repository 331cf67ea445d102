# mypy: disallow-subclassing-any=False
# Markdown carries no types.
"""Python-Markdown's inline patterns, of which only those are tried that could match a text.

The HTML is the same: a pattern matches nowhere in a text that holds none of the characters that
every match of it holds. Looking for a character costs a hundredth of trying the pattern.
"""

from collections.abc import Callable, Mapping
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# By the name of a pattern: characters of which each match holds one. Others are always tried, so
# that a later version of Markdown costs time and never a letter.
NEEDS: Mapping[str, str] = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "[",
    "image_reference": "[",
    "short_reference": "[",
    "short_image_ref": "[",
    "autolink": "<",
    "automail": "<",
    "linebreak": "\n",
    "entity": "&",
    "em_strong": "*_",
}
# Where Markdown's own stands in the order of its tree processors.
PRIORITY = 20
# A text with its first match replaced, whether there was one, and where to go on.
_Apply = Callable[[Any, str, int, int], tuple[str, bool, int]]


class QuickInline(InlineProcessor):
    """Takes the place of Markdown's own; what a pattern does is still theirs."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        patterns = md.inlinePatterns
        needs = {
            patterns.get_index_for_name(name): NEEDS[name] for name in NEEDS if name in patterns
        }
        self._listed = [(needs.get(place, ""), one) for place, one in enumerate(patterns)]

    # The name that Python gives to the private method whose place this takes.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        start = 0
        for place in range(patternIndex, len(self._listed)):
            needs, pattern = self._listed[place]
            matched = not needs or any(mark in data for mark in needs)
            while matched:
                data, matched, start = self._applied(pattern, data, place, start)
        return data

    def _applied(self, pattern: Any, data: str, place: int, start: int) -> tuple[str, bool, int]:
        apply: _Apply = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009
        return apply(pattern, data, place, start)


def quicken(md: Markdown) -> None:
    """Let a converter, whose patterns are all registered, try only what could match."""
    md.treeprocessors.register(QuickInline(md), "inline", PRIORITY)
