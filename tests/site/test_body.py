"""The text of an article as HTML: what is allowed, and what nothing can bring in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.site.body import BodyConverter
from pipeline.site.encoding import Size
from pipeline.site.picture import Picture
from tests.site.reading import ReadPage

CONVERTER = BodyConverter()
PICTURE = Picture("foto 1.jpg", "Lereng", Size(2000, 1000), "Panen <b>raya</b>", 'Humas "Contoh"')
PIECES = [
    "<script>",
    "</p>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](data:text/html,x 'onclick=alert(1)')",
    "[b]: vbscript:x",
    "[b]",
    "`",
    "*",
    "> ",
    "\n\n",
    "    ",
    "| a | b |\n|---|---|\n",
    "&lt;",
    "&#106;avascript:",
    '"',
    "<https://contoh.example/'><",
    "![](foto%201.jpg)",
    "{: onclick=alert(1) }",
    "\x02klzzwxh:0001\x03",
    "- ",
    "1. ",
    "# ",
]


def html(text: str) -> str:
    """The HTML of a text that may show `foto 1.jpg`."""
    return CONVERTER.convert(text, {PICTURE.file: PICTURE}, "index.md").html


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=14))
@settings(max_examples=300, deadline=None)
def test_no_text_becomes_anything_that_acts(pieces: list[str]) -> None:
    try:
        read = ReadPage(html("".join(pieces)))
    except BadInput:
        return  # a picture that is not among the article's: refused as a whole
    allowed = {"p", "h2", "h3", "h4", "strong", "em", "a", "br", "hr", "blockquote", "code", "pre"}
    allowed |= {"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
    allowed |= {"figure", "figcaption", "picture", "source", "img", "span", "div"}
    for tag, attributes in read.elements:
        assert tag in allowed
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        address = attributes.get("href", "")
        assert ":" not in address or address.split(":")[0] in ("http", "https", "mailto")
        assert attributes.get("src", "foto%201.jpg") == "foto%201.jpg"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x09;script:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://contoh.example",
        "\u0001javascript:alert(1)",
    ],
)
def test_only_web_and_mail_addresses_are_links(address: str) -> None:
    for text in (f"[x]({address})", f"[x][y]\n\n[y]: {address}", f"<{address}>"):
        links = ReadPage(html(text)).all("a")
        assert [a["href"] for a in links if ":" in a.get("href", "")] == []


def test_html_in_a_text_is_shown_as_typed() -> None:
    assert html("a <b>tebal</b> <script>x</script>") == (
        "<p>a &lt;b&gt;tebal&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;</p>"
    )


def test_a_picture_of_the_article_stands_in_the_text_with_caption_and_credit() -> None:
    assert html("![apa saja](<foto 1.jpg>)") == (
        '<figure><picture><source sizes="(min-width: 60rem) 43rem, 88vw"'
        ' srcset="640/foto%201.jpg.webp 640w, 960/foto%201.jpg.webp 960w,'
        ' 1600/foto%201.jpg.webp 1600w" type="image/webp">'
        '<img alt="Lereng" height="800" loading="lazy" src="foto%201.jpg" width="1600"></picture>'
        "<figcaption>Panen &lt;b&gt;raya&lt;/b&gt; "
        '<span class="kredit">Foto: Humas "Contoh"</span></figcaption></figure>'
    )
    assert CONVERTER.convert("![](foto%201.jpg)", {PICTURE.file: PICTURE}, "").shown == {
        "foto 1.jpg"
    }


@pytest.mark.parametrize("name", ["lain.jpg", "http://10.0.0.1/x.png", "//jahat.example/x.png", ""])
def test_any_other_picture_is_refused(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        CONVERTER.convert(f"![x](<{name}>)", {PICTURE.file: PICTURE}, "content/x/index.md")
    assert caught.value.message == (
        f"content/x/index.md: the text shows the picture {name}, which is not under `photos`"
    )
    assert caught.value.hint == "put the file beside the article and list it under `photos`"


def test_headings_begin_below_the_pages_own() -> None:
    read = ReadPage(html("# A\n\n## B\n\n##### C\n"))
    assert [tag for tag, _attributes in read.elements] == ["h2", "h2", "h4"]


def test_the_dateline_is_marked() -> None:
    assert html("Sofifi, 24 November 2026 – Panen raya.") == (
        '<p><span class="dateline">Sofifi, 24 November 2026 —</span> Panen raya.</p>'
    )
    assert "dateline" not in html("Pada hari itu, 24 orang hadir – semua lulus.")


def test_a_wide_table_scrolls_within_itself() -> None:
    made = html("| a | b |\n|--:|---|\n| 1 | 2 |")
    assert made.startswith('<div class="tabel"><table>\n<thead>')
    assert "style" not in made
