"""What Git calls in the shared repository: the gate before refs move, the wake-up after."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from pipeline import clock
from pipeline.errors import SiarError
from pipeline.forge.gate import Push, check_pushes, parse_pushes
from pipeline.forge.hold import PATH as HOLDS
from pipeline.i18n import _
from pipeline.ledger import BRANCH as LEDGER
from pipeline.machine import settings
from pipeline.record.finding import has_errors
from pipeline.record.report_findings import format_text
from pipeline.repository import Repository


def pre_receive(repository: Repository, pushes: tuple[Push, ...]) -> None:
    """Raise SiarError with all findings when the push may not go in."""
    repository.clear_stale_locks()
    here = settings(repository)
    now = clock.now(practice=here.practice)
    findings = check_pushes(repository, pushes, root=here.root, now=now)
    if has_errors(findings):
        raise SiarError(format_text(findings), hint=_("nothing of this push was taken"))


def post_receive(repository: Repository, pushes: tuple[Push, ...]) -> None:
    """Wake the publisher when main has moved, or the site is held or let go; it writes a log.

    Where another run is at work it waits for it, so that the newest merge is never left lying.
    """
    moved = [push.new for push in pushes if push.ref == "refs/heads/main" and push.new]
    is_held = any(_says_of_a_hold(repository, push) for push in pushes)
    if not moved and not is_held:
        return
    if not settings(repository).wake:
        return
    folder = repository.git_folder / "siar"
    folder.mkdir(exist_ok=True)
    at = clock.now(practice=settings(repository).practice)
    with (folder / "publish.log").open("ab", buffering=0) as log:
        what = f"main is at {moved[-1]}" if moved else "the site is held or let go"
        log.write(f"{at.isoformat()} {what}\n".encode())
        subprocess.Popen(
            [sys.executable, "-I", "-m", "pipeline", "publish", "--wait"],
            cwd=repository.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip


def _says_of_a_hold(repository: Repository, push: Push) -> bool:
    if push.ref != f"refs/heads/{LEDGER}" or push.new is None:
        return False
    before = repository.entry(push.old, HOLDS) if push.old else None
    return repository.entry(push.new, HOLDS) != before


HOOKS = {"pre-receive": pre_receive, "post-receive": post_receive}


@click.command(hidden=True)
@click.argument("name", type=click.Choice(list(HOOKS)))
@click.pass_obj
def command(app: Any, name: str) -> None:
    """Answer one of Git's hooks."""
    # A ref's name need not be UTF-8, whatever the locale says of what is read here.
    lines = map(os.fsdecode, sys.stdin.buffer)
    HOOKS[name](Repository.open(Path.cwd()), parse_pushes(lines))
