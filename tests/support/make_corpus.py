"""A small stand-in for the corpus that `bench.publish` is given: invented articles (CONTOH)."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

TOPICS = ("ekonomi", "pendidikan", "pelayanan-publik")
FIRST, NEWEST = datetime(2024, 2, 20, 8), datetime(2026, 1, 5, 8)


def load() -> list[str]:
    """What articles are made of."""
    return ["Warga **contoh** berkumpul di [Sofifi](https://siar.example).\n\n- satu\n- dua\n"]


def article(real: list[str], place: int) -> dict[str, Any]:
    """The article at a place: twelve days after the one before it."""
    return {
        "slug": f"berita-contoh-{place}",
        "title": f"Berita contoh ke-{place}",
        "date": FIRST + timedelta(days=12 * place),
        "summary": f"Ringkasan contoh ke-{place}.",
        "tags": sorted({TOPICS[place % 3], TOPICS[place % 2]}),
        "category": TOPICS[place % 3],
        "body": real[0] * (place % 4 + 1),
    }


def new_article(real: list[str], turn: int) -> dict[str, Any]:
    """An article that is newer than all others."""
    words = {"slug": f"berita-baru-{turn}", "title": f"Berita baru contoh nomor {turn}"}
    return {**article(real, 1), **words, "date": NEWEST + timedelta(minutes=turn)}


def write(article: dict[str, Any], flavour: str, out: str) -> str:
    """Write it for another generator; the only one that every machine has is Pelican."""
    assert flavour == "pelican"
    head = {
        "Title": article["title"],
        "Date": f"{article['date']:%Y-%m-%d %H:%M}",
        "Slug": article["slug"],
        "Category": article["category"],
        "Tags": ", ".join(article["tags"]),
        "Summary": article["summary"],
    }
    path = Path(out, "content", f"{article['date']:%Y/%m}", f"{article['slug']}.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}: {value}\n" for name, value in head.items()]
    path.write_text("".join(lines) + "\n" + article["body"], "utf-8")
    return str(path)
