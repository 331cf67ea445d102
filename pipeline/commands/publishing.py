"""What publishing records, once: that an article is live, and that its report was made."""

import fcntl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pipeline.commands import sheets, verifying
from pipeline.commands.context import Context
from pipeline.commands.dossier import Dossier, live_records
from pipeline.commands.outlets import is_slow
from pipeline.commands.showing import Due, Plan
from pipeline.commands.telling import folder_of
from pipeline.commands.verifying import Noted
from pipeline.distribution.outbox import standings
from pipeline.distribution.step import MessageState
from pipeline.errors import TryAgain
from pipeline.files import write_whole
from pipeline.forge.checkpoint import Left
from pipeline.forge.units import REQUESTS, number_of
from pipeline.forge.verification import VerifiedUnit
from pipeline.i18n import _
from pipeline.ledger import Ledger, Record
from pipeline.ledger import number_of as number_of_journal
from pipeline.repository import Conflict
from pipeline.site.live import check_live

RACES = 20
LIVE_PAUSE_SECONDS = 1.0
# How often a page is looked for, and how many pauses lie between: a folder shows it at once, a
# forge's Pages within minutes.
AT_ONCE, SLOWLY = (3, 1), (60, 5)


def unsettled(ctx: Context, plan: Plan, ledger: Ledger) -> tuple[Due, ...]:
    """What is due and not done with: not seen live, not reported, or with a mail that is held.

    Where a checkpoint says what was left, only that is looked at, and what was touched since.
    """
    noted, items = verifying.left_over(ctx), plan.due
    if noted:
        numbers = open_since(ctx, noted, plan.main, ledger)
        items = tuple(item for item in plan.due if item.number in numbers)
    return still_owed(items, ledger)


def open_since(ctx: Context, noted: Noted, main: str, ledger: Ledger) -> set[str]:
    """The requests that a checkpoint does not say to be done with, or that were touched since."""
    touched = ctx.repository.changes(noted.main, main, REQUESTS)
    numbers = {number for change in touched if (number := number_of(change.path))}
    waiting = {number for number, _moment in noted.left.waiting}
    return numbers | waiting | {*noted.left.owed} | _recorded(ctx, ledger, noted.left)


def still_owed(items: Iterable[Due], ledger: Ledger) -> tuple[Due, ...]:
    """Which of these are not done with."""
    listed = tuple(items)
    ledger.bring(item.number for item in listed)
    return tuple(item for item in listed if not _is_settled(item, ledger.records(item.number)))


def left_over(
    ctx: Context, plan: Plan, items: Iterable[Due], ledger: Ledger, *, shown: str = ""
) -> Left:
    """What a run leaves to do, of all that was not done with when it began; `shown` names the
    planned set where the website shows it.
    """
    now = ctx.now()
    return Left(
        ledger=ledger.tip or "",
        waiting=tuple(
            sorted((item.number, item.published_at.isoformat()) for item in plan.waiting)
        ),
        owed=tuple(sorted(item.number for item in still_owed(items, ledger))),
        year=now.astimezone(ctx.agency.zone).year,
        release=_last_release(ctx, ledger, now),
        practice=ctx.settings.practice,
        shown=shown,
    )


def left_while_held(ctx: Context, main: str, ledger: Ledger) -> Left | None:
    """What is left up to a later `main`, of which nothing was published: all that came since, too.

    None where no checkpoint says what was left before.
    """
    noted = verifying.left_over(ctx)
    if noted is None:
        return None
    touched = open_since(ctx, noted, main, ledger) - {number for number, _at in noted.left.waiting}
    return noted.left._replace(owed=tuple(sorted(touched)), shown="")


def _recorded(ctx: Context, ledger: Ledger, left: Left) -> set[str]:
    """The requests of which something was recorded since."""
    changes = ctx.repository.changes(left.ledger, ledger.tip or left.ledger)
    return {number_of_journal(one.path) for one in changes if one.path[:1].isdigit()}


def _is_settled(item: Due, records: Sequence[Record]) -> bool:
    if not _is_seen(item, records) or not is_reported(records):
        return False
    if all(record.get("state") != MessageState.HELD for record in records):
        return True  # of nearly all; where each mail stands takes longer to tell
    return all(one.last.state is not MessageState.HELD for one in standings(records).values())


def _is_seen(item: Due, records: Sequence[Record]) -> bool:
    """Whether the article was seen live with its present text."""
    live = live_records(records)
    return bool(live) and live[-1].digest == item.shown.digest


def see_live(
    ctx: Context, plan: Plan, items: Iterable[Due], ledger: Ledger, address: str
) -> list[str]:
    """Fetch each article that is not recorded as live; record it, and give their numbers.

    Raises TryAgain when a page does not show its digest: nobody is told of it then.
    """
    seen = []
    for item in items:
        if _is_seen(item, ledger.records(item.number)):
            continue
        unit = item.unit
        if unit.article is None:
            continue
        attempts, pauses = SLOWLY if is_slow(ctx.settings.elsewhere) else AT_ONCE
        result = check_live(
            address,
            unit.article.url_path,
            unit.digest or "",
            attempts=attempts,
            pause_seconds=pauses * LIVE_PAUSE_SECONDS,
        )
        if not result.ok:
            raise TryAgain(
                _("{number} is deployed, but its page does not show it yet: {why}").format(
                    number=unit.number, why=result.reason or result.status
                ),
                hint=_("nobody was told; the next `siar publish` looks again"),
            )
        _record_live(ctx, plan, ledger, unit)
        seen.append(unit.number)
    return seen


def _record_live(ctx: Context, plan: Plan, ledger: Ledger, unit: VerifiedUnit) -> None:
    base = str(ctx.agency.section("site")["url"]).rstrip("/")
    for _race in range(RACES):
        now = ctx.now()
        former = live_records(ledger.records(unit.number))
        record = {
            "kind": "live",
            "at": now.isoformat(),
            "began": plan.began.isoformat(),
            "article": unit.article.folder if unit.article else "",
            "digest": unit.digest,
            "commit": unit.commit,
            "url": f"{base}/{unit.article.url_path if unit.article else ''}",
            "press_release": former[-1].press_release
            if former
            else _next_release(ctx, ledger, now),
        }
        try:
            ledger.append(unit.number, [record], at=now)
        except Conflict:
            ledger.refresh()
            continue
        return
    raise TryAgain(
        _("the ledger is busy"), hint=_("the page is live; the next `siar publish` tells of it")
    )


def _next_release(ctx: Context, ledger: Ledger, now: datetime) -> int:
    """The next number of the year's own series of press releases."""
    first = ctx.agency.press_release.first_of(now.year)
    return max(_last_release(ctx, ledger, now), first - 1) + 1


def _last_release(ctx: Context, ledger: Ledger, now: datetime) -> int:
    """The highest number of the year's series that was taken; 0 for none."""
    year, noted = now.astimezone(ctx.agency.zone).year, verifying.left_over(ctx)
    numbers: Iterable[str] = ledger.numbers()
    highest = 0
    if noted and noted.left.year <= year:
        left = noted.left
        numbers, highest = _recorded(ctx, ledger, left), left.release if left.year == year else 0
    ledger.bring(numbers)
    taken = [
        live.press_release
        for number in numbers
        for live in live_records(ledger.records(number))
        if live.at.astimezone(ctx.agency.zone).year == year
    ]
    return max([highest, *taken])


def has_report(ledger: Ledger, number: str) -> bool:
    """Whether the report on the present text was made."""
    return is_reported(ledger.records(number))


def is_reported(records: Sequence[Record]) -> bool:
    """The same of a journal's records."""
    kinds = [record["kind"] for record in records if record["kind"] != "message"]
    return bool(kinds) and kinds[-1] == "report"


def write_report(ctx: Context, unit: VerifiedUnit, ledger: Ledger) -> Path:
    """Make the report of a request whose people have been told, and record it (SOP row 8)."""
    now = ctx.now()
    record = {"kind": "report", "at": now.isoformat(), "began": now.isoformat()}
    found = folder_of(ctx, unit, ledger)
    complete = Dossier(
        found.request, found.case, found.commit, found.article, found.files,
        (*found.records, record),
    )  # fmt: skip
    data = sheets.make(ctx, "laporan", complete, now)
    name = f"{unit.number[:4]}/{sheets.file_name('laporan', unit.number)}"
    path = ctx.settings.papers / name
    write_whole(path, data)
    digest = sha256(data).hexdigest()
    for _race in range(RACES):
        try:
            ledger.append(unit.number, [{**record, "path": name, "sha256": digest}], at=now)
        except Conflict:
            ledger.refresh()
            continue
        return path
    raise TryAgain(_("the ledger is busy"), hint=_("run the command again in a moment"))


@contextmanager
def alone(ctx: Context, *, wait: bool = False) -> Iterator[None]:
    """Only one run publishes from a repository at a time; the ledger guards against other ones.

    Raises TryAgain when there is another one, unless it is to `wait` for its end.
    """
    folder = ctx.repository.git_folder / "siar"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "publish.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise TryAgain(
                _("another run is publishing from this repository"),
                hint=_("wait for it; then run the command again"),
            ) from None
        yield
