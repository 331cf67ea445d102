"""Time what an office of 10,000 requests costs on a forge: checkout, comment commands, publishing.

    python -m bench.forge [--requests 10000] [--open 8 200 1000]

The tests' forge serves the repository over HTTP on this machine. Each row is a process of its own,
from `siar` on in a fresh checkout made as record.yml makes it. Printed are its seconds; `ours`,
those of them in which the forge was not at work on an answer, and as a multiple of a blobless
clone's; the most memory held; calls of the API; fetches of Git, those among them that wanted a
single file (`alone`), and what Git received.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench.gauge import FORGE, HEADS, Gauge, Traffic
from bench.memory import Cost, cost
from bench.office import BigOffice, office
from bench.published import publish_all
from bench.stories import KABID, OFFICER, RECORDER
from bench.verify import FORM, NOW, SIAR, at_work
from pipeline import clock
from pipeline.commands import receive, record, rounds
from pipeline.commands.forge_door import forge_api
from pipeline.repository import Repository, Update
from tests.support.runner import read_workflow

ROOT = Path(__file__).parent.parent
RECORD = ROOT / ".github" / "workflows" / "record.yml"
SAID = "/disposisi kepada: kasi-piks sifat: segera instruksi: proses_lebih_lanjut"
SCHEDULED = (50, 200)
LATER = "2027-01-05T09:00:00+09:00"  # when nothing was touched lately
CHECKOUT = """\
git init -q --initial-branch=main .
git remote add origin {address}
git fetch -q --no-tags --prune --filter={filter} origin \\
  '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*'
{sparse}
git checkout -q -B main refs/remotes/origin/main
"""


class Row(NamedTuple):
    """A line of what is printed."""

    label: str
    cost: Cost
    traffic: Traffic

    @property
    def ours(self) -> float:
        """The seconds in which the forge was not at work."""
        return max(self.cost.seconds - self.traffic.seconds, 0.001)


class Scene:
    """An office behind the forge's server, and a runner's side of it."""

    def __init__(self, big: BigOffice, forge: Gauge, folder: Path) -> None:
        self.big, self.forge, self.folder = big, forge, folder
        self.token = forge.token()
        self._count = 0

    def cloned(self, label: str, *options: str) -> Row:
        """What `git clone` costs, without a work tree."""
        words = ["git", "clone", "-q", "-n", *options, self.forge.git_address(self.token)]
        return self._measured(label, [*words, str(self._next("klon"))], self.folder)

    def checked_out(self, label: str) -> Row:
        """What record.yml's checkout costs."""
        return self._measured(label, self._checkout(), self._next("pelari"))

    def siar(self, label: str, verb: str, **env: str) -> Row:
        """What a verb costs in a fresh checkout."""
        folder = self._next("pelari")
        subprocess.run(self._checkout(), cwd=folder, check=True)
        return self._measured(label, [*SIAR, verb], folder, {**self._told, **env})

    @property
    def _told(self) -> dict[str, str]:
        """What a runner is told in its environment."""
        return {
            "SIAR_PERSON": RECORDER, "SIAR_KEY": str(self.big.key(RECORDER)),
            "SIAR_ROOT": self.big.root, "SIAR_LANGUAGE": "id", "GITHUB_TOKEN": self.token,
            "GITHUB_REPOSITORY": self.forge.full_name, "GITHUB_API_URL": self.forge.api_url,
        }  # fmt: skip

    def recorded(self, label: str) -> Row:
        """What a comment command costs."""
        event = self.forge.comment(KABID, self._letter(), SAID)
        file = self.folder / "event.json"
        file.write_text(json.dumps(event.payload), "utf-8")
        told = {"GITHUB_EVENT_NAME": event.name, "GITHUB_EVENT_PATH": str(file)}
        row = self.siar(label, "record", **told)
        (answer,) = (
            said.body for said in self.forge.comments.values() if "siar:answer" in said.body
        )
        if "✅" not in answer:
            raise ValueError(answer)
        return row

    def looked_after(self) -> None:
        """Let every open pull request be looked after once."""
        folder = self._next("pelari")
        subprocess.run(self._checkout(), cwd=folder, check=True)
        rounds.IN_TURN = self.big.requests
        ctx = at_work(folder, RECORDER, self.big.key(RECORDER))
        if record.run(ctx, forge_api(self._told), None):
            raise ValueError("the recorder was kept from its work")

    def _letter(self) -> int:
        """A letter comes; gives the number of its pull request."""
        folder = self._next("meja")
        words = ["git", "clone", "-q", "--shared", "-n", str(self.big.shared), str(folder)]
        subprocess.run(words, check=True)
        receive.warn_of_twin = lambda ctx, form: None  # reads every request; nobody waits for it
        number = receive.run(at_work(folder, OFFICER, self.big.key(OFFICER)), FORM, folder=folder)
        self.forge.note(OFFICER)
        opened = self.forge.open_pull(OFFICER, f"request/{number}", "Kegiatan (CONTOH)")
        return int(opened.payload["number"])

    def _measured(
        self, label: str, words: Sequence[str], folder: Path, env: Mapping[str, str] = {}
    ) -> Row:
        before = self.forge.traffic
        spent = cost(words, folder, env)
        return Row(label, spent, self.forge.traffic - before)

    def _checkout(self) -> list[str]:
        """What actions/checkout does with the inputs that record.yml gives it."""
        (job,) = read_workflow(RECORD)["jobs"].values()
        asked: dict[str, Any] = job["steps"][0]["with"]
        if (asked["ref"], asked["fetch-depth"]) != ("main", "0"):
            raise ValueError(f"CHECKOUT does something else: {asked}")
        laid_out = asked.get("sparse-checkout", "").split()
        words = f"git sparse-checkout set {' '.join(laid_out)}" if laid_out else ""
        address = self.forge.git_address(self.token)
        script = CHECKOUT.format(address=address, filter=asked["filter"], sparse=words)
        return ["sh", "-ec", script]

    def _next(self, name: str) -> Path:
        self._count += 1
        folder = self.folder / f"{name}-{self._count}"
        folder.mkdir()
        return folder


@contextmanager
def scene(ready: BigOffice, opened: int) -> Iterator[Scene]:
    """The office on a forge, with only so many of its open requests."""
    with tempfile.TemporaryDirectory(dir=ready.folder.parent) as name:
        big = ready.copy(Path(name) / "kantor")
        for hook in (big.shared / "hooks").iterdir():
            hook.unlink()
        bare = Repository.open(big.shared)
        branches = sorted(bare.refs(HEADS).items())
        bare.push(Update(ref, None, tip) for ref, tip in branches[opened:])
        with Gauge(big.shared) as forge:
            forge.remember(big.requests + len(branches))
            yield Scene(big, forge, Path(name))


def checkouts(ready: BigOffice) -> Iterator[Row]:
    """What record.yml's checkout costs, beside clones of more and of less."""
    with scene(ready, 8) as on_forge:
        yield on_forge.cloned("git clone --filter=blob:none", "--filter=blob:none")
        yield on_forge.checked_out("checkout of record.yml")
        yield on_forge.cloned("git clone --filter=tree:0", "--filter=tree:0")
        yield on_forge.cloned("git clone")


def commands(ready: BigOffice, opened: Sequence[int]) -> Iterator[Row]:
    """What one comment command costs, by how many requests are open."""
    for count in opened:
        with scene(ready, count) as on_forge:
            yield on_forge.recorded(f"siar record: a command, {count} open")


def schedules(ready: BigOffice, opened: Sequence[int]) -> Iterator[Row]:
    """What a scheduled run costs some days after all that is open was looked after."""
    for count in opened:
        with scene(ready, count) as on_forge:
            on_forge.looked_after()
            os.environ[clock.VARIABLE] = LATER
            label = f"siar record: nothing to do, {count} open"
            yield on_forge.siar(label, "record", GITHUB_EVENT_NAME="schedule")
            os.environ[clock.VARIABLE] = NOW


def publications(ready: BigOffice) -> Iterator[Row]:
    """What a run of publish.yml costs that finds nothing to do."""
    with scene(ready, 8) as on_forge:
        in_earnest = {"SIAR_PRACTICE": "false", "SIAR_PAGES": "true"}
        os.environ |= in_earnest
        publish_all(on_forge.big)
        on_forge.forge.page_builds.append(on_forge.forge.now())
        yield on_forge.siar("siar publish: nothing to do", "publish")
        for name in in_earnest:
            del os.environ[name]


def show(row: Row, peer: float) -> None:
    """Print what was measured."""
    spent, asked = row.cost, row.traffic
    sys.stdout.write(
        f"{row.label:<38} {spent.seconds:7.2f} s {row.ours:7.2f} s {row.ours / peer:6.2f} x"
        f" {spent.mib:5.0f} MiB {asked.calls:5} calls {asked.fetches:5} fetches"
        f" {asked.alone:5} alone {asked.received / 1e6:7.2f} MB\n"
    )
    sys.stdout.flush()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--open", type=int, nargs="+", default=[8, 200, 1000])
    parser.add_argument("--scheduled", type=int, nargs="+", default=SCHEDULED)
    wanted = parser.parse_args()
    os.environ[clock.VARIABLE] = NOW
    ready = office(wanted.requests, max(*wanted.open, *wanted.scheduled), FORGE)
    count = wanted.requests
    sys.stdout.write(f"{count} requests, {count * 5} statements, {os.cpu_count()} cores\n")
    first, *others = checkouts(ready)
    peer = first.ours
    for row in (first, *others):
        show(row, peer)
    for more in (
        commands(ready, wanted.open),
        schedules(ready, wanted.scheduled),
        publications(ready),
    ):
        for row in more:
            show(row, peer)


if __name__ == "__main__":
    main()
