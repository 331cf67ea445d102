"""What is said of a request that main holds already: its branch is made again, or main told."""

import pytest

from pipeline.commands import afterwards, merge, publish, takedown
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.errors import Exit
from pipeline.forge.judging import check_merge
from pipeline.forge.units import unit_at
from pipeline.forge.verification import verify_main
from pipeline.record import agenda
from pipeline.record.case import Case
from pipeline.record.loading import load_request
from pipeline.record.replay import replay
from pipeline.record.workflow import AFTERWARDS, TABLE, Action, State
from pipeline.repository import Repository
from pipeline.site.deploy import CURRENT
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk, refusal
from tests.support.office import (
    ARTICLE,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    OTHER_OFFICER,
    Stage,
    article,
)

NEW_TITLE = "Petani Desa Contoh Panen Raya Kopi Kedua"
AMEND = ("amend", NUMBER, "--changes", "nama desa", "--reason", "laporan pembaca")
BRANCH = f"refs/heads/{agenda.branch(NUMBER)}"


def on_main(desk: Desk) -> Case:
    """The case that main has, and that it verifies."""
    shared = desk.fresh()
    main = shared.resolve("refs/heads/main") or ""
    verified = verify_main(shared, main, desk.office.root)
    assert [f for f in verified.findings if f.severity == "error"] == []
    return verified.units[NUMBER].case


def on_branch(desk: Desk) -> Case:
    """The case that the request's branch has."""
    shared = desk.fresh()
    unit = unit_at(shared, desk.office.tip(), NUMBER)
    assert unit is not None
    request, _findings = load_request(unit.path, unit.data, root=desk.office.root)
    assert request is not None
    case, problems = replay(request.history)
    assert problems == ()
    return case


def has_branch(desk: Desk) -> bool:
    """Whether the request has a branch."""
    return BRANCH in desk.refs()


def file_on_main(desk: Desk, path: str) -> bytes | None:
    """A file of the shared main."""
    return desk.fresh().read("refs/heads/main", path)


def at(desk: Desk, moment: str) -> None:
    """Set the clock: `15:00` of the day."""
    desk.office.at(f"2026-11-02T{moment}:00+09:00")


@pytest.fixture
def merged(desk_at: DeskAt) -> Desk:
    """The first request approved and on main, the clock a while later."""
    desk = desk_at(Stage.MERGED)
    at(desk, "15:00")
    return desk


@pytest.fixture
def amended(merged: Desk) -> Desk:
    """Its correction begun, and written by the second officer."""
    said = merged.siar(OFFICER, *AMEND)
    assert said == (
        Exit.OK,
        f"the correction of {NUMBER} is begun\nnext: siar draft {NUMBER}\n",
        "",
    )
    at(merged, "15:10")
    text = {f"{ARTICLE}/index.md": article(title=NEW_TITLE)}
    merged.office.write(person=OTHER_OFFICER, files=text)
    return merged


def test_every_row_that_begins_on_main_is_said_afterwards() -> None:
    rows = {
        row.action for row in TABLE
        if State.APPROVED in (row.sources or ()) and row.sop not in (6, 7, 8)
    }  # fmt: skip
    # The division head's approval comes before the merge, on the branch.
    assert rows - {Action.APPROVE} == AFTERWARDS


# --- correcting and withdrawing -----------------------------------------------------------------


def test_the_branch_is_made_again_and_the_former_text_kept_beside_it(merged: Desk) -> None:
    before = merged.office.main
    approved = file_on_main(merged, f"{ARTICLE}/index.md")
    merged.office.arm()
    said = merged.siar(OFFICER, *AMEND)
    assert said.exit == Exit.OK
    assert merged.last().data == {
        "changes": "nama desa", "reason": "laporan pembaca", "version": 1,
    }  # fmt: skip
    assert merged.fresh().commit_info(merged.office.tip()).parents == (before,)
    assert merged.paper(f"{ARTICLE}/versions/1.md") == approved
    assert merged.office.main == before
    case = on_branch(merged)
    assert (case.state, case.kind, on_main(merged).is_public) == (State.DRAFTING, "ralat", True)


def test_a_correction_is_written_approved_and_merged_through_the_gate(amended: Desk) -> None:
    amended.office.arm()
    at(amended, "15:20")
    assert amended.siar(OTHER_OFFICER, "submit", NUMBER).exit == Exit.OK
    assert amended.last().data["contributors"] == [OFFICER, OTHER_OFFICER]
    at(amended, "15:30")
    assert amended.siar(KASI, "approve", NUMBER).exit == Exit.OK
    case = on_main(amended)
    assert (case.edition, case.kind, case.is_public) == (2, "ralat", True)
    assert NEW_TITLE.encode() in (file_on_main(amended, f"{ARTICLE}/index.md") or b"")
    assert file_on_main(amended, f"{ARTICLE}/versions/1.md") == article()
    assert not has_branch(amended)


def test_a_second_correction_keeps_both_former_texts(amended: Desk) -> None:
    for moment, person, words in (
        ("15:20", OTHER_OFFICER, ("submit", NUMBER)),
        ("15:30", KASI, ("approve", NUMBER)),
        ("15:40", OFFICER, AMEND),
    ):
        at(amended, moment)
        assert amended.siar(person, *words).exit == Exit.OK
    assert amended.last().data["version"] == 2
    assert amended.paper(f"{ARTICLE}/versions/1.md") == article()
    assert amended.paper(f"{ARTICLE}/versions/2.md") == article(title=NEW_TITLE)


def test_a_withdrawal_takes_the_article_off_and_keeps_its_text(merged: Desk) -> None:
    said = merged.siar(OFFICER, "cabut", NUMBER, "--alasan", "acara batal")
    assert said == (
        Exit.OK,
        f"the withdrawal of {NUMBER} is begun\nnext: siar draft {NUMBER}\n",
        "",
    )
    at(merged, "15:20")
    assert merged.siar(OFFICER, "submit", NUMBER).exit == Exit.OK
    at(merged, "15:30")
    assert merged.siar(KASI, "approve", NUMBER).exit == Exit.OK
    case = on_main(merged)
    assert (case.kind, case.is_public, case.edition) == ("pencabutan", False, 2)
    assert file_on_main(merged, f"{ARTICLE}/versions/1.md") == article()


def test_a_correction_becomes_a_withdrawal_with_the_same_kept_text(amended: Desk) -> None:
    tip = amended.office.tip()
    assert amended.siar(OFFICER, "withdraw", NUMBER, "--reason", "batal").exit == Exit.OK
    assert amended.last().data == {"reason": "batal", "version": 1}
    assert amended.fresh().changed_paths(tip, amended.office.tip()) == [agenda.request_path(NUMBER)]


@pytest.mark.parametrize(
    ("words", "sentence", "way_out"),
    [
        (("amend", NUMBER, "--changes", " ", "--reason", "x"), "it is not said what changes",
         "say with --changes what readers are told"),
        (("amend", NUMBER, "--changes", "x", "--reason", " "), "the reason is empty",
         "give it with --reason: it stays on record"),
        (("withdraw", NUMBER, "--reason", ""), "the reason is empty",
         "give it with --reason: it stays on record"),
    ],
)  # fmt: skip
def test_a_correction_says_why_and_what(
    merged: Desk, words: tuple[str, ...], sentence: str, way_out: str
) -> None:
    before = merged.refs()
    assert merged.siar(OFFICER, *words) == (Exit.USAGE, "", refusal(sentence, way_out))
    assert merged.refs() == before


def test_what_is_approved_and_not_on_main_is_not_corrected_yet(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.APPROVED)
    before = desk.refs()
    assert desk.siar(OFFICER, *AMEND) == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"{NUMBER} is approved, but not on main yet",
            "bring it there with `siar merge`, or take it back with `siar recall`",
        ),
    )
    assert desk.siar(KABID, "takedown", NUMBER, "--reason", "x") == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"{NUMBER} is approved, but not on main yet",
            "take the approval back with `siar recall`, then run this again",
        ),
    )
    assert desk.refs() == before


def test_a_published_request_is_not_made_void(amended: Desk) -> None:
    assert amended.siar(KASI, "void", NUMBER, "--reason", "x") == (
        Exit.PROBLEMS,
        "",
        refusal(
            "an edition of this was published, so the request cannot be made void",
            "finish the correction, or take the article back with `siar withdraw`",
        ),
    )


# --- taking down, and looking again -------------------------------------------------------------

DOWN = ("takedown", NUMBER, "--reason", "memuat nama korban")


def test_a_takedown_is_on_main_at_once(merged: Desk) -> None:
    merged.office.arm()
    said = merged.siar(KABID, *DOWN)
    assert said == (
        Exit.OK,
        f"{NUMBER} is hidden; next: siar publish\n"
        f"another head looks at it: siar second-look {NUMBER}\n",
        "",
    )
    case = on_main(merged)
    assert (case.state, case.hidden, case.is_public) == (State.APPROVED, True, False)
    assert file_on_main(merged, f"{ARTICLE}/index.md") == article()
    assert not has_branch(merged)


def test_a_takedown_during_a_correction_leaves_the_draft_on_its_branch(amended: Desk) -> None:
    amended.office.arm()
    assert amended.siar(KABID, *DOWN).exit == Exit.OK
    case = on_main(amended)
    assert (case.state, case.hidden, case.is_public) == (State.DRAFTING, True, False)
    # Main keeps the article as it was approved, and none of what is being written.
    assert file_on_main(amended, f"{ARTICLE}/index.md") == article()
    assert file_on_main(amended, f"{ARTICLE}/versions/1.md") is None
    assert amended.paper(f"{ARTICLE}/index.md") == article(title=NEW_TITLE)


def test_who_wrote_before_a_takedown_is_a_contributor_all_the_same(amended: Desk) -> None:
    amended.office.arm()
    assert amended.siar(KABID, *DOWN).exit == Exit.OK
    assert amended.last().data["contributors"] == [OFFICER, OTHER_OFFICER]
    at(amended, "15:20")
    assert amended.siar(OFFICER, "submit", NUMBER).exit == Exit.OK
    assert amended.last().data["contributors"] == [OFFICER, OTHER_OFFICER]
    at(amended, "15:30")
    assert amended.siar(KASI, "approve", NUMBER).exit == Exit.OK
    case = on_main(amended)
    assert (case.hidden, case.is_public, case.edition) == (False, True, 2)
    assert not has_branch(amended)


def test_a_takedown_that_was_cut_off_is_gone_on_with(
    merged: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(merge, "run", _lost)
        with pytest.raises(KeyboardInterrupt):
            takedown.run(merged.office[KABID], NUMBER, reason="memuat nama korban")
    assert on_main(merged).is_public
    recorded = len(merged.request().history)
    assert merged.siar(KABID, *DOWN).exit == Exit.OK
    assert on_main(merged).hidden
    assert len(merged.request().history) == recorded


def _lost(*_words: object) -> str:
    raise KeyboardInterrupt


def test_what_is_hidden_is_not_hidden_again(merged: Desk) -> None:
    merged.siar(KABID, *DOWN)
    assert merged.siar(KASI, *DOWN) == (
        Exit.PROBLEMS,
        "",
        refusal(
            "readers do not see this article any more",
            "nothing is left to hide; correct it with `siar amend`",
        ),
    )


def test_a_second_look_shows_what_it_is_about_and_is_merged(merged: Desk) -> None:
    merged.siar(KABID, *DOWN)
    merged.office.arm()
    said = merged.siar(KASI, "second-look", NUMBER)
    assert said.exit == Exit.OK
    assert said.out.startswith(
        "2026-11-02T15:00:00+09:00: kabid-piks decided `takedown`: memuat nama korban\n"
    )
    assert said.out.endswith(f"then: siar second-look {NUMBER} --uphold or --object, with --note\n")
    said = merged.siar(KASI, "tinjau-ulang", NUMBER, "--keberatan", "--catatan", "namanya publik")
    assert said == (
        Exit.OK,
        f"your second look at {NUMBER} is on record\nreaders see the article; next: siar publish\n",
        "",
    )
    case = on_main(merged)
    assert (case.hidden, case.is_public, case.awaiting_look) == (False, True, None)
    assert merged.siar(KASI, "second-look", NUMBER) == (
        Exit.PROBLEMS,
        "",
        refusal("there is no emergency or takedown to look at again", "nothing is left to do here"),
    )


def test_an_upheld_takedown_stays_hidden(merged: Desk) -> None:
    merged.siar(KABID, *DOWN)
    said = merged.siar(KASI, "second-look", NUMBER, "--uphold", "--note", "tepat")
    assert said.out.endswith("readers do not see the article; next: siar publish\n")
    assert (on_main(merged).hidden, on_main(merged).awaiting_look) == (True, None)


def test_a_second_look_says_what_was_found(merged: Desk) -> None:
    merged.siar(KABID, *DOWN)
    assert merged.siar(KASI, "second-look", NUMBER, "--uphold") == (
        Exit.USAGE,
        "",
        refusal("the note is empty", "say with --note what you found"),
    )
    assert merged.siar(KABID, "second-look", NUMBER, "--uphold", "--note", "x") == (
        Exit.PROBLEMS,
        "",
        refusal(
            "kabid-piks decided this and cannot look at it again",
            "another head looks at it, or a deputy (Plt., Plh.) whom the roster names",
        ),
    )


# --- recalling ----------------------------------------------------------------------------------

RECALL = ("recall", NUMBER, "--reason", "angka belum final")


def later(desk_at: DeskAt) -> Desk:
    """A request approved and on main that is due only the day after."""
    desk = desk_at(Stage.DRAFTING)
    text = article().replace(b"summary:", b'publish_at: "2026-11-03T06:00:00+09:00"\nsummary:')
    desk.office.write(files={f"{ARTICLE}/index.md": text})
    at(desk, "13:00")
    desk.office.submit()
    at(desk, "14:00")
    desk.office.approve()
    desk.office.merge()
    return desk


def test_what_is_not_due_yet_is_recalled_from_main_at_once(desk_at: DeskAt) -> None:
    desk = later(desk_at)
    desk.office.arm()
    said = desk.siar(KASI, *RECALL)
    assert said == (
        Exit.OK,
        f"the approval of {NUMBER} is taken back\n{NUMBER} waits for correction\n",
        "",
    )
    case = on_main(desk)
    assert (case.state, case.is_public, case.edition) == (State.IN_REVIEW, False, 0)
    assert has_branch(desk)
    # It is corrected and approved as if it had never been.
    words = ("--request-changes", "--category", "data", "--note", "angka final")
    assert desk.siar(KASI, "review", NUMBER, *words).exit == Exit.OK
    assert not on_main(desk).is_public


def test_a_recalled_article_is_approved_again(desk_at: DeskAt) -> None:
    desk = later(desk_at)
    desk.siar(KASI, *RECALL)
    assert desk.siar(KASI, "approve", NUMBER).exit == Exit.OK
    case = on_main(desk)
    assert (case.is_public, case.edition) == (True, 1)
    assert not has_branch(desk)


def test_of_a_recalled_request_made_void_only_the_record_stays(desk_at: DeskAt) -> None:
    desk = later(desk_at)
    desk.siar(KASI, *RECALL)
    desk.office.arm()
    assert desk.siar(KASI, "void", NUMBER, "--reason", "acara batal").exit == Exit.OK
    assert on_main(desk).state is State.VOID
    assert file_on_main(desk, f"{ARTICLE}/index.md") is None
    assert file_on_main(desk, agenda.request_path(NUMBER)) is not None


def test_what_is_due_is_not_recalled(merged: Desk) -> None:
    before = merged.refs()
    assert merged.siar(KASI, *RECALL) == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"the article of {NUMBER} is due already",
            "correct it with `siar amend`, or hide it at once with `siar takedown`",
        ),
    )
    assert merged.refs() == before


def test_the_hour_it_is_due_is_too_late(desk_at: DeskAt) -> None:
    desk = later(desk_at)
    desk.office.at("2026-11-03T06:00:00+09:00")
    assert desk.siar(KASI, *RECALL).exit == Exit.PROBLEMS
    desk.office.at("2026-11-03T05:59:59+09:00")
    assert desk.siar(KASI, *RECALL).exit == Exit.OK


def test_an_approval_that_is_not_on_main_is_recalled_on_its_branch(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.APPROVED)
    main = desk.office.main
    assert desk.siar(KASI, *RECALL).exit == Exit.OK
    assert on_branch(desk).state is State.IN_REVIEW
    assert desk.office.main == main


def test_a_recalled_correction_leaves_the_edition_that_readers_see(amended: Desk) -> None:
    at(amended, "15:20")
    amended.siar(OTHER_OFFICER, "submit", NUMBER)
    at(amended, "15:30")
    amended.siar(KASI, "review", NUMBER, "--approve", "--no-merge")
    main = amended.office.main
    assert amended.siar(KASI, *RECALL).exit == Exit.OK
    assert amended.office.main == main
    assert on_main(amended).is_public
    assert on_branch(amended).edition == 1


# --- remarks ------------------------------------------------------------------------------------


def test_a_note_on_what_is_published_comes_to_main(merged: Desk) -> None:
    merged.office.arm()
    for text in ("Dikutip Harian Contoh", "Dikutip Radio Contoh"):
        assert merged.siar(OFFICER, "note", NUMBER, text) == (
            Exit.OK, f"noted on {NUMBER}\n", "",
        )  # fmt: skip
    assert [s.data["text"] for s in merged.request().history[-2:]] == [
        "Dikutip Harian Contoh", "Dikutip Radio Contoh",
    ]  # fmt: skip
    assert on_main(merged).is_public
    assert not has_branch(merged)


def test_a_note_on_what_is_being_corrected_stays_on_its_branch(amended: Desk) -> None:
    main = amended.office.main
    assert amended.siar(OFFICER, "note", NUMBER, "sudah ditelepon").exit == Exit.OK
    assert amended.office.main == main


def test_nothing_is_noted_on_a_request_that_nobody_knows(merged: Desk) -> None:
    assert merged.siar(OFFICER, "note", "2026-0999", "x") == (
        Exit.PROBLEMS,
        "",
        refusal("there is no request 2026-0999", "`siar status` lists the open ones"),
    )


def test_a_transcribed_refusal_is_confirmed_on_main(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    at(desk, "09:00")
    words = ("--decided-by", KABID, "--decided-at", "08:55", "--channel", "whatsapp")
    desk.siar(OFFICER, "decline", NUMBER, "--reason", "bukan kegiatan daerah", *words)
    desk.office.arm()
    said = desk.siar(KABID, "confirm", NUMBER)
    assert said == (
        Exit.OK,
        "2. kabid-piks, 2026-11-02T08:55:00+09:00 (WhatsApp): decline – "
        "reason: bukan kegiatan daerah\n"
        f"then: siar confirm {NUMBER} 2\n",
        "",
    )
    said = desk.siar(KABID, "konfirmasi", NUMBER, "2", "--catatan", "benar")
    assert said == (Exit.OK, f"statement 2 of {NUMBER} is confirmed\n", "")
    assert on_main(desk).unconfirmed == {}
    assert desk.last().data["note"] == "benar"
    said = desk.siar(KABID, "confirm", NUMBER)
    assert said == (Exit.OK, f"nothing of {NUMBER} waits for confirmation\n", "")
    assert not has_branch(desk)


@pytest.mark.parametrize("seq", ["0", "9", "-1"])
def test_only_a_statement_that_is_there_is_confirmed(merged: Desk, seq: str) -> None:
    assert merged.siar(KABID, "confirm", NUMBER, "--", seq) == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"{NUMBER} has no statement {seq}",
            f"`siar confirm {NUMBER}` shows what waits for confirmation",
        ),
    )


# --- when main has to know ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "now", "there", "owed"),
    [
        (Action.TAKEDOWN, Case(hidden=True), Case(), True),
        (Action.TAKEDOWN, Case(hidden=True), Case(hidden=True), False),
        (Action.RECALL, Case(recalled=True), Case(editions=("a",)), True),
        (Action.RECALL, Case(recalled=True, editions=("a",)), Case(editions=("a",)), False),
        (Action.NOTE, Case(state=State.APPROVED), Case(), True),
        (Action.NOTE, Case(state=State.APPROVED, editions=("a", "b")), Case(editions=("a",)),
         False),
        (Action.NOTE, Case(state=State.DRAFTING), Case(), False),
        (Action.NOTE, Case(state=State.DRAFTING, hidden=True), Case(hidden=True), False),
        (Action.CONFIRM, Case(state=State.DRAFTING, leading="2026-0001"), Case(), True),
    ],
)  # fmt: skip
def test_main_is_told_at_once_of_what_readers_must_not_wait_for(
    action: Action, now: Case, there: Case, owed: bool
) -> None:
    assert afterwards.is_owed(action, now, there) is owed


def test_the_gate_takes_no_unfinished_text_along_with_a_takedown(amended: Desk) -> None:
    # As if somebody had merged the branch by hand, draft and all.
    office = amended.office
    main = office.main
    ctx = office[KABID]
    amended.siar(KABID, *DOWN)
    repository = Repository.open(office.bare.folder)
    tip = office.tip()
    files = {
        entry.path: repository.blob(entry.oid)
        for prefix in (f"{ARTICLE}/", agenda.request_path(NUMBER))
        for entry in repository.tree(tip, prefix)
    }
    by_hand = office.commit(KABID, files, main, tip)
    checked = check_merge(ctx.repository, main, by_hand, NUMBER, root=office.root)
    assert "approval-digest" in {finding.id for finding in checked.findings}


def test_the_work_tree_shows_the_former_text_beside_the_one_to_correct(merged: Desk) -> None:
    merged.siar(OFFICER, *AMEND)
    assert merged.siar(OFFICER, "draft", NUMBER).exit == Exit.OK
    folder = merged.clone(OFFICER) / ARTICLE
    assert (folder / "versions" / "1.md").read_bytes() == article()
    (folder / "index.md").write_bytes(article(title=NEW_TITLE))
    merged.office.arm()
    at(merged, "15:20")
    assert merged.siar(OFFICER, "submit", NUMBER).exit == Exit.OK
    assert merged.paper(f"{ARTICLE}/versions/1.md") == article()
    at(merged, "15:30")
    assert merged.siar(KASI, "approve", NUMBER).exit == Exit.OK
    assert on_main(merged).edition == 2


# --- what readers see ---------------------------------------------------------------------------


def test_readers_see_what_is_public_and_nobody_is_mailed_twice(published_desk: Desk) -> None:
    desk, folder = published_desk, published_desk.office.folder
    page = folder / "situs" / CURRENT / ARTICLE.removeprefix("content/") / "index.html"
    mails = len(list((folder / "surel").glob("*.eml")))
    look = ("second-look", NUMBER, "--object", "--note", "namanya publik")
    for person, words, seen in ((KABID, DOWN, False), (KASI, look, True)):
        assert desk.siar(person, *words).exit == Exit.OK
        assert publish.run(Context(desk.fresh(), Quiet())) == Exit.OK
        text = page.read_text(encoding="utf-8")
        assert ("siar:digest" in text, "sedang ditinjau ulang" in text) == (seen, not seen)
    assert len(list((folder / "surel").glob("*.eml"))) == mails
