"""The pages before judges that are not ours: Nu for HTML, styles and drawings, axe for access."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from pipeline.record.agency import parse_agency
from pipeline.site.manifest import Built, site_files
from pipeline.site.server import Served, served
from tests.site.checkers import complaints, violations
from tests.site.support import AGENCY
from tests.site.test_browser import COFFEE, FLAGS
from tests.site.theming import UNUSUAL, filled
from tests.support.programs import need

SEEN = ["", COFFEE, "2025/12/31-catatan-akhir-tahun-pelayanan/", "arsip/", "2026/11/", "2026/"]
SEEN += ["topik/", "topik/pendidikan/", "instansi/dinas-pertanian-contoh/2026/", "404.html"]
SEEN += ["kontak/", "tentang/", "ajukan/", "ajukan/formulir/", "cari/"]
SEEN += [*(page.path for page in UNUSUAL)]


@pytest.fixture(scope="module")
def whole(site: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five-page site, and pages that it has no occasion for."""
    folder = tmp_path_factory.mktemp("diperiksa") / "situs"
    for name, file in site_files(site.path):
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.hardlink_to(file)
    for page in UNUSUAL:
        file = folder / page.file
        file.parent.mkdir(parents=True)
        file.write_text(filled(page, parse_agency(AGENCY)), encoding="utf-8")
    return folder


def test_nu_finds_nothing_wrong_in_pages_styles_and_drawings(whole: Path) -> None:
    files = [path for ending in ("html", "css", "svg") for path in whole.rglob(f"*.{ending}")]
    assert len(files) > len(SEEN)
    assert complaints(files) == []


def test_nu_is_not_blind(tmp_path: Path) -> None:
    page = tmp_path / "salah.html"
    page.write_text("<!doctype html><html lang=id><title>x</title><p><h1></p>")
    style = tmp_path / "salah.css"
    style.write_text("p { colour: red }")
    assert {Path(one.file).name for one in complaints([page, style])} == {page.name, style.name}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of this machine."""
    chromium = need("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(whole: Path) -> Iterator[Served]:
    """All of it over HTTP."""
    with served(whole) as here:
        yield here


@pytest.mark.browser
@pytest.mark.parametrize("path", SEEN)
def test_axe_finds_nothing_in_anybodys_way(browser: Browser, address: Served, path: str) -> None:
    # The judge is a script, which the pages' own policy would stop.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(address.url + path)
    found = {}
    for width, height in ((390, 844), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light")
        found[width, "light"] = violations(page)
        page.emulate_media(color_scheme="dark")
        found[width, "dark"] = violations(page)
    context.close()
    assert {seen: said for seen, said in found.items() if said} == {}


@pytest.mark.browser
def test_axe_is_not_blind(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html lang=id><title>x</title><main><h1>x</h1><img src=x></main>")
    assert [said.partition(":")[0] for said in violations(page)] == ["image-alt"]
    page.close()
