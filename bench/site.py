"""A site in the making, as the benchmark sees each of them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from bench.corpus import Change

# The files of a site, each with what is another when it was written anew.
Listing = Mapping[str, str]
# What a file is, the first that fits; the rest are lists.
KINDS = (
    ("articles", re.compile(r"[0-9]{4}/[0-9]{2}/[^/]+/index\.html")),
    ("sitemaps", re.compile(r"(?:.*/)?sitemap[^/]*\.xml")),
    ("feeds", re.compile(r".*\.xml")),
    ("others", re.compile(r".*(?<!\.html)")),
    ("lists", re.compile(r".*")),
)


class Changed(NamedTuple):
    """A change that was written into the sources, and the address of its page."""

    address: str
    change: Change


class Site(Protocol):
    """A generator's site: where its sources are, and how it is built."""

    folder: Path
    env: Mapping[str, str]

    def clear(self) -> None:
        """Leave nothing of what was made before."""

    def change(self, change: Change) -> Changed:
        """Write a change into the sources."""

    def words(self, changed: Changed | None = None) -> Sequence[str]:
        """The program that builds what is to be seen, all of it or after a change."""

    def listing(self) -> Listing:
        """The files that are there."""

    def page(self, address: str) -> str:
        """A page's text; empty where there is none."""


def shows(site: Site, changed: Changed) -> bool:
    """Whether a change is to be seen: on its page, and a new one on the front page."""
    pages = [f"{changed.address}/index.html"]
    pages += ["index.html"] if changed.change.is_new else []
    return all(changed.change.words in site.page(page) for page in pages)


def contents(files: Iterable[str]) -> Mapping[str, int]:
    """How many files of each kind a site has."""
    found = Counter(next(kind for kind, form in KINDS if form.fullmatch(name)) for name in files)
    return {kind: found[kind] for kind in ("articles", "lists", "feeds", "sitemaps", "others")}


def written(before: Listing, after: Listing) -> int:
    """How many files were written, or written anew."""
    return sum(before.get(name) != mark for name, mark in after.items())
