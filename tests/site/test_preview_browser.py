"""A preview opened from the disk by a browser, as whoever corrects a text opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from pipeline.record.agency import parse_agency
from pipeline.record.finding import Finding
from pipeline.site.preview import build_preview
from pipeline.site.preview_band import Band
from tests.site.support import AGENCY, Office
from tests.site.test_browser import CONTRAST, FLAGS
from tests.support.programs import need

pytestmark = pytest.mark.browser

FOLDER = "content/2026/11/24-panen-raya-kopi-di-bacan"
DIGEST = "sha256:" + "a1" * 32
FINDING = Finding(f"{FOLDER}/index.md", 12, "article-html", "ada HTML " + "x" * 90, "hapus")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of this machine."""
    chromium = need("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def shown(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a preview."""
    (article,) = [one for one in office.published() if one.folder == FOLDER]
    output = tmp_path_factory.mktemp("buka") / "sini"
    build_preview(
        office.repository,
        commit=office.commit,
        agency=parse_agency(AGENCY),
        article=article,
        band=Band("2026-0118", "Naskah ini belum diajukan.", DIGEST, [FINDING] * 3),
        output=output,
    )
    return output / "index.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_opens_from_the_disk_whole_and_asks_nobody(
    browser: Browser, shown: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(shown.as_uri())
    page.locator("summary").click()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    background = "getComputedStyle(document.querySelector('.pratinjau')).backgroundColor"
    assert page.evaluate(background) == "rgb(140, 29, 24)"
    assert (
        page.locator(".pratinjau").bounding_box()
        == page.locator("body > :first-child").bounding_box()
    )
    assert page.evaluate(CONTRAST) == []
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith("file://")] == []


def test_on_paper_it_still_says_what_it_is(browser: Browser, shown: Path) -> None:
    page = browser.new_page()
    page.goto(shown.as_uri())
    page.emulate_media(media="print")
    assert page.locator(".pratinjau-judul").is_visible()
    assert page.locator(".pratinjau-sidik").inner_text() == DIGEST
    stamp = "getComputedStyle(document.body, '::before').content"
    assert page.evaluate(stamp) == '"PRATINJAU"'
    page.close()
