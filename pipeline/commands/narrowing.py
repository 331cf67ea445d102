"""Plan by what changed since the last run: nothing that stayed as it was is looked at.

The last checkpoint says up to which commit of main everything was published, and names the set that
the website showed then. Where the website shows that very set, only what was touched since can be
otherwise, and what waited for its time. It is found by the same rules as all of a set; wherever
anything is in doubt, all of it is planned.
"""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cache
from typing import NamedTuple

from pipeline.commands import publishing, showing, verifying
from pipeline.commands.appearing import Appearance, appearance
from pipeline.commands.context import Context
from pipeline.commands.published_set import ChangedSet, Later, difference, folder_of
from pipeline.commands.showing import Due, Plan, Shown
from pipeline.commands.verifying import Noted
from pipeline.forge.paths import Kind
from pipeline.forge.verification import Verification
from pipeline.forge.verified import VerifiedUnits
from pipeline.forge.walk import Touched
from pipeline.ledger import Ledger
from pipeline.record import agenda
from pipeline.repository import Repository
from pipeline.site.branch import BRANCH
from pipeline.site.build import SetChange
from pipeline.site.catalogue import Catalogue
from pipeline.site.notice import Notice
from pipeline.site.recipe import differs, recipe
from pipeline.site.state import STATE, Unreadable

# Of what a site keeps, the published set and what its pages are made by. Where open requests stand
# is looked at each time, and what comes after the pages follows from them.
_SET = frozenset({"set", "months.json", "notices", "notices.json", "recipe.json"})


class _Doubt(Exception):
    """It cannot be told by what changed."""


class _Found(NamedTuple):
    """What requests that were looked at are to show."""

    due: tuple[Due, ...]
    waiting: tuple[Due, ...]
    notices: tuple[Notice, ...]

    @property
    def folders(self) -> list[str]:
        """Where they show it, or will."""
        return [*(one.shown.folder for one in (*self.due, *self.waiting)),
                *(one.folder for one in self.notices)]  # fmt: skip


def name_of(repository: Repository, site: str) -> str:
    """What names the published set that a tree of the site shows, and how its pages are made."""
    listed = repository.listing(site, STATE.rstrip("/"))
    kept = [f"{name} {oid}" for name, (_mode, oid) in sorted(listed.items()) if name in _SET]
    return "sha256:" + hashlib.sha256("\n".join(kept).encode()).hexdigest()


def shown_still(ctx: Context, site: str) -> str:
    """The name of the set of a site, if it is what the branch shows now; empty otherwise."""
    name, tip = name_of(ctx.repository, site), ctx.repository.shared(BRANCH)
    return name if tip is not None and name_of(ctx.repository, tip) == name else ""


def planned(
    ctx: Context, verification: Verification, ledger: Ledger, *, anew: bool = False
) -> Plan:
    """What should be live now: by what changed where that can be told, or all of it."""
    now = ctx.now()
    if not anew:
        try:
            found = _by_change(ctx, verification, ledger, now)
        except (_Doubt, Unreadable):
            found = None
        if found is not None:
            return found
    known = {} if anew else showing.known(ctx, verification.tip)
    return showing.plan(verification, now, known)


def _by_change(
    ctx: Context, verification: Verification, ledger: Ledger, now: datetime
) -> Plan | None:
    """The same, looking only at what is otherwise; None where it is not known what that is.

    Raises Unreadable where the catalogue is broken, and _Doubt where things are not as expected.
    """
    noted, shown = verifying.left_over(ctx), showing.shown_here(ctx)
    if noted is None or shown is None or not _is_known(ctx, verification, noted, shown, now):
        return None
    touched = Touched.by(ctx.repository.changed_paths(noted.main, verification.tip))
    if not touched.kinds.keys() <= {Kind.UNIT}:
        return None
    numbers = _numbers(ctx, verification, noted, touched, ledger)
    numbers |= _owners(shown.catalogue, touched.folders)
    if not numbers <= verification.units.keys():
        return None
    before = _before(ctx, noted.main, numbers)
    found = _looked_at(verification, numbers, now)
    folders = {*touched.folders, *before, *found.folders}
    change = _change(verification, shown.catalogue, found, folders, numbers)
    due = frozenset(one.number for one in found.due)
    changed = ChangedSet(
        shown.tip, shown.catalogue, change, frozenset(numbers), due, verification.units
    )

    @cache
    def whole() -> Plan:
        return showing.plan(verification, now, showing.known(ctx, verification.tip))

    return Plan(
        due=found.due,
        waiting=found.waiting,
        published=Later(lambda: whole().published, count=changed.count),
        main=verification.tip,
        notices=Later(lambda: whole().notices),
        changed=changed,
        began=now,
    )


def _is_known(
    ctx: Context, verification: Verification, noted: Noted, shown: Shown, now: datetime
) -> bool:
    """Whether the website shows what all of main up to a checkpoint was to show."""
    return (
        noted.left.shown == name_of(ctx.repository, shown.tip)
        # What was put back has lists of its own time.
        and not shown.manifest.hold
        and not differs(shown.recipe or {}, recipe(ctx.repository, verification.tip, ctx.agency))
        # Of what does not verify, or did not, more is otherwise than was touched.
        and not verification.findings
        and not verification.stop
        and verification.since == noted.main
        # What was due then is due now.
        and _is_past(noted.at, now)
    )


def _is_past(at: str, now: datetime) -> bool:
    try:
        return datetime.fromisoformat(at) <= now
    except (ValueError, TypeError):
        return False


def _numbers(
    ctx: Context, verification: Verification, noted: Noted, touched: Touched, ledger: Ledger
) -> set[str]:
    """The requests of which something may be otherwise than at a checkpoint."""
    commits = verification.units.commits
    since = {number for number, commit in commits.items() if commit != noted.main}
    numbers = since | publishing.open_since(ctx, noted, verification.tip, ledger)
    # Something may be recorded of a request that has not come to main.
    on_main = {number for number in numbers if _is_at(ctx, number, verification.tip)}
    return {*touched.numbers, *on_main}


def _is_at(ctx: Context, number: str, commit: str) -> bool:
    return ctx.repository.entry(commit, agenda.request_path(number)) is not None


def _owners(catalogue: Catalogue, folders: Collection[str]) -> set[str]:
    """The requests whose articles are shown in these folders."""
    cards = map(catalogue.find, folders)
    return {card.number for card in cards if card is not None and card.number is not None}


def _before(ctx: Context, main: str, numbers: Collection[str]) -> set[str]:
    """Where articles of requests were at a former commit of main."""
    there = [number for number in numbers if _is_at(ctx, number, main)]
    former = VerifiedUnits(ctx.repository, ctx.root, dict.fromkeys(there, main))
    former.bring(there)
    try:
        return {folder for number in there if (folder := former[number].case.article)}
    except KeyError as error:
        raise _Doubt(error) from None


def _looked_at(verification: Verification, numbers: Collection[str], now: datetime) -> _Found:
    """What these requests are to show, in the order of all of them."""
    units = verification.units
    wanted = [number for number in units if number in numbers]
    units.bring(wanted)
    found = [(n, appearance(units, n, verification.agency.zone)) for n in wanted]
    approved = [
        Due(number, made.shown, made.due, units)
        for number, made in found
        if isinstance(made, Appearance)
    ]
    notices = (made for _number, made in found if isinstance(made, Notice))
    return _Found(
        tuple(one for one in approved if one.published_at <= now),
        tuple(one for one in approved if one.published_at > now),
        tuple(sorted(notices, key=folder_of)),
    )


def _change(
    verification: Verification,
    catalogue: Catalogue,
    found: _Found,
    folders: Collection[str],
    numbers: Collection[str],
) -> SetChange:
    """How the set becomes what it should be, if only these folders can be otherwise."""
    if len(set(found.folders)) < len(found.folders):
        raise _Doubt(found.folders)
    cards = {folder: card for folder in folders if (card := catalogue.find(folder)) is not None}
    if any(card.number not in (None, *numbers) for card in cards.values()):
        raise _Doubt(cards)
    articles = {folder: card.published for folder, card in cards.items()}
    notices = {folder: one for folder in folders if (one := catalogue.notice(folder)) is not None}
    wanted = {one.shown.folder: one.shown for one in found.due}
    absent = {one.folder: one for one in found.notices}
    for folder in _older(verification, {*folders} - wanted.keys()):
        card = cards.get(folder)
        tree = verification.imported.tree(folder)
        if card is None or folder in absent or (card.tree, card.number) != (tree, None):
            raise _Doubt(folder)
        wanted[folder] = card.published
    return difference(articles, notices, wanted, absent)


def _older(verification: Verification, folders: Collection[str]) -> Iterator[str]:
    """Those of these folders that hold an article older than the procedure."""
    return (folder for folder in folders if verification.imported.tree(folder) is not None)
