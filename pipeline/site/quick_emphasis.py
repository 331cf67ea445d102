# mypy: disallow-subclassing-any=False
# Markdown carries no types.
"""Python-Markdown's emphasis, of which a pair of marks with none between is seen at once."""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import DelimiterProcessor

# Where Markdown's own stands in the order of its patterns.
PRIORITY = 60
# An element, and from where to where it was written.
_Found = tuple[Element, int, int]


class QuickEmphasis(DelimiterProcessor):
    """Takes the place of Markdown's own, which is asked about all other marks."""

    def __init__(self, former: Any, md: Markdown) -> None:
        super().__init__(former.tokens[0], "strong,em", md)
        self.tokens, self.delimiters = former.tokens, former.delimiters
        self.pattern, self.compiled_re = former.pattern, former.compiled_re

    def handleMatch(self, m: re.Match[str], data: str = "") -> Any:  # noqa: N802
        """What is emphasised by the mark at `m`."""
        # Markdown's own keeps in mind what it has found and not told yet.
        found = None if self.regions else self._pair(data, m.start())
        return found or super().handleMatch(m, data)

    def _pair(self, data: str, start: int) -> _Found | None:
        """What is between the mark at `start` and the next of any kind, if they are a pair."""
        mark = self.delimiters[data[start]]
        opening = mark.boundary.match(data, start)
        following = self.compiled_re.search(data, opening.end()) if opening else None
        closing = mark.boundary.match(data, following.start()) if following else None
        if opening is None or closing is None or opening["end"] or closing["start"]:
            return None
        length = len(opening[0])
        if length > len(mark.tags) or length != len(closing[0]):
            return None
        element = Element(mark.tags[-length])
        element.text = data[opening.end() : closing.start()]
        return element, start, closing.end()


def quicken_emphasis(md: Markdown) -> None:
    """Let a converter find emphasis quickly."""
    former = md.inlinePatterns["em_strong"]
    md.inlinePatterns.register(QuickEmphasis(former, md), "em_strong", PRIORITY)
