"""What correcting and withdrawing a published article have in common: the former text is kept."""

from collections.abc import Mapping
from typing import Any

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.errors import NotAllowed
from pipeline.i18n import _
from pipeline.record.workflow import Action, State


def run(ctx: Context, number: str, action: Action, said: Mapping[str, Any]) -> Opened:
    """Record `action` on the request's branch, which is made again from main.

    The approved text is copied to `versions/<edition>.md` beside the article.
    """

    def step(opened: Opened) -> Step:
        case = opened.case
        if case.state is State.APPROVED and not opened.on_main:
            raise NotAllowed(
                _("{number} is approved, but not on main yet").format(number=number),
                hint=_("bring it there with `siar merge`, or take it back with `siar recall`"),
            )
        files = _kept(opened) if case.state is State.APPROVED else {}
        return Step({**said, "version": case.edition}, files)

    return record(ctx, number, action, step)


def _kept(opened: Opened) -> dict[str, bytes]:
    """The approved text as the version of its edition."""
    folder = opened.case.article
    text = (opened.unit.texts or {}).get(f"{folder}/index.md")
    return {} if text is None else {f"{folder}/versions/{opened.case.edition}.md": text}
