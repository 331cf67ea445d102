"""What every test relies on: a Git identity of its own, an empty home, Indonesian messages."""

import os
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.programs import need
from tests.support.scratch import use_memory

SETTINGS = {
    "GIT_AUTHOR_NAME": "Penguji",
    "GIT_AUTHOR_EMAIL": "penguji@siar.example",
    "GIT_COMMITTER_NAME": "Penguji",
    "GIT_COMMITTER_EMAIL": "penguji@siar.example",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "SIAR_LANGUAGE": "en",
}

# All of these rest on one long preparation, so one worker does them all.
TOGETHER = "tests/test_demo.py"
# Single tests that take ten seconds and more, the longest first: at the end, the other workers
# would wait for one.
LONGEST = (
    "tests/forging/test_honest.py",
    "tests/test_workflow_journey.py",
    "tests/commands/test_record.py",
    "tests/forging/test_interleavings.py",
    "tests/test_benchmarks.py::test_what_a_forge_is_asked_is_timed_and_counted",
    "tests/commands/test_forge_threats.py",
    "tests/forging/test_set_right.py",
    "tests/commands/test_after_merge.py",
    "tests/site/test_rsync.py",
)

# How long an example takes is the machine's matter; what is slow, the benchmarks tell.
settings.register_profile("siar", deadline=None)
settings.load_profile("siar")

# Before anybody asks for a folder; the workers are given the same.
use_memory()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, in each of the equal parts that the workers begin with."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    together = [item for item in items if TOGETHER in item.nodeid]
    longest = [item for name in LONGEST for item in items if name in item.nodeid]
    early = {*together, *longest}
    rest = iter([item for item in items if item not in early])
    size = -(-len(items) // workers)
    others = max(1, workers - 1)
    parts = [together, *(longest[place::others] for place in range(others))]
    items[:] = [item for part in parts for item in (*part, *islice(rest, max(0, size - len(part))))]
    items += rest


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
