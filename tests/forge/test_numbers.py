"""Agenda numbers in the shared repository: real processes, the real hook, real branches."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.commands import endings, founding
from pipeline.record import agenda
from pipeline.record.agency import Series
from pipeline.record.front_matter import render_document
from pipeline.record.workflow import Action
from pipeline.repository import Conflict, Refused, Repository, Update
from tests.forge.conftest import Opening
from tests.support.office import (
    KASI,
    NUMBER,
    OFFICER,
    OTHER_OFFICER,
    Office,
    Stage,
    form,
    write_papers,
)

MINUTE = 60


def taken(office: Office) -> dict[str, str]:
    """The numbers of the agenda, with the commit that took each."""
    return {
        ref.removeprefix(agenda.TAG_PREFIX): oid
        for ref, oid in office.bare.refs(agenda.TAG_PREFIX).items()
    }


def registering(office: Office, person: str, letters: int) -> subprocess.Popen[bytes]:
    """Somebody who registers letters one after the other, in a process of their own."""
    folder = write_papers(office.folder / f"surat {person}")
    (folder / "formulir.yaml").write_bytes(render_document(form(), "form"))
    line = f'"{sys.executable}" -I -m pipeline receive --from "{folder}/formulir.yaml" || exit 1;'
    return subprocess.Popen(
        ["sh", "-c", line * letters],
        cwd=office.folder / person,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_two_clones_registering_at_once_get_consecutive_numbers(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    office.arm()
    people = [registering(office, person, 3) for person in (OFFICER, OTHER_OFFICER)]
    told = [person.communicate(timeout=MINUTE) for person in people]
    assert [person.returncode for person in people] == [0, 0], told
    numbers = [agenda.number(2026, count) for count in range(118, 124)]
    assert sorted(taken(office)) == numbers
    tips = office.bare.refs("refs/heads/request/")
    assert tips == {
        f"refs/heads/{agenda.branch(number)}": taken(office)[number] for number in numbers
    }
    entered = "entered in the agenda as "
    lines = [line for out, _err in told for line in out.decode().splitlines()]
    given = [line.removeprefix(entered) for line in lines if line.startswith(entered)]
    assert sorted(given) == numbers


def test_a_stale_clone_takes_the_next_number(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    for expected in ("2026-0118", "2026-0119"):
        assert office.receive(OFFICER) == expected
    assert office[OTHER_OFFICER].repository.refs(agenda.TAG_PREFIX) == {}
    assert office.receive(OTHER_OFFICER) == "2026-0120"


def test_a_number_pushed_from_stale_knowledge_is_refused_whole(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    late = office[OTHER_OFFICER].repository
    tip = office.commit(OTHER_OFFICER, {"requests/2026/0118.yaml": b"x"}, office.root)
    before = office.bare.refs("refs/")
    with pytest.raises(Conflict):
        late.push(
            [
                Update(f"refs/heads/{agenda.branch(NUMBER)}", tip, None),
                Update(agenda.tag(NUMBER), tip, None),
            ]
        )
    assert office.bare.refs("refs/") == before
    assert late.refs(agenda.TAG_PREFIX) == {}


def test_what_the_gate_refuses_leaves_neither_tag_nor_branch(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    office.arm()
    clone = office[OFFICER].repository
    number = "2026-0119"
    record = office.bare.read(office.tip(), agenda.request_path(NUMBER)) or b""
    tip = office.commit(OFFICER, {agenda.request_path(number): record}, office.root)
    before = office.bare.refs("refs/")
    with pytest.raises(Refused) as refused:
        clone.push(
            [
                Update(f"refs/heads/{agenda.branch(number)}", tip, None),
                Update(agenda.tag(number), tip, None),
            ]
        )
    assert "error[request-number]" in refused.value.message
    assert office.bare.refs("refs/") == before
    assert number not in {ref.rpartition("/")[2] for ref in clone.refs("refs/")}


def test_a_merged_and_deleted_branch_never_frees_its_number(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    assert office.bare.refs("refs/heads/request/") == {}
    assert list(taken(office)) == [NUMBER]
    assert office.receive() == "2026-0119"
    # Whoever comes new knows it as well.
    clone = Repository.clone(office.bare.folder, office.folder / "baru")
    assert sorted(clone.refs(agenda.TAG_PREFIX)) == [agenda.tag(NUMBER), agenda.tag("2026-0119")]


def test_an_ended_request_keeps_its_number(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    endings.run(office[KASI], NUMBER, Action.VOID, reason="contoh")
    office.merge()
    assert office.receive() == "2026-0119"


def test_the_first_number_is_the_agencys(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    assert office[OFFICER].agency.agenda == Series(118, "{number}/PIKS/{roman}/{year}", 2026)
    assert office.receive() == "2026-0118"


@pytest.mark.parametrize(
    ("received", "number"),
    [
        ("2026-12-31T23:59:59+09:00", "2026-0119"),
        ("2027-01-01T00:00:00+09:00", "2027-0001"),
        ("2027-01-04T08:00:00+09:00", "2027-0001"),
    ],
)
def test_numbers_run_by_the_year_of_receipt_across_new_year(
    office_at: Opening, received: str, number: str
) -> None:
    office = office_at(Stage.RECEIVED)
    office.at("2027-01-04T08:30:00+09:00")
    assert office.receive(received=received) == number
    ref = f"refs/heads/{agenda.branch(number)}"
    assert office.bare.refs("refs/heads/request/")[ref] == taken(office)[number]
    # The old year goes on where it was, the new one at 1.
    assert office.receive(received="2026-12-31T16:00:00+09:00") == (
        "2026-0120" if number == "2026-0119" else "2026-0119"
    )


def test_a_letter_is_registered_while_main_moves(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    office.arm()
    clone = office[OFFICER].repository
    clone.fetch()
    old = clone.shared("main")
    office.merge()
    # The registration was made on the main of a moment ago.
    assert old != office.main
    number = office.receive()
    tip = office.tip(number)
    assert office.bare.commit_info(tip).parents == (office.main,)


def test_the_gate_speaks_to_plain_git(office_at: Opening, tmp_path: Path) -> None:
    office = office_at(Stage.RECEIVED)
    office.arm()
    done = subprocess.run(
        ["git", "push", "origin", "HEAD:refs/heads/coba"],
        cwd=office.folder / OFFICER,
        env={**os.environ, "SIAR_LANGUAGE": "id", "HOME": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert "refs/heads/coba:1: error[push-ref]:" in done.stderr.decode()
    assert office.bare.refs("refs/heads/") == {
        "refs/heads/main": office.main,
        f"refs/heads/{agenda.branch(NUMBER)}": office.tip(),
    }


def test_the_hook_is_of_the_program_that_founded_the_office(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    hook = office.bare.folder / "hooks" / "pre-receive"
    founding.install_hook(hook)
    assert str(sys.executable) in hook.read_text()
    assert os.access(hook, os.X_OK)
