"""After the merge: say on the pull request since when it is on main, and where the page is.

Whoever publishes may not write there, so it is the recorder that looks: when publishing has ended,
and whenever it looks at everything. It looks at what came to main or went live in the last days,
however long the archive is.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from pipeline.commands.by_hand import is_by_hand, merged_by_hand
from pipeline.commands.context import Context
from pipeline.commands.dossier import Live, live_records
from pipeline.commands.opening import Opened, opened_at
from pipeline.commands.sheet_link import link
from pipeline.commands.standing_comment import After, Beside, standing_after
from pipeline.commands.thread import Thread
from pipeline.errors import NotFound
from pipeline.forge.host import Api, PullRequest
from pipeline.forge.units import number_of, unit_at
from pipeline.ledger import BRANCH as LEDGER
from pipeline.ledger import Ledger
from pipeline.ledger import number_of as number_in_ledger
from pipeline.record import agenda
from pipeline.record.article import Article
from pipeline.record.loading import load_article

# A long weekend; who comes later finds where the page will be, which is where it is.
DAYS = timedelta(days=4)
# So many are looked at when publishing has ended, so that it costs no more calls than any event.
MOST_AT_ONCE = 3
_PULL_REQUEST = re.compile(r"#([1-9][0-9]{0,9})\b")


class Merge(NamedTuple):
    """When a request came to main, and by which pull request, where the commit says so."""

    commit: str
    at: datetime
    pull: int | None


def pulls_lately(ctx: Context, api: Api, most: int | None = None) -> Iterator[PullRequest]:
    """The pull requests of what came to main or went live lately, that of the newest first."""
    ctx.repository.fetch()
    for number in islice(_lately(ctx), most):
        pull = _pull_of(ctx, api, number)
        if pull is not None:
            yield pull


def follow_up(ctx: Context, api: Api, pull: PullRequest, thread: Thread | None = None) -> None:
    """Bring the comment up to date on the pull request of a request that is on main.

    Nothing where that is open, or open again. A branch that a run has left there after the merge
    is deleted.
    """
    number = pull.branch.removeprefix(agenda.branch(""))
    merge, tip = _merge_of(ctx, number), ctx.repository.shared(pull.branch)
    if merge is None:
        return
    opened = opened_at(ctx, number, ctx.main)
    if pull.is_merged and is_by_hand(ctx, opened, merge.commit):
        told = merged_by_hand(ctx, pull, opened)
        if told:
            (thread or Thread(api, pull.number)).keep(told)
            return
    if tip is not None:
        if opened.case.is_open or not _is_behind(ctx, tip, opened):
            return
        api.delete_branch(pull.branch)
    article, live = _article(ctx, opened), _live(ctx, opened)
    said = thread or Thread(api, pull.number)
    beside = Beside(link(ctx, opened, said.status))
    said.keep(standing_after(ctx, pull, opened, beside, After(merge.at, article, live)))


def _is_behind(ctx: Context, tip: str, opened: Opened) -> bool:
    """Whether main has everything that a branch has, which somebody may have merged as one."""
    repository = ctx.repository
    is_merged = repository.is_ancestor(tip, ctx.main)
    return is_merged or unit_at(repository, tip, opened.number) == opened.unit


def _lately(ctx: Context) -> Iterator[str]:
    """The numbers of requests that came to main or went live lately, each once."""
    since = ctx.now() - DAYS
    seen = set()
    ledger = ctx.repository.shared(LEDGER)
    journals = _touched(ctx, ledger, since) if ledger else []
    merged = map(number_of, _touched(ctx, ctx.main, since))
    for number in (*map(number_in_ledger, journals), *filter(None, merged)):
        if number in seen or not agenda.is_number(number):
            continue
        seen.add(number)
        if _is_new(ctx, number, since):
            yield number


def _touched(ctx: Context, tip: str, since: datetime) -> list[str]:
    """The paths that were changed since, of the newest commits first; nothing here is believed."""
    told = ctx.repository.run(
        "log", "-z", "--first-parent", "--diff-merges=first-parent", "--name-only", "--no-renames",
        "--format=", f"--since={since.astimezone(UTC).isoformat()}", tip,
    )  # fmt: skip
    return list(dict.fromkeys(filter(None, told.split("\0"))))


def _is_new(ctx: Context, number: str, since: datetime) -> bool:
    """Whether it came to main or went live since, and not only a mail about it came back."""
    seen, merge = live_records(_ledger(ctx).records(number)), _merge_of(ctx, number)
    moments = [one.at for one in seen[-1:]] + ([merge.at] if merge else [])
    return any(at >= since for at in moments)


def _ledger(ctx: Context) -> Ledger:
    return Ledger(ctx.repository, author="", practice=ctx.settings.practice)


def _live(ctx: Context, opened: Opened) -> Live | None:
    """Since when its present text is live."""
    seen = live_records(_ledger(ctx).records(opened.number))
    is_seen = bool(seen) and seen[-1].digest == opened.case.approved_digest
    return seen[-1] if is_seen and opened.case.is_public else None


def _article(ctx: Context, opened: Opened) -> Article | None:
    """What readers are to see, if anything."""
    if not opened.case.is_public or not opened.case.article:
        return None
    path = f"{opened.case.article}/index.md"
    article, _findings = load_article(path, ctx.repository.read(opened.tip, path) or b"")
    return article


def _merge_of(ctx: Context, number: str) -> Merge | None:
    """The last merge that brought something of a request's record to main."""
    told = ctx.repository.run(
        "log", "-1", "--first-parent", "--format=%H%x00%ct%x00%s", ctx.main, "--",
        agenda.request_path(number),
    )  # fmt: skip
    if not told:
        return None
    commit, seconds, subject = told.strip().split("\0", 2)
    found = _PULL_REQUEST.search(subject)
    at = datetime.fromtimestamp(int(seconds), UTC)
    return Merge(commit, at, int(found[1]) if found else None)


def _pull_of(ctx: Context, api: Api, number: str) -> PullRequest | None:
    """The pull request by which it came to main; the forge has to say so, too."""
    branch, merge = agenda.branch(number), _merge_of(ctx, number)
    if merge and merge.pull:
        with suppress(NotFound):
            named = api.pull_request(merge.pull)
            if _brought(named, branch):
                return named
    every = api.pull_requests(branch, closed=True)
    fitting = (one for one in every if _brought(one, branch))
    return max(fitting, key=lambda one: (one.is_merged, one.number), default=None)


def _brought(pull: PullRequest, branch: str) -> bool:
    return pull.branch == branch and not pull.is_open and not pull.is_foreign
