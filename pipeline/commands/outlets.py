"""Where the website goes from this machine besides a folder, each brought to the branch `site`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from pipeline.commands.context import Context
from pipeline.commands.setup import client_here, repository_here
from pipeline.errors import NotFound, SiarError
from pipeline.forge.github_pages import request_build
from pipeline.i18n import _, reason
from pipeline.machine import Elsewhere
from pipeline.site.branch import BRANCH
from pipeline.site.mirror import mirror_site
from pipeline.site.rsync import deploy_by_rsync, destination
from pipeline.site.ssh import ssh_command

Outlet = Callable[[Context, str, bool], Iterator[str]]


def is_slow(where: Elsewhere) -> bool:
    """Whether it takes minutes until what was handed over is shown."""
    return bool(where.pages or where.repository)


def carry(ctx: Context, *, is_new: bool) -> Iterator[str]:
    """Bring every outlet to the site that the branch holds, and tell of each that was behind.

    `is_new` is whether it was committed just now. In practice nothing leaves the machine. One that
    fails keeps no other from being served; the first failure is raised when all were tried.
    """
    tip = ctx.repository.shared(BRANCH)
    if ctx.settings.practice or tip is None:
        return
    failed: list[SiarError] = []
    for outlet in OUTLETS:
        try:
            yield from outlet(ctx, tip, is_new)
        except SiarError as error:
            failed.append(error)
    if failed:
        raise failed[0]


def _mirror(ctx: Context, tip: str, _is_new: bool) -> Iterator[str]:
    address = ctx.settings.elsewhere.repository
    if address:
        with _ssh(ctx) as ssh:
            moved = mirror_site(ctx.repository, tip, address, ssh)
        if moved:
            yield _("the website is in {place}").format(place=address)


def _rsync(ctx: Context, tip: str, _is_new: bool) -> Iterator[str]:
    place = ctx.settings.elsewhere.rsync
    if not place:
        return
    with _ssh(ctx) as ssh:
        moved = deploy_by_rsync(ctx.repository, tip, destination(place), ssh)
    if moved:
        yield _("the website is in {place}").format(place=place)


def _pages(ctx: Context, tip: str, is_new: bool) -> Iterator[str]:
    if ctx.settings.elsewhere.pages and request_build(
        client_here(repository_here(ctx)), tip, is_new=is_new
    ):
        yield _("Pages were asked to show the website")


OUTLETS: tuple[Outlet, ...] = (_mirror, _rsync, _pages)


def _ssh(ctx: Context) -> AbstractContextManager[str]:
    where = ctx.settings.elsewhere
    found = []
    for kept, name in ((where.key, "sitekey"), (where.known_hosts, "knownhosts")):
        try:
            data = kept.read()
        except OSError as error:
            data, why = b"", reason(error)
        else:
            why = _("it is not set")
        if not data.strip():
            raise NotFound(
                _("the website cannot leave over SSH, for want of siar.{name}: {why}").format(
                    name=name, why=why
                ),
                hint=_("the operator guide says what it holds, under “The website elsewhere”"),
            )
        found.append(data)
    return ssh_command(*found)
