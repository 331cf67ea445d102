"""Bring papers and contacts that were missing or announced (SOP row 1)."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.local_papers import parted, with_local_contact
from pipeline.commands.opening import Opened
from pipeline.commands.options import began, began_option, example, read_file
from pipeline.commands.receive import papers
from pipeline.commands.recording import record
from pipeline.commands.step import Step
from pipeline.errors import BadInput, NotAllowed, UsageError
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.digest import document_digest
from pipeline.record.finding import has_errors
from pipeline.record.front_matter import render_document
from pipeline.record.labels import named
from pipeline.record.report_findings import format_text
from pipeline.record.request import AttachmentKind, Request
from pipeline.record.schema import typed
from pipeline.record.strict_yaml import load_stream
from pipeline.record.workflow import Action, State


def run(
    ctx: Context,
    number: str,
    *,
    bring: list[dict[str, Any]],
    folder: Path,
    began_at: str | None = None,
    instead_of: Collection[str] = (),
    contact: Mapping[str, str] | None = None,
) -> Opened:
    """Append a document with the papers in `bring` (kind, file below `folder`, caption, credit).

    `instead_of` are files of the branch that they were made of, which go; `contact` is the sender's
    (contact, email, phone), where that is still awaited.
    """
    if not bring and not contact:
        raise UsageError(
            _("nothing was brought"), hint=_("name a paper like --data hasil-panen.pdf")
        )

    def step(opened: Opened) -> Step:
        if opened.case.state is State.IN_REVIEW:
            # The submission names these documents too; another one would void it.
            raise NotAllowed(
                _("the article of {number} is being corrected").format(number=number),
                hint=_("first ask for changes with `siar review`, then bring the paper"),
            )
        if contact:
            _require_awaited(opened)
        base = agenda.papers_folder(number).rsplit("/", 1)[0]
        taken = [f"{base}/{paper.path}" for paper in opened.request.attachments if paper.path]
        listed, files, local = parted(ctx, number, *papers(number, bring, folder, taken))
        sender, contacts = with_local_contact(ctx, number, contact or {})
        parts = {"sender": sender, "attachments": listed}
        document = render_document({key: parts[key] for key in parts if parts[key]}, "later")
        check_document(document, number)
        data = {"document": document_digest(document), **began(ctx, began_at)}
        gone = dict.fromkeys(set(instead_of) - files.keys())
        return Step(data, {**gone, **files}, document, {**local, **contacts})

    return record(ctx, number, Action.COMPLETE, step)


def _require_awaited(opened: Opened) -> None:
    """Raise NotAllowed where the sender's contacts are there already."""
    if not opened.request.sender.is_awaited:
        raise NotAllowed(
            _("the sender's contacts of {number} are there already").format(number=opened.number),
            hint=_("a slip in them is corrected with `siar rectify {number}`").format(
                number=opened.number
            ),
        )


def contact_of(contact: str, email: str, phone: str) -> dict[str, str]:
    """The sender's contacts as they were given; none at all, or enough to reach somebody."""
    given = {"contact": contact, "email": email, "phone": phone}
    given = {key: value.strip() for key, value in given.items() if value.strip()}
    if given and ("contact" not in given or len(given) == 1):
        raise UsageError(
            _("a contact is a name with an e-mail address or a telephone number"),
            hint=_("write --contact NAME with --email or --phone, or leave all three out"),
        )
    return given


def still_awaited(request: Request) -> tuple[str, ...]:
    """What must still come before an article is handed in, as people call it."""
    papers = tuple(map(named, request.missing))
    return (*papers, _("the sender's contacts")) if request.sender.is_awaited else papers


def check_document(document: bytes, number: str) -> None:
    """Raise BadInput when the schema does not accept a document that is about to be appended."""
    path = agenda.request_path(number)
    documents, findings = load_stream(b"---\n" + document, path)
    if documents and not has_errors(findings):
        _value, findings = typed(documents[0], "later", path)
    if has_errors(findings):
        raise BadInput(format_text(findings))


@click.command(
    help=_("Bring papers that were missing or announced; a returned letter is received again."),
    epilog=example(
        "siar complete 2026-0042 --data hasil-panen.pdf --photo panen.jpg",
        'siar complete 2026-0042 --contact "Ibu Contoh" --email humas@dinas.example',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option("--letter", "--surat", multiple=True, metavar=_("FILE"), help=_("the letter's scan"))
@click.option(
    "--form", "--formulir", multiple=True, metavar=_("FILE"), help=_("the publication form")
)
@click.option("--data", multiple=True, metavar=_("FILE"), help=_("data to be published"))
@click.option("--photo", "--foto", multiple=True, metavar=_("FILE"), help=_("a photograph"))
@click.option("--other", "--lain", multiple=True, metavar=_("FILE"), help=_("another paper"))
@click.option("--credit", "--pemotret", default="", help=_("who took the photographs"))
@click.option("--contact", "--narahubung", default="", help=_("the sender's contact person"))
@click.option("--email", "--surel", default="", help=_("their e-mail address"))
@click.option("--phone", "--telepon", default="", help=_("their telephone or WhatsApp number"))
@began_option
@click.pass_obj
def command(
    app: Any,
    /,
    number: str,
    credit: str,
    contact: str,
    email: str,
    phone: str,
    began: str | None,
    **brought: tuple[str, ...],
) -> None:
    """Complete a request."""
    ctx: Context = app.context()
    bring: list[dict[str, Any]] = []
    for kind, files in brought.items():
        for file in files:
            item: dict[str, Any] = {"kind": AttachmentKind(kind).value, "file": file}
            if kind == AttachmentKind.PHOTO and credit:
                item["credit"] = credit
            read_file(Path.cwd() / file)
            bring.append(item)
    opened = run(
        ctx, number, bring=bring, folder=Path.cwd(), began_at=began,
        contact=contact_of(contact, email, phone),
    )  # fmt: skip
    still = ", ".join(still_awaited(opened.request))
    ctx.talk.tell(
        _("{number}: still missing: {papers}").format(number=number, papers=still)
        if still
        else _("{number} is complete").format(number=number)
    )
