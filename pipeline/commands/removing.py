"""Take off what readers may not see any more: before all else, and of a former site, too.

Only the requests that main has touched since a site was built are looked at.
"""

from collections.abc import Collection, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from itertools import chain

from pipeline.commands import showing
from pipeline.commands.appearing import Appearance, appearance
from pipeline.commands.context import Context
from pipeline.forge.units import read_agency
from pipeline.forge.verification import Verification
from pipeline.forge.walk import Touched
from pipeline.record.vouching import RECORDER
from pipeline.site.branch import commit_site, manifest_at, site_at
from pipeline.site.build import SetChange, Workshop, build_change
from pipeline.site.card import Card
from pipeline.site.catalogue import Catalogue
from pipeline.site.editions import edition_of
from pipeline.site.manifest import Manifest
from pipeline.site.notice import Notice
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle, in_order
from pipeline.site.recipe import recipe

# Of a recipe, what the pages are made by.
BY_PROGRAM = ("format", "program", "libraries")


def take_off(
    ctx: Context, verification: Verification, press: Press | None, *, at_any_rate: bool = False
) -> str | None:
    """Let the branch `site` show nothing more that may not be seen; the commit, if one was needed.

    The rest stays as it is: a theme, and what is new, are for the run that follows. After a change
    of the program that run does all of it, since nobody knows whether it can still show the former
    theme; it is tried `at_any_rate` where no such run follows. Raises Unreadable where the site
    cannot be built upon.
    """
    shown = showing.shown_here(ctx)
    if shown is None or not (at_any_rate or _is_of_this_program(ctx, verification, shown)):
        return None
    change = overdue(ctx, verification, shown.catalogue, shown.manifest.main)
    if not any(change):
        return None
    made = without(ctx, verification, shown.tip, change, press)
    return put(ctx, replace(made, hold=shown.manifest.hold), f"Take off {len(list(_all(change)))}")


def is_published_here(ctx: Context) -> bool:
    """Whether it was from here that the website was published last."""
    if ctx.behalf is not None:
        return False
    own = (ctx.agency.roster.recorder,) if ctx.signer == RECORDER else ctx.me.keys
    return site_at(ctx.repository, by=own) is not None


def overdue(
    ctx: Context, verification: Verification, catalogue: Catalogue, since: str
) -> SetChange:
    """What a site shows that was built when main was at `since`, and may not be seen any more.

    Of an article whose text may not be seen, the one that holds now takes the place.
    """
    touched, now = _touched(ctx, verification, since), ctx.now()
    gone, new, notices = set(), [], []
    for number in touched.numbers & verification.units.keys():
        folder = verification.units[number].case.article
        card = catalogue.find(folder) if folder else None
        notice = catalogue.notice(folder) if folder else None
        if folder is None or (card is None and notice is None):
            continue
        made = appearance(verification.units, number, verification.agency.zone)
        if isinstance(made, Notice):
            notices += [made] if made != notice else []
        elif made is None:
            gone.add(folder)
        elif card is not None:
            shown = _allowed(card, made, now)
            gone |= {folder} if shown is None else set()
            new += [shown] if shown not in (None, card.published) else []
    for folder in touched.folders:
        card = None if verification.imported.tree(folder) else catalogue.find(folder)
        gone |= {folder} if card is not None and card.number is None else set()
    return SetChange(tuple(sorted(gone)), in_order(new), tuple(sorted(notices, key=_place)))


def strangers(verification: Verification, catalogue: Catalogue) -> tuple[str, ...]:
    """The folders of articles that nothing on main stands behind any more."""
    cards = (card for month in catalogue.months for card in catalogue.month(month))
    known: Collection[str] = verification.imported.trees.keys()
    return tuple(
        card.folder
        for card in cards
        if (card.folder not in known if card.number is None
            else card.number not in verification.units)
    )  # fmt: skip


def without(
    ctx: Context, verification: Verification, base: str, change: SetChange, press: Press | None
) -> Manifest:
    """The site of a commit after a change, with the theme that it has."""
    repository, former = ctx.repository, manifest_at(ctx.repository, base)
    if former is None:
        raise ValueError(f"{base} has no manifest")
    tree = former.tree
    if any(change):
        photos = repository.git_folder / "siar" / "build" / "photos"
        agency = read_agency(repository, former.commit)
        with nullcontext(press) if press else Press() as at_work:
            shop = Workshop(repository, at_work, former.commit, agency, photos)
            tree = build_change(shop, base, change)
    ledger = repository.shared("ledger") or ""
    return Manifest(tree, former.commit, verification.tip, former.recipe, ledger=ledger)


def put(ctx: Context, made: Manifest, message: str) -> str | None:
    """Let the branch `site` show it; None where it does.

    `scanning` is not asked: what comes in the place of something is due and approved, all else was
    looked at when it was first shown. A doubt may keep what is new from readers, but never what
    must not be seen on the site.
    """
    return commit_site(
        ctx.repository,
        made,
        message=message,
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
        by=showing.believed(ctx),
    )


def _is_of_this_program(ctx: Context, verification: Verification, shown: showing.Shown) -> bool:
    made = recipe(ctx.repository, verification.tip, ctx.agency)
    return all((shown.recipe or {}).get(part) == made[part] for part in BY_PROGRAM)


def _touched(ctx: Context, verification: Verification, since: str) -> Touched:
    repository, tip = ctx.repository, verification.tip
    if since and repository.resolve(since) and repository.is_ancestor(since, tip):
        return Touched.by(repository.changed_paths(since, tip))
    return Touched({}, frozenset(verification.units), frozenset())


def _allowed(card: Card, made: Appearance, now: datetime) -> PublishedArticle | None:
    """What of an article may be shown as a site has it, or else as it holds now."""
    if card.digest != made.shown.digest and card.digest not in made.former.values():
        return made.shown if made.due <= now else None
    there = card.published
    editions = tuple(
        replace(one, former="") if one.former and edition_of(one.former) not in made.former else one
        for one in there.editions
    )
    return there if editions == there.editions else replace(there, editions=editions)


def _all(change: SetChange) -> Iterator[object]:
    return chain(change.gone, change.new, change.notices)


def _place(notice: Notice) -> str:
    return notice.folder
