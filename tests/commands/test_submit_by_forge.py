"""On a forge: *Ready for review*, or a review that is asked for, hands the article in."""

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline.commands import review
from pipeline.commands.opening import open_request
from pipeline.commands.thread import STATUS
from pipeline.errors import Exit
from pipeline.record.statement import Statement
from pipeline.record.vouching import Evidence, evidence_of
from pipeline.record.workflow import Action, State
from tests.github.events import Event
from tests.support.journey import MOST_CALLS
from tests.support.office import (
    ACCOUNTS,
    ARTICLE,
    FORGE,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    OTHER_OFFICER,
    SUBMITTED_AT,
    Office,
    Stage,
    article,
)
from tests.support.on_forge import BRANCH, HURRIED, OnForge, on_forge

Opening = Callable[..., OnForge]
INDEX = f"{ARTICLE}/index.md"
FAULTY = article().replace(b"summary:", b"ringkasan:")
AGAIN = article().replace("“Kopi ini".encode(), "“Kopi itu".encode())
# The afternoon after the article was handed in at half past one.
BACK_AT, FIXED_AT = "2026-11-02T13:50:00+09:00", "2026-11-02T14:05:00+09:00"
NOTED_AT = "2026-11-02T14:20:00+09:00"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Opening]:
    """An office on a forge as far as a stage, where the officer has pushed what is there."""
    with ExitStack() as stack:

        def open_at(stage: Stage, **kind: str) -> OnForge:
            office = Office.at_stage(stage, tmp_path / "office")
            scene = stack.enter_context(on_forge(office, tmp_path, **kind))
            scene.forge.plan = "team"  # where there are drafts
            scene.forge.refs = {}
            scene.forge.note(OFFICER)
            return scene

        yield open_at


@pytest.fixture(params=["github", "forgejo"])
def drafting(request: pytest.FixtureRequest, at: Opening) -> OnForge:
    """On both forges: an article that is written, and that nobody handed in."""
    return at(Stage.DRAFTING, dialect=request.param)


def pull(scene: OnForge, *, is_draft: bool = False) -> int:
    """The request's pull request."""
    opened = scene.forge.open_pull(OFFICER, BRANCH, "Panen (CONTOH)", is_draft=is_draft)
    number: int = opened.payload["number"]
    return number


def wake(scene: OnForge, event: Event | None = None) -> None:
    """Let the recorder look, at no more calls than it may make."""
    scene.forge.reset_calls()
    assert scene.wake(event) == Exit.OK, scene.notes.lines
    assert len(scene.forge.calls) <= MOST_CALLS, scene.forge.calls


def ask(scene: OnForge, number: int, who: str = OFFICER, of: str = KASI) -> Event:
    """Ask for a review; once more, if it was asked for already."""
    if scene.forge.user(of) in scene.forge.pull(number)[1].reviewers:
        scene.forge.unrequest_review(who, number, of)
    return scene.forge.request_review(who, number, of)


def history(scene: OnForge) -> tuple[Statement, ...]:
    """What is on record."""
    return open_request(scene.recorder, NUMBER).request.history


def state(scene: OnForge) -> State | None:
    """Where the request is."""
    return open_request(scene.recorder, NUMBER).case.state


def submitted(scene: OnForge) -> list[Statement]:
    """Every time the article was handed in."""
    return [statement for statement in history(scene) if statement.action is Action.SUBMIT]


def answers(scene: OnForge, number: int) -> list[str]:
    """What was answered to somebody."""
    return [said for said in scene.said(number) if said.startswith("<!-- siar:answer ")]


def name(scene: OnForge) -> str:
    """Who the officer is."""
    return scene.office.person(OFFICER).name


def write(scene: OnForge, text: bytes) -> Event:
    """The officer saves the article in the browser."""
    return scene.forge.edit_file(OFFICER, BRANCH, INDEX, text.decode(), "Perbarui naskah")


# --- what hands it in ----------------------------------------------------------------------------


def test_a_review_that_is_asked_for_hands_the_article_in(drafting: OnForge) -> None:
    number = pull(drafting)
    drafting.office.at(SUBMITTED_AT)
    event = ask(drafting, number)
    wake(drafting, event)
    (made,) = submitted(drafting)
    assert (state(drafting), made.by, made.signer) == (State.IN_REVIEW, OFFICER, "recorder")
    evidence = evidence_of(made)
    assert evidence is not None
    assert (evidence.forge, evidence.kind) == (FORGE, "event")
    assert made.data["evidence"]["person"] == ACCOUNTS[OFFICER]
    assert made.data["contributors"] == [OFFICER]
    wake(drafting, event)
    assert len(submitted(drafting)) == 1
    assert answers(drafting, number) == []


def test_a_draft_that_is_ready_is_handed_in(drafting: OnForge) -> None:
    number = pull(drafting, is_draft=True)
    drafting.office.at(SUBMITTED_AT)
    wake(drafting)
    assert state(drafting) is State.DRAFTING
    wake(drafting, drafting.forge.ready_for_review(OFFICER, number))
    assert state(drafting) is State.IN_REVIEW
    assert answers(drafting, number) == []


def test_any_officer_may_want_it_corrected_by_any_head(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    number = pull(scene)
    scene.office.at(SUBMITTED_AT)
    wake(scene, ask(scene, number, OTHER_OFFICER, KABID))
    (made,) = submitted(scene)
    assert made.by == OTHER_OFFICER


# --- rounds --------------------------------------------------------------------------------------


@pytest.fixture
def sent_back(at: Opening) -> tuple[OnForge, int]:
    """An article that was handed in by a wish for a review, and sent back by that review."""
    scene = at(Stage.DRAFTING)
    number = pull(scene)
    scene.office.at(SUBMITTED_AT)
    wake(scene, ask(scene, number))
    scene.office.at(BACK_AT)
    wake(scene, scene.forge.review(KASI, number, "request_changes", "Perbaiki kutipan"))
    assert state(scene) is State.CHANGES_REQUESTED
    return scene, number


def test_a_wish_of_the_former_round_counts_no_more(sent_back: tuple[OnForge, int]) -> None:
    scene, number = sent_back
    scene.office.at(FIXED_AT)
    wake(scene, write(scene, AGAIN))
    assert (state(scene), answers(scene, number)) == (State.CHANGES_REQUESTED, [])


def test_a_review_that_is_asked_for_again_hands_it_in_again(
    sent_back: tuple[OnForge, int],
) -> None:
    scene, number = sent_back
    scene.office.at(FIXED_AT)
    write(scene, AGAIN)
    wake(scene, ask(scene, number))
    assert (state(scene), len(submitted(scene))) == (State.IN_REVIEW, 2)
    first, second = (evidence_of(made) for made in submitted(scene))
    assert first != second


def test_the_text_that_was_sent_back_is_not_handed_in_again(
    sent_back: tuple[OnForge, int],
) -> None:
    scene, number = sent_back
    scene.office.at(FIXED_AT)
    wake(scene, ask(scene, number))
    (said,) = answers(scene, number)
    assert state(scene) is State.CHANGES_REQUESTED
    assert "the text is still the one that was sent back" in said


def test_who_asked_before_the_recorder_had_noted_the_review_was_in_time(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    number = pull(scene)
    scene.office.at(SUBMITTED_AT)
    wake(scene, ask(scene, number))
    scene.office.at(BACK_AT)
    scene.forge.review(KASI, number, "request_changes", "Perbaiki kutipan")
    scene.office.at(FIXED_AT)
    write(scene, AGAIN)
    late = ask(scene, number)
    scene.office.at(NOTED_AT)
    wake(scene, late)
    assert [made.action for made in history(scene)][-2:] == [
        Action.REQUEST_CHANGES,
        Action.SUBMIT,
    ]
    assert answers(scene, number) == []


def test_a_wish_comes_before_the_review_that_it_wished_for(
    sent_back: tuple[OnForge, int],
) -> None:
    scene, number = sent_back
    scene.office.at(FIXED_AT)
    write(scene, AGAIN)
    ask(scene, number)
    scene.office.at(NOTED_AT)
    # Two events in one run, which may make the calls of two.
    assert scene.wake(scene.forge.review(KASI, number, "approve")) == Exit.OK
    assert answers(scene, number) == []
    assert scene.forge.pull(number)[1].merged_at


def test_one_wish_is_recorded_once_whatever_the_clocks_say(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    number = pull(scene)
    scene.office.at(NOTED_AT)
    event = ask(scene, number)
    scene.office.at(SUBMITTED_AT)  # the recorder's clock is slow
    wake(scene, event)
    review.request_changes(scene.office[KASI], NUMBER, note="Perbaiki", category="data")
    scene.forge.note(KASI)
    wake(scene, write(scene, AGAIN))
    assert (state(scene), len(submitted(scene))) == (State.CHANGES_REQUESTED, 1)
    assert answers(scene, number) == []


# --- what cannot be handed in --------------------------------------------------------------------


def test_what_is_wrong_is_told_once_and_a_later_wish_is_another(drafting: OnForge) -> None:
    number = pull(drafting)
    write(drafting, FAULTY)
    drafting.office.at(SUBMITTED_AT)
    event = ask(drafting, number)
    wake(drafting, event)
    (said,) = answers(drafting, number)
    found = re.match(r"<!-- siar:answer event-(\d+) -->\n(.*)", said, re.DOTALL)
    assert found is not None
    assert found[2].startswith(
        f"⚠️ {name(drafting)} asked for a review, which hands the article in. It cannot be yet:\n\n"
    )
    assert "schema-unknown-key" in found[2]
    assert found[2].endswith("put that right; then ask for the review again, or comment `/submit`")
    wake(drafting, event)
    wake(drafting, write(drafting, article()))
    assert (state(drafting), answers(drafting, number)) == (State.DRAFTING, [said])
    drafting.office.at(BACK_AT)
    wake(drafting, ask(drafting, number))
    assert (state(drafting), answers(drafting, number)) == (State.IN_REVIEW, [said])


def test_a_draft_that_is_not_ready_after_all_is_told_so(drafting: OnForge) -> None:
    number = pull(drafting, is_draft=True)
    write(drafting, FAULTY)
    drafting.office.at(SUBMITTED_AT)
    wake(drafting, drafting.forge.ready_for_review(OFFICER, number))
    (said,) = answers(drafting, number)
    assert f"{name(drafting)} said that the article is ready, which hands it in." in said


def test_two_reviews_asked_for_at_once_are_one_wish(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    number = pull(scene)
    write(scene, FAULTY)
    scene.office.at(SUBMITTED_AT)
    events = [ask(scene, number, of=who) for who in (KASI, KABID)]
    for event in (*events, None):
        wake(scene, event)
    assert len(answers(scene, number)) == 1


# --- what means nothing --------------------------------------------------------------------------


def test_a_wish_on_a_letter_that_was_just_received_means_nothing_ever(at: Opening) -> None:
    scene = at(Stage.RECEIVED)
    number = pull(scene)
    wake(scene, ask(scene, number))
    wake(scene, ask(scene, number, of=KABID))
    scene.office.at("2026-11-02T09:00:00+09:00")
    say = "/disposisi kepada: kasi-piks instruksi: proses_lebih_lanjut"
    wake(scene, scene.forge.comment(KABID, number, say))
    scene.office.at("2026-11-02T09:30:00+09:00")
    wake(scene, scene.forge.comment(KASI, number, "/tindak-lanjuti petugas: petugas-1"))
    wake(scene)
    assert state(scene) is State.DRAFTING
    assert not [said for said in answers(scene, number) if "event-" in said]


IDLE: dict[str, Callable[[OnForge, int], object]] = {
    "by the Kasi": lambda scene, number: ask(scene, number, KASI, KABID),
    "by the Kasi, of themselves": lambda scene, number: ask(scene, number, KASI, KASI),
    "of a colleague": lambda scene, number: ask(scene, number, OFFICER, OTHER_OFFICER),
    "by somebody unknown": lambda scene, number: ask(scene, number, "orang-luar", KASI),
    "by a bot": lambda scene, number: scene.forge.ask_review(
        scene.forge.bot, number, scene.forge.user(KASI)
    ),
    "taken back": lambda scene, number: (
        ask(scene, number),
        scene.forge.unrequest_review(OFFICER, number, KASI),
    ),
    "ready, and a draft again": lambda scene, number: (
        scene.forge.convert_to_draft(OFFICER, number),
        scene.forge.ready_for_review(OFFICER, number),
        scene.forge.convert_to_draft(OFFICER, number),
    ),
    "ready, says the Kasi": lambda scene, number: (
        scene.forge.convert_to_draft(OFFICER, number),
        scene.forge.ready_for_review(KASI, number),
    ),
}


@pytest.mark.parametrize("how", IDLE)
def test_a_wish_that_makes_no_sense_is_passed_over_in_silence(drafting: OnForge, how: str) -> None:
    number = pull(drafting)
    drafting.office.at(SUBMITTED_AT)
    IDLE[how](drafting, number)
    wake(drafting)
    assert (state(drafting), answers(drafting, number)) == (State.DRAFTING, [])


def test_a_wish_of_an_account_that_is_gone_means_nothing(at: Opening) -> None:
    scene = at(Stage.DRAFTING, dialect="forgejo")
    number = pull(scene)
    scene.office.at(SUBMITTED_AT)
    ask(scene, number)
    scene.forge.entries[-1] = scene.forge.entries[-1]._replace(user=None)
    wake(scene)
    assert (state(scene), answers(scene, number)) == (State.DRAFTING, [])


def test_where_nothing_can_be_handed_in_the_forge_is_not_asked(at: Opening) -> None:
    scene = at(Stage.IN_REVIEW)
    number = pull(scene)
    wake(scene, ask(scene, number))
    assert not [call for call in scene.forge.calls if call.endswith("/events")]
    assert answers(scene, number) == []


# --- bad days ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["500", "cut-json", "short-page"])
@pytest.mark.parametrize("text", [article(), FAULTY], ids=["good", "faulty"])
def test_whichever_call_fails_it_is_handed_in_or_answered_once(
    at: Opening, kind: str, text: bytes
) -> None:
    scene = at(Stage.DRAFTING)
    number = pull(scene)
    write(scene, text)
    scene.office.at(SUBMITTED_AT)
    event = ask(scene, number)
    for place in itertools.count(1):
        scene.forge.reset_calls()
        scene.forge.fail(place, kind, times=len(HURRIED.pauses) + 1)
        code = scene.wake(event)
        made = len(scene.forge.calls)
        scene.forge.reset_calls()
        if made < place:
            assert code == Exit.OK
            break
    is_good = text != FAULTY
    assert len(submitted(scene)) == int(is_good)
    assert len(answers(scene, number)) == int(not is_good)
    known = Evidence(FORGE, "event", str(scene.forge.entries_on(number)[0].id))
    assert (known in map(evidence_of, history(scene))) is is_good


# --- whose words they are ------------------------------------------------------------------------


def test_an_ordinary_account_that_speaks_for_the_recorder_says_everything_once(
    at: Opening,
) -> None:
    scene = at(Stage.DRAFTING, dialect="forgejo", speaker="pencatat")
    number = pull(scene)
    write(scene, FAULTY)
    scene.office.at(SUBMITTED_AT)
    ask(scene, number)
    asked = scene.forge.comment(OFFICER, number, "/ajukan")
    wake(scene, asked)
    first = answers(scene, number)
    assert len(first) == 2
    wake(scene, asked)
    wake(scene)
    assert answers(scene, number) == first
    assert sum(said.startswith(STATUS) for said in scene.said(number)) == 1


def test_nobody_else_can_say_that_something_was_answered(drafting: OnForge) -> None:
    number = pull(drafting)
    drafting.office.at(SUBMITTED_AT)
    event = ask(drafting, number)
    id_ = drafting.forge.entries_on(number)[-1].id
    other = drafting.forge.add_user("bot-lain[bot]", 49_699_333, "Bot")
    mark = f"<!-- siar:answer event-{id_} -->"
    drafting.forge.make_comment(other, number, mark)
    drafting.forge.comment("orang-luar", number, mark)
    drafting.forge.comment("orang-luar", number, f"{STATUS}\npalsu")
    wake(drafting, event)
    assert state(drafting) is State.IN_REVIEW
    assert sum(said.startswith(STATUS) for said in drafting.said(number)) == 1


def test_papers_that_nobody_may_bring_are_answered_once(at: Opening) -> None:
    scene = at(Stage.DRAFTING)
    number = pull(scene)
    event = scene.forge.upload(
        "orang-luar", BRANCH, f"requests/{NUMBER.replace('-', '/')}", {"Surat.pdf": b"%PDF-1.7"}
    )
    wake(scene, event)
    (said,) = answers(scene, number)
    assert "these papers came from nobody of the roster" in said
    wake(scene, event)
    assert answers(scene, number) == [said]
