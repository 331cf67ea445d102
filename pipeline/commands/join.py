"""Make one article of several letters: a request is closed, and another one leads for both."""

from typing import Any

import click

from pipeline.commands.at_once import close
from pipeline.commands.casebook import find_request
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import began, began_option, example
from pipeline.commands.step import Step
from pipeline.errors import NotAllowed, NotFound, UsageError
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.labels import named
from pipeline.record.workflow import FINAL, Action


def run(
    ctx: Context, number: str, leading: str, *, reason: str, began_at: str | None = None
) -> None:
    """Close the request and name the one whose article is its own too; recorded and merged."""
    if not reason.strip():
        raise UsageError(
            _("the reason is empty"),
            hint=_("give it with --reason: it stays on record"),
        )
    data = {"leading": leading, "reason": reason.strip(), **began(ctx, began_at)}

    def step(_opened: Opened) -> Step:
        _require_leading(ctx, leading)
        return Step(data)

    close(ctx, number, Action.JOIN, step)


def _require_leading(ctx: Context, leading: str) -> None:
    """Raise unless the request is there and carries its own article on."""
    entry = find_request(ctx, leading) if agenda.is_number(leading) else None
    if entry is None:
        raise NotFound(
            _("there is no request {number}").format(number=leading),
            hint=_("they look like 2026-0042; `siar status` lists the open ones"),
        )
    if entry.case.is_divided:
        raise NotAllowed(
            _("{number} does not lead anything: it was joined or split itself").format(
                number=leading
            ),
            hint=_("join to {numbers} instead").format(
                numbers=", ".join(entry.case.parts or (str(entry.case.leading),))
            ),
        )
    if entry.case.state in FINAL:
        raise NotAllowed(
            _("{number} is {state}: it brings no article").format(
                number=leading, state=named(entry.case.state)
            ),
            hint=_("join to a request that has an article, or is to have one"),
        )


@click.command(
    help=_("Make one article of several letters: this one is closed, and the other one leads."),
    epilog=example('siar join 2026-0043 --to 2026-0042 --reason "undangan untuk acara yang sama"'),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option(
    "--to", "--ke", "leading", required=True, metavar=_("NUMBER"),
    help=_("the request whose article is about both letters"),
)  # fmt: skip
@click.option("--reason", "--alasan", required=True, help=_("why; it stays on record"))
@began_option
@click.pass_obj
def command(app: Any, number: str, leading: str, reason: str, began: str | None) -> None:
    """Join a letter to another."""
    ctx: Context = app.context()
    run(ctx, number, leading, reason=reason, began_at=began)
    ctx.talk.tell(
        _("{number} is closed; {leading} leads for both letters").format(
            number=number, leading=leading
        )
    )
