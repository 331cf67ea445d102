"""The pages in a real browser: on a phone, in the dark, on paper."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, sync_playwright
from pypdf import PdfReader

from pipeline.site.manifest import Built
from pipeline.site.server import Served, served
from tests.support.programs import need

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
COFFEE = "2026/11/24-panen-raya-kopi-di-bacan/"
PATHS = ["", COFFEE, "2026/11/", "2026/", "arsip/", "topik/", "topik/pendidikan/", "instansi/"]
PATHS += ["instansi/dinas-pertanian-contoh/2026/", "tentang/", "kontak/", "ajukan/formulir/"]
PATHS += ["tidak-ada"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of this machine."""
    chromium = need("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of pages are kept: in the folder SIAR_PICTURES, for whoever wants to look."""
    folder = Path(os.environ.get("SIAR_PICTURES") or tmp_path_factory.mktemp("gambar"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def address(site: Built) -> Iterator[Served]:
    """The five-page site over HTTP."""
    with served(site.path) as here:
        yield here


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_and_load_without_a_complaint(
    browser: Browser, address: Served, width: int, scheme: str
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 740},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    said: list[str] = []
    asked: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # the missing page is meant to be missing
        if "tidak-ada" not in message.location["url"]:
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        page.goto(address.url + path)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path
    page.wait_for_load_state("networkidle")
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith(address.url)] == []


def test_dark_is_dark_and_light_is_light(browser: Browser, address: Served) -> None:
    for scheme, dark in (("dark", True), ("light", False)):
        page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(address.url)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        light = sum(int(part) for part in colour.strip("rgb()").split(","))
        assert (light < 150) is dark, colour
        page.close()


CONTRAST = """
() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const shade = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const [a, b] = [shade(parse(style.color)), shade(behind(element))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(bad)];
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(
    browser: Browser, address: Served, scheme: str
) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    for path in ("", COFFEE, "2026/11/", "kontak/", "topik/"):
        page.goto(address.url + path)
        assert page.evaluate(CONTRAST) == [], path
    page.close()


def test_the_first_key_leads_past_the_menu(browser: Browser, address: Served) -> None:
    page = browser.new_page()
    page.goto(address.url + COFFEE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    page.close()


def test_on_paper_only_the_article_is_left(browser: Browser, address: Served) -> None:
    page = browser.new_page()
    page.goto(address.url + COFFEE)
    page.emulate_media(media="print")
    for gone in (".menu", ".kaki", ".tetangga", ".remah", ".pita", ".bagikan", ".unduhan"):
        assert not page.locator(gone).is_visible(), gone
    assert page.locator("h1").is_visible()
    assert page.locator(".hanya-cetak").is_visible()
    page.close()


def test_an_article_prints_on_two_sheets_with_its_address(
    browser: Browser, address: Served, pictures: Path
) -> None:
    page = browser.new_page()
    page.goto(address.url + COFFEE)
    page.wait_for_load_state("networkidle")
    paper = pictures / "kertas.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    page.close()
    sheets = PdfReader(paper).pages
    sizes = [(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets]
    assert sizes == [(595, 842)] * 2  # A4
    said = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert f"https://siar.example/{COFFEE}" in said
    assert "laman PPID (https://ppid.siar.example/)" in said
    assert "Beranda" not in said


def test_the_blank_form_fits_on_one_sheet(
    browser: Browser, address: Served, pictures: Path
) -> None:
    page = browser.new_page()
    page.goto(address.url + "ajukan/formulir/")
    paper = pictures / "formulir.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    page.close()
    (sheet,) = PdfReader(paper).pages
    assert "pemohon" in sheet.extract_text().splitlines()[-1]


@pytest.mark.parametrize("path", ["", COFFEE])
def test_pictures_of_a_phone_a_desktop_and_the_dark(
    browser: Browser, address: Served, pictures: Path, path: str
) -> None:
    shades = {}
    for name, width, scheme in (
        ("telepon", 390, "light"), ("layar", 1280, "light"), ("gelap", 390, "dark"),
    ):  # fmt: skip
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(address.url + path)
        page.wait_for_load_state("networkidle")
        file = pictures / f"{name}-{'berita' if path else 'depan'}.png"
        page.screenshot(path=file)
        page.close()
        with Image.open(file) as image:
            assert image.size == (width, 844)
            # of paper, ink and photographs at least
            assert len(image.convert("RGB").getcolors(width * 844) or ()) > 500
            shades[name] = sum(image.convert("L").resize((1, 1)).tobytes())
    assert shades["gelap"] + 40 < min(shades["telepon"], shades["layar"])


def test_even_without_encoding_the_policy_stops_a_script(browser: Browser, site: Built) -> None:
    hostile = site.path.parent / "dengan-skrip"
    if not hostile.exists():
        shutil.copytree(site.path, hostile)
    file = hostile / COFFEE / "index.html"
    attack = "<script>window.__pwn = 1</script><img src=x onerror='window.__pwn = 1'>"
    file.write_text(file.read_text().replace("<h1>", f"{attack}<h1>"))
    with served(hostile) as here:
        page = browser.new_page()
        page.goto(here.url + COFFEE)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("'__pwn' in window") is False
        page.close()
