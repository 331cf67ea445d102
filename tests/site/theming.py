"""Fill in a template of the theme as the press does, for what no article of the example has."""

import json
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import pelicanconf
from pipeline.record.agency import Agency
from pipeline.site.card import Tag
from pipeline.site.editions import Edition, Former
from pipeline.site.html import Html
from pipeline.site.newsroom import parse_newsroom, public_facts
from pipeline.site.notice import Notice
from pipeline.site.plan import Page
from pipeline.site.story import Story
from pipeline.site.templates import furnish
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
    formers={
        "versi/2/": Former(
            "Air bersih sampai ke dua desa",
            "Dua desa contoh kini punya air bersih. (CONTOH)",
            Html("<p>Desa yang lain kini punya air bersih.</p><p>Warga menyambutnya.</p>"),
        )
    },
)
WITHDRAWN = Notice(
    "content/2026/11/23-dicabut",
    "2026-11-27T10:00:00+09:00",
    is_final=True,
    reason="Kegiatan dibatalkan penyelenggara.",
)
HIDDEN = Notice("content/2026/11/22-diturunkan", "2026-11-27T10:00:00+09:00", is_final=False)
REQUESTS = [
    ("2026-0118", "menunggu koreksi", "2026-11-24"),
    ("2026-0117", "didisposisi", "2026-11-23"),
]
RELATED = [
    ("2026/11/20-sumur-bor/", "2026-11-20", "Sumur bor ketiga menyusul tahun depan"),
    ("2026/10/01-pipa/", "2026-10-01", "Pipa sepanjang dua kilometer dipasang warga"),
]
# Pages that the five-page site has no occasion for.
UNUSUAL = (
    Page(STORY.path, "article", {"story": STORY, "newer": None, "older": None, "related": RELATED}),
    Page(f"{STORY.path}versi/2/", "version", {"story": STORY, "edition": STORY.editions[0]}),
    Page(WITHDRAWN.path, "notice", {"notice": WITHDRAWN}),
    Page(HIDDEN.path, "notice", {"notice": HIDDEN}),
    Page("coba/ajukan/", "submit", {"form": "formulir/", "requests": REQUESTS}),
)


def filled(page: Page, agency: Agency, *, is_naked: bool = False) -> str:
    """The page, as it would be written; a naked one with nothing encoded."""
    newsroom = parse_newsroom(public_facts(agency))
    options: dict[str, Any] = pelicanconf.JINJA_ENVIRONMENT
    theme = Environment(
        loader=FileSystemLoader(CHECKOUT / "theme" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        **options,
    )
    furnish(
        theme,
        newsroom,
        asset=lambda name: f"tema/{name}?v=0",
        about=lambda: Html(newsroom.about),
    )
    if is_naked:
        theme.autoescape = False
        theme.filters["jsonld"] = json.dumps
    name = page.template if "." in page.template else f"{page.template}.html"
    return theme.get_template(name).render(page=page, **page.values)
