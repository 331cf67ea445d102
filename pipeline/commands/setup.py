"""See whether a forge's repository is set up as an office's should be, and mend what may be."""

import os
import re
from typing import Any

import click

from pipeline.commands.context import Context
from pipeline.commands.options import example
from pipeline.errors import Exit, NotFound, UsageError
from pipeline.forge.client import Client
from pipeline.forge.github_facts import read_facts
from pipeline.forge.github_outfit import ENVIRONMENTS
from pipeline.forge.github_point import Point, Standing, Wanted
from pipeline.forge.github_setup import points
from pipeline.forge.wire import Declined
from pipeline.i18n import _
from pipeline.repository import ORIGIN

NAME = re.compile(r"[\w.-]+/[\w.-]+")
ORIGINS = re.compile(r"(?:https://|ssh://git@|git@)([\w.-]+)[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?")
ADDRESS = "https://api.github.com"
TOKENS = ("GITHUB_TOKEN", "GH_TOKEN")


def look(ctx: Context, client: Client, *, pages: bool = False) -> list[Point]:
    """How the repository of this office is set up, point by point."""
    wanted = Wanted(ctx.root, bool(ctx.agency.section("mail").get("user")), pages)
    return points(read_facts(client, ENVIRONMENTS), wanted)


def mend(ctx: Context, client: Client, found: list[Point]) -> None:
    """Take the steps of every point that is missing, each once; telling what was refused."""
    steps = {
        (step.method, step.path, repr(step.body)): step
        for point in found
        if point.standing is Standing.MISSING
        for step in point.steps
    }
    for step in steps.values():
        try:
            client.do(step.method, step.path, step.body)
        except (Declined, NotFound) as refused:
            ctx.talk.tell(refused.message)


def tell(ctx: Context, found: list[Point]) -> Exit:
    """Show every point with its way out."""
    for point in found:
        ctx.talk.tell(f"{point.standing} {point.sentence}")
        if point.standing is Standing.MISSING:
            ctx.talk.tell("    " + _("way out: {way_out}").format(way_out=point.help))
        elif point.help:
            ctx.talk.tell(f"    {point.help}")
    missing = any(point.standing is Standing.MISSING for point in found)
    return Exit.PROBLEMS if missing else Exit.OK


def repository_here(ctx: Context) -> str:
    """OWNER/NAME of the origin, where that is on GitHub; else ""."""
    named = os.environ.get("GITHUB_REPOSITORY", "")
    if NAME.fullmatch(named):
        return named
    origin = ctx.repository.config(f'remote "{ORIGIN}".url') or ""
    found = ORIGINS.fullmatch(origin)
    return found[2] if found and found[1] == "github.com" else ""


def token_here() -> str:
    """The token to ask GitHub with; "" where there is none."""
    return next((os.environ[name] for name in TOKENS if os.environ.get(name)), "")


def client_here(repository: str) -> Client:
    """GitHub's API with the token of this machine. Raises UsageError where there is none."""
    token = token_here()
    if not token:
        raise UsageError(
            _("there is no token to ask GitHub with"),
            hint=_("export GITHUB_TOKEN=… (of somebody who administers the repository)"),
        )
    return Client(os.environ.get("GITHUB_API_URL") or ADDRESS, repository, token)


@click.command(
    help=_("See whether the repository on a forge is set up for an office, and mend it."),
    epilog=example("siar setup github", "siar setup github --apply"),
)
@click.argument("forge", metavar=_("FORGE"), type=click.Choice(["github"]))
@click.option("--apply", "--terapkan", is_flag=True, help=_("mend what may be mended from here"))
@click.option(
    "--pages", "--situs", is_flag=True, help=_("show the website by the repository's own Pages")
)
@click.option(
    "--repository", "--repositori", metavar="OWNER/NAME", default="",
    help=_("the repository, where it is not this clone's origin"),
)  # fmt: skip
@click.pass_obj
def command(app: Any, forge: str, apply: bool, pages: bool, repository: str) -> int:
    """Look at the set-up, and mend it."""
    ctx: Context = app.context()
    name = repository or repository_here(ctx)
    if not NAME.fullmatch(name):
        raise NotFound(
            _("this clone's origin is not on {forge}").format(forge="GitHub"),
            hint=_("name it with --repository OWNER/NAME"),
        )
    client = client_here(name)
    found = look(ctx, client, pages=pages)
    if apply:
        mend(ctx, client, found)
        found = look(ctx, client, pages=pages)
    return tell(ctx, found)
