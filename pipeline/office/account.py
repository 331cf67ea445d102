"""The account of one request: who decided what, when, with what evidence, and whether it holds.

It is written for a head of office or an auditor, in the language of the agency.
"""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.i18n import agency_text as _
from pipeline.office.deeds import deed
from pipeline.office.marks import marks
from pipeline.office.teller import Teller, tidy
from pipeline.office.vouchers import Voucher, voucher
from pipeline.record.finding import Finding
from pipeline.record.labels import ATTACHMENT_LABELS, MARK_LABELS, STATE_LABELS
from pipeline.record.problem import Problem
from pipeline.record.replay import Case, replay
from pipeline.record.report_findings import format_text
from pipeline.record.request import Request
from pipeline.record.statement import Statement


class Arrival(NamedTuple):
    """A commit of main, and the digests of the statements that the history has with it."""

    digests: tuple[str, ...]
    commit: str
    at: datetime


class Seen(NamedTuple):
    """Something a machine did or saw, as the ledger has it."""

    at: datetime
    what: str


class Paragraph(NamedTuple):
    """A statement, told: what was done, what vouches for it, and why it does not count if so."""

    statement: Statement
    what: str
    voucher: Voucher
    problems: tuple[Problem, ...]
    arrival: Arrival | None


class Account(NamedTuple):
    """A request's whole story. `kin` are sentences about requests that belong to it."""

    teller: Teller
    request: Request
    case: Case
    is_live: bool
    kin: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    seen: tuple[Seen, ...]
    verdict: tuple[str, ...]
    findings: tuple[Finding, ...]


def paragraphs(
    teller: Teller, request: Request, arrivals: Sequence[Arrival]
) -> tuple[Paragraph, ...]:
    """Every statement of the history, also one that does not count, in order."""
    history = request.history
    _case, problems = replay(history)
    return tuple(
        Paragraph(
            statement,
            tidy(" ".join(deed(teller, request, replay(history[:place])[0], statement))),
            voucher(teller, statement, history),
            tuple(problem for problem in problems if problem.seq == place + 1),
            next(
                (a for a in arrivals if a.digests[place : place + 1] == (statement.digest,)), None
            ),
        )
        for place, statement in enumerate(history)
    )


def standing(account: Account) -> str:
    """Where the request stands, with its marks: `disetujui tayang; tayang, ralat`."""
    case = account.case
    if case.parts:
        state = _("split into {numbers}").format(numbers=account.teller.listed(list(case.parts)))
    elif case.leading is not None:
        state = _("joined to {number}").format(number=case.leading)
    else:
        state = STATE_LABELS[case.state] if case.state else _("nothing")
    told = ", ".join(MARK_LABELS[mark] for mark in marks(case, is_live=account.is_live))
    return f"{state}; {told}" if told else state


def papers(request: Request) -> str:
    """The papers there are, and those that are announced or missing."""
    there = [ATTACHMENT_LABELS[paper.kind] for paper in request.attachments if paper.is_present]
    counted = [
        label if count == 1 else f"{count} {label}" for label, count in Counter(there).items()
    ]
    told = "; ".join(counted) or _("nothing")
    missing = "; ".join(ATTACHMENT_LABELS[kind] for kind in request.missing)
    return (
        _("{papers}. Still missing: {missing}").format(papers=told, missing=missing)
        if missing
        else told
    )


def as_text(account: Account, width: int) -> str:
    """The account as people read it, in lines of `width` characters."""
    return "\n".join(_lines(account, width)) + "\n"


def _lines(account: Account, width: int) -> Iterator[str]:
    request, teller = account.request, account.teller
    yield _("The story of request {number}").format(number=request.number)
    yield "=" * min(width, 72)
    letter = request.letter
    facts = [
        (_("Subject"), request.subject),
        (_("From"), request.sender.agency),
        (
            _("Letter"),
            _("{number} of {day}, received on {moment}").format(
                number=letter.number or "–",
                day=teller.day(letter.date.isoformat()),
                moment=teller.moment(letter.received),
            ),
        ),
        (_("Papers"), papers(request)),
        (_("Standing"), standing(account)),
    ]
    if account.case.article:
        facts.append((_("Article"), account.case.article))
    for name, value in facts:
        yield from _hanging(f"{name + ':':<10} ", value, width)
    for sentence in account.kin:
        yield from _hanging(" " * 11, sentence, width)
    yield ""
    yield _("What people decided")
    yield "-" * min(width, 72)
    for place, paragraph in enumerate(account.paragraphs, start=1):
        yield from _paragraph(teller, place, paragraph, width)
        yield from _arrived(account, place, width)
    if account.seen:
        yield ""
        yield _("What the system did and saw")
        yield "-" * min(width, 72)
        for place, seen in enumerate(account.seen, start=len(account.paragraphs) + 1):
            yield from _numbered(place, teller.moment(seen.at), (seen.what,), width)
    yield ""
    yield _("Whether this holds")
    yield "-" * min(width, 72)
    for sentence in account.verdict:
        yield from textwrap.wrap(sentence, width)
    if account.findings:
        yield format_text(account.findings)


def _paragraph(teller: Teller, place: int, told: Paragraph, width: int) -> Iterator[str]:
    body = [told.what, told.voucher.text]
    body += [_("Does not count: {why}.").format(why=problem.message) for problem in told.problems]
    yield from _numbered(place, teller.moment(told.statement.decided_at), body, width)


def _numbered(place: int, head: str, body: Sequence[str], width: int) -> Iterator[str]:
    yield f"{place:>3}. {head}"
    for text in body:
        yield from _hanging(" " * 5, text, width)


def _arrived(account: Account, place: int, width: int) -> Iterator[str]:
    """After the last statement that a commit brought to main: that it did."""
    told = account.paragraphs
    arrival = told[place - 1].arrival
    if place < len(told) and told[place].arrival == arrival:
        return
    if arrival is None:
        text = _("Up to here on branch request/{number}; main does not have this yet.").format(
            number=account.request.number
        )
    else:
        text = _("Up to here brought to main on {when}, with commit {commit}.").format(
            when=account.teller.moment(arrival.at), commit=arrival.commit[:10]
        )
    yield from _hanging("  →  ", text, width)


def _hanging(first: str, text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
