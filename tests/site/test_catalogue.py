"""What the site keeps of itself: each card a line, whatever is in it, and nothing else believed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.site.card import Card, Tag, card_line, parse_card
from pipeline.site.catalogue import Catalogue
from pipeline.site.encoding import Size
from pipeline.site.picture import Image
from pipeline.site.state import Unreadable
from tests.site.editing import Draft

DAY = date(2026, 11, 24)
ZONE = timezone(timedelta(hours=9))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
tags = st.builds(Tag, st.sampled_from(["a", "b", "c"]), texts)
cards = st.builds(
    Card,
    folder=st.sampled_from(["content/2026/11/24-a", "content/2026/11/24-b"]),
    tree=texts,
    digest=texts,
    number=st.none() | texts,
    title=texts,
    summary=texts,
    date=st.just(DAY),
    moment=st.datetimes(datetime(2026, 11, 24), datetime(2026, 11, 25), timezones=st.just(ZONE)),
    timed=st.booleans(),
    agency=tags,
    topics=st.lists(tags, max_size=3).map(tuple),
    lead_picture=st.none()
    | st.builds(Image, texts, texts, st.builds(Size, st.integers(1), st.integers(1))),
)


@given(cards)
def test_a_card_is_read_as_it_was_written(card: Card) -> None:
    assert parse_card(card_line(card)) == card
    assert "\n" not in card_line(card)


@given(cards)
def test_no_text_is_taken_for_anything_else(card: Card) -> None:
    kept = {
        name: data
        for name, data in Catalogue.empty().changed((), [card]).files.items()
        if data is not None
    }
    catalogue = Catalogue.kept(kept.get)
    assert catalogue.latest(9) == [card]
    assert catalogue.places("2026") == [(card.path, card.moment.isoformat())]
    assert [tag.slug for tag in catalogue.groups("instansi")] == [card.agency.slug]
    assert {tag.slug for tag in catalogue.groups("topik")} == {tag.slug for tag in card.topics}
    for slug in ("a", "b", "c"):
        in_group = card.agency.slug == slug
        assert list(catalogue.members_in("instansi", slug, "2026")) == [card] * in_group


def a_draft(folder: str = "content/2026/11/24-a") -> Draft:
    return Draft(folder, "Judul", 1, "Dinas A", ("ekonomi",), 1, ())


def test_what_is_emptied_leaves_nothing() -> None:
    one = Catalogue.empty().changed((), [a_draft().card()])
    none = one.changed(["content/2026/11/24-a"], ())
    left = {name: data for name, data in none.files.items() if data is not None}
    assert left == {
        ".siar/months.json": b"{}\n",
        ".siar/labels.json": b'{\n"instansi": {},\n"topik": {}\n}\n',
    }


def test_what_was_never_there_may_be_gone() -> None:
    one = Catalogue.empty().changed((), [a_draft().card()])
    assert one.changed(["content/2019/01/01-x"], ()).latest(2) == one.latest(2)


def test_the_newest_of_a_day_come_by_the_hour() -> None:
    folders = [f"content/2026/11/24-{letter}" for letter in "abcd"]
    hours = (4, 3, 2, 1)
    made = [
        Draft(folder, "J", 1, "D", ("x",), hour, ()).card()
        for folder, hour in zip(folders, hours, strict=True)
    ]
    catalogue = Catalogue.empty().changed((), made)
    assert [card.folder for card in catalogue.latest(2)] == folders[:2]


READS: list[Callable[[Catalogue], object]] = [
    lambda catalogue: catalogue.months,
    lambda catalogue: catalogue.latest(3),
    lambda catalogue: catalogue.places("2026"),
    lambda catalogue: catalogue.groups("topik"),
    lambda catalogue: list(catalogue.members("topik", "ekonomi")),
    lambda catalogue: catalogue.changed((), [a_draft("content/2026/11/24-b").card()]),
]


@pytest.mark.parametrize(
    "broken",
    [b"\xff", b"[", b"[]", b"[" * 100_000, b'{"2026/11": "x"}', b'{"2026/11": [1]}', b"{}x"],
)
def test_broken_files_are_told_and_nothing_is_built_on_them(broken: bytes) -> None:
    names = Catalogue.empty().changed((), [a_draft().card()]).files
    told = 0
    for name in names:
        for read in READS:
            files = {**names, name: broken + b"\n"}
            try:
                read(Catalogue.kept(files.get))
            except Unreadable as error:
                assert error.message.startswith("what the site keeps of its articles cannot be")
                told += 1
    assert told
