"""The search index of the site: a part for each month of the newest year, one for each older year.

    cari/indeks.json     what parts there are, the newest first: the page `cari/` reads it
    cari/pagefind.js     the engine
    cari/2026-11/        the part of a month; cari/2025/ is that of a year
    .siar/search.json    of which state of the set each part was made, and by what

A part is made of the pages of its articles, after they are live, in a commit of its own. What is
taken off is in no part any more from the moment its page goes: see `without`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.repository import Repository
from pipeline.site import body, indexer
from pipeline.site.branch import catalogue_at
from pipeline.site.card import month_of
from pipeline.site.catalogue import Catalogue
from pipeline.site.manifest import MANIFEST
from pipeline.site.source import THEME
from pipeline.site.state import STATE, render_json

FOLDER = "cari/"
LIST, ENGINE = f"{FOLDER}indeks.json", f"{FOLDER}{indexer.ENGINE}"
KEPT, SETS = f"{STATE}search.json", f"{STATE}set/"
# What of the theme stands in the index: the page of an article, and what that takes from others.
TEMPLATES = tuple(f"{THEME}templates/{name}.html" for name in ("article", "parts"))
# The modules that give these pages their words.
MODULES = (body.__file__, indexer.__file__)
LIBRARIES = ("pagefind_bin", "Markdown")

# Paths of the site with the id of the blob that is to be there, or None for one that is to go.
Edits = dict[str, str | None]


class Kept(NamedTuple):
    """What the parts of a site were made by, and of which state of the set: a Git id of each."""

    by: str
    of: Mapping[str, str]
    pages: Mapping[str, int]


def made_by(repository: Repository, commit: str) -> str:
    """What an index depends on besides the articles: the theme of a commit, and the program."""
    theme = [(repository.entry(commit, path) or ("", ""))[1] for path in TEMPLATES]
    program = [hashlib.sha256(Path(file).read_bytes()).hexdigest() for file in MODULES]
    said = [*theme, *program, *(f"{name} {version(name)}" for name in LIBRARIES)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def brought_up(repository: Repository, site: str, by: str) -> str | None:
    """The tree of a site, given by its commit, whose index is that of its articles; None where it
    is already. The manifest, which names a tree, is not in it.

    Only parts whose articles, or the way they are made, have changed are made anew. `by` is what
    `made_by` gives. Raises SiarError when the index cannot be made.
    """
    kept, parts = kept_in(repository, site), parts_of(repository, site)
    stale = [name for name, of in parts.items() if kept.by != by or kept.of.get(name) != of]
    if not stale and kept.of.keys() == parts.keys():
        return None
    edits = _removed(repository, site, {*stale, *(kept.of.keys() - parts.keys())})
    pages = {name: count for name, count in kept.pages.items() if name in parts}
    catalogue = catalogue_at(repository, site)
    for name in sorted(stale, reverse=True):
        addresses = _addresses(catalogue, name)
        made = indexer.index(_read_pages(repository, site, addresses))
        pages[name] = len(addresses)
        edits[ENGINE] = repository.write_blob(made.pop(indexer.ENGINE))
        edits |= {f"{FOLDER}{name}/{file}": repository.write_blob(d) for file, d in made.items()}
    edits |= {**_told(repository, Kept(by, parts, pages)), MANIFEST: None}
    return repository.write_tree(site, edits)


def without(repository: Repository, site: str, folders: Iterable[str]) -> Edits:
    """What takes the parts with these articles out of a site: it is done with their pages.

    They are made anew afterwards; until then the other articles of a part are not found by
    searching.
    """
    named = {name for folder in folders for name in _names(month_of(folder))}
    kept = kept_in(repository, site) if named else Kept("", {}, {})
    names = named & kept.of.keys()
    if not names:
        return {}
    left = Kept(
        kept.by,
        {name: of for name, of in kept.of.items() if name not in names},
        {name: count for name, count in kept.pages.items() if name not in names},
    )
    return {**_removed(repository, site, names), **_told(repository, left)}


def carried(repository: Repository, former: str | None, site: str) -> Edits:
    """The parts that a site made anew takes over from a `former` one: those of the same articles.

    They may have been made by something else; then they are made anew, when the site is live.
    """
    if former is None:
        return {}
    kept, parts = kept_in(repository, former), parts_of(repository, site)
    same = {name: of for name, of in kept.of.items() if parts.get(name) == of}
    if not same:
        return {}
    edits: Edits = {
        entry.path: entry.oid
        for name in same
        for entry in repository.tree(former, f"{FOLDER}{name}/")
    }
    engine = repository.entry(former, ENGINE)
    edits |= {ENGINE: engine[1]} if engine else {}
    pages = {name: count for name, count in kept.pages.items() if name in same}
    return {**edits, **_told(repository, Kept(kept.by, same, pages))}


def is_of_search(path: str) -> bool:
    """Whether a file of the site belongs to the index, which comes after the pages."""
    return path == KEPT or (path.startswith(FOLDER) and path != f"{FOLDER}index.html")


def kept_in(repository: Repository, site: str) -> Kept:
    """What a site says of its index; of one that says nothing that can be read, no part is kept."""
    try:
        found: dict[str, Any] = json.loads(repository.read(site, KEPT) or b"")
        return Kept(str(found["by"]), dict(found["of"]), dict(found["pages"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return Kept("", {}, {})


def parts_of(repository: Repository, site: str) -> Mapping[str, str]:
    """The parts that a site should have, and the Git id of what the state says of their articles.

    A year is closed when another one has begun; no clock is asked.
    """
    years = {year: oid for year, (_mode, oid) in repository.listing(site, SETS).items()}
    if not years:
        return {}
    newest = max(years)
    months = repository.listing(site, f"{SETS}{newest}/")
    closed = {year: oid for year, oid in years.items() if year != newest}
    return closed | {
        f"{newest}-{name.removesuffix('.jsonl')}": oid for name, (_mode, oid) in months.items()
    }


def _names(month: str) -> Sequence[str]:
    """The parts that the articles of a month may be in."""
    return month.replace("/", "-"), month[:4]


def _addresses(catalogue: Catalogue, name: str) -> Sequence[str]:
    months = [month for month in catalogue.months if name in _names(month)]
    return [card.path for month in months for card in catalogue.month(month)]


def _read_pages(repository: Repository, site: str, addresses: Iterable[str]) -> Mapping[str, bytes]:
    paths = [f"{address}index.html" for address in addresses]
    found = {path: repository.entry(site, path) for path in paths}
    there = {path: entry[1] for path, entry in found.items() if entry is not None}
    if repository.is_partial:
        repository.bring(there.values())
    return {path: repository.blob(oid) for path, oid in there.items()}


def _removed(repository: Repository, site: str, names: Iterable[str]) -> Edits:
    return {
        entry.path: None for name in names for entry in repository.tree(site, f"{FOLDER}{name}/")
    }


def _told(repository: Repository, kept: Kept) -> Edits:
    """The two files that say what parts there are: one for us, one for the page."""
    parts = [{"name": name, "pages": kept.pages[name]} for name in sorted(kept.of, reverse=True)]
    listed = {"version": version("pagefind_bin"), "parts": parts}
    return {
        KEPT: repository.write_blob(render_json(kept._asdict())),
        LIST: repository.write_blob(render_json(listed)),
    }
