"""Hold the live site against what is verified: nothing more, nothing less, nothing else."""

from collections.abc import Iterator, Mapping

from pipeline.commands import showing
from pipeline.commands.context import Context
from pipeline.forge.verification import Verification
from pipeline.i18n import _
from pipeline.record.finding import Finding
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
    try:
        there = _digests(ctx, address, shown)
    except Unreadable as error:
        yield Finding(place, 0, "live-away", error.message, error.hint)
        return
    for folder in sorted(wanted.keys() | there.keys()):
        if wanted.get(folder) != there.get(folder):
            yield _differs(place, folder, wanted.get(folder), there.get(folder))
    for article in plan.published[:PAGES]:
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


def _digests(ctx: Context, address: str, shown: Manifest) -> Mapping[str, str]:
    """What the site says it shows: by our own branch where that is the same site, or by itself."""
    known = showing.shown_here(ctx)
    is_known = known is not None and known.manifest == shown
    catalogue = known.catalogue if known and is_known else fetch_catalogue(address)
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
