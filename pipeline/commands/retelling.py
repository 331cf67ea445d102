"""What a run of publishing tells: what it did of mails, what is left, and what it would do."""

from collections.abc import Iterable

from pipeline.commands import publishing, showing, telling
from pipeline.commands.context import Context
from pipeline.commands.local_papers import contact_if_here
from pipeline.commands.outside import deploy_folder
from pipeline.commands.showing import Due
from pipeline.distribution.delivery import WAITING, Delivery
from pipeline.distribution.notices import SENDER
from pipeline.distribution.outbox import standings
from pipeline.distribution.step import MessageState
from pipeline.forge.verification import VerifiedUnit
from pipeline.i18n import _, ngettext
from pipeline.ledger import Ledger


def tell_held(ctx: Context, items: Iterable[Due], ledger: Ledger) -> int:
    """Say on every run of which mails nobody knows whether they arrived; how many there are."""
    held = [
        (item.number, standing.last)
        for item in items
        for standing in standings(ledger.records(item.number)).values()
        if standing.last.state is MessageState.HELD
    ]
    for number, last in held:
        ctx.talk.tell(
            _("{number}: whether {recipient} got the mail is not known: please ask them").format(
                number=number, recipient=last.recipient
            )
        )
    return len(held)


def tell_left(ctx: Context, items: Iterable[Due], ledger: Ledger) -> int:
    """Say on every run which senders are told where their contacts lie; how many there are."""
    units = [item.unit for item in items if not publishing.has_report(ledger, item.number)]
    left = [unit for unit in units if is_left_to_the_office(ctx, unit, ledger)]
    for unit in left:
        ctx.talk.tell(
            _(
                "{number}: the sender's contacts are not in reach here; run `siar publish` on the"
                " office's server, which tells them and reports"
            ).format(number=unit.number)
        )
    return len(left)


def tell_delivery(ctx: Context, unit: VerifiedUnit, delivery: Delivery) -> None:
    """Say who was told, and who was not."""
    for line in delivery.lines:
        if line.is_new and line.state is MessageState.ACCEPTED:
            ctx.talk.tell(
                _("{number}: {name} was told").format(number=unit.number, name=line.notice.name)
            )
        elif line.state is not MessageState.ACCEPTED:
            ctx.talk.tell(
                _("{number}: {name} was not told yet: {why}").format(
                    number=unit.number,
                    name=line.notice.name,
                    why=line.reply or _waiting(line.state),
                )
            )
    if delivery.away:
        ctx.talk.tell(
            _("the mail server takes no mail now; the next `siar publish` goes on from here")
        )


def tell_plan(ctx: Context, made: showing.Plan, ledger: Ledger) -> None:
    """Say what would be done, and to whom; nothing leaves the machine."""
    shown = showing.work(ctx, made).is_done
    items = publishing.unsettled(ctx, made, ledger)
    untold = [item for item in items if not publishing.has_report(ledger, item.number)]
    if shown and not untold and not made.waiting:
        ctx.talk.tell(nothing_to_do())
    if not shown:
        ctx.talk.tell(
            ngettext(
                "would deploy {count} article to {path}",
                "would deploy {count} articles to {path}",
                len(made.published),
            ).format(count=len(made.published), path=deploy_folder(ctx))
        )
    for item in untold:
        owed = telling.owed(ctx, item.unit, ctx.now())
        names = ", ".join(notice.name for notice in owed.mails)
        ctx.talk.tell(_("{number}: would tell {names}").format(number=item.number, names=names))
    for item in made.waiting:
        ctx.talk.tell(
            _("{number}: waits until {time}").format(
                number=item.number, time=item.published_at.isoformat()
            )
        )


def nothing_to_do() -> str:
    """That it is all done."""
    return _("nothing to do: everything due is live, told and reported")


def _waiting(state: MessageState | None) -> str:
    """Why a mail without an answer is not settled, in words."""
    if state is MessageState.CLAIMED:
        return _("it is being sent, or that was cut off; this is settled within 20 minutes")
    return _("it waits for its turn")


def is_left_to_the_office(ctx: Context, unit: VerifiedUnit, ledger: Ledger) -> bool:
    """Whether the sender's contacts are not in reach here, and nobody has told the sender yet."""
    if not contact_if_here(ctx, unit.request).sender.is_away:
        return False
    by_hand = telling.owed(ctx, unit, ctx.now()).by_hand
    event = next(notice.event for notice in by_hand if notice.recipient == SENDER)
    standing = standings(ledger.records(unit.number)).get(event)
    return standing is None or standing.last.state in WAITING
