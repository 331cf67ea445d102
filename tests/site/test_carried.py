"""Photographs are encoded once: a site made anew takes them over from the one before."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.record.agency import parse_agency
from pipeline.repository import Repository
from pipeline.site.build import Workshop, build_all
from pipeline.site.carried import pictures_of
from pipeline.site.picture import is_rendition
from pipeline.site.press import Press
from pipeline.site.recipe import RECIPE, recipe, render_recipe
from pipeline.site.state import set_file
from tests.site.support import (
    AGENCY,
    Office,
    agency,
    five_articles,
    git,
    make_office,
    theme_files,
)

COFFEE = "content/2026/11/24-panen-raya-kopi-di-bacan"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office of the five-page site, three of whose articles have photographs."""
    return make_office(tmp_path_factory.mktemp("kantor") / "repo", five_articles())


@pytest.fixture(scope="module")
def shop(office: Office) -> Iterator[Workshop]:
    """Where it is built; no encoded photograph is remembered."""
    with Press() as press:
        yield office.workshop(press)


@pytest.fixture(scope="module")
def before(office: Office, shop: Workshop) -> str:
    """The tree of its site."""
    return build_all(shop, office.published())


def encoded(folder: Path) -> int:
    """How many files a folder of remembered photographs holds: each was encoded."""
    return sum(1 for path in folder.rglob("*") if path.is_file())


def changed(repository: Repository, tree: str, **files: bytes) -> str:
    """The tree with other files of its own state."""
    names = {"recipe": RECIPE, "cards": set_file("2026/11")}
    blobs = {names[name]: repository.write_blob(data) for name, data in files.items()}
    return repository.write_tree(tree, blobs)


def test_another_theme_encodes_nothing(office: Office, before: str, tmp_path: Path) -> None:
    repository = office.repository
    style = theme_files()["theme/static/siar.css"] + b"\nh1 { color: navy }\n"
    other = repository.write_tree(
        office.commit, {"theme/static/siar.css": repository.write_blob(style)}
    )
    with Press() as press:
        shop = Workshop(repository, press, other, parse_agency(AGENCY), tmp_path / "foto")
        carried = build_all(shop, office.published(), former=before)
        assert encoded(tmp_path / "foto") == 0
        anew = build_all(shop, office.published())
        assert encoded(tmp_path / "foto") == 15
    assert carried == anew != before


def test_nothing_else_is_taken_over(office: Office, shop: Workshop, before: str) -> None:
    (found,) = office.repository.all_changes([(before, build_all(shop, []))])
    gone = {change.path for change in found if is_rendition(change.path.split("/", 3)[-1])}
    left = git(office.repository.folder, "ls-tree", "-r", "--name-only", before).splitlines()
    made = recipe(office.repository, office.commit, shop.agency)
    carried = pictures_of(office.repository, before, made, office.published())
    assert {path for files in carried.values() for path in files} == gone
    assert gone == {name for name in left if name.endswith((".webp", ".jpg"))}
    assert len(carried) == 5


def test_an_article_of_other_bytes_is_encoded_anew(
    office: Office, shop: Workshop, before: str
) -> None:
    repository = office.repository
    text = repository.write_blob(b"lain")
    published = [
        replace(one, tree=repository.write_tree(one.tree, {"index.md": text}))
        if one.folder == COFFEE
        else one
        for one in office.published()
    ]
    made = recipe(repository, office.commit, shop.agency)
    assert COFFEE not in pictures_of(repository, before, made, published)


def test_another_way_to_encode_takes_nothing_over(
    office: Office, shop: Workshop, before: str
) -> None:
    repository = office.repository
    made = recipe(repository, office.commit, shop.agency)
    for former in (
        None,
        changed(repository, before, recipe=render_recipe({**made, "pictures": "lain"})),
        changed(repository, before, recipe=b"rusak"),
        changed(repository, before, cards=b"rusak\n"),
    ):
        assert pictures_of(repository, former, made, office.published()) == {}


def test_an_article_that_comes_to_an_old_address_has_its_own_photographs(
    office: Office, shop: Workshop, before: str
) -> None:
    some = [one for one in office.published() if one.folder != COFFEE]
    fewer = build_all(shop, some, former=before)
    assert fewer == build_all(shop, some)
    assert build_all(shop, office.published(), former=fewer) == before


def test_other_words_of_the_agency_leave_photographs_as_they_are(
    office: Office, before: str, tmp_path: Path
) -> None:
    with Press() as press:
        shop = Workshop(
            office.repository, press, office.commit, agency(site={"title": "Lain"}), tmp_path
        )
        build_all(shop, office.published(), former=before)
    assert encoded(tmp_path) == 0
