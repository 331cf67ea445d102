"""What a reviewer wrote on single lines, as part of what he says to the whole."""

from collections.abc import Collection, Iterable, Sequence

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.thread import Thread
from pipeline.forge.host import Api, PullRequest, Remark, Review, Verdict
from pipeline.record.vouching import evidence_of

# So much of a line tells which one it is.
MOST_OF_A_LINE = 80


def with_remarks(
    ctx: Context, api: Api, pull: PullRequest, opened: Opened, thread: Thread,
    reviews: Sequence[Review],
) -> Sequence[Review]:  # fmt: skip
    """The reviews; new ones that ask for changes with what they say on lines, below their words."""
    evidence = filter(None, map(evidence_of, opened.request.history))
    forge = ctx.forge.name if ctx.forge else ""
    known = {e.id for e in evidence if (e.forge, e.kind) == (forge, "review")}
    return [
        _whole(one, api.remarks(pull.number, one.id)) if _is_new(one, known, thread) else one
        for one in reviews
    ]


def _is_new(review: Review, known: Collection[str], thread: Thread) -> bool:
    is_told = review.id in known or thread.is_answered("review", review.id)
    return review.verdict is Verdict.CHANGES_REQUESTED and not is_told


def _whole(review: Review, remarks: Iterable[Remark]) -> Review:
    said = [_said(remark) for remark in remarks]
    return review._replace(body="\n\n".join(filter(None, (review.body.strip(), *said))))


def _said(remark: Remark) -> str:
    line = " ".join(remark.line.split())
    short = line if len(line) <= MOST_OF_A_LINE else line[: MOST_OF_A_LINE - 1].rstrip() + "…"
    return f"“{short}”: {remark.body.strip()}" if short else remark.body.strip()
