"""Texts are kept from one build to the next: what was written is believed, and nothing else."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.site.bodies import BodyStore
from pipeline.site.body import Body
from pipeline.site.build import SetChange, Workshop, build_all, build_change
from pipeline.site.encoding import Size
from pipeline.site.html import Html
from pipeline.site.picture import Picture
from pipeline.site.press import Press
from pipeline.site.reading import ReadArticle
from tests.site.support import Office, make_office, theme_files
from tests.site.test_workers import articles

PLACE = ("content/2026/11/24-panen-raya", "a" * 40)
READ = ReadArticle(
    'Judul "\u2028',
    "Ringkasan\\n",
    date(2026, 11, 24),
    "Dinas A",
    ("ekonomi",),
    (Picture("a.jpg", "Alt", Size(3, 2), "K\n", "H"),),
    Body(Html("<p>Isi</p>\n<p>berita</p>"), frozenset({"a.jpg"})),
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with some articles."""
    return make_office(tmp_path / "repo", articles(4))


@pytest.fixture
def shop(office: Office, tmp_path: Path) -> Iterator[Workshop]:
    """A workshop that keeps texts."""
    with Press() as press:
        yield replace(office.workshop(press), bodies=tmp_path / "teks")


def kept(shop: Workshop) -> list[Path]:
    """The files that are kept."""
    assert shop.bodies is not None
    return sorted(file for file in shop.bodies.rglob("*") if file.is_file())


def test_what_was_kept_is_found_as_it_was(tmp_path: Path) -> None:
    store = BodyStore(tmp_path, "x")
    assert store.find(PLACE) is None and not store.has(PLACE)
    store.keep(PLACE, READ)
    assert store.find(PLACE) == READ and store.has(PLACE)
    assert isinstance(store.find(PLACE).body.html, Html)  # type: ignore[union-attr]
    assert BodyStore(tmp_path, "y").find(PLACE) is None
    assert BodyStore(None, "x").find(PLACE) is None


def test_no_byte_of_it_may_be_another(tmp_path: Path) -> None:
    store = BodyStore(tmp_path, "x")
    store.keep(PLACE, READ)
    (file,) = (file for file in tmp_path.rglob("*") if file.is_file())
    data = file.read_bytes()
    broken = [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(len(data))]
    for other in [*broken, b"", data[:64], data[:-1], data + b"\n"]:
        file.write_bytes(other)
        assert store.find(PLACE) is None


def test_a_site_that_looks_otherwise_is_made_of_the_texts_that_are_kept(
    office: Office, shop: Workshop
) -> None:
    first = build_all(shop, office.published())
    assert len(kept(shop)) == 4
    for file in kept(shop):
        rest = file.read_bytes().split(b"\n", 1)[1].replace(b"Isi berita.", b"Dari simpanan.")
        file.write_bytes(hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)
    again = build_all(shop, office.published())
    changed = [one.path for one in office.repository.changes(first, again)]
    articles = [one.folder.removeprefix("content/") + "/index.html" for one in office.published()]
    assert sorted(changed) == sorted(["atom.xml", *articles])


def test_a_text_that_is_broken_is_read_again(office: Office, shop: Workshop) -> None:
    tree = build_all(shop, office.published())
    for file in kept(shop)[:2]:
        file.write_bytes(file.read_bytes()[:-3])
    kept(shop)[2].unlink()
    assert build_all(shop, office.published()) == tree


def test_texts_of_what_the_site_has_no_more_are_not_kept(office: Office, shop: Workshop) -> None:
    published = office.published()
    tree = build_all(shop, published)
    fewer = build_change(shop, tree, SetChange((published[0].folder,), ()))
    assert len(kept(shop)) == 3
    build_all(shop, published[2:])
    assert len(kept(shop)) == 2
    assert build_change(shop, fewer, SetChange((), tuple(published[:1]))) == tree


def test_another_theme_reads_no_text_again(tmp_path: Path, shop: Workshop, office: Office) -> None:
    build_all(shop, office.published())
    files = {**articles(4), "theme/templates/robots.txt": b"lain\n"}
    other = make_office(tmp_path / "lain", files)
    assert theme_files()["theme/templates/robots.txt"] != b"lain\n"
    before = {file: file.stat().st_mtime_ns for file in kept(shop)}
    new_shop = replace(shop, repository=other.repository, commit=other.commit)
    tree = build_all(new_shop, other.published())
    assert other.repository.read(tree, "robots.txt") == b"lain\n"
    assert {file: file.stat().st_mtime_ns for file in kept(shop)} == before
