"""Look at this machine: its Git, its clock, its disk, and who works here with which key."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta

from pipeline.commands.context import Context
from pipeline.commands.health import Check, bad, either, good
from pipeline.commands.outside import deploy_folder
from pipeline.i18n import _
from pipeline.ledger import BRANCH

GIT_AT_LEAST = (2, 34)
ROOM_BYTES = 500_000_000
# Clocks of machines that ask nobody for the time drift by seconds, not by minutes.
SLACK = timedelta(minutes=2)


def git(_ctx: Context) -> Iterator[Check]:
    """Whether this machine's Git knows what is asked of it."""
    words = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)
    yield git_version(words.stdout)


def git_version(told: str) -> Check:
    """What `git --version` says: new enough, or not."""
    found = re.search(r"\d+(?:\.\d+)+", told)
    version = found[0] if found else told.strip()
    numbers = tuple(int(part) for part in version.split(".")[:2]) if found else ()
    sentence = _("Git {version}").format(version=version)
    return either(numbers >= GIT_AT_LEAST, sentence, sentence, _("install Git 2.34 or newer"))


def clock(ctx: Context) -> Iterator[Check]:
    """Whether this clock agrees with what others have recorded."""
    repository, ledger = ctx.repository, ctx.repository.shared(BRANCH)
    tips = (tip for tip in (ctx.main, ledger) if tip)
    newest = max(repository.commit_info(tip).at for tip in tips)
    yield clock_against(ctx.now(), newest)


def clock_against(now: datetime, newest: datetime) -> Check:
    """A clock, held against the newest thing that was recorded: it can only be later."""
    return either(
        now >= newest - SLACK,
        _("this clock says {moment}").format(moment=_written(now)),
        _("this clock says {moment}, but something was recorded on {newest} already").format(
            moment=_written(now), newest=_written(newest.astimezone(now.tzinfo))
        ),
        _("set the clock, and let the machine keep it: timedatectl set-ntp true"),
    )


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def person(ctx: Context) -> Iterator[Check]:
    """Who works here, and whether their key can be used, by nobody else."""
    me = ctx.me
    yield good(_("at work here: {name} ({id})").format(name=me.name, id=me.id))
    ctx.sign_statement(b"doctor")
    yield good(_("the signing key can be used"))
    path = ctx.settings.key
    if path is not None and path.stat().st_mode & 0o077:
        yield bad(
            _("other users of this machine can read the key {path}").format(path=path),
            f"chmod 600 {path}",
        )


def room(ctx: Context) -> Iterator[Check]:
    """Whether the disk has room for the website."""
    folder = deploy_folder(ctx)
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    yield room_in(shutil.disk_usage(existing).free, str(folder))


def room_in(free: int, place: str) -> Check:
    """So many bytes: enough for the next publication, or not."""
    sentence = _("{free:.1f} GB free where the website is: {path}").format(
        free=free / 1e9, path=place
    )
    help = _("make room before the next publication")
    return either(free > ROOM_BYTES, sentence, sentence, help)
