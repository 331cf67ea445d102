"""What every test relies on: a Git identity of its own, an empty home, Indonesian messages."""

from collections.abc import Iterator
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


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    home: Path = tmp_path_factory.mktemp("home")
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
