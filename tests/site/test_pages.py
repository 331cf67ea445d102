"""The five-page site: every page that should be there, saying what it should."""

import json
import os
import re
from pathlib import Path

import pytest

from pipeline.site.manifest import Built, site_files
from pipeline.site.releases import is_release
from tests.site.reading import addresses, html_files, local_target, page, xml
from tests.site.support import URL, Office

GOLDEN = Path(__file__).parent / "golden"
COFFEE = "2026/11/24-panen-raya-kopi-di-bacan/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def compare(name: str, found: str) -> None:
    """With SIAR_UPDATE_GOLDEN set, what is found is what is expected from now on."""
    if os.environ.get("SIAR_UPDATE_GOLDEN"):
        (GOLDEN / name).write_text(found, encoding="utf-8")
    assert found == (GOLDEN / name).read_text(encoding="utf-8")


def outline(built: Built) -> str:
    """Each file of the site; of each page its title, heading and the links of its main part."""
    lines: list[str] = []
    for name, _file in site_files(built.path):
        lines.append(name)
        if name.endswith(".html"):
            read = page(built.path, name)
            lines.append(f"    title: {read.only('title')}")
            lines.append(f"    h1: {read.only('h1')}")
            links = dict.fromkeys(filter(None, (local_target(name, a) for a in read.main_links)))
            lines += [f"    -> {link}" for link in links]
    return "\n".join(lines) + "\n"


def test_the_whole_tree_is_as_expected(site: Built) -> None:
    compare("outline.txt", outline(site))


def test_an_article_is_as_expected_to_the_letter(site: Built) -> None:
    text = (site.path / COFFEE / "index.html").read_text(encoding="utf-8")
    compare("article.html", re.sub(r"\?v=[0-9a-f]{10}", "?v=…", text))


def test_the_feed_is_as_expected_to_the_letter(site: Built) -> None:
    compare("atom.xml", (site.path / "atom.xml").read_text(encoding="utf-8"))


def test_every_address_within_the_site_leads_to_a_file(site: Built) -> None:
    for name in html_files(site.path):
        for address in addresses(page(site.path, name)):
            target = local_target(name, address)
            if target is None or is_release(target):
                continue  # which is made when the page is live
            assert (site.path / target).is_file(), f"{name}: {address}"


def test_no_page_asks_anything_of_another_host(site: Built) -> None:
    for name in html_files(site.path):
        read = page(site.path, name)
        loaded = [i["src"] for i in read.all("img")]
        loaded += [link["href"] for link in read.all("link") if link["rel"] != "canonical"]
        assert not [address for address in loaded if "//" in address], name
        scripts = [s for s in read.all("script") if s != {"type": "application/ld+json"}]
        assert len(scripts) == (name == "cari/index.html")
        assert not [s for s in scripts if "//" in s["src"]]
        assert not any("style" in attributes for _tag, attributes in read.elements), name


def test_every_page_carries_its_policy_and_its_own_address(site: Built) -> None:
    for name in html_files(site.path):
        read = page(site.path, name)
        policies = [m for m in read.all("meta") if "http-equiv" in m]
        assert policies[0]["http-equiv"] == "Content-Security-Policy"
        assert policies[0]["content"].startswith("default-src 'none'; img-src 'self';")
        canonical = [link["href"] for link in read.all("link") if link["rel"] == "canonical"]
        expected = [] if name == "404.html" else [f"{URL}/{name.removesuffix('index.html')}"]
        assert canonical == expected, name


def test_every_page_has_landmarks_a_skip_link_and_the_public_channels(site: Built) -> None:
    for name in html_files(site.path):
        read = page(site.path, name)
        tags = [tag for tag, _attributes in read.elements]
        assert (tags.count("main"), tags.count("h1"), tags.count("footer")) == (1, 1, 1), name
        assert next(a for a in read.all("a")) == {"class": "lompat", "href": "#isi"}, name
        out = {a["href"] for a in read.all("a")}
        assert {"https://ppid.siar.example/", "https://lapor.siar.example/"} <= out, name
        assert "Situs contoh: semua berita, nama, dan angka di sini rekaan." in read.text, name
        emblem, *pictures = read.all("img")
        assert (emblem["class"], emblem["alt"]) == ("lambang", ""), name
        assert all(one["alt"] for one in pictures), name
        assert all(one["width"] and one["height"] for one in (emblem, *pictures)), name


def test_an_article_says_when_and_of_whom_in_indonesian(site: Built) -> None:
    read = page(site.path, COFFEE)
    assert "Selasa, 24 November 2026, 14.05 WIT" in read.text
    assert "Sofifi, 24 November 2026 — Petani kopi di Bacan" in read.text
    assert "Foto: Humas Contoh" in read.text
    assert read.meta("siar:digest") == f"sha256:{4:064x}"
    assert read.meta("og:image") == f"{URL}/{COFFEE}panen.jpg"
    assert read.meta("description") == (
        "Petani kopi di Bacan memulai panen raya di lahan seluas 120 hektare dan menargetkan"
        " hasil 40 ton biji kering sampai akhir tahun. (CONTOH)"
    )


def test_a_moment_in_another_zone_is_shown_in_the_offices(site: Built) -> None:
    read = page(site.path, "2026/11/20-posyandu-keliling-enam-pulau/")
    assert "Jumat, 20 November 2026, 00.05 WIT" in read.text


def test_where_only_the_day_is_known_no_hour_is_shown(site: Built) -> None:
    read = page(site.path, "2025/12/31-catatan-akhir-tahun-pelayanan/")
    assert "Rabu, 31 Desember 2025" in read.text
    assert "WIT" not in read.text
    assert {"datetime": "2025-12-31"} in read.all("time")


def test_a_report_of_an_error_begins_with_the_article_it_is_about(site: Built) -> None:
    letters = [a["href"] for a in page(site.path, COFFEE).all("a") if "?subject=" in a["href"]]
    assert letters[1].startswith(
        "mailto:narahubung@siar.example?subject=Laporan%20kekeliruan%3A%20Panen%20raya"
    )
    assert f"{URL}/{COFFEE}".replace(":", "%3A") in letters[1]


def test_structured_data_can_be_read(site: Built) -> None:
    article, way = page(site.path, COFFEE).texts["script"]
    data = json.loads(article)
    assert (data["@type"], data["datePublished"]) == ("NewsArticle", "2026-11-24T14:05:00+09:00")
    assert data["image"][0]["url"] == f"{URL}/{COFFEE}panen.jpg"
    steps = [(step["name"], step.get("item")) for step in json.loads(way)["itemListElement"]]
    assert steps == [
        ("Beranda", f"{URL}/"),
        ("2026", f"{URL}/2026/"),
        ("November", f"{URL}/2026/11/"),
        (data["headline"], None),
    ]


@pytest.mark.parametrize(
    ("feed", "entries"),
    [
        ("atom.xml", 5),
        ("topik/pendidikan/atom.xml", 2),
        ("instansi/dinas-kesehatan-contoh/atom.xml", 1),
    ],
)
def test_feeds_hold_the_latest_of_their_subject(site: Built, feed: str, entries: int) -> None:
    root = xml(site.path / feed)
    found = root.findall(f"{ATOM}entry")
    assert len(found) == entries
    moments = [entry.findtext(f"{ATOM}updated") or "" for entry in found]
    assert moments == sorted(moments, reverse=True)
    assert root.findtext(f"{ATOM}updated") == moments[0]
    assert root.findtext(f"{ATOM}id") == f"{URL}/{feed}"


def test_sitemaps_name_each_article_once(site: Built, office: Office) -> None:
    index = xml(site.path / "sitemap.xml")
    parts = [(loc.text or "").removeprefix(f"{URL}/") for loc in index.iter(f"{MAP}loc")]
    assert parts == ["sitemap-halaman.xml", "sitemap-2026.xml", "sitemap-2025.xml"]
    listed = [
        (loc.text or "").removeprefix(f"{URL}/")
        for part in parts
        for loc in xml(site.path / part).iter(f"{MAP}loc")
    ]
    assert sorted(p for p in listed if p.count("/") == 3) == sorted(
        item.folder.removeprefix("content/") + "/" for item in office.published()
    )
    assert all((site.path / path / "index.html").is_file() for path in listed)


def test_robots_are_led_to_the_sitemap(site: Built) -> None:
    assert (site.path / "robots.txt").read_text() == (
        f"User-agent: *\nDisallow:\n\nSitemap: {URL}/sitemap.xml\n"
    )


def test_the_contact_page_groups_days_of_equal_hours(site: Built) -> None:
    text = page(site.path, "kontak/").text.replace("\u2060", "")
    assert "Senin–Kamis" in text
    assert "08.00–12.00 dan 13.00–16.30 WIT" in text
    assert "08.00–11.30 dan 13.30–16.30 WIT" in text


def test_the_site_keeps_what_it_shows(site: Built, office: Office) -> None:
    line = (site.path / ".siar/set/2026/11.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    card = json.loads(line)
    assert {name: card[name] for name in ("folder", "digest", "number", "moment", "tree")} == {
        "folder": f"content/{COFFEE.rstrip('/')}",
        "digest": f"sha256:{4:064x}",
        "number": "2026-0004",
        "moment": "2026-11-24T14:05:00+09:00",
        "tree": office.published()[4].tree,
    }
    assert json.loads((site.path / ".siar/months.json").read_bytes()) == {
        "2025/12": 1, "2026/10": 1, "2026/11": 3,
    }  # fmt: skip


def test_nothing_of_the_roster_the_mail_or_the_agenda_is_published(site: Built) -> None:
    for name, file in site_files(site.path):
        data = file.read_bytes()
        assert b"rahasia" not in data.lower(), name
        assert b"2026-0042" not in data, name
