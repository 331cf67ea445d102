"""As many honest and forged histories as one has time for: `make soak`.

    python -m tests.forging.soak --honest 500 --forged 5000 --processes 2 --seed 0

Each honest history is forged over and over, by the operators in turn. `--second N` asks the second
verifier as well at every N-th history (0: never). Prints what was found and missed by operator;
whatever went wrong is told with its seed, which `--only SEED OPERATOR` looks at again.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import NamedTuple

from tests.conftest import SETTINGS
from tests.forging.judge import Story, forge, honest_alarms, missed
from tests.forging.operators import OPERATORS

HONEST = "honest"
SHOWN = 20


class Task(NamedTuple):
    """An honest history, and the operators to be tried on it."""

    seed: int
    operators: tuple[str, ...]
    twice: bool


@dataclass
class Tally:
    """What came of it: how often each was tried, where it did not suit, and what went wrong."""

    tried: Counter[str] = field(default_factory=Counter)
    unfit: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    twice: int = 0

    def add(self, other: "Tally") -> None:
        """Take another tally over."""
        for mine, theirs in (
            (self.tried, other.tried), (self.unfit, other.unfit), (self.failed, other.failed),
        ):  # fmt: skip
            mine.update(theirs)
        self.told += other.told[: SHOWN - len(self.told)]
        self.twice += other.twice

    def note(self, name: str, seed: int, wrong: list[str]) -> None:
        """One history that was looked at."""
        self.tried[name] += 1
        if wrong:
            self.failed[name] += 1
            self.told.append(f"{name}, seed {seed}: " + "; ".join(wrong))


def tasks(honest: int, forged: int, seed: int, second: int) -> Iterator[Task]:
    """So many honest histories, and as many forgeries as asked for spread over them."""
    names = list(OPERATORS)
    done = 0
    for place in range(honest):
        wanted = (place + 1) * forged // honest - done
        told = tuple(names[(done + step) % len(names)] for step in range(wanted))
        done += wanted
        yield Task(seed + place, told, bool(second) and place % second == 0)


def work(task: Task) -> Tally:
    """Make one honest history, and every forgery of it."""
    os.environ.update(SETTINGS)
    tally = Tally(twice=(1 + len(task.operators)) if task.twice else 0)
    story = Story.of(task.seed)
    try:
        tally.note(HONEST, task.seed, _checked(lambda: honest_alarms(story, twice=task.twice)))
        for name in task.operators:
            _forge(tally, story, name, task)
    finally:
        story.close()
    return tally


def _forge(tally: Tally, story: Story, name: str, task: Task) -> None:
    """By this operator; where it does not suit, by those after it."""
    names = list(OPERATORS)
    start = names.index(name)
    for other in names[start:] + names[:start]:
        forged = forge(story, other, Random(f"{task.seed} {other}"))  # noqa: S311
        if forged is None:
            tally.unfit[other] += 1
            continue
        wrong = _checked(lambda found=forged: missed(story, found, twice=task.twice))
        tally.note(other, task.seed, wrong)
        return


def _checked(look) -> list[str]:  # type: ignore[no-untyped-def]
    try:
        return list(look())
    except Exception as error:  # a traceback is what must never be
        return [f"{type(error).__name__}: {error}"]


def run(todo: Iterable[Task], processes: int) -> Iterator[Tally]:
    """The tallies of all tasks, in no order."""
    if processes < 2:
        yield from map(work, todo)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(work, todo, chunksize=4)


def report(tally: Tally, seconds: float) -> str:
    """The counts by operator, and what went wrong."""
    lines = [f"{'operator':<45} {'tried':>7} {'missed':>7} {'unfit':>7}"]
    for name in (HONEST, *OPERATORS):
        counts = (tally.tried[name], tally.failed[name], tally.unfit[name])
        lines.append(f"{name:<45} {counts[0]:>7} {counts[1]:>7} {counts[2]:>7}")
    forged = sum(tally.tried.values()) - tally.tried[HONEST]
    missed_ones = sum(tally.failed.values()) - tally.failed[HONEST]
    lines += [
        "",
        f"honest histories: {tally.tried[HONEST]}, false alarms: {tally.failed[HONEST]}",
        f"forged histories: {forged}, not found: {missed_ones}",
        f"looked at by both verifiers: {tally.twice}",
        f"{seconds:.0f} s",
        *tally.told,
    ]
    return "\n".join(lines)


def main(words: list[str]) -> int:
    """Run it, and say whether all was well."""
    parser = argparse.ArgumentParser(prog="python -m tests.forging.soak")
    parser.add_argument("--honest", type=int, default=500)
    parser.add_argument("--forged", type=int, default=5000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--second", type=int, default=10)
    parser.add_argument("--only", nargs=2, metavar=("SEED", "OPERATOR"))
    asked = parser.parse_args(words)
    begun = time.monotonic()
    todo: Iterable[Task] = tasks(asked.honest, asked.forged, asked.seed, asked.second)
    if asked.only:
        seed, name = asked.only
        todo = [Task(int(seed), () if name == HONEST else (name,), True)]
    tally = Tally()
    for part in islice(run(todo, asked.processes), None):
        tally.add(part)
    sys.stdout.write(report(tally, time.monotonic() - begun) + "\n")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
