"""Look at an open change, agree to it, and bring it to main when enough people have."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from pipeline.commands import agreeing, changing
from pipeline.commands.change_difference import difference
from pipeline.commands.change_tree import leave
from pipeline.commands.changing import Open
from pipeline.commands.context import Context
from pipeline.commands.options import example
from pipeline.i18n import _
from pipeline.record.finding import has_errors
from pipeline.record.report_findings import format_text


class Outcome(NamedTuple):
    """The change as it is now, and the commit of main that brought it, if it is there."""

    change: Open
    merged: str | None


def run(ctx: Context, version: int) -> Outcome:
    """Agree to a change; it comes to main at once when that was enough.

    Raises NotFound, NotAllowed, or Conflict; then nothing was decided.
    """
    waiting = agreeing.agree(ctx, changing.find_change(ctx, version))
    if waiting.proposal is None or waiting.proposal.lacks:
        return Outcome(waiting, None)
    merged = agreeing.bring_to_main(ctx, waiting)
    leave(ctx)
    return Outcome(waiting, merged)


def listed(ctx: Context) -> Iterator[str]:
    """Every open change: who proposed it, what it changes, and what is missing."""
    ctx.repository.fetch()
    leave(ctx)
    waiting = changing.open_changes(ctx)
    if not waiting:
        yield _("no change is open")
    for change in waiting:
        yield from described(ctx, change)


def described(ctx: Context, waiting: Open) -> Iterator[str]:
    """A change in a few lines."""
    person = ctx.agency.roster.person(waiting.by)
    yield _("change {version} of {who}: {reason}").format(
        version=waiting.version,
        who=person.name if person else waiting.by or _("nobody of the roster"),
        reason=waiting.reason,
    )
    for path in waiting.proposal.change.paths if waiting.proposal else ():
        yield f"  {path}"
    if has_errors(waiting.findings):
        yield format_text(waiting.findings).rstrip()
    elif waiting.proposal is not None and waiting.proposal.lacks:
        yield "  " + agreeing.who_may(ctx, waiting)
    else:
        yield "  " + _("agreed; siar ratify {version} brings it to main").format(
            version=waiting.version
        )


@click.command(
    help=_("Agree to a change of roster, configuration, theme or program; without VERSION, list."),
    epilog=example("siar ratify", "siar ratify 7 --show", "siar ratify 7"),
)
@click.argument("version", required=False, type=click.IntRange(2), metavar=_("[VERSION]"))
@click.option("--show", "--lihat", is_flag=True, help=_("only show what it changes"))
@click.pass_obj
def command(app: Any, version: int | None, show: bool) -> None:
    """Ratify a change."""
    ctx: Context = app.context()
    if version is None:
        for line in listed(ctx):
            ctx.talk.tell(line)
        return
    if show:
        waiting = changing.find_change(ctx, version)
        for line in (*described(ctx, waiting), "", *difference(ctx, waiting)):
            ctx.talk.tell(line)
        return
    outcome = run(ctx, version)
    if outcome.merged is None:
        ctx.talk.tell(_("you have agreed to change {version}").format(version=version))
        ctx.talk.tell(agreeing.who_may(ctx, outcome.change))
        return
    ctx.talk.tell(_("change {version} is on main, and in force").format(version=version))
