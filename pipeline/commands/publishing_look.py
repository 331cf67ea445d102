"""Look whether what is due is shown: a schedule that came to a halt says nothing itself."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from pipeline.commands import holding, showing, verifying
from pipeline.commands.context import Context
from pipeline.commands.health import Check, bad, doubtful, good
from pipeline.commands.showing import Due
from pipeline.i18n import _, ngettext
from pipeline.site.catalogue import Catalogue

# Runs come hourly from six to twenty-two; the article of half past nine in the evening has eight.
LATE = timedelta(hours=9)


def look(ctx: Context) -> Iterator[Check]:
    """Whether everything that has been due for some time is on the branch `site`."""
    if (hold := holding.standing_here(ctx).hold) is not None:
        yield doubtful(holding.sentence(ctx, hold), _("`siar rollback --release` lets it go on"))
        return
    found = verifying.verify(ctx)
    if found.stop:
        yield bad(_("main was changed by something else than requests"), "siar verify")
        return
    shown = showing.shown_here(ctx)
    plan = showing.plan(found, ctx.now() - LATE, showing.known(ctx, found.tip))
    late = missing(plan.due, shown.catalogue if shown else Catalogue.empty())
    if not late:
        yield good(_("everything that is due is shown"))
        return
    sentence = ngettext(
        "{number} should have been shown since {moment}",
        "{count} articles should have been shown, {number} since {moment}",
        len(late),
    ).format(
        count=len(late), number=late[0].number,
        moment=f"{late[0].published_at.astimezone(ctx.agency.zone):%Y-%m-%d %H:%M}",
    )  # fmt: skip
    way_out = _(
        "`siar publish` catches up and says what it stops at; see why no run came by itself"
    )
    yield (doubtful if ctx.settings.practice else bad)(sentence, way_out)


def missing(due: Sequence[Due], catalogue: Catalogue) -> Sequence[Due]:
    """What is due and not shown with these bytes, the longest due first. Raises Unreadable."""
    cards = ((item, catalogue.find(item.shown.folder)) for item in due)
    late = [item for item, card in cards if card is None or card.digest != item.shown.digest]
    return sorted(late, key=lambda item: item.published_at)
