"""Real news articles in the form of each generator, from a corpus that lies elsewhere.

The folder holds `make_corpus.py`, which gives article after article, and the articles themselves.
"""

import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import NotFound
from pipeline.record.front_matter import render_article
from pipeline.record.text import without_invisible

SCRIPT = "make_corpus.py"
# A record holds neither HTML nor pictures from elsewhere.
_PICTURE, _HTML = re.compile(r"!\[([^\]]*)\]\([^)]*\)"), re.compile(r"<[^>]+>")
# Each correction is another one.
CORRECTION = "Ralat ke-{} atas berita ini (contoh)."
LONGEST_SLUG, LONGEST_LINE = 80, 400

Article = Mapping[str, Any]


class Change(NamedTuple):
    """One more article, or another text of one that is there; and what its page says then."""

    article: Article
    words: str
    is_new: bool


class Corpus:
    """The first `count` articles, and changes of them; the same each time."""

    def __init__(self, folder: Path, count: int) -> None:
        self.count = count
        self._script = _loaded(folder / SCRIPT)
        self._real = self._script.load()

    def __iter__(self) -> Iterator[Article]:
        return (self._script.article(self._real, place) for place in range(self.count))

    def new(self, turn: int) -> Change:
        """One more article: newer than all others, the first ones of their month."""
        article = self._script.new_article(self._real, turn)
        return Change(article, article["title"], is_new=True)

    def amended(self, turn: int) -> Change:
        """Another text of an article in the middle, which no list or feed of the newest has."""
        article = self._script.article(self._real, min(500, self.count // 2))
        words = CORRECTION.format(turn)
        body = f"{article['body']}\n\n{words}\n"
        return Change({**article, "body": body}, words, is_new=False)

    def fullest(self, turn: int) -> Change:
        """One more article on the last day of the year that has most of them."""
        article = self._script.new_article(self._real, turn)
        day = datetime(self.fullest_year[0], 12, 31, 8) + timedelta(minutes=turn)
        slug = f"{article['slug']}-lagi"
        return Change({**article, "date": day, "slug": slug}, article["title"], is_new=True)

    @cached_property
    def fullest_year(self) -> tuple[int, int]:
        """The year with most articles, and how many these are."""
        return Counter(article["date"].year for article in self).most_common(1)[0]

    def lay_out(self, flavour: str, folder: Path) -> None:
        """Write all articles for another generator below `folder`."""
        for article in self:
            self.put(flavour, folder, article)

    def put(self, flavour: str, folder: Path, article: Article) -> Path:
        """Write one of them; gives the file."""
        return Path(self._script.write(article, flavour, str(folder)))


def address(article: Article) -> str:
    """Where the other generators show an article: `2026/01/berita-baru-1`."""
    return f"{article['date']:%Y/%m}/{article['slug']}"


def our_folder(article: Article) -> str:
    """Where ours has it: `content/2026/01/05-berita-baru-1`."""
    slug = article["slug"][:LONGEST_SLUG].strip("-")
    return f"content/{article['date']:%Y/%m/%d}-{slug}"


def our_text(article: Article) -> bytes:
    """The article as our own office keeps it."""
    meta = {
        "title": _line(article["title"]),
        "date": f"{article['date']:%Y-%m-%d}",
        "agency": "Dinas " + article["category"].replace("-", " ").title(),
        "topics": sorted({topic.replace("-", "_") for topic in article["tags"]}),
        "summary": _line(article["summary"]),
    }
    body = without_invisible(article["body"].replace("\r", ""))
    return render_article(meta, _HTML.sub("", _PICTURE.sub(r"\1", body)).strip() + "\n")


def _line(text: str) -> str:
    plain = _HTML.sub("", without_invisible(text))
    return " ".join(plain.split())[:LONGEST_LINE].strip()


def _loaded(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("bench_corpus_script", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise NotFound(f"no corpus: {path} is not there", hint="say where it is with --data")
    module = importlib.util.module_from_spec(spec)
    # What it writes stays out of the corpus's folder, which may be read-only.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module
