"""Record what is said of a request that main holds already, and bring it to main at once."""

from collections.abc import Callable

from pipeline.commands import merge as merging
from pipeline.commands.casebook import entry_at
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.record.case import Case
from pipeline.record.workflow import Action


def run(ctx: Context, number: str, action: Action, make: Callable[[Opened], Step]) -> Opened:
    """Record `action`, and merge it where main must know it at once.

    A run of the same person that was cut off before the merge is gone on with, not refused.
    """
    opened = open_request(ctx, number, afterwards=True)
    last = opened.request.history[-1]
    if (last.action, last.by) != (action, ctx.me.id) or not _is_owed(ctx, opened, action):
        opened = record(ctx, number, action, make)
    bring(ctx, opened, action)
    return opened


def bring(ctx: Context, opened: Opened, action: Action) -> None:
    """Merge what was just recorded, where main must know it at once."""
    if _is_owed(ctx, opened, action):
        merging.run(ctx, opened.number)


def _is_owed(ctx: Context, opened: Opened, action: Action) -> bool:
    """Whether the branch says what main does not say yet, and has to at once."""
    there = entry_at(ctx, opened.number, ctx.main)
    if opened.on_main or there is None:
        return False
    longer = len(opened.request.history) > len(there.request.history)
    return longer and is_owed(action, opened.case, there.case)


def is_owed(action: Action, now: Case, on_main: Case) -> bool:
    """Whether what was said last belongs on main at once; `on_main` is the case that main has.

    A takedown does, whatever is being written; a recall, when main has what was recalled; a remark
    on what is settled, when nothing else was said since.
    """
    if action is Action.TAKEDOWN:
        return now.hidden and not on_main.hidden
    if action is Action.RECALL:
        return now.recalled and on_main.edition > now.edition
    return now.is_settled and not now.is_open and now.editions == on_main.editions
