"""The traces of a request beside its history: papers brought, commits of main, the ledger."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from pipeline.commands.context import Context
from pipeline.commands.dossier import live_records
from pipeline.distribution.notices import SENDER
from pipeline.distribution.outbox import standings
from pipeline.distribution.step import MessageState
from pipeline.forge.family import read_request
from pipeline.forge.units import read_media
from pipeline.i18n import agency_text as _
from pipeline.ledger import Record
from pipeline.office.account import Arrival, Seen
from pipeline.office.teller import short
from pipeline.papers.publication import DELIVERIES
from pipeline.record import agenda
from pipeline.record.digest import document_digest
from pipeline.record.labels import ATTACHMENT_LABELS
from pipeline.record.request import AttachmentKind, Request
from pipeline.record.schema import typed
from pipeline.record.strict_yaml import load_stream
from pipeline.record.unit import Unit


def brought(unit: Unit) -> dict[str, str]:
    """What each later document of a request brought or corrected, by its digest."""
    documents, _findings = load_stream(unit.data, unit.path)
    found = {}
    for document in documents[2:]:
        value, _problems = typed(document, "later", unit.path)
        words = [_paper(item) for item in value.get("attachments", ())]
        for part in ("letter", "sender", "activity"):
            words += [f"{part}.{key} → {told}" for key, told in value.get(part, {}).items()]
        found[document_digest(document.raw)] = "; ".join(words)
    return found


def _paper(item: dict[str, str]) -> str:
    label = ATTACHMENT_LABELS[AttachmentKind(item["kind"])]
    if "sha256" not in item:
        return label
    path = item.get("path") or item["local"]
    return f"{label} ({path}, SHA-256 {short(item['sha256'])})"


def arrivals(ctx: Context, number: str) -> tuple[Arrival, ...]:
    """The commits of main that brought the request's history there, oldest first."""
    repository, path = ctx.repository, agenda.request_path(number)
    found = []
    for logged in repository.mainline(ctx.main, ctx.root, touching=path):
        request = read_request(repository, logged.commit, number, ctx.root)
        if request is not None:
            at = repository.commit_info(logged.commit).at
            found.append(Arrival(tuple(s.digest for s in request.history), logged.commit, at))
    return tuple(found)


def seen(ctx: Context, request: Request, records: Sequence[Record]) -> tuple[Seen, ...]:
    """What the ledger says of a request: seen live, who was told, reported."""
    zone, series = ctx.agency.zone, ctx.agency.press_release
    found = []
    for live in live_records(records):
        release = agenda.printed(series, live.press_release, live.at.astimezone(zone).date())
        told = _("Seen live at {url}, with digest {digest}; press release {release}.").format(
            url=live.url, digest=short(live.digest), release=release
        )
        found.append(Seen(live.at, told))
    found += _mails(ctx, request, records)
    for record in records:
        if record["kind"] == "report":
            told = _("Report made: {path}, SHA-256 {digest}.").format(
                path=record.get("path", "–"), digest=short(record.get("sha256", "–"))
            )
            found.append(Seen(datetime.fromisoformat(record["at"]), told))
    return tuple(sorted(found, key=lambda item: item.at))


def _mails(ctx: Context, request: Request, records: Sequence[Record]) -> Iterator[Seen]:
    """Accepted mails of one kind of reader in one sentence; what went wrong, each on its own."""
    names = {outlet.id: outlet.name for outlet in read_media(ctx.repository, ctx.main)}
    last = [standing.last for standing in standings(records).values()]
    accepted = [step for step in last if step.state is MessageState.ACCEPTED]
    media = [step for step in accepted if step.recipient != SENDER]
    if media:
        told = _("Mail accepted for the media: {names}.").format(
            names="; ".join(names.get(step.recipient, step.recipient) for step in media)
        )
        yield Seen(max(step.at for step in media), told)
    for step in accepted:
        if step.recipient == SENDER:
            told = _("Mail accepted for the sender, {name}.").format(name=request.sender.agency)
            yield Seen(step.at, told)
    for step in last:
        if step.state is not MessageState.ACCEPTED:
            who = request.sender.agency if step.recipient == SENDER else step.recipient
            told = _("Mail to {name}: {state}.").format(
                name=names.get(who, who), state=DELIVERIES[step.state]
            )
            yield Seen(step.at, told)
