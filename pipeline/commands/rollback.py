"""Put an earlier website back and hold it there, until somebody lets it go on."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from pipeline.commands import holding, publish, removing, verifying
from pipeline.commands.context import Context
from pipeline.commands.dossier import ledger_of
from pipeline.commands.options import example, moment, spoken_reason
from pipeline.errors import Exit, NotAllowed, NotFound, UsageError
from pipeline.forge.hold import HOLD, PATH, RELEASE, ROLES, Word, record_of, roles_of
from pipeline.i18n import _, ngettext
from pipeline.record.labels import named
from pipeline.record.vouching import RECORDER
from pipeline.site.branch import BRANCH, catalogue_at
from pipeline.site.catalogue import Catalogue

LISTED = 10
SHORTEST = 7


class Outlook(NamedTuple):
    """What an earlier site shows otherwise: how many articles go, come back, have another text."""

    gone: int
    back: int
    other: int
    kept_off: int


def find(ctx: Context, commit: str, to: str) -> str:
    """The commit of the branch `site` that somebody means. Raises SiarError."""
    line = _line(ctx)
    if commit:
        found = [oid for oid in line if len(commit) >= SHORTEST and oid.startswith(commit.lower())]
    else:
        at = moment(ctx, to)
        found = [oid for oid in line if ctx.repository.commit_info(oid).at <= at][:1]
    if len(found) != 1:
        raise NotFound(
            _("there is no earlier site {commit}").format(commit=commit or to),
            hint=_("`siar rollback` lists the sites that can be put back"),
        )
    holding.check(ctx, found[0])
    return found[0]


def outlook(ctx: Context, commit: str) -> Outlook:
    """What readers will see otherwise when it is put back."""
    former, present = (
        _digests(catalogue_at(ctx.repository, oid)) for oid in (commit, _line(ctx)[0])
    )
    change = holding.missing(ctx, verifying.verify(ctx), commit)
    off = {*change.gone, *(notice.folder for notice in change.notices)} & former.keys()
    shown = {folder: digest for folder, digest in former.items() if folder not in off}
    shown |= {article.folder: article.digest for article in change.new}
    both = shown.keys() & present.keys()
    return Outlook(
        gone=len(present.keys() - shown.keys()),
        back=len(shown.keys() - present.keys()),
        other=sum(shown[folder] != present[folder] for folder in both),
        kept_off=len(off),
    )


def run(ctx: Context, commit: str, *, reason: str) -> Word:
    """Record that the site of a commit is held. Raises NotAllowed, or Conflict."""
    holding.check(ctx, commit)
    return _say(ctx, HOLD, commit, reason)


def let_go(ctx: Context, *, reason: str) -> Word:
    """Record that the site goes on. Raises NotFound where nothing is held, or NotAllowed."""
    ctx.repository.fetch()
    hold = holding.standing_here(ctx).hold
    if hold is None:
        raise NotFound(_("the website is not held"), hint=_("`siar publish` shows whatever is due"))
    return _say(ctx, RELEASE, hold.digest, reason)


def listed(ctx: Context) -> Iterator[str]:
    """The newest sites that can be put back, a line each."""
    ctx.repository.fetch()
    hold = holding.standing_here(ctx).hold
    if hold is not None:
        yield holding.sentence(ctx, hold)
    for oid in _line(ctx)[: LISTED + 1]:
        info, catalogue = ctx.repository.commit_info(oid), catalogue_at(ctx.repository, oid)
        count = sum(catalogue.count(month) for month in catalogue.months)
        told = ngettext("{count} article", "{count} articles", count).format(count=count)
        at = info.at.astimezone(ctx.agency.zone)
        yield f"{oid[:10]}  {at:%Y-%m-%d %H:%M}  {told}"


def _say(ctx: Context, kind: str, site: str, reason: str) -> Word:
    said, now = spoken_reason(reason), ctx.now()
    if ctx.signer != ctx.me.id or ctx.signer == RECORDER:
        raise NotAllowed(
            _("this is decided by a person with a key of their own"),
            hint=_("run it in the clone of a head or of whoever keeps the system"),
        )
    roles = roles_of(ctx.fresh_agency().roster, ctx.me.id, now)
    if not roles:
        raise NotAllowed(
            _("{who} may not hold the website, or let it go on").format(who=ctx.me.name),
            hint=_("these may: {roles}").format(roles=", ".join(map(named, ROLES))),
        )
    word = Word(kind, ctx.root, site, now.isoformat(), ctx.me.id, roles[0], said)
    word = word.signed(ctx.sign_checkpoint)
    ledger_of(ctx).append_to(PATH, record_of(word), f"Record a {kind} of the site", at=now)
    return word


def _line(ctx: Context) -> list[str]:
    """The commits of the branch, the newest first. Raises NotFound where there is none."""
    tip = ctx.repository.shared(BRANCH)
    if tip is None:
        raise NotFound(
            _("there is no website yet"), hint=_("`siar publish` makes one of what is due")
        )
    return ctx.repository.first_parents(tip)[::-1]


def _digests(catalogue: Catalogue) -> dict[str, str]:
    cards = (card for month in catalogue.months for card in catalogue.month(month))
    return {card.folder: card.digest for card in cards}


def _tell_outlook(ctx: Context, commit: str) -> None:
    at = ctx.repository.commit_info(commit).at.astimezone(ctx.agency.zone)
    seen = outlook(ctx, commit)
    ctx.talk.tell(
        _("the website as it was on {moment} ({commit}):").format(
            moment=f"{at:%Y-%m-%d %H:%M}", commit=commit[:10]
        )
    )
    for count, told in (
        (seen.gone, _("articles that are not shown for the time being: {count}")),
        (seen.other, _("articles that are shown as they were before: {count}")),
        (seen.back, _("articles that are shown again: {count}")),
        (seen.kept_off, _("articles that were taken off since, and stay so: {count}")),
    ):
        if count:
            ctx.talk.tell("  " + told.format(count=count))


def _go_on(ctx: Context) -> Exit:
    """Carry it out where that is done, or say who does."""
    if removing.is_published_here(ctx):
        return publish.run(ctx)
    ctx.talk.tell(_("next, where the website is published from: siar publish"))
    return Exit.OK


@click.command(
    help=_("Put an earlier website back and hold it there; without COMMIT, list them."),
    epilog=example(
        "siar rollback",
        'siar rollback --to "2026-11-24 09:00"',
        'siar rollback 1a2b3c4d5e --reason "tampilan rusak" --apply',
        'siar rollback --release --reason "tampilan sudah dibetulkan"',
    ),
)
@click.argument("commit", required=False, default="", metavar=_("[COMMIT]"))
@click.option("--to", "--ke", default="", metavar=_("TIME"), help=_("the site of that time"))
@click.option(
    "--apply", "--terapkan", is_flag=True, help=_("do it; otherwise it is only said what happens")
)
@click.option("--release", "--lepas", is_flag=True, help=_("let the website go on"))
@click.option("--reason", "--alasan", default="", help=_("why; it stays on record"))
@click.pass_obj
def command(app: Any, commit: str, to: str, apply: bool, release: bool, reason: str) -> int:
    """Roll the website back, or let it go on."""
    ctx: Context = app.context()
    if sum(map(bool, (commit, to, release))) > 1:
        raise UsageError(
            _("only one of COMMIT, --to and --release can be said"),
            hint=_("leave the others out"),
        )
    if release:
        let_go(ctx, reason=reason)
        ctx.talk.tell(_("the website goes on"))
        return _go_on(ctx)
    if not commit and not to:
        for line in listed(ctx):
            ctx.talk.tell(line)
        return Exit.OK
    ctx.repository.fetch()
    found = find(ctx, commit, to)
    _tell_outlook(ctx, found)
    if not apply:
        ctx.talk.tell(
            _("nothing was done; to do it: siar rollback {commit} --reason … --apply").format(
                commit=found[:10]
            )
        )
        return Exit.OK
    run(ctx, found, reason=reason)
    ctx.talk.tell(_("the website is held there until `siar rollback --release`"))
    _go_on(ctx)
    return Exit.OK
