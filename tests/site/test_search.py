"""The search index: in parts, each made anew when its articles are others, nothing else in it."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from pipeline.errors import SiarError
from pipeline.repository import Repository
from pipeline.site import indexer, search
from pipeline.site.build import SetChange, Workshop, build_all, build_change
from pipeline.site.notice import Notice
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle
from tests.site.support import Office, front_matter, make_office, theme_files

OLD, YEAR = "content/2024/05/03-lama", "content/2025/07/09-tahun-lalu"
MONTH, NEWEST = "content/2026/10/05-bulan-lalu", "content/2026/11/24-terbaru"
ALSO, NEXT = "content/2026/11/23-kemarin", "content/2027/01/02-tahun-depan"
NOTICE = Notice(ALSO, "2026-11-27T10:00:00+09:00", is_final=True, reason="Batal.")


def article(folder: str) -> bytes:
    """An article with a word of its own, by which it is found."""
    _content, year, month, name = folder.split("/")
    text = front_matter(
        title=f"Judul {name[3:]} CONTOH",
        date=f"{year}-{month}-{name[:2]}",
        agency="Dinas Contoh",
        topics="[ekonomi]",
        summary="Ringkas. CONTOH",
    )
    return text + f"Kata {word(folder)} ada di sini.\n".encode()


def word(folder: str) -> str:
    """The word of an article: kataterbaru."""
    return "kata" + "".join(letter for letter in folder.rpartition("/")[2] if letter.isalpha())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Articles of four years; the last one is not published at first."""
    folders = (OLD, YEAR, MONTH, ALSO, NEWEST, NEXT)
    files = {f"{folder}/index.md": article(folder) for folder in folders}
    return make_office(tmp_path_factory.mktemp("kantor") / "repo", files)


@pytest.fixture(scope="module")
def shop(office: Office) -> Iterator[Workshop]:
    with Press() as press:
        yield office.workshop(press)


@pytest.fixture(scope="module")
def pages(office: Office, shop: Workshop) -> str:
    """The site before there is an index."""
    return build_all(shop, published(office))


@pytest.fixture(scope="module")
def by(office: Office) -> str:
    return search.made_by(office.repository, office.commit)


@pytest.fixture(scope="module")
def site(office: Office, pages: str, by: str) -> str:
    """The site with its index."""
    return up(office.repository, pages, by)


def published(office: Office, *, but: Sequence[str] = (NEXT,)) -> list[PublishedArticle]:
    return [one for one in office.published() if one.folder not in but]


def up(repository: Repository, site: str, by: str) -> str:
    made = search.brought_up(repository, site, by)
    assert made is not None
    return made


def parts(repository: Repository, site: str) -> dict[str, int]:
    """What the page for searching is told: each part, and how many pages it has."""
    listed = json.loads(repository.read(site, search.LIST) or b"")
    return {part["name"]: part["pages"] for part in listed["parts"]}


def found(repository: Repository, site: str, text: str) -> list[str]:
    """The files of the index that hold a word, packed or not."""
    return [
        entry.path
        for entry in repository.tree(site, search.FOLDER)
        if search.is_of_search(entry.path) and text.encode() in plain(repository.blob(entry.oid))
    ]


def plain(data: bytes) -> bytes:
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def changed(repository: Repository, one: str, other: str) -> set[str]:
    """The folders of files that differ in two trees."""
    (differences,) = repository.all_changes([(one, other)])
    return {difference.path.rpartition("/")[0] for difference in differences}


def test_a_year_is_one_part_and_so_is_each_month_of_the_newest(office: Office, site: str) -> None:
    assert parts(office.repository, site) == {"2026-11": 2, "2026-10": 1, "2025": 1, "2024": 1}
    for folder in (OLD, YEAR, MONTH, ALSO, NEWEST):
        files = found(office.repository, site, word(folder))
        assert [file.partition("/")[2].rpartition(".")[2] for file in files] == [
            "pf_fragment",
            "pf_index",
        ]


def test_only_the_files_that_searching_needs_are_published(office: Office, site: str) -> None:
    names = {entry.path for entry in office.repository.tree(site, search.FOLDER)}
    shared = {"index.html", "indeks.json", "pagefind.js"}
    assert {name.removeprefix("cari/") for name in names if name.count("/") == 1} == shared
    kinds = {name.rpartition(".")[2] for name in names if name.count("/") > 1}
    assert kinds == {"json", "pf_meta", "pf_index", "pf_fragment", "pagefind"}
    assert {name for name in names if not search.is_of_search(name)} == {"cari/index.html"}


def test_what_is_not_said_in_an_article_is_not_found(office: Office, site: str) -> None:
    for text in ("Laporkan kekeliruan", "Narahubung", "Beranda", "Sumber:"):
        assert found(office.repository, site, text) == []


def test_the_index_of_the_same_pages_is_the_same_to_the_byte(
    office: Office, pages: str, by: str, site: str
) -> None:
    assert up(office.repository, pages, by) == site
    assert search.brought_up(office.repository, site, by) is None


def test_one_more_article_touches_the_part_of_its_month(
    office: Office, shop: Workshop, by: str
) -> None:
    repository = office.repository
    before = up(repository, build_all(shop, published(office, but=(NEXT, ALSO))), by)
    (new,) = [one for one in office.published() if one.folder == ALSO]
    live = build_change(shop, before, SetChange((), (new,)))
    # First the page, then what finds it.
    assert found(repository, live, word(ALSO)) == []
    after = up(repository, live, by)
    touched = changed(repository, live, after)
    assert {folder for folder in touched if folder.startswith("cari/")} == {
        "cari/2026-11",
        "cari/2026-11/fragment",
        "cari/2026-11/index",
    }
    assert touched <= {".siar", "cari", "cari/2026-11", "cari/2026-11/fragment",
                       "cari/2026-11/index"}  # fmt: skip


def test_the_first_article_of_a_year_makes_one_part_of_the_year_before(
    office: Office, shop: Workshop, by: str, site: str
) -> None:
    (new,) = [one for one in office.published() if one.folder == NEXT]
    live = build_change(shop, site, SetChange((), (new,)))
    after = up(office.repository, live, by)
    assert parts(office.repository, after) == {"2027-01": 1, "2026": 3, "2025": 1, "2024": 1}
    assert after == up(office.repository, build_all(shop, office.published()), by)


@pytest.mark.parametrize("folder", [OLD, YEAR, MONTH, ALSO])
def test_what_is_taken_off_is_not_found_from_the_moment_its_page_goes(
    office: Office, shop: Workshop, by: str, site: str, folder: str
) -> None:
    repository = office.repository
    live = build_change(shop, site, SetChange((folder,), ()))
    assert found(repository, live, word(folder)) == []
    others = [one for one in (OLD, YEAR, MONTH, ALSO, NEWEST) if one[:12] != folder[:12]]
    assert all(found(repository, live, word(one)) for one in others)
    # Where a part has no other article, nothing is left to do.
    after = search.brought_up(repository, live, by) or live
    assert found(repository, after, word(folder)) == []
    left = published(office, but=(NEXT, folder))
    assert all(found(repository, after, word(one.folder)) for one in left)
    assert after == up(repository, build_all(shop, left), by)


def test_behind_a_notice_nothing_is_found(
    office: Office, shop: Workshop, by: str, site: str
) -> None:
    live = build_change(shop, site, SetChange((), (), (NOTICE,)))
    assert found(office.repository, live, word(ALSO)) == []
    assert found(office.repository, up(office.repository, live, by), word(ALSO)) == []


def test_a_corrected_text_is_not_found_as_it_was_from_the_moment_its_page_changes(
    office: Office, shop: Workshop, by: str, site: str
) -> None:
    repository = office.repository
    (one,) = [one for one in office.published() if one.folder == YEAR]
    text = article(YEAR).replace(word(YEAR).encode(), b"katadibetulkan")
    blob = repository.write_blob(text)
    corrected = replace(one, tree=repository.write_tree(one.tree, {"index.md": blob}))
    live = build_change(shop, site, SetChange((), (corrected,)))
    assert found(repository, live, word(YEAR)) == []
    assert all(found(repository, live, word(other)) for other in (OLD, MONTH, ALSO, NEWEST))
    assert found(repository, up(repository, live, by), "katadibetulkan")


def test_a_site_made_anew_takes_over_the_parts_of_the_same_articles(
    office: Office, shop: Workshop, by: str, site: str
) -> None:
    repository = office.repository
    assert build_all(shop, published(office), former=site) == site
    fewer = build_all(shop, published(office, but=(NEXT, ALSO)), former=site)
    assert parts(repository, fewer) == {"2026-10": 1, "2025": 1, "2024": 1}
    assert found(repository, fewer, word(ALSO)) == []
    assert parts(repository, up(repository, fewer, by))["2026-11"] == 1


def test_another_page_of_articles_makes_all_parts_anew_and_another_style_none(
    office: Office, by: str
) -> None:
    repository, theme = office.repository, theme_files()

    def otherwise(name: str) -> str:
        data = theme[f"theme/{name}"] + b"\n"
        blobs = {f"theme/{name}": repository.write_blob(data)}
        return search.made_by(repository, repository.write_tree(office.commit, blobs))

    assert otherwise("static/siar.css") == by
    assert otherwise("templates/article.html") != by


def test_what_was_made_by_something_else_is_made_anew(office: Office, site: str, by: str) -> None:
    other = up(office.repository, site, "lain")
    assert search.kept_in(office.repository, other).by == "lain"
    assert up(office.repository, other, by) == site


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"by": "x", "of": 1, "pages": {}}'])
def test_an_index_that_does_not_say_what_it_is_is_made_anew(
    office: Office, site: str, by: str, data: bytes
) -> None:
    repository = office.repository
    broken = repository.write_tree(site, {search.KEPT: repository.write_blob(data)})
    assert up(repository, broken, by) == site


def test_a_site_without_articles_has_no_part(office: Office, shop: Workshop, by: str) -> None:
    empty = build_all(shop, [])
    assert search.brought_up(office.repository, empty, by) is None


def test_what_cannot_be_indexed_is_told() -> None:
    with pytest.raises(SiarError) as caught:
        indexer.index({})
    assert caught.value.message.startswith("the search index cannot be made: ")
    assert caught.value.hint == (
        "the pages are live and whole; the next `siar publish` makes the index"
    )


def test_a_former_text_is_not_found(office: Office, shop: Workshop, by: str) -> None:
    """Pages beside an article's own, as that of its text before a correction, are not indexed."""
    repository = office.repository
    (one,) = [one for one in office.published() if one.folder == NEWEST]
    tree = build_all(shop, [replace(one)])
    page = repository.read(tree, "2026/11/24-terbaru/index.html") or b""
    former = page.replace(word(NEWEST).encode(), b"katalama")
    path = "2026/11/24-terbaru/versi/1/index.html"
    site = repository.write_tree(tree, {path: repository.write_blob(former)})
    assert found(repository, up(repository, site, by), "katalama") == []
