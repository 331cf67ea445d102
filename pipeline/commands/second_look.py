"""Look again at an emergency or a takedown that another holder decided."""

from typing import Any

import click

from pipeline.commands import afterwards
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.options import example
from pipeline.commands.step import Step
from pipeline.errors import NotAllowed, UsageError
from pipeline.i18n import _
from pipeline.record.labels import named
from pipeline.record.workflow import Action


def run(ctx: Context, number: str, *, verdict: str, note: str) -> Opened:
    """Record what another head says (`upheld` or `objected`), and bring it to main."""
    if not note.strip():
        raise UsageError(_("the note is empty"), hint=_("say with --note what you found"))

    def step(opened: Opened) -> Step:
        digest = opened.case.digest or ""
        return Step({"digest": digest, "verdict": verdict, "note": note.strip()})

    return afterwards.run(ctx, number, Action.SECOND_LOOK, step)


def look(ctx: Context, number: str) -> None:
    """Show what has to be looked at again. Raises NotAllowed when there is nothing."""
    opened = open_request(ctx, number, afterwards=True)
    deed = opened.case.awaiting_look
    if deed is None:
        raise NotAllowed(
            _("there is no emergency or takedown to look at again"),
            hint=_("nothing is left to do here"),
        )
    ctx.talk.tell(
        _("{moment}: {who} decided `{action}`: {reason}").format(
            moment=deed.at.isoformat(),
            who=deed.by,
            action=named(deed.action),
            reason=deed.data.get("reason", ""),
        )
    )
    text = (opened.unit.texts or {}).get(f"{opened.case.article}/index.md", b"")
    ctx.talk.tell("\n" + text.decode())
    ctx.talk.tell(
        _("then: siar second-look {number} --uphold or --object, with --note").format(number=number)
    )


@click.command(
    help=_("Look again at an emergency or a takedown; who decided it or wrote cannot."),
    epilog=example(
        "siar second-look 2026-0042",
        'siar second-look 2026-0042 --uphold --note "isi sudah diperiksa dengan BPBD"',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option("--uphold", "--kuatkan", "verdict", flag_value="upheld", help=_("it was right"))
@click.option(
    "--object", "--keberatan", "verdict", flag_value="objected",
    help=_("it was not: an emergency is hidden, what was taken down is shown again"),
)  # fmt: skip
@click.option("--note", "--catatan", default="", help=_("what you found; it stays on record"))
@click.pass_obj
def command(app: Any, number: str, verdict: str | None, note: str) -> None:
    """Look again."""
    ctx: Context = app.context()
    if verdict is None:
        look(ctx, number)
        return
    opened = run(ctx, number, verdict=verdict, note=note)
    seen = _("readers see the article; next: siar publish")
    unseen = _("readers do not see the article; next: siar publish")
    ctx.talk.tell(_("your second look at {number} is on record").format(number=number))
    ctx.talk.tell(seen if opened.case.is_public else unseen)
