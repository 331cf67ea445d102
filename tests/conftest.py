"""What every test relies on: a Git identity of its own, an empty home, Indonesian messages."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.support.programs import need

SETTINGS = {
    "GIT_AUTHOR_NAME": "Penguji",
    "GIT_AUTHOR_EMAIL": "penguji@siar.example",
    "GIT_COMMITTER_NAME": "Penguji",
    "GIT_COMMITTER_EMAIL": "penguji@siar.example",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "SIAR_LANGUAGE": "en",
}

# Single tests that take ten seconds and more, the longest first: at the end, one worker would wait
# for the other.
LONGEST = (
    "tests/test_demo.py::test_it_promises_and_keeps",
    "tests/forging/test_honest.py",
    "tests/test_workflow_journey.py",
    "tests/forging/test_interleavings.py",
    "tests/commands/test_record.py",
    "tests/forging/test_set_right.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, in both of the halves that two workers begin with."""
    longest = [item for name in LONGEST for item in items if name in item.nodeid]
    others = [item for item in items if item not in longest]
    middle = len(items) // 2 - len(longest[::2])
    items[:] = [*longest[::2], *others[:middle], *longest[1::2], *others[middle:]]


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Numbered here: pytest would look through all of them for each."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, _homes: Iterator[Path]) -> None:
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    for name in ("SIAR_CLOCK", "SIAR_PERSON", "SIAR_KEY", "SIAR_ROOT", "GIT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def indonesian(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Messages as staff read them."""
    monkeypatch.setenv("SIAR_LANGUAGE", "id")
    yield


@pytest.fixture
def ssh_keygen() -> str:
    """OpenSSH's own program, which must agree with us."""
    return need("ssh-keygen")
