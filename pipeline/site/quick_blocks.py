# mypy: disallow-subclassing-any=False
# Markdown carries no types.
"""Python-Markdown's blocks, of which plain paragraphs are seen at once for what they are.

Every other kind of block has a line that begins in a way of its own, or it is a table, and its
second line holds a `|`. To look at how lines begin costs a tenth of asking for each kind.
"""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser

# By the name of a kind: what is found in each block of the kind; nothing is found in every block.
# With any other kind of block, all are asked for.
NEEDS: Mapping[str, str] = {
    "empty": "",
    "indent": " ",
    "code": " ",
    "table": r"\|",
    "hashheader": "#",
    "setextheader": r"\n[=-]",
    "hr": "[*_-]",
    "olist": r"\.",
    "ulist": "[*+-] ",
    "quote": ">",
    "reference": "]:",
    "paragraph": "",
}
# How a line begins that is only that: with nothing that may mean more, with emphasis, a number
# without its point, or a bracket that defines no reference.
_BEGINNING = r"(?:[^ \n#>=+*_\[|\d-]|[*_]{1,3}+[^\W_]|\d++[^\d.\n]|\[(?![^\[\]]*+\]:))"
_PLAIN = re.compile(rf"{_BEGINNING}[^\n]*+(?:\n{_BEGINNING}[^\n|]*+)*+")


class QuickParser(BlockParser):
    """Takes the place of Markdown's own; what each kind of block is is still theirs."""

    def __init__(self, former: BlockParser) -> None:
        super().__init__(former.md)
        kinds = former.blockprocessors
        self.state, self.blockprocessors = former.state, kinds
        self._paragraph: Any = kinds["paragraph"]
        self._kinds: list[tuple[Any, Any]] = [
            (re.compile(NEEDS[name]).search, kinds[name])
            for name in sorted(NEEDS, key=kinds.get_index_for_name)
        ]
        for kind in kinds:
            kind.parser = self

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Put what these blocks are below `parent`."""
        while blocks:
            block = blocks[0]
            if _PLAIN.fullmatch(block):
                self._paragraph.run(parent, blocks)
                continue
            for could_be, kind in self._kinds:
                if (
                    could_be(block)
                    and kind.test(parent, block)
                    and kind.run(parent, blocks) is not False
                ):
                    break


def quicken_blocks(md: Markdown) -> None:
    """Let a converter, whose kinds of blocks are all registered, see paragraphs at once."""
    kinds = md.parser.blockprocessors
    if len(kinds) == len(NEEDS) and all(kind in kinds for kind in NEEDS):
        md.parser = QuickParser(md.parser)
