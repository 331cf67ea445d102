"""On a forge: what comes after publishing begins with a comment, and goes on in a pull request."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.commands.opening import open_request
from pipeline.errors import Exit
from pipeline.record.workflow import State
from tests.github.events import Event
from tests.support.journey import MOST_CALLS, assert_merged, state, to_main
from tests.support.office import KABID, KASI, NUMBER, OFFICER, Office, Stage
from tests.support.on_forge import BRANCH, OnForge, on_forge

AMEND = "/ralat perubahan: nama desa dibetulkan alasan: laporan pembaca"


@pytest.fixture
def merged(tmp_path: Path) -> Iterator[tuple[OnForge, int]]:
    """An office on a forge whose article came to main by this pull request."""
    office = Office.at_stage(Stage.RECEIVED, tmp_path / "office")
    with on_forge(office, tmp_path) as scene:
        number: int = scene.forge.open_pull(OFFICER, BRANCH, "Panen (CONTOH)").payload["number"]
        to_main(scene, lambda event: wake(scene, event), number)
        assert_merged(scene, number)
        yield scene, number


def wake(scene: OnForge, event: Event) -> None:
    """Wake the recorder, as cheaply as by any event."""
    scene.forge.reset_calls()
    assert scene.wake(event) == Exit.OK, scene.notes.lines
    assert len(scene.forge.calls) <= MOST_CALLS, "\n".join(scene.forge.calls)


def last_answer(scene: OnForge, number: int) -> str:
    """What the recorder answered last."""
    return [said for said in scene.said(number) if "siar:answer" in said][-1]


def test_a_correction_goes_on_in_a_pull_request_of_its_own(merged: tuple[OnForge, int]) -> None:
    scene, number = merged
    event = scene.forge.comment(OFFICER, number, AMEND)
    for _again in range(2):
        wake(scene, event)
        (goes_on,) = scene.api.pull_requests()
        answer = last_answer(scene, number)
        assert f"#{goes_on.number}" in answer
    assert (goes_on.branch, state(scene)) == (BRANCH, State.DRAFTING)
    (standing,) = scene.said(goes_on.number)
    assert "/submit" in standing

    article = f"{open_request(scene.recorder, NUMBER).case.article}/index.md"
    opened = open_request(scene.recorder, NUMBER)
    text = (scene.recorder.repository.read(opened.tip, article) or b"").decode()
    changed = text.replace("Kopi itu", "Kopi ini")
    assert changed != text
    wake(scene, scene.forge.edit_file(OFFICER, BRANCH, article, changed, "Ralat"))
    wake(scene, scene.forge.comment(OFFICER, goes_on.number, "/ajukan"))
    wake(scene, scene.forge.review(KASI, goes_on.number, "approve"))
    assert_merged(scene, goes_on.number)


def test_a_page_is_taken_down_by_one_comment(merged: tuple[OnForge, int]) -> None:
    scene, number = merged
    # A second pull request, opened and merged at once: no other event is as dear.
    event = scene.forge.comment(KASI, number, "/turunkan alasan: ada data pribadi")
    wake(scene, event)
    assert scene.api.pull_requests() == []
    scene.recorder.repository.fetch()
    there = open_request(scene.recorder, NUMBER, afterwards=True)
    assert there.on_main and there.case.hidden


@pytest.mark.parametrize("command", ["/ajukan", "/setop", "/disposisi kepada: kasi-piks"])
def test_what_makes_no_sense_any_more_is_refused(merged: tuple[OnForge, int], command: str) -> None:
    scene, number = merged
    wake(scene, scene.forge.comment(KABID, number, command))
    assert last_answer(scene, number).count("⚠️") == 1
    assert scene.api.pull_requests() == []


def test_whoever_is_too_late_is_told_what_to_say_instead(merged: tuple[OnForge, int]) -> None:
    scene, number = merged
    wake(scene, scene.forge.comment(KASI, number, "/tarik alasan: angka panen belum final"))
    assert "`/amend`" in last_answer(scene, number)
    assert "`siar " not in last_answer(scene, number)


@pytest.mark.parametrize(("who", "said"), [(OFFICER, "/amend"), (KASI, "/takedown")])
def test_help_tells_what_can_still_be_said(
    merged: tuple[OnForge, int], who: str, said: str
) -> None:
    scene, number = merged
    wake(scene, scene.forge.comment(who, number, "/bantuan"))
    assert said in last_answer(scene, number)
    assert "/submit" not in last_answer(scene, number)


def test_who_has_no_role_begins_nothing(merged: tuple[OnForge, int]) -> None:
    scene, number = merged
    wake(scene, scene.forge.comment("orang-luar", number, AMEND))
    assert scene.api.pull_requests() == []
    assert scene.recorder.repository.shared(BRANCH) is None
