"""Reading one article the way Pelican asks for it."""

from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.site.reader import ArticleReader

TEXT = "---\ntitle: J\ndate: 2026-11-24\nagency: D\ntopics: [a]\nsummary: S\n---\n"


def test_a_text_made_to_take_hours_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "content/2026/11/24-a/index.md"
    file.parent.mkdir(parents=True)
    file.write_text(TEXT + "[" * 60_000 + "](")
    with pytest.raises(BadInput) as caught:
        ArticleReader({"PATH": str(tmp_path), "SIAR_CONVERSION_SECONDS": 0.3}).read(str(file))
    assert caught.value.message == (
        "content/2026/11/24-a/index.md: the text takes too long to convert"
    )
    assert caught.value.hint == "look for hundreds of brackets or asterisks in a row"
