"""An article's Markdown in a mail."""

import re

import pytest

from pipeline.distribution.prose import to_html, to_text

BASE = "https://siar.example/2026/11/24-panen/"


def test_markdown_becomes_text_a_person_can_read() -> None:
    source = """Panen **raya** [kopi](../23-tanam/) di
Bacan.

## Data

- satu
- dua
    1. dalam

> Kami bersyukur.

| A | B |
|---|---|
| 1 | 2 |

Surel <info@contoh.example>.
"""
    assert to_text(source, BASE) == (
        "Panen raya kopi (https://siar.example/2026/11/23-tanam/) di Bacan.\n\n"
        "Data\n\n"
        "- satu\n- dua\n  1. dalam\n\n"
        "> Kami bersyukur.\n\n"
        "A | B\n1 | 2\n\n"
        "Surel info@contoh.example.\n"
    )


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<p onclick=alert(1)>x</p>",
        "<style>p{background:url(https://lain.example)}</style>",
        "<iframe src=https://lain.example></iframe>",
        "<svg onload=alert(1)>",
        "<form action=https://lain.example><input name=a></form>",
        "![x](https://lain.example/pixel.gif)",
        "<p style='background:url(https://lain.example/pixel.gif)'>x</p>",
        "[x](http://[)",
    ],
)
def test_nothing_in_a_body_runs_or_loads(source: str) -> None:
    html = to_html(source, BASE)
    tags = re.findall(r"<([a-z0-9]+)([^>]*)>", html)
    assert {tag for tag, _attributes in tags} <= {"p", "a"}
    assert {word for _tag, said in tags for word in re.findall(r" (\w+)=", said)} <= {
        "style",
        "href",
    }
    assert all(
        href.startswith("https://siar.example/") for href in re.findall('href="(.*?)"', html)
    )
    assert "url(" not in html
    assert "pixel" not in html


def test_a_long_line_stays_whole() -> None:
    line = "kopi " * 1999 + "kopi"
    assert to_text(line, BASE) == line + "\n"
