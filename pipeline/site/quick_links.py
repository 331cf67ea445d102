# mypy: disallow-subclassing-any=False
# Markdown carries no types.
"""Python-Markdown's links, of which the plain ones are found without going letter by letter."""

import re

from markdown import Markdown
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.util import STX

# Where Markdown's own stands in the order of its patterns.
PRIORITY = 160
# An address, and a title where there is one; neither holds anything that could nest or quote.
_TARGET = re.compile(r"""\(\s*+([^()<>'"]*+)(?:"([^()'"]*+)"[ ]*+)?\)""")
_SPACE = re.compile(r"\s")


class QuickLinks(LinkInlineProcessor):
    """Takes the place of Markdown's own, which is asked about every link that is not plain."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        """The text of a link that begins at `index`, where it ends, and whether it does."""
        end = data.find("]", index)
        if end == -1:
            return data[index:], len(data), False
        if data.find("[", index, end) == -1:
            return data[index:end], end + 1, True
        text, end, is_closed = super().getText(data, index)
        return text, end, is_closed

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        """The address and the title behind that text, where they end, and whether they do."""
        found = _TARGET.match(data, index)
        if found and STX not in found[0]:
            title = None if found[2] is None else _SPACE.sub(" ", found[2].strip())
            return found[1].strip(), title, found.end(), True
        address, title, end, is_closed = super().getLink(data, index)
        return address, title, end, is_closed


def quicken_links(md: Markdown) -> None:
    """Let a converter find links quickly."""
    former = md.inlinePatterns["link"]
    md.inlinePatterns.register(QuickLinks(former.pattern, md), "link", PRIORITY)
