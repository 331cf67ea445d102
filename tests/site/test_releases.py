"""Press releases on the site: each made once, the newest first, and gone with its page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pytest

from pipeline.repository import Repository
from pipeline.site import releases
from pipeline.site.build import SetChange, Workshop, build_all, build_change
from pipeline.site.card import Card
from pipeline.site.later import is_later, pages_only
from pipeline.site.notice import Notice
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle
from pipeline.site.state import set_file
from tests.site.reading import ReadPage
from tests.site.support import Office, front_matter, make_office

OLD, MONTH = "content/2025/07/09-lama", "content/2026/10/05-bulan-lalu"
ALSO, NEWEST = "content/2026/11/23-kemarin", "content/2026/11/24-terbaru"
NUMBERS = {OLD: "2025-0009", MONTH: "2026-0007.2", ALSO: None, NEWEST: "2026-0042"}
PLACES = {
    OLD: "2025/07/09-lama/siaran-pers-2025-0009.docx",
    MONTH: "2026/10/05-bulan-lalu/siaran-pers-2026-0007.2.docx",
    NEWEST: "2026/11/24-terbaru/siaran-pers-2026-0042.docx",
}


def article(folder: str, title: str = "Judul CONTOH") -> bytes:
    _content, year, month, name = folder.split("/")
    return front_matter(
        title=title, date=f"{year}-{month}-{name[:2]}", agency="Dinas Contoh",
        topics="[ekonomi]", summary="Ringkas. CONTOH",
    )  # fmt: skip


class Desk:
    """Who makes releases, and of which articles it did."""

    def __init__(self, *, unknown: Sequence[str] = ()) -> None:
        self.made: list[str] = []
        self.unknown = unknown

    def __call__(self, cards: Sequence[Card]) -> Iterable[bytes | None]:
        for card in cards:
            if card.folder in self.unknown:
                yield None
            else:
                self.made.append(card.folder)
                yield f"rilis {card.number} {card.digest}".encode()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Four articles, one of them older than the procedure."""
    files = {f"{folder}/index.md": article(folder) for folder in NUMBERS}
    return make_office(tmp_path_factory.mktemp("kantor") / "repo", files)


@pytest.fixture(scope="module")
def shop(office: Office) -> Iterator[Workshop]:
    with Press() as press:
        yield office.workshop(press)


@pytest.fixture(scope="module")
def pages(office: Office, shop: Workshop) -> str:
    """The site before there are releases."""
    return build_all(shop, published(office))


@pytest.fixture(scope="module")
def site(office: Office, pages: str) -> str:
    """The site with them."""
    return up(office.repository, pages)


def published(office: Office) -> list[PublishedArticle]:
    return [replace(one, number=NUMBERS[one.folder]) for one in office.published()]


def one_of(office: Office, folder: str) -> PublishedArticle:
    return next(one for one in published(office) if one.folder == folder)


def up(repository: Repository, site: str, desk: Desk | None = None, most: int = 9) -> str:
    made = releases.brought_up(repository, site, desk or Desk(), most=most)
    assert made is not None
    return made


def there(repository: Repository, site: str) -> set[str]:
    """The releases of a site."""
    paths = {entry.path for entry in repository.tree(site)}
    return {path for path in paths if path.endswith(".docx")}


def test_each_article_that_came_by_a_request_has_one_beside_its_page(
    office: Office, pages: str, site: str
) -> None:
    repository = office.repository
    assert there(repository, site) == set(PLACES.values())
    digest = one_of(office, NEWEST).digest
    assert repository.read(site, PLACES[NEWEST]) == f"rilis 2026-0042 {digest}".encode()
    assert pages_only(repository, site) == pages


def test_its_page_leads_to_it_and_others_to_none(office: Office, site: str) -> None:
    for folder, number in NUMBERS.items():
        path = f"{folder.removeprefix('content/')}/index.html"
        page = ReadPage((office.repository.read(site, path) or b"").decode())
        links = [a["href"] for a in page.all("a") if a["href"].endswith(".docx")]
        assert links == ([f"siaran-pers-{number}.docx"] if number else [])
        assert [path.replace("index.html", link) in PLACES.values() for link in links] == [
            True
        ] * len(links)


def test_where_all_are_there_nothing_is_made_or_changed(office: Office, site: str) -> None:
    desk = Desk()
    assert releases.brought_up(office.repository, site, desk) is None
    assert desk.made == []


def test_of_many_only_some_are_made_at_a_time_the_newest_first(office: Office, pages: str) -> None:
    desk, repository = Desk(), office.repository
    first = up(repository, pages, desk, most=1)
    assert desk.made == [NEWEST]
    second = up(repository, first, desk, most=1)
    third = up(repository, second, desk, most=1)
    assert desk.made == [NEWEST, MONTH, OLD]
    assert releases.brought_up(repository, third, desk, most=1) is None
    assert third == up(repository, pages)


def test_one_of_which_nothing_is_known_yet_is_looked_for_again(office: Office, pages: str) -> None:
    repository = office.repository
    without = up(repository, pages, Desk(unknown=[NEWEST]))
    assert there(repository, without) == {PLACES[OLD], PLACES[MONTH]}
    assert releases.brought_up(repository, without, Desk(unknown=[NEWEST])) is None
    desk = Desk()
    assert there(repository, up(repository, without, desk)) == set(PLACES.values())
    assert desk.made == [NEWEST]


def test_those_of_which_nothing_is_known_take_nobodys_place(office: Office, pages: str) -> None:
    desk = Desk(unknown=[NEWEST])
    assert there(office.repository, up(office.repository, pages, desk, most=1)) == {PLACES[MONTH]}


def test_one_more_article_makes_one(office: Office, shop: Workshop) -> None:
    repository = office.repository
    fewer = [one for one in published(office) if one.folder != NEWEST]
    before = up(repository, build_all(shop, fewer))
    live = build_change(shop, before, SetChange((), (one_of(office, NEWEST),)))
    assert there(repository, live) == {PLACES[OLD], PLACES[MONTH]}
    desk = Desk()
    up(repository, live, desk)
    assert desk.made == [NEWEST]


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_it_goes_with_its_page(
    office: Office, shop: Workshop, site: str, *, is_withdrawn: bool
) -> None:
    notice = Notice(NEWEST, "2026-11-27T10:00:00+09:00", is_final=True, reason="Batal.")
    change = SetChange((), (), (notice,)) if is_withdrawn else SetChange((NEWEST,), ())
    after = build_change(shop, site, change)
    assert there(office.repository, after) == {PLACES[OLD], PLACES[MONTH]}
    desk = Desk()
    up(office.repository, after, desk)
    assert desk.made == []


def test_another_text_has_another_release(office: Office, shop: Workshop, site: str) -> None:
    repository = office.repository
    text = repository.write_blob(article(NEWEST, "Judul lain CONTOH"))
    tree = repository.write_tree(one_of(office, NEWEST).tree, {"index.md": text})
    other = replace(one_of(office, NEWEST), tree=tree, digest="sha256:" + "d" * 64)
    live = build_change(shop, site, SetChange((), (other,)))
    # Readers of the new text are not given the old one meanwhile.
    assert PLACES[NEWEST] not in there(repository, live)
    after = up(repository, live)
    assert repository.read(after, PLACES[NEWEST]) == f"rilis 2026-0042 {other.digest}".encode()
    rest = [one for one in published(office) if one.folder != NEWEST]
    carried = build_all(shop, [*rest, other], former=site)
    assert there(repository, carried) == {PLACES[OLD], PLACES[MONTH]}
    assert up(repository, carried) == after


def test_a_site_made_anew_takes_them_over(office: Office, shop: Workshop, site: str) -> None:
    assert build_all(shop, published(office), former=site) == site


def test_a_month_that_lacks_some_has_those_it_had(
    office: Office, shop: Workshop, pages: str
) -> None:
    repository = office.repository
    some = up(repository, pages, Desk(unknown=[OLD]))
    assert build_all(shop, published(office), former=some) == some


def test_what_cannot_be_read_is_not_taken_over(office: Office, shop: Workshop, site: str) -> None:
    repository = office.repository
    for path in (releases.KEPT, set_file("2026/11")):
        broken = repository.write_tree(site, {path: repository.write_blob(b"{")})
        made = build_all(shop, [one_of(office, NEWEST)], former=broken)
        assert there(repository, made) == set()
        assert up(repository, made) == up(repository, build_all(shop, [one_of(office, NEWEST)]))


def test_what_comes_after_the_pages_is_told_by_its_path(site: str, office: Office) -> None:
    later = {entry.path for entry in office.repository.tree(site) if is_later(entry.path)}
    assert later == {*PLACES.values(), releases.KEPT}
    for path in ("2026/11/24-a/siaran-pers-2026-0042.docx/b", "siaran-pers-2026-0042.docx",
                 "2026/11/24-a/foto.docx", "cari/index.html"):  # fmt: skip
        assert not is_later(path)
