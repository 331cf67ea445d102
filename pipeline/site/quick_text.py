# mypy: disallow-subclassing-any=False
# Markdown carries no types.
"""What Python-Markdown does to every text, done only where there is something to do."""

from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown.postprocessors import RawHtmlPostprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX

# What is done away with, besides lines of nothing but spaces.
_UNUSUAL = (STX, ETX, "\r", "\t")


class QuickWhitespace(NormalizeWhitespace):
    """Takes the place of Markdown's own, which is asked about unusual white space."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines as all else expects them."""
        text = "\n".join(lines)
        if any(mark in text for mark in _UNUSUAL):
            usual: list[str] = super().run(lines)
            return usual
        # The first line is as it is.
        return [*lines[:1], *(line if line.strip(" ") else "" for line in lines[1:]), "", ""]


class QuickUnescape(UnescapeTreeprocessor):
    """Takes the place of Markdown's own, which only articles with a backslash need."""

    def run(self, root: Element) -> None:
        """Give back the characters that stood behind a backslash."""
        md: Any = self.md
        if "\\" in "\n".join(md.lines):
            super().run(root)


class QuickEntities(RawHtmlPostprocessor):
    """Takes the place of Markdown's own, which all but entities need."""

    def run(self, text: str) -> str:
        """Put back what was kept from being encoded."""
        md: Any = self.md
        kept = md.htmlStash.rawHtmlBlocks
        if not kept:
            return text
        if any(not isinstance(one, str) or "<" in one or STX in one for one in kept):
            whole: str = super().run(text)
            return whole
        return HTML_PLACEHOLDER_RE.sub(
            lambda found: kept[int(found[1])] if int(found[1]) < len(kept) else found[0], text
        )


def quicken_text(md: Any) -> None:
    """Let a converter leave texts alone in which there is nothing to do."""
    md.preprocessors.register(QuickWhitespace(md), "normalize_whitespace", 30)
    md.treeprocessors.register(QuickUnescape(md), "unescape", 0)
    md.postprocessors.register(QuickEntities(md), "raw_html", 30)
    # Asked of each element of a text several times, and there are few kinds of them.
    md.is_block_level = lru_cache(md.is_block_level)
