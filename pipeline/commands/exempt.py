"""Allow a finding of personal or excluded data in one text, with the reason."""

from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.options import began, began_option, example, reason_option, spoken_reason
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.commands.writing import manuscript, problems
from pipeline.errors import BadInput
from pipeline.i18n import _
from pipeline.record.workflow import EXEMPTABLE, Action


def run(
    ctx: Context, number: str, *, finding: str, reason: str, began_at: str | None = None
) -> Opened:
    """Record that `finding` is allowed in exactly the text that is there now.

    Raises BadInput when the checks find nothing of this kind in it.
    """
    said = {"finding": finding, "reason": spoken_reason(reason), **began(ctx, began_at)}

    def step(opened: Opened) -> Step:
        text = manuscript(ctx, opened)
        found = sorted({one.id for one in problems(ctx, opened, text)})
        if finding not in found:
            able = ", ".join(one for one in found if one.startswith(EXEMPTABLE))
            raise BadInput(
                _("the checks do not find {finding} in this text").format(finding=finding),
                hint=_("what can be allowed in it: {found}").format(found=able or _("nothing")),
            )
        digest = text.digest(opened.request.documents)
        if (finding, digest) in opened.case.exempted:
            raise BadInput(
                _("{finding} is allowed in this text already").format(finding=finding),
                hint=_("the officer hands it in with `siar submit`"),
            )
        return Step({**said, "digest": digest})

    return record(ctx, number, Action.EXEMPT, step)


@click.command(
    help=_("Allow a finding of personal or excluded data in the text as it is, with the reason."),
    epilog=example(
        "siar exempt 2026-0042 --finding personal-phone \\",
        '  --reason "nomor layanan pengaduan, memang untuk umum"',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option(
    "--finding", "--temuan", required=True, metavar="ID",
    help=_("the word in square brackets where the check tells it"),
)  # fmt: skip
@reason_option
@began_option
@click.pass_obj
def command(app: Any, number: str, finding: str, reason: str, began: str | None) -> None:
    """Exempt a finding."""
    ctx: Context = app.context()
    run(ctx, number, finding=finding, reason=reason, began_at=began)
    ctx.talk.tell(
        _("{finding} is allowed in {number} as long as nobody changes the text").format(
            finding=finding, number=number
        )
    )
