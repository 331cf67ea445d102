"""Parts of a site, made by years: together they are the site, to the byte."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from pipeline.repository import Repository
from pipeline.site.build import Part, Workshop, build_all
from pipeline.site.card import month_of
from pipeline.site.notice import Notice
from pipeline.site.published import PublishedArticle
from tests.site.editing import Published, articles, beginning, edits, notices
from tests.site.incremental import _set as published_of
from tests.site.incremental import workshop

SPLITS = (
    (("2024",), ("2025",), ("2026",)),
    (("2024", "2026"), ("2025",)),
    (("2024", "2025", "2026"),),
)


def parts_of(
    shop: Workshop,
    published: list[PublishedArticle],
    told: list[Notice],
    split: tuple[tuple[str, ...], ...],
) -> list[str]:
    """The trees of the parts, by presses of their own."""
    folders = [*(one.folder for one in published), *(one.folder for one in told)]
    there = {month_of(folder)[:4] for folder in folders}
    newest = max(there, default="2026")
    return [
        build_all(shop, published, told, part=Part(years, with_rest=newest in years))
        for years in split
    ]


def union(repository: Repository, trees: list[str]) -> str:
    """The tree of all of their files, each of which is in one."""
    whole: dict[str, str | None] = {}
    for tree in trees:
        for entry in repository.tree(tree):
            assert entry.path not in whole
            whole[entry.path] = entry.oid
    return repository.write_tree(None, whole)


@pytest.mark.parametrize("seed", range(6))
def test_the_parts_are_the_whole(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 — a failing seed is to fail again
    with workshop(tmp_path) as kept:
        shop = replace(kept, bodies=None)
        shown: Published = beginning(random, 14)
        for edit in edits(random, shown, 6):
            shown = edit.after
        published = published_of(shop.repository, articles(shown))
        told = list(notices(shown))
        whole = build_all(shop, published, told)
        split = SPLITS[seed % len(SPLITS)]
        assert union(shop.repository, parts_of(shop, published, told, split)) == whole
