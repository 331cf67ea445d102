"""Make several articles of one letter: each part is a request of its own under its number."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from pipeline.commands.at_once import Closing, close
from pipeline.commands.context import Context
from pipeline.commands.options import began, began_option, example
from pipeline.commands.recording import request_file, signed_statement
from pipeline.commands.step import Step
from pipeline.errors import BadInput, UsageError
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.digest import document_digest
from pipeline.record.finding import has_errors
from pipeline.record.loading import load_request
from pipeline.record.replay import Case, advance
from pipeline.record.report_findings import format_text
from pipeline.record.workflow import Action
from pipeline.repository import Update


class Part(NamedTuple):
    """A part: its number, and what it is called."""

    number: str
    title: str


def run(
    ctx: Context,
    number: str,
    titles: Sequence[str],
    *,
    reason: str,
    began_at: str | None = None,
) -> tuple[Part, ...]:
    """Split the request and give its parts; everything appears in one push, or nothing does.

    The letter is closed and lies on main. Each part has the letter's documents and disposition,
    a tag, a branch, and waits to be accepted.
    """
    _require_parts(titles, reason)
    parts = tuple(
        Part(agenda.part(number, place), title.strip())
        for place, title in enumerate(titles, start=1)
    )
    data = {
        "numbers": [part.number for part in parts],
        "reason": reason.strip(),
        **began(ctx, began_at),
    }
    close(
        ctx,
        number,
        Action.SPLIT,
        lambda _opened: Step(data),
        more=lambda closing: _beginnings(ctx, closing, parts),
    )
    return parts


def _require_parts(titles: Sequence[str], reason: str) -> None:
    if not reason.strip():
        raise UsageError(
            _("the reason is empty"),
            hint=_("give it with --reason: it stays on record"),
        )
    names = [title.strip().casefold() for title in titles]
    if len(names) < 2 or not all(names) or len(set(names)) < len(names):
        raise UsageError(
            _("a letter is split into at least two parts, each with a name of its own"),
            hint=_("name each activity: --part NAME --part NAME"),
        )


def _beginnings(ctx: Context, closing: Closing, parts: Sequence[Part]) -> Iterator[Update]:
    for part in parts:
        commit = _begin(ctx, closing, part)
        yield Update(f"refs/heads/{agenda.branch(part.number)}", commit, None)
        yield Update(agenda.tag(part.number), commit, None)


def _begin(ctx: Context, closing: Closing, part: Part) -> str:
    """The commit in which a part begins, upon the merge that closes its letter."""
    letter, split = closing.request, closing.statement
    documents = letter.request.documents
    data = {
        "of": letter.number,
        "statement": split.digest,
        "documents": [document_digest(document) for document in documents],
        "disposition": dict(letter.case.disposition),
        "title": part.title,
    }
    first = signed_statement(
        ctx, part.number, (), Action.SPLIT, split.role, data, by=ctx.me.id, at=split.at
    )
    path = agenda.request_path(part.number)
    content = request_file(part.number, advance(Case(), first), (first,), documents)
    _request, findings = load_request(path, content, root=ctx.root)
    if has_errors(findings):
        raise BadInput(format_text(findings), hint=_("mend the name of the part"))
    repository = ctx.repository
    return repository.commit_tree(
        repository.write_tree(closing.merge, {path: repository.write_blob(content)}),
        [closing.merge],
        f"split {part.number}",
        author=ctx.author,
        at=first.at,
        sign=ctx.sign_commit,
    )


@click.command(
    help=_("Make several articles of one letter: each part gets a number of its own below it."),
    epilog=example(
        'siar split 2026-0042 --part "panen raya" --part "bazar kopi" \\',
        '  --reason "dua kegiatan dalam satu surat"',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option(
    "--part", "--bagian", "titles", multiple=True, required=True, metavar=_("NAME"),
    help=_("what one part is about (given once for each part)"),
)  # fmt: skip
@click.option("--reason", "--alasan", required=True, help=_("why; it stays on record"))
@began_option
@click.pass_obj
def command(app: Any, number: str, titles: tuple[str, ...], reason: str, began: str | None) -> None:
    """Split a letter."""
    ctx: Context = app.context()
    parts = run(ctx, number, titles, reason=reason, began_at=began)
    ctx.talk.tell(_("{number} is split and closed; its parts are:").format(number=number))
    for part in parts:
        ctx.talk.tell(f"  {part.number}  {part.title}")
    ctx.talk.advise(
        _("next: siar accept {number} --officer ID, for each part").format(number=parts[0].number)
    )
