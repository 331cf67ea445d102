"""Which pages there are: a story more changes a handful, and no address ever shifts."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.site.html import Html
from pipeline.site.naming import agency_slug, topic_label, topic_slug
from pipeline.site.newsroom import (
    Newsroom,
    OpeningHours,
    opening_hours,
    parse_newsroom,
    public_facts,
)
from pipeline.site.plan import Page, pages
from pipeline.site.story import Story, Tag, newest_first
from tests.site.support import agency

ZONE = ZoneInfo("Asia/Jayapura")
NEWSROOM: Newsroom = parse_newsroom(public_facts(agency()))


def story(number: int, day: date, who: str = "dinas-a", topic: str = "ekonomi") -> Story:
    """A story of that day."""
    return Story(
        path=f"{day:%Y/%m/%d}-berita-{number}/",
        digest=f"sha256:{number:064x}",
        title=f"Berita {number}",
        summary="Ringkas",
        date=day,
        moment=datetime.combine(day, time(), ZONE),
        timed=False,
        agency=Tag(who, who.title()),
        topics=(Tag(topic, topic.title()),),
        body=Html(""),
        pictures=(),
        gallery=(),
    )


def many(count: int) -> list[Story]:
    """Stories of several years, agencies and topics."""
    first = date(2023, 1, 1)
    return [
        story(n, first + timedelta(days=3 * n), f"dinas-{n % 5}", f"topik-{n % 7}")
        for n in range(count)
    ]


def planned(stories: list[Story]) -> dict[str, Page]:
    """The pages by file, none planned twice."""
    made = list(pages(NEWSROOM, newest_first(stories)))
    by_file = {page.file: page for page in made}
    assert len(by_file) == len(made)
    return by_file


def test_one_more_story_changes_a_bounded_handful_of_pages() -> None:
    stories = many(400)
    before = planned(stories)
    extra = story(9999, stories[-1].date, "dinas-1", "topik-1")
    after = planned([*stories, extra])
    changed = {file for file in after if before.get(file) != after[file]}
    month = f"{extra.date:%Y/%m}"
    year = extra.date.year
    assert set(before) <= set(after)
    assert changed == {
        "index.html",
        "404.html",
        "atom.xml",
        f"{extra.path}index.html",
        # the neighbour that now has a newer one
        f"{stories[-1].path}index.html",
        f"{year}/index.html",
        f"{month}/index.html",
        "instansi/dinas-1/index.html",
        f"instansi/dinas-1/{year}/index.html",
        "instansi/dinas-1/atom.xml",
        "topik/topik-1/index.html",
        f"topik/topik-1/{year}/index.html",
        "topik/topik-1/atom.xml",
        f"sitemap-{year}.xml",
    }


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 3), st.integers(0, 3)), max_size=25))
@settings(max_examples=60, deadline=None)
def test_every_story_is_in_its_lists_once(rows: list[tuple[int, int, int]]) -> None:
    stories = [
        story(n, date(2025, 1, 1) + timedelta(days=days), f"dinas-{a}", f"topik-{t}")
        for n, (days, a, t) in enumerate(rows)
    ]
    by_file = planned(stories)
    for one in stories:
        of_month = [
            s for _d, of in by_file[f"{one.month_path}index.html"].values["days"] for s in of
        ]
        assert [s.path for s in of_month].count(one.path) == 1
        for home in (f"instansi/{one.agency.slug}", f"topik/{one.topics[0].slug}"):
            listed = by_file[f"{home}/{one.date.year}/index.html"].values["stories"]
            assert [s.path for s in listed].count(one.path) == 1
    listed_days = [s.date for s in by_file["index.html"].values["stories"]]
    assert listed_days == sorted(listed_days, reverse=True)


def test_neighbours_are_the_next_older_and_newer() -> None:
    stories = many(3)
    by_file = planned(stories)
    values = [by_file[f"{one.path}index.html"].values for one in stories]
    assert [v["newer"] for v in values] == [stories[1], stories[2], None]
    assert [v["older"] for v in values] == [None, stories[0], stories[1]]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Dinas Pertanian", "dinas-pertanian"),
        ("Dinas P & K / Kebudayaan", "dinas-p-k-kebudayaan"),
        ("Désa Contoh (CONTOH)", "desa-contoh-contoh"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_an_agencys_name_becomes_a_folder(name: str, slug: str) -> None:
    assert agency_slug(name) == slug


def test_a_name_without_a_letter_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        agency_slug("../..")
    assert caught.value.message == (
        "the agency `../..` cannot have a page: its name holds no letter"
    )


@pytest.mark.parametrize("topic", ["../../etc", "a/b", "", "A", "a b", "a__b", "-a", "a\n"])
def test_a_topic_that_is_no_short_name_is_refused(topic: str) -> None:
    with pytest.raises(BadInput) as caught:
        topic_slug(topic)
    assert caught.value.message == f"the topic `{topic}` cannot have a page"


def test_a_topics_id_becomes_a_folder_and_at_need_a_label() -> None:
    assert topic_slug("pelayanan_publik") == "pelayanan-publik"
    assert topic_label("pelayanan_publik") == "Pelayanan publik"


def test_neighbouring_days_with_equal_hours_are_one_row() -> None:
    hours = {"monday": ["08:00-12:00"], "tuesday": ["08:00-12:00"], "thursday": ["08:00-12:00"]}
    assert opening_hours(hours) == (
        OpeningHours(0, 1, ("08:00-12:00",)),
        OpeningHours(3, 3, ("08:00-12:00",)),
    )


def test_only_public_facts_leave_agency_yaml() -> None:
    facts = str(public_facts(agency()))
    assert "rahasia" not in facts.lower()
    assert "boilerplate" not in facts
