"""Hold the live site against what is verified: nothing more, nothing less, nothing else."""

from collections.abc import Iterator, Mapping

from pipeline.commands import holding, removing, showing
from pipeline.commands.context import Context
from pipeline.forge.verification import Verification
from pipeline.i18n import _
from pipeline.record.finding import Finding, Severity
from pipeline.site.build import SetChange
from pipeline.site.catalogue import Catalogue
from pipeline.site.live import check_live, fetch_catalogue, fetch_manifest
from pipeline.site.manifest import MANIFEST, Manifest
from pipeline.site.state import Unreadable

# Pages looked at by themselves, the newest first; of all others the manifest speaks.
PAGES = 100


def live_findings(ctx: Context, verification: Verification, address: str) -> Iterator[Finding]:
    """What the site at `address` shows otherwise than it should, and whether main was rewritten."""
    place = f"{address.rstrip('/')}/{MANIFEST}"
    shown = fetch_manifest(address)
    if shown is None:
        yield Finding(
            place,
            0,
            "live-away",
            _("the site does not say what it shows"),
            _("look whether {address} answers; then run `siar publish`").format(address=address),
        )
        return
    repository, tip = ctx.repository, verification.tip
    seen = repository.resolve(shown.main) if shown.main else None
    if shown.main and (seen is None or not repository.is_ancestor(seen, tip)):
        yield Finding(
            place,
            0,
            "history-fork",
            _("the site was built when main was at {commit}, which main does not come from").format(
                commit=shown.main[:10]
            ),
            _("main was rewritten: find out who did, and bring the former main back"),
        )
    plan = showing.plan(verification, ctx.now())
    wanted = {article.folder: article.digest for article in plan.published}
    hold = holding.standing_here(ctx).hold
    is_held = hold is not None and hold.digest == shown.hold
    try:
        catalogue = _catalogue(ctx, address, shown)
        there = _digests(catalogue)
        # Held at an earlier state it shows less, and older texts, but none that was taken off.
        off = removing.overdue(ctx, verification, catalogue, "") if is_held else None
    except Unreadable as error:
        yield Finding(place, 0, "live-away", error.message, error.hint)
        return
    if hold is not None and is_held:
        way_out = _("`siar rollback --release` lets it go on")
        sentence = holding.sentence(ctx, hold)
        yield Finding(place, 0, "live-held", sentence, way_out, Severity.WARNING)
    for folder in sorted(wanted.keys() | there.keys()):
        if wanted.get(folder) != there.get(folder) and (off is None or folder in _folders(off)):
            yield _differs(place, folder, wanted.get(folder), there.get(folder))
    for article in plan.published[:PAGES]:
        if is_held and there.get(article.folder) != article.digest:
            continue
        page = f"{article.folder.removeprefix('content/')}/"
        result = check_live(address, page, article.digest, attempts=1)
        if article.folder in there and not result.ok:
            yield Finding(
                f"{address.rstrip('/')}/{page}",
                0,
                "live-differs",
                _("the page does not carry the digest of what was approved"),
                _("run `siar publish`; if that does not help, look who writes to the site"),
            )


def _catalogue(ctx: Context, address: str, shown: Manifest) -> Catalogue:
    """What the site says it shows: by our own branch where that is the same site, or by itself."""
    known = showing.shown_here(ctx)
    is_known = known is not None and known.manifest == shown
    return known.catalogue if known and is_known else fetch_catalogue(address)


def _folders(change: SetChange) -> set[str]:
    new = {article.folder for article in change.new}
    return {*change.gone, *new, *(notice.folder for notice in change.notices)}


def _digests(catalogue: Catalogue) -> Mapping[str, str]:
    return {
        card.folder: card.digest for month in catalogue.months for card in catalogue.month(month)
    }


def _differs(place: str, folder: str, wanted: str | None, there: str | None) -> Finding:
    if there is None:
        message = _("{folder} is verified and due, but the site does not show it")
    elif wanted is None:
        message = _("{folder} is on the site, but nobody approved that it be there")
    else:
        message = _("{folder} is on the site with other bytes than those approved")
    return Finding(
        place,
        0,
        "live-differs",
        message.format(folder=folder),
        _("run `siar publish`; if that does not help, look who writes to the site"),
    )
