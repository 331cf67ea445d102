"""Correct an article: approve it, ask for changes, or revise it oneself (SOP row 5)."""

from typing import Any

import click

from pipeline.commands import merge as merging
from pipeline.commands.authorship import contributors
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened, open_request
from pipeline.commands.options import (
    PaperOptions,
    began,
    began_option,
    example,
    transcript,
    transcript_options,
)
from pipeline.commands.recording import record
from pipeline.commands.step import Step, Transcript
from pipeline.commands.writing import (
    check_out,
    manuscript,
    problems,
    refuse_problems,
)
from pipeline.errors import BadInput, NotAllowed, UsageError
from pipeline.forge.judging import missing_approvals
from pipeline.forge.units import read_agency
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.labels import named
from pipeline.record.unit import check_unit
from pipeline.record.workflow import Action, Role, State


def approve(ctx: Context, number: str, *, began_at: str | None = None) -> Opened:
    """Approve exactly the bytes that were submitted."""

    def step(opened: Opened) -> Step:
        refuse_other_words(ctx, opened)
        return Step({"digest": opened.case.digest or "", **began(ctx, began_at)})

    return record(ctx, number, Action.APPROVE, step)


def refuse_other_words(ctx: Context, opened: Opened) -> None:
    """Who changed the text in the work tree would approve something else than they see there."""
    if ctx.repository.checked_out != agenda.branch(opened.number):
        return
    if manuscript(ctx, opened).digest(opened.request.documents) != opened.case.digest:
        raise NotAllowed(
            _("the text in this folder is not the one that was submitted"),
            hint=_(
                "hand your corrections in with `siar review {number} --revise`, "
                "or put them aside with `git stash -u`"
            ).format(number=opened.number),
        )


def request_changes(
    ctx: Context,
    number: str,
    *,
    note: str,
    category: str,
    began_at: str | None = None,
    paper: Transcript | None = None,
) -> Opened:
    """Send the article back to the officer with a note and its category."""
    _known_category(ctx, category)
    if not note.strip():
        raise UsageError(_("the note is empty"), hint=_("say with --note what should change"))

    def step(opened: Opened) -> Step:
        data = {"note": note.strip(), "category": category, "round": opened.case.round + 1}
        return Step({**data, **began(ctx, began_at)})

    return record(ctx, number, Action.REQUEST_CHANGES, step, transcript=paper)


def revise(
    ctx: Context, number: str, *, note: str, category: str, began_at: str | None = None
) -> Opened:
    """Hand in the head of section's own corrections from the work tree as a round."""
    _known_category(ctx, category)

    def step(opened: Opened) -> Step:
        text = manuscript(ctx, opened)
        refuse_problems(problems(ctx, opened, text))
        digest = text.digest(opened.request.documents)
        if digest == opened.case.digest:
            raise BadInput(
                _("the text is still the one that was submitted"),
                hint=_("`siar review {number}` shows the file; change it, then run this").format(
                    number=number
                ),
            )
        people = contributors(ctx, opened, text)
        data = {
            "note": note.strip(),
            "category": category,
            "round": opened.case.round + 1,
            "before": opened.case.digest,
            "digest": digest,
            "contributors": people if ctx.me.id in people else [*people, ctx.me.id],
        }
        return Step({**data, **began(ctx, began_at)}, text.changes)

    return record(ctx, number, Action.REVISE, step)


def _known_category(ctx: Context, category: str) -> None:
    known = ctx.fresh_agency().correction_categories
    if not category:
        raise UsageError(
            _("the kind of correction is missing"),
            hint=_("give it with --category: {known}").format(known=", ".join(known)),
        )
    if category not in known:
        raise BadInput(
            _("unknown category {name}").format(name=category),
            hint=_("choose from: {known}").format(known=", ".join(known)),
        )


def look(ctx: Context, number: str) -> None:
    """Show the article to its corrector: the file in the work tree, and what the checks say."""
    opened = open_request(ctx, number)
    text = manuscript(ctx, opened)
    check_out(ctx, number, opened.tip)
    for finding in problems(ctx, opened, text):
        ctx.talk.tell(f"{finding.path}:{finding.line}: {finding.message}")
    ctx.talk.tell(_("the article: {path}").format(path=ctx.repository.folder / text.folder))
    ctx.talk.tell("\n" + text.files[f"{text.folder}/index.md"].decode())
    ctx.talk.tell(
        _("then: siar review {number} --approve, --request-changes or --revise").format(
            number=number
        )
    )


def still_needed(ctx: Context, opened: Opened) -> tuple[Role, ...]:
    """Whose approval is still missing before the article may be merged."""
    agency = read_agency(ctx.repository, ctx.main)
    checked = check_unit(opened.unit, root=ctx.root, agency=agency, former=None)
    return missing_approvals(checked, agency)


def approve_and_merge(
    ctx: Context, number: str, *, merge: bool = True, began_at: str | None = None
) -> None:
    """Approve, and bring the article to main when nobody else has to; say what comes next."""
    opened = open_request(ctx, number)
    # A run that was cut off before the merge is gone on with, not refused.
    if opened.case.state is not State.APPROVED or still_needed(ctx, opened):
        opened = approve(ctx, number, began_at=began_at)
    ctx.talk.tell(_("{number} is approved").format(number=number))
    missing = still_needed(ctx, opened)
    if missing:
        ctx.talk.tell(_("still to approve: {roles}").format(roles=", ".join(map(named, missing))))
    elif merge:
        merging.run(ctx, number)
        ctx.talk.tell(_("{number} is on main; next: siar publish").format(number=number))
    else:
        ctx.talk.advise(_("next: siar merge {number}").format(number=number))


@click.command(
    help=_("Correct an article: look at it, approve it, ask for changes, or revise it."),
    epilog=example(
        "siar review 2026-0042",
        "siar review 2026-0042 --approve",
        'siar review 2026-0042 --request-changes --category data --note "Angka tanpa sumber"',
        'siar review 2026-0042 --revise --category bahasa --note "Teras berita dipendekkan"',
    ),
)
@click.argument("number", metavar=_("NUMBER"))
@click.option("--approve", "--setujui", "verdict", flag_value="approve", help=_("approve it"))
@click.option(
    "--request-changes", "--minta-perbaikan", "verdict", flag_value="changes",
    help=_("send it back with a note"),
)  # fmt: skip
@click.option(
    "--revise", "--perbaiki", "verdict", flag_value="revise",
    help=_("hand in the corrections you made yourself"),
)  # fmt: skip
@click.option("--note", "--catatan", default="", help=_("what should change, or what you changed"))
@click.option("--category", "--kategori", default="", metavar="ID", help=_("kind of correction"))
@click.option(
    "--merge/--no-merge", "--gabung/--jangan-gabung", "merge", default=True,
    help=_("bring it to main at once when nobody else has to approve"),
)  # fmt: skip
@began_option
@transcript_options
@click.pass_obj
def command(
    app: Any,
    number: str,
    verdict: str | None,
    note: str,
    category: str,
    merge: bool,
    began: str | None,
    paper: PaperOptions,
) -> None:
    """Correct an article."""
    ctx: Context = app.context()
    typed = transcript(ctx, paper)
    if typed and verdict != "changes":
        raise UsageError(
            _("an approval cannot be typed in for somebody else"),
            hint=_("the head of section approves with a key of their own"),
        )
    if verdict == "approve":
        approve_and_merge(ctx, number, merge=merge, began_at=began)
    elif verdict == "changes":
        request_changes(ctx, number, note=note, category=category, began_at=began, paper=typed)
        ctx.talk.tell(_("{number} goes back to the officer").format(number=number))
    elif verdict == "revise":
        revise(ctx, number, note=note, category=category, began_at=began)
        ctx.talk.tell(_("{number} is revised; the officer agrees next").format(number=number))
    else:
        look(ctx, number)
