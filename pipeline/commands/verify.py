"""Prove that what is published is what was approved, from the repository alone."""

import json
from pathlib import Path
from typing import Any

import click

from pipeline.commands import levels
from pipeline.commands.check import FORMATS
from pipeline.commands.context import Context
from pipeline.commands.opening import open_request
from pipeline.commands.options import example
from pipeline.commands.progress import shown_progress
from pipeline.commands.verifying import verify
from pipeline.errors import Exit, NotFound
from pipeline.files import write_whole
from pipeline.forge.units import unit_at
from pipeline.forge.verification import Verification
from pipeline.forge.work_tree import verify_work_tree
from pipeline.forge.workers import Progress
from pipeline.i18n import _, ngettext
from pipeline.record.finding import Finding, has_errors
from pipeline.record.loading import load_request
from pipeline.record.signature import armoured
from pipeline.record.statement import NAMESPACE, Statement
from pipeline.record.unit import RECORDER


def run(
    ctx: Context, *, full: bool = False, live: str = "", progress: Progress | None = None
) -> tuple[Verification, list[Finding]]:
    """Replay main from the last checkpoint, or in `full` from the pinned root.

    The work tree is held against it, and with an address in `live` the site that is there.
    """
    ctx.repository.fetch()
    verification = verify(ctx, full=full, progress=progress)
    findings = [*verification.findings, *_local_commits(ctx, verification)]
    findings += verify_work_tree(ctx.repository, verification)
    if live:
        from pipeline.commands.live_proof import live_findings

        findings += live_findings(ctx, verification, live)
    return verification, findings


def _local_commits(ctx: Context, shared: Verification) -> list[Finding]:
    """Commits on the person's own main that nobody else has yet are replayed as well."""
    own = ctx.repository.resolve("refs/heads/main")
    if own is None or own == shared.tip or ctx.repository.is_ancestor(own, shared.tip):
        return []
    known = set(shared.findings)
    return [finding for finding in verify(ctx, own).findings if finding not in known]


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
        "siar verify --full",
        "siar verify --explain 2026-0042",
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
    "--full", "--lengkap", is_flag=True,
    help=_("replay everything from the root; believe no checkpoint"),
)  # fmt: skip
@click.option(
    "--live", "--tayang", metavar=_("ADDRESS"), is_flag=False, flag_value="agency",
    help=_("look also whether the live site shows exactly what was approved"),
)  # fmt: skip
@click.option(
    "--explain", "--jelaskan", "explained", metavar=_("NUMBER"),
    help=_("tell the story of one request: who, when, with what evidence"),
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
def command(
    app: Any,
    form: str,
    full: bool,
    live: str | None,
    explained: str | None,
    statement: tuple[str, int] | None,
    folder: Path,
) -> int:
    """Verify main."""
    ctx: Context = app.context()
    if statement is not None:
        number, seq = statement
        export(ctx, number, seq, folder)
        ctx.talk.tell(_("written to {path}").format(path=folder.absolute()))
        return Exit.OK
    if explained is not None:
        return _explain(ctx, explained, form)
    address = _address(ctx, live)
    with shown_progress(_("verifying")) as progress:
        verification, findings = run(ctx, full=full, live=address, progress=progress)
    _tell(ctx, verification, findings, form, live=bool(address))
    return Exit.PROBLEMS if has_errors(findings) else Exit.OK


def _explain(ctx: Context, number: str, form: str) -> int:
    from pipeline.commands import explain

    told = explain.account(ctx, number)
    if form == "json":
        ctx.talk.tell(json.dumps(explain.data_of(told), ensure_ascii=False, indent=2))
    else:
        ctx.talk.tell(explain.text_of(told))
    return Exit.PROBLEMS if has_errors(told.findings) else Exit.OK


def _address(ctx: Context, live: str | None) -> str:
    """Which site is meant: the one given, this machine's `siar.live`, or agency.yaml's."""
    if live != "agency":
        return live or ""
    return ctx.settings.live or str(ctx.agency.section("site")["url"])


def _tell(
    ctx: Context, verification: Verification, findings: list[Finding], form: str, *, live: bool
) -> None:
    if form == "json":
        data = levels.as_data(verification, findings, live=live)
        ctx.talk.tell(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if findings:
        ctx.talk.tell(FORMATS[form](findings))
    if form == "text":
        count = len(verification.units)
        ctx.talk.tell(
            ngettext(
                "verified: {count} request since the root {root}",
                "verified: {count} requests since the root {root}",
                count,
            ).format(count=count, root=verification.root[:10])
        )
        ctx.talk.tell(levels.told(findings, live=live))
