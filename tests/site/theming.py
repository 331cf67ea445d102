"""Fill in a template of the theme as the press does, for what no article of the example has."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import pelicanconf
from pipeline.record.agency import Agency
from pipeline.site.card import Tag
from pipeline.site.editions import Edition
from pipeline.site.html import Html
from pipeline.site.linked_data import news_article
from pipeline.site.newsroom import parse_newsroom, public_facts
from pipeline.site.plan import Page
from pipeline.site.story import Story
from pipeline.site.words import Words
from tests.site.support import CHECKOUT

STORY = Story(
    folder="content/2026/11/24-berita-diralat",
    tree="a" * 40,
    digest=f"sha256:{'b' * 64}",
    number="2026-0042",
    title="Air bersih sampai ke dua desa",
    summary="Dua desa contoh kini punya air bersih. (CONTOH)",
    date=date(2026, 11, 24),
    moment=datetime.fromisoformat("2026-11-24T14:05:00+09:00"),
    timed=True,
    agency=Tag("dinas-contoh", "Dinas Contoh"),
    topics=(Tag("ekonomi", "Ekonomi"),),
    lead_picture=None,
    body=Html("<p>Dua desa contoh kini punya air bersih.</p>"),
    pictures=(),
    gallery=(),
    editions=(
        Edition("2026-11-26T08:00:00+09:00", "Nama desa kedua dibetulkan.", "versi/2/"),
        Edition("2026-11-25T09:10:00+09:00", "Jumlah keluarga dibetulkan: 140, bukan 410."),
    ),
)
WITHDRAWN = {
    "moment": "2026-11-27T10:00:00+09:00",
    "reason": "Kegiatan dibatalkan penyelenggara.",
    "is_final": True,
}
REQUESTS = [
    ("2026-0118", "menunggu koreksi", "2026-11-24"),
    ("2026-0117", "didisposisi", "2026-11-23"),
]
# Pages that the five-page site has no occasion for.
UNUSUAL = (
    Page(STORY.path, "article", {"story": STORY, "newer": None, "older": None}),
    Page("2026/11/23-dicabut/", "notice", {"notice": WITHDRAWN}),
    Page("2026/11/22-diturunkan/", "notice", {"notice": {**WITHDRAWN, "is_final": False}}),
    Page("coba/ajukan/", "submit", {"form": "formulir.pdf", "requests": REQUESTS}),
)


def filled(page: Page, agency: Agency) -> str:
    """The page, as it would be written."""
    newsroom = parse_newsroom(public_facts(agency))
    options: dict[str, Any] = pelicanconf.JINJA_ENVIRONMENT
    theme = Environment(
        loader=FileSystemLoader(CHECKOUT / "theme" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        **options,
    )
    theme.filters.update(Words(newsroom.language, newsroom.zone_label).filters())
    theme.globals.update(
        newsroom=newsroom,
        base=urlsplit(newsroom.url).path + "/",
        news_article=lambda story: news_article(newsroom, story),
        asset=lambda name: f"tema/{name}?v=0",
    )
    name = page.template if "." in page.template else f"{page.template}.html"
    return theme.get_template(name).render(page=page, **page.values)
