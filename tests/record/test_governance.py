"""Who must agree to a change of roster, configuration, program or archive, and who counts."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.governance import (
    COUNTED,
    NEEDS,
    Change,
    ChangedFile,
    Subject,
    able,
    altered,
    change_digest,
    growth_problems,
    lacks,
    role_for,
    statement_problems,
)
from pipeline.record.problem import Problem
from pipeline.record.roster import Person, RetiredKey, Roster, Term
from pipeline.record.signature import public_line, sign
from pipeline.record.statement import NAMESPACE, Statement
from pipeline.record.workflow import Action, Role

WIT = ZoneInfo("Asia/Jayapura")
AT = datetime(2026, 11, 23, 9, 0, tzinfo=WIT)
ROLES = {
    "petugas": Role.OFFICER,
    "kasi": Role.SECTION_HEAD,
    "kabid": Role.DIVISION_HEAD,
    "pengelola": Role.MAINTAINER,
    "wakil": Role.MAINTAINER,
}
KEYS = {name: Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b".")) for name in ROLES}
OLD = Ed25519PrivateKey.from_private_bytes(b"kunci lama kasi".ljust(32, b"."))
ROSTER = Roster(
    tuple(
        Person(
            name,
            name.title(),
            keys=(public_line(KEYS[name]),),
            retired_keys=(RetiredKey(public_line(OLD)),) if name == "kasi" else (),
            terms=(Term(role, name, date(2026, 1, 1), date(2026, 12, 31)),),
        )
        for name, role in ROLES.items()
    ),
    WIT,
)
FILES = (
    ChangedFile("theme/a.css", "100644", 1, "a" * 64),
    ChangedFile("theme/b.css", None, 0, None),
)
PLAIN = Change(2, Subject.PLAIN, FILES, writers=frozenset({"pengelola"}))
OF_ROSTER = Change(
    2, Subject.ROSTER, FILES, subjects=frozenset({"kasi"}), writers=frozenset({"pengelola"})
)
ARCHIVE = Change(
    2,
    Subject.ARCHIVE,
    (ChangedFile("content/2024/01/02-a/index.md", "100644", 1, "a" * 64),),
    writers=frozenset({"pengelola"}),
    articles={"content/2024/01/02-a": "sha256:" + "b" * 64},
)


def test_a_change_of_many_files_lists_the_folders_at_the_top() -> None:
    files = tuple(ChangedFile(f"theme/{place}.css", None, 0, None) for place in range(20))
    few = PLAIN._replace(files=files)
    assert few.paths == tuple(sorted(file.path for file in files))
    many = PLAIN._replace(files=(*files, ChangedFile("Makefile", "100644", 1, "c" * 64)))
    assert many.paths == ("Makefile", "theme")


def said(
    change: Change, who: str, action: Action = Action.APPROVE, before: Statement | None = None
) -> Statement:
    """A sound statement on a change."""
    data = {
        "version": change.version,
        "digest": change.digest,
        "paths": list(change.paths),
        "reason": "contoh",
    }
    if action is Action.IMPORT:
        data["articles"] = change.listing
    statement = Statement(
        root="0" * 40,
        unit="agency",
        seq=before.seq + 1 if before else 1,
        action=action,
        at=AT,
        by=who,
        role=ROLES[who],
        data=data,
        prev=before.digest if before else None,
        signer=who,
    )
    return signed(statement, KEYS[who])


def signed(statement: Statement, key: Ed25519PrivateKey) -> Statement:
    """The statement with somebody's signature."""
    return replace(statement, signature=sign(key, statement.payload, NAMESPACE))


def agreed(change: Change, *people: str) -> bool:
    """Whether a change may come to main when these have approved it."""
    return not lacks(change, [said(change, who) for who in people])


def ids(history: list[Statement], known: int = 0) -> list[tuple[int, str]]:
    """Where statements are wrong, and how."""
    return [(p.seq, p.id) for p in statement_problems(history, known, 2, ROSTER)]


def test_one_who_did_not_write_it_is_enough() -> None:
    assert not agreed(PLAIN)
    assert not agreed(PLAIN, "pengelola")
    assert not agreed(PLAIN, "petugas")
    for who in ("kasi", "kabid", "wakil"):
        assert agreed(PLAIN, who)
        assert agreed(PLAIN, "pengelola", who)


def test_for_the_roster_every_pair_is_told_apart() -> None:
    everybody = [*ROLES]
    enough = {pair for pair in combinations(everybody, 2) if agreed(OF_ROSTER, *pair)}
    assert enough == {("kabid", "pengelola"), ("kabid", "wakil"), ("pengelola", "wakil")}
    assert not any(agreed(OF_ROSTER, who) for who in everybody)


def test_one_person_twice_is_one() -> None:
    assert not agreed(OF_ROSTER, "kabid", "kabid")


def test_two_who_wrote_the_roster_are_not_enough() -> None:
    both = OF_ROSTER._replace(writers=frozenset({"kabid", "pengelola"}))
    assert not agreed(both, "kabid", "pengelola")
    assert agreed(both, "kabid", "pengelola", "wakil")
    assert agreed(both, "kabid", "wakil")


def test_an_archive_needs_the_maintainer_and_a_head() -> None:
    imported = said(ARCHIVE, "pengelola", Action.IMPORT)
    assert [lack.need.action for lack in lacks(ARCHIVE, [])] == [Action.IMPORT, Action.APPROVE]
    assert lacks(ARCHIVE, [imported, said(ARCHIVE, "kasi")]) == ()
    assert len(lacks(ARCHIVE, [imported, said(ARCHIVE, "wakil")])) == 1
    assert len(lacks(ARCHIVE, [said(ARCHIVE, "kasi")])) == 1
    # Who holds both roles does not do both.
    both = replace(said(ARCHIVE, "pengelola"), role=Role.SECTION_HEAD)
    assert len(lacks(ARCHIVE, [imported, both])) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"version": 3},
        {"digest": "sha256:" + "0" * 64},
        {"paths": ["theme/a.css"]},
        {"paths": ["theme/b.css", "theme/a.css"]},
    ],
)
def test_a_statement_is_on_exactly_one_change(other: dict[str, object]) -> None:
    true = said(PLAIN, "kasi")
    assert PLAIN.is_named_by(true)
    wrong = replace(true, data={**true.data, **other})
    assert not PLAIN.is_named_by(wrong)
    assert lacks(PLAIN, [wrong]) == lacks(PLAIN, [])


def test_an_import_names_every_article() -> None:
    true = said(ARCHIVE, "pengelola", Action.IMPORT)
    assert ARCHIVE.is_named_by(true)
    assert ARCHIVE.paths == ("content/2024",)
    other = [{"article": "content/2024/01/02-a", "digest": "sha256:" + "c" * 64}]
    assert not ARCHIVE.is_named_by(replace(true, data={**true.data, "articles": other}))


def test_who_could_agree_is_told() -> None:
    assert [p.id for p in able(PLAIN, [], ROSTER, AT)] == ["kasi", "kabid", "wakil"]
    assert [p.id for p in able(OF_ROSTER, [], ROSTER, AT)] == ["kabid", "pengelola", "wakil"]
    first = [said(OF_ROSTER, "pengelola")]
    assert [p.id for p in able(OF_ROSTER, first, ROSTER, AT)] == ["kabid", "wakil"]
    first = [said(OF_ROSTER, "kabid")]
    assert [p.id for p in able(OF_ROSTER, first, ROSTER, AT)] == ["pengelola", "wakil"]
    assert [p.id for p in able(ARCHIVE, [], ROSTER, AT)] == [
        "kasi", "kabid", "pengelola", "wakil",
    ]  # fmt: skip
    assert role_for(ARCHIVE, [], ROSTER, "pengelola", AT) == (Action.IMPORT, Role.MAINTAINER)
    assert role_for(ARCHIVE, [], ROSTER, "kasi", AT) == (Action.APPROVE, Role.SECTION_HEAD)
    assert role_for(PLAIN, [said(PLAIN, "kasi")], ROSTER, "kabid", AT) is None
    later = AT.replace(year=2027)
    assert able(PLAIN, [], ROSTER, later) == ()


@given(
    st.sampled_from([PLAIN, OF_ROSTER, ARCHIVE]),
    st.sets(st.sampled_from([*ROLES])),
    st.sets(st.sampled_from([*ROLES])),
    st.permutations([*ROLES]),
)
def test_whoever_is_able_brings_it_to_an_end(
    change: Change, subjects: set[str], writers: set[str], order: list[str]
) -> None:
    """Agreeing never makes anything worse, and who is said to be able does bring it further."""
    about = subjects if change.about is Subject.ROSTER else set()
    change = change._replace(subjects=frozenset(about), writers=frozenset(writers))
    told: list[Statement] = []
    left = sum(lack.people for lack in lacks(change, told))
    for who in order:
        way = role_for(change, told, ROSTER, who, AT)
        if way is None:
            continue
        told.append(said(change, who, way[0]))
        now = sum(lack.people for lack in lacks(change, told))
        assert now < left
        left = now
    if not left:
        people = {s.by for s in told if s.action is Action.APPROVE}
        assert not people & about
        assert not people <= writers or change.about is Subject.ARCHIVE


def test_the_digest_is_of_the_files_in_order() -> None:
    assert change_digest(FILES) == change_digest(FILES[::-1])
    told = b'[["theme/a.css","100644",1,"%b"],["theme/b.css",null,0,null]]' % (b"a" * 64)
    assert change_digest(FILES) == f"sha256:{hashlib.sha256(told).hexdigest()}"
    for other in (
        FILES[:1],
        (FILES[0]._replace(mode="100755"), FILES[1]),
        (FILES[0]._replace(size=2), FILES[1]),
        (FILES[0]._replace(sha256="b" * 64), FILES[1]),
        (FILES[0]._replace(path="theme/c.css"), FILES[1]),
    ):
        assert change_digest(other) != change_digest(FILES)


def test_whose_entries_a_roster_alters() -> None:
    one, two = {"id": "a", "name": "A"}, {"id": "b", "name": "B"}
    before = {"recorder": "x", "people": [one, two]}
    assert altered(before, {"recorder": "x", "people": [dict(one), two]}) is None
    assert altered(before, {"recorder": "y", "people": [one, two]}) == frozenset()
    assert altered(before, {"recorder": "x", "people": [two, one]}) == frozenset()
    assert altered(before, {"recorder": "x", "people": [one]}) == frozenset({"b"})
    assert altered(before, {"recorder": "x", "people": [one, {**two, "name": "C"}]}) == frozenset(
        {"b"}
    )
    assert altered(before, {"recorder": "x", "people": [one, two, {"id": "c"}]}) == frozenset({"c"})


# --- the chain -----------------------------------------------------------------------------------


def test_the_history_only_grows() -> None:
    first = said(PLAIN, "kasi")
    second = said(PLAIN._replace(version=3), "kabid", before=first)

    def grown(before: tuple[int, list[Statement]], after: tuple[int, list[Statement]]) -> list[str]:
        return [problem.id for problem in growth_problems(before, after)]

    assert grown((1, []), (2, [first])) == []
    assert grown((2, [first]), (3, [first, second])) == []
    assert grown((1, []), (1, [])) == []
    assert grown((1, []), (2, [])) == []
    assert grown((2, [first]), (1, [])) == ["agency-rollback"]
    assert grown((2, [first]), (2, [])) == ["agency-rollback"]
    assert grown((2, [first]), (1, [first])) == ["agency-rollback"]
    assert grown((2, [first]), (3, [second])) == ["agency-rollback"]
    assert grown((1, []), (3, [first])) == ["agency-chain"]
    assert grown((1, []), (1, [first])) == ["agency-chain"]
    assert grown((1, []), (3, [])) == ["agency-chain"]


def test_a_history_that_goes_back_or_skips_is_told_with_the_way_out() -> None:
    first = said(PLAIN, "kasi")
    assert list(growth_problems((2, [first]), (2, []))) == [
        Problem(
            0,
            "agency-rollback",
            "agency.yaml goes back behind version 2",
            "what was decided stays: propose the change anew with `siar propose`",
        )
    ]
    assert list(growth_problems((1, []), (3, [first]))) == [
        Problem(
            0,
            "agency-chain",
            "the version is 3, but this is change 2",
            "propose the change anew with `siar propose`",
        )
    ]


@pytest.mark.parametrize(
    ("change", "key", "problem"),
    [
        (
            {"seq": 7},
            "kasi",
            (
                "agency-chain",
                "statement 7 does not continue the one before it",
                "a statement was changed or removed afterwards: undo the edit",
            ),
        ),
        (
            {"data": {**said(PLAIN, "kasi").data, "version": 3}},
            "kasi",
            (
                "agency-chain",
                "statement 2 is on change 3, not on 2",
                "look at this change and agree to it with `siar ratify 2`",
            ),
        ),
        (
            {"at": AT.replace(hour=8)},
            "kasi",
            (
                "statement-time",
                "statement 2 is earlier than the one before it",
                "check the clock of the machine it was written on, and decide again",
            ),
        ),
        (
            # In the office's zone the year has begun.
            {"at": datetime(2026, 12, 31, 20, 0, tzinfo=UTC)},
            "kasi",
            (
                "statement-role",
                "kasi does not hold the role section_head on 2027-01-01",
                "somebody decides who held the role that day; see the roster in agency.yaml",
            ),
        ),
        (
            {"signer": "recorder"},
            "kasi",
            (
                "statement-signer",
                "recorder signed for kasi",
                "to such a change everybody agrees with a key of their own",
            ),
        ),
        (
            {},
            "lama",
            (
                "key-retired",
                "statement 2 is signed with a key that kasi no longer uses",
                "decide again with the present key",
            ),
        ),
        (
            {},
            "kabid",
            (
                "statement-signature",
                "the signature of statement 2 is not kasi's over these words",
                "the statement was edited or copied: undo the edit, or decide again",
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place_with_the_way_out(
    change: dict[str, Any], key: str, problem: tuple[str, str, str]
) -> None:
    first = said(PLAIN, "kabid")
    second = replace(said(PLAIN, "kasi", before=first), **change)
    history = [first, signed(second, {**KEYS, "lama": OLD}[key])]
    assert list(statement_problems(history, 1, 2, ROSTER)) == [Problem(2, *problem)]


def test_sound_statements_have_no_problems() -> None:
    first = said(PLAIN, "kasi")
    assert ids([first, said(PLAIN, "kabid", before=first)]) == []


def test_what_is_known_is_not_judged_again() -> None:
    first = replace(said(PLAIN, "kasi"), signature="")
    second = said(PLAIN, "kabid", before=first)
    assert ids([first, second], 1) == []
    assert ids([first, second]) == [(1, "statement-signature")]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"seq": 2}, "agency-chain"),
        ({"prev": "sha256:" + "0" * 64}, "agency-chain"),
        ({"data": {**said(PLAIN, "kasi").data, "version": 3}}, "agency-chain"),
        ({"by": "kabid"}, "statement-role"),
        ({"role": Role.OFFICER}, "statement-role"),
        ({"role": Role.MAINTAINER}, "statement-role"),
        ({"at": AT.replace(year=2027)}, "statement-role"),
        ({"by": "kabid", "role": Role.DIVISION_HEAD}, "statement-signer"),
        ({"signer": "recorder"}, "statement-signer"),
        ({"by": "siapa", "signer": "siapa"}, "statement-role"),
        ({"root": "1" * 40}, ""),
    ],
)
def test_each_way_to_be_wrong_is_told(change: dict[str, Any], problem: str) -> None:
    edited = replace(said(PLAIN, "kasi"), **change)
    again = signed(edited, KEYS["kasi"])
    assert [found for _seq, found in ids([again])] == ([problem] if problem else [])
    if problem not in ("statement-role", "statement-signer"):
        assert (1, "statement-signature") in ids([edited])


def test_an_officers_role_does_not_count() -> None:
    assert Role.OFFICER not in COUNTED
    assert ids([said(PLAIN, "petugas")]) == [(1, "statement-role")]


def test_a_retired_key_agrees_to_nothing_whatever_the_date() -> None:
    statement = signed(replace(said(PLAIN, "kasi"), at=AT.replace(month=2)), OLD)
    assert ids([statement]) == [(1, "key-retired")]
    assert ids([signed(said(PLAIN, "kabid"), OLD)]) == [(1, "statement-signature")]


def test_time_does_not_go_back() -> None:
    first = said(PLAIN, "kasi")
    second = replace(said(PLAIN, "kabid", before=first), at=AT.replace(hour=8))
    assert ids([first, signed(second, KEYS["kabid"])]) == [(2, "statement-time")]


def test_every_need_can_be_met_by_some_role() -> None:
    for needs in NEEDS.values():
        for need in needs:
            assert need.roles
            assert need.people >= need.apart
