"""Another roster in agency.yaml: every byte beside it stays, and it is read as it was given."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.record.registers import load_agency_file
from pipeline.record.roster_text import with_roster
from pipeline.record.strict_yaml import raw_documents
from pipeline.record.succession import Successor, entry, handed_over, rekeyed

DATA = (Path(__file__).parents[2] / "examples" / "kantor" / "agency.yaml").read_bytes()
DOCUMENT = raw_documents(DATA)[1]
FRONT = DATA[: len(DATA) - len(DOCUMENT)]
BEFORE, _mark, _rest = DOCUMENT.partition(b"roster:\n")
AFTER = DOCUMENT[DOCUMENT.index(b"\noffice:\n") :]
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43
OTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "B" * 42 + "A"


def roster_of(document: bytes) -> dict[str, Any]:
    """The roster that a document tells of."""
    found, findings = load_agency_file(FRONT + document)
    assert found is not None, findings
    return dict(found.agency.section("roster"))


LINE = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), min_size=1).filter(
    lambda text: text == text.strip()
)
TERM = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["officer", "section_head", "division_head", "maintainer"]),
        "title": LINE,
        "since": st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(str),
    },
    optional={
        "until": st.dates(date(2031, 1, 1), date(2040, 1, 1)).map(str),
        "order": LINE,
    },
)
ROSTERS = st.lists(
    st.fixed_dictionaries(
        {"name": LINE, "terms": st.lists(TERM, max_size=3)},
        optional={"nip": LINE, "rank": LINE, "keys": st.just([])},
    ),
    min_size=1,
    max_size=4,
).map(
    lambda people: {
        "recorder": "",
        "people": [{"id": f"orang-{place}", **one} for place, one in enumerate(people)],
    }
)
COMMENTS = st.lists(
    st.sampled_from(["\n", "# catatan\n", "   \n", "  # menjorok\n", "#\n"]), max_size=4
).map("".join)


@settings(max_examples=25)
@given(ROSTERS, COMMENTS, COMMENTS)
def test_only_the_roster_changes(roster: dict[str, Any], above: str, below: str) -> None:
    document = DOCUMENT.replace(b"roster:\n", above.encode() + b"roster:\n", 1)
    document = document.replace(b"\noffice:\n", b"\n" + below.encode() + b"office:\n", 1)
    made = with_roster(document, roster)
    assert roster_of(made) == roster
    head, tail = BEFORE + above.encode(), b"\n" + below.encode() + AFTER[1:]
    assert made.startswith(head + b"roster:\n")
    assert made.endswith(tail)
    assert with_roster(made, roster) == made


@settings(max_examples=25)
@given(ROSTERS, ROSTERS)
def test_there_and_back_is_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    made = with_roster(DOCUMENT, one)
    assert with_roster(with_roster(made, other), one) == made


def test_a_roster_at_the_end_of_the_file() -> None:
    whole = DOCUMENT[: DOCUMENT.index(b"roster:\n")] + DOCUMENT[DOCUMENT.index(b"office:\n") :]
    block = DOCUMENT[DOCUMENT.index(b"roster:\n") : DOCUMENT.index(b"\noffice:\n")]
    roster = roster_of(DOCUMENT)
    for end in (b"", b"\n", b"\n# akhir\n"):
        made = with_roster(whole + block.rstrip(b"\n") + end, roster)
        assert made.startswith(whole + b"roster:\n")
        assert made.endswith(end or b"\n")


@pytest.mark.parametrize(
    "document",
    [
        b"identity: {}\n",
        b"{identity: {}, roster: {people: []}}\n",
        b"roster: {people: [}\n",
        b"",
    ],
)
def test_what_is_no_block_is_left_to_people(document: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        with_roster(document, roster_of(DOCUMENT))
    assert refused.value.message == (
        "the roster of agency.yaml is not written as a block that a command could replace"
    )
    assert refused.value.hint == (
        "write `roster:` on a line of its own, or edit it by hand and use `siar propose`"
    )


# --- who follows ---------------------------------------------------------------------------------

UNTIL = date(2026, 11, 30)
ANCHORS = {"2026-0042": "sha256:" + "a" * 64, "2026-0007": "sha256:" + "b" * 64}


def with_key() -> dict[str, Any]:
    """The example's roster, in which the Kasi has a key."""
    roster = roster_of(DOCUMENT)
    kasi = entry(roster, "kasi-piks")
    assert kasi is not None
    kasi["keys"] = [KEY]
    return roster


def test_a_leavers_terms_end_and_somebody_new_follows() -> None:
    before = with_key()
    successor = Successor(
        "kasi-baru",
        "Nama (contoh)",
        nip="19000303 192003 1 003",
        rank="III/c",
        email="kasi@kantor.example",
        key=OTHER_KEY,
    )
    after = handed_over(before, "kasi-piks", successor, until=UNTIL, order="SK 1", anchors=ANCHORS)
    assert before == with_key()
    old, new = entry(after, "kasi-piks"), entry(after, "kasi-baru")
    assert old is not None
    assert [term["until"] for term in old["terms"]] == ["2026-11-30"]
    assert (old["keys"], old["retired_keys"]) == ([], [{"key": KEY, "statements": ANCHORS}])
    assert new == {
        "id": "kasi-baru",
        "name": "Nama (contoh)",
        "nip": "19000303 192003 1 003",
        "rank": "III/c",
        "email": "kasi@kantor.example",
        "keys": [OTHER_KEY],
        "terms": [
            {
                "role": "section_head",
                "title": "Kepala Seksi PIKS",
                "since": "2026-12-01",
                "order": "SK 1",
            }
        ],
    }
    again = handed_over(after, "kasi-piks", successor, until=UNTIL, order="SK 1", anchors={})
    assert again == after


def test_a_term_that_is_over_is_handed_to_nobody() -> None:
    after = handed_over(
        roster_of(DOCUMENT), "sekretaris", Successor("petugas-1"), until=UNTIL, order="SK 1",
        anchors={},
    )  # fmt: skip
    assert after == roster_of(DOCUMENT)


def test_a_deputys_term_ends_and_is_not_passed_on() -> None:
    after = handed_over(
        roster_of(DOCUMENT), "sekretaris", Successor("petugas-1"),
        until=date(2026, 11, 17), order="SK 1", anchors=None,
    )  # fmt: skip
    old, new = entry(after, "sekretaris"), entry(after, "petugas-1")
    assert old is not None
    assert new == entry(roster_of(DOCUMENT), "petugas-1")
    assert [term["until"] for term in old["terms"]] == ["2026-11-17"]


def test_somebody_goes_on_with_another_key() -> None:
    after = rekeyed(with_key(), "kasi-piks", OTHER_KEY, anchors={})
    kasi = entry(after, "kasi-piks")
    assert kasi is not None
    assert (kasi["keys"], kasi["retired_keys"]) == ([OTHER_KEY], [{"key": KEY, "statements": {}}])


def test_a_stranger_neither_leaves_nor_has_another_key() -> None:
    with pytest.raises(ValueError, match="siapa is nobody"):
        rekeyed(with_key(), "siapa", KEY, anchors={})
    with pytest.raises(ValueError, match="siapa is nobody"):
        handed_over(with_key(), "siapa", Successor("x"), until=UNTIL, order="", anchors={})


def test_who_holds_the_role_already_is_given_no_second_term() -> None:
    roster = roster_of(DOCUMENT)
    deputy = entry(roster, "sekretaris")
    assert deputy is not None
    deputy["terms"] = [{"role": "section_head", "title": "Kasi", "since": "2026-01-01"}]
    after = handed_over(
        roster, "kasi-piks", Successor("sekretaris"), until=UNTIL, order="SK 1", anchors=None
    )
    assert entry(after, "sekretaris") == deputy


def test_a_term_with_an_end_is_passed_on_until_then() -> None:
    roster = roster_of(DOCUMENT)
    kasi = entry(roster, "kasi-piks")
    assert kasi is not None
    kasi["terms"] = [
        {"role": "section_head", "title": "Kasi", "since": "2027-01-04", "until": "2027-12-31"}
    ]
    after = handed_over(
        roster, "kasi-piks", Successor("petugas-1", title="Kasi Baru"), until=UNTIL, order="",
        anchors=None,
    )  # fmt: skip
    old, new = entry(after, "kasi-piks"), entry(after, "petugas-1")
    assert old is not None
    assert new is not None
    # A term that has not begun is not deleted: its only day passes without a key.
    assert old["terms"][0]["until"] == old["terms"][0]["since"] == "2027-01-04"
    assert new["terms"][-1] == {
        "role": "section_head",
        "title": "Kasi Baru",
        "since": "2027-01-04",
        "until": "2027-12-31",
    }


@pytest.mark.parametrize("name", [1, "x" * 1024 * 1024])
def test_what_would_be_read_otherwise_is_not_written(name: object) -> None:
    roster = roster_of(DOCUMENT)
    roster["people"] = [{**roster["people"][0], "name": name}]
    with pytest.raises(BadInput):
        with_roster(DOCUMENT, roster)


HEAD = {"role": "section_head", "title": "Kasi", "since": "2026-01-01"}
NEXT = {**HEAD, "since": "2026-12-01", "order": "SK 1"}


def follows(*held: dict[str, str], leaving: dict[str, str] = HEAD) -> list[dict[str, str]]:
    """The terms that somebody with these terms gets when another leaves."""
    people = [{"id": "lama", "terms": [leaving]}, {"id": "baru", "terms": list(held)}]
    successor = Successor("baru")
    after = handed_over(
        {"people": people}, "lama", successor, until=UNTIL, order="SK 1", anchors={}
    )
    return list(after["people"][1]["terms"][len(held) :])


def test_a_role_passes_to_whoever_does_not_hold_it_on_the_day_after() -> None:
    assert follows() == [NEXT]
    assert follows(HEAD) == []
    assert follows({**HEAD, "role": "officer"}) == [NEXT]
    assert follows({**HEAD, "acting": "Plt.", "order": "SK 0"}) == [NEXT]
    # Held from the day after on, and not from the second day after.
    assert follows({**HEAD, "since": "2026-12-01"}) == []
    assert follows({**HEAD, "since": "2026-12-02"}) == [NEXT]
    # Held beyond the day after, and not up to that day.
    assert follows({**HEAD, "until": "2026-12-02"}) == []
    assert follows({**HEAD, "until": "2026-12-01"}) == [NEXT]


def test_a_term_that_ends_on_the_day_itself_passes_to_nobody() -> None:
    assert follows(leaving={**HEAD, "until": "2026-11-30"}) == []
    ending = {**HEAD, "until": "2026-12-01"}
    assert follows(leaving=ending) == [{**NEXT, "until": "2026-12-01"}]


@pytest.mark.parametrize(
    ("keys", "then"),
    [
        ({}, [KEY]),
        ({"keys": []}, [KEY]),
        ({"keys": [OTHER_KEY]}, [OTHER_KEY, KEY]),
        ({"keys": [f"{KEY} kantor"]}, [f"{KEY} kantor"]),
    ],
)
def test_a_successors_key_stands_beside_those_in_use(
    keys: dict[str, list[str]], then: list[str]
) -> None:
    people = [{"id": "lama", "terms": [HEAD]}, {"id": "baru", "terms": [], **keys}]
    successor = Successor("baru", key=KEY)
    after = handed_over({"people": people}, "lama", successor, until=UNTIL, order="", anchors={})
    assert after["people"][1]["keys"] == then
    assert "retired_keys" not in after["people"][0]


def test_keys_retired_before_stay_retired() -> None:
    old = {"key": OTHER_KEY, "statements": {"2026-0001": "sha256:x"}}
    person = {"id": "a", "keys": [KEY], "retired_keys": [old], "terms": []}
    after = rekeyed({"people": [person]}, "a", OTHER_KEY, anchors=ANCHORS)
    retired = after["people"][0]["retired_keys"]
    assert retired == [old, {"key": KEY, "statements": ANCHORS}]
    assert list(retired[1]["statements"]) == sorted(ANCHORS)
