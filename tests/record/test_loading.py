"""Requests, agency and outlets as values, and how quickly."""

import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.record.digest import document_digest
from pipeline.record.documents import built
from pipeline.record.finding import Finding
from pipeline.record.loading import load_article, load_form, load_request
from pipeline.record.registers import load_agency, load_agency_file, load_media
from pipeline.record.report_findings import format_text
from pipeline.record.request import AttachmentKind
from pipeline.record.statement import parse_statement, statement_entry
from pipeline.record.strict_yaml import LARGE_LIMIT, LIMIT
from pipeline.record.workflow import Action

CASES = Path(__file__).parents[1] / "golden" / "record"
PATH = "requests/2026/0042.yaml"
REQUEST = (CASES / "request-valid" / PATH).read_bytes()
AGENCY = (CASES / "agency-valid" / "agency.yaml").read_bytes()
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
    started = time.process_time()
    for count in range(100):
        load_request(PATH, REQUEST, root=f"{count:040x}", validate=False)
    assert (time.process_time() - started) / 100 < 0.003  # half a millisecond, on a quiet machine


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


def told(loaded: tuple[object, tuple[Finding, ...]]) -> str:
    """What people are told of a file that is refused."""
    value, findings = loaded
    assert value is None
    return format_text(findings)


@pytest.mark.parametrize(
    ("data", "count"), [(b"a: 1\n", 1), (b"---\nversion: 1\n---\na: 1\n---\nb: 2\n", 3)]
)
def test_the_agency_is_two_documents(data: bytes, count: int) -> None:
    assert told(load_agency(data)) == (
        f"agency.yaml:1: error[agency-documents]: agency.yaml needs two documents and has {count}\n"
        "  help: begin with `---`, `version: 1`, `history: []`, `---`, then the agency\n"
    )


def test_a_finding_names_the_file_it_is_of() -> None:
    assert {finding.path for finding in load_agency(b"a: 1\n", "kantor/agency.yaml")[1]} == {
        "kantor/agency.yaml"
    }
    assert {finding.path for finding in load_media(b"a: 1\n", "kantor/media.yaml")[1]} == {
        "kantor/media.yaml"
    }


def test_the_agency_keeps_its_version_and_the_bytes_that_are_signed() -> None:
    found, findings = load_agency_file(AGENCY.replace(b"version: 1", b"version: 7"), root=ROOT)
    assert found is not None
    assert findings == ()
    assert (found.version, found.history) == (7, ())
    assert AGENCY.endswith(b"\n---\n" + found.document)


@pytest.mark.parametrize(("data", "line"), [(b"outlets: []\n", 2), (b"---\noutlets: []\n", 3)])
def test_a_register_is_one_document(data: bytes, line: int) -> None:
    assert told(load_media(data + b"---\nx: 1\n")) == (
        f"media.yaml:{line}: error[yaml-documents]: this file holds one document only\n"
        "  help: delete the `---` line in the middle\n"
    )


def test_a_key_that_stands_twice_hides_nothing_else() -> None:
    wrong = AGENCY.replace(b"  city: Sofifi\n", b"  moto: x\n  city: Sofifi\n  city: Ternate\n")
    assert told(load_agency(wrong)) == (
        "agency.yaml:11: error[schema-unknown-key]: unknown key `moto` in `identity`\n"
        "  help: did you mean `motto`?\n"
        "agency.yaml:13: error[yaml-duplicate-key]: `city` is written twice\n"
        "  help: keep one of the two\n"
    )
    contract = b"{id: a, name: A, kind: TV, email: a@tv.example, contract_until: 2026-02-30}"
    assert told(load_media(b"outlets: [%b]\noutlets: []\n" % contract)) == (
        "media.yaml:1: error[schema-date]: `2026-02-30` in `outlets[1].contract_until` "
        "is not a date that exists\n"
        "  help: write year-month-day, such as 2026-11-24\n"
        "media.yaml:2: error[yaml-duplicate-key]: `outlets` is written twice\n"
        "  help: keep one of the two\n"
    )
    line = load_media(b"{outlets: [], outlets: [], x: 1}\n")[1]
    assert [finding.id for finding in line] == ["yaml-duplicate-key", "schema-unknown-key"]
    assert told(load_media(b"outlets: []\noutlets: [{}]\nx: 1\n")) == (
        "media.yaml:2: error[yaml-duplicate-key]: `outlets` is written twice\n"
        "  help: keep one of the two\n"
        "media.yaml:3: error[schema-unknown-key]: unknown key `x`\n"
        "  help: delete it; allowed are: `outlets`\n"
    )


def test_other_faults_of_yaml_are_told_alone() -> None:
    wrong = AGENCY.replace(b"  city: Sofifi\n", b"  moto: x\n  city: *kota\n")
    assert told(load_agency(wrong)) == (
        "agency.yaml:12: error[yaml-alias]: the alias `*kota` is not allowed\n"
        "  help: write the value out, or put the text in quotation marks\n"
    )


def test_registers_may_be_longer_than_requests() -> None:
    padding = b"#" * LIMIT + b"\n"
    assert load_agency(AGENCY + padding)[1] == ()
    assert load_media(b"outlets: []\n" + padding) == ((), ())
    form = (CASES / "form-valid" / "form.yaml").read_bytes()
    assert load_form(form + padding, "form.yaml")[1] == ()
    size = len(REQUEST + padding)
    assert told(load_request(PATH, REQUEST + padding, root=ROOT)) == (
        f"{PATH}:1: error[yaml-too-large]: {size} bytes are more than the 65536 that are read\n"
        "  help: put photographs and papers beside the file, and only their names into it\n"
    )
    for load in (load_agency, load_media):
        value, (finding,) = load(b"#" * (LARGE_LIMIT + 1))
        assert (value, finding.id) == (None, "yaml-too-large")


@pytest.mark.parametrize(
    "path",
    ["content/2026/11/24-x/a.md", "content/2026/11/31-x/index.md", "requests/2026/0042/index.md"],
)
def test_an_article_lies_in_the_folder_of_its_day(path: str) -> None:
    assert told(load_article(path, b"---\n---\n")) == (
        f"{path}:1: error[article-place]: an article does not lie here\n"
        "  help: move it to content/<year>/<month>/<day>-<words-of-the-title>/index.md\n"
    )


def test_a_form_left_blank_inside_lists_counts_as_absent_too() -> None:
    data = (CASES / "form-valid" / "form.yaml").read_bytes()
    form, findings = load_form(data.replace(b"{kind: letter", b"{due: , kind: letter"), "f.yaml")
    assert form is not None
    assert findings == ()
    assert form["attachments"][0] == {"kind": "letter", "file": "surat undangan.pdf"}


def test_a_fault_of_the_program_is_told_and_no_traceback() -> None:
    def broken() -> str:
        raise KeyError("letter")

    assert told(built(broken, tuple, "x.yaml")) == (
        "x.yaml:1: error[record-unreadable]: the record cannot be read: 'letter'\n"
        "  help: restore the file as it was, or report this as a fault of the program\n"
    )


ENTRY = """\
history:
- seq: 1
  action: approve
  at: "2026-11-23T09:00:00+09:00"
  by: kasi-piks
  role: section_head
  data: {version: 2, digest: "sha256:%s", paths: [theme], reason: Contoh}
  prev: null
  signer: kasi-piks
  signature: U1NIU0lHIENPTlRPSA==
""" % ("a" * 64)


def test_the_history_of_the_agency_is_about_the_agency() -> None:
    data = AGENCY.replace(b"version: 1\nhistory: []\n", b"version: 2\n" + ENTRY.encode())
    found, findings = load_agency_file(data, root=ROOT)
    assert found is not None, format_text(findings)
    (statement,) = found.history
    assert (statement.root, statement.unit, statement.by) == (ROOT, "agency", "kasi-piks")
    without_root, _findings = load_agency_file(data)
    assert without_root is not None
    assert without_root.history[0].root == ""
    assert [finding.path for finding in load_agency_file(b"a: 1\n")[1]] == ["agency.yaml"]


def test_findings_on_one_line_stand_in_the_order_of_the_rules() -> None:
    start, end = AGENCY.index(b"  people:\n"), AGENCY.index(b"office:\n")
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43
    person = f"{{id: a, name: A, keys: [{key}], terms: []}}"
    people = f"  people: [{person}, {person}]\n".encode()
    _agency, findings = load_agency(AGENCY[:start] + people + AGENCY[end:])
    assert [finding.id for finding in findings] == ["agency-person-twice", "agency-key-twice"]


def test_a_letter_that_turns_secret_is_told_where_that_is_said_and_where_it_was_scanned() -> None:
    lines = REQUEST.count(b"\n")
    later = b"---\nsender: {phone: '0812-0000-0011'}\nletter: {security: rahasia}\n"
    way_out = "say in `letter.kept_at` where the paper lies, and delete the attachment"
    message = "a letter that is not `biasa` is not scanned into Git"
    scanned = REQUEST[: REQUEST.index(b"- kind: letter")].count(b"\n") + 1
    request, findings = load_request(PATH, REQUEST + later, root=ROOT)
    assert request is None
    assert findings == tuple(
        Finding(PATH, line, "request-secret-scan", message, way_out)
        for line in (lines + 3, scanned)
    )
    kept = later.replace(b"rahasia", b"rahasia, kept_at: lemari")
    _request, findings = load_request(PATH, REQUEST + kept, root=ROOT)
    assert [finding.line for finding in findings] == [scanned]


def test_what_is_wrong_with_a_request_is_told_at_its_path() -> None:
    twice = REQUEST.replace(b"\norigin: surat\n", b"\norigin: surat\norigin: surat\nlain: x\n")
    _request, findings = load_request(PATH, twice, root=ROOT)
    assert [(finding.path, finding.id) for finding in findings] == [
        (PATH, "yaml-duplicate-key"),
        (PATH, "schema-unknown-key"),
    ]
    dated = REQUEST.replace(b'date: "2026-11-20"', b'date: "2026-02-30"')
    _request, (finding,) = load_request(PATH, dated, root=ROOT, validate=False)
    assert finding.path == PATH
