"""GitHub on loopback: its API, Git, and people in the browser, over one bare repository."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import unquote

from tests.github import credentials, faults, forgejo_routes, git_backend, openapi, routes
from tests.github.browser import Browser
from tests.github.call import Answer, Call, NotThere, Refusal
from tests.github.door import Door
from tests.github.forgejo_activity import ForgejoShapes
from tests.github.forgejo_routes import PREFIX
from tests.github.members import BOT, BOT_ID, Members, practice_time
from tests.github.published import API, EVENTS, published
from tests.github.routes import Route

S = TypeVar("S")
BOTS = {"github": (BOT, BOT_ID), "forgejo": ("forgejo-actions", -2)}


class GitHub(Browser):
    """One repository on GitHub, at `url` as long as the `with` lasts.

    Leaving it fails when somebody asked for, or was told, what GitHub's description does not
    allow; `wrongs` are the reasons. With `dialect="forgejo"` it speaks as Forgejo does, of
    which there is no such description.
    """

    def __init__(
        self,
        folder: Path,
        owner: str = "dinas",
        repo: str = "siar",
        *,
        private: bool = True,
        plan: str = "free",
        dialect: str = "github",
        now: Callable[[], datetime] = practice_time,
    ) -> None:
        bot = BOTS[dialect]
        for name in (API, EVENTS):  # missing, they are missed at once, and not by a thread
            published(name)
        super().__init__(folder, owner, repo, private=private, plan=plan, bot=bot, now=now)
        self.dialect = dialect
        self.calls: list[str] = []
        self.wrongs: list[str] = []
        self._faults: list[faults.Fault] = []
        self._closing = threading.Event()
        self._door = Door(self)
        self._thread = threading.Thread(
            target=self._door.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.url = self._door.url

    @property
    def members(self) -> Members:
        """Who has an account."""
        return self

    @property
    def api_url(self) -> str:
        """What workflows find as GITHUB_API_URL."""
        return self.url + (PREFIX if self.dialect == "forgejo" else "")

    @property
    def git_path(self) -> str:
        """Where Git's repository is: `/dinas/siar.git/`."""
        return f"/{self.full_name}.git/"

    @property
    def git_url(self) -> str:
        """Where the repository is cloned from."""
        return f"{self.url}/{self.full_name}.git"

    def git_address(self, token: str) -> str:
        """The same, with a token in it."""
        return self.git_url.replace("http://", f"http://x-access-token:{token}@")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._door.shutdown()
        self._thread.join()
        self._door.server_close()
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

    def wait(self, seconds: float) -> None:
        """Say nothing for a while, unless the forge closes."""
        self._closing.wait(seconds)

    # --- the API --------------------------------------------------------------------------------

    def answer(self, call: Call) -> tuple[Answer, str]:
        """The answer to a call, and the fault that struck it."""
        with self.lock:
            self.calls.append(f"{call.method} {call.path}")
            number = len(self.calls)
            kind = next((fault.kind for fault in self._faults if fault.strikes(number)), "")
            if kind in faults.BEFORE:
                return faults.BEFORE[kind](int(self.now().timestamp())), kind
            return faults.spoil(kind, self.handled(call)), kind

    def handled(self, call: Call) -> Answer:
        """The answer, if question and answer are as the description says."""
        if self.dialect == "forgejo":
            call.path = call.path.removeprefix(PREFIX)
            return self.done(call, forgejo_routes.ROUTES, ForgejoShapes(self, self.url))
        # Pages link to one another by the repository's number, and are found by it, too.
        ours, numbered = f"/repos/{self.full_name}/", f"/repositories/{self.id}/"
        call.path = call.path.replace(numbered, ours, 1)
        call.address = call.address.replace(ours, numbered, 1)
        operation = openapi.find(call.method, call.path)
        if operation is None:
            return self.wrong(call, "GitHub's description has no such path")
        if asked := [*openapi.wrong_call(operation, call.query, call.body)]:
            return self.wrong(call, "asked: " + "; ".join(asked))
        answer = self.done(call, routes.ROUTES, self.shapes)
        if answer.status >= 500 or isinstance(answer.body, bytes):
            return answer
        said = [*openapi.wrong_answer(operation, answer.status, answer.body)]
        return self.wrong(call, "answered: " + "; ".join(said)) if said else answer

    def done(self, call: Call, table: Sequence[Route[S]], shapes: S) -> Answer:
        """What comes of a call."""
        try:
            for route in table:
                if route.method == call.method and (found := route.pattern.fullmatch(call.path)):
                    call.at = {name: unquote(said) for name, said in found.groupdict().items()}
                    self.admit(route.needs, call)
                    return route.handler(shapes, call)
        except Refusal as refusal:
            said = {
                "message": refusal.message,
                "documentation_url": "https://docs.github.com/rest",
                "status": str(refusal.status),
                **refusal.extra,
            }
            return Answer(said, refusal.status)
        except Exception as error:  # a fault of this forge, which fails the test
            return self.wrong(call, f"{type(error).__name__}: {error}")
        return self.wrong(call, "nothing here answers that")

    def admit(self, needs: str, call: Call) -> None:
        """Refuse what a token may not."""
        ours = (self.owner.login, self.repo)
        if "owner" in call.at and (call.at["owner"], call.at["repo"]) != ours:
            raise NotThere
        permission, _colon, level = needs.partition(":")
        if call.token is None:
            if self.private and needs:
                raise NotThere
            if level == "write":
                raise Refusal(401, "Requires authentication")
            return
        if call.user.role == "none" and self.private and needs:
            raise NotThere
        if permission in {"", "metadata"}:
            return
        either = [permission]
        # What is said on a pull request is an issue's, too.
        on_pull = "number" in call.at and self._is_pull(call.number("number"))
        if permission == "issues" and (on_pull or "comment_id" in call.at):
            either.append("pull-requests")
        if not any(call.token.may(name, level) for name in either):
            raise Refusal(403, "Resource not accessible by integration")

    def _is_pull(self, number: int) -> bool:
        return number in self.issues and self.issues[number].pull is not None

    def wrong(self, call: Call, reason: str) -> Answer:
        """Say, now and when the forge is left, what nobody may do here."""
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
            user, actor = token.user, self.actor(token.user, token)
            answer = git_backend.take(folder, rest, headers, body, user.login, actor, self.rulesets)
            self.moved(user)
            return answer
