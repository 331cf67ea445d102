"""What was taken off leaves a notice and nothing else; what was corrected, the text before."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.errors import SiarError
from pipeline.i18n import agency_text
from pipeline.repository import Repository
from pipeline.site.build import SetChange, Workshop, build_all, build_change
from pipeline.site.editions import Edition
from pipeline.site.notice import Notice
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle
from tests.site.reading import ReadPage
from tests.site.support import URL, Office, front_matter, make_office, painting

FOLDER, OTHER = "content/2026/11/24-panen-rahasia", "content/2026/11/23-desa-lain"
PLACE = FOLDER.removeprefix("content/")
NOTICE = Notice(FOLDER, "2026-11-25T10:00:00+09:00", is_final=True, reason="Kegiatan dibatalkan.")
# Every word of the article; its address is where the notice stands.
SECRETS = ("JUDULRAHASIA", "RINGKASANRAHASIA", "ISIRAHASIA", "KETERANGANRAHASIA", "rahasia.png")
PHOTO = "[{file: rahasia.png, caption: KETERANGANRAHASIA, credit: Contoh, alt: ALTRAHASIA}]"
FIRST = Edition("2026-11-25T09:10:00+09:00", "Jumlah keluarga dibetulkan.", "versi/1/")


def text(title: str, summary: str = "Ringkasan (contoh)", day: int = 24, **more: str) -> bytes:
    """An article of its day."""
    return front_matter(
        title=title, date=f'"2026-11-{day}"', agency="Dinas Contoh", topics="[ekonomi]",
        summary=summary, **more,
    )  # fmt: skip


FILES = {
    f"{FOLDER}/index.md": text("JUDULRAHASIA", "RINGKASANRAHASIA", photos=PHOTO)
    + b"ISIRAHASIA.\n\n![x](rahasia.png)\n",
    f"{FOLDER}/versions/1.md": text("NASKAHLAMA") + b"Isi lama.\n\n![x](hilang.png)\n",
    f"{FOLDER}/versions/2.md": text("NASKAHTERTUTUP"),
    f"{FOLDER}/rahasia.png": painting(1, 700, 400, "PNG"),
    f"{OTHER}/index.md": text("Desa lain", day=23),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two articles, one of which is taken off or corrected."""
    return make_office(tmp_path_factory.mktemp("kantor") / "repo", FILES)


@pytest.fixture(scope="module")
def shop(office: Office) -> Iterator[Workshop]:
    with Press() as press:
        yield office.workshop(press)


@pytest.fixture(scope="module")
def both(office: Office) -> tuple[PublishedArticle, PublishedArticle]:
    """The article, and the other one."""
    other, article = office.published()
    return article, other


def read(repository: Repository, tree: str, path: str) -> ReadPage:
    """A page of a tree."""
    data = repository.read(tree, f"{path}index.html")
    assert data is not None
    return ReadPage(data.decode())


def files(repository: Repository, tree: str) -> dict[str, bytes]:
    """All of a site."""
    return {entry.path: repository.blob(entry.oid) for entry in repository.tree(tree)}


def test_a_notice_takes_the_place_of_the_article_and_of_all_its_files(
    shop: Workshop, both: tuple[PublishedArticle, PublishedArticle]
) -> None:
    repository = shop.repository
    before = build_all(shop, [replace(both[0], editions=(FIRST,)), both[1]])
    assert f"{PLACE}/versi/1/index.html" in files(repository, before)
    after = build_change(shop, before, SetChange((), (), (NOTICE,)))
    assert after == build_all(shop, both[1:], [NOTICE])
    made = files(repository, after)
    assert [path for path in made if path.startswith(PLACE)] == [f"{PLACE}/index.html"]
    for path, data in made.items():
        assert not [word for word in SECRETS if word.encode() in data], path
        # Where it was is said in its own place, and in what the site keeps; in no list.
        is_its_own = path.startswith((PLACE, ".siar/notices"))
        assert is_its_own or PLACE.rpartition("-")[0].encode() not in data, path
    page = read(repository, after, f"{PLACE}/")
    assert page.meta("robots") == "noindex"
    assert page.meta("siar:digest") is None
    assert "Kegiatan dibatalkan." in page.text


def test_the_article_may_come_back_to_its_place(
    shop: Workshop, both: tuple[PublishedArticle, PublishedArticle]
) -> None:
    hidden = build_all(shop, both[1:], [NOTICE])
    shown = build_change(shop, hidden, SetChange((), both[:1]))
    assert shown == build_all(shop, both)


def test_a_notice_may_stand_alone_in_a_site(shop: Workshop) -> None:
    made = files(shop.repository, build_all(shop, (), [NOTICE]))
    assert {path for path in made if path.startswith("2026")} == {f"{PLACE}/index.html"}
    assert "sitemap-2026.xml" not in made


def test_the_text_before_a_correction_is_a_page_that_is_not_to_be_found(
    shop: Workshop, both: tuple[PublishedArticle, PublishedArticle]
) -> None:
    corrected = replace(both[0], editions=(Edition("2026-11-26T08:00:00+09:00", "Nama."), FIRST))
    tree = build_all(shop, [corrected, both[1]])
    former = read(shop.repository, tree, f"{PLACE}/versi/1/")
    assert "NASKAHLAMA" in former.text
    assert agency_text("[a picture that is not shown here]") in former.text
    assert [image["class"] for image in former.all("img")] == ["lambang"]
    assert former.meta("robots") == "noindex"
    assert {"rel": "canonical", "href": f"{URL}/{PLACE}/"} in former.all("link")
    made = files(shop.repository, tree)
    assert [path for path in made if b"NASKAHLAMA" in made[path]] == [f"{PLACE}/versi/1/index.html"]
    assert [path for path in made if b"NASKAHTERTUTUP" in made[path]] == []
    for name in ("sitemap-2026.xml", "atom.xml", "2026/11/index.html"):
        assert b"versi/" not in made[name]
    assert b"<lastmod>2026-11-26T08:00:00+09:00</lastmod>" in made["sitemap-2026.xml"]
    page = read(shop.repository, tree, f"{PLACE}/")
    assert [a["href"] for a in page.all("a") if "versi/" in a["href"]] == ["versi/1/"]


def test_a_text_that_is_shown_no_more_is_gone_though_no_byte_changed(
    shop: Workshop, both: tuple[PublishedArticle, PublishedArticle]
) -> None:
    shown, other = replace(both[0], editions=(FIRST,)), both[1]
    concealed = replace(both[0], editions=(replace(FIRST, former=""),))
    before = build_all(shop, [shown, other])
    after = build_change(shop, before, SetChange((), (concealed,)))
    assert after == build_all(shop, [concealed, other])
    assert b"NASKAHLAMA" not in b"".join(files(shop.repository, after).values())


def test_a_former_text_that_cannot_be_read_stops_the_build(
    shop: Workshop, both: tuple[PublishedArticle, PublishedArticle]
) -> None:
    missing = replace(FIRST, former="versi/9/")
    with pytest.raises(SiarError) as caught:
        build_all(shop, [replace(both[0], editions=(missing,))])
    assert f"{FOLDER}/versions/9.md" in caught.value.message
