"""What a record says of papers and contacts that lie on the office's own server."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.record.digest import document_digest, sha256
from pipeline.record.finding import Finding
from pipeline.record.front_matter import render_document
from pipeline.record.keeping import Keeping, Kept, brought, kept_by, local_files
from pipeline.record.loading import load_form, load_request
from pipeline.record.request import Request, Sender
from pipeline.record.workflow import Action
from tests.record.histories import DISPOSE, OFFICER, RECEIVE, ROOT, Say, history
from tests.record.units import AGENCY, LETTER, PATH, document, request_bytes, says, told_of, unit

SHA = "a" * 64
AWAY: dict[str, Any] = {"agency": "Dinas Contoh", "local": "0042/kontak-x.yaml", "sha256": SHA}
FORM = {"kind": "form", "local": "0042/formulir-x.pdf", "sha256": sha256(LETTER)}
SCAN = {"local": "0042/disposisi-x.jpg", "sha256": SHA}
LOCAL: dict[str, Any] = {"sender": AWAY, "attachments": [FORM]}


def loaded(*later: dict[str, Any], **received: Any) -> tuple[Request | None, tuple[Finding, ...]]:
    """The request with these fields as received, and later documents."""
    documents = [document(**received), *(render_document(item, "later") for item in later)]
    told = [RECEIVE._replace(data={"documents": [document_digest(documents[0])]})]
    told += [Say(Action.COMPLETE, data={"document": document_digest(d)}) for d in documents[1:]]
    return load_request(PATH, request_bytes(history(*told), documents), root=ROOT)


def request(*later: dict[str, Any], **received: Any) -> Request:
    """The same, which is right."""
    found, findings = loaded(*later, **received)
    assert found is not None, findings
    return found


def refused(*later: dict[str, Any], **received: Any) -> list[tuple[str, str]]:
    """What is wrong with it."""
    return [(finding.id, finding.message) for finding in loaded(*later, **received)[1]]


def test_a_local_paper_is_there() -> None:
    found = request(**LOCAL)
    assert (found.missing, found.attachments[0].is_present) == ((), True)
    assert (found.attachments[0].path, found.attachments[0].local) == ("", FORM["local"])


def test_its_file_is_not_missed_in_git_and_not_wanted_there() -> None:
    told = history(*says(first=(document(**LOCAL),)))
    assert told_of(unit(told, (document(**LOCAL),), papers={})) == ""
    path = f"requests/2026/{FORM['local']}"
    assert told_of(unit(told, (document(**LOCAL),), papers={path: LETTER})) == (
        f"{path}:1: error[paper-local]: this paper is registered as lying on the office's own"
        " server, but is in Git\n"
        "  help: take it away: only its SHA-256 belongs into the repository\n"
    )


def test_contacts_that_lie_elsewhere_are_away_until_somebody_opens_them() -> None:
    assert request(**LOCAL).sender == Sender(**AWAY)
    assert request(**LOCAL).sender.is_away
    assert not request().sender.is_away


def test_local_contacts_take_the_place_of_those_in_the_record() -> None:
    assert request({"sender": {key: AWAY[key] for key in ("local", "sha256")}}).sender == Sender(
        **AWAY
    )


def test_what_the_record_says_later_stands_beside_them() -> None:
    sender = request({"sender": {"email": "baru@dinas.example"}}, **LOCAL).sender
    assert (sender.email, sender.local) == ("baru@dinas.example", AWAY["local"])


AWAITED = {"agency": "Dinas Contoh", "due": "2026-11-25"}
CONTACT = {"contact": "Ibu Contoh", "phone": "0811-000-1771"}


def test_contacts_may_follow_and_are_away_until_then() -> None:
    sender = request(sender=AWAITED).sender
    assert sender == Sender("Dinas Contoh", due=date(2026, 11, 25))
    assert (sender.is_awaited, sender.is_away) == (True, True)
    came = request({"sender": {key: AWAY[key] for key in ("local", "sha256")}}, sender=AWAITED)
    assert (came.sender.is_awaited, came.sender.is_away) == (False, True)
    said = request({"sender": CONTACT}, sender=AWAITED).sender
    assert (said.is_awaited, said.is_away, said.phone) == (False, False, CONTACT["phone"])


@pytest.mark.parametrize(
    ("received", "told"),
    [
        ({"sender": {**AWAITED, **CONTACT}}, "`phone` may not stand in `sender`"),
        ({"sender": {**AWAY, "due": "2026-11-25"}}, "`due` may not stand in `sender`"),
        (
            {"sender": {"agency": "Dinas", "due": "besok"}},
            "`besok` in `sender.due` is not a date that exists",
        ),
        ({"sender": {**AWAY, "email": "ibu@dinas.example"}}, "`email` may not stand in `sender`"),
        ({"sender": {"agency": "Dinas", "local": "0042/x"}}, "`sha256` is missing in `sender`"),
        ({"sender": {"agency": "Dinas"}}, "`contact` is missing in `sender`"),
        (
            {"sender": {"agency": "Dinas", "contact": "Ibu"}},
            "`phone` is missing in `sender`",
        ),
        (
            {"attachments": [{**FORM, "path": "0042/formulir.pdf"}]},
            "`path` may not stand in `attachments[1]`",
        ),
        (
            {"attachments": [{"kind": "form", "sha256": SHA}]},
            "`path` is missing in `attachments[1]`",
        ),
        (
            {"attachments": [{**FORM, "kind": "photo"}]},
            "`photo` is not a choice for `attachments[1].kind`",
        ),
        (
            {"attachments": [{**FORM, "due": "2026-11-25"}]},
            "`due` may not stand in `attachments[1]`",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(received: dict[str, Any], told: str) -> None:
    assert told in [message for _id, message in refused(**received)]


def test_a_secret_letter_is_not_scanned_for_the_server_either() -> None:
    letter = {
        "number": "800/1/CONTOH",
        "date": "2026-11-20",
        "received": "2026-11-23T08:50:00+09:00",
        "subject": "Contoh",
        "security": "rahasia",
        "kept_at": "lemari besi",
    }
    scan = {**FORM, "kind": "letter"}
    assert "`local` may not stand in `attachments[1]`" in [
        message for _id, message in refused(letter=letter, attachments=[scan])
    ]
    turned = refused({"letter": {"security": "rahasia", "kept_at": "lemari"}}, attachments=[scan])
    assert [rule for rule, _message in turned] == ["request-secret-scan"]


def test_a_clerk_types_contacts_and_never_where_they_lie() -> None:
    filled = render_document(
        {
            "origin": "perintah",
            "letter": {
                "number": "800/1/CONTOH",
                "date": "2026-11-20",
                "received": "2026-11-23T08:50:00+09:00",
                "subject": "Contoh",
            },
            "sender": AWAY,
            "activity": dict.fromkeys(("what", "who", "when", "where", "why", "how"), "contoh"),
            "attachments": [{"kind": "form", "file": "formulir.pdf"}],
        },
        "form",
    )
    _form, findings = load_form(filled, "formulir.yaml")
    assert {finding.message for finding in findings} == {
        "`local` may not stand in `sender`",
        "`sha256` may not stand in `sender`",
    }


def test_photographs_are_kept_no_way_at_all() -> None:
    photo = {"kind": "photo", "path": "0042/foto-1.jpg", "sha256": SHA}
    assert kept_by({"attachments": [photo, {"kind": "data", "due": "2026-11-25"}]}) == ()


def test_what_each_statement_brought() -> None:
    """Contacts and papers of a document, and the scan of a statement, at the statement's place."""
    paper = {"decided_at": "2026-11-23T09:05:30+09:00", "channel": "kertas", **SCAN}
    dispose = DISPOSE._replace(data={"transcribed": paper}, changes={"signer": OFFICER})
    data = {"kind": "data", "path": "0042/data.pdf", "sha256": SHA}
    documents = [document(**LOCAL), render_document({"attachments": [data]}, "later")]
    told = history(
        RECEIVE._replace(data={"documents": [document_digest(documents[0])]}),
        dispose,
        Say(Action.COMPLETE, data={"document": document_digest(documents[1])}),
    )
    found, findings = load_request(PATH, request_bytes(told, documents), root=ROOT)
    assert found is not None, findings
    local = [Kept(Keeping.LOCAL, item["local"], item["sha256"]) for item in (AWAY, FORM, SCAN)]
    there = Kept(Keeping.REPOSITORY, "0042/data.pdf", SHA)
    assert list(brought(found)) == [(0, local[0]), (0, local[1]), (1, local[2]), (2, there)]
    assert list(brought(found, 2)) == [(2, there)]
    assert local_files(found) == tuple(local)


def test_a_part_brings_nothing_of_its_letters() -> None:
    """The first statement of a part names the letter's documents; the letter brought them."""
    letter = request(**LOCAL)
    of_part = Say(Action.SPLIT, data={"documents": [document_digest(letter.documents[0])]})
    part = replace(letter, history=history(of_part))
    assert list(brought(part)) == []
    assert local_files(part) == local_files(letter)


def test_both_ways_at_once_are_both_told() -> None:
    assert kept_by({"sender": {"phone": "0811", **AWAY}}) == (
        Kept(Keeping.LOCAL, AWAY["local"], SHA),
        Kept(Keeping.REPOSITORY, "", SHA),
    )


def test_an_agency_that_says_nothing_keeps_papers_in_the_repository() -> None:
    assert AGENCY.papers is Keeping.REPOSITORY
