"""Tell people of an article that is live: who is owed what, and the mails that tell it."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from pipeline.commands import dossier as dossiers
from pipeline.commands import sheets
from pipeline.commands.casebook import Entry
from pipeline.commands.context import Context
from pipeline.commands.dossier import Dossier
from pipeline.commands.local_papers import contact_if_here
from pipeline.distribution.attachments import Attachment
from pipeline.distribution.courier import Courier, told_of
from pipeline.distribution.delivery import Delivery
from pipeline.distribution.mailer import Mailer
from pipeline.distribution.message import NOBODY, Publication, compose
from pipeline.distribution.notices import Notice, Required, required
from pipeline.distribution.outbox import before_plan, standings
from pipeline.distribution.step import MessageState
from pipeline.forge.units import read_media
from pipeline.forge.verification import VerifiedUnit
from pipeline.ledger import Ledger
from pipeline.papers.catalogue import DOCX
from pipeline.record import agenda

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


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
