"""Build the page of an article that is not published, marked so that nobody takes it for live."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.agency import Agency
from pipeline.repository import Repository
from pipeline.site.manifest import MANIFEST
from pipeline.site.plan import Page
from pipeline.site.press import Press
from pipeline.site.preview_band import MARK, STYLE_FILE, Band, band_html, plain_page
from pipeline.site.preview_marking import marked_page
from pipeline.site.preview_style import STYLE
from pipeline.site.published import PublishedArticle
from pipeline.site.source import lay_out

PAGE = "index.html"


def build_preview(
    repository: Repository,
    *,
    commit: str,
    agency: Agency,
    article: PublishedArticle,
    band: Band,
    output: Path,
) -> None:
    """The page of `article` with all it needs, in the folder `output`, which opens from disk.

    `commit` is where theme and configuration come from: the published site's, never the article's
    own branch, which could run a program of its own here. Raises SiarError when it cannot be built;
    then `output` is as it was.
    """
    refuse_foreign(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".preview-", dir=output.parent) as name:
        folder = Path(name).resolve()
        pages = _rendered(repository, commit, agency, article, folder)
        page = pages / PAGE
        address = str(agency.section("site")["url"]).rstrip("/")
        there = {file.relative_to(pages).as_posix() for file in pages.rglob("*") if file.is_file()}
        text = marked_page(
            page.read_text(encoding="utf-8"),
            number=band.number,
            band=band_html(band),
            site=address,
            there=there,
        )
        page.write_text(text, encoding="utf-8")
        _put(pages, output)


def _rendered(
    repository: Repository, commit: str, agency: Agency, article: PublishedArticle, folder: Path
) -> Path:
    """A folder below the empty `folder` with the page alone, and what it needs."""
    source, output = folder / "source", folder / "output"
    source.mkdir()
    output.mkdir()
    texts = lay_out(repository, [article], source)
    with Press() as press:
        press.dress(repository, commit, agency)
        press.begin(source, output, preview=True)
        # Its press release is made when it is live: there is none to download yet.
        (card,) = press.read([replace(article, number=None)], texts)
        values = {"story": card, "newer": None, "older": None, "related": ()}
        [(name, page)] = press.write([Page(PAGE, "article", values)])
        (output / name).write_bytes(page)
        press.draw([article.folder])
        press.put_assets()
    return output


def build_plain(band: Band, output: Path) -> None:
    """A page with the band alone, for an article that cannot be read. Raises BadInput."""
    refuse_foreign(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".preview-", dir=output.parent) as name:
        pages = Path(name).resolve() / "output"
        pages.mkdir()
        (pages / PAGE).write_text(plain_page(band), encoding="utf-8")
        _put(pages, output)


def refuse_foreign(output: Path) -> None:
    """Raise BadInput where a folder holds anything but an earlier preview."""
    if not output.exists() or (output.is_dir() and not any(output.iterdir())):
        return
    page = output / PAGE
    is_ours = page.is_file() and MARK.encode() in page.read_bytes()
    if not is_ours or (output / MANIFEST).exists():
        raise BadInput(
            _("{path} holds something else than a preview").format(path=output),
            hint=_("name another folder with --to: its contents would be replaced"),
        )


def _put(pages: Path, output: Path) -> None:
    """Let the finished folder appear in the place of an earlier one."""
    (pages / STYLE_FILE).write_text(STYLE, encoding="utf-8")
    # In a clone it lies among the files of the office, and is nothing to be handed in.
    (pages / ".gitignore").write_text("*\n", encoding="utf-8")
    if output.exists():
        shutil.rmtree(output)
    pages.rename(output)
