"""An article: each field from its place, and its address."""

from datetime import UTC, date, datetime
from typing import Any

from pipeline.record.article import Article, Photo, parse_article

FOLDER = "content/2026/11/24-panen-raya"
META: dict[str, Any] = {
    "title": "Panen raya (contoh)",
    "date": "2026-11-24",
    "agency": "Dinas Contoh",
    "topics": ["pertanian"],
    "summary": "Ringkasan contoh.",
}


def test_every_field_is_read_from_its_place() -> None:
    photo = {"file": "foto.jpg", "caption": "Panen", "credit": "Contoh", "alt": "Sawah"}
    meta = {
        **META,
        "request": "2026-0042",
        "photos": [photo],
        "publish_at": "2026-11-24T09:00:00+00:00",
    }
    assert parse_article(FOLDER, meta, "Isi.\n") == Article(
        folder=FOLDER,
        request="2026-0042",
        title="Panen raya (contoh)",
        date=date(2026, 11, 24),
        agency="Dinas Contoh",
        topics=("pertanian",),
        summary="Ringkasan contoh.",
        photos=(Photo("foto.jpg", "Panen", "Contoh", "Sawah"),),
        publish_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        body="Isi.\n",
    )


def test_an_article_from_before_the_procedure_has_no_request_and_no_hour() -> None:
    article = parse_article(FOLDER, META, "")
    assert (article.request, article.photos, article.publish_at) == (None, (), None)


def test_an_article_is_published_below_its_day() -> None:
    assert parse_article(FOLDER, META, "").url_path == "2026/11/24-panen-raya/"
