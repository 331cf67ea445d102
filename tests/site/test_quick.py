"""The quick converter gives the HTML that Markdown's own gives, whatever the text holds."""

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.inlinepatterns import SubstituteTagInlineProcessor

from pipeline.site import quick_blocks
from pipeline.site.quick import quicken
from pipeline.site.quick_inline import NEEDS, REFERRING
from tests.site.support import five_articles
from tests.site.test_hostile import PAYLOADS

MARKS = (
    "* ** *** _ __ ___ ` `` \\ \\* \\\\ [ ] ]( ][ ]: ( ) ! ![ < > & &amp; &#60; ; @ :// : | ' =\""
)
LINKS = (
    "[kopi](https://siar.example)",
    "[a](b (c) 'J')",
    '[a [b] c]( <x y> "J" )',
    '[kopi]( /a  "J\n K " )',
    '[a](b ""\n)[a]("")',
    "[a [b](c) d](e)",
    '[a](`b` "`c`")',
    "![a](b.jpg)",
    "[1]",
    "[kopi][1]",
    "[kopi]\n[1]",
    '[1]: http://siar.example "J"\n',
    "[1]:\n  /x\n",
    "<https://siar.example/a_b*c>",
    "<a@siar.example>",
)
LINES = (
    *("# ", "## Kopi #\n", "- ", "* ", "+ ", "1. ", "2024. ", "> ", "    ", "  ", "\t", "   "),
    *(
        "---",
        "***",
        "_ _ _",
        "===",
        "\n===\n",
        "\n---\n",
        "| a | b |\n",
        "|---|:-:|\n",
        "a | b\n",
        ":-:|:-:\n",
    ),
    *("\n", "\n\n", "\n\n\n", "  \n", "\r\n", "\r", "\n \n", "\n    \n"),
)
WORDS = (
    *("\x02", "\x03", "\x02klzzwxh:0001\x03", "\x0242\x03", "\u00a0", "\u2028", "\x0b", "\x85"),
    *(" ", "kopi", "Bacan", "é", "٣. ", "1", "24 orang"),
)
PIECES = (*MARKS.split(), *LINKS, *LINES, *WORDS)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def converter(*, html: bool) -> Markdown:
    """Markdown as it is, with or without HTML in texts."""
    md = Markdown(extensions=["tables", "sane_lists"])
    if not html:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
    return md


SLOW = {html: converter(html=html) for html in (False, True)}
QUICK = {html: converter(html=html) for html in (False, True)}
for one in QUICK.values():
    quicken(one)


def assert_same_html(text: str, *, html: bool = False) -> None:
    """The quick converter and the slow one are of one opinion."""
    assert QUICK[html].reset().convert(text) == SLOW[html].reset().convert(text)


@settings(max_examples=700, deadline=None)
@given(TEXTS)
def test_any_text_has_the_same_html(text: str) -> None:
    assert_same_html(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_text_with_html_in_it_has_the_same_html(text: str) -> None:
    assert_same_html(text, html=True)


def test_every_two_pieces_have_the_same_html() -> None:
    for first in PIECES:
        for second in PIECES:
            assert_same_html(f"kopi\n{first}{second}kopi")


def test_hostile_and_real_texts_have_the_same_html() -> None:
    texts = [text.decode() for name, text in five_articles().items() if name.endswith(".md")]
    for text in [
        *PAYLOADS,
        *(f"**{one}** _{one}_ `{one}` [{one}]({one})" for one in PAYLOADS),
        *texts,
        # Text behind a heading within an item of a list has no element of its own.
        "- # Kopi\n[a](b) dan *kopi*",
        # Of a table, no line begins as those of others do.
        "a | b\n:-: | :-:\nc | d",
    ]:
        assert_same_html(text)


def test_markdown_has_every_pattern_and_kind_that_is_skipped() -> None:
    assert all(name in SLOW[True].inlinePatterns for name in {*NEEDS, *REFERRING})
    assert all(kind in SLOW[True].parser.blockprocessors for kind in quick_blocks.NEEDS)
    assert len(SLOW[True].parser.blockprocessors) == len(quick_blocks.NEEDS)


def test_a_pattern_that_nobody_knows_is_always_tried() -> None:
    md = Markdown()
    md.inlinePatterns.register(SubstituteTagInlineProcessor("~", "hr"), "garis", 5)
    quicken(md)
    assert md.convert("kopi ~ Bacan") == "<p>kopi <hr /> Bacan</p>"


class Shouted(ParagraphProcessor):
    """A kind of block that Markdown does not know."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether a block is one."""
        return block.isupper()

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Take it as a paragraph, in a lower voice."""
        blocks[0] = blocks[0].lower()
        super().run(parent, blocks)


def test_a_kind_of_block_that_nobody_knows_is_always_asked() -> None:
    md = Markdown(extensions=["tables"])
    md.parser.blockprocessors.register(Shouted(md.parser), "shouted", 50.5)
    quicken(md)
    assert md.convert("KOPI\n\nBacan") == "<p>kopi</p>\n<p>Bacan</p>"


@pytest.mark.parametrize(
    "text", ["[" * 3000, "[a](" * 3000, "**" * 3000, "*a_" * 2000, "> " * 600, "- " * 150 + "a"]
)
def test_what_goes_on_for_long_has_the_same_html(text: str) -> None:
    assert_same_html(text)
