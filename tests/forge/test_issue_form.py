"""An issue's text becomes the form that the counter takes, or everything wrong with it is told."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forge.issue_fields import FIELDS, LABEL, Holds, Widget, fields, is_contact, template
from pipeline.forge.issue_form import Problem, Read, read
from pipeline.forge.issue_template import CONFIG, FOLDER, asks_for_contacts, form_files
from pipeline.forge.issue_template import FORM as FILE
from pipeline.record.finding import has_errors
from pipeline.record.front_matter import render_document
from pipeline.record.keeping import Keeping
from pipeline.record.loading import load_form
from pipeline.record.request import REQUIRED_PAPERS, Origin
from pipeline.record.schema import shape
from tests.support.local_office import BEFORE, LINE
from tools.write_issue_form import CHECKOUT, keeping, main

NOW = datetime.fromisoformat("2026-11-23T09:00:00.123456+09:00")
LIMIT = 65_536  # of an issue's text on GitHub
ANSWERS: Mapping[str, str] = {
    "Asal permintaan": "surat permintaan publikasi",
    "Nomor surat": "005/123/CONTOH/2026",
    "Tanggal surat": "2026-11-20",
    "Diterima tanggal dan jam": "2026-11-23 08:50",
    "Hal": "Permohonan publikasi panen raya (CONTOH)",
    "Sifat surat": "sangat segera",
    "Keamanan surat": "biasa",
    "Pengirim": "Dinas Pertanian",
    "Narahubung": "Ibu Contoh",
    "Surel pengirim": "ibu@pengirim.example",
    "Apa": "Panen raya kopi (contoh)\n\nDua baris: `kode`, # bukan judul",
    "Siapa": "Kelompok tani contoh",
    "Kapan": "Senin, 23 November 2026",
    "Di mana": "Desa Contoh",
    "Mengapa": "Menandai musim panen",
    "Bagaimana": "Panen bersama",
    "Berkas lain yang akan diunggah": (
        "- [ ] data yang akan dipublikasikan\n- [x] foto\n- [X] lampiran lain"
    ),
    "Berkas menyusul paling lambat": "2026-11-30",
}
FORM: Mapping[str, Any] = {
    "origin": "surat",
    "letter": {
        "number": "005/123/CONTOH/2026",
        "date": "2026-11-20",
        "received": "2026-11-23T08:50:00+09:00",
        "subject": "Permohonan publikasi panen raya (CONTOH)",
        "urgency": "sangat_segera",
        "security": "biasa",
    },
    "sender": {
        "agency": "Dinas Pertanian",
        "contact": "Ibu Contoh",
        "email": "ibu@pengirim.example",
    },
    "activity": {
        "what": "Panen raya kopi (contoh)\n\nDua baris: `kode`, # bukan judul",
        "who": "Kelompok tani contoh",
        "when": "Senin, 23 November 2026",
        "where": "Desa Contoh",
        "why": "Menandai musim panen",
        "how": "Panen bersama",
    },
    "attachments": [
        {"kind": "letter", "due": "2026-11-30"},
        {"kind": "form", "due": "2026-11-30"},
        {"kind": "data", "due": "2026-11-30"},
        {"kind": "photo", "due": "2026-11-30"},
        {"kind": "other", "due": "2026-11-30"},
    ],
}


def issue(**changed: str) -> str:
    """The text as a forge writes it; changed answers by the field's id, with `_` for `-`."""
    labels = {one.id.replace("-", "_"): one.label for one in FIELDS}
    answers = {**ANSWERS, **{labels[name]: answer for name, answer in changed.items()}}
    parts = [f"### {one.label}\n\n{answers.get(one.label, '_No response_')}" for one in FIELDS]
    return "\n\n".join(parts)


def form(**changed: str) -> Mapping[str, Any]:
    found = read(issue(**changed), NOW)
    assert found.form is not None, found.problems
    return found.form


def problems(**changed: str) -> tuple[Problem, ...]:
    found = read(issue(**changed), NOW)
    assert found.form is None
    return found.problems


def test_a_filled_form_is_what_the_counter_takes() -> None:
    assert read(issue(), NOW) == Read(FORM, ())
    loaded, findings = load_form(render_document(FORM, "form"), "formulir")
    assert (loaded, findings) == (FORM, ())


def test_windows_line_ends_and_pasted_characters_do_not_matter() -> None:
    pasted = issue(letter_subject="Permohonan\u00a0publikasi panen raya\u200b (CONTOH)\t")
    assert read(pasted.replace("\n", "\r\n"), NOW) == Read(FORM, ())


def test_the_table_has_a_question_for_everything_that_a_form_holds() -> None:
    wanted = shape("form").properties
    asked = {(one.part, one.name) for one in FIELDS if one.part}
    held = {
        (part, name)
        for part in ("letter", "sender", "activity")
        for name in wanted[part].properties
    }
    # Where contacts are kept outside Git, the counter says so, and nobody is asked.
    assert asked == held - {("sender", name) for name in ("local", "sha256", "due")}
    assert {one.name for one in FIELDS if not one.part} == {"origin", "papers", "due"}
    assert len({one.label for one in FIELDS}) == len({one.id for one in FIELDS}) == len(FIELDS)


def test_what_is_left_out_has_its_default() -> None:
    empty = dict.fromkeys(("letter_received", "letter_srikandi", "papers", "due"), "_No response_")
    found = form(**empty)
    assert found["letter"]["received"] == "2026-11-23T09:00:00+09:00"
    assert found["attachments"] == [
        {"kind": kind, "due": "2026-11-23"} for kind in ("letter", "form", "data")
    ]
    assert form(letter_srikandi="B/1/2026")["letter"]["srikandi"] == "B/1/2026"
    for nothing in ("-", "Tidak ada", "nihil", "", "None"):
        assert "srikandi" not in form(letter_srikandi=nothing)["letter"]


@pytest.mark.parametrize("origin", list(Origin))
def test_every_paper_that_must_come_is_announced(origin: Origin) -> None:
    label = next(label for label, value in FIELDS[0].options.items() if value == origin)
    found = form(origin=label, papers="")
    kinds = [paper["kind"] for paper in found["attachments"]]
    assert (found["origin"], kinds) == (origin, [*map(str, REQUIRED_PAPERS[origin])])


def test_a_secret_letter_is_not_to_be_scanned() -> None:
    found = form(letter_security="rahasia", letter_kept_at="Lemari 2")
    assert "letter" not in [paper["kind"] for paper in found["attachments"]]
    assert (found["letter"]["security"], found["letter"]["kept_at"]) == ("rahasia", "Lemari 2")
    assert problems(letter_security="rahasia") == (
        Problem(
            "Tempat surat disimpan",
            "it is empty, and the paper of this letter is not scanned",
            "write where the paper lies",
        ),
    )


@pytest.mark.parametrize(
    "written",
    ["20-11-2026", "20/11/2026", "20.11.2026", "20 November 2026", "Jumat, 20 Nov 2026",
     "Jum'at, 20 nov. 2026", " 2026-11-20 "],
)  # fmt: skip
def test_a_day_may_be_written_as_people_do(written: str) -> None:
    assert form(letter_date=written) == FORM


@pytest.mark.parametrize(
    ("written", "month"),
    [("5 Januari 2026", 1), ("5 Mei 2026", 5), ("5 May 2026", 5), ("5 Agustus 2026", 8),
     ("5 Agt 2026", 8), ("5 August 2026", 8), ("5 Oktober 2026", 10), ("5 Des 2026", 12)],
)  # fmt: skip
def test_months_go_by_their_names(written: str, month: int) -> None:
    assert form(letter_date=written)["letter"]["date"] == f"2026-{month:02}-05"


@pytest.mark.parametrize(
    "written",
    ["2026-11-23T08:50", "23-11-2026 08.50", "23 November 2026 pukul 08.50",
     "Senin, 23 November 2026, jam 8:50", "2026-11-23, 08:50"],
)  # fmt: skip
def test_a_moment_may_be_written_as_people_do(written: str) -> None:
    assert form(letter_received=written) == FORM


def test_a_sender_without_mail_has_a_telephone() -> None:
    found = form(sender_email="-", sender_phone="0812-0000-0000")
    assert found["sender"] == {
        "agency": "Dinas Pertanian", "contact": "Ibu Contoh", "phone": "0812-0000-0000",
    }  # fmt: skip
    assert problems(sender_email="_No response_") == (
        Problem(
            "Telepon atau WhatsApp",
            "there is neither an e-mail address nor a telephone number",
            "fill one of the two in: the sender is told when it is published",
        ),
    )


@pytest.mark.parametrize(
    ("name", "answer", "problem"),
    [
        ("letter_number", "_No response_", Problem(
            "Nomor surat", "it is empty", "edit the issue, and write it below `### Nomor surat`")),
        ("origin", "None", Problem(
            "Asal permintaan", "it is empty",
            "choose one of: surat permintaan publikasi, undangan peliputan, perintah pimpinan")),
        ("origin", "titipan", Problem(
            "Asal permintaan", "`titipan` is none of the choices",
            "choose one of: surat permintaan publikasi, undangan peliputan, perintah pimpinan")),
        ("letter_date", "31-11-2026", Problem(
            "Tanggal surat", "`31-11-2026` is not a date", "write it like 2026-11-20")),
        ("letter_date", "0026-11-20", Problem(
            "Tanggal surat", "`0026-11-20` is not a date", "write it like 2026-11-20")),
        ("letter_received", "2026-11-23", Problem(
            "Diterima tanggal dan jam", "`2026-11-23` is not a day with its time",
            "write it like 2026-11-23 08:50")),
        ("letter_received", "2026-11-23 09:01", Problem(
            "Diterima tanggal dan jam", "2026-11-23 09:01 is still to come",
            "write when the letter was received")),
        ("sender_email", "Ibu <ibu@dinas.example>", Problem(
            "Surel pengirim", "`Ibu <ibu@dinas.example>` is not one e-mail address",
            "write one address such as humas@dinas.example, without name or brackets")),
        ("letter_subject", "x" * 501, Problem(
            "Hal", "it has 501 characters, and 500 are the most", "say it more briefly")),
        ("activity_how", "x" * 10_001, Problem(
            "Bagaimana", "it has 10001 characters, and 10000 are the most",
            "say it more briefly, or upload it as a paper")),
        ("activity_how", "a\n### Hal\nb", Problem(
            "Hal", "the heading stands there twice",
            "edit the issue, and take one of them out with what stands below it")),
        ("papers", "- [x] rahasia", Problem(
            "Berkas lain yang akan diunggah", "`rahasia` is none of the choices",
            "choose one of: data yang akan dipublikasikan, foto, lampiran lain")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_the_field(name: str, answer: str, problem: Problem) -> None:
    assert problems(**{name: answer}) == (problem,)


def test_everything_that_is_wrong_is_said_in_one_go() -> None:
    found = problems(letter_date="besok", sender_email="x", activity_what="", due="lusa")
    assert [problem.label for problem in found] == [
        "Tanggal surat", "Surel pengirim", "Apa", "Berkas menyusul paling lambat",
    ]  # fmt: skip


@pytest.mark.parametrize("body", ["", "Mohon diliput.", "### Sesuatu\n\nlain", "## Hal\nx"])
def test_another_text_is_not_the_form(body: str) -> None:
    assert read(body, NOW) == Read(
        None,
        (
            Problem(
                "",
                "this is not the form for requests",
                "open a new issue and fill the form in; nothing was entered in the agenda",
            ),
        ),
    )


def test_a_heading_that_is_no_question_is_text() -> None:
    assert form(activity_how="a\n\n### Susunan acara\n\nb")["activity"]["how"] == (
        "a\n\n### Susunan acara\n\nb"
    )


HOSTILE = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["---", "- [x] foto", "{a: b}", "&a *a", "!!python/object:os.system", "`$(touch pwn)`",
         "\x00\ud800", "\u2028\u202e", "a: b # c", "'", '"', "\\", "| x", "  spasi\n  lagi", "\n\n",
         "٢٠٢٦-١١-٢٠", "23 November 2026 08:٥0", "null", "~", "yes", "0x1f", "1e3", "%TAG", "\t"]
    ),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([one.id.replace("-", "_") for one in FIELDS]), HOSTILE))
def test_whatever_is_filled_in_is_a_form_or_told(changed: Mapping[str, str]) -> None:
    found = read(issue(**changed), NOW)
    assert (found.form is None) is bool(found.problems)
    if found.form is not None:
        loaded, findings = load_form(render_document(found.form, "form"), "formulir")
        assert loaded == found.form and not has_errors(findings)
    assert all(problem.label for problem in found.problems), "the schema knows more than the table"


@given(st.text(max_size=400))
def test_whatever_is_written_is_read_without_an_accident(body: str) -> None:
    assert read(body, NOW).problems
    assert read(f"### Hal\n{body}", NOW).problems


@pytest.mark.parametrize(
    "line",
    [
        lambda _i: "### Hal\n",
        lambda _i: "### \n",
        lambda _i: "- [x] foto\n",
        lambda _i: "\n",
        lambda _i: " ",
        lambda _i: "1 a ",
        lambda i: f"{i} pukul, ",
        lambda _i: "a'a",
        lambda _i: "\u00a0\u200b",
    ],
)
def test_the_longest_text_is_read_quickly(line: Callable[[int], str]) -> None:
    for one in FIELDS:
        start = f"### {one.label}\n\n"
        body = start + "".join(line(i) for i in range(LIMIT // len(line(0))))
        began = time.process_time()
        read(body[:LIMIT], NOW)
        assert time.process_time() - began < 1


def test_the_longest_answers_fit_the_record() -> None:
    long = "kata " * 1999 + "akhir"
    found = form(**{f"activity_{name}": long for name in FORM["activity"]})
    assert found["activity"]["how"] == long


def test_the_file_is_what_the_tool_writes() -> None:
    there = {f"{FOLDER}/{path.name}": path.read_bytes() for path in (CHECKOUT / FOLDER).iterdir()}
    assert there == form_files(keeping(CHECKOUT)), "run `make form`"
    assert keeping(CHECKOUT) is Keeping.REPOSITORY


@pytest.mark.parametrize("way", list(Keeping))
def test_the_file_is_what_the_table_says(way: Keeping) -> None:
    files = form_files(way)
    written = yaml.safe_load(files[FILE])
    assert written == template(way)
    body = [element for element in written["body"] if element["type"] != "markdown"]
    assert [(element["id"], element["attributes"]["label"]) for element in body] == [
        (one.id, one.label) for one in fields(way)
    ]
    assert written["labels"] == [LABEL]
    assert yaml.safe_load(files[CONFIG]) == {"blank_issues_enabled": False}
    assert asks_for_contacts(files[FILE]) is (way is Keeping.REPOSITORY)


def test_the_tool_writes_what_agency_yaml_wants(tmp_path: Path) -> None:
    text = (CHECKOUT / "examples" / "kantor" / "agency.yaml").read_bytes()
    for data, way in (
        (text, Keeping.REPOSITORY),
        (text.replace(BEFORE, LINE + BEFORE), Keeping.LOCAL),
    ):
        (tmp_path / "agency.yaml").write_bytes(data)
        main(tmp_path)
        assert (tmp_path / FILE).read_bytes() == form_files(way)[FILE]
    (tmp_path / "agency.yaml").write_text("name: [\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"agency\.yaml:\d+: "):
        main(tmp_path)
    assert (tmp_path / FILE).read_bytes() == form_files(Keeping.LOCAL)[FILE]


@pytest.mark.parametrize("way", list(Keeping))
@pytest.mark.parametrize(
    ("path", "schema"), [(FILE, "github-issue-forms"), (CONFIG, "github-issue-config")]
)
def test_the_forge_accepts_the_file(path: str, schema: str, way: Keeping, tmp_path: Path) -> None:
    folder = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    published = json.loads((folder / f"{schema}.json").read_text("utf-8"))
    data = form_files(way)[path]
    jsonschema.validate(yaml.safe_load(data), published)
    file = tmp_path / Path(path).name
    file.write_bytes(data)
    linter = Path(sys.executable).parent / "check-jsonschema"
    done = subprocess.run(
        [linter, "--builtin-schema", f"vendor.{schema}", file],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


# --- where papers are local ----------------------------------------------------------------------


def without_contacts(**changed: str) -> str:
    """The text of a form that does not ask for them."""
    labels = {one.id.replace("-", "_"): one.label for one in FIELDS}
    answers = {**ANSWERS, **{labels[name]: answer for name, answer in changed.items()}}
    asked = fields(Keeping.LOCAL)
    parts = [f"### {one.label}\n\n{answers.get(one.label, '_No response_')}" for one in asked]
    return "\n\n".join(parts)


def test_where_papers_are_local_nobody_is_asked_for_contacts() -> None:
    left = [one.id for one in FIELDS if one not in fields(Keeping.LOCAL) and is_contact(one)]
    assert left == ["sender-contact", "sender-email", "sender-phone"]
    sender = {"agency": "Dinas Pertanian", "due": "2026-11-30"}
    assert read(without_contacts(), NOW, Keeping.LOCAL) == Read({**FORM, "sender": sender}, ())
    told = read(without_contacts(due=""), NOW, Keeping.LOCAL).form
    assert told is not None
    assert told["sender"]["due"] == "2026-11-23"


def test_contacts_that_are_typed_all_the_same_are_not_read() -> None:
    found = read(issue(sender_phone="0811-000-1771", sender_email="x"), NOW, Keeping.LOCAL)
    assert found.form is not None
    assert set(found.form["sender"]) == {"agency", "due"}
    assert "Contoh" not in found.form["sender"]["agency"]


def test_every_widget_fits_what_it_holds() -> None:
    for one in FIELDS:
        is_choice = one.widget in (Widget.DROPDOWN, Widget.CHECKBOXES)
        assert bool(one.options) is is_choice
        assert (one.holds in (Holds.CHOICE, Holds.CHOICES)) is is_choice
        # GitHub keeps this word for what was not chosen.
        assert "none" not in {label.casefold() for label in one.options}
        assert one.label == " ".join(one.label.split())
