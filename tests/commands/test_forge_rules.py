"""The rules that `siar setup github` gives a repository let in what is approved, and only that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.commands import changing, ratify
from pipeline.commands.opening import open_request
from pipeline.errors import Exit, SiarError
from pipeline.forge.github_rules import RULES, ruleset_body
from pipeline.record import agenda
from pipeline.record.workflow import State
from tests.github.call import Refusal
from tests.github.events import Event
from tests.support.journey import assert_merged, journey, of_main, to_main
from tests.support.local_office import keep
from tests.support.office import KABID, KASI, NUMBER, OFFICER, Office, Stage
from tests.support.on_forge import BRANCH, OnForge, on_forge


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the office is."""
    return tmp_path / "kantor"


def ruled(office: Office, folder: Path) -> Iterator[OnForge]:
    """An office on a forge with the rules of `siar setup github`."""
    with on_forge(office, folder) as scene:
        scene.forge.plan = "team"
        for rule in RULES:
            id_ = scene.forge.new_id()
            scene.forge.settings.rulesets[id_] = {**ruleset_body(rule), "id": id_}
        yield scene


@pytest.fixture
def scene(tmp_path: Path, folder: Path) -> Iterator[OnForge]:
    """Such an office, newly founded."""
    yield from ruled(Office.at_stage(Stage.FOUNDED, folder), tmp_path)


def test_from_the_form_to_main_the_rules_stand_in_nobodys_way(scene: OnForge) -> None:
    def wake(event: Event) -> None:
        assert scene.wake(event) == Exit.OK, scene.notes.lines
        for pull in scene.api.pull_requests():  # whatever was said, no button merges it yet
            with pytest.raises(Refusal, match="Required status check is expected"):
                scene.forge.merge_by_button(KASI, pull.number)

    assert_merged(scene, journey(scene, wake))


def test_a_change_that_was_ratified_is_pushed_by_whoever_administers_the_repository(
    scene: OnForge,
) -> None:
    """There is no pull request for a change: `siar ratify` pushes it to main."""
    forge, head, before = scene.forge, scene.office[KASI], scene.office.main
    head.repository.run("remote", "set-url", "origin", forge.git_address(forge.token(KASI)))
    with pytest.raises(SiarError, match="through a pull request"):
        keep(scene.office, local=True)
    assert scene.office.main == before
    (waiting,) = changing.open_changes(head)
    forge.user(KASI).role = "admin"
    assert ratify.run(head, waiting.version).merged


DISPOSED = "/disposisi kepada: kasi-piks instruksi: proses_lebih_lanjut"


def told(scene: OnForge, number: int, *said: tuple[str, str]) -> list[str]:
    """The answers to these comments of people on a pull request."""
    for who, words in said:
        event = scene.forge.comment(who, number, words)
        assert scene.wake(event) == Exit.OK, scene.notes.lines
    return [one for one in scene.said(number) if "<!-- siar:answer " in one]


@pytest.fixture
def letter(tmp_path: Path, folder: Path) -> Iterator[tuple[OnForge, int]]:
    """Such an office with a letter in its agenda, and the number of its pull request."""
    for scene in ruled(Office.at_stage(Stage.RECEIVED, folder), tmp_path):
        yield scene, scene.forge.open_pull(OFFICER, BRANCH, "CONTOH").payload["number"]


def test_what_ends_a_request_comes_to_main_by_its_pull_request(
    letter: tuple[OnForge, int],
) -> None:
    scene, number = letter
    (said,) = told(scene, number, (KABID, "/tolak alasan: bukan kewenangan dinas"))
    assert "✅" in said
    assert scene.forge.pull(number)[1].merged_at
    found = of_main(scene)
    assert (found.findings, found.units[NUMBER].case.state) == ((), State.DECLINED)
    assert scene.forge.bare.branch(BRANCH) is None


def test_a_letter_that_is_split_gets_a_pull_request_for_each_part(
    letter: tuple[OnForge, int],
) -> None:
    scene, number = letter
    split = "/pecah bagian: panen raya, bazar kopi alasan: dua kegiatan dalam satu surat"
    answers = told(scene, number, (KABID, DISPOSED), (KASI, split))
    assert [said.count("✅") for said in answers] == [1, 1]
    assert scene.forge.pull(number)[1].merged_at
    found = of_main(scene)
    assert (found.findings, found.units[NUMBER].case.is_divided) == ((), True)
    parts = sorted(scene.api.pull_requests(), key=lambda pull: pull.branch)
    assert [pull.branch for pull in parts] == [f"{BRANCH}.1", f"{BRANCH}.2"]
    assert parts[0].title == f"{NUMBER}.1 panen raya"
    (said,) = told(scene, parts[1].number, (KASI, "/tolak alasan: bukan kewenangan dinas"))
    assert "⚠️" in said
    (_first, said) = told(scene, parts[1].number, (KASI, "/tindak-lanjuti petugas: petugas-1"))
    assert "✅" in said
    assert open_request(scene.recorder, f"{NUMBER}.2").case.state is State.DRAFTING


def test_a_letter_joins_another_by_a_comment(letter: tuple[OnForge, int]) -> None:
    scene, number = letter
    (disposed,) = told(scene, number, (KABID, DISPOSED))
    other = scene.office.receive()
    second = scene.forge.open_pull(OFFICER, agenda.branch(other), "CONTOH").payload["number"]
    words = f"/satukan ke: {NUMBER} alasan: undangan untuk acara yang sama"
    answers = told(scene, second, (KABID, DISPOSED), (KASI, words))
    assert [said.count("✅") for said in (disposed, *answers)] == [1, 1, 1]
    assert scene.forge.pull(second)[1].merged_at
    found = of_main(scene)
    assert (found.findings, found.units[other].case.leading) == ((), NUMBER)
    assert [pull.number for pull in scene.api.pull_requests()] == [number]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (OFFICER, "/ralat perubahan: nama desa dibetulkan alasan: laporan pembaca"),
        (KASI, "/turunkan alasan: ada data pribadi"),
    ],
)
def test_what_comes_after_publishing_passes_the_rules_too(
    letter: tuple[OnForge, int], who: str, words: str
) -> None:
    scene, number = letter

    def wake(event: Event) -> None:
        assert scene.wake(event) == Exit.OK, scene.notes.lines

    to_main(scene, wake, number)
    (*_former, said) = told(scene, number, (who, words))
    assert "✅" in said
    found = of_main(scene)
    assert found.findings == ()
    is_open = [pull.branch for pull in scene.api.pull_requests()]
    assert (is_open, found.units[NUMBER].case.hidden) == (
        ([BRANCH], False) if who == OFFICER else ([], True)
    )
