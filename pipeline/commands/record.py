"""Take down what people said and did on a forge: letters, commands, reviews, and their merge."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from pipeline.commands.attend import attend, is_request
from pipeline.commands.concluding import Errand
from pipeline.commands.context import Context
from pipeline.commands.follow_up import MOST_AT_ONCE, pulls_lately
from pipeline.commands.forge_door import forge_api, run_here
from pipeline.commands.intake import take_letter
from pipeline.commands.options import example
from pipeline.commands.rounds import on_round
from pipeline.commands.sheet_link import Desk
from pipeline.commands.trouble import tell_trouble
from pipeline.commands.unproposed import propose_missing
from pipeline.commands.wakeup import Kind, Target, target
from pipeline.errors import BadInput, Exit, SiarError, TryAgain
from pipeline.forge.forge_host import ForgeHost
from pipeline.forge.host import Api
from pipeline.forge.issue_fields import LABEL
from pipeline.i18n import _, reason


def run(ctx: Context, api: Api, found: Target | None, desk: Desk | None = None) -> int:
    """Look after one target, or after everything that is open; the exit code.

    Who looks at everything reminds people, too. `desk` is where disposition sheets are laid. What
    goes wrong with one keeps none of the others waiting.
    """
    host = ForgeHost(api, ctx.repository, ctx.agency.roster)
    ctx.forge = host
    code = Exit.OK
    errand = Errand(desk, reminds=found is None)
    # Each verb that is run would fetch; that others were faster is told by forge and push.
    with ctx.repository.one_look():
        for one in _targets(ctx, api, found):
            try:
                _attend(ctx, api, host, one, errand)
            except SiarError as error:
                code = max(code, error.exit)
                way_out = error.hint or _("none")
                ctx.talk.tell(f"#{one.number}: {error.message}")
                ctx.talk.tell("  " + _("way out: {way_out}").format(way_out=way_out))
    return code


def _attend(ctx: Context, api: Api, host: ForgeHost, one: Target, errand: Errand) -> None:
    if one.kind is Kind.PULL_REQUEST:
        try:
            attend(ctx, api, host, one.number, errand)
        except TryAgain:
            raise
        except SiarError as error:
            with suppress(SiarError):
                tell_trouble(api, one.number, error)
            raise
    else:
        take_letter(ctx, api, one.number)


def _targets(ctx: Context, api: Api, found: Target | None) -> Iterator[Target]:
    if found is None:
        yield from _everything(ctx, api)
    elif found.kind is Kind.PUBLISHED:
        yield from _published(ctx, api, MOST_AT_ONCE)
    elif found.number:
        yield found


def _published(ctx: Context, api: Api, most: int | None = None) -> Iterator[Target]:
    for pull in pulls_lately(ctx, api, most):
        yield Target(Kind.PULL_REQUEST, pull.number)


def _everything(ctx: Context, api: Api) -> Iterator[Target]:
    there = api.pull_requests()
    ctx.repository.fetch()
    for pull in on_round(ctx, [pull for pull in there if is_request(pull.branch)]):
        yield Target(Kind.PULL_REQUEST, pull.number)
    for issue in api.issues(LABEL):
        yield Target(Kind.ISSUE, issue.number)
    yield from _published(ctx, api)
    # Last: the first that cannot be opened ends the run, which the next one goes on with.
    for pull in propose_missing(ctx, api, there):
        yield Target(Kind.PULL_REQUEST, pull.number)


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
@click.option(
    "--sheets", "--lembar", default=None, metavar=_("FOLDER"), type=click.Path(path_type=Path),
    help=_("where new disposition sheets are laid, for the runner to keep"),
)  # fmt: skip
@click.pass_obj
def command(app: Any, event: str | None, payload: Path | None, sheets: Path | None) -> int:
    """Record what happened on the forge."""
    ctx: Context = app.context()
    told = payload or (Path(found) if (found := os.environ.get("GITHUB_EVENT_PATH")) else None)
    name = event or os.environ.get("GITHUB_EVENT_NAME", "")
    desk = Desk(sheets, run_here()) if sheets else None
    return run(ctx, forge_api(), read_event(name, told), desk)
