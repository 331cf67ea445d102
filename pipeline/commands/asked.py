"""What the website tells whoever knows the number of a request: of which ones, and where each is.

It follows from what main and the branches hold, and from what readers see; no clock is asked.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from itertools import chain, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.commands.context import Context
from pipeline.commands.showing import Due, Plan
from pipeline.forge.units import REQUESTS
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
from pipeline.site.state import Unreadable

# For how long it is told how a request ended, up to the newest day in the list.
LATELY = timedelta(days=60)
OPEN_TO_ALL = "biasa"


class Row(NamedTuple):
    """What is told of a request, and whether that is its end."""

    standing: Standing
    is_ended: bool


def listed(ctx: Context, verification: Verification, plan: Plan) -> RequestList:
    """The open requests that verify, and those that ended lately; nothing of secret letters.

    A number of one stands here once readers see its article. Where the plan was found by what
    changed, the list that is shown is changed, too.
    """
    return _changed(ctx, verification, plan) or _whole(ctx, verification, plan)


def _whole(ctx: Context, verification: Verification, plan: Plan) -> RequestList:
    zone = verification.agency.zone
    live = {
        article.number: _row(article.number, Told(LIVE, article.published_at, True), zone)
        for article in plan.published
        if article.number and article.published_at
    }
    others = _of_main(ctx, verification, (n for n in verification.units if n not in live))
    branches = _of_branches(ctx, verification, live.__contains__)
    return _listed({**live, **_told({**others, **branches}, zone)}.values())


def _changed(ctx: Context, verification: Verification, plan: Plan) -> RequestList | None:
    """The list that is shown, with what is otherwise; None where all has to be looked at.

    Of a request that is not in it, was not looked at and has no branch, nothing is told now either:
    it had ended long before the newest day, which only a later one takes the place of.
    """
    changed, zone = plan.changed, verification.agency.zone
    if changed is None:
        return None
    try:
        former = changed.catalogue.requests.rows
        kept = [row for row in former if row.word == LIVE and row.number not in changed.looked_at]
        live = {row.number: Row(row, is_ended=True) for row in kept}
        live |= {one.number: _row(one.number, _live(one), zone) for one in plan.due}
        asked = {row.number for row in former} | changed.looked_at
        numbers = sorted((asked - live.keys()) & verification.units.keys())
        others = _of_main(ctx, verification, numbers)
        branches = _of_branches(ctx, verification, changed.is_public)
    except Unreadable:
        return None
    found = {**live, **_told({**others, **branches}, zone)}
    if max(map(_day, found.values()), default="") < max((row.day for row in former), default=""):
        return None
    return _listed(found.values())


def _listed(rows: Collection[Row]) -> RequestList:
    newest = max(map(_day, rows), default="")
    oldest = (date.fromisoformat(newest) - LATELY).isoformat() if newest else ""
    return in_order(row.standing for row in rows if not row.is_ended or _day(row) >= oldest)


def _live(one: Due) -> Told:
    return Told(LIVE, one.shown.published_at or one.published_at, is_ended=True)


def _row(number: str, what: Told, zone: ZoneInfo) -> Row:
    day = what.since.astimezone(zone).date().isoformat()
    return Row(Standing(number, what.word, day), what.is_ended)


def _day(row: Row) -> str:
    return row.standing.day


def _told(requests: Mapping[str, Request], zone: ZoneInfo) -> dict[str, Row]:
    """What is told of requests whose article readers do not see."""
    found = {
        number: told(request.history)
        for number, request in requests.items()
        if request.letter.security == OPEN_TO_ALL
    }
    return {number: _row(number, what, zone) for number, what in found.items() if what}


def _of_main(
    ctx: Context, verification: Verification, numbers: Iterable[str]
) -> Mapping[str, Request]:
    """Of these requests, as main has them, those that did not end years ago."""
    years = (name for name in ctx.repository.listing(verification.tip, REQUESTS) if name.isdigit())
    newest = int(max(years, default="0"))
    found = [number for number in numbers if int(number[:4]) >= newest - 1]
    return {number: verification.units[number].request for number in found}


def _of_branches(
    ctx: Context, verification: Verification, is_live: Callable[[str], bool]
) -> Mapping[str, Request]:
    """The requests that branches have otherwise, but of those that are live."""
    branches = {n: oid for n, oid in _branches(ctx, verification).items() if not is_live(n)}
    ctx.repository.bring(branches.values())
    found = {n: _verified(ctx, verification, n, oid) for n, oid in branches.items()}
    return {number: request for number, request in found.items() if request is not None}


def _branches(ctx: Context, verification: Verification) -> dict[str, str]:
    """The file of each request that a branch has otherwise than main, by number."""
    found = {}
    for branch, tip in ctx.repository.shared_branches(agenda.branch("")).items():
        number = branch.removeprefix(agenda.branch(""))
        if agenda.is_number(number):
            mode, oid = ctx.repository.entry(tip, agenda.request_path(number)) or ("", "")
            on_main = verification.units.file(number) if number in verification.units else ""
            if mode == FILE and on_main != oid:
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
