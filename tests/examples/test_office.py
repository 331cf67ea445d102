"""The office itself: registers that load, and the SOP's own figures."""

from datetime import date, datetime

from pipeline.record.registers import load_agency, load_media
from pipeline.record.workflow import TABLE, Role
from tests.examples.month import EXAMPLES, office

KANTOR = EXAMPLES / "kantor"


def test_agency_and_media_are_without_findings() -> None:
    assert load_agency((KANTOR / "agency.yaml").read_bytes())[1] == ()
    assert load_media((KANTOR / "media.yaml").read_bytes())[1] == ()


def test_steps_have_the_minutes_and_roles_of_the_workflow_table() -> None:
    assert [step.no for step in office().steps] == list(range(1, 9))
    assert sum(step.minutes for step in office().steps) == 290
    for step in office().steps:
        timed = [row for row in TABLE if row.sop == step.no and row.standard_minutes]
        assert step.minutes in {row.standard_minutes for row in timed}
        assert any(step.role in row.roles for row in timed)


def test_one_outlet_ended_before_the_month() -> None:
    outlets, _findings = load_media((KANTOR / "media.yaml").read_bytes())
    assert outlets is not None
    told = [outlet.kind for outlet in outlets if outlet.is_active(date(2026, 11, 2))]
    assert (len(outlets), sorted(told)) == (6, ["TV", "cetak", "cetak", "daring", "radio"])


def test_a_deputy_heads_the_division_for_one_week() -> None:
    roster = office().roster
    weeks = {
        day: roster.holders(Role.DIVISION_HEAD, datetime(2026, 11, day, 9, tzinfo=roster.zone))
        for day in (13, 16, 20, 23)
    }
    assert [people[0].id for people in weeks.values()] == [
        "kabid-piks", "sekretaris", "sekretaris", "kabid-piks",
    ]  # fmt: skip
    term = roster.term("sekretaris", Role.DIVISION_HEAD, datetime(2026, 11, 17, tzinfo=roster.zone))
    assert term is not None
    assert (term.acting, bool(term.order)) == ("Plh.", True)


def test_every_address_is_an_example() -> None:
    for path in (KANTOR / "agency.yaml", KANTOR / "media.yaml"):
        words = path.read_text(encoding="utf-8").split()
        assert [word for word in words if "@" in word and not word.endswith(".example")] == []
