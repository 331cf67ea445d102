"""Requests, agency and outlets as values, and how quickly."""

import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.record.digest import document_digest
from pipeline.record.loading import (
    load_agency,
    load_article,
    load_form,
    load_media,
    load_request,
    parse_statement,
    statement_entry,
)
from pipeline.record.request import AttachmentKind
from pipeline.record.workflow import Action

CASES = Path(__file__).parents[1] / "golden" / "record"
PATH = "requests/2026/0042.yaml"
REQUEST = (CASES / "request-valid" / PATH).read_bytes()
ROOT = "f" * 40


def test_a_request_with_what_came_later() -> None:
    request, findings = load_request(PATH, REQUEST, root=ROOT)
    assert request is not None
    assert findings == ()
    assert (request.number, request.origin, request.state) == ("2026-0042", "surat", "drafting")
    assert request.letter.received == datetime.fromisoformat("2026-11-23T08:50:00+09:00")
    assert request.letter.srikandi == "B/005.1/4821/DISTAN/2026"
    assert request.activity.when == "Sabtu, 21 November 2026, 19:30"
    assert (request.sender.email, request.sender.phone) == (
        "sekretariat@distan.example",
        "0812-0000-0011",
    )
    assert [(paper.kind, paper.is_present) for paper in request.attachments] == [
        (AttachmentKind.LETTER, True),
        (AttachmentKind.FORM, True),
        (AttachmentKind.PHOTO, True),
        (AttachmentKind.DATA, True),
    ]
    assert "history" not in request.summary


def test_documents_are_the_bytes_their_statements_name() -> None:
    request, _findings = load_request(PATH, REQUEST, root=ROOT)
    assert request is not None
    received, completed = request.history[0], request.history[-1]
    assert list(received.data["documents"]) == [document_digest(request.documents[0])]
    assert completed.data["document"] == document_digest(request.documents[1])
    assert REQUEST.endswith(request.documents[1])


def test_statements_know_their_place() -> None:
    request, _findings = load_request(PATH, REQUEST, root=ROOT)
    assert request is not None
    disposed = request.history[1]
    assert (disposed.root, disposed.unit) == (ROOT, "request/2026-0042")
    assert (disposed.action, disposed.by, disposed.signer) == (
        Action.DISPOSE,
        "kabid-piks",
        "petugas-1",
    )
    assert disposed.decided_at == datetime.fromisoformat("2026-11-23T09:01:00+09:00")
    entry = statement_entry(disposed)
    assert parse_statement(entry, root=ROOT, unit=disposed.unit) == disposed


def test_what_was_verified_before_is_read_quickly() -> None:
    load_request(PATH, REQUEST, root=ROOT, validate=False)
    started = time.perf_counter()
    for _count in range(100):
        load_request(PATH, REQUEST, root=ROOT, validate=False)
    assert (time.perf_counter() - started) / 100 < 0.003  # half a millisecond, on a quiet machine


@pytest.mark.parametrize("case", [p.name for p in sorted(CASES.iterdir()) if (p / PATH).exists()])
def test_without_validation_nothing_raises(case: str) -> None:
    request, findings = load_request(
        PATH, (CASES / case / PATH).read_bytes(), root=ROOT, validate=False
    )
    assert (request is None) == bool(findings)


def test_a_date_that_does_not_exist_is_named_even_without_validation() -> None:
    data = REQUEST.replace(b'date: "2026-11-20"', b'date: "2026-02-30"')
    request, (finding,) = load_request(PATH, data, root=ROOT, validate=False)
    assert request is None
    assert finding.message == "`2026-02-30` in `letter.date` is not a date that exists"


def test_reading_what_was_verified_needs_no_schema_library() -> None:
    program = (
        "import sys; from pipeline.record.loading import load_request;"
        f"load_request({PATH!r}, sys.stdin.buffer.read(), root='0', validate=False);"
        "sys.exit('jsonschema' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], input=REQUEST, check=False).returncode == 0
    )


def test_each_byte_cut_off_gives_a_finding_and_no_traceback() -> None:
    for size in range(0, len(REQUEST), 37):
        request, findings = load_request(PATH, REQUEST[:size], root=ROOT)
        assert (request is None) == bool(findings)


def test_the_agency() -> None:
    data = (CASES / "agency-valid" / "agency.yaml").read_bytes()
    agency, findings = load_agency(data)
    assert agency is not None
    assert findings == ()
    assert (agency.agenda.first, agency.steps[0].minutes) == (118, 120)
    assert agency.section("mail")["port"] == 1025
    assert agency.roster.people[0].terms[0].since == date(2024, 1, 2)


def test_the_outlets() -> None:
    outlets, findings = load_media((CASES / "media-valid" / "media.yaml").read_bytes())
    assert outlets is not None
    assert findings == ()
    assert [(outlet.id, outlet.kind) for outlet in outlets] == [
        ("harian-contoh", "cetak"),
        ("radio-contoh", "radio"),
        ("kabar-contoh", "daring"),
    ]
    assert (outlets[1].contract_until, outlets[2].ended) == (date(2026, 12, 31), None)


def test_the_article() -> None:
    path = "content/2026/11/24-panen-raya/index.md"
    article, findings = load_article(path, (CASES / "article-valid" / path).read_bytes())
    assert article is not None
    assert findings == ()
    assert (article.folder, article.request, article.date) == (
        "content/2026/11/24-panen-raya",
        "2026-0042",
        date(2026, 11, 24),
    )
    assert article.body.startswith("\nSebanyak 120 petani")
    assert article.body.endswith("---\n\nBagian kedua.\n")


def test_a_form_without_its_blanks() -> None:
    form, findings = load_form((CASES / "form-valid" / "form.yaml").read_bytes(), "form.yaml")
    assert form is not None
    assert findings == ()
    assert form["sender"] == {
        "agency": "Dinas Pendidikan Provinsi Contoh",
        "contact": "Budi Contoh",
        "phone": "0812-0000-0030",
    }
    assert form["attachments"][0] == {"kind": "letter", "file": "surat undangan.pdf"}
