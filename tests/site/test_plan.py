"""Which pages there are: a story more changes a handful, and no address ever shifts."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.site.card import Tag
from pipeline.site.catalogue import Catalogue
from pipeline.site.naming import agency_slug, topic_label, topic_slug
from pipeline.site.newsroom import OpeningHours, opening_hours, public_facts
from pipeline.site.plan import Page, all_keys, page
from tests.site.editing import Draft
from tests.site.support import agency


def draft(number: int, day: date, who: str = "Dinas A", topic: str = "ekonomi") -> Draft:
    """An article of that day."""
    folder = f"content/{day:%Y/%m/%d}-berita-{number}"
    return Draft(folder, f"Berita {number}", 1, who, (topic,), None, ())


def many(count: int) -> list[Draft]:
    """Articles of several years, agencies and topics."""
    first = date(2023, 1, 1)
    return [
        draft(n, first + timedelta(days=3 * n), f"Dinas {n % 5}", f"topik_{n % 7}")
        for n in range(count)
    ]


def planned(drafts: list[Draft]) -> dict[str, Page]:
    """The pages by file, none planned twice."""
    catalogue = Catalogue.empty().changed((), [one.card() for one in drafts])
    made = [page(catalogue, key) for key in all_keys(catalogue)]
    by_file = {one.file: one for one in made if one is not None}
    assert len(by_file) == len(made)
    return by_file


def test_one_more_story_changes_a_bounded_handful_of_pages() -> None:
    drafts = many(400)
    before = planned(drafts)
    extra = draft(9999, drafts[-1].day, "Dinas 1", "topik_1")
    after = planned([*drafts, extra])
    changed = {file for file in after if before.get(file) != after[file]}
    path = extra.card().path
    month = f"{extra.day:%Y/%m}"
    year = extra.day.year
    assert set(before) <= set(after)
    assert changed == {
        "index.html",
        "404.html",
        "atom.xml",
        "rss.xml",
        f"{path}index.html",
        # the neighbour that now has a newer one
        f"{drafts[-1].card().path}index.html",
        f"{year}/index.html",
        f"{month}/index.html",
        "instansi/dinas-1/index.html",
        f"instansi/dinas-1/{year}/index.html",
        "instansi/dinas-1/atom.xml",
        "instansi/dinas-1/rss.xml",
        "topik/topik-1/index.html",
        f"topik/topik-1/{year}/index.html",
        "topik/topik-1/atom.xml",
        "topik/topik-1/rss.xml",
        f"sitemap-{year}.xml",
    }


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 3), st.integers(0, 3)), max_size=25))
@settings(max_examples=60, deadline=None)
def test_every_story_is_in_its_lists_once(rows: list[tuple[int, int, int]]) -> None:
    drafts = [
        draft(n, date(2025, 1, 1) + timedelta(days=days), f"Dinas {a}", f"topik_{t}")
        for n, (days, a, t) in enumerate(rows)
    ]
    by_file = planned(drafts)
    for one in (made.card() for made in drafts):
        of_month = [
            s for _d, of in by_file[f"{one.month_path}index.html"].values["days"] for s in of
        ]
        assert [s.path for s in of_month].count(one.path) == 1
        for home in (f"instansi/{one.agency.slug}", f"topik/{one.topics[0].slug}"):
            listed = by_file[f"{home}/{one.date.year}/index.html"].values["rows"]
            assert [path for path, _day, _title in listed].count(one.path) == 1
    listed_days = [s.date for s in by_file["index.html"].values["stories"]]
    assert listed_days == sorted(listed_days, reverse=True)


def test_neighbours_are_the_next_older_and_newer() -> None:
    cards = [one.card() for one in many(3)]
    by_file = planned(many(3))
    values = [by_file[f"{one.path}index.html"].values for one in cards]
    assert [v["newer"] for v in values] == [cards[1], cards[2], None]
    assert [v["older"] for v in values] == [None, cards[0], cards[1]]


def test_what_is_related_is_older_of_the_same_topic_and_not_the_neighbour() -> None:
    drafts = [draft(n, date(2024, 10, 20) + timedelta(n), topic="ab"[n % 2]) for n in range(24)]
    drafts.append(draft(99, date(2024, 12, 24), topic="b"))
    by_file = planned(drafts)
    related = {
        number: [
            path for path, _day, _title in by_file[f"{one.card().path}index.html"].values["related"]
        ]
        for number, one in enumerate(drafts)
    }
    paths = [one.card().path for one in drafts]
    assert related[20] == [paths[18], paths[16], paths[14]]
    # Its neighbour stands below it anyway.
    assert related[24] == [paths[21], paths[19], paths[17]]
    assert related[2] == [paths[0]]
    assert related[0] == []


def test_a_group_is_called_what_its_newest_article_calls_it() -> None:
    drafts = [
        draft(1, date(2024, 5, 1), "DINAS A"),
        draft(2, date(2025, 5, 1), "dinas a"),
        draft(3, date(2025, 6, 1), "Dinas A"),
    ]
    by_file = planned(drafts)
    home = "instansi/dinas-a/"
    assert by_file["instansi/index.html"].values["tags"] == [Tag("dinas-a", "Dinas A")]
    assert by_file[f"{home}index.html"].values["tag"].label == "Dinas A"
    # A year's page knows that year only: no later article changes it.
    assert by_file[f"{home}2024/index.html"].values["tag"].label == "DINAS A"


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
