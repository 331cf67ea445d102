"""Prove that what is published is what was approved, from the repository alone."""

from pathlib import Path
from typing import Any

import click

from pipeline.commands.check import FORMATS
from pipeline.commands.context import Context
from pipeline.commands.options import example
from pipeline.commands.recording import open_request
from pipeline.errors import Exit, NotFound
from pipeline.files import write_whole
from pipeline.forge.units import unit_at
from pipeline.forge.verification import Verification, verify_main
from pipeline.forge.work_tree import verify_work_tree
from pipeline.i18n import _, ngettext
from pipeline.record.finding import Finding, has_errors
from pipeline.record.loading import load_request
from pipeline.record.signature import armoured
from pipeline.record.statement import NAMESPACE, Statement
from pipeline.record.unit import RECORDER


def run(ctx: Context) -> tuple[Verification, list[Finding]]:
    """Replay main from the pinned root, and hold the work tree against it."""
    ctx.repository.fetch()
    verification = verify_main(ctx.repository, ctx.main, ctx.root)
    findings = [*verification.findings, *_local_commits(ctx, verification)]
    findings += verify_work_tree(ctx.repository, verification)
    return verification, findings


def _local_commits(ctx: Context, shared: Verification) -> list[Finding]:
    """Commits on the person's own main that nobody else has yet are replayed as well."""
    own = ctx.repository.resolve("refs/heads/main")
    if own is None or own == shared.tip or ctx.repository.is_ancestor(own, shared.tip):
        return []
    known = set(shared.findings)
    return [
        finding
        for finding in verify_main(ctx.repository, own, ctx.root).findings
        if finding not in known
    ]


def export(ctx: Context, number: str, seq: int, folder: Path) -> Path:
    """Write one statement with what OpenSSH needs to check it; gives the folder."""
    statement = _statement(ctx, number, seq)
    roster = ctx.agency.roster
    person = roster.person(statement.signer)
    keys = (roster.recorder,) if statement.signer == RECORDER else person.keys if person else ()
    signers = [f'{statement.signer} namespaces="{NAMESPACE}" {key}\n' for key in keys]
    write_whole(folder / "statement.json", statement.payload)
    write_whole(folder / "statement.json.sig", armoured(statement.signature))
    write_whole(folder / "allowed_signers", "".join(signers))
    return folder


def _statement(ctx: Context, number: str, seq: int) -> Statement:
    try:
        history = open_request(ctx, number).request.history
    except NotFound:
        unit = unit_at(ctx.repository, ctx.main, number)
        if unit is None:
            raise
        request, _findings = load_request(unit.path, unit.data, root=ctx.root)
        history = request.history if request else ()
    if not 1 <= seq <= len(history):
        raise NotFound(
            _("request {number} has no statement {seq}").format(number=number, seq=seq),
            hint=_("its history has {count} of them").format(count=len(history)),
        )
    return history[seq - 1]


@click.command(
    help=_("Prove that what is published is what was approved; nothing is believed, all replayed."),
    epilog=example(
        "siar verify",
        "siar verify --statement 2026-0042 5 --to /tmp/bukti",
        "ssh-keygen -Y verify -f allowed_signers -I kasi-piks -n siar-statement \\",
        "  -s statement.json.sig < statement.json",
    ),
)
@click.option(
    "--format", "--bentuk", "form", type=click.Choice(list(FORMATS)), default="text",
    help=_("how findings are shown"),
)  # fmt: skip
@click.option(
    "--statement", "--pernyataan", nargs=2, type=(str, int), default=None, metavar=_("NUMBER SEQ"),
    help=_("write one statement for checking it with OpenSSH"),
)  # fmt: skip
@click.option(
    "--to", "--ke", "folder", metavar=_("DIR"), type=click.Path(path_type=Path), default=Path(),
    help=_("the folder that --statement writes to"),
)  # fmt: skip
@click.pass_obj
def command(app: Any, form: str, statement: tuple[str, int] | None, folder: Path) -> int:
    """Verify main."""
    ctx: Context = app.context()
    if statement is not None:
        number, seq = statement
        export(ctx, number, seq, folder)
        ctx.talk.tell(_("written to {path}").format(path=folder.absolute()))
        return Exit.OK
    verification, findings = run(ctx)
    if findings or form == "json":
        ctx.talk.tell(FORMATS[form](findings))
    if form == "text" and not has_errors(findings):
        count = len(verification.units)
        ctx.talk.tell(
            ngettext(
                "verified: {count} request since the root {root}",
                "verified: {count} requests since the root {root}",
                count,
            ).format(count=count, root=verification.root[:10])
        )
    return Exit.PROBLEMS if has_errors(findings) else Exit.OK
