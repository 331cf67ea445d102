"""Deploy sites, each in a process of its own that is killed before the n-th thing it does.

A line of JSON for each: what is to be done, with what, and N; how it ended is said in a line, too.
Programs that are started and things done to the disk below the target are what is counted.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.repository import Repository
from pipeline.site.deploy import deploy
from pipeline.site.rsync import deploy_by_rsync, destination

DISK = {"os.mkdir", "os.rename", "os.link", "os.symlink", "os.remove", "os.rmdir", "open"}


def to_folder(repository: Repository, commit: str, target: str) -> None:
    """Deploy to a folder of this machine."""
    deploy(repository, commit, Path(target))


def to_server(repository: Repository, commit: str, target: str, ssh: str) -> None:
    """Deploy to a server, reached by a program."""
    deploy_by_rsync(repository, commit, destination(target), ssh)


KINDS: dict[str, Callable[..., None]] = {"folder": to_folder, "server": to_server}


def run(kind: str, folder: str, commit: str, words: list[str], left: int) -> None:
    """Do it, and die at the step. Python tells its hook of each event just before it happens."""
    repository = Repository.open(Path(folder))

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        is_on_disk = event in DISK and str(arguments[0]).startswith(words[0])
        is_program = event == "subprocess.Popen" and "rsync" in str(arguments[1])
        if is_on_disk or is_program:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    KINDS[kind](repository, commit, *words)


def main() -> None:
    """Answer line by line; each is done by a child, so that modules are imported once."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(*json.loads(line))
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
