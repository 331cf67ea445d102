"""What the website tells whoever knows the number of a request: of which ones, and where each is.

It follows from what main and the branches hold, and from what readers see; no clock is asked.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, takewhile

from pipeline.commands.context import Context
from pipeline.commands.showing import Plan
from pipeline.forge.verification import Verification
from pipeline.objects import FILE
from pipeline.office.counter import LIVE, Told, told
from pipeline.record import agenda
from pipeline.record.finding import has_errors
from pipeline.record.loading import load_request
from pipeline.record.replay import replay
from pipeline.record.request import Request
from pipeline.record.vouching import vouching_problems
from pipeline.site.request_list import RequestList, Standing, in_order

# For how long it is told how a request ended, up to the newest day in the list.
LATELY = timedelta(days=60)
OPEN_TO_ALL = "biasa"


def listed(ctx: Context, verification: Verification, plan: Plan) -> RequestList:
    """The open requests that verify, and those that ended lately; nothing of secret letters.

    A number of one stands here once readers see its article.
    """
    live = {
        article.number: article.published_at
        for article in plan.published
        if article.number and article.published_at
    }
    found = {number: Told(LIVE, moment, is_ended=True) for number, moment in live.items()}
    requests = {one.number: one for one in _requests(ctx, verification, live.keys())}
    for number, request in requests.items():
        what = told(request.history) if request.letter.security == OPEN_TO_ALL else None
        if what is not None:
            found[number] = what
    newest = max((what.since for what in found.values()), default=None)
    return in_order(
        Standing(number, what.word, _day(what.since, verification))
        for number, what in found.items()
        if newest and (not what.is_ended or what.since >= newest - LATELY)
    )


def _day(moment: datetime, verification: Verification) -> str:
    return moment.astimezone(verification.agency.zone).date().isoformat()


def _requests(ctx: Context, verification: Verification, live: Iterable[str]) -> Iterator[Request]:
    """The requests whose article readers do not see: as main has them, then as branches do."""
    units, seen = verification.units, frozenset(live)
    branches = _branches(ctx, verification)
    # What ended years ago is not read each time.
    newest = max((number[:4] for number in chain(units, branches)), default="")
    for number in units:
        if number not in seen and int(number[:4]) >= int(newest) - 1:
            yield units[number].request
    ctx.repository.bring(oid for number, oid in branches.items() if number not in seen)
    for number, oid in branches.items():
        request = None if number in seen else _verified(ctx, verification, number, oid)
        if request is not None:
            yield request


def _branches(ctx: Context, verification: Verification) -> dict[str, str]:
    """The file of each request that a branch has otherwise than main, by number."""
    found = {}
    for branch, tip in ctx.repository.shared_branches(agenda.branch("")).items():
        number = branch.removeprefix(agenda.branch(""))
        if agenda.is_number(number):
            mode, oid = ctx.repository.entry(tip, agenda.request_path(number)) or ("", "")
            if mode == FILE and verification.units.files.get(number) != oid:
                found[number] = oid
    return found


def _verified(ctx: Context, verification: Verification, number: str, oid: str) -> Request | None:
    """The request, if everything that was decided in it counts; whoever may push may write it."""
    data = ctx.repository.blob(oid)
    request, findings = load_request(agenda.request_path(number), data, root=ctx.root)
    if request is None or has_errors(findings) or request.number != number:
        return None
    unit = verification.units.get(number)
    pairs = zip(request.history, unit.request.history if unit else (), strict=False)
    settled = sum(1 for _pair in takewhile(lambda pair: pair[0].digest == pair[1].digest, pairs))
    if unit is not None and settled < len(unit.request.history):
        return None  # main has gone on since, or elsewhere
    roster = verification.agency.roster
    problems = chain(
        replay(request.history)[1], vouching_problems(request.history, settled, roster, number)
    )
    return None if any(True for _problem in problems) else request
