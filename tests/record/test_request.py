"""A request: what was received, with what came later, as values."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.digest import document_digest
from pipeline.record.front_matter import render_document
from pipeline.record.loading import load_request
from pipeline.record.request import REQUIRED_PAPERS, AttachmentKind, Origin, Request
from pipeline.record.workflow import Action, State
from tests.record.histories import ARTICLE, RECEIVE, ROOT, WIT, Say, history
from tests.record.units import PATH, document, request_bytes, submitted

K = AttachmentKind
SHA = "a" * 64


def paper(kind: AttachmentKind, name: str = "") -> dict[str, str]:
    """A paper that is there, or announced when it has no name."""
    there = {"path": f"0042/{name}", "sha256": SHA} if name else {"due": "2026-11-25"}
    return {"kind": str(kind), **there}


def request(*later: dict[str, Any], **received: Any) -> Request:
    """The request with these fields as received, and later documents."""
    documents = [document(**received), *(render_document(item, "later") for item in later)]
    told = [RECEIVE._replace(data={"documents": [document_digest(documents[0])]})]
    told += [
        Say(Action.COMPLETE, data={"document": document_digest(data)}) for data in documents[1:]
    ]
    found, findings = load_request(PATH, request_bytes(history(*told), documents), root=ROOT)
    assert found is not None, findings
    return found


def test_every_origin_needs_its_papers() -> None:
    # SOP row 1, kelengkapan: letter, form and data; an invitation and an order bring less.
    assert REQUIRED_PAPERS == {
        Origin.LETTER: (K.LETTER, K.FORM, K.DATA),
        Origin.INVITATION: (K.LETTER, K.FORM),
        Origin.ORDER: (K.FORM,),
    }


@pytest.mark.parametrize("origin", list(Origin))
@pytest.mark.parametrize("there", [(), (K.FORM,), (K.LETTER, K.FORM), (K.LETTER, K.FORM, K.DATA)])
def test_what_is_missing_of_a_request(origin: Origin, there: tuple[AttachmentKind, ...]) -> None:
    papers = [paper(kind, f"{kind}.pdf") for kind in there]
    announced = [paper(kind) for kind in AttachmentKind if kind not in there]
    made = request(origin=str(origin), attachments=papers + announced)
    assert made.missing == tuple(kind for kind in REQUIRED_PAPERS[origin] if kind not in there)


def test_the_scan_of_a_secret_letter_is_not_missed() -> None:
    letter = {
        "number": "R-1/CONTOH",
        "date": "2026-11-20",
        "received": "2026-11-23T08:50:00+09:00",
        "subject": "Contoh",
        "security": "rahasia",
        "kept_at": "lemari 2",
    }
    made = request(origin="undangan", letter=letter, attachments=[paper(K.FORM, "formulir.pdf")])
    assert made.missing == ()
    assert made.letter.kept_at == "lemari 2"


def test_a_paper_that_arrives_takes_the_place_of_its_announcement() -> None:
    announced = [paper(K.FORM, "formulir.pdf"), paper(K.DATA), paper(K.PHOTO)]
    made = request({"attachments": [paper(K.DATA, "data.pdf")]}, attachments=announced)
    assert [(p.kind, p.path, p.due) for p in made.attachments] == [
        (K.FORM, "0042/formulir.pdf", None),
        (K.PHOTO, "", date(2026, 11, 25)),
        (K.DATA, "0042/data.pdf", None),
    ]


def test_a_later_paper_stands_beside_the_earlier_one() -> None:
    made = request(
        {"attachments": [paper(K.PHOTO, "foto-2.jpg")]},
        {"attachments": [paper(K.PHOTO, "foto-3.jpg")]},
        attachments=[paper(K.FORM, "formulir.pdf"), paper(K.PHOTO, "foto-1.jpg")],
    )
    photos = [p.path for p in made.attachments if p.kind is K.PHOTO]
    assert photos == ["0042/foto-1.jpg", "0042/foto-2.jpg", "0042/foto-3.jpg"]


def test_a_corrected_field_takes_the_place_of_the_first() -> None:
    made = request({"sender": {"email": "baru@dinas.example"}})
    assert made.sender.email == "baru@dinas.example"
    assert made.sender.contact == "Ibu"
    assert b"ibu@dinas.example" in made.documents[0]


def test_texts_stay_exactly_as_they_were_written() -> None:
    letter = {
        "number": "007",
        "date": "2026-11-20",
        "received": "2026-11-23T08:50:00+09:00",
        "subject": "no",
    }
    activity = dict.fromkeys(("what", "who", "where", "why", "how"), "19:30") | {"when": "1_000"}
    made = request(letter=letter, activity=activity)
    assert (made.letter.number, made.letter.subject) == ("007", "no")
    assert (made.activity.when, made.activity.why) == ("1_000", "19:30")
    assert made.letter.received == datetime(2026, 11, 23, 8, 50, tzinfo=WIT)
    assert made.letter.date == date(2026, 11, 20)


WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60)


@given(WORDS.filter(str.strip))
def test_whatever_a_letter_is_about_is_read_as_it_was_written(text: str) -> None:
    made = request(activity=dict.fromkeys(("what", "who", "when", "where", "why", "how"), text))
    assert made.activity.what == text


def test_the_bytes_of_the_documents_are_kept() -> None:
    received = document()
    made = request()
    assert made.documents == (received,)
    assert made.year == 2026


def test_the_front_matter_is_only_a_claim() -> None:
    found, _findings = load_request(PATH, submitted().data, root=ROOT)
    assert found is not None
    assert (found.state, found.article) == (State.IN_REVIEW, ARTICLE)
    assert "history" not in found.summary
    assert request().article is None


def test_a_part_is_about_what_it_is_called_and_a_letter_about_its_subject() -> None:
    made = request()
    assert made.subject == made.letter.subject == "Publikasi panen (contoh)"
    called = Say(Action.SPLIT, data={"title": "Panen di Halmahera"})
    assert replace(made, history=history(called)).subject == "Panen di Halmahera"
    assert replace(made, history=history(Say(Action.SPLIT))).subject == made.letter.subject
    noted = Say(Action.NOTE, data={"title": "lain"})
    assert replace(made, history=history(noted)).subject == made.letter.subject
    assert replace(made, history=()).subject == made.letter.subject


def test_a_photograph_says_what_it_shows_and_whose_it_is() -> None:
    told = {"caption": "Petani memetik kopi (contoh)", "credit": "Dinas Contoh"}
    found = request(attachments=[{**paper(K.PHOTO, "foto.jpg"), **told}, paper(K.LETTER)])
    shown, announced = found.attachments
    assert (shown.caption, shown.credit, shown.sha256) == (told["caption"], told["credit"], SHA)
    assert (announced.caption, announced.credit, announced.sha256) == ("", "", "")
