"""A roster keeps its past: people stay, terms end, keys retire, nothing becomes another thing."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipeline.record.roster import Person, RetiredKey, Roster, Term
from pipeline.record.roster_past import Loss, losses
from pipeline.record.workflow import Role

WIT = ZoneInfo("Asia/Jayapura")
KEY, OTHER, OLD = "ssh-ed25519 AAAAsatu kasi@kantor", "ssh-ed25519 AAAAdua", "ssh-ed25519 AAAAtiga"
ANCHORS = {"2026-0042": "sha256:" + "a" * 64}
HEAD = Term(Role.SECTION_HEAD, "Kasi", date(2023, 3, 1))
DEPUTY = Term(
    Role.DIVISION_HEAD, "Kabid", date(2026, 1, 5), date(2026, 1, 9), "Plh.", "800/1/CONTOH"
)
KASI = Person(
    "kasi",
    "Kasi (contoh)",
    keys=(KEY,),
    retired_keys=(RetiredKey(OLD, ANCHORS),),
    terms=(HEAD, DEPUTY),
)
DAY = date(2026, 11, 23)


def told(**change: Any) -> list[str]:
    """What a roster with this in the Kasi's entry forgets, on an ordinary day."""
    before = Roster((KASI,), WIT)
    after = Roster((replace(KASI, **change),), WIT)
    found = list(losses(before, after, DAY))
    assert all(loss.person == "kasi" and loss.help for loss in found)
    return [loss.message for loss in found]


def retired(key: str, **statements: str) -> RetiredKey:
    """A retired key that counts for these statements."""
    return RetiredKey(key, statements)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"name": "Nama lain", "rank": "IV/a", "email": "lain@kantor.example"},
        {"terms": (DEPUTY, HEAD)},
        {"terms": (replace(HEAD, until=date(2026, 11, 30)), DEPUTY)},
        {"terms": (replace(HEAD, title="Kepala Seksi", order="800/2/CONTOH"), DEPUTY)},
        {"terms": (HEAD, DEPUTY, replace(DEPUTY, since=date(2026, 12, 1), until=None))},
        {"keys": (KEY.rpartition(" ")[0], OTHER)},
        {"keys": (), "retired_keys": (RetiredKey(OLD, ANCHORS), retired(KEY))},
        {"keys": (OTHER,), "retired_keys": (retired(KEY, **ANCHORS), RetiredKey(OLD, ANCHORS))},
    ],
)
def test_what_goes_on_forgets_nothing(change: dict[str, Any]) -> None:
    assert told(**change) == []


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ((DEPUTY,), "the term of kasi as section_head since 2023-03-01 is gone"),
        ((HEAD,), "the term of kasi as division_head since 2026-01-05 is gone"),
        (
            (replace(HEAD, since=date(2021, 1, 1)), DEPUTY),
            "the term of kasi as section_head since 2023-03-01 is gone",
        ),
        (
            (replace(HEAD, role=Role.MAINTAINER), DEPUTY),
            "the term of kasi as section_head since 2023-03-01 is gone",
        ),
        (
            (HEAD, replace(DEPUTY, acting="")),
            "the term of kasi as division_head since 2026-01-05 is gone",
        ),
        *(
            (
                (HEAD, replace(DEPUTY, until=until)),
                "the term of kasi as division_head since 2026-01-05 ended on 2026-01-09",
            )
            for until in (None, date(2026, 12, 31), date(2026, 1, 10), date(2026, 1, 8))
        ),
    ],
)
def test_a_term_stays_as_it_began_and_ended(terms: tuple[Term, ...], message: str) -> None:
    assert told(terms=terms) == [message]


def test_a_term_that_runs_may_end_earlier() -> None:
    running = replace(HEAD, until=date(2026, 12, 31))
    before = Roster((replace(KASI, terms=(running,)),), WIT)

    def found(until: date | None) -> list[str]:
        after = Roster((replace(KASI, terms=(replace(running, until=until),)),), WIT)
        return [loss.message for loss in losses(before, after, DAY)]

    assert found(date(2026, 11, 1)) == found(date(2026, 12, 31)) == []
    assert len(found(date(2027, 1, 1))) == len(found(None)) == 1


def test_of_two_terms_alike_each_has_its_own() -> None:
    ended, running = replace(HEAD, until=date(2023, 3, 31)), HEAD
    before = Roster((replace(KASI, terms=(ended, running)),), WIT)
    for terms in ((ended, running), (running, ended)):
        assert list(losses(before, Roster((replace(KASI, terms=terms),), WIT), DAY)) == []
    after = Roster((replace(KASI, terms=(running,)),), WIT)
    assert len(list(losses(before, after, DAY))) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"retired_keys": ()}, "a retired key of kasi is gone, or in use again"),
        (
            {"retired_keys": (), "keys": (KEY, OLD)},
            "a retired key of kasi is gone, or in use again",
        ),
        (
            {"retired_keys": (retired(OLD),)},
            "what a retired key of kasi counts for was changed",
        ),
        (
            {"retired_keys": (retired(OLD, **ANCHORS, more="sha256:" + "b" * 64),)},
            "what a retired key of kasi counts for was changed",
        ),
        ({"keys": ()}, "a key of kasi is gone"),
        ({"keys": (OTHER,)}, "a key of kasi is gone"),
        (
            {"retired_keys": (RetiredKey(OLD, ANCHORS), retired(OTHER))},
            "kasi never had the key that is retired here",
        ),
    ],
)
def test_a_key_stays_what_it_was(change: dict[str, Any], message: str) -> None:
    assert told(**change) == [message]


def test_nobody_is_taken_out() -> None:
    other = replace(KASI, id="lain", terms=())
    found = list(losses(Roster((KASI, other, KASI), WIT), Roster((KASI,), WIT)))
    assert found == [
        Loss(
            "lain",
            "lain is gone from the roster",
            "people stay in it: end their terms with `until`, and retire their keys",
        )
    ]
    both = list(losses(Roster((other, KASI), WIT), Roster((replace(KASI, terms=()),), WIT)))
    assert [loss.person for loss in both] == ["lain", "kasi", "kasi"]
    assert list(losses(Roster((), WIT), Roster((KASI,), WIT))) == []


@pytest.mark.parametrize(
    ("change", "way_out"),
    [
        (
            {"terms": (DEPUTY,)},
            "a term ends with `until`; it is not deleted, and its beginning stays",
        ),
        (
            {"terms": (HEAD, replace(DEPUTY, until=None))},
            "leave it as it is, and enter a term of its own for the time after",
        ),
        (
            {"retired_keys": ()},
            "what was retired stays retired: a person gets a new key instead",
        ),
        ({"retired_keys": (retired(OLD),)}, "put `statements` of that key back as it was"),
        (
            {"keys": ()},
            "move it to `retired_keys`, so that what it signed still tells who it was",
        ),
        (
            {"retired_keys": (RetiredKey(OLD, ANCHORS), retired(OTHER))},
            "take it away: only keys that were in use are retired",
        ),
    ],
)
def test_each_loss_has_a_way_out(change: dict[str, Any], way_out: str) -> None:
    (loss,) = losses(Roster((KASI,), WIT), Roster((replace(KASI, **change),), WIT), DAY)
    assert (loss.person, loss.help) == ("kasi", way_out)


def test_every_loss_is_told() -> None:
    change = {"terms": (), "keys": (), "retired_keys": ()}
    assert told(**change) == [
        "the term of kasi as section_head since 2023-03-01 is gone",
        "the term of kasi as division_head since 2026-01-05 is gone",
        "a retired key of kasi is gone, or in use again",
        "a key of kasi is gone",
    ]


def test_the_end_of_a_term_may_come_on_the_day_itself() -> None:
    ended = replace(HEAD, until=DAY)
    before = Roster((replace(KASI, terms=(ended,)),), WIT)
    sooner = Roster((replace(KASI, terms=(replace(HEAD, until=date(2026, 11, 1)),)),), WIT)
    assert list(losses(before, sooner, DAY)) == []
    assert len(list(losses(before, sooner, date(2026, 11, 24)))) == 1
    assert list(losses(before, sooner)) == []
