"""Which workflows an event of the forge starts, and what follows from their ends."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.github.call import Answer, Call, Refusal
from tests.github.credentials import secret_in
from tests.github.events import Event
from tests.github.server import GitHub
from tests.github.state import Token
from tests.support.runner import Run, Runner, read_workflow

# What starts a workflow that names no types.
USUAL = {"pull_request": ("opened", "synchronize", "reopened")}
USUAL["pull_request_target"] = USUAL["pull_request"]
# What starts workflows although a workflow's own token caused it.
EVEN_BY_BOT = ("workflow_dispatch", "workflow_run")


class Started(NamedTuple):
    """A workflow that ran: why, how it went, and the API's calls during it."""

    workflow: str
    event: Event
    run: Run
    calls: tuple[str, ...]


class WatchedForge(GitHub):
    """A forge that notes which of its permissions each token could not have done without."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.needed: dict[str, set[str]] = {}

    def admit(self, needs: str, call: Call) -> None:
        """Let a call in; and see with which permissions less it would have been refused."""
        super().admit(needs, call)
        token = call.token
        for name in token.permissions if token else ():
            for level in ("read", "write"):
                call.token = _less(token, name, "" if level == "read" else "read")
                try:
                    super().admit(needs, call)
                except Refusal:
                    self._keep_need(token, f"{name}: {level}")
        call.token = token

    def git(
        self, method: str, rest: str, query: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """Git's answer, which takes a permission as well."""
        answer = super().git(method, rest, query, headers, body)
        level = "write" if "git-receive-pack" in f"{rest}?{query}" else "read"
        self._keep_need(self.tokens.get(secret_in(headers)), f"contents: {level}")
        return answer

    def _keep_need(self, token: Token | None, permission: str) -> None:
        if token is not None:
            self.needed.setdefault(token.text, set()).add(permission)


def _less(token: Token | None, name: str, level: str) -> Token | None:
    return token and token._replace(permissions={**token.permissions, name: level})


class Actions:
    """Runs an office's workflow files for what happens on the forge from now on, one by one.

    `secrets` are those of each environment: a job that names none has none.
    """

    def __init__(
        self,
        forge: GitHub,
        runner: Runner,
        workflows: Path,
        *,
        variables: Mapping[str, str],
        secrets: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._forge, self.runner = forge, runner
        self._files = {path: read_workflow(path) for path in sorted(workflows.glob("*.yml"))}
        self.variables, self._secrets = dict(variables), secrets
        self._heard, self._dispatched = len(forge.events), len(forge.dispatches)

    def settle(self, conclusion: str = "") -> list[Started]:
        """Run what was started since the last time, and what that starts, until all is quiet.

        With a `conclusion`, runs that others wait for end so, whatever they did.
        """
        started = []
        while (event := self._next()) is not None:
            for path, said in self._files.items():
                for name in _starts(said["on"], path.name, event):
                    started.append(self._run(path, said, name, event))
                    self._tell_end(path.stem, said["name"], event, started[-1].run, conclusion)
        return started

    def _next(self) -> Event | None:
        for dispatch in self._forge.dispatches[self._dispatched :]:
            self._forge.dispatched(dispatch)
            self._dispatched += 1
        if self._heard == len(self._forge.events):
            return None
        self._heard += 1
        return self._forge.events[self._heard - 1]

    def _run(self, path: Path, said: Mapping[str, Any], name: str, event: Event) -> Started:
        (job, *_more) = said["jobs"].values()
        first = len(self._forge.calls)
        run = self.runner.run(
            path, name, event.payload,
            variables=self.variables, secrets=self._secrets.get(job.get("environment", ""), {}),
        )  # fmt: skip
        return Started(path.stem, event, run, tuple(self._forge.calls[first:]))

    def _tell_end(self, file: str, name: str, event: Event, run: Run, conclusion: str) -> None:
        waits = (said["on"].get("workflow_run") for said in self._files.values())
        if any(name in waited["workflows"] for waited in waits if waited):
            self._forge.finish(file, event, conclusion or ("failure" if run.exit else "success"))


def _starts(triggers: Mapping[str, Any], file: str, event: Event) -> list[str]:
    """As which events this one starts a workflow."""
    payload = event.payload
    is_bot = payload.get("sender", {}).get("type") == "Bot"
    if is_bot and event.name not in EVEN_BY_BOT:
        return []
    if event.name == "workflow_dispatch" and payload["workflow"].rpartition("/")[2] != file:
        return []
    names = [event.name] + ["pull_request_target"] * (event.name == "pull_request")
    return [name for name in names if name in triggers and _fits(name, triggers[name] or {}, event)]


def _fits(name: str, wanted: Any, event: Event) -> bool:
    payload = event.payload
    if name == "schedule":
        return payload["schedule"] in [plan["cron"] for plan in wanted]
    if event.action and event.action not in wanted.get("types", USUAL.get(name, [event.action])):
        return False
    if name == "workflow_run" and payload["workflow"]["name"] not in wanted["workflows"]:
        return False
    branches = [f"refs/heads/{branch}" for branch in wanted.get("branches", ())]
    return name != "push" or not branches or payload["ref"] in branches
