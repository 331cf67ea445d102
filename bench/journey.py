"""Time the way from a head's approval to readers, by the workflow files, beside an archive.

    python -m bench.journey --data DIR [--articles 10000]

A letter comes to an office on the tests' forge, becomes an article, and is approved there. What the
forge then starts runs by `act`, as the forge would run it: review.yml, record.yml, publish.yml, and
record.yml once more. Printed are the seconds of every step: `ours` are those in which `siar` works;
the others take the repository, Python and what the lock names, on a forge from elsewhere. Then what
the way to the last mail comes to, and when, by the clock, page and mails had arrived.

`--data` is the folder with the corpus and its script `make_corpus.py`.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from bench.corpus import Corpus, our_folder, our_text
from bench.gauge import Gauge
from bench.publish import moment, tell
from pipeline import clock
from pipeline.commands.founding import CHECKOUT
from pipeline.distribution.loopback import Loopback
from pipeline.repository import Repository
from pipeline.site.deploy import CURRENT
from tests.github.events import Event
from tests.support import runner
from tests.support.actions import Actions, Started
from tests.support.founded import found_for_forge
from tests.support.journey import article_paths, journey
from tests.support.on_forge import OnForge

PUBLISH = (sys.executable, "-m", "pipeline", "publish")
# What publishing starts once more comes after the readers.
TO_READERS = ("review", "record", "publish")
SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}


class Step(NamedTuple):
    """A step of a workflow that ran, and how long."""

    workflow: str
    name: str
    seconds: float
    is_ours: bool


class Way(NamedTuple):
    """What the way took: its steps, seconds of processors and of the forge, and the arrivals."""

    steps: Sequence[Step]
    cpu_seconds: float
    forge_seconds: float
    page_after: float
    mails_after: float
    mails: int


class Scene(OnForge):
    """An office on a forge with an archive, whose website shows all of it."""

    def __init__(self, folder: Path, corpus: Corpus, open_: ExitStack) -> None:
        content = {f"{our_folder(one)}/index.md": our_text(one) for one in corpus}
        office = found_for_forge(folder / "kantor", content)
        office.bare.run("repack", "-adq")
        self.gauge = open_.enter_context(Gauge(office.bare.git_folder))
        super().__init__(office, self.gauge, folder / "perekam")
        self.site, self.mails = folder / "situs", folder / "surel"
        mail = open_.enter_context(Loopback(self.mails))
        self._smtp = {"SIAR_SMTP": f"{mail.host}:{mail.port}"}
        self.runner = runner.Runner(folder / "pelari", self.gauge, self._smtp)
        clone = Repository.clone(office.bare.folder, folder / "berkas")
        self._workflows = clone.folder / ".github" / "workflows"
        self._actions = self._from_now_on()
        self.way: Way | None = None

    def _from_now_on(self) -> Actions:
        key = {"SIAR_KEY": self.office.key_file("recorder").read_text("ascii")}
        return Actions(
            self.gauge, self.runner, self._workflows,
            variables={"SIAR_ROOT": self.office.root, "SIAR_DEPLOY": str(self.site)},
            secrets={"record": key, "publish": key},
        )  # fmt: skip

    def publish(self) -> None:
        """Bring the website to what is due, and one of its two folders to that."""
        own = {"SIAR_DEPLOY": str(self.site), "PYTHONPATH": str(CHECKOUT)}
        env = {**os.environ, **self._smtp, **own}
        subprocess.run(PUBLISH, cwd=self.office.bare.folder, env=env, check=True)

    def hear(self, event: Event) -> None:
        """Let the recorder look after an event; after the approval, let the forge do it."""
        verdict = event.payload.get("review", {}).get("state")
        if verdict == "approved":
            tell("approved: the workflow files run")
            self.way = self._measured()
            return
        if self.wake(event):
            raise AssertionError("the recorder was kept from its work")
        if verdict == "changes_requested":
            tell("the second folder of the website is filled")
            self.publish()
        self._actions = self._from_now_on()

    def _measured(self) -> Way:
        page = next(path for path in article_paths(self) if path.endswith("index.md"))
        self.runner.environment[clock.VARIABLE] = os.environ[clock.VARIABLE]
        before, begun = self.gauge.traffic, time.time()
        busy = processors()
        started = self._actions.settle()
        if failed := [one.run.log for one in started if one.run.exit]:
            raise AssertionError(failed[0])
        shown = self.site / CURRENT / page.removeprefix("content/").replace(".md", ".html")
        arrived = [mail.stat().st_mtime for mail in self.mails.glob("*.eml")]
        return Way(
            [step for one in started for step in self._steps(one)],
            processors() - busy,
            (self.gauge.traffic - before).seconds,
            shown.stat().st_mtime - begun,
            max(arrived) - begun,
            len(arrived),
        )

    def _steps(self, started: Started) -> Iterator[Step]:
        said = runner.read_workflow(self._workflows / f"{started.workflow}.yml")
        for job in said["jobs"].values():
            for step in job["steps"]:
                name, called = step["name"], step.get("run", "")
                ended = re.escape(f"Success - Main {name} [")
                if found := re.search(rf"{ended}([^\]]+)\]", started.run.log):
                    is_ours = called.startswith(".venv/bin/siar")
                    yield Step(started.workflow, name, seconds_of(found[1]), is_ours)


def processors() -> float:
    """The seconds that processors were at work for what was run to its end."""
    used = os.times()
    return used.children_user + used.children_system


def seconds_of(text: str) -> float:
    """`1m2.5s` in seconds."""
    parts = re.findall(r"([\d.]+)(h|ms|m|s|µs|ns)", text)
    return sum(float(number) * SECONDS[unit] for number, unit in parts)


def report(articles: int, begun: str, way: Way) -> Iterator[str]:
    """What is printed."""
    yield f"{begun} to {moment()}, {os.cpu_count()} cores, {articles} articles"
    yield ""
    for step in way.steps:
        whose = "ours" if step.is_ours else ""
        yield f"{step.workflow:<9} {step.name:<90.90} {step.seconds:7.2f} s  {whose}".rstrip()
    last = max(place for place, step in enumerate(way.steps) if step.workflow == "publish") + 1
    to_readers = [step for step in way.steps[:last] if step.workflow in TO_READERS]
    yield ""
    for whose, is_ours in (("our own steps", True), ("all others", False)):
        total = sum(step.seconds for step in to_readers if step.is_ours is is_ours)
        yield f"{f'from the approval to the end of publish.yml, {whose}':<62} {total:7.2f} s"
    yield f"{'processors, for all that is listed':<62} {way.cpu_seconds:7.2f} s"
    yield f"{'the forge itself meanwhile':<62} {way.forge_seconds:7.2f} s"
    yield f"{'by the clock, after the approval: the page lies there':<62} {way.page_after:7.2f} s"
    yield f"{f'the last of {way.mails} mails is delivered':<62} {way.mails_after:7.2f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    wanted = parser.parse_args()
    runner.TIMEOUT_SECONDS = 900
    with tempfile.TemporaryDirectory(dir=wanted.folder) as name, ExitStack() as open_:
        tell(f"an office with {wanted.articles} articles is founded")
        scene = Scene(Path(name), Corpus(wanted.data, wanted.articles), open_)
        tell("its website is built")
        scene.publish()
        begun = moment()
        journey(scene, scene.hear)
        if scene.way is None:
            raise AssertionError("nothing was approved")
        sys.stdout.write("\n".join(report(wanted.articles, begun, scene.way)) + "\n")


if __name__ == "__main__":
    main()
