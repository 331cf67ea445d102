"""Verify main from the last checkpoint that can be believed, and note the next one."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from pipeline.commands.context import MAIN, Context
from pipeline.commands.forge_door import forge_here
from pipeline.forge import checkpoint
from pipeline.forge.checkpoint import Checkpoint, Left, last_checkpoint
from pipeline.forge.verification import Verification, verify_main
from pipeline.forge.witness import no_witness
from pipeline.forge.workers import Progress
from pipeline.ledger import BRANCH, Ledger
from pipeline.record.finding import Finding, has_errors
from pipeline.record.vouching import RECORDER
from pipeline.repository import Conflict, Repository

# What comes with so many merges is asked of a forge at a time: half of the calls of an hour.
STRETCH = 150


def verify(
    ctx: Context, tip: str | None = None, *, full: bool = False, progress: Progress | None = None
) -> Verification:
    """Replay main up to `tip` from the last checkpoint, or in `full` from the pinned root.

    What the recorder says of reviews is asked of the forge again, where one is at hand.
    """
    repository, root, end = ctx.repository, ctx.root, tip or ctx.main
    since, doubts = (None, ()) if full else _believed(ctx, end)
    host = ctx.forge or forge_here(ctx)
    witness = host.confirms if host else no_witness
    found = verify_main(repository, end, root, since=since, witness=witness, progress=progress)
    return replace(found, findings=(*doubts, *found.findings))


def catch_up(ctx: Context, ledger: Ledger, *, stretch: int = STRETCH) -> Verification:
    """The same, noting on a long way how far it has come, so that the next run goes on from there.

    A forge that is asked about all of an archive at once says no before the end.
    """
    for end in _stretches(ctx, stretch):
        found = verify(ctx, end)
        if found.stop or has_errors(found.findings):
            break
        note_checkpoint(ctx, found, ledger)
    return verify(ctx)


def _stretches(ctx: Context, stretch: int) -> list[str]:
    """Commits of main on the way from the last checkpoint, where a forge is asked."""
    if ctx.me.id != RECORDER or not (ctx.forge or forge_here(ctx)):
        return []
    since, _doubts = _believed(ctx, ctx.main)
    return ctx.repository.first_parents(ctx.main, since or ctx.root)[stretch - 1 : -1 : stretch]


class Noted(NamedTuple):
    """Up to where main was published, when that was noted, and what was left then."""

    main: str
    at: str
    left: Left


def left_over(ctx: Context) -> Noted | None:
    """The last checkpoint that says what was left; None where nobody believed says so.

    Nothing of it counts in earnest that was noted in practice, or the other way round.
    """
    last, doubts = _last(ctx, ctx.main)
    if last is None or doubts or last.left is None:
        return None
    is_here = all(map(ctx.repository.resolve, (last.main, last.left.ledger)))
    usable = is_here and last.left.practice == ctx.settings.practice
    return Noted(last.main, last.at, last.left) if usable else None


def _believed(ctx: Context, end: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Up to where main was verified, by the last checkpoint; and why it is not believed."""
    last, doubts = _last(ctx, end)
    return (last.main if last and not doubts else None), doubts


def _last(ctx: Context, end: str) -> tuple[Checkpoint | None, tuple[Finding, ...]]:
    repository = ctx.repository
    last = last_checkpoint(repository, repository.shared(BRANCH))
    return last, _doubts(repository, last, ctx.root, end) if last else ()


# Whose word counts follows from history, which takes a moment to read.
@lru_cache(maxsize=4)
def _doubts(repository: Repository, last: Checkpoint, root: str, end: str) -> tuple[Finding, ...]:
    return checkpoint.believed(repository, last, root, end)


def may_note(ctx: Context, verification: Verification) -> bool:
    """Whether the recorder is at work, and nothing is wrong."""
    return ctx.me.id == RECORDER and not verification.stop and not has_errors(verification.findings)


def note_checkpoint(
    ctx: Context, verification: Verification, ledger: Ledger, left: Left | None = None
) -> None:
    """Note in the ledger that all of main is verified, where the recorder itself saw it so; with
    what is `left` to do, that all of it was published.

    Nothing is noted while anything is wrong: what is verified later begins before it.
    """
    if not may_note(ctx, verification):
        return
    if verification.since == verification.tip and not _is_news(ctx, left):
        return
    now = ctx.now()
    record = checkpoint.make(ctx.root, verification.tip, now, ctx.sign_checkpoint, left)
    ledger.refresh()
    try:
        ledger.append_to(
            checkpoint.path_at(now), record, f"Verify {MAIN} to {verification.tip[:10]}", at=now
        )
    except Conflict:
        return  # another run was faster; the next one notes it


def _is_news(ctx: Context, left: Left | None) -> bool:
    """Whether something else is left than was noted last; that is noted in the ledger itself."""
    last = last_checkpoint(ctx.repository, ctx.repository.shared(BRANCH))
    noted = last.left if last else None
    if left is None or noted is None:
        return left != noted
    return left._replace(ledger="") != noted._replace(ledger="")
