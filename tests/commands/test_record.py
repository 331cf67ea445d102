"""On a forge: what people say becomes statements, and what is approved comes to main."""

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import Exit
from pipeline.record.workflow import State
from tests.github.events import Event
from tests.support.journey import MOST_CALLS, assert_merged, journey, send_letter, state
from tests.support.office import KABID, KASI, OFFICER, Office, Stage
from tests.support.on_forge import BRANCH, HURRIED, OnForge, on_forge

Opening = Callable[[Stage], OnForge]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Opening]:
    """An office on a forge, as far as a stage, with a pull request for its open request."""
    with_exits = []

    def open_at(stage: Stage) -> OnForge:
        office = Office.at_stage(stage, tmp_path / "office")
        scene = on_forge(office, tmp_path)
        made = scene.__enter__()
        with_exits.append(scene)
        return made

    yield open_at
    for scene in with_exits:
        scene.__exit__(None, None, None)


def pull(scene: OnForge) -> int:
    """A pull request for the open request."""
    number: int = scene.forge.open_pull(OFFICER, BRANCH, "Panen (CONTOH)").payload["number"]
    return number


def test_a_disposition_in_a_comment_is_recorded_and_answered(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    number = pull(scene)
    event = scene.forge.comment(
        KABID, number, "/disposisi kepada: kasi-piks sifat: segera instruksi: proses_lebih_lanjut"
    )
    assert scene.wake(event) == Exit.OK
    assert state(scene) is State.DISPOSITIONED
    assert any("comment-" in said for said in scene.said(number))
    before = scene.said(number)
    assert scene.wake(event) == Exit.OK
    assert scene.said(number) == before


def test_a_letter_of_the_form_is_entered_once(at: Opening) -> None:
    scene = at(Stage.FOUNDED)
    event = send_letter(scene)
    number = event.payload["issue"]["number"]
    assert scene.wake(event) == Exit.OK, scene.notes.lines
    (entered,) = scene.said(number)
    assert "2026-0118" in entered
    assert "/upload/request/2026-0118/requests/2026/0118" in entered
    assert not scene.api.issue(number).is_open
    (made,) = scene.api.pull_requests()
    assert made.branch == BRANCH
    assert state(scene) is State.RECEIVED
    assert scene.wake() == Exit.OK
    assert len(scene.api.pull_requests()) == 1


def test_the_journey_from_letter_to_main(at: Opening) -> None:
    scene = at(Stage.FOUNDED)
    calls = []

    def wake(event: Event) -> None:
        scene.forge.reset_calls()
        assert scene.wake(event) == Exit.OK, scene.notes.lines
        calls.append(len(scene.forge.calls))

    assert_merged(scene, journey(scene, wake))
    assert max(calls) <= MOST_CALLS, calls


@pytest.mark.parametrize("kind", ["500", "nonsense"])
def test_whichever_call_fails_the_next_run_finishes_the_work(at: Opening, kind: str) -> None:
    """Each call of each event fails once; nothing is lost, and nothing is said or done twice."""
    scene = at(Stage.FOUNDED)

    def wake(event: Event) -> None:
        for place in itertools.count(1):
            scene.forge.reset_calls()
            scene.forge.fail(place, kind, times=len(HURRIED.pauses) + 1)
            code = scene.wake(event)
            if len(scene.forge.calls) < place:
                scene.forge.reset_calls()
                assert code == Exit.OK, scene.notes.lines
                return

    number = journey(scene, wake)
    assert_merged(scene, number)
    answers = [
        mark for said in scene.said(number) for mark in re.findall(r"siar:answer (\S+)", said)
    ]
    assert len(answers) == len(set(answers))


def test_an_answer_sends_nobody_to_a_command_line(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    number = pull(scene)
    scene.wake(scene.forge.comment(KABID, number, "/disposisi kepada: kasi-piks"))
    assert scene.wake(scene.forge.comment(KASI, number, "/terima petugas: petugas-1")) == Exit.OK
    *_before, answer = [said for said in scene.said(number) if "siar:answer" in said]
    assert state(scene) is State.DRAFTING
    assert "siar draft" not in answer and "next:" not in answer
