"""Hand mails to an SMTP server, one recipient each, and know of each what became of it.

Verb by verb, because it matters when something breaks: before the final dot the server throws
away what it has; after it nobody can say whether the mail is on its way.
"""

import re
import smtplib
import ssl
from contextlib import suppress
from typing import NamedTuple

from pipeline.distribution.address import require_address
from pipeline.distribution.mailer import Outcome, Verdict
from pipeline.errors import UsageError
from pipeline.i18n import _, reason

SECURITIES = ("starttls", "tls", "none")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_TOO_BIG = 552  # the one refusal at MAIL that is about this mail and not about us
# Refusals at RCPT that are about us: without a login, or with a wrong one, every mail gets them.
_WHO_ARE_YOU = frozenset({530, 535, 538})
_NO_RELAY = re.compile(rb"\brelay", re.IGNORECASE)


class _Away(Exception):
    """The server takes no mail from us; `reply` says why."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


class Login(NamedTuple):
    """The account on the server."""

    user: str
    password: str


class SmtpMailer:
    """A server, and the connection to it that a batch of mails shares."""

    via = "smtp"

    def __init__(
        self,
        host: str,
        port: int,
        security: str,
        login: Login | None = None,
        *,
        timeout_seconds: float = 60.0,
        hello: str = "localhost",
        context: ssl.SSLContext | None = None,
    ) -> None:
        """`security` is starttls, tls or none; `hello` the name we introduce ourselves by.

        `context` decides which certificates are believed: those of known authorities, by default.
        Raises UsageError rather than send a password where others can read it.
        """
        if security not in SECURITIES:
            raise UsageError(
                _("unknown mail security: {security}").format(security=security),
                hint=_("choose one of: {choices}").format(choices=", ".join(SECURITIES)),
            )
        if login and security == "none" and host not in _LOOPBACK:
            raise UsageError(
                _("the mail password would travel readable to {host}").format(host=host),
                hint=_("set `security: starttls` (or tls) under `mail` in agency.yaml"),
            )
        self._host, self._port, self._security, self._login = host, port, security, login
        self._timeout, self._hello = timeout_seconds, hello
        self._context = context or ssl.create_default_context()
        self._server: smtplib.SMTP | None = None

    def send(self, message: bytes, sender: str, recipient: str) -> Outcome:
        """Deliver one mail; opens a connection where there is none."""
        require_address(sender)
        require_address(recipient)
        try:
            return self._transact(message, sender, recipient)
        except BaseException:  # Ctrl-C: a mail begun must not be ended by the next command
            self._drop()
            raise

    def _transact(self, message: bytes, sender: str, recipient: str) -> Outcome:
        try:
            server, refusal = self._begin(sender, len(message))
        except _Away as away:
            self._drop()
            return Outcome(Verdict.AWAY, away.reply)
        if refusal:
            return self._give_up(server, refusal)
        try:
            for verb, expected in ((f"RCPT TO:<{recipient}>", 2), ("DATA", 3)):
                code, reply = server.docmd(verb)
                if code // 100 != expected:
                    return self._give_up(server, _refusal(code, reply))
            # The dot goes separately: until it is out, a broken connection delivers nothing.
            server.send(_dot_stuffed(message))
        except OSError as error:  # SMTPException is one
            self._drop()
            return Outcome(Verdict.RETRY, _words(error))
        return self._finish(server)

    def close(self) -> None:
        """Say goodbye to the server."""
        if self._server:
            with suppress(OSError):
                self._server.quit()
            self._drop()

    def _finish(self, server: smtplib.SMTP) -> Outcome:
        try:
            server.send(b".\r\n")
            code, reply = server.getreply()
        except OSError as error:
            self._drop()
            return Outcome(Verdict.UNKNOWN, _words(error))
        verdicts = {2: Verdict.ACCEPTED, 4: Verdict.RETRY, 5: Verdict.REFUSED}
        verdict = verdicts.get(code // 100, Verdict.UNKNOWN)
        if code == 421 or verdict is Verdict.UNKNOWN:  # it is leaving, or not following
            self._drop()
        return Outcome(verdict, _line(code, reply))

    def _begin(self, sender: str, size: int) -> tuple[smtplib.SMTP, Outcome | None]:
        """A connection on which MAIL was accepted, or the refusal of a mail too big."""
        reused = self._server is not None
        try:
            server = self._server or self._connect()
            options = [f"size={size}"] if server.has_extn("size") else []
            code, reply = server.mail(sender, options)
        except OSError as error:
            self._drop()
            if reused:  # it hung up while we were busy
                return self._begin(sender, size)
            raise _Away(_words(error)) from error
        if code == 421 and reused:
            self._drop()
            return self._begin(sender, size)
        if code == _TOO_BIG:
            return server, _refusal(code, reply)
        if code // 100 != 2:  # it is us it refuses, and so every mail
            raise _Away(_line(code, reply))
        return server, None

    def _connect(self) -> smtplib.SMTP:
        where, hello, timeout = (self._host, self._port), self._hello, self._timeout
        try:
            if self._security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    *where, hello, timeout=timeout, context=self._context
                )
            else:
                server = smtplib.SMTP(*where, hello, timeout=timeout)
        except OSError as error:
            raise _Away(_words(error)) from error
        self._server = server
        try:
            self._introduce(server)
        except (OSError, UnicodeError) as error:
            raise _Away(_words(error)) from error
        return server

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._security == "starttls":
            if not server.has_extn("starttls"):
                raise _Away("STARTTLS is not offered")
            server.starttls(context=self._context)
            server.ehlo()
        if self._login:
            server.login(*self._login)

    def _give_up(self, server: smtplib.SMTP, outcome: Outcome) -> Outcome:
        """End the transaction that was begun, so that the connection can be used again."""
        try:
            if outcome.reply.startswith("421") or server.rset()[0] // 100 != 2:
                self._drop()
        except OSError:
            self._drop()
        return outcome

    def _drop(self) -> None:
        if self._server:
            self._server.close()
        self._server = None


def _refusal(code: int, reply: bytes) -> Outcome:
    """The verdict on a mail that was not taken, before a byte of it was sent."""
    verdict = Verdict.REFUSED if code // 100 == 5 else Verdict.RETRY
    if code in _WHO_ARE_YOU or (verdict is Verdict.REFUSED and _NO_RELAY.search(reply)):
        verdict = Verdict.AWAY
    return Outcome(verdict, _line(code, reply))


def _line(code: int, reply: bytes) -> str:
    return f"{code} {reply.decode('utf-8', 'replace')}"


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _line(error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
    if isinstance(error, OSError) and error.strerror:
        return reason(error)
    return " ".join(str(error).split()) or type(error).__name__


def _dot_stuffed(message: bytes) -> bytes:
    """The lines as SMTP wants them: one more dot before a dot (RFC 5321, 4.5.2)."""
    whole = message if message.endswith(b"\r\n") else message + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)
