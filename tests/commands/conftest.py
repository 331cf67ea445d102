"""A desk in an office of its own, for each test that asks for one, and papers on the counter."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.commands.counter import Counter
from tests.commands.desk import Desk
from tests.commands.forge_scene import At, opened_at
from tests.commands.published import published_office
from tests.support.office import Office, Stage

DeskAt = Callable[[Stage], Desk]


@pytest.fixture
def desk_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> DeskAt:
    """Makes the desk in an office whose first request has come as far as is asked."""
    return lambda stage: Desk(Office.at_stage(stage, tmp_path / "kantor"), monkeypatch, capsys)


@pytest.fixture
def published_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """The desk in an office whose first request is published."""
    return Desk(published_office(tmp_path / "kantor"), monkeypatch, capsys)


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    """The papers of a letter, and its form."""
    return Counter(tmp_path / "loket")


@pytest.fixture
def on_the_forge(tmp_path: Path) -> Iterator[At]:
    """Makes an office on a forge whose first request has come as far as is asked."""
    with ExitStack() as stack:
        yield lambda *far: stack.enter_context(opened_at(tmp_path, *far))
