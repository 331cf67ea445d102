"""The steps of publishing, each doing only what is not done yet: from build to report."""

import fcntl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pipeline.commands import dossier as dossiers
from pipeline.commands import sheets
from pipeline.commands.casebook import Entry
from pipeline.commands.context import Context
from pipeline.commands.dossier import Dossier, live_records
from pipeline.commands.local_papers import contact_if_here
from pipeline.commands.outlets import is_slow
from pipeline.commands.outside import own_folder
from pipeline.distribution.attachments import Attachment
from pipeline.distribution.courier import Courier, told_of
from pipeline.distribution.delivery import Delivery
from pipeline.distribution.mailer import Mailer
from pipeline.distribution.message import NOBODY, Publication, compose
from pipeline.distribution.notices import Notice, Required, required
from pipeline.distribution.outbox import before_plan, standings
from pipeline.distribution.step import MessageState
from pipeline.errors import TryAgain
from pipeline.files import write_whole
from pipeline.forge.units import read_media
from pipeline.forge.verification import Verification, VerifiedUnit
from pipeline.i18n import _
from pipeline.ledger import Ledger
from pipeline.papers.catalogue import DOCX
from pipeline.record import agenda
from pipeline.repository import Conflict
from pipeline.site.branch import site_at
from pipeline.site.build import build
from pipeline.site.deploy import deploy, live_release
from pipeline.site.live import check_live
from pipeline.site.manifest import Built
from pipeline.site.published import PublishedArticle, in_order

# What the look of every page comes from: when one of these changes, everything is built anew.
SOURCES = ("theme", "pelicanconf.py", "pipeline", "agency.yaml", "requirements.lock")
RACES = 20
LIVE_PAUSE_SECONDS = 1.0
# How often a page is looked for, and how many pauses lie between: a folder shows it at once, a
# forge's Pages within minutes.
AT_ONCE, SLOWLY = (3, 1), (60, 5)
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


class Due(NamedTuple):
    """A verified article whose time has come, and the moment shown to readers."""

    unit: VerifiedUnit
    published_at: datetime


@dataclass
class Plan:
    """What should be true: the articles that are due, and the set that the site shows."""

    due: tuple[Due, ...]
    waiting: tuple[Due, ...]
    published: tuple[PublishedArticle, ...]
    source: str
    main: str
    began: datetime = field(kw_only=True)


def plan(ctx: Context, verification: Verification, now: datetime) -> Plan:
    """What should be live at `now`: imported articles, and approved ones whose time has come."""
    approved = [
        Due(unit, _shown_at(unit))
        for unit in verification.units.values()
        if unit.case.is_public and unit.article is not None
    ]
    due = tuple(item for item in approved if item.published_at <= now)
    published = [
        PublishedArticle(old.article.folder, old.tree, old.digest, None, None)
        for old in verification.imported
    ]
    for item in due:
        unit = item.unit
        if unit.article is not None:
            published.append(
                PublishedArticle(
                    unit.article.folder,
                    unit.tree or "",
                    unit.digest or "",
                    unit.number,
                    item.published_at,
                )
            )
    return Plan(
        due=due,
        waiting=tuple(item for item in approved if item not in due),
        published=in_order(published),
        source=_source(ctx, verification.tip),
        main=verification.tip,
        began=now,
    )


def _shown_at(unit: VerifiedUnit) -> datetime:
    """The last approval, or the time the article asks for when that is later: never the run's."""
    approved = max(statement.at for statement in unit.case.approvals.values())
    asked = unit.article.publish_at if unit.article else None
    return max(approved, asked) if asked else approved


def _source(ctx: Context, tip: str) -> str:
    return ctx.repository.run("rev-list", "-1", tip, "--", *SOURCES).strip()


def is_shown(plan: Plan, built: Built | None) -> bool:
    """Whether a site (None: nothing deployed yet) shows exactly the planned set."""
    if built is None or built.commit != plan.source:
        return False
    wanted = {
        article.folder: (
            article.digest, article.published_at and article.published_at.isoformat()
        )
        for article in plan.published
    }  # fmt: skip
    shown = {
        folder: (facts["digest"], facts["published_at"]) for folder, facts in built.articles.items()
    }
    return wanted == shown


def shown_here(ctx: Context) -> Built | None:
    """What is shown: in this machine's own folder, or else by the branch `site`."""
    target = own_folder(ctx)
    return live_release(target) if target else site_at(ctx.repository, by=believed(ctx))


def believed(ctx: Context) -> tuple[str, ...]:
    """Whose commits of the branch `site` are believed: the recorder's, and one's own."""
    return (ctx.agency.roster.recorder, *ctx.me.keys)


def build_and_deploy(ctx: Context, plan: Plan) -> Built:
    """Build the planned set where it is not shown already, and switch this machine's site to it."""
    target, there = own_folder(ctx), shown_here(ctx)
    if there is not None and is_shown(plan, there):
        return there
    _bring(ctx, plan)
    work = ctx.repository.git_folder / "siar" / "build"
    built = build(
        ctx.repository,
        commit=plan.source,
        agency=ctx.agency,
        published=plan.published,
        output=work / "site",
        cache=work / "photos",
        main=plan.main,
    )
    return replace(built, path=deploy(built, target).release) if target else built


def _bring(ctx: Context, plan: Plan) -> None:
    """Fetch at once what a checkout without blobs would fetch file by file."""
    places = [(article.tree, "") for article in plan.published]
    places += [(plan.source, source) for source in SOURCES]
    ctx.repository.bring(
        entry.oid for tree, below in places for entry in ctx.repository.tree(tree, below)
    )


def see_live(ctx: Context, plan: Plan, ledger: Ledger, address: str) -> list[str]:
    """Fetch each due article that is not recorded as live; record it, and give their numbers.

    Raises TryAgain when a page does not show its digest: nobody is told of it then.
    """
    seen = []
    for item in plan.due:
        unit = item.unit
        live = live_records(ledger.records(unit.number))
        if unit.article is None or (live and live[-1].digest == unit.digest):
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
    taken = [
        live.press_release
        for number in ledger.numbers()
        for live in live_records(ledger.records(number))
        if live.at.astimezone(ctx.agency.zone).year == now.year
    ]
    return max(taken, default=ctx.agency.press_release.first_of(now.year) - 1) + 1


def owed(ctx: Context, unit: VerifiedUnit, live_at: datetime) -> Required:
    """Who must be told of a live article."""
    seq = max(s.seq for s in unit.case.approvals.values())
    day = live_at.astimezone(ctx.agency.zone).date()
    outlets = read_media(ctx.repository, ctx.main)
    return required(ctx.root, contact_if_here(ctx, unit.request), seq, outlets, day)


def tell(ctx: Context, unit: VerifiedUnit, ledger: Ledger, mailer: Mailer) -> Delivery:
    """Send what is owed for one live article and not settled yet."""
    told = _publication(ctx, folder_of(ctx, unit, ledger))
    if told is None:
        return Delivery(())
    courier = Courier(
        unit.number,
        ledger,
        mailer,
        partial(compose, publication=told),
        sender=str(ctx.agency.section("mail")["from"]),
        run=uuid.uuid4().hex,
        clock=ctx.now,
    )
    return courier.deliver(owed(ctx, unit, told.live_at).mails)


def mails_sent(ctx: Context, unit: VerifiedUnit, ledger: Ledger) -> Iterator[tuple[Notice, bytes]]:
    """The mails that were accepted for an article, made again and equal to what was sent."""
    told = _publication(ctx, folder_of(ctx, unit, ledger))
    if told is None:
        return
    records = ledger.records(unit.number)
    known = standings(records)
    notices = owed(ctx, unit, told.live_at).mails
    media = [notice for notice in notices if notice.is_for_media]
    for notice in notices:
        standing = known.get(notice.event)
        if standing is None or standing.last.state is not MessageState.ACCEPTED:
            continue
        before = before_plan(records, standing.planned)
        words = NOBODY if notice.is_for_media else told_of(media, before)
        mail = compose(notice, told, at=standing.planned.at, told=words)
        if sha256(mail.data).hexdigest() == standing.planned.sha256:
            yield notice, mail.data


def _publication(ctx: Context, found: Dossier) -> Publication | None:
    live, article = found.live, found.article
    if live is None or article is None:
        return None
    zone, number = ctx.agency.zone, found.request.number
    letter_day = found.request.letter.received.astimezone(zone).date()
    day = live.at.astimezone(zone).date()
    return Publication(
        agency=ctx.agency,
        article=article,
        request=found.request,
        url=live.url,
        agenda=agenda.printed_agenda(ctx.agency.agenda, number, letter_day),
        release=agenda.printed(ctx.agency.press_release, live.press_release, day),
        live_at=live.at,
        attachments=tuple(_attachments(ctx, found)),
    )


def _attachments(ctx: Context, found: Dossier) -> Iterator[Attachment]:
    number = found.request.number
    at = found.live.at if found.live else ctx.now()
    for form, kind in (("pdf", "application/pdf"), (DOCX, DOCX_TYPE)):
        data = sheets.make(ctx, "siaran-pers", found, at, form=form)
        yield Attachment(sheets.file_name("siaran-pers", number, form), kind, data)
    for photo in found.article.photos if found.article else ():
        suffix = Path(photo.file).suffix.lower()
        if suffix in IMAGE_TYPES:
            yield Attachment(photo.file, IMAGE_TYPES[suffix], found.files.get(photo.file, b""))


def folder_of(ctx: Context, unit: VerifiedUnit, ledger: Ledger) -> Dossier:
    """The dossier of a verified unit, at the commit where it was verified."""
    return dossiers.dossier(ctx, Entry(unit.request, unit.case, unit.commit), ledger)


def has_report(ledger: Ledger, number: str) -> bool:
    """Whether the report on the present text was made."""
    kinds = [record["kind"] for record in ledger.records(number) if record["kind"] != "message"]
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
