"""The quick patterns give the HTML that Markdown's own give, whatever the text holds."""

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.inlinepatterns import SubstituteTagInlineProcessor

from pipeline.site.quick_inline import NEEDS, quicken
from tests.site.support import five_articles
from tests.site.test_hostile import PAYLOADS

PIECES = [
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "`",
        "``",
        "\\\\",
        "[",
        "]",
        "](",
        "][",
        "(",
        ")",
        "!",
        "![",
        "<",
        ">",
    ),
    *(
        "&",
        "&amp;",
        "&#60;",
        ";",
        "  \n",
        "\n",
        "\n\n",
        "@",
        "://",
        ":",
        "# ",
        "- ",
        "> ",
        "| a | b |\n",
    ),
    *("|---|---|\n", '[1]: http://siar.example "J"\n', "[1]", "\x02", "\x03", "klzzwxh:0001"),
    *(" ", "kopi", "Bacan", "a@siar.example", "https://siar.example/a_b*c", "é", "1. "),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def converters() -> tuple[Markdown, Markdown]:
    """Markdown as it is, and the same with quick patterns."""
    slow, quick = (Markdown(extensions=["tables", "sane_lists"]) for _ in range(2))
    quicken(quick)
    return slow, quick


SLOW, QUICK = converters()


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_has_the_same_html(text: str) -> None:
    assert QUICK.reset().convert(text) == SLOW.reset().convert(text)


def test_hostile_and_real_texts_have_the_same_html() -> None:
    texts = [text.decode() for name, text in five_articles().items() if name.endswith(".md")]
    for text in [
        *PAYLOADS,
        *(f"**{one}** _{one}_ `{one}` [{one}]({one})" for one in PAYLOADS),
        *texts,
    ]:
        assert QUICK.reset().convert(text) == SLOW.reset().convert(text)


def test_markdown_has_every_pattern_that_is_skipped() -> None:
    assert all(name in SLOW.inlinePatterns for name in NEEDS)


def test_a_pattern_that_nobody_knows_is_always_tried() -> None:
    md = Markdown()
    md.inlinePatterns.register(SubstituteTagInlineProcessor("~", "hr"), "garis", 5)
    quicken(md)
    assert md.convert("kopi ~ Bacan") == "<p>kopi <hr /> Bacan</p>"
