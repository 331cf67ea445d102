"""Run a program, and measure how long it takes and how much memory it and its children hold."""

import os
import re
import resource
import subprocess
import sys
import tempfile
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


class Spent(NamedTuple):
    """The same, with the seconds that processors were at work; and what the program said."""

    seconds: float
    cpu_seconds: float
    mib: float
    said: str


def cost(words: Sequence[str], folder: Path, env: Mapping[str, str] = {}) -> Cost:
    """What it costs to run a program to its end. Raises CalledProcessError when it fails."""
    found = spent(words, folder, env)
    return Cost(found.seconds, found.mib)


def spent(
    words: Sequence[str], folder: Path, env: Mapping[str, str] = {}, *, watched: bool = True
) -> Spent:
    """The same, told of in full; a program that is not `watched` is not held up by it either."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        before, begun = _at_work(), time.perf_counter()
        with subprocess.Popen(
            words, cwd=folder, env={**os.environ, **env}, stdin=subprocess.DEVNULL,
            stdout=out, stderr=complaints,
        ) as process:  # fmt: skip
            most = _most_held(process) if watched else 0
            process.wait()
            seconds = time.perf_counter() - begun
        out.seek(0)
        complaints.seek(0)
        told, wrong = (stream.read().decode(errors="replace") for stream in (out, complaints))
    if process.returncode:
        sys.stderr.write(wrong)
        raise subprocess.CalledProcessError(process.returncode, words, told, wrong)
    return Spent(seconds, _at_work() - before, most / 1024, told)


def _at_work() -> float:
    """The seconds that processors worked for what has ended of ours."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _most_held(process: "subprocess.Popen[bytes]") -> int:
    """The most KiB that a process and its children hold at one time, until it ends."""
    begun, most = time.perf_counter(), 0
    while process.poll() is None:
        look = time.perf_counter()
        most = max(most, sum(map(_held, _family(process.pid))))
        now = time.perf_counter()
        # A look at a gigabyte takes its time, too.
        pause = PAUSE_SECONDS if now - begun > 1 else PAUSE_SECONDS / 10
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(pause, 20 * (now - look)))
    return most


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
