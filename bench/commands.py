"""Time `siar --help` and `siar status` over 1,000 open requests, as whole processes.

    python bench/commands.py [--requests 1000] [--runs 5]

Prints the median seconds of each, beside those of a Python that does nothing, in the same run.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from pipeline import clock
from pipeline.commands import dispose, init, receive
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.repository import Repository

OPENED = datetime.fromisoformat("2026-11-02T08:30:00+09:00")


def form(place: int) -> dict[str, object]:
    """An invented letter."""
    return {
        "origin": "perintah",
        "letter": {
            "number": f"005/{place}/CONTOH/2026",
            "date": "2026-10-30",
            "received": OPENED.isoformat(),
            "subject": f"Publikasi kegiatan contoh nomor {place}",
        },
        "sender": {
            "agency": f"Dinas Contoh {place}", "contact": "Ibu Contoh", "phone": "0812-0000-0000",
        },
        "activity": {
            "what": "Kegiatan contoh", "who": "Warga contoh", "when": "hari ini",
            "where": "Sofifi", "why": "Contoh", "how": "Contoh",
        },
        "attachments": [{"kind": "form", "due": "2026-11-30"}],
    }  # fmt: skip


def fill(folder: Path, count: int) -> Path:
    """An office with `count` open requests, and a clone of it."""
    office = init.run(folder)
    clones = {}
    for person in ("petugas-1", "kabid-piks"):
        ctx = Context(Repository.open(office.shared), Quiet())
        os.environ["SIAR_PERSON"] = person
        os.environ["SIAR_KEY"] = str(office.keys / f"{person}.key")
        _ = (ctx.settings, ctx.me, ctx.root)
        clones[person] = ctx
    del os.environ["SIAR_PERSON"], os.environ["SIAR_KEY"]
    receive.warn_of_twin = lambda ctx, form: None  # looking through all for each is quadratic
    for place in range(count):
        os.environ[clock.VARIABLE] = (OPENED + timedelta(minutes=place)).isoformat()
        number = receive.run(clones["petugas-1"], form(place), folder=folder)
        if place % 2:
            dispose.run(
                clones["kabid-piks"], number,
                to="kasi-piks", urgency="biasa", instructions=("buat_naskah",),
            )  # fmt: skip
    subprocess.run(["git", "-C", str(office.first), "fetch", "-q", "--tags"], check=True)
    return office.first


def median(words: list[str], folder: Path, runs: int) -> float:
    """The median wall-clock seconds of a command over several runs, after one to warm up."""
    seconds = []
    for _run in range(runs + 1):
        begun = time.perf_counter()
        subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds[1:])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        clone = fill(Path(name), wanted.requests)
        siar = [sys.executable, "-I", "-m", "pipeline"]
        nothing = median([sys.executable, "-I", "-c", "pass"], clone, wanted.runs)
        helped = median([*siar, "--help"], clone, wanted.runs)
        status = median([*siar, "status"], clone, wanted.runs)
    rows = (("python that does nothing", nothing), ("siar --help", helped),
            (f"siar status, {wanted.requests} open requests", status))  # fmt: skip
    for label, seconds in rows:
        sys.stdout.write(f"{label:<40} {seconds:6.3f} s  {seconds / nothing:6.1f} x\n")


if __name__ == "__main__":
    main()
