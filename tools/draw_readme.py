"""Draw the pictures of both READMEs from a demo's folder: the site and the papers, as they are.

`python -m tools.draw_readme [DEMO]`: DEMO is what `make demo` left behind (otherwise `.demo`).
Needs Chromium and pdftoppm, which the program itself does not.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

CHECKOUT = Path(__file__).resolve().parent.parent
PICTURES = CHECKOUT / "docs" / "pictures"
DOTS_PER_INCH = 200
LARGEST_BYTES = 300_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


class Paper(NamedTuple):
    """A printed page: the file below the demo's `cetakan`, and how wide it is shown."""

    file: str
    width: int
    height: int | None = None


DISPOSITION = Paper("2026-0124/disposisi-2026-0124.pdf", 452)
PAPERS = (
    Paper("buku-agenda-2026-11.pdf", 560),
    Paper("2026-0125/laporan-2026-0125.pdf", 560),
    Paper("2026-0125/siaran-pers-2026-0125.pdf", 400, 470),
    Paper("2026-0125/koreksi-2026-0125.pdf", 400, 470),
    Paper("2026-0125/formulir-2026-0125.pdf", 400, 470),
)

STYLE = """
* { box-sizing: border-box; margin: 0; }
body { background: #e4ebed; padding: 34px; width: max-content; }
.row { display: flex; gap: 30px; align-items: center; justify-content: center; }
.row + .row { margin-top: 30px; }
.sheet { overflow: hidden; background: #fff; border-radius: 2px;
  box-shadow: 0 0 0 1px #0b2e3618, 0 6px 14px #0b2e3630; }
.window { border-radius: 9px; }
.bar { height: 26px; background: #0b2e36; padding: 8px 12px; display: flex; gap: 7px; }
.bar i { width: 10px; height: 10px; border-radius: 50%; background: #ffffff55; }
img { display: block; width: 100%; }
"""


def main(demo: Path) -> None:
    """Write every picture, each whole and small enough for a page on a forge."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as work:
        browser = playwright.chromium.launch(executable_path=need("chromium"), args=FLAGS)
        scene = Scene(browser, demo, Path(work))
        for name, compose in COMPOSITIONS.items():
            data = smaller(scene.picture(compose(scene)))
            (PICTURES / name).write_bytes(data)
        browser.close()


class Scene:
    """What the pictures are composed of, rendered once into a folder that goes afterwards."""

    def __init__(self, browser: Browser, demo: Path, work: Path) -> None:
        self._browser = browser
        self._demo = demo
        self._work = work

    def site(self, name: str, *, width: int, height: int, shown: int) -> str:
        """The front page in a window `width` wide, shown `shown` pixels wide."""
        from pipeline.site.server import served

        with served(self._demo / "situs" / "current") as site:
            page = self._browser.new_page(
                viewport={"width": width, "height": height}, device_scale_factor=1.5
            )
            page.goto(site.url, wait_until="networkidle")
            page.screenshot(path=self._work / name)
            page.close()
        picture = f'<img src="{name}" alt="">'
        return (
            f'<div class="sheet window" style="width:{shown}px">'
            f'<div class="bar"><i></i><i></i><i></i></div>{picture}</div>'
        )

    def paper(self, paper: Paper) -> str:
        """The first page of a printed paper."""
        name = paper.file.replace("/", "-").removesuffix(".pdf")
        source = self._demo / "cetakan" / paper.file
        target = self._work / name
        subprocess.run(
            [need("pdftoppm"), "-r", str(DOTS_PER_INCH), "-png", "-singlefile", source, target],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        height = f"height:{paper.height}px;" if paper.height else ""
        style = f"width:{paper.width}px;{height}"
        return f'<div class="sheet" style="{style}"><img src="{escape(name)}.png" alt=""></div>'

    def picture(self, body: str) -> bytes:
        """The composition as PNG, in the pixels it takes and no more."""
        path = self._work / "composition.html"
        path.write_text(f"<!doctype html><style>{STYLE}</style>{body}", encoding="utf-8")
        page = self._browser.new_page(
            viewport={"width": 1800, "height": 1200}, device_scale_factor=1
        )
        page.goto(path.as_uri(), wait_until="load")
        data = page.locator("body").screenshot()
        page.close()
        return data


def row(*parts: str) -> str:
    """Parts beside each other."""
    return f'<div class="row">{"".join(parts)}</div>'


def site_and_paper(scene: Scene) -> str:
    """The website beside the disposition sheet of the letter behind one of its articles."""
    site = scene.site("desktop.png", width=1180, height=1112, shown=700)
    return row(site, scene.paper(DISPOSITION))


def papers(scene: Scene) -> str:
    """Five of the papers that come out of one request."""
    pages = [scene.paper(paper) for paper in PAPERS]
    return row(*pages[:2]) + row(*pages[2:])


COMPOSITIONS: dict[str, Callable[[Scene], str]] = {
    "situs-dan-disposisi.png": site_and_paper,
    "kertas.png": papers,
}


def smaller(data: bytes) -> bytes:
    """The picture with as many colours as fit into what a page should weigh."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    for colours in (256, 128, 64):
        buffer = io.BytesIO()
        reduced = picture.quantize(colours, kmeans=3, dither=Image.Dither.NONE)
        reduced.save(buffer, "PNG", optimize=True)
        if buffer.tell() <= LARGEST_BYTES:
            return buffer.getvalue()
    raise SystemExit(f"the picture weighs {buffer.tell()} bytes; compose it smaller")


def need(program: str) -> str:
    """The path of a program; without it this script ends with its name."""
    found = shutil.which(program)
    if found is None:
        raise SystemExit(f"needs the program {program}")
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(".demo"))
