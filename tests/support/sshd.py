"""A real SSH server on loopback, for whoever runs the tests: Git and rsync go through it."""

import getpass
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.record.signature import private_pem, public_line
from tests.support.programs import need

# What a web host allows: the two programs that bring files, and nothing else. It keeps a list.
ALLOWED = """\
#!/bin/sh
echo "$SSH_ORIGINAL_COMMAND" >> {log}
case "$SSH_ORIGINAL_COMMAND" in
  "git-receive-pack '"*|"git-upload-pack '"*|"rsync --server "*) eval "$SSH_ORIGINAL_COMMAND" ;;
  *) echo "not allowed: $SSH_ORIGINAL_COMMAND" >&2; exit 1 ;;
esac
"""
# The keys are agreed upon in the way that costs least; and Bash, told that it is not the first
# shell, leaves out what somebody on this machine has it do when they enter.
SETTINGS = """\
KexAlgorithms curve25519-sha256
SetEnv SHLVL=1
ListenAddress 127.0.0.1:{port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/allowed
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
"""


class SshServer(NamedTuple):
    """Where it is, its host key as a line of known_hosts, and the key that may enter."""

    user: str
    port: int
    known_hosts: bytes
    key: bytes
    log: Path

    def git(self, path: Path) -> str:
        """The address of a repository."""
        return f"ssh://{self.user}@127.0.0.1:{self.port}{path}"

    def folder(self, path: Path) -> str:
        """The address of a folder."""
        return f"ssh://{self.user}@127.0.0.1:{self.port}{path}"

    def commands(self) -> list[str]:
        """The programs that were started there."""
        if not self.log.exists():
            return []
        return [line.split(" ")[0] for line in self.log.read_text("utf-8").splitlines()]


@contextmanager
def ssh_server(folder: Path) -> Iterator[SshServer]:
    """A server whose own files lie in `folder`, as long as the block runs."""
    sshd = need("sshd")
    folder.mkdir(parents=True)
    if os.geteuid() == 0:
        # Where sshd started by root goes once a connection is no longer trusted.
        Path("/run/sshd").mkdir(exist_ok=True)
    host, key = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    port, log = _free_port(), folder / "commands"
    (folder / "host").write_bytes(private_pem(host))
    (folder / "host").chmod(0o600)
    program = folder / "program"
    program.write_text(ALLOWED.format(log=log), encoding="utf-8")
    program.chmod(0o755)
    allowed = f'restrict,command="{program}" {public_line(key)}\n'
    (folder / "allowed").write_text(allowed, encoding="utf-8")
    settings = SETTINGS.format(port=port, folder=folder)
    (folder / "settings").write_text(settings, encoding="utf-8")
    with (folder / "log").open("wb") as told:
        process = subprocess.Popen([sshd, "-D", "-e", "-f", str(folder / "settings")], stderr=told)
        try:
            _wait_for(port, process, folder / "log")
            line = f"[127.0.0.1]:{port} {public_line(host)}\n".encode()
            yield SshServer(getpass.getuser(), port, line, private_pem(key), log)
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(200):
        assert process.poll() is None, log.read_text("utf-8")
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"sshd does not listen: {log.read_text('utf-8')}")
