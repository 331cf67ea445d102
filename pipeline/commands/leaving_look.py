"""Look at what leaves this machine: mail, and the website for other places."""

from collections.abc import Iterator

from pipeline.commands.context import Context
from pipeline.commands.health import Check, bad, either, good
from pipeline.commands.outside import LOOPBACK
from pipeline.i18n import _, reason
from pipeline.machine import Elsewhere, Kept


def mail(ctx: Context) -> Iterator[Check]:
    """Whether mail is encrypted on its way, and its password is here where one is wanted."""
    if ctx.settings.practice:
        yield good(_("practice: no mail leaves this machine"))
        return
    section = ctx.agency.section("mail")
    secure = section["security"] != "none" or section["host"] in LOOPBACK
    sentence = _("mail goes through {host} by {security}").format(
        host=section["host"], security=section["security"]
    )
    help = _("set `security: starttls` under `mail` in agency.yaml")
    yield either(secure, sentence, sentence, help)
    if section.get("user") and not ctx.settings.smtp_password and not ctx.settings.smtp:
        yield bad(
            _("the mail server wants a password of {user}, and none is set here").format(
                user=section["user"]
            ),
            "git config siar.smtppassword SECRET",
        )


def elsewhere(ctx: Context) -> Iterator[Check]:
    """Whether the website can go where it is to go besides a folder."""
    where = ctx.settings.elsewhere
    for place in (where.repository, where.rsync):
        if place:
            yield good(_("the website goes to {place}").format(place=place))
    if where.repository or where.rsync:
        yield from over_ssh(where)


def over_ssh(where: Elsewhere) -> Iterator[Check]:
    """The two things without which nothing goes over SSH."""
    for kept, name in ((where.key, "sitekey"), (where.known_hosts, "knownhosts")):
        why = _missing(kept)
        if why:
            yield bad(
                _("the website cannot leave over SSH, for want of siar.{name}: {why}").format(
                    name=name, why=why
                ),
                _("the operator guide says what it holds, under “The website elsewhere”"),
            )


def _missing(kept: Kept) -> str:
    try:
        data = kept.read()
    except OSError as error:
        return reason(error)
    return "" if data.strip() else _("it is not set")
