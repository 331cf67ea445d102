"""Tell the story of one request: who decided what, with what evidence, and whether it all holds."""

import shutil
from collections.abc import Iterator
from typing import Any

from pipeline.commands import traces
from pipeline.commands.casebook import find_request
from pipeline.commands.context import Context
from pipeline.commands.dossier import live_records
from pipeline.commands.proof import proof
from pipeline.commands.verifying import verify
from pipeline.errors import NotFound, SiarError
from pipeline.forge.units import REQUESTS, number_of, unit_at
from pipeline.i18n import _, agency_text
from pipeline.ledger import Ledger
from pipeline.office.account import Account, Paragraph, as_text, paragraphs, standing
from pipeline.office.marks import marks
from pipeline.office.teller import Teller
from pipeline.office.vouchers import Kind
from pipeline.record import agenda
from pipeline.record.finding import has_errors
from pipeline.record.labels import STATE_LABELS
from pipeline.record.loading import load_request
from pipeline.record.replay import Case, replay
from pipeline.record.report_findings import format_text
from pipeline.record.request import Request

WIDEST = 96


def run(ctx: Context, number: str) -> str:
    """The story as text. Raises NotFound, or SiarError where the record cannot even be read."""
    return text_of(account(ctx, number))


def as_data(ctx: Context, number: str) -> dict[str, Any]:
    """The same story for programs."""
    return data_of(account(ctx, number))


def text_of(told: Account) -> str:
    """The account in lines that fit this terminal."""
    columns = shutil.get_terminal_size((WIDEST, 24)).columns
    return as_text(told, min(columns, WIDEST))


def data_of(told: Account) -> dict[str, Any]:
    """The account as plain values; words are in the agency's language, keys are not."""
    return {
        "number": told.request.number,
        "subject": told.request.subject,
        "sender": told.request.sender.agency,
        "received": told.request.letter.received.isoformat(),
        "state": str(told.case.state),
        "marks": [str(mark) for mark in marks(told.case, is_live=told.is_live)],
        "standing": standing(told),
        "article": told.case.article,
        "parts": list(told.case.parts),
        "leading": told.case.leading,
        "kin": list(told.kin),
        "statements": [_paragraph_data(told.teller, item) for item in told.paragraphs],
        "seen": [{"at": seen.at.isoformat(), "what": seen.what} for seen in told.seen],
        "verdict": list(told.verdict),
        "holds": not has_errors(told.findings),
        "findings": [
            {
                "path": finding.path,
                "line": finding.line,
                "severity": str(finding.severity),
                "id": finding.id,
                "message": finding.message,
                "help": finding.help,
            }
            for finding in told.findings
        ],
    }


def _paragraph_data(teller: Teller, told: Paragraph) -> dict[str, Any]:
    s = told.statement
    term = teller.agency.roster.term(s.by, s.role, s.decided_at)
    return {
        "seq": s.seq,
        "action": str(s.action),
        "at": s.at.isoformat(),
        "decided_at": s.decided_at.isoformat(),
        "by": s.by,
        "name": teller.name(s.by),
        "role": str(s.role),
        "title": term.title if term else None,
        "acting": term.acting if term else "",
        "order": term.order if term else "",
        "told": told.what,
        "signer": s.signer,
        "digest": s.digest,
        "evidence": str(told.voucher.kind),
        "evidence_told": told.voucher.text,
        "confirmed_by": told.voucher.confirmed_by,
        "unconfirmed": told.voucher.is_unconfirmed,
        "counts": not told.problems and told.voucher.kind is not Kind.NONE,
        "commit": told.arrival.commit if told.arrival else None,
    }


def account(ctx: Context, number: str) -> Account:
    """Everything known of a request, put in order; nothing in it is believed without a look."""
    ctx.repository.fetch()
    main = ctx.main
    branch = ctx.repository.shared(agenda.branch(number)) if agenda.is_number(number) else None
    unit = unit_at(ctx.repository, branch or main, number) if agenda.is_number(number) else None
    if unit is None:
        raise NotFound(
            _("there is no request {number}").format(number=number),
            hint=_("they look like 2026-0042; `siar status` lists the open ones"),
        )
    request, findings = load_request(unit.path, unit.data, root=ctx.root)
    if request is None:
        raise SiarError(format_text(findings))
    case = replay(request.history)[0]
    teller = Teller(ctx.agency, traces.brought(unit))
    # Only read here: whoever looks needs neither a name in the roster nor a key.
    ledger = Ledger(ctx.repository, author="", practice=ctx.settings.practice)
    records = ledger.records(number)
    arrivals = traces.arrivals(ctx, number)
    told = paragraphs(teller, request, arrivals)
    checked = proof(ctx, number, verify(ctx), case, told, records)
    return Account(
        teller=teller,
        request=request,
        case=case,
        is_live=bool(live_records(records)),
        kin=tuple(_kin(ctx, request, case)),
        paragraphs=told,
        seen=traces.seen(ctx, request, records),
        verdict=checked.verdict,
        findings=checked.findings,
    )


def _kin(ctx: Context, request: Request, case: Case) -> Iterator[str]:
    """The parts of a letter and where each stands; the letters that joined a request."""
    whole = agenda.whole_of(request.number)
    if whole != request.number:
        yield agency_text(
            "Part of letter {number}: {subject}; what came before is told there."
        ).format(number=whole, subject=request.letter.subject)
    for number in case.parts:
        part = find_request(ctx, number)
        if part is not None and part.case.state is not None:
            yield agency_text("Part {number}, {title}: {state}.").format(
                number=number, title=part.request.subject, state=STATE_LABELS[part.case.state]
            )
    for number in _joined_to(ctx, request.number):
        yield agency_text("Letter {number} was joined to this one.").format(number=number)


def _joined_to(ctx: Context, number: str) -> Iterator[str]:
    """The closed requests whose record names this one as leading."""
    # Searching the bytes first spares reading every record there is.
    for path in ctx.repository.holding(ctx.main, f'leading: "{number}"', REQUESTS):
        other = number_of(path)
        entry = find_request(ctx, other) if other else None
        if other and entry is not None and entry.case.leading == number:
            yield other
