"""Confirm a decision of one's own that somebody else typed in from paper, WhatsApp or by word."""

from typing import Any

import click

from pipeline.commands import afterwards
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.options import example
from pipeline.commands.step import Step
from pipeline.errors import NotFound
from pipeline.i18n import _
from pipeline.record.labels import CHANNEL_LABELS, named
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action


def run(ctx: Context, number: str, seq: int, *, note: str = "") -> Opened:
    """Confirm statement `seq` exactly as it stands there."""

    def step(opened: Opened) -> Step:
        history = opened.request.history
        if not 1 <= seq <= len(history):
            raise NotFound(
                _("{number} has no statement {seq}").format(number=number, seq=seq),
                hint=_("`siar confirm {number}` shows what waits for confirmation").format(
                    number=number
                ),
            )
        said = {"note": note.strip()} if note.strip() else {}
        return Step({"statement": history[seq - 1].digest, **said})

    return afterwards.run(ctx, number, Action.CONFIRM, step)


def waiting(opened: Opened) -> list[Statement]:
    """The decisions that nobody has confirmed yet, in order."""
    return [s for s in opened.request.history if s.digest in opened.case.unconfirmed]


def _told(s: Statement) -> str:
    paper = s.transcribed or {}
    words = [f"{key}: {value}" for key, value in s.data.items() if key not in ("transcribed",)]
    return _("{seq}. {who}, {moment} ({channel}): {action} – {words}").format(
        seq=s.seq,
        who=s.by,
        moment=s.decided_at.isoformat(),
        channel=CHANNEL_LABELS.get(str(paper.get("channel")), ""),
        action=named(s.action),
        words="; ".join(words),
    )


@click.command(
    help=_("Confirm a decision of yours that somebody else typed in; shows them without a number."),
    epilog=example("siar confirm 2026-0042", "siar confirm 2026-0042 2"),
)
@click.argument("number", metavar=_("NUMBER"))
@click.argument("seq", type=int, required=False, metavar=_("[STATEMENT]"))
@click.option("--note", "--catatan", default="", help=_("a remark; it stays on record"))
@click.pass_obj
def command(app: Any, number: str, seq: int | None, note: str) -> None:
    """Confirm a decision."""
    ctx: Context = app.context()
    if seq is not None:
        run(ctx, number, seq, note=note)
        ctx.talk.tell(_("statement {seq} of {number} is confirmed").format(seq=seq, number=number))
        return
    found = waiting(open_request(ctx, number, afterwards=True))
    for statement in found:
        ctx.talk.tell(_told(statement))
    ctx.talk.tell(
        _("then: siar confirm {number} {seq}").format(number=number, seq=found[0].seq)
        if found
        else _("nothing of {number} waits for confirmation").format(number=number)
    )
