"""Attacks in every field and every page, opened in a real browser: none of them runs.

And again with nothing encoded and nothing sanitised, so that the policy in each page stands alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, sync_playwright

from pipeline.site.plan import SORTS
from pipeline.site.server import served
from tests.site.hostile import (
    ATTACKS,
    FIELDS,
    hostile_agency,
    hostile_site,
    naked_pages,
)
from tests.site.test_browser import FLAGS
from tests.site.theming import filled
from tests.support.programs import need

pytestmark = pytest.mark.browser

# What an attack calls; it is there before anything on a page is, and knows no policy.
HOOK = "window.__ran = []; window.__pwn = name => { window.__ran.push(String(name)) };"
NAME = re.compile(rf"\b(\d+)\.({'|'.join(FIELDS)})\b")
TRIPLES = 500
# What only a preview shows, which is marked after its page was made.
OF_A_PREVIEW = {"finding", "digest"}
# Feeds, maps of the site, and what robots read.
NO_PAGES = {"atom", "rss", "sitemap", "sitemap_index", "robots"}
# Articles are opened all of them, notices and previews every third, of other sorts of page two.
ARTICLE, HAS_ITS_OWN = re.compile("N/N/N-bN/index"), re.compile("N/N/N-cN/|pratinjau/")


class Seen(NamedTuple):
    """What came of opening pages: which attacks ran, and what was asked of a stranger."""

    ran: dict[str, list[str]]
    asked: list[str]


class Stranger:
    """A server on loopback that stands for `jahat.example`, and notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        noted = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                noted.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: what is asked is noted."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    """Where attacks would load from or report to."""
    made = Stranger()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def browser(stranger: Stranger) -> Iterator[Browser]:
    """A browser of this machine, to which the stranger is the only other host."""
    chromium = need("chromium")
    there = f"127.0.0.1:{stranger.server.server_port}"
    rules = (
        f"--host-resolver-rules=MAP jahat.example:80 {there}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, rules])
        yield started
        started.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that holds all attacks."""
    return hostile_site(tmp_path_factory.mktemp("serangan"))


@pytest.fixture(scope="module")
def naked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages with all attacks, not encoded; the files of the theme are beside them."""
    folder = tmp_path_factory.mktemp("telanjang")
    (folder / "tema").symlink_to(built / "tema")
    for page in naked_pages():
        file = folder / page.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(filled(page, hostile_agency(), is_naked=True), encoding="utf-8")
    return folder


def test_no_attack_runs_on_any_page(browser: Browser, stranger: Stranger, built: Path) -> None:
    files = chosen(built)
    assert opened(browser, stranger, built, files) == Seen({}, [])
    held = triples(files)
    assert len(held) >= TRIPLES
    assert {field for _attack, field, _page in held} == set(FIELDS)
    assert len({number for number, _field, _page in held}) == len(ATTACKS)


def test_without_encoding_and_sanitising_the_policy_alone_stops_them(
    browser: Browser, stranger: Stranger, naked: Path
) -> None:
    files = sorted(naked.rglob("*.html"))
    assert opened(browser, stranger, naked, files) == Seen({}, [])
    held = triples(files)
    assert len(held) >= TRIPLES
    assert {field for _attack, field, _page in held} == set(FIELDS) - OF_A_PREVIEW


def test_every_sort_of_page_is_among_them() -> None:
    there = {page.template for page in naked_pages()}
    assert there == {sort.template for sort in SORTS.values()} - NO_PAGES


def test_without_the_policy_as_well_they_do_run(
    browser: Browser, stranger: Stranger, naked: Path
) -> None:
    files = sorted(naked.rglob("*.html"))[::4]
    seen = opened(browser, stranger, naked, files, has_policy=False)
    ran = {name for names in seen.ran.values() for name in names}
    assert len({name.partition(".")[0] for name in ran}) > len(ATTACKS) / 2
    assert len({name.partition(".")[2] for name in ran}) > len(FIELDS) / 2
    assert seen.asked


def chosen(site: Path) -> list[Path]:
    """Of each sort of page and feed as many as show something new."""
    found = [file for file in site.rglob("*") if file.suffix in (".html", ".xml")]
    sorts: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(found):
        sorts[re.sub(r"\d+|(?<=instansi/)[^/]+", "N", str(file.relative_to(site)))].append(file)
    return [file for sort, of in sorts.items() for file in _some(sort, of)]


def _some(sort: str, files: list[Path]) -> list[Path]:
    if ARTICLE.match(sort):
        return files
    return files[::3] if HAS_ITS_OWN.match(sort) else files[:2]


def triples(files: Iterable[Path]) -> set[tuple[str, str, str]]:
    """Attack, field and page of each attack that a page or feed does hold."""
    return {
        (number, field, str(file))
        for file in files
        for number, field in NAME.findall(file.read_text(encoding="utf-8"))
        if int(number) < len(ATTACKS)  # in a letter's address, %27 may stand before it
    }


def opened(
    browser: Browser,
    stranger: Stranger,
    site: Path,
    files: Iterable[Path],
    *,
    has_policy: bool = True,
) -> Seen:
    """Open pages one after the other in one window, and what came of it."""
    ran: dict[str, list[str]] = {}
    stranger.asked.clear()
    with served(site) as here, browser.new_context(bypass_csp=not has_policy) as context:
        context.add_init_script(HOOK)
        page = context.new_page()
        for name in (file.relative_to(site).as_posix() for file in files):
            page.goto(here.url + name)
            if page.url != here.url + name:
                ran[name] = [f"went to {page.url}"]
            elif found := page.evaluate("window.__ran || []"):
                ran[name] = found
    return Seen(ran, stranger.asked[:])
