"""Git over smart HTTP, by Git's own `http-backend`."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.github.bare import QUIET
from tests.github.call import Answer


def serve(
    folder: Path, method: str, rest: str, query: str, headers: Mapping[str, str], body: bytes,
    user: str, hooks: Path,
) -> Answer:  # fmt: skip
    """Git's answer to a request for `rest` below the repository in `folder`."""
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
        "REMOTE_USER": user,
        **_settings(hooks),
    }
    said = subprocess.run(
        ["git", "http-backend"], input=body, env=environment, capture_output=True, check=True
    )
    head, _blank, data = said.stdout.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
    status = int(fields.pop("Status", "200").split(" ")[0])
    return Answer(data, status, fields)


def _settings(hooks: Path) -> dict[str, str]:
    """As a forge serves Git: any filter, any commit by its name, and no hook of ours."""
    settings = {
        "uploadpack.allowFilter": "true",
        "uploadpack.allowAnySHA1InWant": "true",
        "receive.advertiseAtomic": "true",
        "core.hooksPath": str(hooks),
    }
    said = {"GIT_CONFIG_COUNT": str(len(settings))}
    for index, (name, value) in enumerate(settings.items()):
        said |= {f"GIT_CONFIG_KEY_{index}": name, f"GIT_CONFIG_VALUE_{index}": value}
    return said
