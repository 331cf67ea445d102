"""A preview: one page of the real site that nobody and nothing takes for a published one."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput, SiarError
from pipeline.i18n import agency_text
from pipeline.record.agency import parse_agency
from pipeline.record.finding import Finding
from pipeline.site.live import check_live
from pipeline.site.manifest import Built
from pipeline.site.preview import build_plain, build_preview
from pipeline.site.preview_band import Band, band_html
from pipeline.site.preview_marking import marked_page
from pipeline.site.server import served
from tests.site.reading import ReadPage, addresses, page
from tests.site.support import AGENCY, URL, Office, make_office, painting, theme_files

FOLDER = "content/2026/11/24-panen-raya-kopi-di-bacan"
DIGEST = "sha256:" + "a1" * 32
BAND = Band("2026-0118", "Naskah ini belum diajukan.", DIGEST)
FIELDS = (
    "title: Judul\ndate: 2026-11-24\nagency: Dinas Contoh\ntopics: [ekonomi]\nsummary: Ringkas\n"
)


def preview(office: Office, output: Path, *, folder: str = FOLDER, band: Band = BAND) -> Path:
    """The preview of one of the office's articles."""
    (article,) = [one for one in office.published() if one.folder == folder]
    build_preview(
        office.repository,
        commit=office.commit,
        agency=parse_agency(AGENCY),
        article=article,
        band=band,
        output=output,
    )
    return output


def files(folder: Path) -> set[str]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def one_article(folder: Path, data: bytes, **beside: bytes) -> Office:
    """An office with one article at `FOLDER`."""
    named = {f"{FOLDER}/{name.replace('_', '.')}": found for name, found in beside.items()}
    return make_office(folder, {f"{FOLDER}/index.md": data, **named})


@pytest.fixture(scope="module")
def shown(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The preview of the article about coffee, beside four others that are not in it."""
    return preview(office, tmp_path_factory.mktemp("pratinjau") / "sini")


def test_it_is_one_page_with_its_styles_and_pictures(shown: Path) -> None:
    theme = {f"tema/{name.removeprefix('theme/static/')}" for name in theme_files()
             if name.startswith("theme/static/")}  # fmt: skip
    pictures = {f"{width}/panen.jpg.webp" for width in (640, 960, 1600)} | {"panen.jpg"}
    pictures |= {"asli/panen.jpg", "640/jemur.png.webp", "960/jemur.png.webp", "1600/jemur.png.jpg"}
    assert files(shown) == {"index.html", "pratinjau.css", ".gitignore", *pictures, *theme}


def test_nothing_of_other_articles_is_in_it(shown: Path) -> None:
    text = (shown / "index.html").read_text()
    assert "Jembatan" not in text and "Posyandu" not in text


def test_the_article_is_shown_as_the_site_would(shown: Path, site: Built) -> None:
    live = (site.path / "2026/11/24-panen-raya-kopi-di-bacan/index.html").read_text()
    main = re.compile(r'<div class="artikel-teks".*?<p class="sumber"', re.DOTALL)
    (wanted,), (found,) = main.findall(live), main.findall((shown / "index.html").read_text())
    assert found == wanted


def test_it_says_what_it_is_and_the_whole_digest(shown: Path) -> None:
    read_page = page(shown, "")
    assert agency_text("PREVIEW — not published") in read_page.text
    assert DIGEST in read_page.text
    assert read_page.texts["title"][0].startswith(agency_text("Preview") + ": ")


def test_machines_are_told_to_look_away(shown: Path) -> None:
    read_page = page(shown, "")
    assert read_page.meta("robots") == "noindex, nofollow, noarchive"
    assert read_page.meta("siar:preview") == "2026-0118"
    names = {one.get("name") or one.get("property", "") for one in read_page.all("meta")}
    assert names == {
        "", "robots", "siar:preview", "viewport", "referrer", "color-scheme", "theme-color",
        "description",
    }  # fmt: skip


def test_it_names_no_feed_no_address_of_its_own_and_runs_nothing(shown: Path) -> None:
    elements = page(shown, "").elements
    links = [values["rel"] for tag, values in elements if tag == "link"]
    assert sorted(links) == ["icon", "stylesheet", "stylesheet"]
    assert not [tag for tag, _values in elements if tag in ("script", "base")]


def test_put_in_the_place_of_the_page_it_does_not_pass_for_live(shown: Path) -> None:
    with served(shown) as here:
        assert not check_live(here.url, "", DIGEST, pause_seconds=0, attempts=1).ok


def test_every_file_it_asks_for_lies_beside_it_and_other_links_lead_to_the_live_site(
    shown: Path,
) -> None:
    there, read_page = files(shown), page(shown, "")
    links = {values["href"] for values in read_page.all("a")}
    for address in addresses(read_page):
        name = address.removeprefix("./").partition("?")[0]
        is_out = address.startswith(("#", "mailto:", "https://"))
        assert name in there or (is_out and address in links), address
    assert {f"{URL}/arsip/", f"{URL}/"} <= links


def test_the_same_input_gives_the_same_bytes(office: Office, shown: Path, tmp_path: Path) -> None:
    again = preview(office, tmp_path / "lagi")
    for name in files(shown):
        assert (again / name).read_bytes() == (shown / name).read_bytes(), name


def test_an_earlier_preview_is_replaced_and_nothing_else(office: Office, tmp_path: Path) -> None:
    target = preview(office, tmp_path / "sini")
    (target / "lama.txt").write_text("dari pratinjau lama")
    preview(office, target)
    assert "lama.txt" not in files(target)
    foreign = tmp_path / "milik-orang"
    foreign.mkdir()
    (foreign / "index.html").write_text("<h1>Situs lain</h1>")
    with pytest.raises(BadInput) as caught:
        preview(office, foreign)
    assert caught.value.message == f"{foreign} holds something else than a preview"
    assert files(foreign) == {"index.html"}


def test_a_published_site_is_never_replaced(office: Office, site: Built, tmp_path: Path) -> None:
    target = preview(office, tmp_path / "situs")
    (target / ".well-known").mkdir()
    (target / ".well-known" / "siar.json").write_bytes(
        (site.path / ".well-known/siar.json").read_bytes()
    )
    with pytest.raises(BadInput):
        preview(office, target)


def test_pictures_that_are_missing_or_no_pictures_are_left_out(tmp_path: Path) -> None:
    text = (
        f"---\n{FIELDS}photos:\n"
        "- {file: hilang.jpg, caption: K, credit: H, alt: A}\n"
        "- {file: rusak.jpg, caption: K, credit: H, alt: A}\n"
        "- {file: ada.jpg, caption: Ini ada, credit: H, alt: A}\n"
        "---\nIsi.\n\n![x](hilang.jpg)\n\nLagi ![y](<peta kami.jpg>) di sini.\n"
    )
    office = one_article(
        tmp_path / "repo", text.encode(), rusak_jpg=b"bukan gambar", ada_jpg=painting(1, 90, 60)
    )
    read_page = page(preview(office, tmp_path / "sini"), "")
    assert [image["src"] for image in read_page.all("img")[1:]] == ["ada.jpg"]
    for name in ("hilang.jpg", "peta kami.jpg"):
        missing = agency_text("[the picture {name} is missing]").format(name=name)
        assert missing in read_page.text


def test_the_site_itself_forgives_no_missing_picture(tmp_path: Path) -> None:
    text = f"---\n{FIELDS}---\nIsi.\n\n![x](hilang.jpg)\n"
    with pytest.raises(SiarError):
        one_article(tmp_path / "repo", text.encode()).build(tmp_path / "situs")


def test_a_theme_without_a_place_for_the_mark_shows_nothing(tmp_path: Path) -> None:
    text = f"---\n{FIELDS}---\nIsi.\n".encode()
    office = make_office(
        tmp_path / "repo",
        {f"{FOLDER}/index.md": text, "theme/templates/article.html": b"<p>{{ story.title }}</p>"},
    )
    with pytest.raises(BadInput):
        preview(office, tmp_path / "sini")
    assert not (tmp_path / "sini").exists()


def test_what_cannot_be_read_has_a_page_with_what_is_wrong(tmp_path: Path) -> None:
    wrong = Finding("content/2026/11/24-x/index.md", 2, "yaml-syntax", "kurung <b>", "tutup")
    build_plain(Band("2026-0118", "Naskah.", DIGEST, [wrong]), tmp_path / "sini")
    assert files(tmp_path / "sini") == {"index.html", "pratinjau.css", ".gitignore"}
    read_page = page(tmp_path / "sini", "")
    place = agency_text("{file}, line {line}").format(file="index.md", line=2)
    assert place in read_page.text and "kurung <b>." in read_page.text
    assert ("details", {"open": ""}) in read_page.elements


def test_it_opens_from_the_disk_with_styles_and_pictures(shown: Path) -> None:
    sheet = (shown / "pratinjau.css").read_text()
    assert ".pratinjau {" in sheet and "@media print" in sheet


HOSTILE = st.text(st.sampled_from("<>&\"'`/ =!-abc{}%\n"), max_size=40)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_word_in_the_band_becomes_markup(standing: str, message: str, way_out: str) -> None:
    finding = Finding(f"content/2026/11/24-x/{message}.md", 1, "x", message, way_out)
    elements = ReadPage(band_html(Band("2026-0118", standing, DIGEST, [finding]))).elements
    plain = ReadPage(band_html(Band("2026-0118", "a", DIGEST, [finding._replace(
        path="x", message="a", help="a" if way_out else "")]))).elements  # fmt: skip
    assert elements == plain


@given(HOSTILE)
def test_marking_keeps_every_other_byte(text: str) -> None:
    body = f"<p>{text.replace('<', '&lt;').replace('>', '&gt;')}</p>"
    before = f"<html><head></head><body>{body}</body></html>"
    marked = marked_page(before, number="2026-0118", band="BAND", site=URL, there=set())
    assert marked.partition("BAND")[2] == f"{body}</body></html>"


TAGS = (
    ('<a href="arsip/">a</a>', f'<a href="{URL}/arsip/">a</a>'),
    ("<a class=x href=./arsip/>a</a>", f'<a class=x href="{URL}/arsip/">a</a>'),
    ('<area HREF="../x/">', f'<area href="{URL}/x/">'),
    ('<a href="ada.jpg">a</a>', '<a href="ada.jpg">a</a>'),
    ('<a href="#isi">a</a>', '<a href="#isi">a</a>'),
    ('<a href="https://lain.example/">a</a>', '<a href="https://lain.example/">a</a>'),
    ("<script src=x></script>b", "b"),
    ('<script>"<a href=x>"</script>b', "b"),
    ('<base href="/x/">b', "b"),
    ('<link rel="canonical" href="x">b', "b"),
    ('<meta name="robots" content="index">b', "b"),
    ('<meta http-equiv="refresh" content="0;x">b', "b"),
)


@pytest.mark.parametrize(("tag", "wanted"), TAGS)
def test_a_tag_becomes(tag: str, wanted: str) -> None:
    page_ = f"<html><head></head><body>{tag}</body></html>"
    marked = marked_page(page_, number="2026-0118", band="BAND", site=URL, there={"ada.jpg"})
    assert marked.partition("BAND")[2] == f"{wanted}</body></html>"
