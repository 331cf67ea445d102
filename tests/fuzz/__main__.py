"""`python -m tests.fuzz --minutes 5`: fuzz every reader, print what was done and what fell."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.run import Crash, run, tried
from tests.fuzz.targets import TARGETS

FOLDER = Path(".fuzz")


def main(argv: list[str] | None = None) -> int:
    """Fuzz, or read one kept input again; 1 when anything fell."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long in all")
    parser.add_argument(
        "--seed", type=int, default=int(time.time()), help="another seed, other bytes"
    )
    parser.add_argument("--target", action="append", choices=list(TARGETS), help="only this one")
    parser.add_argument("--reproduce", type=Path, help="read a kept input again (target-….)")
    asked = parser.parse_args(argv)
    if asked.reproduce:
        target = max((t for t in TARGETS if asked.reproduce.name.startswith(t)), key=len)
        crash = tried(target, asked.reproduce.read_bytes())
        _say(crash.why if crash else "nothing falls any more")
        return int(crash is not None)
    return _fuzz(asked.target or list(TARGETS), asked.seed, asked.minutes)


def _fuzz(targets: list[str], seed: int, minutes: float) -> int:
    started = time.monotonic()
    executions: Counter[str] = Counter()
    crashes: list[Crash] = []
    for target, done, crash in run(targets, seed=seed, until=started + minutes * 60):
        executions[target] += done
        if crash is not None:
            crashes.append(crash)
            _say(f"{crash.target} fell: {crash.keep(FOLDER)}\n{crash.why}")
    for target, count in executions.items():
        _say(f"{target:14} {count:>9,} executions")
    seconds = time.monotonic() - started
    total = sum(executions.values())
    _say(
        f"seed {seed}: {total:,} executions in {seconds:.0f} s ({total / seconds:,.0f} a second), "
        f"{len(crashes)} fell"
    )
    return int(bool(crashes))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
