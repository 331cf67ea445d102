"""A mail server for this machine only: keeps its mail as `.eml` files, for the demo and tests."""

import ssl
from pathlib import Path
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from pipeline.distribution.mailer import eml_name
from pipeline.files import write_whole

HOST = "127.0.0.1"
LARGEST = 50_000_000  # bytes of one mail


class Loopback:
    """A context manager: while it is open, mail to 127.0.0.1 at `port` lands in `directory`.

    With `tls` it offers STARTTLS (and then demands it); with `login` (user, password) it demands
    that. `handler` takes the place of the one that keeps files.
    """

    def __init__(
        self,
        directory: Path,
        *,
        tls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
        handler: Any = None,
    ) -> None:
        self._controller = _Controller(
            handler or Keep(directory),
            hostname=HOST,
            port=0,
            server_hostname="localhost",
            ident="Siar",
            data_size_limit=LARGEST,
            tls_context=tls,
            require_starttls=tls is not None,
            authenticator=_demand(*login) if login else None,
            auth_required=login is not None,
            auth_require_tls=tls is not None,
        )

    @property
    def host(self) -> str:
        """Where it listens."""
        return HOST

    @property
    def port(self) -> int:
        """Where it listens; a free one was taken."""
        return int(self._controller.port)

    def __enter__(self) -> "Loopback":
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()


class Keep:
    """Keep each mail as a file; the same one twice is two files, so that it is seen."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        """Write it for each recipient; a full disk is an answer, not a crash."""
        message = envelope.original_content or b""
        try:
            for recipient in envelope.rcpt_tos:
                write_whole(self._free_name(eml_name(message, recipient)), message)
        except OSError as error:
            return f"452 4.3.1 {error.strerror or 'cannot write'}"
        return "250 2.0.0 kept"

    def _free_name(self, name: str) -> Path:
        path, count = self._directory / name, 1
        while path.exists():
            count += 1
            path = self._directory / f"{name.removesuffix('.eml')}_{count}.eml"
        return path


class _Controller(Controller):
    """One that can be given port 0: it asks what port it got."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        trigger: Any = super()._trigger_server
        trigger()


def _demand(user: str, password: str) -> Any:
    expected = LoginPassword(user.encode(), password.encode())

    def authenticate(
        server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        return AuthResult(success=data == expected, handled=False)

    return authenticate
