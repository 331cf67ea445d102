"""The roster: who holds which role on which day, and whose key it is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.record.roster import Person, RetiredKey, Roster, Term, names
from pipeline.record.workflow import Role

WIT = ZoneInfo("Asia/Jayapura")
R = Role
KEY, OTHER_KEY = "ssh-ed25519 AAAAC3contoh", "ssh-ed25519 AAAAC3lain"
OLD_KEY = "ssh-ed25519 AAAAC3usang"
KABID = Person(
    "kabid",
    "Ibu Kabid (contoh)",
    keys=(f"{KEY} kabid@kantor",),
    terms=(
        Term(R.DIVISION_HEAD, "Kabid", date(2022, 1, 10), date(2026, 12, 31)),
        Term(R.MAINTAINER, "Pengelola", date(2027, 1, 1)),
    ),
)
DEPUTY = Person(
    "sekretaris",
    "Bapak Plh. (contoh)",
    keys=(OTHER_KEY,),
    retired_keys=(RetiredKey(OLD_KEY),),
    terms=(Term(R.DIVISION_HEAD, "Kabid", date(2026, 11, 16), date(2026, 11, 20), "Plh."),),
)
ROSTER = Roster((KABID, DEPUTY), WIT)


def at(text: str) -> datetime:
    """A moment in the office's zone, unless the text says another."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=WIT)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        ("2026-11-15", False),
        ("2026-11-16", True),
        ("2026-11-18", True),
        ("2026-11-20", True),
        ("2026-11-21", False),
    ],
)
@pytest.mark.parametrize("hour", ["00:00:00", "12:00:00", "23:59:59"])
def test_a_deputy_holds_the_role_from_the_first_to_the_last_day(
    day: str, hour: str, holds: bool
) -> None:
    term = ROSTER.term("sekretaris", R.DIVISION_HEAD, at(f"{day}T{hour}"))
    assert (term is not None) is holds
    assert term is None or (term.acting, term.title) == ("Plh.", "Kabid")


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        ("2026-11-15T14:59:59+00:00", False),
        ("2026-11-15T15:00:00+00:00", True),
        ("2026-11-20T22:59:59+08:00", True),
        ("2026-11-20T23:00:00+08:00", False),
    ],
)
def test_days_begin_and_end_in_the_offices_zone(moment: str, holds: bool) -> None:
    assert (ROSTER.term("sekretaris", R.DIVISION_HEAD, at(moment)) is not None) is holds


def test_a_deputy_in_force_comes_before_who_is_on_leave() -> None:
    held = [person.id for person in ROSTER.holders(R.DIVISION_HEAD, at("2026-11-18T09:00:00"))]
    assert held == ["sekretaris", "kabid"]
    for day in ("2026-11-15T09:00:00", "2026-11-21T09:00:00"):
        assert [p.id for p in ROSTER.holders(R.DIVISION_HEAD, at(day))] == ["kabid"]
    assert ROSTER.holders(R.DIVISION_HEAD, at("2027-01-01T00:00:00")) == ()


def test_one_term_may_follow_another() -> None:
    last = at("2026-12-31T23:59:59")
    assert ROSTER.roles("kabid", last) == (R.DIVISION_HEAD,)
    assert ROSTER.roles("kabid", last + timedelta(seconds=1)) == (R.MAINTAINER,)
    assert ROSTER.roles("nobody", last) == ()
    assert ROSTER.person("nobody") is None


def test_a_key_is_known_with_and_without_its_comment() -> None:
    assert ROSTER.owner_of(KEY) is KABID
    assert ROSTER.owner_of(f"{KEY} some other comment") is KABID
    assert ROSTER.owner_of(OTHER_KEY) is DEPUTY


@pytest.mark.parametrize("key", ["", "ssh-ed25519", OLD_KEY, "ssh-rsa AAAAC3lain"])
def test_a_strange_or_retired_key_is_nobodys(key: str) -> None:
    assert ROSTER.owner_of(key) is None


def test_a_retired_key_is_still_known_as_its_owners() -> None:
    assert ROSTER.owner_of(OLD_KEY, retired=True) is DEPUTY
    assert ROSTER.owner_of(OTHER_KEY, retired=True) is DEPUTY


def test_names_stand_in_a_sentence() -> None:
    assert names(ROSTER.people) == "Ibu Kabid (contoh), Bapak Plh. (contoh)"
