"""Open a request: freshly fetched and as its branch has it, or as main has it."""

from dataclasses import dataclass

from pipeline.commands.context import Context
from pipeline.errors import NotFound, SiarError
from pipeline.forge.units import unit_at
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.finding import has_errors
from pipeline.record.loading import load_request
from pipeline.record.replay import Case, replay
from pipeline.record.report_findings import format_text
from pipeline.record.request import Request
from pipeline.record.unit import Unit


@dataclass(frozen=True)
class Opened:
    """An open request as its branch has it, or as main has it when it has no branch (any more).

    What is recorded next continues `tip`; on main it makes the branch again.
    """

    number: str
    tip: str
    unit: Unit
    request: Request
    case: Case
    on_main: bool = False


def open_request(ctx: Context, number: str, *, afterwards: bool = False) -> Opened:
    """The open request with this number, freshly fetched. Raises NotFound or SiarError.

    With `afterwards`, a request without a branch is the one that main holds.
    """
    ctx.repository.fetch()
    if not agenda.is_number(number):
        raise NotFound(
            _("{number} is not an agenda number").format(number=number),
            hint=_("they look like 2026-0042; `siar status` lists the open ones"),
        )
    branch = ctx.repository.shared(agenda.branch(number))
    tip = ctx.main if branch is None and afterwards else branch
    unit = unit_at(ctx.repository, tip, number) if tip else None
    if tip is None or unit is None:
        closed = ctx.repository.read(ctx.main, agenda.request_path(number)) is not None
        raise NotFound(
            _("request {number} is closed already").format(number=number)
            if closed
            else _("there is no request {number}").format(number=number),
            hint=_("`siar status` lists the open ones"),
        )
    request, findings = load_request(unit.path, unit.data, root=ctx.root)
    if request is None or has_errors(findings):
        raise SiarError(format_text(findings))
    case, problems = replay(request.history)
    if problems:
        raise SiarError(
            _("the history of {number} does not add up: {problem}").format(
                number=number, problem=problems[0].message
            ),
            hint=problems[0].help,
        )
    return Opened(number, tip, unit, request, case, on_main=branch is None)


def open_request_now(ctx: Context, number: str) -> Opened:
    """The open request as the last push left it, without asking the shared repository again."""
    return opened_at(ctx, number, ctx.repository.shared(agenda.branch(number)))


def opened_at(ctx: Context, number: str, tip: str | None) -> Opened:
    """The request as a commit has it that was made here. Raises NotFound."""
    unit = unit_at(ctx.repository, tip, number) if tip else None
    if tip is None or unit is None:
        raise NotFound(_("there is no request {number}").format(number=number))
    request, _findings = load_request(unit.path, unit.data, root=ctx.root, validate=False)
    if request is None:
        raise NotFound(_("there is no request {number}").format(number=number))
    return Opened(number, tip, unit, request, replay(request.history)[0])
