"""On a forge: what people say becomes statements, and what is approved comes to main."""

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.commands.recording import open_request
from pipeline.commands.thread import STATUS
from pipeline.errors import Exit
from pipeline.forge.forge_host import ForgeHost
from pipeline.forge.verification import verify_main
from pipeline.record.workflow import State
from tests.github.events import Event
from tests.support.office import (
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    Office,
    Stage,
    article,
    photo,
)
from tests.support.on_forge import BRANCH, HURRIED, OnForge, on_forge

Opening = Callable[[Stage], OnForge]
MOST_CALLS = 15


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


ANSWERS = {
    "Asal permintaan": "surat permintaan publikasi",
    "Nomor surat": "005/123/CONTOH/2026",
    "Tanggal surat": "2026-10-30",
    "Diterima tanggal dan jam": "2026-11-02 07:30",
    "Hal": "Permohonan publikasi panen raya (CONTOH)",
    "Sifat surat": "biasa",
    "Keamanan surat": "biasa",
    "Pengirim": "Dinas Pertanian",
    "Narahubung": "Ibu Contoh",
    "Surel pengirim": "ibu@pengirim.example",
    "Apa": "Panen raya kopi (contoh)",
    "Siapa": "Kelompok tani contoh",
    "Kapan": "Senin, 2 November 2026",
    "Di mana": "Desa Contoh",
    "Mengapa": "Menandai musim panen",
    "Bagaimana": "Panen bersama",
    "Berkas lain yang akan diunggah": "- [x] foto",
    "Berkas menyusul paling lambat": "2026-11-03",
}


def issue_text(**changes: str) -> str:
    """What a forge makes of the filled form."""
    return "\n\n".join(f"### {label}\n\n{said}" for label, said in {**ANSWERS, **changes}.items())


def pull(scene: OnForge) -> int:
    """A pull request for the open request."""
    number: int = scene.forge.open_pull(OFFICER, BRANCH, "Panen (CONTOH)").payload["number"]
    return number


def state(scene: OnForge) -> State | None:
    """The state of the open request."""
    return open_request(scene.recorder, NUMBER).case.state


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
    body = issue_text()
    event = scene.forge.open_issue(OFFICER, "Panen raya (CONTOH)", body, ["permintaan"])
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


def journey(scene: OnForge, wake: Callable[[Event], None]) -> int:
    """From the form to main, woken by each event in this way; the pull request's number."""
    forge = scene.forge
    wake(forge.open_issue(OFFICER, "Panen raya (CONTOH)", issue_text(), ["permintaan"]))
    (made,) = scene.api.pull_requests()
    number = made.number
    papers = {"Surat Permohonan.pdf": b"%PDF-1.7 contoh", "formulir.pdf": b"%PDF-1.7 formulir"}
    more = {"Data Panen.pdf": b"%PDF-1.7 data", "IMG_7.JPG": photo()}
    wake(forge.upload(OFFICER, BRANCH, "requests/2026/0118", {**papers, **more}))
    opened = open_request(scene.recorder, NUMBER)
    assert all(paper.is_present for paper in opened.request.attachments), scene.said(number)

    def say(who: str, text: str, then: State) -> None:
        wake(forge.comment(who, number, text))
        assert state(scene) is then, "\n".join(scene.said(number))

    say(KABID, "/disposisi kepada: kasi-piks instruksi: proses_lebih_lanjut", State.DISPOSITIONED)
    say(KASI, "/tindak-lanjuti petugas: petugas-1", State.DRAFTING)
    path = next(p for p in article_paths(scene) if p.endswith("index.md"))
    text = article().replace(b"foto.jpg", b"foto-1.jpg")
    forge.edit_file(OFFICER, BRANCH, path, text.decode(), "Perbarui naskah")
    say(OFFICER, "/ajukan", State.IN_REVIEW)
    wake(forge.review(KASI, number, "request_changes", "Perbaiki kutipan"))
    assert state(scene) is State.CHANGES_REQUESTED
    changed = text.replace("“Kopi ini".encode(), "“Kopi itu".encode())
    forge.edit_file(OFFICER, BRANCH, path, changed.decode(), "Kutipan")
    say(OFFICER, "/ajukan", State.IN_REVIEW)
    wake(forge.review(KASI, number, "approve"))
    return number


def assert_merged(scene: OnForge, number: int) -> None:
    """The article is on main, and the forge confirms its approval."""
    repository = scene.recorder.repository
    repository.fetch()
    roster = scene.recorder.agency.roster
    witness = ForgeHost(scene.api, repository, roster).confirms
    found = verify_main(repository, scene.recorder.main, scene.recorder.root, witness=witness)
    assert found.findings == (), scene.said(number)
    assert found.units[NUMBER].case.is_public
    assert scene.forge.pull(number)[1].merged_at
    assert [said.count(STATUS) for said in scene.said(number)].count(1) == 1


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


def article_paths(scene: OnForge) -> list[str]:
    """The files of the article on the branch."""
    tip = scene.recorder.repository.shared(BRANCH) or ""
    known = {entry.path for entry in scene.recorder.repository.tree(scene.recorder.main, "content")}
    found = scene.recorder.repository.tree(tip, "content")
    return [entry.path for entry in found if entry.path not in known]
