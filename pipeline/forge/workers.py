"""Judge dockets on all cores: each request by itself, in whichever process is free."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.forge.docket import Docket, Outcome, decide
from pipeline.forge.witness import Witness, no_witness
from pipeline.repository import Repository

# Fewer are judged sooner than a process starts; and a batch is what progress is told by.
ALONE, BATCH = 200, 64
Progress = Callable[[int, int], None]


def decide_all(
    repository: Repository,
    dockets: Sequence[Docket],
    root: str,
    *,
    witness: Witness = no_witness,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """What came of each docket, in their order; `progress` hears how many of all are done."""
    workers = os.cpu_count() or 1
    # Only one process talks with the forge, so that it is asked in order.
    if len(dockets) <= ALONE or workers == 1 or witness is not no_witness:
        for done, docket in enumerate(dockets, start=1):
            yield decide(repository, docket, root, witness)
            if progress and done % BATCH == 0:
                progress(done, len(dockets))
        return
    # All of `multiprocessing`, which the gate at every push would load and have no use for.
    from concurrent.futures import ProcessPoolExecutor

    batches = [dockets[start : start + BATCH] for start in range(0, len(dockets), BATCH)]
    done = 0
    with ProcessPoolExecutor(workers, initializer=_open, initargs=(repository.folder,)) as pool:
        for outcomes in pool.map(_decide_batch, batches, [root] * len(batches)):
            yield from outcomes
            done += len(outcomes)
            if progress:
                progress(done, len(dockets))


_here: list[Repository] = []


def _open(folder: Path) -> None:
    # What was inherited is shared as long as nobody writes to it, and collecting garbage does.
    gc.freeze()
    _here[:] = [Repository.open(folder)]


def _decide_batch(dockets: Sequence[Docket], root: str) -> list[Outcome]:
    return [decide(_here[0], docket, root) for docket in dockets]
