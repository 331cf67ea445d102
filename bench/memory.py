"""Run a program, and measure how long it takes and how much memory it and its children hold."""

import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PAUSE_SECONDS = 0.1
_ANONYMOUS = re.compile(r"^Pss_Anon: +([0-9]+) kB", re.MULTILINE)


class Cost(NamedTuple):
    """Wall-clock seconds, and the most MiB held at one time: what is shared counts once.

    Files that are mapped, such as Git's packs, are the system's cache and not counted.
    """

    seconds: float
    mib: float


def cost(words: Sequence[str], folder: Path, env: Mapping[str, str] = {}) -> Cost:
    """What it costs to run a program to its end. Raises CalledProcessError when it fails."""
    begun = time.perf_counter()
    with subprocess.Popen(
        words, cwd=folder, env={**os.environ, **env}, stdout=subprocess.DEVNULL
    ) as process:
        most = 0
        while process.poll() is None:
            most = max(most, sum(map(_held, _family(process.pid))))
            time.sleep(PAUSE_SECONDS if time.perf_counter() - begun > 1 else PAUSE_SECONDS / 10)
        seconds = time.perf_counter() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return Cost(seconds, most / 1024)


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(FileNotFoundError):  # it has just ended
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in _text(task / "children").split():
                yield from _family(int(child))


def _held(pid: int) -> int:
    """The KiB a process holds; nothing for one that has just ended."""
    found = _ANONYMOUS.search(_text(Path(f"/proc/{pid}/smaps_rollup")))
    return int(found[1]) if found else 0


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except OSError:
        return ""
