"""Correct a mistyped field of a letter; what was registered stays readable (SOP row 1)."""

from collections.abc import Mapping
from typing import Any, Final

import click

from pipeline.commands.complete import check_document
from pipeline.commands.context import Context
from pipeline.commands.local_papers import with_contact, with_local_contact
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.options import began, began_option, example, reason_option, spoken_reason
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.errors import BadInput, NotAllowed, UsageError
from pipeline.i18n import _
from pipeline.record.digest import document_digest
from pipeline.record.finding import has_errors
from pipeline.record.front_matter import SEPARATOR, render_document
from pipeline.record.keeping import CONTACTS, Keeping
from pipeline.record.loading import load_request
from pipeline.record.report_findings import format_text
from pipeline.record.request import Request
from pipeline.record.workflow import Action, State

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "letter": (
        "number", "date", "received", "subject", "urgency", "security", "srikandi", "kept_at",
    ),
    "sender": ("agency", "contact", "email", "phone"),
    "activity": ("what", "who", "when", "where", "why", "how"),
}  # fmt: skip


def run(
    ctx: Context,
    number: str,
    *,
    fields: Mapping[str, str],
    reason: str,
    began_at: str | None = None,
) -> Opened:
    """Append a document with the corrected `fields` (`letter.number`: its right value)."""
    typed = _parts(fields, number)
    said = {"reason": spoken_reason(reason), **began(ctx, began_at)}

    def step(opened: Opened) -> Step:
        if opened.case.state is State.IN_REVIEW:
            # The submission names these documents too; another one would void it.
            raise NotAllowed(
                _("the article of {number} is being corrected").format(number=number),
                hint=_("first ask for changes with `siar review`, then correct the field"),
            )
        if _contacts(typed) and opened.request.sender.is_awaited:
            raise NotAllowed(
                _("the sender's contacts of {number} have not been brought yet").format(
                    number=number
                ),
                hint=_("siar complete {number} --contact NAME --email ADDRESS").format(
                    number=number
                ),
            )
        request = with_contact(ctx, opened.request) if _contacts(typed) else opened.request
        for field, value in fields.items():
            if value_of(request, field) == value:
                raise BadInput(
                    _("{field} is `{value}` already").format(field=field, value=value),
                    hint=_("name the field that is wrong, and what it should say"),
                )
        parts, local = _kept(ctx, request, typed)
        document = render_document(parts, "later")
        _check(ctx, opened, document)
        return Step({"document": document_digest(document), **said}, {}, document, local)

    return record(ctx, number, Action.RECTIFY, step)


Parts = Mapping[str, Mapping[str, str]]


def _contacts(parts: Parts) -> bool:
    """Whether the sender's contacts are corrected, which may lie on the office's server."""
    return not parts.get("sender", {}).keys().isdisjoint(CONTACTS)


def _kept(ctx: Context, request: Request, parts: Parts) -> tuple[Parts, dict[str, bytes]]:
    """The parts as the record names them, and the file of the contacts, which is made anew."""
    if ctx.agency.papers is Keeping.REPOSITORY or not _contacts(parts):
        return parts, {}
    known = {key: getattr(request.sender, key) for key in CONTACTS}
    sender, local = with_local_contact(ctx, request.number, {**known, **parts["sender"]})
    return {**parts, "sender": sender}, local


def _parts(fields: Mapping[str, str], number: str) -> Parts:
    """The fields by their parts of the request. Raises BadInput for one that no request has."""
    if not fields:
        raise UsageError(
            _("no field is named"),
            hint=_('write --set letter.subject "Panen raya kopi" for each wrong field'),
        )
    known = [f"{part}.{name}" for part, names in FIELDS.items() for name in names]
    parts: dict[str, dict[str, str]] = {}
    for field, value in fields.items():
        if field not in known:
            raise BadInput(
                _("{field} is no field of a letter").format(field=field),
                hint=_("choose from: {known}").format(known=", ".join(known)),
            )
        part, name = field.split(".")
        parts.setdefault(part, {})[name] = value
    check_document(render_document(parts, "later"), number)
    return parts


def _check(ctx: Context, opened: Opened, document: bytes) -> None:
    """Raise BadInput where the corrected request is none: a secret letter with its scan, say."""
    data = opened.unit.data + SEPARATOR + document
    _request, findings = load_request(opened.unit.path, data, root=ctx.root)
    if has_errors(findings):
        raise BadInput(format_text(findings))


def value_of(request: Request, field: str) -> str:
    """What a field says now, as it is typed."""
    part, name = field.split(".")
    value = getattr(getattr(request, part), name)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@click.command(
    help=_("Correct a mistyped field of a letter, with the reason; the old value stays on record."),
    epilog=example(
        "siar rectify 2026-0042 --set letter.number 005/124/DISTAN/2026 \\",
        '  --reason "salah ketik nomor surat"',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option(
    "--set", "--isi", "fields", multiple=True, nargs=2, metavar=_("FIELD VALUE"),
    help=_("a field and what it should say, like letter.subject (may be given several times)"),
)  # fmt: skip
@reason_option
@began_option
@click.pass_obj
def command(
    app: Any, number: str, fields: tuple[tuple[str, str], ...], reason: str, began: str | None
) -> None:
    """Rectify a request."""
    ctx: Context = app.context()
    wanted = dict(fields)
    before = open_request(ctx, number).request
    after = run(ctx, number, fields=wanted, reason=reason, began_at=began).request
    for field in wanted:
        if field.removeprefix("sender.") in CONTACTS and not value_of(after, field):
            # What is shown here may be kept in a log.
            ctx.talk.tell(_("{field}: corrected, on the office's own server").format(field=field))
            continue
        ctx.talk.tell(
            _("{field}: {before} → {after}").format(
                field=field,
                before=value_of(before, field) or "–",
                after=value_of(after, field),
            )
        )
