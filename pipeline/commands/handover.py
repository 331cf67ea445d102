"""Hand a leaver's open work and key over to the successor, or go on with another key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from pipeline.commands import changing, reassign
from pipeline.commands.casebook import Entry
from pipeline.commands.changing import Open
from pipeline.commands.context import Context
from pipeline.commands.open_work import anchors, open_work, void_by_loss
from pipeline.commands.options import day, example, read_file, reason_option, spoken_reason
from pipeline.commands.propose import tell
from pipeline.errors import BadInput, NotFound, UsageError
from pipeline.forge.units import AGENCY
from pipeline.i18n import _
from pipeline.record.labels import named
from pipeline.record.roster import names
from pipeline.record.roster_text import with_roster
from pipeline.record.shapes import is_public_key
from pipeline.record.signature import parse_private, public_line
from pipeline.record.succession import Successor, entry, handed_over, rekeyed
from pipeline.record.workflow import Role, responsible_role


class Leaving(NamedTuple):
    """How somebody leaves: their last day, the order, and whether the key is in strange hands.

    `vouched` are open requests of which somebody has seen that the key signed nothing strange.
    """

    until: date
    order: str
    key_lost: bool = False
    vouched: tuple[str, ...] = ()


@dataclass
class Handed:
    """What was open, what of it was passed on, and the change that the roster needs."""

    writing: list[Entry]
    deciding: list[Entry]
    passed_on: list[str] = field(default_factory=list)
    proposed: Open | None = None
    retires: bool = False


def run(
    ctx: Context, leaver: str, successor: Successor, leaving: Leaving, *, reason: str
) -> Handed:
    """Pass on what can be passed on now, and propose the roster in which the successor follows.

    Run again later, it does what is left. Raises before anything is changed.
    """
    ctx.repository.fetch()
    file, reason = changing.main_file(ctx), spoken_reason(reason)
    roster = file.agency.section("roster")
    _require_known(ctx, leaver)
    if successor.id == leaver:
        raise UsageError(
            _("{who} cannot follow {who}").format(who=leaver),
            hint=_("for another key of the same person: siar handover {who} --new-key FILE").format(
                who=leaver
            ),
        )
    if entry(roster, successor.id) is None and not successor.name:
        raise UsageError(
            _("{who} is nobody of the roster yet").format(who=successor.id),
            hint=_("give --name, and --nip, --rank, --email and --key of who follows"),
        )
    work = open_work(ctx, leaver)
    done = Handed(work.writing, work.deciding)
    done.retires = leaving.key_lost or leaving.until <= ctx.now().date()

    def told(kept: Mapping[str, str]) -> dict[str, Any]:
        return handed_over(
            roster, leaver, successor, until=leaving.until, order=leaving.order,
            anchors=kept if done.retires else None,
        )  # fmt: skip

    changes = told({}) != roster
    if changes:
        changing.refuse_second(ctx, file.version + 1)
        kept = anchors(ctx, key_lost=leaving.key_lost, vouched=leaving.vouched)
        changing.require_sound(file, with_roster(file.document, told(kept)))
    done.passed_on = _pass_on(ctx, done.writing, successor.id, reason)
    if changes:
        document = with_roster(
            file.document, told(anchors(ctx, key_lost=leaving.key_lost, vouched=leaving.vouched))
        )
        done.proposed = changing.suggest(ctx, {AGENCY: document}, reason)
    return done


def rotate(
    ctx: Context,
    who: str,
    key: str,
    *,
    reason: str,
    key_lost: bool = False,
    vouched: Sequence[str] = (),
) -> Open:
    """Propose the roster in which somebody goes on with another key; the former ones retire."""
    ctx.repository.fetch()
    file = changing.main_file(ctx)
    _require_known(ctx, who)
    changing.refuse_second(ctx, file.version + 1)
    kept = anchors(ctx, key_lost=key_lost, vouched=vouched)
    roster = rekeyed(file.agency.section("roster"), who, key, anchors=kept)
    return changing.suggest(ctx, {AGENCY: with_roster(file.document, roster)}, reason)


def _require_known(ctx: Context, person: str) -> None:
    if ctx.agency.roster.person(person) is None:
        known = ", ".join(somebody.id for somebody in ctx.agency.roster.people)
        raise NotFound(
            _("{name} is nobody of the roster").format(name=person),
            hint=_("choose one of: {known}").format(known=known),
        )


def _pass_on(ctx: Context, writing: Sequence[Entry], officer: str, reason: str) -> list[str]:
    """Reassign what the leaver writes, where the caller may and the successor can."""
    roster, now = ctx.agency.roster, ctx.now()
    able = roster.term(ctx.me.id, Role.SECTION_HEAD, now) and roster.term(
        officer, Role.OFFICER, now
    )
    if not able:
        return []
    for found in writing:
        reassign.run(ctx, found.request.number, officer=officer, reason=reason)
    return [found.request.number for found in writing]


def public_key(ctx: Context, path: Path, *, own: bool = False) -> str:
    """The public key in a file; of one's own new key the private file will do as well.

    Raises BadInput with the way out.
    """
    data = read_file(path)
    line = data.decode(errors="replace").strip()
    if is_public_key(line):
        return line
    try:
        private = parse_private(data)
    except ValueError:
        raise BadInput(
            _("{path} holds no Ed25519 public key").format(path=path),
            hint=_("make one with: ssh-keygen -t ed25519 -N '' -f FILE; then give FILE.pub"),
        ) from None
    if not own:
        raise BadInput(
            _("{path} is a private key: nobody but its owner should have it").format(path=path),
            hint=_("ask them for the file that ends with .pub"),
        )
    return public_line(private)


@click.command(
    help=_("Hand a leaver's open work, role and key over to who follows; or change one's own key."),
    epilog=example(
        'siar handover kasi-piks --to kasi-baru --name "Contoh Kasi Baru, S.Sos." \\',
        '  --key kasi-baru.pub --order "SK 800/12/2026" --until 2026-11-30 --reason mutasi',
        'siar handover kasi-piks --new-key kunci-baru.pub --key-lost --reason "laptop hilang"',
    ),
)
@click.argument("leaver", metavar="ID")
@click.option("--to", "--kepada", "successor", metavar="ID", help=_("who follows"))
@click.option("--name", "--nama", default="", metavar=_("TEXT"), help=_("their name with titles"))
@click.option("--nip", default="", metavar=_("TEXT"), help=_("their NIP"))
@click.option("--rank", "--pangkat", default="", metavar=_("TEXT"), help=_("their rank"))
@click.option("--email", "--surel", default="", metavar=_("TEXT"), help=_("their e-mail address"))
@click.option("--title", "--jabatan", default="", metavar=_("TEXT"), help=_("their job title"))
@click.option(
    "--key", "--kunci", metavar=_("FILE"), type=click.Path(path_type=Path),
    help=_("the file of their public key"),
)  # fmt: skip
@click.option(
    "--new-key", "--kunci-baru", metavar=_("FILE"), type=click.Path(path_type=Path),
    help=_("another key of the same person, who goes on working"),
)  # fmt: skip
@click.option("--order", "--sk", default="", metavar=_("TEXT"), help=_("number of the order"))
@click.option("--until", "--sampai", metavar=_("DATE"), help=_("the leaver's last day"))
@reason_option
@click.option(
    "--key-lost", "--kunci-hilang", is_flag=True,
    help=_("the key is lost or stolen: nothing counts that it signed and main does not hold"),
)  # fmt: skip
@click.option(
    "--vouch", "--jamin", multiple=True, metavar=_("NUMBER"),
    help=_("an open request in which the lost key has signed nothing strange"),
)  # fmt: skip
@click.pass_obj
def command(
    app: Any,
    /,
    leaver: str,
    successor: str | None,
    key: Path | None,
    new_key: Path | None,
    order: str,
    until: str | None,
    reason: str,
    key_lost: bool,
    vouch: tuple[str, ...],
    **person: str,
) -> None:
    """Hand over."""
    ctx: Context = app.context()
    ctx.repository.fetch()
    if bool(successor) == bool(new_key):
        raise UsageError(
            _("say who follows with --to, or give another key with --new-key"),
            hint=_("one of the two, not both"),
        )
    if new_key is not None:
        line = public_key(ctx, new_key, own=leaver == ctx.settings.person)
        proposed = rotate(ctx, leaver, line, reason=reason, key_lost=key_lost, vouched=vouch)
        tell(ctx, proposed)
        if key_lost:
            tell_void(ctx, leaver, vouch)
        ctx.talk.tell(_("once it is on main: git config siar.key FILE, with the new private key"))
        return
    if not order or not until:
        raise UsageError(
            _("a handover needs --order and --until"),
            hint=_("the number of the order, and the leaver's last day"),
        )
    follows = Successor(id=successor or "", key=public_key(ctx, key) if key else "", **person)
    leaving = Leaving(day(until), order, key_lost, vouch)
    tell_handed(ctx, follows, run(ctx, leaver, follows, leaving, reason=reason))
    if key_lost:
        tell_void(ctx, leaver, vouch)


def tell_void(ctx: Context, person: str, vouched: Sequence[str]) -> None:
    """Say which open requests a lost key leaves without effect, and the way out."""
    for number in void_by_loss(ctx, person, vouched):
        ctx.talk.tell(
            _(
                "{number}: void by the lost key; if all is genuine there, withdraw this change"
            ).format(number=number)
        )
        ctx.talk.tell("  " + _("and hand over again with --vouch {number}").format(number=number))


def tell_handed(ctx: Context, successor: Successor, done: Handed) -> None:
    """Say what is open, what was passed on, and what others have to do."""
    heads = names(ctx.agency.roster.holders(Role.SECTION_HEAD, ctx.now())) or _("nobody")
    for found in done.writing:
        number = found.request.number
        ctx.talk.tell(
            _("{number}: {who} goes on with it").format(number=number, who=successor.id)
            if number in done.passed_on
            else _("{number}: siar reassign {number} --officer {who}, by {names}").format(
                number=number, who=successor.id, names=heads
            )
        )
    for found in done.deciding:
        role = found.case.state and responsible_role(found.case.state, paused=found.case.is_paused)
        ctx.talk.tell(
            _("{number}: waits for {role}, whoever holds it then").format(
                number=found.request.number, role=named(role) if role else ""
            )
        )
    if not done.writing and not done.deciding:
        ctx.talk.tell(_("nothing is open that waits for them"))
    if done.proposed is None:
        ctx.talk.tell(_("the roster says so already"))
        return
    tell(ctx, done.proposed)
    if not done.retires:
        ctx.talk.tell(_("their keys stay in use; after the last day, run the same command again"))
    if not successor.key and not any(
        person.id == successor.id and person.keys for person in ctx.agency.roster.people
    ):
        ctx.talk.tell(_("{who} has no key yet and cannot sign").format(who=successor.id))
