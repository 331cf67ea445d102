"""The example articles: by the rules of public relations, and never to be taken for real news."""

from pathlib import Path

import pytest

from pipeline.editorial.check import check_article
from pipeline.record.article import Article
from tests.examples.month import (
    EXAMPLES,
    Story,
    article_at,
    office,
    older_articles,
    pictures_beside,
    request_of,
    stories,
)

WRITTEN = tuple(story for story in stories() if story.article)
EACH = pytest.mark.parametrize("story", WRITTEN, ids=lambda story: story.folder.name)
OLDER = pytest.mark.parametrize(
    "path", older_articles(), ids=lambda path: path.parent.relative_to(EXAMPLES).as_posix()
)


def _texts(story: Story) -> list[Path]:
    return sorted(story.folder.glob("article*.md"))


def _is_marked(article: Article) -> bool:
    return article.body.rstrip().endswith("*Naskah contoh — bukan berita.*") and (
        article.summary.endswith("Naskah contoh.")
    )


@EACH
def test_last_text_passes_every_check(story: Story) -> None:
    for path in _texts(story):
        article = article_at(story.article, path)
        files = {**pictures_beside(article, story.folder), "index.md": path.read_bytes()}
        found = check_article(article, request_of(story), office(), files)
        if path.name != "article-round1.md":
            assert found == (), path.name


@EACH
def test_text_is_marked_as_example_and_cites_its_sender(story: Story) -> None:
    for path in _texts(story):
        article = article_at(story.article, path)
        assert _is_marked(article)
        assert article.agency == request_of(story).sender.agency
        assert len([part for part in article.body.split("\n\n") if part.strip()]) in range(6, 10)
        assert "“" in article.body


def test_flaw_of_the_first_round_is_there_and_mended() -> None:
    story = next(story for story in stories() if "correction_round" in story.shows)
    first = (story.folder / "article-round1.md").read_text(encoding="utf-8")
    last = (story.folder / "article.md").read_text(encoding="utf-8")
    assert ("18,4" in first, "18,4" in last) == (True, False)
    assert "Ir. Marwan Gamsungi, M.T. (contoh)" not in first
    assert "Ir. Marwan Gamsungi, M.T. (contoh)" in last


def test_text_of_the_kasi_differs_from_the_officers() -> None:
    story = next(story for story in stories() if "revised" in story.shows)
    before, after = (story.folder / name for name in ("article.md", "article-revised.md"))
    assert before.read_bytes() != after.read_bytes()


def test_thirty_older_articles_over_most_topics() -> None:
    found = [_older(path) for path in older_articles()]
    assert len(found) == 30
    assert len({topic for article in found for topic in article.topics}) >= 10
    assert len({article.agency for article in found}) >= 12
    days = [article.date.isoformat() for article in found]
    assert "2025-06-01" <= min(days) <= max(days) < "2026-11-01"


@OLDER
def test_older_article_passes_every_check(path: Path) -> None:
    article = _older(path)
    files = {**pictures_beside(article, path.parent), "index.md": path.read_bytes()}
    assert article.request is None
    assert _is_marked(article)
    assert check_article(article, None, office(), files) == ()


def _older(path: Path) -> Article:
    return article_at(path.parent.relative_to(EXAMPLES).as_posix(), path)
