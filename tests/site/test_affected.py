"""After any edits, the pages that were touched and the rest are those of a site made anew."""

from random import Random

import pytest

from pipeline.site.affected import affected, plan_change
from pipeline.site.card import Card
from pipeline.site.catalogue import Catalogue
from pipeline.site.plan import Page, all_keys, file_of, page
from pipeline.site.request_list import RequestList, Standing
from pipeline.site.state import REQUESTS
from tests.site.editing import Draft, Published, articles, beginning, edits, notices

SEQUENCES, STEPS, AT_FIRST = 200, 8, 25


def whole(published: Published, requests: RequestList) -> tuple[dict[str, Page], dict[str, bytes]]:
    """Every page of a clean site by its file, and the files it keeps."""
    cards = [draft.card() for draft in articles(published)]
    catalogue = Catalogue.empty().changed((), cards, notices(published), requests)
    pages = {}
    for key in all_keys(catalogue):
        made = page(catalogue, key)
        assert made is not None, key
        assert made.file not in pages, key
        pages[made.file] = made
    return pages, {name: data for name, data in catalogue.files.items() if data is not None}


def run(seed: int) -> None:
    """One sequence of edits, each held against a clean site."""
    random = Random(seed)  # noqa: S311 — a failing seed is to fail again
    published = beginning(random, AT_FIRST)
    listed = RequestList()
    pages, kept = whole(published, listed)
    for step, edit in enumerate(edits(random, published, STEPS)):
        before = Catalogue.kept(kept.get)
        after = before.changed(
            edit.gone, [draft.card() for draft in edit.new], edit.notices, edit.requests
        )
        listed = edit.requests or listed
        folders = [*edit.gone, *(draft.folder for draft in edit.new)]
        folders += [notice.folder for notice in edit.notices]
        plan = plan_change(before, after, folders)
        for name in plan.removed:
            del pages[name]
        pages |= {made.file: made for made in plan.pages}
        for name, data in after.files.items():
            kept.pop(name, None)
            kept |= {name: data} if data is not None else {}
        assert (pages, kept) == whole(edit.after, listed), f"sequence {seed}, step {step}"


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_what_was_changed_step_by_step_is_what_is_made_anew(seed: int) -> None:
    run(seed)


def test_where_requests_stand_touches_their_page_alone() -> None:
    kept, _new = archive(30)
    before = Catalogue.kept(kept.get)
    after = before.changed((), (), (), RequestList((Standing("2026-0042", "x", "2026-11-24"),)))
    plan = plan_change(before, after, ())
    assert [made.file for made in plan.pages] == ["ajukan/index.html"]
    assert {name for name, data in after.files.items() if data != kept.get(name)} == {REQUESTS}
    assert plan_change(after, after.changed((), (), (), RequestList()), ()).pages
    assert Catalogue.kept(after.files.get).requests == after.requests


def archive(count: int) -> tuple[dict[str, bytes], Card]:
    """The files kept by a site of so many articles, three weeks to a month; the next one."""
    cards = [_of_day(number) for number in range(count + 1)]
    files = Catalogue.empty().changed((), cards[:-1]).files
    return {name: data for name, data in files.items() if data is not None}, cards[-1]


def _of_day(number: int) -> Card:
    year, month, day = 2010 + number // 252, number // 21 % 12 + 1, number % 21 + 1
    folder = f"content/{year}/{month:02}/{day:02}-b{number}"
    return Draft(folder, f"B {number}", 1, "Dinas A", ("ekonomi",), 1, ()).card()


def test_one_more_article_touches_a_handful_of_pages() -> None:
    kept, new = archive(2000)
    before = Catalogue.kept(kept.get)
    after = before.changed((), [new])
    touched = affected(before, after, [new.folder])
    assert touched == {
        ("article", "2017/12/06-b2000"),
        ("article", "2017/12/05-b1999"),
        ("month", "2017/12"),
        ("year", "2017"),
        ("sitemap", "2017"),
        *((sort, kind, slug)
          for sort in ("group", "group_feed", "group_rss")
          for kind, slug in (("instansi", "dinas-a"), ("topik", "ekonomi"))),
        ("group_year", "instansi", "dinas-a", "2017"),
        ("group_year", "topik", "ekonomi", "2017"),
    }  # fmt: skip
    files = {made.file for made in plan_change(before, after, [new.folder]).pages}
    always = {"index.html", "404.html", "atom.xml", "rss.xml"}
    assert files == {file_of(key) for key in touched} | always


def test_what_is_read_for_one_more_does_not_grow_with_the_archive() -> None:
    counts = []
    for count in (500, 4280):  # of both, the last year has as many months
        kept, new = archive(count)
        read: list[str] = []

        def asked(name: str, kept: dict[str, bytes] = kept, read: list[str] = read) -> bytes | None:
            read.append(name)
            return kept.get(name)

        before = Catalogue.kept(asked)
        plan_change(before, before.changed((), [new]), [new.folder])
        counts.append(len(read))
    assert counts[0] == counts[1]
    assert counts[0] < 40
