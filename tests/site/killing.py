"""Deployments that are killed, and readers who poll the site meanwhile."""

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.site.server import HOST, served
from tests.site.site_line import SiteLine
from tests.site.support import CHECKOUT

CHILD = Path(__file__).parent / "deploy_child.py"


class Killer:
    """Runs deployments in processes of their own, and has them killed; `folder` is what they leave
    their temporary files in.
    """

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "TMPDIR": str(folder)}
        self._child = subprocess.Popen(
            [sys.executable, str(CHILD)], env=environment, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )  # fmt: skip

    def deploy(self, line: SiteLine, commit: str, words: Sequence[str], step: int) -> int:
        """Deploy, to a folder or by a program to a server; how the process ended."""
        kind = "folder" if len(words) == 1 else "server"
        order = [kind, str(line.repository.folder), commit, list(words), step]
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(f"{json.dumps(order)}\n")
        self._child.stdin.flush()
        return int(self._child.stdout.readline())

    def close(self) -> None:
        """Let it end."""
        self._child.communicate()


class Readers:
    """What readers got: which of the sites each answer belongs to, or what is strange about it."""

    def __init__(self, port: int, paths: Sequence[str], sites: Sequence[dict[str, bytes]]) -> None:
        self._port, self._paths, self._sites = port, paths, sites
        self.strange: list[object] = []
        self.rounds = 0

    def read(self, stop: threading.Event) -> None:
        """Ask for each page in turn; whoever has seen a later site sees no former one again."""
        reached = 0
        with_end = http.client.HTTPConnection(HOST, self._port, timeout=10)
        while not stop.is_set():
            for path in self._paths:
                with_end.request("GET", f"/{path}")
                answer = with_end.getresponse()
                data, status = answer.read(), answer.status
                fitting = [
                    place
                    for place, site in enumerate(self._sites)
                    if (status, data) == (200, site.get(path)) or (status == 404) > (path in site)
                ]
                if not fitting or max(fitting) < reached:
                    self.strange.append((path, status, data, reached))
                else:
                    reached = max(reached, min(fitting))
            self.rounds += 1
        with_end.close()


@contextmanager
def reading(
    folder: Path, paths: Sequence[str], sites: Sequence[dict[str, bytes]], count: int = 3
) -> Iterator[Readers]:
    """So many readers at work on a folder that is served, while the block runs."""
    stop = threading.Event()
    with served(folder) as site:
        readers = Readers(site.port, paths, sites)
        threads = [threading.Thread(target=readers.read, args=(stop,)) for _ in range(count)]
        for thread in threads:
            thread.start()
        try:
            yield readers
        finally:
            stop.set()
            for thread in threads:
                thread.join()
