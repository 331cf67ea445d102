"""A unit: everything that must hold of one request, and what people read when it does not."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from pipeline.record.agency import Agency
from pipeline.record.case import Case
from pipeline.record.digest import FileEntry, document_digest, sha256
from pipeline.record.front_matter import render_document
from pipeline.record.roster import Person, RetiredKey, Roster, Term
from pipeline.record.signature import public_line
from pipeline.record.unit import Unit, check_unit
from pipeline.record.workflow import Action, Role, State
from tests.record.histories import (
    APPROVE,
    ARTICLE,
    DISPOSE,
    KABID,
    KASI,
    OFFICER,
    OTHER,
    RECEIVE,
    REQUEST_CHANGES,
    ROOT,
    SUBMIT,
    WIT,
    Say,
    history,
    key_of,
    roster,
    signed,
)
from tests.record.units import (
    AGENCY,
    FILES,
    INDEX,
    LETTER,
    NUMBER,
    PAPERS,
    PATH,
    SCAN,
    TEXT,
    check,
    document,
    ids,
    line_of,
    says,
    submitted,
    told_of,
    unit,
    with_files,
)

A, R = Action, Role
UNDO = "  help: undo the edit: this part is written by the commands of siar only\n"


EVIDENCE = {"evidence": {"forge": "github", "review": "77", "person": KASI}}


def test_a_right_unit_has_no_findings() -> None:
    for made in (submitted(), submitted(APPROVE)):
        checked = check(made)
        assert checked.findings == ()
        assert checked.is_clean
        assert checked.digest == checked.case.digest
        assert checked.article is not None
        assert checked.article.folder == ARTICLE


# --- the record -------------------------------------------------------------------------------


def test_a_state_typed_by_hand_is_told_with_its_line() -> None:
    made = unit(history(*says()), state="approved")
    assert told_of(made) == (
        f"{PATH}:{line_of(made, 'state:')}: error[state-history]: state is `approved`, but the"
        f" history leads to `in_review`\n{UNDO}"
    )


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        (
            "correction",
            {"status": "approved", "round": 0},
            "correction is `status: approved, round: 0`, but the history leads to"
            " `status: waiting, round: 0`",
        ),
        ("officer", OTHER, "officer is `petugas-2`, but the history leads to `petugas-1`"),
        ("contributors", [OTHER], "contributors is `['petugas-2']`, but the history leads to"
            " `['petugas-1']`"),
        ("kind", "ralat", "kind is `ralat`, but the history leads to nothing"),
    ],
)  # fmt: skip
def test_every_field_of_the_summary_is_held_against_the_history(
    key: str, typed: Any, sentence: str
) -> None:
    made = unit(history(*says()), **{key: typed})
    place = line_of(made, f"{key}:")
    assert told_of(made) == f"{PATH}:{place}: error[state-history]: {sentence}\n{UNDO}"


def test_a_file_under_another_number_is_told() -> None:
    made = replace(submitted(), number="2026-0043")
    found = check(made).findings
    assert found[0] == (
        "requests/2026/0043.yaml",
        line_of(made, "number:"),
        "request-number",
        "the number is 2026-0042, but the file is that of 2026-0043",
        "undo the edit: numbers are given by `siar receive` and never change",
        "error",
    )


def test_a_letter_is_numbered_in_the_year_in_which_it_was_received() -> None:
    for moment, year in (
        ("2026-01-01T00:00:00+09:00", 2026),
        ("2025-12-31T23:59:59+09:00", 2025),
        ("2027-01-01T00:00:00+09:00", 2027),
    ):
        received = document(moment)
        story = RECEIVE._replace(data={"documents": [document_digest(received)]})
        made = unit(history(story), (received,), files={})
        expected = (
            ""
            if year == 2026
            else f"{PATH}:{line_of(made, 'number:')}: error[request-year]: received in {year}, but"
            " numbered in 2026\n  help: the agenda number runs by the year of receipt: register the"
            " letter again\n"
        )
        assert told_of(made) == expected


def test_a_changed_document_is_told() -> None:
    made = unit(history(*says()), (document().replace(b"Ibu", b"Iba"),))
    assert ids(check(made).findings) == ["request-immutable", "approval-digest"]
    assert told_of(made).split("\n")[:2] == [
        f"{PATH}:{line_of(made, 'number:')}: error[request-immutable]: the request is not what was"
        " registered: its documents were changed",
        "  help: undo the edit: what was registered never changes",
    ]


def test_a_document_is_brought_by_the_statement_that_names_it() -> None:
    later = render_document({"attachments": []}, "later") or b"attachments: []\n"
    named = Say(A.COMPLETE, data={"document": document_digest(later)})
    story = RECEIVE._replace(data={"documents": [document_digest(document())]})
    assert ids(check(unit(history(story, named), (document(), later), files={})).findings) == []
    for wrong in ((document(),), (document(), later, later), (later, document())):
        found = check(unit(history(story, named), wrong, files={})).findings
        assert "request-immutable" in ids(found) or "schema-missing-key" in ids(found)


def test_statements_that_were_there_before_stay() -> None:
    former = submitted(Say(A.NOTE))
    shorter = submitted()
    assert told_of(shorter, former) == (
        f"{PATH}:{line_of(shorter, 'history:')}: error[history-shrunk]: statements that were there"
        " before are missing or changed\n"
        "  help: a history only grows: fetch the branch again and repeat your step\n"
    )
    assert told_of(former, shorter) == ""


def test_a_history_cannot_be_told_anew() -> None:
    told = history(*says())
    anew = history(*says()[:3], Say(A.NOTE), says()[3])
    assert ids(check(unit(anew), unit(told)).findings) == ["history-shrunk"]


# --- who said it ------------------------------------------------------------------------------


def test_an_edited_statement_loses_its_signature_and_breaks_the_chain() -> None:
    told = list(history(*says()))
    told[1] = replace(told[1], data={**told[1].data, "note": "ditambah kemudian"})
    made = unit(tuple(told))
    found = [finding for finding in check(made).findings if finding.id == "statement-signature"]
    assert found == [
        (
            PATH,
            line_of(made, "- seq: 2"),
            "statement-signature",
            "the signature of statement 2 is not kabid-piks's over these words",
            "the statement was edited or copied: undo the edit, or decide again",
            "error",
        )
    ]


@pytest.mark.parametrize("stranger", [OFFICER, KABID, "somebody-else", "recorder"])
def test_a_statement_is_signed_by_the_key_of_its_signer(stranger: str) -> None:
    told = history(*says(APPROVE))
    made = unit((*told[:-1], signed(told[-1], stranger)))
    assert told_of(made) == (
        f"{PATH}:{line_of(made, '- seq: 5')}: error[statement-signature]: the signature of"
        " statement 5 is not kasi-piks's over these words\n"
        "  help: the statement was edited or copied: undo the edit, or decide again\n"
    )


def test_an_approval_moved_from_another_request_is_nobody_s_word() -> None:
    told = history(*says())
    elsewhere = history(*says(APPROVE._replace(changes={"unit": "request/2026-0041"})))
    moved = replace(elsewhere[-1], unit=told[0].unit)
    found = check(unit((*told, moved))).findings
    assert ids(found) == ["statement-signature"]


def test_an_approval_moved_from_another_repository_is_nobody_s_word() -> None:
    elsewhere = history(*says(APPROVE._replace(changes={"root": "9" * 40})))
    moved = replace(elsewhere[-1], root=ROOT)
    assert ids(check(unit((*elsewhere[:-1], moved))).findings) == ["statement-signature"]


def test_an_approval_of_an_earlier_round_cannot_be_said_again() -> None:
    told = history(*says(REQUEST_CHANGES, says()[3], APPROVE, Say(A.RECALL, R.SECTION_HEAD)))
    again = replace(told[6], seq=9, prev=told[-1].digest)
    found = check(unit((*told, again))).findings
    assert ids(found) == ["statement-time", "statement-signature"]


def test_nobody_signs_for_somebody_else() -> None:
    told = history(*says())
    forged = history(*says(APPROVE._replace(changes={"signer": OFFICER})))[-1]
    made = unit((*told, forged))
    assert told_of(made) == (
        f"{PATH}:{line_of(made, '- seq: 5')}: error[statement-signer]: petugas-1 signed for"
        " kasi-piks\n"
        "  help: decisions on paper are typed in by an officer with --decided-by and the scan\n"
    )


PAPER = {"decided_at": "2026-11-23T09:05:30+09:00", "channel": "whatsapp"}


def _disposed(signer: str) -> tuple[Say, ...]:
    on_paper = DISPOSE._replace(data={"transcribed": PAPER}, changes={"signer": signer})
    return (says()[0], on_paper)


def test_an_officer_types_in_what_the_kabid_decided_on_paper() -> None:
    assert told_of(unit(history(*_disposed(OFFICER)), files={})) == ""


def test_only_an_officer_types_in_what_others_decided() -> None:
    found = check(unit(history(*_disposed(KASI)), files={})).findings
    assert [finding.message for finding in found] == ["kasi-piks signed for kabid-piks"]


def test_the_recorder_may_sign_what_it_took_over_from_a_forge() -> None:
    told = history(*says(APPROVE._replace(data=EVIDENCE, changes={"signer": "recorder"})))
    assert told_of(unit(told)) == ""


@pytest.mark.parametrize(
    "evidence",
    [
        {},
        {"evidence": {"forge": "github", "review": "77", "person": OFFICER}},
        {"evidence": {"forge": "gitlab", "review": "77", "person": KASI}},
    ],
)
def test_the_recorder_signs_for_nobody_whose_account_it_does_not_name(
    evidence: dict[str, object],
) -> None:
    told = history(*says(APPROVE._replace(data=evidence, changes={"signer": "recorder"})))
    made = unit(told)
    assert told_of(made) == (
        f"{PATH}:{line_of(made, '- seq: 5')}: error[evidence-person]: the recorder signed for"
        f" {KASI}, but names no account of theirs\n"
        "  help: see `accounts` in agency.yaml; then decide again, on the forge or with a key\n"
    )


def test_a_role_is_needed_on_the_day_of_the_decision() -> None:
    told = history(*says(APPROVE._replace(by=OTHER, changes={"signer": OTHER})))
    made = unit(told)
    agency = _with(Person(OTHER, "Dua", keys=(public_line(key_of(OTHER)),)))
    assert told_of(made, agency=agency) == (
        f"{PATH}:{line_of(made, '- seq: 5')}: error[statement-role]: petugas-2 does not hold the"
        " role section_head on 2026-11-23\n"
        "  help: somebody decides who held the role that day; see the roster in agency.yaml\n"
    )


def _with(*more: Person) -> Agency:
    return replace(AGENCY, roster=roster(*more))


DEPUTY = "sekretaris"


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        ("2026-11-15T23:59:59+09:00", False),
        ("2026-11-16T00:00:00+09:00", True),
        ("2026-11-20T23:59:59+09:00", True),
        ("2026-11-21T00:00:00+09:00", False),
        # The same moments, told in other zones: the office's day counts.
        ("2026-11-15T14:59:59+00:00", False),
        ("2026-11-15T15:00:00+00:00", True),
        ("2026-11-20T14:59:59+00:00", True),
        ("2026-11-21T01:00:00+10:00", False),
    ],
)
def test_a_deputy_decides_from_the_first_to_the_last_day(moment: str, counts: bool) -> None:
    term = Term(
        R.DIVISION_HEAD, "Kabid", date(2026, 11, 16), date(2026, 11, 20), "Plh.", "800/118/2026"
    )
    deputy = Person(DEPUTY, "Plh (contoh)", keys=(public_line(key_of(DEPUTY)),), terms=(term,))
    at = datetime.fromisoformat(moment)
    received = RECEIVE._replace(
        data={"documents": [document_digest(document())]},
        changes={"at": datetime(2026, 11, 2, 9, 0, tzinfo=WIT)},
    )
    told = history(received, DISPOSE._replace(by=DEPUTY, changes={"at": at}))
    found = check(unit(told, files={}), agency=_with(deputy)).findings
    assert ids(found) == ([] if counts else ["statement-role"])


def _without_key_of_kasi(**anchors: str) -> Agency:
    """The office after the Kasi's key was retired, with what it had signed by then."""
    kasi = Person(
        KASI,
        "Kasi",
        retired_keys=(RetiredKey(public_line(key_of(KASI)), anchors),),
        terms=(Term(R.SECTION_HEAD, "Kasi", date(2024, 1, 2)),),
    )
    others = tuple(person for person in AGENCY.roster.people if person.id != KASI)
    return replace(AGENCY, roster=Roster((*others, kasi), WIT))


def test_a_retired_key_signs_nothing_any_more_whatever_the_date_says() -> None:
    made = submitted(APPROVE)
    accepted, approved = line_of(made, "- seq: 3"), line_of(made, "- seq: 5")
    expected = "".join(
        f"{PATH}:{line}: error[key-retired]: statement {seq} is signed with a key that kasi-piks"
        " no longer uses\n"
        "  help: decide again with the key that is in agency.yaml now, whatever the date says\n"
        for seq, line in ((3, accepted), (5, approved))
    )
    assert told_of(made, agency=_without_key_of_kasi()) == expected


def test_what_a_key_had_signed_when_it_was_retired_still_counts() -> None:
    told = history(*says(APPROVE))
    agency = _without_key_of_kasi(**{NUMBER: told[3].digest})
    assert ids(check(unit(told[:4]), agency=agency).findings) == []
    assert ids(check(unit(told), agency=agency).findings) == ["key-retired"]


def test_an_anchor_counts_for_its_own_request_and_chain_only() -> None:
    told = history(*says(APPROVE))
    elsewhere = _without_key_of_kasi(**{"2026-0043": told[4].digest})
    unknown = _without_key_of_kasi(**{NUMBER: f"sha256:{sha256(TEXT)}"})
    for agency in (elsewhere, unknown):
        assert ids(check(unit(told), agency=agency).findings) == ["key-retired"] * 2


def test_what_main_has_verified_is_not_judged_again() -> None:
    told = history(*says(APPROVE))
    made, agency = unit(told), _without_key_of_kasi()
    found = check_unit(made, root=ROOT, agency=agency, former=made, settled=made)
    assert found.findings == ()
    early = unit(told[:4])
    found = check_unit(made, root=ROOT, agency=agency, former=early, settled=early)
    assert ids(found.findings) == ["key-retired"]


def test_a_review_of_a_forge_stands_behind_one_decision() -> None:
    recorder = {"signer": "recorder"}
    changes = REQUEST_CHANGES._replace(data=EVIDENCE, changes=recorder)
    again = APPROVE._replace(data=EVIDENCE, changes=recorder)
    made = submitted(changes, SUBMIT, again)
    assert told_of(made) == (
        f"{PATH}:{line_of(made, '- seq: 7')}: error[evidence-repeated]: statement 7 stands on the"
        " same review as statement 5\n"
        "  help: each review counts once: review the text again\n"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"---\nnumber", b"---\n# disetujui pimpinan\nnumber"),
        (b"---\nnumber", b"# disetujui pimpinan\n---\nnumber"),
        (b"---\nnumber", b"---   \nnumber"),
        (b"state: approved", b'state: "approved"'),
        (b"state: approved", b"state:  approved"),
    ],
)
def test_nothing_stands_in_the_front_matter_that_nobody_signed(old: bytes, new: bytes) -> None:
    made = submitted(APPROVE)
    edited = replace(made, data=made.data.replace(old, new, 1))
    assert edited.data != made.data
    (finding,) = check(edited).findings
    assert (finding.id, finding.message, finding.help) == (
        "front-matter-form",
        "this line is not written as the program writes it",
        "undo the edit: this part is written by the commands of siar only",
    )


# --- what it is about -------------------------------------------------------------------------

NEXT_PARAGRAPH = FILES | {INDEX: TEXT.replace(b"Alinea kedua", b"Alinea Kedua")}


@pytest.mark.parametrize(
    ("more", "words", "way_out"),
    [
        (
            (),
            "these are not the bytes that were submitted",
            "undo the change, or submit again once changes are requested",
        ),
        (
            (APPROVE,),
            "these are not the bytes that were approved",
            "undo the change: what is approved stays exactly as it is",
        ),
    ],
)
def test_a_byte_changed_afterwards_is_told_with_its_line(
    more: tuple[Say, ...], words: str, way_out: str
) -> None:
    former = submitted(*more)
    changed = with_files(former, NEXT_PARAGRAPH)
    assert told_of(changed, former) == (
        f"{INDEX}:11: error[approval-digest]: {words}\n  help: {way_out}\n"
    )


@pytest.mark.parametrize(
    ("files", "places"),
    [
        (FILES | {f"{ARTICLE}/foto.jpg": b"gambar lain"}, [(f"{ARTICLE}/foto.jpg", 1)]),
        (FILES | {f"{ARTICLE}/lain.jpg": b"x"}, [(f"{ARTICLE}/lain.jpg", 1)]),
        ({INDEX: TEXT}, [(f"{ARTICLE}/foto.jpg", 1)]),
        (FILES | {INDEX: TEXT + b"Alinea ketiga.\n"}, [(INDEX, 12)]),
        (FILES | {INDEX: TEXT[:-1]}, [(INDEX, 11)]),
        (
            {INDEX: TEXT + b"!", f"{ARTICLE}/foto.jpg": b"x"},
            [(f"{ARTICLE}/foto.jpg", 1), (INDEX, 12)],
        ),
    ],
)
def test_each_changed_file_is_named(files: dict[str, bytes], places: list[tuple[str, int]]) -> None:
    former = submitted(APPROVE)
    found = check(with_files(former, files), former).findings
    assert [(finding.path, finding.line) for finding in found] == places
    assert set(ids(found)) == {"approval-digest"}


def test_without_the_former_bytes_the_article_is_named() -> None:
    found = check(with_files(submitted(APPROVE), NEXT_PARAGRAPH)).findings
    assert [(finding.path, finding.line, finding.id) for finding in found] == [
        (INDEX, 1, "approval-digest")
    ]


@pytest.mark.parametrize("mode", ["100755", "120000", "160000"])
def test_links_programs_and_submodules_are_refused(mode: str) -> None:
    made = submitted()
    files = tuple(
        entry if entry.path == INDEX else entry._replace(mode=mode) for entry in made.files
    )
    assert told_of(replace(made, files=files), made).startswith(
        f"{ARTICLE}/foto.jpg:1: error[unit-mode]: not an ordinary file (mode {mode})\n"
        "  help: links, programs and submodules are refused: put the file itself there\n"
    )


def test_an_article_that_is_gone_is_told() -> None:
    made = with_files(submitted(), {f"{ARTICLE}/foto.jpg": b"gambar contoh"})
    assert told_of(made).startswith(
        f"{PATH}:{line_of(made, 'article:')}: error[article-missing]: its article {INDEX} is not"
        " there\n  help: put it back; an article that was handed in is not removed by hand\n"
    )


def test_the_article_of_another_request_is_told() -> None:
    other = TEXT.replace(b"2026-0042", b"2026-0041")
    assert told_of(with_files(submitted(), FILES | {INDEX: other})).startswith(
        f"{INDEX}:2: error[article-request]: the article names request 2026-0041, not 2026-0042\n"
        '  help: write `request: "2026-0042"` in its front matter\n'
    )


@pytest.mark.parametrize("end", [A.VOID])
def test_a_request_ended_after_it_was_submitted_needs_no_article(end: Action) -> None:
    ended = submitted(Say(end, R.SECTION_HEAD))
    assert check(with_files(ended, {})).case.state is State.VOID
    assert told_of(with_files(ended, {})) == ""


# --- its papers -------------------------------------------------------------------------------


@pytest.mark.parametrize("papers", [{}, {next(iter(PAPERS)): LETTER + b"!"}])
def test_a_registered_paper_stays_what_it_was(papers: dict[str, bytes]) -> None:
    made = unit(history(*says()), papers=papers)
    assert told_of(made) == (
        f"{PATH}:{line_of(made, 'number:')}: error[paper-digest]: 0042/formulir.pdf is not the file"
        " that was registered\n"
        "  help: put the registered file back; a newer one is brought with `siar complete`\n"
    )


def test_a_paper_that_no_statement_brought_is_a_stranger() -> None:
    stray = "requests/2026/0042/titipan.pdf"
    made = unit(history(*says()), papers={**PAPERS, stray: b"%PDF-1.4"})
    assert told_of(made) == (
        f"{stray}:1: error[paper-unknown]: nobody registered this paper\n"
        "  help: take it away, or bring it with `siar complete`, which names it\n"
    )


@pytest.mark.parametrize("there", [{}, {"requests/2026/0042/disposisi.jpg": SCAN + b"!"}])
def test_the_scan_of_a_decision_on_paper_stays_what_it_was(there: dict[str, bytes]) -> None:
    paper = {**PAPER, "channel": "kertas", "scan": "0042/disposisi.jpg"}
    data = {"transcribed": {**paper, "scan_sha256": sha256(SCAN)}}
    told = history(says()[0], DISPOSE._replace(data=data, changes={"signer": OFFICER}))
    right = {**PAPERS, "requests/2026/0042/disposisi.jpg": SCAN}
    assert told_of(unit(told, papers=right, files={})) == ""
    made = unit(told, papers={**PAPERS, **there}, files={})
    assert told_of(made) == (
        f"{PATH}:{line_of(made, '- seq: 2')}: error[paper-digest]: 0042/disposisi.jpg is not the"
        " file that was registered\n"
        "  help: put the registered file back; a newer one is brought with `siar complete`\n"
    )


def test_what_is_still_to_come_stops_a_submission() -> None:
    awaited = document(attachments=[{"kind": "form", "due": "2026-11-25"}])
    made = unit(history(*says(first=(awaited,))), (awaited,), papers={})
    assert told_of(made) == (
        f"{PATH}:{line_of(made, 'state:')}: error[request-incomplete]: still missing: form\n"
        "  help: bring them with `siar complete` before submitting\n"
    )


def test_everything_wrong_is_told_in_one_go() -> None:
    made = unit(history(*says()), papers={}, state="approved", officer=OTHER)
    bad = replace(made, files=(*made.files, FileEntry(f"{ARTICLE}/x", "120000", 1, sha256(b"x"))))
    assert ids(check(bad).findings) == [
        "state-history",
        "state-history",
        "paper-digest",
        "unit-mode",
        "approval-digest",
    ]


def test_a_record_that_cannot_be_read_says_so_and_nothing_else() -> None:
    checked = check(replace(submitted(), data=b"number: [\n"))
    assert (checked.request, checked.article, checked.is_clean) == (None, None, False)
    assert (checked.case, checked.digest) == (Case(), None)
    assert {finding.path for finding in checked.findings} == {PATH}
    assert checked.findings


def test_a_request_without_an_article_has_no_digest() -> None:
    assert check(unit(history(*says()[:3]), files={})).digest is None


def test_every_paper_that_is_still_to_come_is_named() -> None:
    awaited = document(
        origin="undangan",
        attachments=[{"kind": kind, "due": "2026-11-25"} for kind in ("letter", "form")],
    )
    made = unit(history(*says(first=(awaited,))), (awaited,), papers={})
    assert "still missing: letter, form\n" in told_of(made)


def test_an_article_of_which_nothing_is_left_is_told() -> None:
    assert ids(check(with_files(submitted(), {})).findings) == [
        "article-missing",
        "approval-digest",
    ]


def test_a_correction_keeps_what_main_has_published() -> None:
    published = submitted(APPROVE)
    told = history(*says(APPROVE, Say(A.AMEND), says()[3]))
    kept = f"{ARTICLE}/versions/1.md"

    def found(files: dict[str, bytes], settled: Unit | None) -> list[str]:
        made = unit(told, files=files)
        return [
            f"{finding.path} {finding.id}"
            for finding in check_unit(
                made, root=ROOT, agency=AGENCY, former=None, settled=settled
            ).findings
            if finding.id == "version-missing"
        ]

    assert found(FILES, published) == [f"{kept} version-missing"]
    assert found({**FILES, kept: TEXT}, published) == []
    assert found(FILES, None) == []
    unreadable = replace(published, data=b"[\n")
    assert found(FILES, unreadable) == []
