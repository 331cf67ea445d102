"""Building: the same bytes each time, nothing of the source run, one sentence on failure."""

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.errors import SiarError
from pipeline.site.manifest import Built, read_built, site_files
from pipeline.site.published import PublishedArticle
from tests.site.reading import page
from tests.site.support import (
    Office,
    agency,
    five_articles,
    made_tree,
    make_office,
    painting,
    theme_files,
)

FOLDER = "content/2026/11/24-berita-contoh"
NOON = datetime.fromisoformat("2026-11-24T12:00:00+09:00")
FIELDS = (
    "title: Judul\ndate: 2026-11-24\nagency: Dinas Contoh\ntopics: [ekonomi]\nsummary: Ringkas\n"
)
PHOTO = 'photos:\n- {file: foto.jpg, caption: "K", credit: "H", alt: "A"}\n'


def article(more: str = "", body: str = "Isi berita.\n") -> bytes:
    """The bytes of an article with further lines of front matter."""
    return f"---\n{FIELDS}{more}---\n{body}".encode()


def contents(built: Built) -> dict[str, bytes]:
    """Every file of a site."""
    return {name: file.read_bytes() for name, file in site_files(built.path)}


def beside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files in the article's folder."""
    return {f"{FOLDER}/{name}": data for name, data in files.items()}


def refusal(files: Mapping[str, bytes], folder: Path) -> SiarError:
    """What building an article with these files beside it says."""
    office = make_office(
        folder / "repo", {f"{FOLDER}/{name}": data for name, data in files.items()}
    )
    return refusal_of(office, folder)


def refusal_of(
    office: Office, folder: Path, published: list[PublishedArticle] | None = None
) -> SiarError:
    """What this office's build says; it leaves nothing behind."""
    place = folder / "place"
    place.mkdir()
    with pytest.raises(SiarError) as caught, working_in(place):
        office.build(place / "output", published=published)
    assert list(place.iterdir()) == []
    return caught.value


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """All that is made for a while lies in this folder."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def test_the_same_input_gives_the_same_bytes(site: Built, tmp_path: Path) -> None:
    other = make_office(tmp_path / "repo", five_articles())
    again = other.build(tmp_path / "elsewhere" / "output")
    assert contents(again) == contents(site)
    assert again.tree == site.tree
    assert read_built(again.path) == again


def test_the_order_in_which_articles_are_named_does_not_matter(
    office: Office, site: Built, picture_cache: Path, tmp_path: Path
) -> None:
    published = list(reversed(office.published()))
    again = office.build(tmp_path / "output", published=published, cache=picture_cache)
    assert contents(again) == contents(site)


def test_only_what_is_published_is_in_the_output(
    office: Office, picture_cache: Path, tmp_path: Path
) -> None:
    published = [item for item in office.published() if "beasiswa" not in item.folder]
    built = office.build(tmp_path / "output", published=published, cache=picture_cache)
    for name, data in contents(built).items():
        assert b"beasiswa" not in data.lower(), name


def test_an_article_is_shown_at_its_published_bytes_whatever_the_commit_holds(
    tmp_path: Path,
) -> None:
    office = make_office(tmp_path / "repo", {f"{FOLDER}/index.md": article()})
    published = office.published()
    repository = office.repository
    changed = {f"{FOLDER}/index.md": repository.write_blob(article(body="Naskah belum disetujui."))}
    tree = repository.write_tree(office.commit, changed)
    newer = repository.commit_tree(tree, [office.commit], "x", author="a <a@b.example>", at=NOON)
    built = Office(repository, newer).build(tmp_path / "output", published=published)
    assert "Isi berita." in page(built.path, FOLDER.removeprefix("content/") + "/").text


def test_a_site_without_articles_is_whole(tmp_path: Path) -> None:
    built = make_office(tmp_path / "repo", {}).build(tmp_path / "output")
    assert "Belum ada berita yang tayang." in page(built.path, "").text
    assert "<updated>1970-01-01T00:00:00+00:00</updated>" in (built.path / "atom.xml").read_text()


def test_former_texts_and_other_files_beside_an_article_are_not_given_to_the_build(
    tmp_path: Path,
) -> None:
    canary = b"kenari rahasia"
    files = {
        "index.md": article(),
        "versions/1.md": canary,
        "catatan.rst": b".. include:: /etc/passwd\n\n" + canary,
        "lain.html": canary,
        "gambar.svg": b"<svg onload='x'>" + canary,
        "tak-disebut.jpg": painting(1, 60, 40),
    }
    office = make_office(
        tmp_path / "repo", {f"{FOLDER}/{name}": data for name, data in files.items()}
    )
    made = contents(office.build(tmp_path / "output"))
    assert [name for name, data in made.items() if canary in data] == []
    below = [name for name in made if name.startswith("2026/11/24-")]
    assert below == ["2026/11/24-berita-contoh/index.html"]


def test_nothing_that_python_or_pelican_would_run_is_run(tmp_path: Path) -> None:
    canary = tmp_path / "dijalankan"
    code = f"from pathlib import Path\nPath({str(canary)!r}).write_text('x')\n".encode()
    names = ["sitecustomize.py", "usercustomize.py", "markdown.py", "nh3.py", "conftest.py"]
    names += ["pelican/plugins/jahat.py", "plugins/jahat.py", "content/pelicanconf.py"]
    files = {**dict.fromkeys(names, code), f"{FOLDER}/index.md": article()}
    make_office(tmp_path / "repo", files).build(tmp_path / "output")
    assert not canary.exists()


def test_a_configuration_cannot_turn_encoding_off(tmp_path: Path) -> None:
    weak = theme_files()["pelicanconf.py"] + b"\nJINJA_ENVIRONMENT = {'autoescape': False}\n"
    files = {
        f"{FOLDER}/index.md": article().replace(b"title: Judul", b"title: <b>Judul</b>"),
        "pelicanconf.py": weak,
    }
    built = make_office(tmp_path / "repo", files).build(tmp_path / "output")
    text = (built.path / FOLDER.removeprefix("content/") / "index.html").read_text()
    assert "<h1>&lt;b&gt;Judul&lt;/b&gt;</h1>" in text


def test_a_site_in_a_folder_of_its_host_leads_to_its_own_pages(tmp_path: Path) -> None:
    office = make_office(tmp_path / "repo", {f"{FOLDER}/index.md": article()})
    there = agency(site={"url": "https://contoh.example/kabar/"})
    built = office.build(tmp_path / "output", agency=there)
    missing = page(built.path, "404.html")
    own = [a["href"] for a in missing.all("a") if a["href"].startswith("/")]
    assert own
    assert all(address.startswith("/kabar/") for address in own)
    canonical = [link for link in page(built.path, "").all("link") if link["rel"] == "canonical"]
    assert canonical[0]["href"] == "https://contoh.example/kabar/"


def test_forty_articles_are_built_in_under_two_seconds(tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for number in range(40):
        folder = f"content/2026/{number % 11 + 1:02d}/{number % 27 + 1:02d}-berita-{number}"
        text = article(PHOTO, "Kalimat contoh yang cukup panjang untuk dibaca. " * 60)
        day = f"date: 2026-{number % 11 + 1:02d}-{number % 27 + 1:02d}".encode()
        files[f"{folder}/index.md"] = text.replace(b"date: 2026-11-24", day)
        files[f"{folder}/foto.jpg"] = painting(number % 5, 1200, 800)
    office = make_office(tmp_path / "repo", files)
    office.build(tmp_path / "output", cache=tmp_path / "cache")
    started = time.process_time()
    office.build(tmp_path / "output", cache=tmp_path / "cache")
    # Two seconds on a machine of one's own; the tests share theirs.
    assert time.process_time() - started < 6


# --- what cannot be built -----------------------------------------------------------------------


def test_broken_front_matter_is_told_with_its_line(tmp_path: Path) -> None:
    error = refusal({"index.md": article("title: Judul lain\n")}, tmp_path)
    assert error.message.startswith(f"{FOLDER}/index.md:7: error[yaml-duplicate-key]: ")


def test_front_matter_cannot_choose_where_a_page_goes(tmp_path: Path) -> None:
    error = refusal({"index.md": article("save_as: index.html\n")}, tmp_path)
    assert error.message.startswith(f"{FOLDER}/index.md:7: error[")
    assert "save_as" in error.message


def test_an_article_in_the_folder_of_another_day_is_told(tmp_path: Path) -> None:
    error = refusal({"index.md": article().replace(b"2026-11-24", b"2026-12-24")}, tmp_path)
    assert error.message == (
        f"{FOLDER}/index.md: the date is 2026-12-24, but the folder is that of another day"
    )
    assert error.hint == "make both the day of publication: change the date or rename the folder"


def test_a_photograph_that_is_not_there_is_told(tmp_path: Path) -> None:
    error = refusal({"index.md": article(PHOTO)}, tmp_path)
    assert error.message == f"{FOLDER}/foto.jpg: the photograph is not beside its article"
    assert error.hint == "add the file, or take it out of `photos`"


def test_a_photograph_that_is_none_is_told(tmp_path: Path) -> None:
    error = refusal({"index.md": article(PHOTO), "foto.jpg": b"<script>"}, tmp_path)
    assert error.message.startswith(f"{FOLDER}/foto.jpg: not a picture that can be shown: ")


def test_a_photograph_whose_end_is_missing_is_told(tmp_path: Path) -> None:
    broken = painting(1, 600, 400)[:4000]
    error = refusal({"index.md": article(PHOTO), "foto.jpg": broken}, tmp_path)
    assert error.message.startswith("foto.jpg: not a picture that can be shown: ")


def test_a_text_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    error = refusal({"index.md": article(body="x" * 5_000_000)}, tmp_path)
    assert error.message == f"{FOLDER}/index.md: too large to publish (5000094 bytes)"
    assert error.hint == "a text may have 512 KiB, a photograph 32 MiB"


def test_a_build_that_hangs_is_stopped(office: Office, tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    with pytest.raises(SiarError) as caught, working_in(tmp_path / "place"):
        office.build(tmp_path / "place" / "output", timeout_seconds=0.05)
    assert caught.value.message == "the site was not built within 0.05 seconds"
    assert caught.value.hint == "nothing was published; the live site is as it was"
    assert list((tmp_path / "place").iterdir()) == []


@pytest.mark.parametrize("text", ["> " * 3000, "*" * 9000, "[" * 900, "`" * 9001, "<" * 9000])
def test_a_text_that_is_hard_to_read_is_still_a_page(text: str, tmp_path: Path) -> None:
    files = {f"{FOLDER}/index.md": article(body=f"{text}\n")}
    built = make_office(tmp_path / "repo", files).build(tmp_path / "output")
    assert page(built.path, FOLDER.removeprefix("content/") + "/").only("h1") == "Judul"


def test_two_names_that_differ_in_capitals_are_refused(tmp_path: Path) -> None:
    files = {"index.md": article(), "Foto.jpg": b"", "foto.JPG": b""}
    error = refusal(files, tmp_path)
    assert error.message == f"{FOLDER}/foto.JPG: another file differs only in capital letters"


@pytest.mark.parametrize("mode", ["120000", "100755", "160000"])
def test_links_programs_and_submodules_are_refused(mode: str, tmp_path: Path) -> None:
    office = make_office(tmp_path / "repo", {f"{FOLDER}/index.md": article()})
    entry = office.repository.tree(office.published()[0].tree)[0]
    oid = office.commit if mode == "160000" else entry.oid
    index = f"100644 blob {entry.oid}\tindex.md\n"
    kind = "commit" if mode == "160000" else "blob"
    tree = made_tree(office, f"{index}{mode} {kind} {oid}\tfoto.jpg\n")
    published = [PublishedArticle(FOLDER, tree, f"sha256:{0:064x}", None, None)]
    error = refusal_of(office, tmp_path, published)
    assert error.message == (
        f"{FOLDER}/foto.jpg: only plain files can be published (Git mode {mode})"
    )
    assert error.hint == "replace the link or program by a plain file"


@pytest.mark.parametrize(
    "folder", ["content/2026/11/24-a/../../b", "index.md", "content/2026/13/40-x", "/etc"]
)
def test_a_folder_that_is_none_of_an_articles_is_refused(folder: str, tmp_path: Path) -> None:
    office = make_office(tmp_path / "repo", {f"{FOLDER}/index.md": article()})
    tree = office.published()[0].tree
    published = [PublishedArticle(folder, tree, f"sha256:{0:064x}", None, None)]
    error = refusal_of(office, tmp_path, published)
    assert error.message == f"{folder}: not a folder for an article"


def test_a_template_that_misspells_a_value_is_told(tmp_path: Path) -> None:
    files = {"theme/templates/about.html": b"{{ newsroom.titel }}"}
    error = refusal_of(make_office(tmp_path / "repo", files), tmp_path)
    assert error.message == (
        "the site could not be built: UndefinedError: "
        "'pipeline.site.newsroom.Newsroom object' has no attribute 'titel'"
    )


def test_a_commit_without_a_theme_is_told(tmp_path: Path) -> None:
    office = make_office(tmp_path / "repo", {"README.md": b""}, theme=False)
    error = refusal_of(office, tmp_path)
    assert error.message == (f"commit {office.commit[:12]} has no theme/ or no pelicanconf.py")


def test_an_address_that_is_not_of_the_web_is_refused(tmp_path: Path) -> None:
    office = make_office(tmp_path / "repo", {})
    with pytest.raises(SiarError) as caught:
        office.build(tmp_path / "output", agency=agency(site={"ppid_url": "javascript:alert(1)"}))
    assert caught.value.message == (
        "agency.yaml: the address javascript:alert(1) in `site` is not a web address"
    )


def test_messages_are_in_the_language_of_the_terminal(tmp_path: Path, indonesian: None) -> None:
    error = refusal({"index.md": article(PHOTO)}, tmp_path)
    assert FOLDER in error.message
