"""Take down what people said and did on a forge: letters, commands, reviews, and their merge."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pipeline.commands.attend import attend, is_request
from pipeline.commands.context import Context
from pipeline.commands.forge_door import forge_api
from pipeline.commands.intake import take_letter
from pipeline.commands.options import example
from pipeline.commands.unproposed import propose_missing
from pipeline.commands.wakeup import Target, target
from pipeline.errors import BadInput, Exit, SiarError
from pipeline.forge.forge_host import ForgeHost
from pipeline.forge.host import Api
from pipeline.forge.issue_fields import LABEL
from pipeline.i18n import _, reason


def run(ctx: Context, api: Api, found: Target | None) -> int:
    """Look after one target, or after everything that is open; the exit code.

    What goes wrong with one keeps none of the others waiting.
    """
    host = ForgeHost(api, ctx.repository, ctx.agency.roster)
    ctx.forge = host
    code = Exit.OK
    for one in [found] if found else _everything(ctx, api):
        try:
            _attend(ctx, api, host, one)
        except SiarError as error:
            code = max(code, error.exit)
            ctx.talk.tell(f"#{one.number}: {error.message}")
            ctx.talk.tell("  " + _("way out: {way_out}").format(way_out=error.hint or _("none")))
    return code


def _attend(ctx: Context, api: Api, host: ForgeHost, one: Target) -> None:
    if one.is_pull_request:
        attend(ctx, api, host, one.number)
    else:
        take_letter(ctx, api, one.number)


def _everything(ctx: Context, api: Api) -> Iterator[Target]:
    there = api.pull_requests()
    for pull in there:
        if is_request(pull.branch):
            yield Target(pull.number, is_pull_request=True)
    for issue in api.issues(LABEL):
        yield Target(issue.number, is_pull_request=False)
    # Last: the first that cannot be opened ends the run, which the next one goes on with.
    for pull in propose_missing(ctx, api, there):
        yield Target(pull.number, is_pull_request=True)


def read_event(name: str, path: Path | None) -> Target | None:
    """What the event points at. Raises BadInput for a file that is none of a forge's events."""
    if not name or path is None:
        return None
    try:
        payload: Any = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise BadInput(
            _("the event in {path} cannot be read: {why}").format(path=path, why=why),
            hint=_("leave it out, and everything that is open is looked at"),
        ) from None
    return target(name, payload) if isinstance(payload, dict) else None


@click.command(
    help=_("On a forge: record what people said there, merge what is approved, say where it is."),
    epilog=example("siar record", "siar record --event issue_comment --payload peristiwa.json"),
)
@click.option("--event", "--peristiwa", default=None, metavar=_("NAME"), help=_("what woke us"))
@click.option(
    "--payload", "--isi", default=None, metavar=_("FILE"), type=click.Path(path_type=Path),
    help=_("what the forge says of it (JSON)"),
)  # fmt: skip
@click.pass_obj
def command(app: Any, event: str | None, payload: Path | None) -> int:
    """Record what happened on the forge."""
    ctx: Context = app.context()
    told = payload or (Path(found) if (found := os.environ.get("GITHUB_EVENT_PATH")) else None)
    name = event or os.environ.get("GITHUB_EVENT_NAME", "")
    return run(ctx, forge_api(), read_event(name, told))
