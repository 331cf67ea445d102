"""`siar doctor`: each thing it looks at; one that fails keeps no other from being seen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.commands import changing, publishing_look, ratify
from pipeline.commands.forge_look import set_up
from pipeline.commands.health import Check, Health
from pipeline.commands.leaving_look import over_ssh
from pipeline.commands.machine_look import ROOM_BYTES, SLACK, clock_against, git_version, room_in
from pipeline.commands.office_look import STEPS_AT_MOST, form_for, holders, verified_to
from pipeline.errors import Exit
from pipeline.forge.checkpoint import Checkpoint
from pipeline.forge.github_point import Standing
from pipeline.forge.issue_template import FORM, form_files
from pipeline.machine import Elsewhere, Kept
from pipeline.record.keeping import Keeping
from pipeline.record.roster import Account, Person
from pipeline.record.workflow import Role
from pipeline.repository import Repository
from tests.commands.conftest import DeskAt
from tests.commands.published import published_office
from tests.support.local_office import keep
from tests.support.office import KASI, MAINTAINER, NUMBER, OFFICER, Stage

GOOD, DOUBTFUL, BAD = Health.GOOD, Health.DOUBTFUL, Health.BAD
NOW = datetime.fromisoformat("2026-11-02T09:00:00+09:00")


@pytest.mark.parametrize(
    ("told", "health", "version"),
    [
        ("git version 2.34.0\n", GOOD, "2.34.0"),
        ("git version 2.39.5 (Apple Git-154)\n", GOOD, "2.39.5"),
        ("git version 2.47.1.windows.2\n", GOOD, "2.47.1"),
        ("git version 3.0\n", GOOD, "3.0"),
        ("git version 2.33.8\n", BAD, "2.33.8"),
        ("git version 1.99.9\n", BAD, "1.99.9"),
        ("git\n", BAD, "git"),
    ],
)
def test_git_is_new_enough_or_not(told: str, health: Health, version: str) -> None:
    help = "" if health is GOOD else "install Git 2.34 or newer"
    assert git_version(told) == Check(health, f"Git {version}", help)


@pytest.mark.parametrize(
    ("newest", "health"),
    [
        (NOW - timedelta(days=900), GOOD),
        (NOW, GOOD),
        (NOW + SLACK, GOOD),
        (NOW + SLACK + timedelta(seconds=1), BAD),
        (NOW + timedelta(days=1), BAD),
    ],
)
def test_a_clock_is_not_behind_what_was_recorded(newest: datetime, health: Health) -> None:
    found = clock_against(NOW, newest)
    assert found.health is health
    assert found.sentence.startswith("this clock says 2026-11-02 09:00")


@pytest.mark.parametrize(
    ("free", "health"), [(0, BAD), (ROOM_BYTES, BAD), (ROOM_BYTES + 1, GOOD), (10**12, GOOD)]
)
def test_there_is_room_or_not(free: int, health: Health) -> None:
    assert room_in(free, "/srv").health is health


POINT = Checkpoint("r" * 40, "0123456789" * 4, "2026-11-02T14:40:00+09:00")


@pytest.mark.parametrize(
    ("found", "steps", "health", "sentence"),
    [
        (None, 0, GOOD, "main holds nothing yet that could be verified"),
        (None, 1, DOUBTFUL, "nothing was verified yet by publishing"),
        (POINT, 0, GOOD, "main was verified up to 0123456789 on 2026-11-02, 0 steps ago"),
        (POINT, 1, GOOD, "main was verified up to 0123456789 on 2026-11-02, 1 step ago"),
        (POINT, STEPS_AT_MOST, GOOD,
         f"main was verified up to 0123456789 on 2026-11-02, {STEPS_AT_MOST} steps ago"),
        (POINT, STEPS_AT_MOST + 1, DOUBTFUL,
         f"main was verified up to 0123456789 on 2026-11-02, {STEPS_AT_MOST + 1} steps ago"),
    ],
)  # fmt: skip
def test_how_far_main_was_verified(
    found: Checkpoint | None, steps: int, health: Health, sentence: str
) -> None:
    check = verified_to(found, steps)
    assert (check.health, check.sentence, bool(check.help)) == (health, sentence, health != GOOD)


@pytest.mark.parametrize("way", list(Keeping))
def test_the_form_asks_for_what_may_come_there(way: Keeping) -> None:
    assert list(form_for(way, form_files(way)[FORM])) == []
    (other,) = set(Keeping) - {way}
    (found,) = form_for(way, form_files(other)[FORM])
    assert (found.health, found.help) == (
        BAD,
        "`make form`, then `siar propose --reason …`",
    )


KEYED = Person("a", "Ibu A", keys=("ssh-ed25519 AAAA",))
ON_A_FORGE = Person("b", "Ibu B", accounts=(Account("github.com", "1001", "ibu-b"),))
WITHOUT = Person("c", "Ibu C")


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ([KEYED, ON_A_FORGE], [(GOOD, "officer: Ibu A; Ibu B")]),
        ([], [(BAD, "officer: nobody")]),
        ([WITHOUT], [(GOOD, "officer: Ibu C"), (BAD, "Ibu C has no key and cannot decide")]),
    ],
)
def test_who_holds_a_role_can_decide(
    people: Sequence[Person], told: list[tuple[Health, str]]
) -> None:
    assert [(one.health, one.sentence) for one in holders(Role.OFFICER, people)] == told


def test_over_ssh_goes_nothing_without_its_two_keys(tmp_path: Path) -> None:
    key, nothing, away = Kept(None, "KEY"), Kept(None, ""), Kept(tmp_path / "tidak-ada", "")
    assert list(over_ssh(Elsewhere(False, "git@x:a", "", key, key))) == []
    told = [
        one.sentence.partition(": ") for one in over_ssh(Elsewhere(False, "", "x", nothing, away))
    ]
    assert [(what.rpartition(" ")[2], why) for what, _colon, why in told] == [
        ("siar.sitekey", "it is not set"),
        ("siar.knownhosts", "No such file or directory"),
    ]


@pytest.mark.parametrize(
    ("found", "health"),
    [
        ([Standing.HOLDS], GOOD),
        ([Standing.HOLDS, Standing.LACKING], DOUBTFUL),
        ([Standing.LACKING, Standing.MISSING], BAD),
    ],
)
def test_a_forge_is_set_up_or_not(found: list[Standing], health: Health) -> None:
    assert set_up("dinas/kantor", found).health is health


def test_what_stops_several_looks_is_said_once_and_the_others_go_on(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    Repository.open(desk.clone(OFFICER)).run("config", "siar.root", "0" * 40)
    said = desk.siar(OFFICER, "doctor")
    assert said.exit == Exit.PROBLEMS
    assert said.out.count("main does not come from the pinned root") == 1
    assert "✓ practice: no mail leaves this machine" in said.out


def test_a_clock_that_is_behind_is_told(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.MERGED)
    desk.office.at("2026-11-01T09:00:00+09:00")
    said = desk.siar(OFFICER, "doctor")
    assert said.exit == Exit.PROBLEMS
    assert (
        "✗ this clock says 2026-11-01 09:00, but something was recorded on 2026-11-02" in said.out
    )


def test_a_form_that_asks_for_local_contacts_is_told(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    office = desk.office
    # The offices of tests are founded without the program's own files.
    data = form_files(Keeping.REPOSITORY)[FORM]
    change = changing.suggest(office[MAINTAINER], {FORM: data}, "Formulir (CONTOH)")
    assert ratify.run(office[KASI], change.version).merged
    assert "form for letters" not in desk.siar(OFFICER, "doctor").out
    keep(office, local=True)
    said = desk.siar(OFFICER, "doctor")
    assert said.exit == Exit.PROBLEMS
    assert "✗ the form for letters on the forge asks for the sender's contacts" in said.out


def test_a_password_that_the_mail_server_wants_is_missed(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    ctx = desk.office[MAINTAINER]
    data = (ctx.repository.read(ctx.main, "agency.yaml") or b"").split(b"---\n", 2)[2]
    with_user = data.replace(b"\nmail:\n", b"\nmail:\n  user: siar\n")
    change = changing.suggest(ctx, {"agency.yaml": with_user}, "Surel (CONTOH)")
    assert ratify.run(desk.office[KASI], change.version).merged
    clone = Repository.open(desk.clone(OFFICER))
    clone.set_config({"siar.practice": "false", "siar.deploy": str(desk.office.folder)})
    assert "and none is set here" in desk.siar(OFFICER, "doctor").out
    clone.set_config({"siar.smtppassword": "rahasia-contoh"})
    said = desk.siar(OFFICER, "doctor")
    assert "and none is set here" not in said.out
    assert "rahasia-contoh" not in said.out


def test_places_for_the_website_are_shown_with_what_they_lack(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    clone = Repository.open(desk.clone(OFFICER))
    clone.set_config({"siar.rsync": "situs@server.example:/srv/www"})
    said = desk.siar(OFFICER, "doctor")
    assert "✓ the website goes to situs@server.example:/srv/www" in said.out
    assert (
        "✗ the website cannot leave over SSH, for want of siar.sitekey: it is not set" in said.out
    )


def test_a_schedule_that_came_to_a_halt_is_told(desk_at: DeskAt) -> None:
    """Nothing was published since the merge, in the afternoon of 2 November."""
    desk = desk_at(Stage.MERGED)
    clone = Repository.open(desk.clone(OFFICER))
    late = f"{NUMBER} should have been shown since 2026-11-02"
    desk.office.at("2026-11-02T20:00:00+09:00")
    assert "✓ everything that is due is shown" in desk.siar(OFFICER, "doctor").out
    desk.office.at("2026-11-03T16:00:00+09:00")
    assert f"! {late}" in desk.siar(OFFICER, "doctor").out  # in practice nobody waits for it
    clone.set_config({"siar.practice": "false"})
    said = desk.siar(OFFICER, "doctor")
    assert (said.exit, f"✗ {late}" in said.out) == (Exit.PROBLEMS, True)


def test_what_is_published_is_not_missed(tmp_path: Path) -> None:
    office = published_office(tmp_path / "kantor")
    ctx = office[OFFICER]
    (check,) = publishing_look.look(ctx)
    assert check == Check(GOOD, "everything that is due is shown")
