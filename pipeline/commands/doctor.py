"""Check this machine and this repository, and say plainly what is missing and how to mend it."""

from collections.abc import Callable, Iterator
from typing import Any

import click

from pipeline.commands import (
    forge_look,
    leaving_look,
    machine_look,
    office_look,
    papers_look,
    publishing_look,
)
from pipeline.commands.context import Context
from pipeline.commands.health import Check, Health, bad
from pipeline.commands.options import example
from pipeline.errors import Exit, SiarError
from pipeline.i18n import _

# What is looked at, in this order; another thing is another row.
LOOKS: tuple[Callable[[Context], Iterator[Check]], ...] = (
    machine_look.git,
    office_look.shared,
    office_look.root,
    machine_look.person,
    machine_look.clock,
    office_look.agency,
    office_look.registers,
    office_look.verified,
    publishing_look.look,
    leaving_look.mail,
    machine_look.room,
    leaving_look.elsewhere,
    papers_look.look,
    office_look.form,
    forge_look.look,
)


def checks(ctx: Context) -> Iterator[Check]:
    """Every check, one after the other; one that fails does not keep the others from running.

    What stops several of them is said once.
    """
    stopped = set()
    for look in LOOKS:
        try:
            yield from look(ctx)
        except SiarError as error:
            check = bad(error.message, error.hint)
            if check not in stopped:
                yield check
            stopped.add(check)


@click.command(
    help=_("Check this machine and this repository."),
    epilog=example("siar doctor"),
)
@click.pass_obj
def command(app: Any) -> int:
    """See whether everything is as it should be."""
    ctx: Context = app.context()
    is_bad = False
    for check in checks(ctx):
        ctx.talk.tell(f"{check.health} {check.sentence}")
        is_bad = is_bad or check.health is Health.BAD
        if check.help:
            ctx.talk.tell("    " + _("way out: {way_out}").format(way_out=check.help))
    return Exit.PROBLEMS if is_bad else Exit.OK
