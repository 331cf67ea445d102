"""Time verification and the gate in an office of 10,000 requests with 50,000 statements.

    python -m bench.verify [--requests 10000]

Prints, each for a whole process, seconds, what it is a multiple of, and the most memory held:

- `siar verify --full`, beside `git fsck --full`: what anybody would run to know whether a clone is
  whole. It reads the same objects, but says nothing of who decided what.
- `siar verify` from a checkpoint ten merges ago, beside the full one.
- three pushes through the gate (a letter, an approval, a merge), beside the same pushes into the
  same repository without a gate.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.memory import Cost, cost
from bench.office import BigOffice, office
from bench.stories import KASI, OFFICER
from pipeline import clock
from pipeline.commands import merge, receive, review
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.forge import checkpoint
from pipeline.ledger import Ledger
from pipeline.repository import Repository

NOW = "2026-12-30T09:00:00+09:00"
SINCE_CHECKPOINT = 10
SIAR = (sys.executable, "-I", "-m", "pipeline")
FORM = {
    "origin": "perintah",
    "letter": {
        "number": "005/1/CONTOH/2026", "date": "2026-12-29", "received": NOW,
        "subject": "Publikasi kegiatan (contoh)",
    },
    "sender": {"agency": "Dinas Contoh", "contact": "Ibu Contoh", "phone": "0812-0000-0000"},
    "activity": dict.fromkeys(("what", "who", "when", "where", "why", "how"), "contoh"),
    "attachments": [{"kind": "form", "due": "2026-12-30"}],
}  # fmt: skip


class Push(NamedTuple):
    """What is pushed: each ref with its commit before and after ("" where there is none)."""

    label: str
    refs: Mapping[str, tuple[str, str]]


class Row(NamedTuple):
    """A line of what is printed: `peer` is what the ratio is of."""

    label: str
    cost: Cost
    peer: str
    ratio: float


def at_work(folder: Path, person: str, key: Path) -> Context:
    """Somebody's scene in a repository."""
    os.environ["SIAR_PERSON"], os.environ["SIAR_KEY"] = person, str(key)
    ctx = Context(Repository.open(folder), Quiet())
    _ = (ctx.settings, ctx.me, ctx.root)
    del os.environ["SIAR_PERSON"], os.environ["SIAR_KEY"]
    return ctx


def note_checkpoint(big: BigOffice) -> None:
    """The recorder's word that main was verified up to some merges ago."""
    ctx = at_work(big.shared, "recorder", big.key("recorder"))
    back = min(SINCE_CHECKPOINT, big.requests - 1)
    verified = ctx.repository.resolve(f"refs/heads/main~{back}") or ""
    record = checkpoint.make(ctx.root, verified, ctx.now(), ctx.sign_checkpoint)
    ledger = Ledger(ctx.repository, author=ctx.author, sign=ctx.sign_commit)
    ledger.append_to(checkpoint.path_at(ctx.now()), record, "Verify main", at=ctx.now())


def work(big: BigOffice, clone: Path) -> list[Push]:
    """What people do, into a repository without a gate: the pushes that this took."""
    subprocess.run(["git", "clone", "-q", "--shared", "-n", big.shared, clone], check=True)
    officer, head = (at_work(clone, who, big.key(who)) for who in (OFFICER, KASI))
    receive.warn_of_twin = lambda ctx, form: None  # reads every request; nobody waits for it here
    open_number = next(iter(_refs(big, "refs/heads/request/"))).rpartition("/")[2]
    pushes = []
    before = _refs(big, "refs/")
    for label, act in (
        ("letter", lambda: receive.run(officer, FORM, folder=clone)),
        ("approval", lambda: review.approve(head, open_number)),
        ("merge", lambda: merge.run(head, open_number)),
    ):
        act()
        after = _refs(big, "refs/")
        moved = sorted(ref for ref in before | after if before.get(ref) != after.get(ref))
        pushes.append(
            Push(label, {ref: (before.get(ref, ""), after.get(ref, "")) for ref in moved})
        )
        before = after
    return pushes


def _refs(big: BigOffice, prefix: str) -> dict[str, str]:
    return Repository.open(big.shared).refs(prefix)


def push(clone: Path, target: Path, news: Push) -> float:
    """The seconds that a real push takes."""
    words = ["git", "push", "--quiet", "--atomic"]
    words += [f"--force-with-lease={ref}:{old}" for ref, (old, _new) in news.refs.items()]
    words += [str(target), *(f"{new}:{ref}" for ref, (_old, new) in news.refs.items())]
    begun = time.perf_counter()
    subprocess.run(words, cwd=clone, check=True)
    return time.perf_counter() - begun


def verification(big: BigOffice) -> list[Row]:
    """What `siar verify` costs, from the root and from the last checkpoint."""
    note_checkpoint(big)
    fsck = cost(["git", "fsck", "--full", "--no-progress"], big.shared)
    full = cost([*SIAR, "verify", "--full"], big.shared)
    last = cost([*SIAR, "verify"], big.shared)
    return [
        Row("git fsck --full", fsck, "", 0),
        Row("siar verify --full", full, "of git fsck", full.seconds / fsck.seconds),
        Row("siar verify", last, "of the full one", last.seconds / full.seconds),
    ]


def gate(ready: BigOffice, folder: Path) -> list[Row]:
    """What the gate makes of pushes that go in without one, too."""
    worked_in, open_door, guarded = (
        ready.copy(folder / name) for name in ("dikerjakan", "tanpa-gerbang", "bergerbang")
    )
    for big in (worked_in, open_door):
        (big.shared / "hooks" / "pre-receive").unlink()
    news = work(worked_in, folder / "klon")
    rows = []
    for one in news:
        plain = push(folder / "klon", open_door.shared, one)
        gated = push(folder / "klon", guarded.shared, one)
        label = f"push of one {one.label} through the gate"
        rows.append(Row(label, Cost(gated, 0), "of a plain push", gated / plain))
    return rows


def show(rows: Sequence[Row]) -> None:
    """Print what was measured."""
    for label, (seconds, mib), peer, ratio in rows:
        memory = f"{mib:6.0f} MiB" if mib else " " * 10
        compared = f"{ratio:7.2f} x {peer}" if peer else ""
        sys.stdout.write(f"{label:<42} {seconds:8.3f} s {memory} {compared}".rstrip() + "\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    wanted = parser.parse_args()
    os.environ[clock.VARIABLE] = NOW
    ready = office(wanted.requests)
    count = wanted.requests
    sys.stdout.write(f"{count} requests, {count * 5} statements, {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory(dir=ready.folder.parent) as name:
        show(verification(ready.copy(Path(name) / "kantor")))
        show(gate(ready, Path(name)))


if __name__ == "__main__":
    main()
