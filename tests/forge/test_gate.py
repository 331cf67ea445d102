"""The gate: what a push may not do, each with its finding and its words."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.commands.recording import request_file, signed_statement
from pipeline.forge.gate import Push, parse_pushes
from pipeline.record import agenda
from pipeline.record.finding import Finding
from pipeline.record.loading import load_request
from pipeline.record.replay import replay
from pipeline.record.report_findings import format_text
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role
from pipeline.repository import ZERO, Repository
from tests.forge.conftest import Opening
from tests.support.office import (
    ARTICLE,
    KASI,
    NUMBER,
    OFFICER,
    OTHER_OFFICER,
    Office,
    Stage,
    article,
    photo,
)

BRANCH, TAG, MAIN = f"refs/heads/request/{NUMBER}", f"refs/tags/agenda/{NUMBER}", "refs/heads/main"
RECORD, INDEX = "requests/2026/0118.yaml", f"{ARTICLE}/index.md"
USE_SIAR = "  help: nothing was changed; use the commands of siar\n"


def history_of(office: Office, commit: str, number: str = NUMBER) -> tuple[Statement, ...]:
    """The statements that a commit of the shared repository holds of a request."""
    data = office.bare.read(commit, agenda.request_path(number))
    request, findings = load_request(agenda.request_path(number), data or b"", root=office.root)
    assert request is not None, findings
    return request.history


def record_of(office: Office, told: Sequence[Statement], commit: str) -> bytes:
    """The request's file with this history, as the tool would write it."""
    data = office.bare.read(commit, RECORD)
    request, _findings = load_request(RECORD, data or b"", root=office.root)
    assert request is not None
    return request_file(NUMBER, replay(told)[0], tuple(told), request.documents)


def said(
    office: Office, person: str, action: Action, role: Role, at: str = "", **data: object
) -> Statement:
    """The next statement on the open request, signed by somebody in their clone."""
    ctx = office[person]
    moment = office.at(at) if at else ctx.now()
    history = history_of(office, office.tip())
    return signed_statement(ctx, NUMBER, history, action, role, data, by=person, at=moment)


def ids(findings: Sequence[Finding]) -> list[str]:
    """Which rules were broken."""
    return [finding.id for finding in findings]


def one(findings: Sequence[Finding]) -> str:
    """The words of the only finding."""
    assert len(findings) == 1, format_text(findings)
    return format_text(findings)


def line_of(data: bytes, text: str) -> int:
    """The first line that begins with `text`."""
    lines = data.decode().split("\n")
    return next(place for place, line in enumerate(lines, start=1) if line.startswith(text))


# --- what goes in -----------------------------------------------------------------------------


def test_what_git_tells_its_hook() -> None:
    lines = [f"{ZERO} {'1' * 40} {BRANCH}\n", f"{'1' * 40} {ZERO} refs/heads/a b\n", "\n"]
    assert parse_pushes(lines) == (
        Push(BRANCH, None, "1" * 40),
        Push("refs/heads/a b", "1" * 40, None),
    )
    assert [push.branch for push in parse_pushes(lines)] == [f"request/{NUMBER}", "a b"]
    assert Push(TAG, None, None).branch == ""


def test_an_article_is_written_in_as_many_steps_as_one_likes(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    one_step = office.commit(OFFICER, {INDEX: article() + b"\n"}, office.tip())
    tip = office.commit(OTHER_OFFICER, {f"{ARTICLE}/dua.jpg": photo("red")}, office.tip())
    assert office.gate(OFFICER, (BRANCH, one_step)) == ()
    assert office.gate(OTHER_OFFICER, (BRANCH, tip)) == ()


def test_an_unfinished_article_may_get_another_name(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    other = "content/2026/11/02-judul-lain"
    moved = {INDEX: None, f"{ARTICLE}/foto.jpg": None, f"{other}/index.md": article()}
    tip = office.commit(OFFICER, moved, office.tip())
    assert office.gate(OFFICER, (BRANCH, tip)) == ()


def test_a_branch_may_take_in_what_main_has_become(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    second = office.receive(subject="Surat kedua (CONTOH)")
    office.at("2026-11-02T14:40:00+09:00")
    before, branch = office.tip(second), f"refs/heads/{agenda.branch(second)}"
    office["kabid-piks"].repository.fetch()
    third = office.receive(subject="Surat ketiga (CONTOH)")
    office_void(office, third)
    ctx = office[OFFICER]
    ctx.repository.fetch()
    main = office.main
    files = {e.path: office.bare.blob(e.oid) for e in office.bare.tree(main, "requests/2026/0120")}
    files |= {"requests/2026/0120.yaml": office.bare.read(main, "requests/2026/0120.yaml") or b""}
    update = office.commit(OFFICER, files, before, main, message="Merge branch main")
    assert office.gate(OFFICER, (branch, update)) == ()


def office_void(office: Office, number: str) -> None:
    """Close a request and bring it to main."""
    from pipeline.commands import endings

    endings.run(office[KASI], number, Action.VOID, reason="contoh")
    office.merge(number)


def test_a_request_begun_before_main_moved_may_be_registered(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    before = office.main
    office.merge()
    data = {"requests/2026/0119.yaml": b"x"}
    tip = office.commit(OFFICER, data, before)
    found = office.gate(OFFICER, ("refs/heads/request/2026-0119", tip))
    assert "unit-path" not in ids(found)


# --- whose refs -------------------------------------------------------------------------------


STRANGERS = ["refs/heads/coba", "refs/heads/requests/2026-0118", "refs/tags/v1", "refs/tags/agenda"]
STRANGERS += ["refs/notes/commits", "refs/heads/main2", "refs/heads/ledger/x", "refs/replace/abc"]
STRANGERS += ["refs/heads/request/coba", "refs/heads/request/2026-118"]


@pytest.mark.parametrize("ref", STRANGERS)
def test_a_strangers_ref_is_refused(office_at: Opening, ref: str) -> None:
    office = office_at(Stage.RECEIVED)
    tip = office.commit(OFFICER, {"x": b"1"}, office.tip())
    assert one(office.gate(OFFICER, (ref, tip))) == (
        f"{ref}:1: error[push-ref]: only requests, main, the ledger, the site and agenda numbers"
        f" are kept here\n{USE_SIAR}"
    )


def test_everything_of_a_push_is_looked_at(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    tip = office.tip()
    found = office.gate(OFFICER, ("refs/heads/coba", tip), (TAG, None), (MAIN, None))
    assert ids(found) == ["push-ref", "agenda-tag", "push-force"]


def test_a_commit_that_nobody_signed_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    tip = office.commit(OFFICER, {INDEX: article() + b"\n"}, office.tip(), signed=False)
    assert one(office.gate(OFFICER, (BRANCH, tip))) == (
        f"{BRANCH}:1: error[commit-signature]: {tip[:10]} is not signed by anybody of the roster\n"
        "  help: commit with the commands of siar, or set Git to sign with your key\n"
    )


def test_a_commit_that_a_stranger_signed_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    office.key_file(OFFICER).write_bytes(office.key_file("stranger").read_bytes())
    tip = office.commit(OFFICER, {INDEX: article() + b"\n"}, office.tip())
    assert ids(office.gate(OFFICER, (BRANCH, tip))) == ["commit-signature"]


def test_every_commit_of_a_push_is_signed_not_only_the_last(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    unsigned = office.commit(OFFICER, {INDEX: article() + b"\n"}, office.tip(), signed=False)
    tip = office.commit(OFFICER, {INDEX: article()}, unsigned)
    found = office.gate(OFFICER, (BRANCH, tip))
    assert [finding.message[:10] for finding in found] == [unsigned[:10]]


# --- agenda numbers ---------------------------------------------------------------------------

NEVER = "an agenda number is never moved, removed or used again"


def test_a_tag_is_never_moved(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    assert one(office.gate(OFFICER, (TAG, office.tip()))) == (
        f"{TAG}:1: error[agenda-tag]: {NEVER}\n{USE_SIAR}"
    )


def test_a_tag_is_never_deleted(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    assert one(office.gate(OFFICER, (TAG, None))) == (
        f"{TAG}:1: error[agenda-tag]: {NEVER}\n{USE_SIAR}"
    )


@pytest.mark.parametrize(
    "number", ["2026-0117", "2026-0120", "2026-0001", "2026-118", "2026-0119x", "2025-0002", "x"]
)
def test_numbers_have_no_gaps(office_at: Opening, number: str) -> None:
    office = office_at(Stage.RECEIVED)
    expected = {"2025": "2025-0001", "x": "2026-0119"}.get(number[:4], "2026-0119")
    ref = f"refs/tags/agenda/{number}"
    found = office.gate(OFFICER, (ref, office.tip()))
    if agenda.is_number(number):
        sentence = f"the next agenda number is {expected}, not {number}"
    else:
        sentence = f"{number} is not an agenda number"
    assert format_text(found[:1]) == (
        f"{ref}:1: error[agenda-gap]: {sentence}\n"
        "  help: register the letter again: `siar receive` takes the next free number\n"
    )


def test_a_number_is_taken_only_with_its_request(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    ref = "refs/tags/agenda/2026-0119"
    assert one(office.gate(OFFICER, (ref, office.tip()))) == (
        f"{ref}:1: error[agenda-tag]: a number is taken only together with its request\n{USE_SIAR}"
    )


def test_a_request_has_a_number_of_the_agenda(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    tip = office.commit(OFFICER, {"requests/2026/0119.yaml": b"x"}, office.main)
    found = office.gate(OFFICER, ("refs/heads/request/2026-0119", tip))
    assert format_text(found[:1]) == (
        "refs/heads/request/2026-0119:1: error[agenda-tag]: request 2026-0119 was not entered in"
        " the agenda\n  help: begin with `siar receive`, which takes the number\n"
    )


# --- what a branch carries --------------------------------------------------------------------

ONLY = "  help: this branch carries one request's file, papers and article, and nothing else\n"


FOREIGN = ["agency.yaml", "media.yaml", "pipeline/program.py", "README.md", ".gitattributes"]
FOREIGN += ["requests/2026/0117.yaml", "requests/README.md", "content/2026/index.md"]
FOREIGN += [".github/workflows/x.yml", "content/.gitattributes", "requests/2026/118.yaml"]


@pytest.mark.parametrize("path", FOREIGN)
def test_a_foreign_path_is_refused(office_at: Opening, path: str) -> None:
    office = office_at(Stage.DRAFTING)
    tip = office.commit(OFFICER, {path: b"x: 1\n"}, office.tip())
    assert one(office.gate(OFFICER, (BRANCH, tip))) == (
        f"{path}:1: error[unit-path]: does not belong to request {NUMBER}\n{ONLY}"
    )


def test_another_articles_folder_is_a_foreign_path(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    second = office.receive(subject="Surat kedua (CONTOH)")
    ref = f"refs/heads/{agenda.branch(second)}"
    for change in (article(second), None):
        tip = office.commit(OFFICER, {INDEX: change}, office.tip(second))
        found = office.gate(OFFICER, (ref, tip))
        assert one(found) == (
            f"{INDEX}:1: error[unit-path]: does not belong to request {second}\n{ONLY}"
        )


def test_a_second_article_in_one_branch_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    other = "content/2026/11/03-berita-kedua/index.md"
    tip = office.commit(OFFICER, {other: article()}, office.tip())
    found = office.gate(OFFICER, (BRANCH, tip))
    assert one(found) == (
        f"{other}:1: error[unit-path]: one request, one article, but here are several:"
        f" {ARTICLE}, content/2026/11/03-berita-kedua\n  help: keep one of these folders\n"
    )


@pytest.mark.parametrize("mode", ["100755", "120000"])
def test_links_and_programs_in_an_article_are_refused(office_at: Opening, mode: str) -> None:
    office = office_at(Stage.IN_REVIEW)
    path = f"{ARTICLE}/foto.jpg"
    tip = office.commit(OFFICER, {}, office.tip(), modes={path: mode})
    found = office.gate(OFFICER, (BRANCH, tip))
    assert format_text(found[:1]) == (
        f"{path}:1: error[unit-mode]: not an ordinary file (mode {mode})\n"
        "  help: links, programs and submodules are refused: put the file itself there\n"
    )
    assert ids(found[1:]) == ["approval-digest"]


def test_a_link_is_refused_before_anything_is_submitted(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    path = f"{ARTICLE}/foto.jpg"
    tip = office.commit(OFFICER, {}, office.tip(), modes={path: "120000"})
    assert "unit-mode" in ids(office.gate(OFFICER, (BRANCH, tip)))


def test_bytes_changed_after_they_were_submitted_are_refused(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    changed = article().replace("“Kopi ini".encode(), "“Kopi itu".encode())
    tip = office.commit(OFFICER, {INDEX: changed}, office.tip())
    line = line_of(article(), "“Kopi ini")
    assert one(office.gate(OFFICER, (BRANCH, tip))) == (
        f"{INDEX}:{line}: error[approval-digest]: these are not the bytes that were submitted\n"
        "  help: undo the change, or submit again once changes are requested\n"
    )


def test_bytes_changed_after_they_were_approved_are_refused(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    tip = office.commit(OFFICER, {f"{ARTICLE}/foto.jpg": photo("red")}, office.tip())
    assert one(office.gate(OFFICER, (BRANCH, tip))) == (
        f"{ARTICLE}/foto.jpg:1: error[approval-digest]: these are not the bytes that were"
        " approved\n  help: undo the change: what is approved stays exactly as it is\n"
    )


def test_who_wrote_is_among_the_contributors(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    theirs = article().replace(b"empat ton", b"lima ton")
    written = office.write(person=OTHER_OFFICER, files={INDEX: theirs})
    office.submit()
    tip = office.tip()
    told = history_of(office, tip)
    alone = replace(told[-1], data={**told[-1].data, "contributors": [OFFICER]})
    alone = replace(alone, signature=office[OFFICER].sign_statement(alone.payload))
    record = record_of(office, [*told[:-1], alone], tip)
    forged = office.commit(OFFICER, {RECORD: record}, written)
    office.force(OFFICER, BRANCH, written)
    assert one(office.gate(OFFICER, (BRANCH, forged))) == (
        f"{INDEX}:1: error[contributors-incomplete]: {written[:10]} changed the article, but"
        f" {OTHER_OFFICER} is not among its contributors\n"
        "  help: submit again with `siar submit`, which lists everybody who wrote\n"
    )


def test_words_slipped_into_a_merge_make_a_contributor_too(office_at: Opening) -> None:
    office = office_at(Stage.DRAFTING)
    tip = office.tip()
    own = article().replace(b"empat ton", b"lima ton")
    merged = office.commit(KASI, {INDEX: own}, tip, office.main, message="Merge branch main")
    office.force(KASI, BRANCH, merged)
    office[OFFICER].repository.fetch()
    office.submit()
    assert set(history_of(office, office.tip())[-1].data["contributors"]) == {OFFICER, KASI}


# --- what it says -----------------------------------------------------------------------------


def test_a_state_typed_by_hand_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    data = office.bare.read(office.tip(), RECORD) or b""
    typed = data.replace(b"state: in_review", b"state: approved")
    tip = office.commit(OFFICER, {RECORD: typed}, office.tip())
    assert one(office.gate(OFFICER, (BRANCH, tip))) == (
        f"{RECORD}:{line_of(data, 'state:')}: error[state-history]: state is `approved`, but the"
        " history leads to `in_review`\n"
        "  help: undo the edit: this part is written by the commands of siar only\n"
    )


def test_an_approval_by_the_officer_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    digest = history_of(office, office.tip())[-1].data["digest"]
    own = said(office, OFFICER, Action.APPROVE, Role.SECTION_HEAD, digest=digest)
    record = record_of(office, [*history_of(office, office.tip()), own], office.tip())
    tip = office.commit(OFFICER, {RECORD: record}, office.tip())
    found = office.gate(OFFICER, (BRANCH, tip))
    assert set(ids(found)) == {"approval-self", "statement-role"}
    assert {finding.message for finding in found} == {
        "petugas-1 wrote part of this text and cannot approve it",
        "petugas-1 does not hold the role section_head on 2026-11-02",
    }


def test_an_approval_moved_from_another_request_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    second = office.receive(subject="Surat kedua (CONTOH)")
    approval = history_of(office, office.tip())[-1]
    own = history_of(office, office.tip(second), second)
    moved = replace(approval, unit=f"request/{second}", seq=2, prev=own[-1].digest, at=own[-1].at)
    path = agenda.request_path(second)
    request, _findings = load_request(
        path, office.bare.read(office.tip(second), path) or b"", root=office.root
    )
    assert request is not None
    told = (*own, moved)
    data = request_file(second, replay(told)[0], told, request.documents)
    tip = office.commit(OFFICER, {path: data}, office.tip(second))
    found = office.gate(OFFICER, (f"refs/heads/{agenda.branch(second)}", tip))
    assert ids(found) == ["history-transition", "statement-signature"]
    assert found[1].message == ("the signature of statement 2 is not kasi-piks's over these words")


@pytest.mark.parametrize(
    ("gate_clock", "refused"),
    [
        ("2026-11-02T13:50:00+09:00", True),
        ("2026-11-02T13:41:59+09:00", False),
        ("2026-11-02T13:42:00+09:00", False),
        ("2026-11-02T13:42:01+09:00", True),
        ("2026-11-02T13:38:00+09:00", False),
        ("2026-11-02T13:37:59+09:00", True),
        ("2026-11-02T04:40:00+00:00", False),
    ],
)
def test_a_statement_comes_at_the_time_it_says(
    office_at: Opening, gate_clock: str, refused: bool
) -> None:
    office = office_at(Stage.IN_REVIEW)
    told = said(
        office, OFFICER, Action.NOTE, Role.OFFICER, "2026-11-02T13:40:00+09:00", text="contoh"
    )
    record = record_of(office, [*history_of(office, office.tip()), told], office.tip())
    tip = office.commit(OFFICER, {RECORD: record}, office.tip())
    found = office.gate(OFFICER, (BRANCH, tip), now=gate_clock)
    assert format_text(found) == (
        f"{RECORD}:{line_of(record, '- seq: 5')}: error[statement-clock]: statement 5 says"
        f" 2026-11-02T13:40:00+09:00, but here it is {gate_clock}\n"
        "  help: set the clock of the machine it was written on, and decide again\n"
        if refused
        else ""
    )


def test_statements_that_were_taken_in_before_keep_their_time(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    office.at("2026-11-09T09:00:00+09:00")
    told = said(office, OFFICER, Action.NOTE, Role.OFFICER, text="seminggu kemudian")
    record = record_of(office, [*history_of(office, office.tip()), told], office.tip())
    tip = office.commit(OFFICER, {RECORD: record}, office.tip())
    assert office.gate(OFFICER, (BRANCH, tip)) == ()


def test_a_history_only_grows(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    shorter = record_of(office, history_of(office, office.tip())[:-1], office.tip())
    tip = office.commit(OFFICER, {RECORD: shorter}, office.tip())
    assert one(office.gate(OFFICER, (BRANCH, tip))) == (
        f"{RECORD}:{line_of(shorter, 'history:')}: error[history-shrunk]: statements that were"
        " there before are missing or changed\n"
        "  help: a history only grows: fetch the branch again and repeat your step\n"
    )


def test_a_force_push_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    before = office.bare.commit_info(office.tip()).parents[0]
    found = office.gate(OFFICER, (BRANCH, before))
    assert format_text(found[:1]) == (
        f"{BRANCH}:1: error[push-force]: this push would throw away what others have done\n"
        "  help: fetch the branch and repeat your step on top of it\n"
    )
    assert ids(found[1:]) == ["history-shrunk"]


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.IN_REVIEW, Stage.APPROVED])
def test_an_open_request_is_not_deleted(office_at: Opening, stage: Stage) -> None:
    office = office_at(stage)
    assert one(office.gate(OFFICER, (BRANCH, None))) == (
        f"{BRANCH}:1: error[push-delete]: an open request is not deleted\n"
        "  help: close it with `siar void`, or merge it with `siar merge`\n"
    )


def test_a_branch_without_its_record_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    tip = office.commit(OFFICER, {RECORD: None}, office.tip())
    assert one(office.gate(OFFICER, (BRANCH, tip))) == (
        f"{BRANCH}:1: error[request-missing]: there is no {RECORD} on this branch\n"
        "  help: begin with `siar receive`\n"
    )


def test_a_record_that_cannot_be_read_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    data = office.bare.read(office.tip(), RECORD) or b""
    tip = office.commit(OFFICER, {RECORD: data + b"sender: {}\n"}, office.tip())
    assert ids(office.gate(OFFICER, (BRANCH, tip))) == ["yaml-duplicate-key"]


@pytest.mark.parametrize("folder", ["../../x", "/etc", "pipeline", "content/2026", "", "."])
def test_an_article_that_is_no_folder_of_content_is_a_finding(
    office_at: Opening, folder: str
) -> None:
    office = office_at(Stage.IN_REVIEW)
    data = office.bare.read(office.tip(), RECORD) or b""
    typed = data.replace(f"article: {ARTICLE}".encode(), f'article: "{folder}"'.encode())
    assert typed != data
    tip = office.commit(OFFICER, {RECORD: typed}, office.tip())
    found = office.gate(OFFICER, (BRANCH, tip))
    assert found
    assert {finding.path for finding in found} == {RECORD}


# --- main, ledger, site -----------------------------------------------------------------------


def merge_by_hand(office: Office, person: str = KASI) -> str:
    """A merge commit of the request's whole branch."""
    tip = office.tip()
    changed = office.bare.changed_paths(office.main, tip)
    files = {path: office.bare.read(tip, path) for path in changed}
    return office.commit(person, files, office.main, tip, message="Merge branch")


def test_a_finished_request_goes_in(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    assert office.gate(KASI, (MAIN, merge_by_hand(office)), (BRANCH, None)) == ()


def test_an_article_that_nobody_approved_stays_off_main(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    found = office.gate(KASI, (MAIN, merge_by_hand(office)))
    assert one(found) == (
        f"{RECORD}:1: error[approval-none]: merged while in_review: the approval of section_head"
        " is missing\n"
        f"  help: it stays off the site until `siar review {NUMBER} --approve`\n"
    )


def test_a_direct_commit_on_main_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    tip = office.commit(KASI, {INDEX: article()}, office.main)
    assert format_text(office.gate(KASI, (MAIN, tip))[:1]) == (
        f"{MAIN}:1: error[merge-only]: {tip[:10]} is not the merge of a request or a change\n"
        "  help: requests come to main by `siar merge`, changes by `siar ratify`\n"
    )


def test_a_merge_that_carries_code_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    tip = office.tip()
    files = {path: office.bare.read(tip, path) for path in (RECORD, INDEX)}
    merged = office.commit(KASI, {**files, "pipeline/program.py": b"x"}, office.main, tip)
    found = office.gate(KASI, (MAIN, merged))
    assert [(f.path, f.id) for f in found] == [
        (path, "history-class") for path in (INDEX, "pipeline/program.py", RECORD)
    ]
    assert format_text(found[1:2]) == (
        f"pipeline/program.py:1: error[history-class]: {merged[:10]} changes this together with"
        " what it may not be mixed with\n"
        "  help: one merge carries one request's file, papers and article, or one change\n"
    )


def test_a_merge_with_a_changed_byte_is_refused(office_at: Opening) -> None:
    office = office_at(Stage.APPROVED)
    tip = office.tip()
    changed = office.bare.changed_paths(office.main, tip)
    files = {path: office.bare.read(tip, path) for path in changed}
    merged = office.commit(KASI, {**files, INDEX: article() + b"!\n"}, office.main, tip)
    assert ids(office.gate(KASI, (MAIN, merged))) == ["approval-digest"]


def test_main_only_grows(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    for new in (office.root, None):
        assert one(office.gate(KASI, (MAIN, new))) == (
            f"{MAIN}:1: error[push-force]: main only grows\n{USE_SIAR}"
        )


def test_what_is_merged_came_through_its_branch(office_at: Opening) -> None:
    # A branch that never passed the gate could carry statements of any time.
    office = office_at(Stage.IN_REVIEW)
    digest = history_of(office, office.tip())[-1].data["digest"]
    late = said(office, KASI, Action.APPROVE, Role.SECTION_HEAD, digest=digest)
    office.at("2026-11-09T09:00:00+09:00")
    record = record_of(office, [*history_of(office, office.tip()), late], office.tip())
    hidden = office.commit(KASI, {RECORD: record}, office.tip())
    kasi = office[KASI].repository
    files = {path: kasi.read(hidden, path) for path in kasi.changed_paths(office.main, hidden)}
    merged = office.commit(KASI, files, office.main, hidden)
    found = office.gate(KASI, (MAIN, merged))
    assert one(found) == (
        f"{MAIN}:1: error[merge-branch]: {merged[:10]} merges something else than the branch of"
        f" request {NUMBER}\n"
        "  help: push the branch first; then `siar merge` or `siar ratify` brings it to main\n"
    )
    together = office.gate(KASI, (BRANCH, hidden), (MAIN, merged))
    assert ids(together) == ["statement-clock"]


def ledger_commit(office: Office, files: dict[str, bytes | None], *parents: str) -> str:
    """A commit of the ledger, made by hand."""
    return office.commit(KASI, files, *parents)


LEDGER = "refs/heads/ledger"
JOURNAL = "2026/0118.jsonl"


@pytest.fixture
def recorded(office_at: Opening) -> tuple[Office, str]:
    """An office with one record in its ledger, and the ledger's tip."""
    office = office_at(Stage.MERGED)
    tip = ledger_commit(office, {JOURNAL: b'{"kind":"live"}\n'})
    assert office.gate(KASI, (LEDGER, tip)) == ()
    office.force(KASI, LEDGER, tip)
    return office, tip


def test_a_ledger_grows(recorded: tuple[Office, str]) -> None:
    office, tip = recorded
    more = ledger_commit(office, {JOURNAL: b'{"kind":"live"}\n{}\n', "2026/0119.jsonl": b""}, tip)
    assert office.gate(KASI, (LEDGER, more)) == ()


@pytest.mark.parametrize("data", [b"", b'{"kind":"Live"}\n', b'{}\n{"kind":"live"}\n', None])
def test_a_ledger_is_not_rewritten(recorded: tuple[Office, str], data: bytes | None) -> None:
    office, tip = recorded
    changed = ledger_commit(office, {JOURNAL: data}, tip)
    assert one(office.gate(KASI, (LEDGER, changed))) == (
        f"{JOURNAL}:1: error[ledger-shrunk]: records of the ledger were changed or removed\n"
        "  help: fetch the ledger and let `siar publish` record again\n"
    )


def test_a_ledger_is_neither_begun_anew_nor_deleted(recorded: tuple[Office, str]) -> None:
    office, _tip = recorded
    anew = ledger_commit(office, {JOURNAL: b'{"kind":"live"}\n{}\n'})
    assert ids(office.gate(KASI, (LEDGER, anew))) == ["push-force"]
    assert one(office.gate(KASI, (LEDGER, None))) == (
        f"{LEDGER}:1: error[ledger-gone]: the ledger is never deleted\n{USE_SIAR}"
    )


def test_the_site_is_signed_and_never_deleted(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    site = "refs/heads/site"
    assert office.gate(KASI, (site, office.commit(KASI, {"index.html": b"x"}))) == ()
    unsigned = office.commit(KASI, {"index.html": b"x"}, signed=False)
    assert ids(office.gate(KASI, (site, unsigned))) == ["commit-signature"]
    assert one(office.gate(KASI, (site, None))) == (
        f"{site}:1: error[push-delete]: the site is never deleted\n{USE_SIAR}"
    )


def test_an_empty_repository_takes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    from datetime import UTC, datetime

    from pipeline.forge.gate import check_pushes

    bare = Repository.create(tmp_path_factory.mktemp("kosong") / "x.git", bare=True)
    found = check_pushes(bare, [Push(MAIN, None, "1" * 40)], root="", now=datetime.now(UTC))
    assert one(found) == (f"{MAIN}:1: error[push-main]: the shared repository is empty\n{USE_SIAR}")
