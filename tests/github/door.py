"""The forge's door: HTTP on loopback, for programs and for Git."""

import json
from collections.abc import Mapping
from datetime import UTC
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.github import credentials
from tests.github.call import Answer, Call
from tests.github.members import Members

SILENCE_SECONDS = 60
TEXT = {"Content-Type": "text/plain; charset=utf-8"}


class House(Protocol):
    """What stands behind the door."""

    @property
    def members(self) -> Members:
        """Who has an account."""

    @property
    def git_path(self) -> str:
        """Where Git's repository is: `/dinas/siar.git/`."""

    def git(
        self, method: str, rest: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """Git's answer."""

    def answer(self, call: Call) -> tuple[Answer, str]:
        """The answer to a call of the API, and the fault that struck it."""

    def wait(self, seconds: float) -> None:
        """Say nothing for a while."""


class Door(ThreadingHTTPServer):
    """Listens on a port of its own."""

    daemon_threads = True

    def __init__(self, house: House) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.house = house

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Door

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        house, data = self.server.house, self._body()
        split, headers = urlsplit(self.path), dict(self.headers.items())
        path, kind = unquote(split.path), ""
        if path.startswith(house.git_path):
            rest = path.removeprefix(house.git_path)
            answer = house.git(self.command, rest, split.query, headers, data)
        elif path.startswith("/user-attachments/"):
            # What people drop into an issue is for their own browsers only.
            answer = Answer(b"Not Found", 404, TEXT)
        else:
            answer, kind = self._api(split.path, split.query, headers, data)
        if kind == "timeout":
            house.wait(SILENCE_SECONDS)
            self.close_connection = True
            return
        self._send(answer, cut=kind == "cut-json")

    def _api(
        self, path: str, query: str, headers: Mapping[str, str], data: bytes
    ) -> tuple[Answer, str]:
        house = self.server.house
        secret = credentials.secret_in(headers)
        token = house.members.tokens.get(secret)
        if not self.headers.get("User-Agent"):
            return Answer(b"Request forbidden by administrative rules.", 403, TEXT), ""
        if secret and token is None:
            return _refused(401, "Bad credentials"), ""
        try:
            body: Any = json.loads(data) if data else None
        except ValueError:
            return _refused(400, "Problems parsing JSON"), ""
        asked = dict(parse_qsl(query, keep_blank_values=True))
        return house.answer(
            Call(self.command, path, asked, body, token, headers, self.server.url + path)
        )

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _send(self, answer: Answer, *, cut: bool) -> None:
        data = answer.data()
        self.send_response(answer.status)
        headers = {"Content-Type": "application/json; charset=utf-8", **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
        self.close_connection = self.close_connection or cut

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The forge's own clock."""
        now = self.server.house.members.now()
        return format_datetime(now.astimezone(UTC), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads that."""


def _refused(status: int, message: str) -> Answer:
    return Answer({"message": message, "documentation_url": "https://docs.github.com/rest"}, status)
