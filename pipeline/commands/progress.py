"""How far a long piece of work has come, for whoever waits for it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from pipeline.forge.workers import Progress


@contextmanager
def shown_progress(label: str) -> Iterator[Progress]:
    """A bar for whoever waits at a terminal; nothing for a program."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield tell
