"""Searching in a real browser: by stems of Indonesian words, in all parts, and nothing it runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from pipeline.record.front_matter import render_article
from pipeline.site import search
from pipeline.site.build import build_all
from pipeline.site.press import Press
from pipeline.site.server import Served, served
from tests.site.checkers import violations
from tests.site.support import make_office
from tests.site.test_browser import FLAGS
from tests.support.programs import need

pytestmark = pytest.mark.browser

ATTACK = "<img src=x onerror='window.__pwn=1'><script>window.__pwn=1</script>&lt;b&gt;"
# Folder, title, summary and text of each.
ARTICLES = (
    ("2026/11/24-bakau", "Warga menanam bakau di pesisir (CONTOH)", "Dua ribu bibit."),
    ("2026/11/20-pangan", "Bupati meninjau ladang (CONTOH)", "Penanaman jagung dimulai."),
    ("2026/10/05-jalan", "Jalan desa diperbaiki (CONTOH)", "Pekerjaan selesai."),
    ("2025/07/09-kapal", "Kapal penyeberangan bertambah (CONTOH)", "Kiriman lancar."),
    ("2024/05/03-pasar", "Pasar rakyat dibuka (CONTOH)", "Pembukaan pasar."),
    ("2026/11/18-serangan", f"Judul serangan {ATTACK}", f"Ringkasan serangan {ATTACK}"),
)
MANY = [f"2026/09/{day:02}-rapat-{day}" for day in range(1, 15)]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site with its index over HTTP, in a folder of its host."""
    folder = tmp_path_factory.mktemp("dicari")
    written = [*ARTICLES, *((name, "Rapat koordinasi (CONTOH)", "Rapat rutin.") for name in MANY)]
    office = make_office(folder / "repo", dict(article(*one) for one in written))
    with Press() as press:
        pages = build_all(office.workshop(press), office.published())
    by = search.made_by(office.repository, office.commit)
    tree = search.brought_up(office.repository, pages, by)
    assert tree is not None
    for entry in office.repository.tree(tree):
        file = folder / "www" / "situs" / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(office.repository.blob(entry.oid))
    with served(folder / "www") as here:
        yield here


def article(name: str, title: str, summary: str) -> tuple[str, bytes]:
    """The file of an article."""
    meta = {
        "title": title,
        "date": name[:10].replace("/", "-"),
        "agency": f"Dinas {ATTACK}" if ATTACK in title else "Dinas Contoh",
        "topics": ["ekonomi"],
        "summary": summary,
    }
    return f"content/{name}/index.md", render_article(meta, f"{summary} {title}\n")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of this machine."""
    chromium = need("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An open page; whatever it complained of is wrong."""
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    opened.on("console", hear)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    opened.close()
    assert said == []


def ask(page: Page, address: Served, words: str) -> None:
    """Open the page for searching with these words, and wait for the answer."""
    page.goto(f"{address.url}situs/cari/?q={words}")
    expect(page.locator("#cari-status")).to_contain_text(f"“{words}”")


def titles(page: Page) -> list[str]:
    return page.locator("#cari-hasil a").all_inner_texts()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("penanaman", ["Bupati", "Warga"]),
        ("menanam", ["Bupati", "Warga"]),
        ("tanaman", ["Bupati", "Warga"]),
        ("TANAM", ["Bupati", "Warga"]),
        ("tanam jagung", ["Bupati"]),
        ("perbaikan", ["Jalan"]),
        ("memperbaiki", ["Jalan"]),
        ("tambahan", ["Kapal"]),
        ("mengirim", ["Kapal"]),
        ('"menanam bakau"', ["Warga"]),
    ],
)
def test_a_word_is_found_in_its_other_forms(
    page: Page, address: Served, words: str, found: list[str]
) -> None:
    ask(page, address, words)
    expect(page.locator("#cari-hasil li")).to_have_count(len(found))
    assert sorted(title.partition(" ")[0] for title in titles(page)) == found


def test_an_answer_leads_to_the_article_and_says_when_and_whose(
    page: Page, address: Served
) -> None:
    ask(page, address, "bakau")
    item = page.locator("#cari-hasil li")
    expect(item.locator("time")).to_have_text("24 November 2026")
    expect(item).to_contain_text("Dinas Contoh")
    expect(item.locator("mark").first).to_have_text("bakau")
    item.locator("a").click()
    expect(page.locator("h1")).to_have_text("Warga menanam bakau di pesisir (CONTOH)")
    assert page.url == f"{address.url}situs/2026/11/24-bakau/"


def test_the_name_of_an_agency_is_found_and_most_words_come_first(
    page: Page, address: Served
) -> None:
    ask(page, address, "dinas")
    expect(page.locator("#cari-status")).to_have_text("19 berita memuat “dinas”.")
    ask(page, address, "dinas bakau contoh")
    expect(page.locator("#cari-hasil a").first).to_have_text(ARTICLES[0][1])


def test_all_parts_answer_and_older_years_when_they_are_asked(page: Page, address: Served) -> None:
    ask(page, address, "contoh")
    assert "Kapal penyeberangan bertambah (CONTOH)" in said_of_all(page)
    older = page.locator("#cari-lama")
    expect(older).to_have_text("Cari juga di tahun 2024 dan sebelumnya")
    older.click()
    expect(page.locator("#cari-status")).to_have_text("19 berita memuat “contoh”.")
    expect(older).to_be_hidden()
    assert "Pasar rakyat dibuka (CONTOH)" in said_of_all(page)


def said_of_all(page: Page) -> list[str]:
    """The titles of all that was found, page by page."""
    more = page.locator("#cari-lagi")
    expect(page.locator("#cari-hasil li").nth(9)).to_be_visible()
    while more.is_visible():
        before = len(titles(page))
        more.click()
        expect(page.locator("#cari-hasil li").nth(before)).to_be_visible()
        expect(page.locator("#cari-hasil li").nth(before).locator("a")).to_be_focused()
    return titles(page)


def test_what_nobody_wrote_is_said_so(page: Page, address: Served) -> None:
    ask(page, address, "zzzxq")
    expect(page.locator("#cari-status")).to_have_text(
        "Tidak ada berita yang memuat “zzzxq”. Coba kata lain, atau kata yang lebih umum."
    )


def test_hostile_titles_agencies_and_texts_are_shown_and_never_run(
    page: Page, address: Served
) -> None:
    ask(page, address, "serangan")
    item = page.locator("#cari-hasil li")
    expect(item).to_have_count(1)
    assert item.locator("a").inner_text() == f"Judul serangan {ATTACK}"
    assert ATTACK in item.locator(".asal-instansi").inner_text()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("'__pwn' in window") is False
    assert item.locator("img, script, b").count() == 0


def test_words_that_are_asked_for_are_never_markup(page: Page, address: Served) -> None:
    page.goto(f"{address.url}situs/cari/?q=%3Cimg%20src%3Dx%20onerror%3D%22window.__pwn%3D1%22%3E")
    expect(page.locator("#cari-status")).to_contain_text("<img src=x")
    assert page.locator("#cari-status img").count() == 0
    assert page.evaluate("'__pwn' in window") is False


def test_the_field_on_every_page_leads_there(page: Page, address: Served) -> None:
    page.goto(f"{address.url}situs/2026/11/24-bakau/")
    page.get_by_role("searchbox", name="Cari berita").fill("kapal")
    page.get_by_role("search").get_by_role("button", name="Cari").click()
    expect(page.locator("#cari-hasil a")).to_have_text("Kapal penyeberangan bertambah (CONTOH)")
    page.get_by_role("searchbox", name="Kata yang dicari").fill("pangan ladang")
    expect(page.locator("#cari-hasil a")).to_have_text("Bupati meninjau ladang (CONTOH)")
    assert page.url == f"{address.url}situs/cari/?q=pangan+ladang"


def test_without_scripts_the_page_leads_to_what_can_be_browsed(
    browser: Browser, address: Served
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address.url}situs/cari/?q=kapal")
    expect(page.locator("noscript p")).to_be_visible()
    links = [link.get_attribute("href") for link in page.locator("main .catatan a").all()]
    assert links == ["../arsip/", "../topik/", "../instansi/"]
    context.close()


def test_a_script_runs_nowhere_else(browser: Browser, address: Served) -> None:
    page = browser.new_page()
    for path, allowed in (("situs/", False), ("situs/cari/", True)):
        page.goto(address.url + path)
        policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
        assert ("script-src 'self' 'wasm-unsafe-eval'" in policy) is allowed
        assert "unsafe-inline" not in policy
    page.close()


def test_nothing_stands_in_anybodys_way_and_pictures_of_it(
    browser: Browser, address: Served, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = Path(os.environ.get("SIAR_PICTURES") or tmp_path_factory.mktemp("gambar"))
    looks = (("telepon", 390, False), ("layar", 1280, False), ("gelap", 390, True))
    for name, width, dark in looks:
        context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 844})
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if dark else "light")
        ask(page, address, "rapat")
        expect(page.locator("#cari-hasil li")).to_have_count(10)
        page.screenshot(path=folder / f"{name}-cari.png")
        assert violations(page) == []
        context.close()
