"""Officer, Kasi and Kabid: whoever of the three is on leave, the other two finish a request."""

from typing import NamedTuple

import pytest

from pipeline.commands import accept, bypass, dispose, review, second_look, submit
from pipeline.commands.step import Transcript
from pipeline.forge.verification import verify_main
from pipeline.record.replay import Case, replay
from pipeline.record.workflow import State
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk
from tests.commands.roster import enter_deputy
from tests.support.office import KABID, KASI, MAINTAINER, NUMBER, OFFICER, Office, Stage

DAY = "2026-11-03T{}:00+09:00"


class Cast(NamedTuple):
    """Who does what while somebody is on leave."""

    officer: str
    section_head: str
    division_head: str


def finished(desk: Desk, office: Office) -> Case:
    """The request as main has it, verified."""
    tip = desk.fresh().shared("main") or ""
    found = verify_main(desk.fresh(), tip, office.root)
    assert found.findings == ()
    assert found.units[NUMBER].case.state is State.APPROVED
    return found.units[NUMBER].case


def hands(desk: Desk) -> set[str]:
    """Everybody whose key signed something on the request."""
    return {statement.signer for statement in desk.request().history}


def received(office: Office, officer: str) -> None:
    """The letter is entered in the agenda."""
    office.at(DAY.format("08:30"))
    assert office.receive(officer, received=DAY.format("08:15")) == NUMBER


def written(office: Office, officer: str) -> None:
    """The article is written and handed in."""
    office.at(DAY.format("10:00"))
    office.write(person=officer)
    office.at(DAY.format("13:30"))
    submit.run(office[officer], NUMBER)


@pytest.mark.parametrize(
    ("away", "cast"),
    [
        (OFFICER, Cast(KASI, KABID, KABID)),
        (KASI, Cast(OFFICER, KABID, KABID)),
        (KABID, Cast(OFFICER, KASI, KASI)),
    ],
)
def test_with_deputies_entered_ahead(desk_at: DeskAt, away: str, cast: Cast) -> None:
    desk = desk_at(Stage.FOUNDED)
    if cast.officer == KASI:
        enter_deputy(desk, KASI, "officer", "Petugas Seksi PIKS", KABID)
    if cast.section_head == KABID:
        enter_deputy(desk, KABID, "section_head", "Kepala Seksi PIKS", KASI)
    if cast.division_head == KASI:
        enter_deputy(desk, KASI, "division_head", "Kepala Bidang PIKS", KABID)
    office = Office(desk.office.folder)
    received(office, cast.officer)
    office.at(DAY.format("09:00"))
    dispose.run(
        office[cast.division_head], NUMBER, to=cast.section_head, urgency="biasa",
        instructions=("buat_naskah",),
    )  # fmt: skip
    office.at(DAY.format("09:30"))
    accept.run(office[cast.section_head], NUMBER, officer=cast.officer)
    written(office, cast.officer)
    office.at(DAY.format("14:30"))
    review.approve_and_merge(office[cast.section_head], NUMBER)
    assert finished(desk, office).contributors == (cast.officer,)
    assert hands(desk) == set(cast)
    assert away not in hands(desk)


def by_phone(office: Office, person: str, at: str) -> Transcript:
    """A decision that somebody on leave gave by WhatsApp, typed in by the officer."""
    return Transcript(person, office.at(DAY.format(at)), "whatsapp")


def test_the_kasi_away_without_a_deputy(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    office = Office(desk.office.folder)
    received(office, OFFICER)
    office.at(DAY.format("09:00"))
    office.dispose()
    paper = by_phone(office, KASI, "09:30")
    accept.run(office[OFFICER], NUMBER, officer=OFFICER, paper=paper)
    written(office, OFFICER)
    office.at(DAY.format("14:30"))
    bypass.run(office[KABID], NUMBER, reason="Kasi cuti tanpa Plh. (CONTOH)")
    case = finished(desk, office)
    assert (case.bypass is not None, [*case.unconfirmed.values()]) == (True, [KASI])
    assert hands(desk) == {OFFICER, KABID}
    # Back at work, the Kasi looks at what was published without her.
    office.at("2026-11-09T08:30:00+09:00")
    second_look.run(office[KASI], NUMBER, verdict="upheld", note="Sudah dibaca (CONTOH)")
    assert finished(desk, office).awaiting_look is None


def test_the_kabid_away_without_a_deputy(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    office = Office(desk.office.folder)
    received(office, OFFICER)
    paper = by_phone(office, KABID, "09:00")
    dispose.run(
        office[OFFICER], NUMBER, to=KASI, urgency="biasa", instructions=("buat_naskah",),
        paper=paper,
    )  # fmt: skip
    office.at(DAY.format("09:30"))
    office.accept()
    written(office, OFFICER)
    office.at(DAY.format("14:30"))
    review.approve_and_merge(office[KASI], NUMBER)
    assert [*finished(desk, office).unconfirmed.values()] == [KABID]
    assert hands(desk) == {OFFICER, KASI}


def test_a_deputy_decides_nothing_once_the_term_is_over(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    enter_deputy(desk, KABID, "section_head", "Kepala Seksi PIKS", KASI)
    office = Office(desk.office.folder)
    received(office, OFFICER)
    office.at(DAY.format("09:00"))
    office.dispose()
    office.at("2026-11-07T09:00:00+09:00")
    said = desk.siar(KABID, "accept", NUMBER, "--officer", OFFICER)
    assert said.err.startswith(
        "siar: Dra. Hartini Laranuku, M.Si. may not do this: it is for section_head\n"
    )
    assert replay(desk.request().history)[0].state is State.DISPOSITIONED
    assert MAINTAINER not in hands(desk)
