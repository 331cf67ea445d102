"""A clone without files verifies as any other, and fetches what it reads in one request."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.commands.casebook import all_requests, open_requests
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.forge.verification import verify_main
from pipeline.repository import Repository
from tests.support.office import NUMBER, Office, Stage


@pytest.fixture
def fetches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often Git has fetched something since."""
    trace = tmp_path / "trace"
    trace.touch()
    monkeypatch.setenv("GIT_TRACE", str(trace))
    return lambda: trace.read_text().count("built-in: git fetch")


def without_files(office: Office, folder: Path) -> Repository:
    """A clone that has no file yet."""
    for name in ("allowFilter", "allowAnySHA1InWant"):
        office.bare.run("config", f"uploadpack.{name}", "true")
    words = ["git", "clone", "--quiet", "--no-checkout", "--filter=blob:none"]
    subprocess.run([*words, f"file://{office.bare.folder}", str(folder)], check=True)
    return Repository.open(folder)


def test_a_clone_without_files_verifies_with_one_request_for_them(
    tmp_path: Path, fetches: Callable[[], int]
) -> None:
    office = Office.at_stage(Stage.MERGED, tmp_path / "kantor")
    clone = without_files(office, tmp_path / "tanpa-berkas")
    before = fetches()
    found = verify_main(clone, office.main, office.root)
    assert (found.findings, list(found.units)) == ((), [NUMBER])
    # One for agency.yaml, one for all that main took in, the rest for what came with the root.
    assert fetches() - before <= 4


def test_open_requests_are_read_with_one_request_for_them(
    tmp_path: Path, fetches: Callable[[], int]
) -> None:
    office = Office.at_stage(Stage.RECEIVED, tmp_path / "kantor")
    numbers = [NUMBER, office.receive(), office.receive()]
    ctx = Context(without_files(office, tmp_path / "tanpa-berkas"), Quiet())
    assert ctx.agency
    before = fetches()
    assert [entry.request.number for entry in open_requests(ctx)] == numbers
    assert fetches() - before == 1


def test_requests_are_found_by_bytes_of_their_files_and_by_their_year(tmp_path: Path) -> None:
    office = Office.at_stage(Stage.MERGED, tmp_path / "kantor")
    second = office.receive(subject="Surat kedua (CONTOH)")
    ctx = office.pipeline

    def found(**wanted: Any) -> list[str]:
        return [entry.request.number for entry in all_requests(ctx, **wanted)]

    assert found() == [NUMBER, second]
    assert found(holding=b"Surat kedua") == [second]
    assert found(since=2027) == [second], "what is open is of no year"
    assert [entry.request.number for entry in open_requests(ctx, holding=b"ketiga")] == []
