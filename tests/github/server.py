"""GitHub on loopback: its API, Git, and people in the browser, over one bare repository."""

import json
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.github import credentials, faults, git_backend, openapi
from tests.github.browser import Browser
from tests.github.call import Answer, Call, NotThere, Refusal
from tests.github.members import practice_time
from tests.github.routes import ROUTES, Route


class GitHub(Browser):
    """One repository on GitHub, at `url` as long as the `with` lasts.

    Leaving it fails when somebody asked for, or was told, what GitHub's description does not
    allow; `wrongs` are the reasons.
    """

    def __init__(
        self,
        folder: Path,
        owner: str = "dinas",
        repo: str = "siar",
        *,
        private: bool = True,
        plan: str = "free",
        now: Callable[[], datetime] = practice_time,
    ) -> None:
        super().__init__(folder, owner, repo, private=private, plan=plan, now=now)
        self.calls: list[str] = []
        self.wrongs: list[str] = []
        self._faults: list[faults.Fault] = []
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.forge = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def api_url(self) -> str:
        """What workflows find as GITHUB_API_URL."""
        return self.url

    @property
    def git_url(self) -> str:
        """Where the repository is cloned from."""
        return f"{self.url}/{self.full_name}.git"

    def git_address(self, token: str) -> str:
        """The same, with a token in it."""
        return self.git_url.replace("http://", f"http://x-access-token:{token}@")

    def __enter__(self) -> Self:
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        if error is None:
            assert not self.wrongs, "\n".join(self.wrongs)

    # --- a bad day ------------------------------------------------------------------------------

    def fail(self, at: int, kind: str, times: int = 1) -> None:
        """Let the call number `at` (from 1, since the last reset) fail, and `times - 1` after it.

        `times=0` means from there on. In faults.py stands which kinds strike before anything is
        done, and which ones only spoil the answer.
        """
        assert kind in faults.KINDS, f"no such fault: {kind}"
        self._faults.append(faults.Fault(at, kind, times))

    def reset_calls(self) -> None:
        """Count calls anew, and forget the faults."""
        self.calls.clear()
        self._faults.clear()

    # --- the API --------------------------------------------------------------------------------

    def answer(self, call: Call) -> tuple[Answer, str]:
        """The answer to a call, and the fault that struck it."""
        with self.lock:
            self.calls.append(f"{call.method} {call.path}")
            number = len(self.calls)
            kind = next((fault.kind for fault in self._faults if fault.strikes(number)), "")
            if kind in faults.BEFORE:
                return faults.BEFORE[kind](int(self.now().timestamp())), kind
            answer = self._handled(call)
            return faults.spoil(kind, answer), kind

    def _handled(self, call: Call) -> Answer:
        operation = openapi.find(call.method, call.path)
        if operation is None:
            return self._wrong(call, "GitHub's description has no such path")
        if asked := [*openapi.wrong_call(operation, call.query, call.body)]:
            return self._wrong(call, "asked: " + "; ".join(asked))
        answer = self._done(call)
        said = answer.status < 500 and [
            *openapi.wrong_answer(operation, answer.status, answer.body)
        ]
        return self._wrong(call, "answered: " + "; ".join(said)) if said else answer

    def _done(self, call: Call) -> Answer:
        try:
            return self._answered(call)
        except Refusal as refusal:
            return Answer(
                {
                    "message": refusal.message,
                    "documentation_url": "https://docs.github.com/rest",
                    "status": str(refusal.status),
                    **refusal.extra,
                },
                refusal.status,
            )
        except Exception as error:  # a fault of this forge, which fails the test
            return self._wrong(call, f"{type(error).__name__}: {error}")

    def _answered(self, call: Call) -> Answer:
        for route in ROUTES:
            found = route.match(call.method, call.path)
            if found is None:
                continue
            call.at = {name: unquote(said) for name, said in found.items()}
            self._admit(route, call)
            return route.handler(self.shapes, call)
        return self._wrong(call, "nothing here answers that")

    def _admit(self, route: Route, call: Call) -> None:
        ours = (self.owner.login, self.repo)
        if "owner" in call.at and (call.at["owner"], call.at["repo"]) != ours:
            raise NotThere
        permission, _colon, level = route.needs.partition(":")
        if call.token is None:
            if self.private or level == "write":
                raise NotThere if self.private else Refusal(401, "Requires authentication")
            return
        if call.user.role == "none" and self.private and route.needs:
            raise NotThere
        if permission in {"", "metadata"}:
            return
        either = [permission]
        if permission == "issues" and "number" in call.at:
            issue = self.issues.get(call.number("number"))
            either += ["pull-requests"] if issue and issue.pull else []
        if permission == "issues" and "comment_id" in call.at:
            either += ["pull-requests"]
        if not any(call.token.may(name, level) for name in either):
            raise Refusal(403, "Resource not accessible by integration")

    def _wrong(self, call: Call, reason: str) -> Answer:
        self.wrongs.append(f"{call.method} {call.path}: {reason}")
        return Answer({"message": self.wrongs[-1]}, 500)

    # --- Git ------------------------------------------------------------------------------------

    def git(
        self, method: str, rest: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """Git's answer."""
        token = self.tokens.get(credentials.secret_in(headers))
        writes = "git-receive-pack" in f"{rest}?{query}"
        if token is None and (self.private or writes):
            return Answer(b"", 401, {"WWW-Authenticate": 'Basic realm="GitHub"'})
        if token and not token.may("contents", "write" if writes else "read"):
            return Answer(b"Write access to repository not granted.\n", 403)
        folder = self.bare.folder
        if token is None or rest != "git-receive-pack":
            return git_backend.serve(folder, method, rest, query, headers, body)
        with self.lock:
            user = token.user
            actor = self.actor(user, token)
            answer = git_backend.take(folder, rest, headers, body, user.login, actor, self.rulesets)
            self.moved(user)
            return answer

    def wait(self, seconds: float) -> None:
        """Say nothing for a while, unless the forge closes."""
        self._closing.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    forge: GitHub


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

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
        forge, data = self.server.forge, self._body()
        split = urlsplit(self.path)
        headers = dict(self.headers.items())
        git = f"/{forge.full_name}.git/"
        kind = ""
        if split.path.startswith(git):
            rest = split.path.removeprefix(git)
            answer = forge.git(self.command, rest, split.query, headers, data)
        elif split.path.startswith("/user-attachments/"):
            answer = Answer(b"Not Found", 404, {"Content-Type": "text/plain"})
        else:
            answer, kind = self._api(split.path, split.query, headers, data)
        if kind == "timeout":
            forge.wait(60)
            self.close_connection = True
            return
        self._send(answer, cut=kind == "cut-json")

    def _api(
        self, path: str, query: str, headers: Mapping[str, str], data: bytes
    ) -> tuple[Answer, str]:
        forge = self.server.forge
        secret = credentials.secret_in(headers)
        token = forge.tokens.get(secret)
        if secret and token is None:
            return Answer({"message": "Bad credentials", "documentation_url": "/"}, 401), ""
        try:
            body: Any = json.loads(data) if data else None
        except ValueError:
            return Answer({"message": "Problems parsing JSON", "documentation_url": "/"}, 400), ""
        call = Call(
            self.command, path, dict(parse_qsl(query, keep_blank_values=True)), body, token,
            headers, forge.url + path,
        )  # fmt: skip
        return forge.answer(call)

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
        return format_datetime(self.server.forge.now().astimezone(UTC), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads that."""
