# mypy: disallow-subclassing-any=False
# Markdown carries no types.
"""What Python-Markdown does to every text, done only where there is something to do."""

from typing import Any
from xml.etree.ElementTree import Element

from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX

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


def quicken_text(md: Any) -> None:
    """Let a converter leave texts alone in which there is nothing to do."""
    md.preprocessors.register(QuickWhitespace(md), "normalize_whitespace", 30)
    md.treeprocessors.register(QuickUnescape(md), "unescape", 0)
    # A set of the same names: each element of a text is looked up in it several times.
    md.block_level_elements = frozenset(md.block_level_elements)
