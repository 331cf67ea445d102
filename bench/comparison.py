"""The figures of the benchmark of sites as lines: a table, what each site holds, and ratios."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

OURS = "ours"
COLD, MORE, AMENDED = "cold", "one more", "one amended"
FULLEST, KEPT, PUBLISH = "one more, fullest year", "anew, texts kept", "one more, siar publish"
HEAD = ("articles", "site", "what is built", "seconds", "CPU s", "MiB", "files", "runs")
_WIDTHS = (8, 14, 23, 8, 8, 6, 7, 4)
# Which row of ours is held against which row of the others, and of whom.
COMPARED = ((COLD, COLD), (KEPT, COLD), (MORE, MORE), (FULLEST, MORE), (AMENDED, AMENDED))


class Row(NamedTuple):
    """A figure: what was built of a site of a size, and what it took.

    `remark` says what is not as it should be; with no `seconds` it was not built at all.
    """

    size: int
    site: str
    change: str
    seconds: float | None
    cpu_seconds: float = 0
    mib: float = 0
    written: int = 0
    runs: int = 1
    remark: str = ""


def line(row: Row) -> str:
    """A row of the table."""
    if row.seconds is None:
        figures: Sequence[str] = ("–",) * 5
    else:
        figures = (
            f"{row.seconds:.2f}", f"{row.cpu_seconds:.2f}", f"{row.mib:.0f}",
            str(row.written), str(row.runs),
        )  # fmt: skip
    return _cells((str(row.size), row.site, row.change, *figures)) + row.remark


def _cells(cells: Sequence[str]) -> str:
    first, site, change, *figures = (
        cell.rjust(width) for cell, width in zip(cells, _WIDTHS, strict=True)
    )
    texts = (text.strip().ljust(len(text)) for text in (site, change))
    return "  ".join((first, *texts, *figures)) + "  "


def table(rows: Iterable[Row]) -> Iterator[str]:
    """All rows, under their heads."""
    yield _cells(HEAD).rstrip()
    yield from (line(row).rstrip() for row in rows)


def holdings(size: int, held: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """What the sites of a size hold when they were built cold."""
    for site, found in held.items():
        yield f"{size:>8}  {site:<14}  " + ", ".join(f"{n} {kind}" for kind, n in found.items())


def ratios(rows: Sequence[Row]) -> Iterator[str]:
    """How many times as long others took, by the clock and of processors; and how ours grows."""
    built = {(row.size, row.site, row.change): row for row in rows if row.seconds}
    for (size, site, change), row in built.items():
        for ours, theirs in COMPARED:
            own = built.get((size, OURS, ours))
            if site != OURS and change == theirs and own:
                yield f"{size:>8}  {ours:<23} {_times(row, own)} by {site} ({_seconds(row, own)})"
    sizes = sorted({row.size for row in rows})
    for change in (MORE, AMENDED, FULLEST, PUBLISH):
        first, last = (built.get((size, OURS, change)) for size in (sizes[0], sizes[-1]))
        if first and last and first is not last:
            growth = f"{_times(last, first)} as at {first.size} ({_seconds(last, first)})"
            yield f"{last.size:>8}  {change:<23} {growth}"


def _times(row: Row, peer: Row) -> str:
    clock = (row.seconds or 0) / (peer.seconds or 1)
    return f"{clock:7.2f} x as long, {row.cpu_seconds / peer.cpu_seconds:7.2f} x the work,"


def _seconds(row: Row, peer: Row) -> str:
    return f"{row.seconds:.2f} s for {peer.seconds:.2f} s"
