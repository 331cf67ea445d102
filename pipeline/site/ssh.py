"""Reach a server over SSH: with one key, and only the server whose own key is known."""

import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing of whoever runs this counts: no configuration, no agent, no other keys, no other hosts.
OPTIONS = (
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    "GlobalKnownHostsFile=/dev/null",
    "UpdateHostKeys=no",
    "IdentitiesOnly=yes",
    "IdentityAgent=none",
    "ConnectTimeout=20",
    "ServerAliveInterval=15",
)


@contextmanager
def ssh_command(key: bytes, known_hosts: bytes) -> Iterator[str]:
    """How `ssh` is called with this private key and these host keys, while the block runs."""
    with tempfile.TemporaryDirectory(prefix="siar-ssh-") as name:
        folder = Path(name)
        paths = {"key": key, "known_hosts": known_hosts}
        for file, data in paths.items():
            _keep(folder / file, data)
        words = ["ssh", "-F", "none", "-i", str(folder / "key")]
        for option in (*OPTIONS, f'UserKnownHostsFile="{folder / "known_hosts"}"'):
            words += ["-o", option]
        yield shlex.join(words)


def _keep(path: Path, data: bytes) -> None:
    """Written for our own eyes from the first byte; ssh refuses a key that others can read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
