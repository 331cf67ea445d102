"""Whatever a title, a name, a caption or a text holds, it stays text in every page and feed."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.record.front_matter import render_article
from tests.site.reading import ReadPage, html_files, page, xml
from tests.site.support import URL, agency, make_office, painting

ATOM = "{http://www.w3.org/2005/Atom}"
FOLDER = "content/2026/11/24-berita-contoh"
# The one page with a script, which is a file of the theme's.
SEARCH, OURS = "cari/index.html", re.compile(r"\.\./tema/cari\.js\?v=[0-9a-f]{10}")
PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title></head><body onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "<!--<script>alert(1)</script>",
    "{{ 7 * 7 }}{% include 'base.html' %}{# #}",
    "{filename}../../etc/passwd {static}x |attach|y",
    "]]><script>alert(1)</script><![CDATA[",
    "&lt;script&gt; &amp; &quot; &#x3c;b&#x3e;",
    "javascript:alert(1)",
    "<style>*{display:none}</style><base href=//jahat.example>",
    "<iframe src=//jahat.example></iframe><meta http-equiv=refresh content=0>",
    "\\u003cscript\\u003e %3Cscript%3E \\x3cscript",
]


def hostile_site(folder: Path, payload: str) -> Path:
    """A site in which every field of an article and of the agency holds the payload."""
    meta = {
        "title": f"Judul {payload}",
        "date": "2026-11-24",
        "agency": f"Dinas {payload}",
        "topics": ["ekonomi"],
        "summary": f"Ringkasan {payload}",
        "photos": [
            {
                "file": "a'b & c.jpg",
                "caption": f"Keterangan {payload}",
                "credit": f"Kredit {payload}",
                "alt": f"Alt {payload}",
            }
        ],
    }
    second = {**meta, "date": "2026-11-23", "title": f"Lama {payload}", "photos": []}
    text = f"{payload}\n\n# {payload}\n\n- {payload}\n\n| {payload} | b |\n|---|---|\n| a | b |\n"
    files = {
        f"{FOLDER}/index.md": render_article(meta, text),
        f"{FOLDER}/a'b & c.jpg": painting(1, 800, 600),
        "content/2026/11/23-lama/index.md": render_article(second, payload),
    }
    office = make_office(folder / "repo", files)
    names = {"name": f"Dinas {payload}", "government": payload, "address": payload}
    changed = agency(
        identity={"unit": payload, **names},
        contact={"name": payload, "title": payload, "phone": payload},
        site={"title": f"Situs {payload}", "tagline": payload, "notice": payload, "about": payload},
        topics={"ekonomi": f"Topik {payload}"},
    )
    return office.build(folder / "output", agency=changed).path


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_text_in_every_sink(payload: str, tmp_path: Path) -> None:
    built = hostile_site(tmp_path, payload)
    for name in html_files(built):
        check_page(page(built, name), name)
    read = page(built, f"{FOLDER.removeprefix('content/')}/")
    assert read.only("h1") == " ".join(f"Judul {payload}".split())
    assert read.meta("og:title") == f"Judul {payload}"
    assert read.meta("description") == f"Ringkasan {payload}"
    assert read.meta("og:image:alt") == f"Alt {payload}"
    check_structured_data(read, payload)
    check_feeds_and_maps(built, payload)


def check_page(read: ReadPage, name: str) -> None:
    """Nothing in it runs, loads from elsewhere or leads to a scheme that is not on the list."""
    scripts = [s for s in read.all("script") if s.get("type") != "application/ld+json"]
    ours = [{"type": "module", "src": s["src"]} for s in scripts if OURS.fullmatch(s["src"])]
    assert scripts == (ours if name == SEARCH else []), name
    forms = [f for f in read.all("form") if not f["action"].endswith(("/cari/", "./"))]
    assert forms == [], name
    tags = {tag for tag, _attributes in read.elements}
    assert not tags & {"iframe", "object", "embed", "base", "style", "template"}, name
    for tag, attributes in read.elements:
        assert not [key for key in attributes if key.startswith("on")], (name, tag, attributes)
        for key in ("href", "src"):
            scheme = attributes.get(key, "").partition(":")[0].strip().lower()
            assert scheme not in ("javascript", "data", "vbscript"), (name, tag, attributes)
        if tag in ("img", "script", "link"):
            assert "jahat.example" not in str(attributes.get("src", attributes.get("href"))), name
    assert read.all("meta")[1].get("http-equiv") == "Content-Security-Policy", name
    refreshes = [m for m in read.all("meta") if m.get("http-equiv", "").lower() == "refresh"]
    assert refreshes == [], name


def check_structured_data(read: ReadPage, payload: str) -> None:
    article, way = read.texts["script"]
    assert json.loads(way)["itemListElement"][-1]["name"] == f"Judul {payload}"
    data = json.loads(article)
    assert data["headline"] == f"Judul {payload}"
    assert data["sourceOrganization"]["name"] == f"Dinas {payload}"
    assert data["image"][0]["caption"] == f"Keterangan {payload}"
    assert data["image"][0]["url"].endswith("/24-berita-contoh/a%27b%20%26%20c.jpg")


def check_feeds_and_maps(built: Path, payload: str) -> None:
    root = xml(built / "atom.xml")
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert root.findtext(f"{ATOM}title") == f"Situs {payload}"
    assert entry.findtext(f"{ATOM}title") == f"Judul {payload}"
    assert entry.findtext(f"{ATOM}summary") == f"Ringkasan {payload}"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == f"Dinas {payload}"
    check_page(
        ReadPage(f"<head><meta><meta http-equiv=Content-Security-Policy>{content(entry)}"), "atom"
    )
    (first, _second) = xml(built / "sitemap-2026.xml")
    assert first[0].text == f"{URL}/2026/11/24-berita-contoh/"
    assert sorted(path.name for path in (built / "topik").iterdir()) == ["ekonomi", "index.html"]


def content(entry: ElementTree.Element) -> str:
    """The HTML that a feed reader would show."""
    return entry.findtext(f"{ATOM}content") or ""


def test_characters_that_xml_cannot_hold_are_left_out_of_feeds(tmp_path: Path) -> None:
    meta = {
        "title": "Judul",
        "date": "2026-11-24",
        "agency": "Dinas Contoh",
        "topics": ["ekonomi"],
        "summary": "Ringkas",
    }
    files = {f"{FOLDER}/index.md": render_article(meta, "awal &#xfffe;&#1; akhir")}
    built = make_office(tmp_path / "repo", files).build(tmp_path / "output").path
    entry = xml(built / "atom.xml").find(f"{ATOM}entry")
    assert entry is not None
    assert "awal" in content(entry)
    assert "akhir" in content(entry)
