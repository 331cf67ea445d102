"""Check this machine and this repository, and say plainly what is missing and how to mend it."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from pipeline.commands import setup
from pipeline.commands.context import Context
from pipeline.commands.options import example
from pipeline.commands.outside import LOOPBACK, deploy_folder
from pipeline.errors import Exit, SiarError
from pipeline.forge.github_point import Standing
from pipeline.i18n import _
from pipeline.record.labels import named
from pipeline.record.workflow import Role

GIT_AT_LEAST = (2, 34)
ROOM_BYTES = 500_000_000


class Check(NamedTuple):
    """What was looked at; `help` is empty when it is as it should be."""

    ok: bool
    sentence: str
    help: str = ""


def checks(ctx: Context) -> Iterator[Check]:
    """Every check, one after the other; one that fails does not keep the others from running."""
    for look in LOOKS:
        try:
            yield from look(ctx)
        except SiarError as error:
            yield Check(False, error.message, error.hint)


def _git(ctx: Context) -> Iterator[Check]:
    words = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True)
    version = words.stdout.split()[2]
    numbers = tuple(int(part) for part in version.split(".")[:2])
    yield Check(
        numbers >= GIT_AT_LEAST,
        _("Git {version}").format(version=version),
        "" if numbers >= GIT_AT_LEAST else _("install Git 2.34 or newer"),
    )


def _person(ctx: Context) -> Iterator[Check]:
    me = ctx.me
    yield Check(True, _("at work here: {name} ({id})").format(name=me.name, id=me.id))
    signature = ctx.sign_statement(b"doctor")
    yield Check(bool(signature), _("the signing key can be used"))
    path = ctx.settings.key
    if path is not None and path.stat().st_mode & 0o077:
        yield Check(
            False,
            _("other users of this machine can read the key {path}").format(path=path),
            f"chmod 600 {path}",
        )


def _shared(ctx: Context) -> Iterator[Check]:
    ctx.repository.fetch()
    yield Check(True, _("the office's repository answers"))
    pinned = ctx.settings.root
    yield Check(
        bool(pinned),
        _("the root is pinned: {root}").format(root=ctx.root[:10])
        if pinned
        else _("the root is not pinned"),
        "" if pinned else f"git config siar.root {ctx.root}",
    )
    if ctx.repository.is_bare:
        for hook in ("pre-receive", "post-receive"):
            there = (ctx.repository.git_folder / "hooks" / hook).is_file()
            yield Check(
                there,
                _("the hook {name} is in place").format(name=hook)
                if there
                else _("the hook {name} is missing").format(name=hook),
                "" if there else _("without it anybody may push anything: run `siar init` anew"),
            )
        fsync = ctx.repository.config("core.fsync") == "all"
        yield Check(
            fsync,
            _("pushes survive a power cut (core.fsync=all)")
            if fsync
            else _("pushes may be lost in a power cut"),
            "" if fsync else "git config core.fsync all",
        )


def _outside(ctx: Context) -> Iterator[Check]:
    if ctx.settings.practice:
        yield Check(True, _("practice: no mail leaves this machine"))
    else:
        mail = ctx.agency.section("mail")
        secure = mail["security"] != "none" or mail["host"] in LOOPBACK
        yield Check(
            secure,
            _("mail goes through {host} by {security}").format(
                host=mail["host"], security=mail["security"]
            ),
            "" if secure else _("set `security: starttls` under `mail` in agency.yaml"),
        )
    folder = deploy_folder(ctx)
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    yield Check(
        free > ROOM_BYTES,
        _("{free:.1f} GB free where the website is: {path}").format(free=free / 1e9, path=folder),
        "" if free > ROOM_BYTES else _("make room before the next publication"),
    )


def _registers(ctx: Context) -> Iterator[Check]:
    now, nobody = ctx.now(), _("nobody")
    for role in (Role.OFFICER, Role.SECTION_HEAD, Role.DIVISION_HEAD):
        people = ctx.agency.roster.holders(role, now)
        names = "; ".join(person.name for person in people)
        yield Check(
            bool(people),
            f"{named(role)}: {names or nobody}",
            "" if people else _("add a term for this role to the roster in agency.yaml"),
        )
        for person in people:
            if not person.keys:
                yield Check(
                    False,
                    _("{name} has no key and cannot decide").format(name=person.name),
                    _("add the public key under `keys` in agency.yaml"),
                )


def _papers(ctx: Context) -> Iterator[Check]:
    from pipeline.commands import papers_look

    yield from papers_look.look(ctx)


def _forge(ctx: Context) -> Iterator[Check]:
    """How the forge is set up, where the repository is on one and somebody may ask it."""
    repository = setup.repository_here(ctx)
    if not repository or not setup.token_here():
        return
    found = [point.standing for point in setup.look(ctx, setup.client_here(repository))]
    if Standing.MISSING in found:
        sentence = _("GitHub: {repository} is not set up as an office needs it")
    elif Standing.LACKING in found:
        sentence = _("GitHub: {repository} is set up, but its plan has no rules, no environments")
    else:
        sentence = _("GitHub: {repository} is set up, with rules and environments")
    yield Check(
        Standing.MISSING not in found,
        sentence.format(repository=repository),
        "siar setup github" if Standing.MISSING in found else "",
    )


LOOKS: tuple[Callable[[Context], Iterator[Check]], ...] = (
    _git, _shared, _person, _registers, _outside, _papers, _forge,
)  # fmt: skip


@click.command(
    help=_("Check this machine and this repository."),
    epilog=example("siar doctor"),
)
@click.pass_obj
def command(app: Any) -> int:
    """See whether everything is as it should be."""
    ctx: Context = app.context()
    failed = False
    for check in checks(ctx):
        ctx.talk.tell(f"{'✓' if check.ok else '✗'} {check.sentence}")
        if not check.ok:
            failed = True
            ctx.talk.tell("    " + _("way out: {way_out}").format(way_out=check.help))
    return Exit.PROBLEMS if failed else Exit.OK
