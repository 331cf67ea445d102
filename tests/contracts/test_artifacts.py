"""What a run of a workflow has kept for a branch: found on GitHub in one call."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.forge.host import Artifact
from pipeline.forge.rest import Rest
from tests.contracts.places import api_of
from tests.github.bare import new_bare
from tests.github.server import GitHub as Server
from tests.github.state import Kept

BRANCH, OTHER = "request/2026-0118", "request/2026-0119"
PAGES = "pratinjau"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A forge with two branches, each with its pull request."""
    with Server(new_bare(tmp_path / "kantor.git")) as server:
        server.add_user("rina", 1001)
        server.push("rina", "main", {"a.md": "nol\n"})
        for branch in (BRANCH, OTHER):
            server.push("rina", branch, {f"{branch}.md": "satu\n"})
            server.open_pull("rina", branch, "CONTOH")
        yield server


@pytest.fixture
def api(server: Server) -> Rest:
    """Its API."""
    return api_of(server)


def found(kept: Kept) -> Artifact:
    """As we call it."""
    return Artifact(str(kept.id), str(kept.run))


def test_the_newest_of_the_branch_is_found_in_one_call(server: Server, api: Rest) -> None:
    assert api.artifact(PAGES, BRANCH) is None
    server.keep(1)
    newest = server.keep(1)
    server.keep(1, "lembar-disposisi")
    other = server.keep(2)
    server.keep(1, is_expired=True)
    server.reset_calls()
    assert api.artifact(PAGES, BRANCH) == found(newest)
    assert len(server.calls) == 1
    assert api.artifact(PAGES, OTHER) == found(other)


def test_what_a_strangers_copy_kept_is_not_ours(server: Server, api: Rest) -> None:
    server.add_user("tamu-lain", 2001)
    tip = server.bare.branch(BRANCH) or ""
    foreign = server.open_foreign_pull("tamu-lain", tip, BRANCH, "Tiruan").payload["number"]
    ours = server.keep(1)
    server.keep(foreign)
    assert api.artifact(PAGES, BRANCH) == found(ours)


def test_one_page_is_enough_however_many_there_are(server: Server, api: Rest) -> None:
    for _place in range(130):
        server.keep(2)
    newest = server.keep(1)
    for _place in range(60):
        server.keep(2)
    assert api.artifact(PAGES, BRANCH) == found(newest)


def test_forgejo_tells_of_none(tmp_path: Path) -> None:
    with Server(new_bare(tmp_path / "kantor.git"), dialect="forgejo") as server:
        assert api_of(server).artifact(PAGES, BRANCH) is None
        assert server.calls == []
