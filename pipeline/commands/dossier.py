"""Everything known of one request, put together: record, article, ledger, minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from pipeline.commands.casebook import Entry, all_requests, find_request
from pipeline.commands.context import Context
from pipeline.commands.local_papers import contact_if_here
from pipeline.distribution.notices import SENDER
from pipeline.distribution.outbox import standings
from pipeline.distribution.step import MessageState
from pipeline.errors import NotFound
from pipeline.forge.units import article_files, read_media
from pipeline.i18n import _
from pipeline.ledger import Ledger, Record, unreadable
from pipeline.office.calendar import calendar_of
from pipeline.office.handling import Done
from pipeline.office.steps import step_times
from pipeline.papers.publication import Publication, Told
from pipeline.papers.report import StepRow
from pipeline.record import agenda
from pipeline.record.article import Article
from pipeline.record.labels import ROLE_LABELS
from pipeline.record.loading import load_article
from pipeline.record.replay import Case
from pipeline.record.request import Request
from pipeline.record.workflow import Action


class Live(NamedTuple):
    """What the ledger says of an article's publication."""

    at: datetime
    began: datetime
    url: str
    digest: str
    press_release: int


@dataclass(frozen=True)
class Dossier:
    """One request with all that belongs to it; `files` are its article's, by name."""

    request: Request
    case: Case
    commit: str
    article: Article | None
    files: dict[str, bytes]
    records: tuple[Record, ...]

    @cached_property
    def live(self) -> Live | None:
        """Since when the present text is live, if it is."""
        found = live_records(self.records)
        return found[-1] if found else None


def live_records(records: Sequence[Record]) -> list[Live]:
    """The publications of a request, oldest first. Raises BadInput for one nobody here wrote."""
    try:
        return [_live(record) for record in records if record["kind"] == "live"]
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(
            _("a publication's record in the ledger cannot be read: {problem}").format(
                problem=error
            )
        ) from None


def _live(record: Record) -> Live:
    return Live(
        datetime.fromisoformat(record["at"]),
        datetime.fromisoformat(record["began"]),
        record["url"],
        record["digest"],
        record["press_release"],
    )


def dossier(ctx: Context, entry: Entry, ledger: Ledger) -> Dossier:
    """The dossier of a request as one of its commits has it."""
    article, files = None, {}
    folder = entry.case.article
    if folder:
        repository = ctx.repository
        for file in article_files(repository, entry.commit, folder):
            data = repository.read(entry.commit, file.path)
            files[file.path.removeprefix(f"{folder}/")] = data or b""
        article, _findings = load_article(f"{folder}/index.md", files.get("index.md", b""))
    return Dossier(
        request=contact_if_here(ctx, entry.request),
        case=entry.case,
        commit=entry.commit,
        article=article,
        files=files,
        records=ledger.records(entry.request.number),
    )


def find(ctx: Context, number: str, ledger: Ledger) -> Dossier:
    """The dossier of the request with this number. Raises NotFound."""
    entry = find_request(ctx, number) if agenda.is_number(number) else None
    if entry is None:
        raise NotFound(
            _("there is no request {number}").format(number=number),
            hint=_("they look like 2026-0042; `siar status` lists the open ones"),
        )
    return dossier(ctx, entry, ledger)


def ledger_of(ctx: Context) -> Ledger:
    """The ledger, written in the name of who is at work here."""
    return Ledger(
        ctx.repository,
        author=ctx.author,
        sign=ctx.sign_commit,
        practice=ctx.settings.practice,
    )


def machine_steps(records: Sequence[Record]) -> dict[Action, Done]:
    """When SOP rows 6 to 8 were done, by the ledger."""
    done: dict[Action, Done] = {}
    for record in records:
        if record["kind"] == "live" and Action.PUBLISH not in done:
            done[Action.PUBLISH] = _done(record)
        elif record["kind"] == "report":
            done[Action.REPORT] = _done(record)
    if Action.PUBLISH in done:
        accepted = [
            record
            for record in records
            if record.get("recipient") == SENDER and record.get("state") == MessageState.ACCEPTED
        ]
        if accepted:
            done[Action.TELL] = Done(datetime.fromisoformat(accepted[0]["at"]))
    return done


def _done(record: Record) -> Done:
    began = record.get("began")
    return Done(
        datetime.fromisoformat(record["at"]), datetime.fromisoformat(began) if began else None
    )


def step_rows(ctx: Context, found: Dossier, now: datetime) -> tuple[StepRow, ...]:
    """The SOP's table for one request, with outputs and minutes."""
    times = step_times(
        found.request,
        ctx.agency,
        calendar_of(ctx.agency),
        now,
        machine=machine_steps(found.records),
        due=found.article.publish_at if found.article else None,
    )
    steps = {step.no: step for step in ctx.agency.steps}
    return tuple(
        StepRow(
            no=time.no,
            activity=steps[time.no].activity,
            role_label=ROLE_LABELS[time.role],
            needs=steps[time.no].needs,
            standard=time.standard,
            waiting=time.waiting,
            actual=time.actual,
            output=_output(found, time.no) or steps[time.no].output,
            note=time.note,
        )
        for time in times
    )


def _output(found: Dossier, step: int) -> str:
    """Where a row's output can be seen, once it is there."""
    if step == 6 and found.live:
        return found.live.url
    return ""


def publication(ctx: Context, found: Dossier) -> Publication | None:
    """Where it is live and who was told, as papers show it; None before it is live."""
    live = found.live
    if live is None:
        return None
    names = {outlet.id: outlet.name for outlet in read_media(ctx.repository, ctx.main)}
    outlets, sender = [], None
    for standing in standings(found.records).values():
        last = standing.last
        told_at = last.at if last.state is MessageState.ACCEPTED else None
        if last.recipient == SENDER:
            sender = Told(found.request.sender.agency, str(last.state), told_at)
        else:
            outlets.append(
                Told(names.get(last.recipient, last.recipient), str(last.state), told_at)
            )
    who = found.request.sender
    if sender is None and not who.email and not who.is_away:
        sender = Told(who.agency, "whatsapp")
    return Publication(live.url, live.at, live.press_release, tuple(outlets), sender)


def by_number(ctx: Context, ledger: Ledger) -> list[Dossier]:
    """The dossiers of all requests, by number."""
    return [dossier(ctx, entry, ledger) for entry in all_requests(ctx)]
