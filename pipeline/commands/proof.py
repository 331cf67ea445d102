"""Hold the account of a request against what verification found."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.dossier import live_records
from pipeline.forge.family import family_findings
from pipeline.forge.units import folder_of, number_of, unit_at
from pipeline.forge.verification import Verification
from pipeline.i18n import agency_text as _
from pipeline.ledger import Record
from pipeline.office.account import Paragraph
from pipeline.office.teller import short
from pipeline.record import agenda
from pipeline.record.finding import Finding, has_errors
from pipeline.record.replay import Case
from pipeline.record.unit import check_unit
from pipeline.record.workflow import Action


class Proof(NamedTuple):
    """Whether an account holds, in sentences, and everything that speaks against it."""

    verdict: tuple[str, ...]
    findings: tuple[Finding, ...]


def proof(
    ctx: Context,
    number: str,
    verification: Verification,
    case: Case,
    told: Sequence[Paragraph],
    records: Sequence[Record],
) -> Proof:
    """Hold an account against what verification found on main, and the gate's rules on its branch.

    What is shown to readers must be what was approved, and what was promised must be done.
    """
    findings = (*_on_main(verification, number, case), *_on_branch(ctx, verification, number))
    verdict = [
        _("This does not hold; what is wrong follows.")
        if has_errors(findings)
        else _(
            "Statements: {count}. They continue one another, under the root {root}; each is signed"
            " for somebody who held the role that day, and nothing was changed afterwards."
        ).format(count=len(told), root=verification.root[:10])
    ]
    verdict += [*_bytes(verification, number, findings, records), *_owed(case, told)]
    if verification.stop:
        verdict.append(
            _("Beside this request, main has findings that stop publishing: `siar verify`.")
        )
    return Proof(tuple(verdict), findings)


def _on_main(verification: Verification, number: str, case: Case) -> Iterator[Finding]:
    for finding in verification.findings:
        folder = folder_of(finding.path)
        if number_of(finding.path) == number or (folder and folder == case.article):
            yield finding


def _on_branch(ctx: Context, verification: Verification, number: str) -> Iterator[Finding]:
    repository, main = ctx.repository, verification.tip
    tip = repository.shared(agenda.branch(number))
    unit = unit_at(repository, tip, number) if tip else None
    if tip is None or unit is None:
        return
    settled = None
    if number in verification.units:
        settled = unit_at(repository, verification.units[number].commit, number)
    checked = check_unit(
        unit, root=ctx.root, agency=verification.agency, former=settled, settled=settled
    )
    yield from checked.findings
    if checked.request is not None:
        left = repository.merge_base(main, tip) or main
        yield from family_findings(repository, left, tip, number, checked.request, checked.case)


def _bytes(
    verification: Verification,
    number: str,
    findings: Sequence[Finding],
    records: Sequence[Record],
) -> Iterator[str]:
    unit = verification.units.get(number)
    if unit is not None:
        yield (
            _("It was last right at commit {commit}; what was approved there stays in force.")
            if has_errors(findings)
            else _("On main it is verified as of commit {commit}.")
        ).format(commit=unit.commit[:10])
    if unit is None or unit.article is None:
        return
    yield _("The article there is byte for byte what was approved, digest {digest}.").format(
        digest=short(unit.digest)
    )
    live = live_records(records)
    if live and live[-1].digest == unit.digest:
        yield _("What was last seen live is that very text.")
    elif live:
        yield _("What was last seen live is another text, digest {digest}.").format(
            digest=short(live[-1].digest)
        )
    else:
        yield _("It was not seen live yet.")


def _owed(case: Case, told: Sequence[Paragraph]) -> Iterator[str]:
    """What people still have to do so that nothing is left open."""
    open_ones = [str(item.statement.seq) for item in told if item.voucher.is_unconfirmed]
    if open_ones:
        yield _("Still to be confirmed by who decided: paragraph {places}.").format(
            places=", ".join(open_ones)
        )
    looked = case.awaiting_look
    if looked is not None:
        yield (
            _("The emergency of paragraph {place} still waits for a second look by another head.")
            if looked.action is Action.BYPASS
            else _("The takedown of paragraph {place} still waits for a second look.")
        ).format(place=looked.seq)
