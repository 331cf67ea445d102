"""What is outside this machine, and what stands in for it while an office practises."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.commands.context import Context
from pipeline.distribution.mailer import Mailer
from pipeline.distribution.smtp import Login, SmtpMailer
from pipeline.errors import UsageError
from pipeline.i18n import _
from pipeline.site.deploy import CURRENT
from pipeline.site.server import served

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MAIL_TIMEOUT_SECONDS = 60.0


def deploy_folder(ctx: Context) -> Path:
    """Where the website is deployed to. Raises UsageError when production does not say."""
    here = own_folder(ctx)
    if here is None and not ctx.settings.elsewhere:
        raise UsageError(
            _("nothing says where the website is deployed to on this machine"),
            hint=_("git config siar.deploy /srv/www/siar"),
        )
    return here or _beside(ctx)


def own_folder(ctx: Context) -> Path | None:
    """The folder of this machine that the website is served from; None where it is not."""
    here = ctx.settings
    if here.deploy is not None:
        return here.deploy
    if here.practice:
        return _beside(ctx)
    targets = ctx.agency.section("deploy")["targets"]
    paths = [Path(target["path"]) for target in targets if target["kind"] == "directory"]
    return paths[0] if paths and paths[0].is_absolute() else None


def _beside(ctx: Context) -> Path:
    return ctx.repository.git_folder / "siar" / "situs"


@contextmanager
def mailer(ctx: Context) -> Iterator[Mailer]:
    """The way out for mail: agency.yaml's server, or in practice one of our own on loopback.

    In practice every mail is really sent by SMTP, and ends as an `.eml` file in `siar.mails`.
    """
    here, mail = ctx.settings, ctx.agency.section("mail")
    host, port = _address(here.smtp) if here.smtp else (str(mail["host"]), int(mail["port"]))
    if not here.practice:
        user = mail.get("user")
        login = Login(user, here.smtp_password) if user else None
        yield from _closing(SmtpMailer(host, port, mail["security"], login, hello=mail["domain"]))
        return
    if here.smtp:
        if host not in LOOPBACK:
            raise UsageError(
                _("in practice no mail leaves this machine, but siar.smtp is {host}").format(
                    host=host
                ),
                hint=_("remove siar.smtp, or set siar.practice to false"),
            )
        yield from _closing(SmtpMailer(host, port, "none", timeout_seconds=MAIL_TIMEOUT_SECONDS))
        return
    # Its library is not small, and most commands send no mail.
    from pipeline.distribution.loopback import Loopback

    with Loopback(here.mails) as server:
        yield from _closing(SmtpMailer(server.host, server.port, "none"))


def _closing(made: SmtpMailer) -> Iterator[Mailer]:
    try:
        yield made
    finally:
        made.close()


def _address(text: str) -> tuple[str, int]:
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise UsageError(
            _("siar.smtp is not host:port: {text}").format(text=text),
            hint=_("write it like 127.0.0.1:2525"),
        )
    return host, int(port)


@contextmanager
def live_address(ctx: Context, folder: Path) -> Iterator[str]:
    """Under which address the deployed site is fetched to see it live."""
    here = ctx.settings
    if here.live:
        yield here.live
    elif here.practice:
        with served(folder / CURRENT) as site:
            yield site.url
    else:
        yield str(ctx.agency.section("site")["url"])
