# mypy: disallow-subclassing-any=False
# Markdown carries no types.
"""Python-Markdown's blocks, of which plain paragraphs are seen at once for what they are.

Every other kind of block has a line that begins in a way of its own, or it is a table: a block of
several lines with a `|`. To look at how lines begin costs a tenth of asking for each kind.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

# With any other kind of block, Markdown asks for each as it always does.
KINDS = {
    "empty", "indent", "code", "table", "hashheader", "setextheader", "hr", "olist", "ulist",
    "quote", "reference", "paragraph",
}  # fmt: skip
# Before all others.
PRIORITY = 1000
# How a line begins that is only that: with nothing that may mean more, with emphasis, a number
# without its point, or a bracket that defines no reference.
_BEGINNING = r"(?:[^ \n#>=+*_\[|\d-]|[*_]{1,3}+[^\W_]|\d++[^\d.\n]|\[(?![^\[\]]*+\]:))"
_PLAIN = re.compile(rf"{_BEGINNING}(?:[^\n]*+|[^\n|]*+(?:\n{_BEGINNING}[^\n|]*+)*+)")


class PlainBlocks(BlockProcessor):
    """Takes the blocks that can only be paragraphs; what a paragraph is is still Markdown's."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self._paragraph = md.parser.blockprocessors["paragraph"]

    def test(self, parent: Element, block: str) -> bool:
        """Whether a block can only be a paragraph."""
        return _PLAIN.fullmatch(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Take such a block, and those that follow it."""
        self._paragraph.run(parent, blocks)
        while blocks and _PLAIN.fullmatch(blocks[0]):
            self._paragraph.run(parent, blocks)


def quicken_blocks(md: Markdown) -> None:
    """Let a converter, whose kinds of blocks are all registered, see paragraphs at once."""
    kinds = md.parser.blockprocessors
    if len(kinds) == len(KINDS) and all(kind in kinds for kind in KINDS):
        kinds.register(PlainBlocks(md), "plain", PRIORITY)
