"""Offices at every stage, each test its own; the clock goes back when the test is over."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import clock
from tests.support.office import Office, Stage

Opening = Callable[[Stage], Office]


@pytest.fixture
def office_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    """An office of one's own in which request 2026-0118 has come to a stage."""
    monkeypatch.setenv(clock.VARIABLE, "2026-11-02T07:45:00+09:00")

    def opening(stage: Stage) -> Office:
        return Office.at_stage(stage, tmp_path / "kantor contoh")

    yield opening
