"""Run targets on mutated seeds for so many executions or so long, and keep what makes them fall."""

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz.limits import TooSlow, bounded_time, limit_memory, outcome
from tests.fuzz.targets import LONGEST, TARGETS

# So many executions in one child, which then makes room for the next.
BATCH = 500


class Crash(NamedTuple):
    """What made a target fall: the input, and the traceback or what ended the child."""

    target: str
    data: bytes
    why: str

    def keep(self, folder: Path) -> Path:
        """Write the input where `--reproduce` finds it."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.target}-{hashlib.sha256(self.data).hexdigest()[:12]}"
        path.write_bytes(self.data)
        return path


def tried(target: str, data: bytes) -> Crash | None:
    """What falls when the target reads these bytes, in this process."""
    try:
        with bounded_time():
            found = outcome(TARGETS[target].read, data)
    except TooSlow:
        return Crash(target, data, "too slow")
    return Crash(target, data, found.crash) if found.crash else None


def inputs(target: str, seed: int, batch: int, seeds: Sequence[bytes]) -> Iterator[bytes]:
    """The inputs of a batch: the same ones whenever they are asked for."""
    random = Random(f"{target} {seed} {batch}")  # noqa: S311 — nothing secret
    for _ in range(BATCH):
        yield TARGETS[target].mutate(random, seeds, LONGEST[target])


def run_batch(target: str, seed: int, batch: int, size: int = BATCH) -> tuple[int, list[Crash]]:
    """How many inputs a child with little memory was given, and what fell.

    A child that is ended in the middle of an input leaves behind which one it was.
    """
    seeds = TARGETS[target].seeds()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        limit_memory()
        with os.fdopen(writing, "wb", buffering=0) as said:
            for data in islice(inputs(target, seed, batch, seeds), size):
                said.write(b"!" if tried(target, data) else b".")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        done = answer.read()
    _pid, status = os.waitpid(child, 0)
    if done == b"." * size:
        return size, []
    made = list(islice(inputs(target, seed, batch, seeds), size))
    fallen = [place for place, sign in enumerate(done) if sign == ord("!")]
    crashes = [_again(target, made[place]) for place in fallen]
    if len(done) < len(made):
        crashes.append(Crash(target, made[len(done)], f"the child was ended ({status})"))
    return len(done), crashes


def _again(target: str, data: bytes) -> Crash:
    return tried(target, data) or Crash(target, data, "it fell with little memory only")


def run(
    targets: Sequence[str], *, seed: int, until: float
) -> Iterator[tuple[str, int, Crash | None]]:
    """Batches of each target in turn until the (monotonic) moment: target, executions, crash."""
    batch = 0
    while time.monotonic() < until:
        for target in targets:
            done, crashes = run_batch(target, seed, batch)
            yield target, done, None
            for crash in crashes:
                yield target, 0, crash
            if time.monotonic() >= until:
                return
        batch += 1
