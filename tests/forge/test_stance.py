"""People are counted, not reviews; and only what is about exactly the submitted bytes counts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forge.host import Account, Review, Verdict
from pipeline.forge.stance import Deed, Reason, Scene, names_only, weigh
from pipeline.forge.stance_words import WORDS, told
from pipeline.record.case import Case
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role, State

KASI, KABID, OFFICER, DEPUTY, READER = "kasi", "kabid", "petugas", "plh", "pengelola"
PEOPLE = {"1": KASI, "2": KABID, "3": OFFICER, "4": DEPUTY, "5": READER}
IDS = {person: account for account, person in PEOPLE.items()}
ROLES = {
    KASI: frozenset({Role.SECTION_HEAD}),
    KABID: frozenset({Role.DIVISION_HEAD}),
    OFFICER: frozenset({Role.OFFICER}),
    DEPUTY: frozenset({Role.SECTION_HEAD, Role.OFFICER}),
}
TEXT, OTHER = "sha256:" + "ab" * 32, "sha256:" + "ab" * 6 + "cd" * 26
DIGESTS = {"c1": TEXT, "c2": TEXT, "old": OTHER}
CASE = Case(state=State.IN_REVIEW, digest=TEXT, contributors=(OFFICER,), correction="waiting")
SCENE = Scene(CASE, PEOPLE, ROLES, DIGESTS, categories=frozenset({"data", "bahasa"}))
REVISED = replace(
    SCENE, case=replace(CASE, correction="revised", contributors=(OFFICER, KASI))
)  # fmt: skip
BOTH = replace(SCENE, needed=(Role.SECTION_HEAD, Role.DIVISION_HEAD))
A, C, D, N, P = (
    Verdict.APPROVED,
    Verdict.CHANGES_REQUESTED,
    Verdict.DISMISSED,
    Verdict.COMMENTED,
    Verdict.PENDING,
)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def review(
    id_: str,
    person: str,
    verdict: Verdict = A,
    commit: str | None = "c1",
    body: str = "",
    bot: bool = False,
) -> Review:
    by = Account(IDS.get(person, f"9{person}"), person, bot)
    return Review(id_, by, verdict, commit, body, NOW)


def approval(person: str, id_: str, role: Role = Role.SECTION_HEAD) -> Deed:
    return Deed(Action.APPROVE, person, role, id_)


def deeds(scene: Scene, *reviews: Review) -> tuple[Deed, ...]:
    return weigh(reviews, scene).deeds


def reasons(scene: Scene, *reviews: Review) -> dict[str, Reason]:
    return {item.review.id: item.reason for item in weigh(reviews, scene).uncounted}


def test_the_heads_approval_of_the_submitted_bytes_counts() -> None:
    found = weigh([review("r1", KASI)], SCENE)
    assert found == ((approval(KASI, "r1"),), ())
    # Another commit with the same bytes is the same text: recording is a push, too.
    assert deeds(SCENE, review("r1", KASI, commit="c2")) == (approval(KASI, "r1"),)


def test_what_was_changed_since_it_was_handed_in_is_sent_back_but_not_approved() -> None:
    changed = replace(
        SCENE, digests={**DIGESTS, "c3": "sha256:" + "cd" * 32}, newest="sha256:" + "cd" * 32
    )
    asked = Deed(Action.REQUEST_CHANGES, KASI, Role.SECTION_HEAD, "r1", "Angka?")
    assert deeds(changed, review("r1", KASI, C, "c3", "Angka?")) == (asked,)
    assert deeds(changed, review("r1", KASI, C, "c1", "Angka?")) == (asked,)
    assert reasons(changed, review("r1", KASI, C, "old", "Angka?")) == {"r1": Reason.OTHER_BYTES}
    assert reasons(changed, review("r1", KASI, A, "c3")) == {"r1": Reason.OTHER_BYTES}
    nothing = replace(changed, newest="", digests={})
    assert reasons(nothing, review("r1", KASI, C, "c3", "x")) == {"r1": Reason.OTHER_BYTES}


def test_the_latest_stance_counts_and_a_comment_is_none() -> None:
    asked = Deed(Action.REQUEST_CHANGES, KASI, Role.SECTION_HEAD, "r2", "Angka?")
    no = review("r2", KASI, C, body="Angka?")
    assert deeds(SCENE, review("r1", KASI), no) == (asked,)
    assert deeds(SCENE, no, review("r3", KASI)) == (approval(KASI, "r3"),)
    quiet = [review("r4", KASI, verdict, body="x") for verdict in (N, P)]
    assert deeds(SCENE, review("r1", KASI), *quiet) == (approval(KASI, "r1"),)
    assert weigh(quiet, SCENE) == ((), ())


def test_a_dismissed_review_takes_the_stance_away_and_none_comes_back() -> None:
    given_ = (review("r1", KASI), review("r2", KASI, D))
    assert deeds(SCENE, *given_) == ()
    assert reasons(SCENE, *given_) == {"r2": Reason.DISMISSED}
    recorded = replace(SCENE, recorded=frozenset({"r2"}))
    assert reasons(recorded, *given_) == {"r2": Reason.DISMISSED}


def test_one_person_with_two_accounts_has_one_stance() -> None:
    two = replace(SCENE, people={**PEOPLE, "77": KASI})
    second = Review("r2", Account("77", "kasi-rumah"), C, "c1", "Judul?", NOW)
    assert [deed.review for deed in deeds(two, review("r1", KASI), second)] == ["r2"]


def test_a_bot_never_speaks_for_a_person() -> None:
    bot = review("r2", KASI, C, body="x", bot=True)
    assert deeds(SCENE, review("r1", KASI), bot) == (approval(KASI, "r1"),)
    assert reasons(SCENE, bot) == {"r2": Reason.BOT}
    assert reasons(SCENE, review("r1", KASI, bot=True)) == {"r1": Reason.BOT}


def test_what_is_recorded_is_passed_over_in_silence() -> None:
    done = replace(SCENE, recorded=frozenset({"r1"}))
    assert weigh([review("r1", KASI)], done) == ((), ())
    assert weigh([review("r1", KASI, C, "old", "x")], done) == ((), ())
    # The stance is the latest one; an earlier approval does not come up again.
    later = (review("r0", KASI), review("r1", KASI, C, body="x"))
    assert weigh(later, done) == ((), ())


@pytest.mark.parametrize(
    ("scene", "given_", "reason"),
    [
        (SCENE, review("r", "orang-luar"), Reason.STRANGER),
        (SCENE, review("r", "orang-luar", C, body="x"), Reason.STRANGER),
        (SCENE, Review("r", None, A, "c1", "", NOW), Reason.STRANGER),
        (SCENE, review("r", KASI, commit=None), Reason.INCOMPLETE),
        (SCENE, review("r", KASI, C, None, "x"), Reason.INCOMPLETE),
        (SCENE, review("r", OFFICER), Reason.ROLE),
        (SCENE, review("r", READER), Reason.ROLE),
        (SCENE, review("r", KABID), Reason.ROLE),
        (SCENE, review("r", KABID, C, body="x"), Reason.ROLE),
        (replace(SCENE, roles={}), review("r", KASI), Reason.ROLE),
        (SCENE, review("r", KASI, commit="old"), Reason.OTHER_BYTES),
        (SCENE, review("r", KASI, commit="unknown"), Reason.OTHER_BYTES),
        (SCENE, review("r", KASI, C, "old", "x"), Reason.OTHER_BYTES),
        (SCENE, review("r", KASI, body=OTHER), Reason.NOT_SEEN),
        (SCENE, review("r", KASI, C, body=" \n> kutipan"), Reason.NO_NOTE),
        (replace(SCENE, contributors=frozenset({KASI})), review("r", KASI), Reason.CONTRIBUTOR),
        (REVISED, review("r", KASI), Reason.CONTRIBUTOR),
        (replace(SCENE, case=replace(CASE, state=State.DRAFTING)), review("r", KASI),
         Reason.NOT_WAITING),
        (replace(SCENE, case=replace(CASE, state=State.CHANGES_REQUESTED)),
         review("r", KASI, C, body="x"), Reason.NOT_WAITING),
        (replace(SCENE, case=replace(CASE, paused={"waiting_for": "x"})), review("r", KASI),
         Reason.NOT_WAITING),
    ],
)  # fmt: skip
def test_what_does_not_count_is_told_with_the_reason(
    scene: Scene, given_: Review, reason: Reason
) -> None:
    assert weigh([given_], scene).deeds == ()
    assert reasons(scene, given_) == {"r": reason}


def test_every_reason_has_its_words() -> None:
    assert set(WORDS) == set(Reason)
    (item,) = weigh([review("r", KASI, commit="old")], SCENE).uncounted
    assert told(item) == (
        "the review of kasi is about another text than the one that was handed in",
        "load the page anew, look at the text as it is now and review it again",
    )
    (item,) = weigh([Review("r", None, A, "c1", "", NOW)], SCENE).uncounted
    assert told(item)[0] == (
        "the review of somebody does not count: the account is nobody's of the roster"
    )


def test_a_head_who_wrote_approves_once_the_officer_has_agreed() -> None:
    assert reasons(REVISED, review("r1", KASI)) == {"r1": Reason.CONTRIBUTOR}
    agreement = Deed(Action.AGREE, OFFICER, Role.OFFICER, "r2")
    both = (review("r1", KASI), review("r2", OFFICER))
    assert deeds(REVISED, *both) == (agreement, approval(KASI, "r1"))
    agreed = replace(REVISED, case=replace(REVISED.case, agreed=frozenset({OFFICER})))
    assert weigh(both, agreed) == ((approval(KASI, "r1"),), ())
    own = replace(REVISED, case=replace(REVISED.case, agreed=frozenset({KASI})))
    assert reasons(own, review("r1", KASI)) == {"r1": Reason.CONTRIBUTOR}


def test_consent_is_to_the_same_bytes() -> None:
    assert reasons(REVISED, review("r", OFFICER, commit="old")) == {"r": Reason.OTHER_BYTES}
    assert reasons(REVISED, review("r", OFFICER, body=OTHER)) == {"r": Reason.NOT_SEEN}
    assert reasons(REVISED, review("r", OFFICER, commit=None)) == {"r": Reason.INCOMPLETE}


def test_both_heads_approve_where_both_are_needed() -> None:
    kabid = approval(KABID, "r1", Role.DIVISION_HEAD)
    both = (review("r1", KABID), review("r2", KASI))
    assert deeds(BOTH, *both) == (kabid, approval(KASI, "r2"))
    assert deeds(BOTH, review("r2", KASI)) == (approval(KASI, "r2"),)
    given_ = {Role.SECTION_HEAD: statement()}
    half = replace(CASE, state=State.APPROVED, approvals=given_, correction="approved")
    scene = replace(BOTH, case=half, recorded=frozenset({"r2"}))
    assert deeds(scene, *both) == (kabid,)


def test_a_second_holder_of_the_role_has_nothing_left_to_approve() -> None:
    both = (review("r1", KASI), review("r2", DEPUTY))
    assert weigh(both, SCENE) == ((approval(KASI, "r1"),), ())


def test_an_objection_comes_before_every_approval() -> None:
    asked = Deed(Action.REQUEST_CHANGES, DEPUTY, Role.SECTION_HEAD, "r2", "Foto siapa?")
    no = review("r2", DEPUTY, C, body="Foto siapa?")
    for given_ in ((review("r1", KASI), no), (no, review("r1", KASI))):
        assert deeds(SCENE, *given_) == (asked,)
        assert reasons(SCENE, *given_) == {"r1": Reason.OBJECTION}
    # Also when it does not say what is wrong: then nothing is recorded at all.
    silent = (review("r1", KASI), review("r2", DEPUTY, C))
    assert deeds(SCENE, *silent) == ()
    assert reasons(SCENE, *silent) == {"r1": Reason.OBJECTION, "r2": Reason.NO_NOTE}
    # But not one about an older text, nor by who may not object.
    for verdict in (review("r2", DEPUTY, C, "old", "x"), review("r2", READER, C, body="x")):
        assert deeds(SCENE, review("r1", KASI), verdict) == (approval(KASI, "r1"),)


def test_one_round_has_one_objection() -> None:
    two = (review("r1", KASI, C, body="a"), review("r2", DEPUTY, C, body="b"))
    assert [deed.review for deed in deeds(SCENE, *two)] == ["r1"]
    assert reasons(SCENE, *two) == {"r2": Reason.NOT_WAITING}


@pytest.mark.parametrize(
    ("body", "note", "category"),
    [
        ("Angka tanpa sumber", "Angka tanpa sumber", ""),
        ("kategori: data\r\n\r\nAngka tanpa sumber", "Angka tanpa sumber", "data"),
        ("Angka tanpa sumber\nCategory: Bahasa ", "Angka tanpa sumber", "bahasa"),
        ("kategori: lain\nAngka", "kategori: lain\nAngka", ""),
        ("Angka, kategori: data", "Angka, kategori: data", ""),
    ],
)
def test_a_note_may_name_its_kind(body: str, note: str, category: str) -> None:
    (deed,) = deeds(SCENE, review("r", KASI, C, body=body))
    assert (deed.note, deed.category) == (note, category)


def test_a_note_that_only_names_its_kind_is_empty() -> None:
    given_ = review("r", KASI, C, body="kategori: data")
    assert reasons(SCENE, given_) == {"r": Reason.NO_NOTE}


WHOLE = TEXT.removeprefix("sha256:")


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ("", True),
        ("Setuju.", True),
        (TEXT, True),
        (f"sudah dibaca: `{TEXT}`", True),
        (f"SHA256:{WHOLE.upper()}", True),
        (WHOLE, True),
        (f"sha256:{WHOLE[:13]}…", True),
        (f"sha256: {WHOLE[:20]}", True),
        (f"sha256:\u200b{WHOLE[:20]}", True),
        # Twelve digits fit both texts here: then the bytes of the commit decide.
        (f"sha256:{WHOLE[:12]}", True),
        (f"sha256:{WHOLE[:12]} {OTHER}", False),
        (f"sha256:{WHOLE[:12]}cd", False),
        (f"sha256:{WHOLE[:8]}", False),
        (f"sha256:{WHOLE}00", False),
        (OTHER, False),
        (OTHER.removeprefix("sha256:"), False),
        (f"{TEXT} {OTHER}", False),
        (f"> {OTHER}\n\nsetuju", False),
        ("sha256:setuju", False),
        ("9f8e7d6c5b4a39281706f5e4d3c2b1a098765432", True),  # a commit is no digest
    ],
)
def test_a_digest_that_is_named_is_this_one(body: str, fits: bool) -> None:
    assert names_only(body, TEXT) is fits
    assert deeds(SCENE, review("r", KASI, body=body)) == ((approval(KASI, "r"),) if fits else ())


def statement() -> Statement:
    return Statement(
        root="0" * 40, unit="request/2026-0118", seq=9, action=Action.APPROVE, at=NOW, by=KASI,
        role=Role.SECTION_HEAD, data={}, prev=None, signer=KASI,
    )  # fmt: skip


WHO = (KASI, KABID, OFFICER, READER, "orang-luar", None)
BODIES = ("", TEXT, OTHER)


def every_single_review() -> Iterator[tuple[Review, Scene]]:
    scenes = product(
        (State.DRAFTING, State.IN_REVIEW, State.APPROVED),
        ("waiting", "revised"),
        ((), (KASI,), (OFFICER,)),
        ((), (OFFICER,)),
        (False, True),
    )
    given_ = [
        Review(
            "r",
            Account(IDS.get(who, "99"), who, bot) if who else None,
            verdict,
            commit,
            body,
            NOW,
        )
        for who, bot, verdict, commit, body in product(
            WHO, (False, True), Verdict, ("c1", "old", "lost", None), BODIES
        )
        if who or not bot
    ]
    for state, correction, wrote, agreed, both in scenes:
        case = Case(
            state=state, digest=TEXT, correction=correction, contributors=wrote,
            agreed=frozenset(agreed),
        )  # fmt: skip
        for recorded in (frozenset[str](), frozenset({"r"})):
            scene = replace(BOTH if both else SCENE, case=case, recorded=recorded)
            yield from ((one, scene) for one in given_)


def expected(one: Review, scene: Scene) -> tuple[Action, Role] | None:
    """Spelled out once more, and differently."""
    who = PEOPLE.get(one.by.id) if one.by and not one.by.is_bot else None
    case = scene.case
    reviewing = case.state is State.IN_REVIEW
    able = who not in case.contributors or bool(case.agreed - {who})
    approves = one.verdict is A and one.body != OTHER
    rules = {
        (Action.REQUEST_CHANGES, Role.SECTION_HEAD): (
            who == KASI and one.verdict is C and reviewing and bool(one.body)
        ),
        (Action.AGREE, Role.OFFICER): (
            who == OFFICER
            and approves
            and reviewing
            and case.correction == "revised"
            and not case.agreed
        ),
        (Action.APPROVE, Role.SECTION_HEAD): who == KASI and approves and reviewing and able,
        (Action.APPROVE, Role.DIVISION_HEAD): (
            who == KABID
            and approves
            and case.state in (State.IN_REVIEW, State.APPROVED)
            and Role.DIVISION_HEAD in scene.needed
            and able
        ),
    }
    if one.id in scene.recorded or DIGESTS.get(one.commit or "") != TEXT:
        return None
    return next((deed for deed, applies in rules.items() if applies), None)


def test_every_single_review_is_decided_as_the_rule_says() -> None:
    seen = 0
    for one, scene in every_single_review():
        found = weigh([one], scene)
        got = [(deed.action, deed.role) for deed in found.deeds]
        assert got == list(filter(None, [expected(one, scene)])), (one, scene)
        assert len(found.deeds) + len(found.uncounted) <= 1
        seen += bool(got)
    assert seen > 100


REVIEWS = st.lists(
    st.builds(
        lambda who, verdict, commit, body, bot: (who, verdict, commit, body, bot),
        st.sampled_from((KASI, DEPUTY, KABID, OFFICER, "orang-luar")),
        st.sampled_from(list(Verdict)),
        st.sampled_from(("c1", "c2", "old", None)),
        st.sampled_from(("", "catatan", TEXT, OTHER)),
        st.booleans(),
    ),
    max_size=7,
).map(lambda rows: [review(f"r{place}", *row) for place, row in enumerate(rows)])
SCENES = st.sampled_from(
    [
        replace(scene, recorded=recorded)
        for scene in (SCENE, REVISED, BOTH)
        for recorded in (frozenset[str](), frozenset({"r0", "r2"}))
    ]
)


def last_of_each(reviews: Iterable[Review]) -> dict[str, Review]:
    """A person's or a bot's last word; a comment is none."""
    return {
        f"{one.by.id} {one.by.is_bot}": one
        for one in reviews
        if one.by and one.verdict not in (N, P)
    }


@given(REVIEWS, SCENES)
def test_only_last_stances_of_people_on_these_bytes_are_recorded(
    reviews: list[Review], scene: Scene
) -> None:
    found = weigh(reviews, scene)
    last = {one.id: one for one in last_of_each(reviews).values()}
    for deed in found.deeds:
        one = last[deed.review]
        assert one.by is not None and not one.by.is_bot
        assert PEOPLE[one.by.id] == deed.person
        assert deed.role in ROLES[deed.person]
        assert DIGESTS[one.commit or ""] == TEXT
        assert deed.review not in scene.recorded
    actions = [deed.action for deed in found.deeds]
    assert Action.REQUEST_CHANGES not in actions or len(actions) == 1
    assert len({deed.role for deed in found.deeds if deed.action is Action.APPROVE}) == (
        actions.count(Action.APPROVE)
    )
    told_ = [item.review.id for item in found.uncounted]
    assert not {*told_} & {deed.review for deed in found.deeds}
    assert len(told_) == len({*told_}) and {*told_} <= {*last}


@given(REVIEWS, SCENES)
def test_what_is_recorded_once_is_not_recorded_again(reviews: list[Review], scene: Scene) -> None:
    done = frozenset(deed.review for deed in weigh(reviews, scene).deeds)
    again = weigh(reviews, replace(scene, recorded=scene.recorded | done))
    assert not done & {deed.review for deed in again.deeds}


@given(REVIEWS, SCENES, st.integers(0, 7))
def test_a_comment_changes_nothing(reviews: list[Review], scene: Scene, place: int) -> None:
    more = [*reviews[:place], review("n", KASI, N, body="tanya"), *reviews[place:]]
    assert weigh(more, scene) == weigh(reviews, scene)
