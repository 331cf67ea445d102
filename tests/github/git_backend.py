"""Git over smart HTTP, by Git's own `http-backend`."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.github import pre_receive
from tests.github.bare import QUIET
from tests.github.call import Answer
from tests.github.rules import Actor

# As a forge serves Git: any filter, any commit by its name, and no hook of the office's.
SETTINGS = {
    "uploadpack.allowFilter": "true",
    "uploadpack.allowAnySHA1InWant": "true",
    "receive.advertiseAtomic": "true",
    "receive.hideRefs": "refs/pull",
    "core.hooksPath": "/dev/null",
    "http.receivepack": "true",
}


def serve(
    folder: Path, method: str, rest: str, query: str, headers: Mapping[str, str], body: bytes
) -> Answer:
    """Git's answer to somebody who only reads, for `rest` below the repository in `folder`."""
    return _serve(folder, method, rest, query, headers, body, {})


def take(
    folder: Path, rest: str, headers: Mapping[str, str], body: bytes,
    user: str, actor: Actor, rulesets: Sequence[Mapping[str, Any]],
) -> Answer:  # fmt: skip
    """Git's answer to a push, which the rules may refuse."""
    more = {
        "REMOTE_USER": user,
        pre_receive.ACTOR: json.dumps(actor),
        pre_receive.RULESETS: json.dumps(rulesets),
    }
    with TemporaryDirectory() as hooks:
        if rulesets or not actor.may_change_workflows:
            pre_receive.install(Path(hooks))
        settings = {"core.hooksPath": hooks}
        return _serve(folder, "POST", rest, "", headers, body, more, settings)


def _serve(
    folder: Path, method: str, rest: str, query: str, headers: Mapping[str, str], body: bytes,
    more: Mapping[str, str], settings: Mapping[str, str] | None = None,
) -> Answer:  # fmt: skip
    environment = {
        **os.environ,
        **QUIET,
        "GIT_PROJECT_ROOT": str(folder.parent),
        "GIT_HTTP_EXPORT_ALL": "1",
        "GIT_PROTOCOL": headers.get("Git-Protocol", ""),
        "HTTP_CONTENT_ENCODING": headers.get("Content-Encoding", ""),
        "REQUEST_METHOD": method,
        "PATH_INFO": f"/{folder.name}/{rest}",
        "QUERY_STRING": query,
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        **more,
        **_said({**SETTINGS, **(settings or {})}),
    }
    said = subprocess.run(
        ["git", "http-backend"], input=body, env=environment, capture_output=True, check=True
    )
    head, _blank, data = said.stdout.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
    status = int(fields.pop("Status", "200").split(" ")[0])
    return Answer(data, status, fields)


def _said(settings: Mapping[str, str]) -> dict[str, str]:
    """Settings, as Git takes them from its environment."""
    said = {"GIT_CONFIG_COUNT": str(len(settings))}
    for index, (name, value) in enumerate(settings.items()):
        said |= {f"GIT_CONFIG_KEY_{index}": name, f"GIT_CONFIG_VALUE_{index}": value}
    return said
