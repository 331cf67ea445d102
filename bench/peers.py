"""Other generators of websites: a fixture of an equivalent site, and how each is called."""

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.corpus import Change, Corpus, address
from bench.site import Changed, Listing
from pipeline.files import write_whole


class Tools(NamedTuple):
    """Where other generators are on this machine: Hugo's program, and the folder node_modules."""

    hugo: str
    modules: Path | None


# The words that build the site in a folder: all of it, or after one change.
Call = Callable[[Path, Tools, Changed | None], Sequence[str]]


class Peer(NamedTuple):
    """A generator: its name, its fixture and flavour of the corpus, its output, how it is called.

    `caches` is what it keeps beside its output; what `keeps_nothing` is as slow each time.
    """

    name: str
    flavour: str
    output: str
    call: Call
    env: Mapping[str, str] = {}
    caches: Sequence[str] = ()
    keeps_nothing: bool = False


def _pelican(_site: Path, _tools: Tools, _changed: Changed | None) -> Sequence[str]:
    return (sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-q")


def _hugo(_site: Path, tools: Tools, _changed: Changed | None) -> Sequence[str]:
    return (tools.hugo, "--quiet")


def _segments(site: Path, tools: Tools, changed: Changed | None) -> Sequence[str]:
    whole = _hugo(site, tools, changed)
    if changed is None:
        return whole
    if changed.change.is_new:
        return (*whole, "--renderSegments", "publish")
    # Only a benchmark knows that so little is enough: that no list shows what was amended.
    settings, name = site / "hugo.toml", "amended"
    told = settings.read_text("utf-8")
    if f"segments.{name}." not in told:
        segment = f'[[segments.{name}.includes]]\n  path = "/{changed.address}"\n'
        write_whole(settings, f"{told}\n{segment}")
    return (*whole, "--renderSegments", name)


def _eleventy(site: Path, _tools: Tools, _changed: Changed | None) -> Sequence[str]:
    return ("node", str(site / MODULES / "@11ty/eleventy/cmd.cjs"), "--quiet")


MODULES = "node_modules"
# Eleventy's own limit of memory is that of a machine with less.
MORE_MEMORY = {"NODE_OPTIONS": "--max-old-space-size=16384"}
PEERS: Mapping[str, Peer] = {
    "pelican": Peer("Pelican", "pelican", "output", _pelican, keeps_nothing=True),
    "pelican-cache": Peer(
        "Pelican, cache", "pelican", "output", _pelican, {"BENCH_CACHE": "reader"}, ("cache",)
    ),
    "hugo": Peer("Hugo", "hugo", "public", _hugo),
    "hugo-segments": Peer("Hugo, segments", "hugo", "public", _segments),
    "eleventy": Peer("Eleventy", "eleventy", "_site", _eleventy, MORE_MEMORY),
}


class PeerSite:
    """A site of a generator, filled with a corpus."""

    def __init__(self, peer: Peer, folder: Path, tools: Tools, corpus: Corpus) -> None:
        self.peer, self.folder, self.tools, self.corpus = peer, folder, tools, corpus
        self.env = peer.env

    @classmethod
    def filled(
        cls, peer: Peer, fixtures: Path, folder: Path, tools: Tools, corpus: Corpus
    ) -> "PeerSite":
        """A copy of its fixture with all articles."""
        shutil.copytree(fixtures / peer.flavour, folder, copy_function=shutil.copyfile)
        for made in (folder, *folder.rglob("*/")):
            made.chmod(0o755)
        if peer.flavour == "eleventy" and tools.modules is not None:
            (folder / MODULES).symlink_to(tools.modules.absolute())
        corpus.lay_out(peer.flavour, folder)
        return cls(peer, folder, tools, corpus)

    @property
    def output(self) -> Path:
        """Where its pages are."""
        return self.folder / self.peer.output

    def clear(self) -> None:
        """Leave nothing of what it made before."""
        for name in (self.peer.output, *self.peer.caches):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def change(self, change: Change) -> Changed:
        """Write a change into its sources."""
        self.corpus.put(self.peer.flavour, self.folder, change.article)
        return Changed(address(change.article), change)

    def words(self, changed: Changed | None = None) -> Sequence[str]:
        """What builds the site."""
        return self.peer.call(self.folder, self.tools, changed)

    def listing(self) -> Listing:
        """Each file, and when it was written."""
        return {
            path.relative_to(self.output).as_posix(): str(path.stat().st_mtime_ns)
            for path in self.output.rglob("*")
            if path.is_file()
        }

    def page(self, address: str) -> str:
        """A page's text."""
        path = self.output / address
        return path.read_text("utf-8") if path.is_file() else ""
