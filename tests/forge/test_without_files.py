"""A clone without files verifies as any other, and fetches what it reads in one request."""

import subprocess
from pathlib import Path

import pytest

from pipeline.forge.verification import verify_main
from pipeline.repository import Repository
from tests.support.office import NUMBER, Office, Stage


def test_a_clone_without_files_verifies_with_one_request_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office.at_stage(Stage.MERGED, tmp_path / "kantor")
    for name in ("allowFilter", "allowAnySHA1InWant"):
        office.bare.run("config", f"uploadpack.{name}", "true")
    words = ["git", "clone", "--quiet", "--bare", "--filter=blob:none"]
    clone = tmp_path / "tanpa-berkas.git"
    subprocess.run([*words, f"file://{office.bare.folder}", str(clone)], check=True)
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    found = verify_main(Repository.open(clone), office.main, office.root)
    assert (found.findings, list(found.units)) == ((), [NUMBER])
    fetched = [line for line in trace.read_text().splitlines() if "built-in: git fetch" in line]
    # One for agency.yaml, one for all that main took in, the rest for what came with the root.
    assert len(fetched) <= 4, fetched
