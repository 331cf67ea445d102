"""Complete the site when its pages are live: press releases to download, and the search index."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.commands import outlets, sheets, showing
from pipeline.commands.context import Context
from pipeline.commands.dossier import Dossier, live_records
from pipeline.errors import Exit, SiarError
from pipeline.forge.verified import VerifiedUnits
from pipeline.i18n import _
from pipeline.ledger import Ledger
from pipeline.papers.catalogue import DOCX
from pipeline.site import releases, search
from pipeline.site.branch import commit_site
from pipeline.site.card import Card

# Marks a message for the catalogue; it is translated when it is shown.
N_ = str


class Known(NamedTuple):
    """What press releases are made of: verified requests, and what the ledger says of each."""

    units: VerifiedUnits
    ledger: Ledger


class Step(NamedTuple):
    """Something that comes after the pages: what it makes of a site, and what is told instead.

    `make` is given the site as a commit or tree, and gives a tree, or None where nothing is
    missing.
    """

    make: Callable[[Context, showing.Shown, str, Known | None], str | None]
    failed: str


def bring_up(ctx: Context, known: Known | None = None) -> Exit:
    """Make what is missing, in a commit of its own, and bring it to every place.

    Without what is `known` no release is made. Whether words are found and papers downloaded a
    minute later keeps nobody from reading and being told: a failure is only told, and the next run
    tries again.
    """
    shown, code = showing.shown_here(ctx), Exit.OK
    if shown is None:
        return code
    site = shown.tip
    for step in (*STEPS, Step(_show, N_("what comes after the pages is not shown yet: {why}"))):
        try:
            site = step.make(ctx, shown, site, known) or site
        except SiarError as error:
            ctx.talk.tell(_(step.failed).format(why=error.message))
            code = Exit.RETRY
    return code


def _with_releases(
    ctx: Context, shown: showing.Shown, site: str, known: Known | None
) -> str | None:
    if known is None:
        return None
    return releases.brought_up(ctx.repository, site, lambda cards: _releases(ctx, known, cards))


def _with_index(ctx: Context, shown: showing.Shown, site: str, known: Known | None) -> str | None:
    by = search.made_by(ctx.repository, shown.manifest.commit)
    return search.brought_up(ctx.repository, site, by)


def _show(ctx: Context, shown: showing.Shown, site: str, known: Known | None) -> None:
    if site == shown.tip:
        return
    commit_site(
        ctx.repository,
        replace(shown.manifest, tree=site),
        message="Bring search index and press releases up to date",
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
        by=showing.believed(ctx),
    )
    showing.deploy_here(ctx)
    for _sentence in outlets.carry(ctx, is_new=True):
        pass  # they were told of the site itself


# Releases first: they are made at once, and their links stand in the pages.
STEPS = (
    Step(_with_releases, N_("press releases cannot be downloaded yet: {why}")),
    Step(_with_index, N_("searching does not find the newest articles yet: {why}")),
)


def _releases(ctx: Context, known: Known, cards: Sequence[Card]) -> Iterator[bytes | None]:
    """The release of each article, as it was sent."""
    numbers = [card.number for card in cards if card.number and card.number in known.units]
    known.units.bring(numbers)
    known.ledger.bring(numbers)
    return (_release(ctx, known, card) for card in cards)


def _release(ctx: Context, known: Known, card: Card) -> bytes | None:
    """None where the site shows another text than was sent last."""
    unit = known.units.get(card.number or "")
    if unit is None or (unit.tree, unit.digest) != (card.tree, card.digest):
        return None
    records = known.ledger.records(unit.number)
    live = live_records(records)
    if not live or live[-1].digest != card.digest:
        return None
    # Photographs are named in a release, not shown.
    found = Dossier(unit.request, unit.case, unit.commit, unit.article, {}, records)
    return sheets.make(ctx, "siaran-pers", found, live[-1].at, form=DOCX)
