"""On a forge: what a head writes on single lines is part of what should change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.commands.opening import open_request
from pipeline.errors import Exit
from pipeline.record.workflow import State
from tests.github.state import Remark
from tests.support.journey import MOST_CALLS
from tests.support.office import ARTICLE, KASI, NUMBER, OFFICER, Office, Stage
from tests.support.on_forge import BRANCH, OnForge, on_forge

LONG = "Panen raya kopi " * 20
ON_LINES = (
    Remark(f"{ARTICLE}/index.md", "Produksi naik dua kali lipat.", "sumber angkanya?"),
    Remark(f"{ARTICLE}/index.md", LONG, "pecah menjadi dua kalimat"),
)
AS_NOTED = (
    "“Produksi naik dua kali lipat.”: sumber angkanya?\n\n"
    f"“{LONG[:79].rstrip()}…”: pecah menjadi dua kalimat"
)


@pytest.fixture(params=["github", "forgejo"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OnForge]:
    """On both forges: an article that is to be corrected."""
    office = Office.at_stage(Stage.IN_REVIEW, tmp_path / "kantor")
    with on_forge(office, tmp_path, dialect=request.param) as scene:
        scene.forge.refs = {}
        scene.forge.note(OFFICER)
        yield scene


@pytest.mark.parametrize(
    ("words", "note", "category"),
    [
        ("", AS_NOTED, "lain"),
        ("Dua hal.\n\nkategori: data", f"Dua hal.\n\n\n\n{AS_NOTED}", "data"),
    ],
)
def test_what_stands_on_lines_is_noted_once(
    scene: OnForge, words: str, note: str, category: str
) -> None:
    number = scene.forge.open_pull(OFFICER, BRANCH, "CONTOH").payload["number"]
    event = scene.forge.review(KASI, number, "request_changes", words, remarks=ON_LINES)
    for _again in range(2):
        scene.forge.reset_calls()
        assert scene.wake(event) == Exit.OK, scene.notes.lines
        assert len(scene.forge.calls) <= MOST_CALLS, scene.forge.calls
    opened = open_request(scene.recorder, NUMBER)
    said = opened.request.history[-1]
    assert opened.case.state is State.CHANGES_REQUESTED
    assert (said.data["note"], said.data["category"], said.data["round"]) == (note, category, 1)
    assert not any("/comments" in call and "/reviews/" in call for call in scene.forge.calls)
