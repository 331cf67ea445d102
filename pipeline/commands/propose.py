"""Hand in a change of roster, configuration, theme or program, for others to agree to."""

from collections.abc import Sequence
from typing import Any

import click

from pipeline.commands import agreeing, changing
from pipeline.commands.change_tree import edited, leave, show
from pipeline.commands.changing import Open
from pipeline.commands.context import MAIN, Context
from pipeline.commands.options import example
from pipeline.errors import NotAllowed, NotFound
from pipeline.forge.paths import classify
from pipeline.forge.proposal import branch_of
from pipeline.forge.units import CONTENT, REQUESTS
from pipeline.i18n import _


def run(ctx: Context, paths: Sequence[str] = (), *, reason: str) -> Open:
    """Commit what was changed in the work tree on the branch of the next change, and push it.

    Raises NotFound when nothing was changed, NotAllowed with all that is wrong with it.
    """
    repository = ctx.repository
    repository.fetch()
    leave(ctx)
    onto = _continued(ctx)
    found = edited(ctx, onto.tip if onto else ctx.main, paths)
    for path in found.left:
        if not path.startswith((CONTENT, REQUESTS)):
            ctx.talk.tell(_("left alone: {path}").format(path=path))
    if not found.files:
        raise NotFound(
            _("nothing of registers, theme or program is changed here"),
            hint=_("edit a file such as agency.yaml or media.yaml first; it is saved, is it?"),
        )
    kinds = {classify(path) for path in found.files}
    if len(kinds) > 1:
        raise NotAllowed(
            _("registers and program are changed at once: {paths}").format(
                paths=", ".join(sorted(found.files))
            ),
            hint=_("propose one after the other: siar propose agency.yaml --reason …"),
        )
    proposed = changing.suggest(ctx, found.files, reason, onto=onto)
    show(ctx, proposed.branch, proposed.tip)
    return proposed


def _continued(ctx: Context) -> Open | None:
    """The open change whose branch the work tree shows; None on main. Raises NotAllowed."""
    branch = ctx.repository.checked_out
    if branch == MAIN:
        return None
    version = changing.main_file(ctx).version + 1
    tip = ctx.repository.shared(branch_of(version))
    if branch == branch_of(version) and tip is not None:
        return changing.open_at(ctx, version, tip)
    raise NotAllowed(
        _("changes are proposed from main, but this clone shows {branch}").format(
            branch=branch or _("a single commit")
        ),
        hint=_("`git switch main` first; what you have edited comes along"),
    )


def take_back(ctx: Context) -> Open:
    """Take the open change back; gives what it was. Raises NotFound or NotAllowed."""
    ctx.repository.fetch()
    waiting = changing.open_changes(ctx)
    if not waiting:
        raise NotFound(_("no change is open"))
    agreeing.withdraw(ctx, waiting[-1])
    leave(ctx)
    return waiting[-1]


@click.command(
    help=_("Hand in what was changed here in registers, theme or program, for others to agree to."),
    epilog=example('siar propose --reason "Plh. Kabid 7-11 Desember, SK 800/12/2026"'),
)
@click.argument("paths", nargs=-1, metavar=_("[FILE]..."))
@click.option("--reason", "--alasan", default="", help=_("why; it stays on record"))
@click.option("--withdraw", "--urungkan", is_flag=True, help=_("take the open change back"))
@click.pass_obj
def command(app: Any, paths: tuple[str, ...], reason: str, withdraw: bool) -> None:
    """Propose a change."""
    ctx: Context = app.context()
    if withdraw:
        former = take_back(ctx)
        ctx.talk.tell(_("change {version} is withdrawn").format(version=former.version))
        return
    tell(ctx, run(ctx, paths, reason=reason))


def tell(ctx: Context, proposed: Open) -> None:
    """Say what was handed in, and who must agree now."""
    ctx.talk.tell(_("change {version} is proposed:").format(version=proposed.version))
    for path in proposed.proposal.change.paths if proposed.proposal else ():
        ctx.talk.tell(f"  {path}")
    ctx.talk.tell(agreeing.who_may(ctx, proposed))
    ctx.talk.tell(_("they use: siar ratify {version}").format(version=proposed.version))
