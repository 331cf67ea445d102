"""Publish: verify, build, deploy, see it live, tell people, report, record (SOP rows 6 to 8).

Level-triggered: it computes what should be true, compares it with what is recorded, and does the
difference. Running it again does nothing.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any

import click

from pipeline.commands import (
    asked,
    completing,
    holding,
    narrowing,
    outlets,
    publishing,
    removing,
    retelling,
    scanning,
    showing,
    telling,
    verifying,
)
from pipeline.commands.context import Context
from pipeline.commands.dossier import ledger_of, live_records
from pipeline.commands.options import example
from pipeline.commands.outside import deploy_folder, live_address, mailer
from pipeline.commands.showing import Due
from pipeline.distribution.delivery import Delivery
from pipeline.distribution.step import MessageState
from pipeline.errors import Exit, SiarError
from pipeline.forge.hold import Word
from pipeline.forge.verification import Verification
from pipeline.i18n import _, ngettext
from pipeline.ledger import Ledger
from pipeline.record.finding import has_errors
from pipeline.record.report_findings import format_text
from pipeline.site.branch import commit_site
from pipeline.site.press import Press
from pipeline.site.state import Unreadable


def run(ctx: Context, *, dry_run: bool = False, wait: bool = False, anew: bool = False) -> Exit:
    """Do what is not done yet, telling each step as it happens; gives the worst exit code met.

    The website is made `anew`, of nothing that was kept, where it is not what it should be.
    Raises SiarError when code, configuration or history is wrong: then nothing at all is done;
    TryAgain when another run is at work here, unless it is to `wait` for it.
    """
    if dry_run:
        return _run(ctx, dry_run=True, anew=False)
    with publishing.alone(ctx, wait=wait):
        return _run(ctx, dry_run=False, anew=anew)


def take_off(ctx: Context) -> None:
    """Only take off what must not be seen any more, at once; all else is for the next run."""
    with publishing.alone(ctx, wait=True):
        ctx.repository.fetch()
        with Press() as press:
            verification = verifying.verify(ctx)
            if verification.stop:
                raise stopped()
            _take_off(ctx, verification, press, is_held=True)


def _run(ctx: Context, *, dry_run: bool, anew: bool) -> Exit:
    ctx.repository.fetch()
    with ExitStack() as meanwhile:
        is_news = not dry_run and (anew or showing.is_behind(ctx))
        # Pelican is imported while this process verifies what it will be given.
        press = meanwhile.enter_context(Press()) if is_news else None
        return _published(ctx, press, dry_run=dry_run, anew=anew)


def _published(ctx: Context, press: Press | None, *, dry_run: bool, anew: bool) -> Exit:
    ledger = ledger_of(ctx)
    verification = verifying.verify(ctx) if dry_run else verifying.catch_up(ctx, ledger)
    if verification.findings:
        ctx.talk.tell(format_text(verification.findings))
    if verification.stop:
        raise stopped()
    hold = _hold(ctx)
    if not dry_run:
        _take_off(ctx, verification, press, is_held=hold is not None)
    if hold is not None:
        return _keep(ctx, verification, hold, ledger, press, dry_run=dry_run)
    made = narrowing.planned(ctx, verification, ledger, anew=anew)
    made.requests = asked.listed(ctx, verification, made)
    if dry_run:
        retelling.tell_plan(ctx, made, ledger)
        return Exit.OK
    items = publishing.unsettled(ctx, made, ledger)
    known = completing.Known(verification.units, ledger)
    code, site = _carry_out(ctx, made, items, known, press, anew=anew)
    exits = [code]
    if verifying.may_note(ctx, verification):
        shown = narrowing.shown_still(ctx, site)
        left = publishing.left_over(ctx, made, items, ledger, shown=shown)
        verifying.note_checkpoint(ctx, verification, ledger, left)
    if has_errors(verification.findings):
        exits.append(Exit.PROBLEMS)
    return next((code for code in (Exit.PROBLEMS, Exit.RETRY) if code in exits), Exit.OK)


def stopped() -> SiarError:
    """Why nothing at all is done: the history of main is not what requests make of it."""
    return SiarError(
        _("main was changed by something else than requests"),
        hint=_("nothing was published and nobody was told; `siar verify` shows the commits"),
    )


def _hold(ctx: Context) -> Word | None:
    """The hold in force; what counts for nothing is told."""
    held = holding.standing_here(ctx)
    if held.findings:
        ctx.talk.tell(format_text(held.findings))
    return held.hold


def _take_off(
    ctx: Context, verification: Verification, press: Press | None, *, is_held: bool
) -> None:
    """What must not be seen any more goes first, whatever else there is to do."""
    try:
        commit = removing.take_off(ctx, verification, press, at_any_rate=is_held)
    except Unreadable:
        return  # whatever is shown then is made anew
    if commit is not None:
        _deploy(ctx, is_new=True)
        ctx.talk.tell(_("what was taken off is gone from the website"))


def _keep(
    ctx: Context,
    verification: Verification,
    hold: Word,
    ledger: Ledger,
    press: Press | None,
    *,
    dry_run: bool,
) -> Exit:
    """Show what is held, and nothing else; nobody is told of anything meanwhile."""
    if not dry_run:
        _deploy(ctx, is_new=holding.carry_out(ctx, verification, hold, press) is not None)
        completing.bring_up(ctx)
        left = publishing.left_while_held(ctx, verification.tip, ledger)
        verifying.note_checkpoint(ctx, verification, ledger, left)
    ctx.talk.tell(holding.sentence(ctx, hold))
    ctx.talk.tell(_("nothing new is shown or told until `siar rollback --release`"))
    return Exit.PROBLEMS


def _deploy(ctx: Context, *, is_new: bool) -> None:
    """Bring every place to what the branch shows."""
    showing.deploy_here(ctx)
    for sentence in outlets.carry(ctx, is_new=is_new):
        ctx.talk.tell(sentence)


def _carry_out(
    ctx: Context,
    made: showing.Plan,
    items: Sequence[Due],
    known: completing.Known,
    press: Press | None,
    *,
    anew: bool,
) -> tuple[Exit, str]:
    """Show what is planned, and tell and report; gives the commit or tree of the site, too."""
    ledger = known.ledger
    site_before, ledger_before = ctx.repository.shared("site"), ledger.tip
    target = deploy_folder(ctx)
    work = showing.clean(showing.work(ctx, made)) if anew else showing.work(ctx, made)
    built = showing.build(ctx, made, work, ledger=ledger_before or "", press=press)
    scanning.check(ctx, made, work, built)
    committed = commit_site(
        ctx.repository,
        built,
        message=f"Publish {len(made.published)} articles",
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
        by=showing.believed(ctx),
    )
    showing.deploy_here(ctx)
    if not work.is_done:
        ctx.talk.tell(
            ngettext(
                "deployed {count} article to {path}",
                "deployed {count} articles to {path}",
                len(made.published),
            ).format(count=len(made.published), path=target)
        )
    for sentence in outlets.carry(ctx, is_new=committed is not None):
        ctx.talk.tell(sentence)
    with live_address(ctx, target) as address:
        for number in publishing.see_live(ctx, made, items, ledger, address):
            url = live_records(ledger.records(number))[-1].url
            ctx.talk.tell(_("{number} is live: {url}").format(number=number, url=url))
    exits = (_tell_all(ctx, items, ledger), completing.bring_up(ctx, known))
    code = next((one for one in exits if one is not Exit.OK), Exit.OK)
    held = retelling.tell_held(ctx, items, ledger) + retelling.tell_left(ctx, items, ledger)
    untouched = (site_before, ledger_before) == (ctx.repository.shared("site"), ledger.tip)
    if untouched and code is Exit.OK and not held:
        ctx.talk.tell(retelling.nothing_to_do())
    is_as_before = work.shown is not None and built == work.shown.manifest
    return code, work.shown.tip if work.shown and is_as_before else built.tree


def _tell_all(ctx: Context, items: Iterable[Due], ledger: Ledger) -> Exit:
    """Send what is owed, then report on every request whose mails are settled."""
    units = [item.unit for item in items if not publishing.has_report(ledger, item.number)]
    if not units:
        return Exit.OK
    exits = []
    with mailer(ctx) as way_out:
        for unit in units:
            delivery = telling.tell(ctx, unit, ledger, way_out)
            exits.append(delivery.exit)
            retelling.tell_delivery(ctx, unit, delivery)
            if not _is_settled(delivery) or retelling.is_left_to_the_office(ctx, unit, ledger):
                continue
            path = publishing.write_report(ctx, unit, ledger)
            ctx.talk.tell(_("{number} is reported: {path}").format(number=unit.number, path=path))
    if Exit.PROBLEMS in exits:
        return Exit.PROBLEMS
    return Exit.RETRY if Exit.RETRY in exits else Exit.OK


def _is_settled(delivery: Delivery) -> bool:
    open_states = {MessageState.PLANNED, MessageState.CLAIMED, MessageState.RETRY, None}
    return not any(line.state in open_states for line in delivery.lines)


@click.command(
    help=_("Build, deploy, see it live, tell media and senders, report, record; again and again."),
    epilog=example("siar publish --dry-run", "siar publish"),
)
@click.option(
    "-n", "--dry-run", "--coba", is_flag=True, help=_("only say what would be done, and to whom")
)
@click.option(
    "--wait", "--tunggu", is_flag=True, help=_("wait for another run to end instead of giving up")
)
@click.option(
    "--anew", "--dari-awal", is_flag=True,
    help=_("make the whole website anew, of nothing that was kept"),
)  # fmt: skip
@click.pass_obj
def command(app: Any, dry_run: bool, wait: bool, anew: bool) -> int:
    """Publish what is due."""
    ctx: Context = app.context()
    return run(ctx, dry_run=dry_run, wait=wait, anew=anew)
