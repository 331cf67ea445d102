"""Main replayed from its root: what verifies, what is wrong where, and that the rest goes on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.commands import agree, amend, complete, endings, note, recall, review, takedown
from pipeline.commands.context import Context
from pipeline.commands.recording import request_file
from pipeline.commands.step import Transcript
from pipeline.errors import NotAllowed
from pipeline.forge.verification import Verification, verify_main
from pipeline.forge.work_tree import verify_work_tree
from pipeline.record import agenda
from pipeline.record.finding import Severity
from pipeline.record.replay import replay
from pipeline.record.report_findings import format_text
from pipeline.record.statement import NAMESPACE
from pipeline.record.workflow import Action, Role, State
from pipeline.repository import Repository
from tests.forge.by_hand import approve_by_hand, approve_record, continued, read_request
from tests.forge.conftest import Opening
from tests.support.office import (
    ACCOUNTS,
    ARTICLE,
    DEPUTY,
    FORGE,
    IMPORTED,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    Office,
    Stage,
    article,
    article_files,
    photo,
)

RECORD, INDEX = "requests/2026/0118.yaml", f"{ARTICLE}/index.md"
SECOND, OTHER_ARTICLE = "2026-0119", "content/2026/11/03-berita-kedua"
LOOSE = "content/2026/11/04-tanpa-permintaan"
LINE_CHANGED = 16  # the line of the quotation
CHANGED = article().replace("“Kopi ini".encode(), "“Kopi itu".encode())
SET_RIGHT = "  help: it was set right since: nothing is left to do\n"


def verified(office: Office) -> Verification:
    """What a fresh look at the shared main says."""
    return verify_main(Repository.open(office.bare.folder), office.main, office.root)


def told(office: Office) -> str:
    """Everything wrong, as people read it."""
    return format_text(verified(office).findings)


def direct(office: Office, files: Mapping[str, bytes | None], person: str = KASI) -> str:
    """A commit put on main past every gate."""
    made = office.commit(person, files, office.main)
    office.force(person, "refs/heads/main", made)
    for name in (OFFICER, KASI):
        office[name].repository.fetch()
    return made


def second_article(office: Office, at: str = "2026-11-03T09:00:00+09:00") -> str:
    """Another request, from the letter to main."""
    office.at(at)
    number = office.receive(subject="Surat kedua (CONTOH)")
    office.dispose(number)
    office.accept(number)
    text = article(number, "Nelayan Desa Contoh Terima Jaring")
    text = text.replace(b'date: "2026-11-02"', b'date: "2026-11-03"')
    files = article_files(OTHER_ARTICLE, text)
    office.write(number, files=files)
    office.submit(number)
    office.approve(number)
    office.merge(number)
    return number


# --- what verifies ----------------------------------------------------------------------------


def test_an_office_begins_clean_with_what_it_published_before(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    found = verified(office)
    assert (dict(found.units), found.findings, found.stop) == ({}, (), False)
    (older,) = found.imported
    assert older.article.folder == IMPORTED
    assert older.tree == office.bare.tree_id(office.root, IMPORTED)


def test_an_approved_request_is_verified_with_its_bytes(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    found = verified(office)
    assert (found.findings, found.stop) == ((), False)
    unit = found.units[NUMBER]
    assert (unit.commit, unit.case.state) == (office.main, State.APPROVED)
    assert unit.tree == office.bare.tree_id(office.main, ARTICLE)
    assert unit.digest == unit.case.digest
    assert unit.article is not None
    assert unit.article.title == "Petani Desa Contoh Panen Raya Kopi"


@pytest.mark.parametrize(
    ("stage", "action", "person", "state"),
    [
        (Stage.RECEIVED, Action.DECLINE, KABID, State.DECLINED),
        (Stage.RECEIVED, Action.FILE, KABID, State.FILED),
        (Stage.RECEIVED, Action.VOID, KASI, State.VOID),
        (Stage.DRAFTING, Action.VOID, KASI, State.VOID),
        (Stage.IN_REVIEW, Action.VOID, KASI, State.VOID),
    ],
)
def test_an_ended_request_is_verified_without_an_article(
    office_at: Opening, stage: Stage, action: Action, person: str, state: State
) -> None:
    office = office_at(stage)
    endings.run(office[person], NUMBER, action, reason="contoh")
    office.merge()
    found = verified(office)
    assert found.findings == ()
    unit = found.units[NUMBER]
    assert (unit.case.state, unit.article, unit.tree) == (state, None, None)
    assert office.bare.tree(office.main, ARTICLE) == []


def test_other_requests_do_not_void_an_approval(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    second_article(office)
    office.merge()
    found = verified(office)
    assert (sorted(found.units), found.findings) == ([NUMBER, SECOND], ())


def test_the_kasi_corrects_and_approves_once_the_officer_agreed(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    kasi = office[KASI]
    review.look(kasi, NUMBER)
    (kasi.repository.folder / INDEX).write_bytes(CHANGED)
    review.revise(kasi, NUMBER, note="kutipan", category="bahasa")
    agree.run(office[OFFICER], NUMBER)
    office.approve()
    office.merge()
    assert verified(office).findings == ()
    assert verified(office).units[NUMBER].case.contributors == (OFFICER, KASI)


def test_each_paper_decision_keeps_its_own_scan(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    officer = office[OFFICER]
    for moment, scan in (("09:00", b"satu"), ("09:10", b"dua")):
        office.at(f"2026-11-02T{moment}:30+09:00")
        at = datetime.fromisoformat(f"2026-11-02T{moment}:00+09:00")
        paper = Transcript(KABID, at, "kertas", "disposisi.jpg", scan)
        if scan == b"satu":
            endings.run(officer, NUMBER, Action.RETURN, reason="kurang", paper=paper)
            papers = office.folder / "surat"
            complete.run(officer, NUMBER, bring=[PHOTO], folder=papers)
        else:
            endings.run(officer, NUMBER, Action.DECLINE, reason="contoh", paper=paper)
    office.merge()
    assert verified(office).findings == ()
    scans = {
        entry.path: office.bare.blob(entry.oid)
        for entry in office.bare.tree(office.main, "requests/2026/0118/")
        if "disposisi" in entry.path
    }
    assert scans == {
        "requests/2026/0118/disposisi.jpg": b"satu",
        "requests/2026/0118/disposisi-2.jpg": b"dua",
    }


PHOTO = {"kind": "photo", "file": "foto.jpg", "credit": "Dinas Pertanian (contoh)"}


# --- what went past the gate ------------------------------------------------------------------


def test_an_article_put_on_main_directly_was_approved_by_nobody(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    commit = direct(office, {f"{LOOSE}/index.md": article("2026-0999")})
    expected = (
        f"{LOOSE}/index.md:1: error[approval-none]: changed in {commit[:10]} without a"
        " request, so nobody approved it\n"
        f"  help: undo it with `git revert {commit[:10]}`, or bring it through a request\n"
    )
    assert told(office) == expected
    assert not verified(office).stop
    # What comes on top goes on, and does not launder it.
    office.merge()
    second_article(office)
    found = verified(office)
    assert format_text(found.findings) == expected
    assert {item.article.folder for item in found.imported} == {IMPORTED}
    published = {unit.article.folder for unit in found.units.values() if unit.article}
    assert published == {ARTICLE, OTHER_ARTICLE}


def test_an_article_changed_on_main_directly_stays_at_its_approved_bytes(
    office_at: Opening,
) -> None:
    office = office_at(Stage.MERGED)
    before = verified(office).units[NUMBER]
    direct(office, {INDEX: CHANGED})
    found = verified(office)
    assert format_text(found.findings[:1]) == (
        f"{INDEX}:{LINE_CHANGED}: error[approval-digest]: these are not the bytes that were"
        " approved\n  help: undo the change: what is approved stays exactly as it is\n"
    )
    assert (found.units[NUMBER], found.stop) == (before, False)
    second_article(office)
    assert sorted(verified(office).units) == [NUMBER, SECOND]
    assert verified(office).units[NUMBER] == before
    assert "approval-digest" in told(office)


def test_a_photograph_changed_on_main_is_named(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    direct(office, {f"{ARTICLE}/foto.jpg": photo("red")})
    assert [(f.path, f.line, f.id) for f in verified(office).findings][:1] == [
        (f"{ARTICLE}/foto.jpg", 1, "approval-digest")
    ]


def test_an_imported_article_stays_as_it_was_imported(office_at: Opening) -> None:
    office = office_at(Stage.FOUNDED)
    before = tuple(verified(office).imported)
    commit = direct(office, {f"{IMPORTED}/index.md": None})
    assert told(office).startswith(
        f"{IMPORTED}/index.md:1: error[approval-none]: changed in {commit[:10]} without a request"
    )
    assert tuple(verified(office).imported) == before


def test_changed_code_stops_everything(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    direct(office, {"pipeline/program.py": b"jahat"})
    expected = (
        "pipeline/program.py:1: error[change-approval]: change 2 of pipeline/program.py: 1 more"
        " must agree (maintainer, section_head, division_head), 1 of them no writers\n"
        "  help: siar ratify 2, or undo the change\n"
    )
    office.merge()
    found = verified(office)
    assert (format_text(found.findings), found.stop) == (expected, True)


def test_a_changed_roster_stops_everything(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    agency = office.bare.read(office.main, "agency.yaml") or b""
    direct(office, {"agency.yaml": agency.replace(b"since: 2024-01-02", b"since: 2025-01-02")})
    found = verified(office)
    assert {f.id for f in found.findings} == {"agency-rollback", "change-approval"}
    assert found.stop
    assert NUMBER in found.units


def test_code_hidden_behind_an_article_is_told_as_well(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    direct(office, {INDEX: CHANGED, "pipeline/program.py": b"jahat"})
    found = verified(office)
    assert [f.path for f in found.findings] == [INDEX, "pipeline/program.py"]
    assert found.stop
    # Putting the program back alone leaves the article that nobody approved.
    direct(office, {"pipeline/program.py": office.bare.read(office.root, "pipeline/program.py")})
    left = [f for f in verified(office).findings if f.severity is Severity.ERROR]
    assert [(f.path, f.id) for f in left] == [(INDEX, "history-class")]


def test_a_removed_record_is_told_and_its_article_stays(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    before = verified(office).units[NUMBER]
    direct(office, {RECORD: None})
    assert told(office) == (
        f"{RECORD}:1: error[archive-gone]: the record of request {NUMBER} was removed\n"
        "  help: put it back: a registered request stays in the archive for ever\n"
    )
    assert verified(office).units[NUMBER] == before


def test_a_state_typed_on_main_is_told_with_its_line(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    data = office.bare.read(office.main, RECORD) or b""
    direct(office, {RECORD: data.replace(b"state: approved", b"state: in_review")})
    assert told(office) == (
        f"{RECORD}:3: error[state-history]: state is `in_review`, but the history leads to"
        " `approved`\n"
        "  help: undo the edit: this part is written by the commands of siar only\n"
    )


def test_a_byte_changed_together_with_its_record_is_told_with_its_line(
    office_at: Opening,
) -> None:
    office = office_at(Stage.MERGED)
    data = office.bare.read(office.main, RECORD) or b""
    direct(office, {RECORD: data + b"# catatan\n", INDEX: CHANGED})
    places = {(f.path, f.line, f.id) for f in verified(office).findings}
    assert (INDEX, LINE_CHANGED, "approval-digest") in places
    assert "request-immutable" in {rule for _path, _line, rule in places}


def test_two_requests_in_one_commit_are_told_and_the_rest_goes_on(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    second = second_article(office)
    units = verified(office).units
    files = {
        path: (office.bare.read(office.main, path) or b"") + b"# x\n"
        for path in (RECORD, agenda.request_path(second))
    }
    commit = direct(office, files)
    found = verified(office)
    assert [(f.path, f.id) for f in found.findings] == [
        (RECORD, "history-class"),
        (agenda.request_path(second), "history-class"),
    ]
    assert found.findings[0].message == (
        f"{commit[:10]} changes this together with what it may not be mixed with"
    )
    assert (found.units, found.stop) == (units, False)


def test_a_request_merged_too_early_stays_off_until_it_is_approved(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    tip = office.tip()
    files = {p: office.bare.read(tip, p) for p in office.bare.changed_paths(office.main, tip)}
    early = office.commit(KASI, files, office.main, tip)
    office.force(KASI, "refs/heads/main", early)
    assert told(office) == (
        f"{RECORD}:1: error[approval-none]: merged while in_review: the approval of section_head"
        " is missing\n"
        f"  help: it stays off the site until `siar review {NUMBER} --approve`\n"
    )
    assert verified(office).units == {}
    office.approve()
    office.merge()
    assert told(office) == ""
    assert NUMBER in verified(office).units


def test_an_article_cannot_take_the_place_of_another(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    before = verified(office).units[NUMBER]
    office.at("2026-11-03T09:00:00+09:00")
    number = office.receive(subject="Surat kedua (CONTOH)")
    office.dispose(number)
    office.accept(number)
    taken = office.commit(OFFICER, {INDEX: article(number, "Judul Baru Panen")}, office.tip(number))
    office.force(OFFICER, f"refs/heads/{agenda.branch(number)}", taken)
    # The verbs would not touch another request's article, so the statements are made by hand.
    tip = approve_by_hand(office, number, ARTICLE)
    files = {p: office.bare.read(tip, p) for p in office.bare.changed_paths(office.main, tip)}
    office.force(KASI, "refs/heads/main", office.commit(KASI, files, office.main, tip))
    found = verified(office)
    assert format_text(found.findings[:1]) == (
        f"{INDEX}:1: error[approval-context]: this is the article of request {NUMBER}\n"
        "  help: one request, one article: give this one a folder of its own\n"
    )
    assert (found.units[NUMBER], number in found.units) == (before, False)


# --- the way out works ------------------------------------------------------------------------


def test_an_article_that_came_before_its_request_is_only_told_of(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    direct(office, {f"{ARTICLE}/index.md": office.bare.read(office.tip(), INDEX)})
    direct(office, {f"{ARTICLE}/index.md": None})
    office.merge()
    found = verified(office)
    assert {f.severity for f in found.findings} == {Severity.WARNING}
    assert NUMBER in found.units


def test_an_article_that_only_names_a_request_stays_an_error(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    direct(office, {f"{LOOSE}/index.md": article(NUMBER)})
    office.merge()
    found = verified(office)
    assert [f.path for f in found.findings if f.severity is Severity.ERROR] == [f"{LOOSE}/index.md"]
    assert NUMBER in found.units


def test_a_direct_commit_that_was_reverted_is_only_told(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    commit = direct(office, {f"{LOOSE}/index.md": article("2026-0999")})
    direct(office, {f"{LOOSE}/index.md": None})
    found = verified(office)
    assert {f.severity for f in found.findings} == {Severity.WARNING}
    assert format_text(found.findings[:1]) == (
        f"{LOOSE}/index.md:1: warning[approval-none]: changed in {commit[:10]} without a"
        f" request, so nobody approved it\n{SET_RIGHT}"
    )


def test_code_that_was_set_right_does_not_stop_any_more(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    direct(office, {"pipeline/program.py": b"jahat"})
    direct(office, {"pipeline/program.py": b"# CONTOH\n"})
    found = verified(office)
    assert ({f.severity for f in found.findings}, found.stop) == ({Severity.WARNING}, False)


def test_an_approved_article_that_was_put_back_is_right_again(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    direct(office, {INDEX: CHANGED})
    direct(office, {INDEX: article()})
    found = verified(office)
    assert {f.severity for f in found.findings} <= {Severity.WARNING}
    assert NUMBER in found.units


def test_a_record_that_was_put_back_is_right_again(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    data = office.bare.read(office.main, RECORD) or b""
    direct(office, {RECORD: None})
    direct(office, {RECORD: data})
    assert told(office) == ""


def test_a_history_cut_off_on_main_is_not_the_ground_for_a_new_one(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    short = office.bare.read(office.tip(), RECORD) or b""
    note.run(office[OFFICER], NUMBER, text="catatan penting", coordinated=None)
    office.approve()
    office.merge()
    before = verified(office).units[NUMBER]
    direct(office, {RECORD: short})
    assert "history-shrunk" in told(office)
    # Approved anew on the shortened history: each step alone would look right.
    direct(office, {RECORD: approve_record(office, NUMBER, short)})
    found = verified(office)
    assert "history-shrunk" in {f.id for f in found.findings}
    assert found.units[NUMBER] == before


# --- deputies, and who must approve -----------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "person", "allowed"),
    [
        ("2026-11-15", DEPUTY, False),
        ("2026-11-16", DEPUTY, True),
        ("2026-11-20", DEPUTY, True),
        ("2026-11-21", DEPUTY, False),
        ("2026-11-18", KABID, True),
    ],
)
def test_a_deputy_forwards_letters_on_the_days_of_the_order(
    office_at: Opening, day: str, person: str, allowed: bool
) -> None:
    office = office_at(Stage.RECEIVED)
    office.at(f"{day}T09:00:00+09:00")
    if allowed:
        office.dispose(person=person)
        assert office.gate(person, (f"refs/heads/request/{NUMBER}", office.tip())) == ()
        return
    with pytest.raises(NotAllowed) as refused:
        office.dispose(person=person)
    assert refused.value.message == (
        "Ir. Benyamin Togafela, M.T. may not do this: it is for division_head"
    )
    assert refused.value.hint == "today that is Dra. Hartini Laranuku, M.Si."


def test_some_topics_need_the_division_head_too(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    office.dispose()
    office.accept()
    health = article().replace(b"topics: [pertanian]", b"topics: [kesehatan]")
    office.write(files=article_files(text=health))
    office.submit()
    office.approve()
    with pytest.raises(NotAllowed) as refused:
        office.merge()
    assert refused.value.message == (
        f"{RECORD}:1: error[approval-none]: merged while approved: the approval of division_head is"
        " missing\n"
        f"  help: it stays off the site until `siar review {NUMBER} --approve`\n"
    )
    office.approve(person=KABID)
    office.merge()
    unit = verified(office).units[NUMBER]
    assert set(unit.case.approvals) == {Role.SECTION_HEAD, Role.DIVISION_HEAD}


# --- the work tree ----------------------------------------------------------------------------


@pytest.fixture
def at_desk(office_at: Opening) -> tuple[Context, Verification]:
    """Somebody's clone with main checked out, and what main verifies to."""
    office = office_at(Stage.MERGED)
    ctx = office[OFFICER]
    ctx.repository.run("switch", "--quiet", "main")
    ctx.repository.run("pull", "--quiet", "--ff-only")
    return ctx, verified(office)


def in_tree(at_desk: tuple[Context, Verification]) -> str:
    """What is found in the work tree."""
    ctx, verification = at_desk
    return format_text(verify_work_tree(ctx.repository, verification))


def folder(at_desk: tuple[Context, Verification]) -> Path:
    """The clone's folder."""
    return at_desk[0].repository.folder


def test_an_untouched_work_tree_is_clean(at_desk: tuple[Context, Verification]) -> None:
    assert in_tree(at_desk) == ""


def test_a_byte_changed_by_hand_is_told_with_file_and_line(
    at_desk: tuple[Context, Verification],
) -> None:
    (folder(at_desk) / INDEX).write_bytes(CHANGED)
    assert in_tree(at_desk) == (
        f"{INDEX}:{LINE_CHANGED}: error[approval-digest]: these are not the bytes that were"
        " approved\n  help: undo the change: what is approved stays exactly as it is\n"
    )


def test_a_state_typed_by_hand_is_told_with_file_and_line(
    at_desk: tuple[Context, Verification],
) -> None:
    path = folder(at_desk) / RECORD
    path.write_bytes(path.read_bytes().replace(b"state: approved", b"state: void"))
    assert in_tree(at_desk) == (
        f"{RECORD}:3: error[state-history]: state is `void`, but the history leads to `approved`\n"
        "  help: undo the edit: this part is written by the commands of siar only\n"
    )


def test_a_removed_record_in_the_work_tree_is_told(
    at_desk: tuple[Context, Verification],
) -> None:
    (folder(at_desk) / RECORD).unlink()
    assert in_tree(at_desk).startswith(f"{RECORD}:1: error[archive-gone]: the record of request")


@pytest.mark.parametrize("change", ["link", "program"])
def test_a_link_or_a_program_in_the_work_tree_is_told(
    at_desk: tuple[Context, Verification], change: str
) -> None:
    path = folder(at_desk) / ARTICLE / "foto.jpg"
    if change == "program":
        path.chmod(0o755)
    else:
        path.unlink()
        path.symlink_to("/etc/hostname")
    mode = "100755" if change == "program" else "120000"
    assert in_tree(at_desk).startswith(
        f"{ARTICLE}/foto.jpg:1: error[unit-mode]: not an ordinary file (mode {mode})\n"
    )


def test_everything_changed_by_hand_is_told_in_one_go(
    at_desk: tuple[Context, Verification],
) -> None:
    root = folder(at_desk)
    (root / INDEX).write_bytes(CHANGED)
    (root / "pipeline" / "program.py").write_bytes(b"x")
    (root / OTHER_ARTICLE).mkdir(parents=True)
    (root / OTHER_ARTICLE / "index.md").write_bytes(article("2026-0999"))
    (root / IMPORTED / "index.md").write_bytes(b"x")
    undo = "  help: undo it with `git checkout -- .`, or bring it through a request\n"
    loose = (f"{IMPORTED}/index.md", f"{OTHER_ARTICLE}/index.md", "pipeline/program.py")
    assert in_tree(at_desk) == (
        f"{INDEX}:{LINE_CHANGED}: error[approval-digest]: these are not the bytes that were"
        " approved\n  help: undo the change: what is approved stays exactly as it is\n"
        + "".join(
            f"{path}:1: error[work-tree]: changed or added by hand on main\n{undo}"
            for path in loose
        )
    )


@pytest.mark.parametrize("claimed", ["../../luar", "/etc", "pipeline"])
def test_a_folder_outside_content_is_never_looked_into(
    at_desk: tuple[Context, Verification], claimed: str
) -> None:
    path = folder(at_desk) / RECORD
    text = path.read_bytes().replace(
        f"article: {ARTICLE}".encode(), f'article: "{claimed}"'.encode()
    )
    path.write_bytes(text)
    lines = [line for line in in_tree(at_desk).split("\n") if "error[" in line]
    assert {line.split(":")[0] for line in lines} == {RECORD}


def test_work_on_a_branch_is_not_held_against_main(
    at_desk: tuple[Context, Verification],
) -> None:
    ctx, verification = at_desk
    ctx.repository.run("switch", "--quiet", "--create", "coba")
    (folder(at_desk) / INDEX).write_bytes(CHANGED)
    assert verify_work_tree(ctx.repository, verification) == []


# --- what comes after an approval ---------------------------------------------------------------


@pytest.mark.parametrize("is_approved_again", [False, True])
def test_what_readers_have_seen_is_not_recalled_past_the_verb_either(
    office_at: Opening, is_approved_again: bool
) -> None:
    office = office_at(Stage.MERGED)
    before = verified(office).units[NUMBER]
    office.at("2026-11-02T15:00:00+09:00")
    data = office.bare.read(office.main, RECORD) or b""
    told_before = read_request(office, NUMBER, data)
    told = continued(
        office, NUMBER, told_before.history, KASI, Action.RECALL, Role.SECTION_HEAD, reason="x"
    )
    if is_approved_again:
        digest = replay(told)[0].digest
        told = continued(
            office, NUMBER, told, KASI, Action.APPROVE, Role.SECTION_HEAD, digest=digest
        )
    direct(office, {RECORD: request_file(NUMBER, replay(told)[0], told, told_before.documents)})
    found = verified(office)
    line = len(data.splitlines())  # somewhere behind the history
    (finding,) = found.findings
    assert (finding.path, finding.id, finding.line < line) == (RECORD, "recall-due", True)
    assert finding.message == ("statement 6 recalls what was due since 2026-11-02T14:30:00+09:00")
    assert found.units[NUMBER] == before


def test_a_correction_recalled_on_its_branch_can_still_be_hidden(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    office.at("2026-11-02T15:00:00+09:00")
    amend.run(office[OFFICER], NUMBER, reason="angka salah", changes="angka")
    office.write(files={INDEX: CHANGED})
    office.submit()
    office.approve()
    recall.run(office[KASI], NUMBER, reason="angka belum final")
    takedown.run(office[KABID], NUMBER, reason="memuat data pribadi")
    found = verified(office)
    assert (found.findings, found.units[NUMBER].case.hidden) == ((), True)


def test_a_correction_in_review_can_still_be_hidden(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    office.at("2026-11-02T15:00:00+09:00")
    amend.run(office[OFFICER], NUMBER, reason="angka salah", changes="angka")
    office.write(files={INDEX: CHANGED})
    office.submit()
    takedown.run(office[KABID], NUMBER, reason="memuat data pribadi")
    found = verified(office)
    case = found.units[NUMBER].case
    assert (found.findings, case.state, case.is_public) == ((), State.IN_REVIEW, False)
    assert office.bare.read(office.main, INDEX) == article()
    office.approve()
    office.merge()
    found = verified(office)
    assert (found.findings, found.units[NUMBER].case.is_public) == ((), True)
    assert office.bare.read(office.main, INDEX) == CHANGED


def test_main_keeps_the_hidden_text_as_it_was(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    office.at("2026-11-02T15:00:00+09:00")
    amend.run(office[OFFICER], NUMBER, reason="angka salah", changes="angka")
    office.write(files={INDEX: CHANGED})
    takedown.run(office[KABID], NUMBER, reason="memuat data pribadi")
    direct(office, {INDEX: CHANGED, RECORD: (office.bare.read(office.main, RECORD) or b"")})
    ids = [finding.id for finding in verified(office).findings]
    assert ids == ["approval-digest"]


def test_a_consent_that_only_the_recorder_tells_of_counts_for_nothing(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    kasi = office[KASI]
    review.look(kasi, NUMBER)
    (kasi.repository.folder / INDEX).write_bytes(CHANGED)
    review.revise(kasi, NUMBER, note="kutipan", category="bahasa")
    tip = office.tip()
    request = read_request(office, NUMBER, office.bare.read(tip, RECORD) or b"")
    digest = replay(request.history)[0].digest
    agreed = continued(
        office, NUMBER, request.history, OFFICER, Action.AGREE, Role.OFFICER, digest=digest
    )
    evidence = {"forge": FORGE, "comment": "7", "person": ACCOUNTS[OFFICER]}
    said = replace(agreed[-1], signer="recorder", signature="")
    said = replace(said, data={**said.data, "evidence": evidence})
    said = replace(said, signature=office.signature("recorder", said.payload, NAMESPACE))
    told = (*request.history, said)
    told = continued(office, NUMBER, told, KASI, Action.APPROVE, Role.SECTION_HEAD, digest=digest)
    record = request_file(NUMBER, replay(told)[0], told, request.documents)
    kept = {p: office.bare.read(tip, p) for p in office.bare.changed_paths(office.main, tip)}
    merged = office.commit(KASI, {**kept, RECORD: record}, office.main, tip)
    office.force(KASI, "refs/heads/main", merged)
    found = verified(office)
    assert format_text(found.findings) == (
        f"{RECORD}:1: error[evidence-missing]: no forge confirms the review that statement 6 stands"
        " on\n"
        "  help: petugas-1 approves again, in the forge or with a key of their own\n"
    )
    assert NUMBER not in found.units
