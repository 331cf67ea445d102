"""More sequences of edits than a test may take: `python -m tests.site.soak --sequences N`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.site import incremental
from tests.site.test_affected import run as run_pure

# Without Git a sequence costs a sixth.
PURE_FOR_ONE = 5


def main() -> int:
    """Print how many sequences agree; 1 when one did not."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sequences", type=int, default=2000)
    words.add_argument("--begin", type=int, default=1000, help="the first seed")
    given = words.parse_args()
    seeds = range(given.begin, given.begin + given.sequences)
    began, wrong = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as name, incremental.workshop(Path(name)) as shop:
        for seed in seeds:
            trees = incremental.run(shop, seed)
            if trees.changed != trees.anew:
                wrong += 1
                say(f"seed {seed}: {incremental.differences(shop.repository, trees)}")
    for seed in range(given.begin, given.begin + PURE_FOR_ONE * given.sequences):
        try:
            run_pure(seed)
        except AssertionError as error:
            wrong += 1
            say(f"seed {seed}, without Git: {error}")
    say(
        f"{given.sequences} sequences on Git, {PURE_FOR_ONE * given.sequences} without it:"
        f" {wrong} differ; {time.monotonic() - began:.0f} s"
    )
    return 1 if wrong else 0


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
