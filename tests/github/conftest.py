"""A small repository on the forge, with a pull request that Rina opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github.bare import new_bare
from tests.github.client import Client
from tests.github.server import GitHub

BRANCH = "request/2026-0118"


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[GitHub]:
    """The forge: Rina and Budi write, Tamu is a stranger; main has one file."""
    with GitHub(new_bare(tmp_path / "kantor.git")) as forge:
        forge.add_user("rina", 1001)
        forge.add_user("budi", 1002)
        forge.push("rina", "main", {"agency.yaml": "name: CONTOH\n"}, "Begin")
        forge.events.clear()
        yield forge


@pytest.fixture
def client(forge: GitHub) -> Client:
    """A program with the token of a workflow."""
    return Client(forge.api_url, forge.token())


@pytest.fixture
def number(forge: GitHub) -> int:
    """An open pull request of Rina's, with one file of hers."""
    forge.push("rina", BRANCH, {"a.md": "satu\n"})
    number: int = forge.open_pull("rina", BRANCH, "Panen raya (CONTOH)").payload["number"]
    forge.events.clear()
    return number
