"""Press releases to download, beside the pages of their articles.

    2026/11/24-panen-raya/siaran-pers-2026-0042.docx
    .siar/releases.json    the months that have all of theirs, and a Git id of the cards of each

A release has the number and the day that it was sent with, which are given when its page is live;
so it comes in a commit of its own. It is a letter of that day: neither another letterhead nor
another program makes it anew, but another text does. It goes with its page, as all that lies below
an article's folder does.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.repository import Repository
from pipeline.site.branch import catalogue_at
from pipeline.site.card import Card
from pipeline.site.catalogue import Catalogue
from pipeline.site.manifest import MANIFEST
from pipeline.site.search import SETS, Edits
from pipeline.site.state import STATE, Unreadable, render_json

KEPT = f"{STATE}releases.json"
_RELEASE = re.compile(r"\d{4}/\d{2}/[^/]+/siaran-pers-[^/]+\.docx")
# So many in one run, the newest first: a few seconds, which nobody waits for. After all pages were
# made anew there may be ten thousand, and other runs follow.
MOST = 300

# The releases of articles, in their order; None for one of which nothing is known yet.
Make = Callable[[Sequence[Card]], Iterable[bytes | None]]


def place_of(card: Card) -> str:
    """Where the release of an article that came by a request lies; its page leads there."""
    return f"{card.path}siaran-pers-{card.number}.docx"


def is_release(path: str) -> bool:
    """Whether a file of the site is a release, or says which there are."""
    return path == KEPT or _RELEASE.fullmatch(path) is not None


def brought_up(repository: Repository, site: str, make: Make, *, most: int = MOST) -> str | None:
    """The tree of a site, given by its commit or tree, with the releases that it lacks; None where
    there are none to add. The manifest, which names a tree, is not in it.

    Of a site that lacks more than `most` only so many are made. Raises Unreadable, and what `make`
    raises.
    """
    kept, cards = kept_in(repository, site), cards_of(repository, site)
    done = {month: of for month, of in kept.items() if cards.get(month) == of}
    edits: Edits = {}
    catalogue = catalogue_at(repository, site)
    for month in sorted(cards.keys() - done.keys(), reverse=True):
        missing = list(_missing(repository, site, catalogue.month(month)))
        some = missing[: most - len(edits)]
        made = dict(zip(map(place_of, some), make(some) if some else (), strict=True))
        edits |= {
            place: repository.write_blob(data) for place, data in made.items() if data is not None
        }
        if len(some) == len(missing) and None not in made.values():
            done[month] = cards[month]
        if len(edits) >= most:
            break
    if done == kept:
        return repository.write_tree(site, {**edits, MANIFEST: None}) if edits else None
    edits |= {KEPT: repository.write_blob(render_json(done)), MANIFEST: None}
    return repository.write_tree(site, edits)


def carried(repository: Repository, former: str | None, site: str) -> Edits:
    """The releases that a site made anew takes over from a `former` one: those of equal texts."""
    kept = kept_in(repository, former) if former is not None else {}
    if former is None or not kept:
        return {}
    before, now = cards_of(repository, former), cards_of(repository, site)
    edits: Edits = {}
    try:
        old, new = catalogue_at(repository, former), catalogue_at(repository, site)
        for month in before.keys() & now.keys():
            places = None if before[month] == now[month] else set(_same(old, new, month))
            edits |= {
                path: oid
                for path, oid in _releases(repository, former, month)
                if places is None or path in places
            }
    except Unreadable:
        return {}
    same = {month: of for month, of in kept.items() if now.get(month) == of}
    return {**edits, KEPT: repository.write_blob(render_json(same))}


def kept_in(repository: Repository, site: str) -> Mapping[str, str]:
    """The months that have all of their releases, as a site says; none where it says nothing."""
    try:
        found = json.loads(repository.read(site, KEPT) or b"")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def cards_of(repository: Repository, site: str) -> Mapping[str, str]:
    """The months of a site, and the Git id of what it keeps of each: equal ones, equal cards."""
    listed = repository.at_depth(site, SETS, 2)
    return {
        path.removeprefix(SETS).removesuffix(".jsonl"): oid for path, (_mode, oid) in listed.items()
    }


def _missing(repository: Repository, site: str, cards: Iterable[Card]) -> Iterator[Card]:
    for card in cards:
        if card.number is not None and repository.entry(site, place_of(card)) is None:
            yield card


def _same(old: Catalogue, new: Catalogue, month: str) -> Iterator[str]:
    """Where the releases of a month's articles lie whose bytes are the same."""
    trees = {place_of(card): card.tree for card in old.month(month) if card.number}
    for card in new.month(month):
        if card.number and trees.get(place_of(card)) == card.tree:
            yield place_of(card)


def _releases(repository: Repository, site: str, month: str) -> Iterator[tuple[str, str]]:
    for path, (_mode, oid) in repository.at_depth(site, month, 2).items():
        if is_release(path):
            yield path, oid
