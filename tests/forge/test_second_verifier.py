"""The second verifier: small, alone, and of one mind with the first on honest and forged mains."""

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.commands import agree, endings, note, review
from pipeline.forge.verification import verify_main
from pipeline.record.finding import has_errors
from pipeline.record.workflow import TABLE, Action, Role
from pipeline.repository import Repository
from tests.forge.by_hand import approve_by_hand, approve_record
from tests.forge.conftest import Opening
from tests.second_verifier import TABLE as SECOND_TABLE
from tests.second_verifier import verify, yaml
from tests.support.office import (
    ARTICLE,
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
from tests.support.programs import need

SOURCE = Path(__file__).parents[1] / "second_verifier.py"
EXAMPLES = Path(__file__).parents[2] / "examples"
RECORD, INDEX = "requests/2026/0118.yaml", f"{ARTICLE}/index.md"
CHANGED = article().replace("“Kopi ini".encode(), "“Kopi itu".encode())
FOREIGN = ("pipeline", "yaml", "jsonschema", "cryptography", "rfc8785", "sshsig", "git")


@pytest.fixture(autouse=True)
def _programs() -> None:
    need("ssh-keygen")


def direct(office: Office, files: dict[str, bytes | None], *more: str, person: str = KASI) -> None:
    """A commit put on main past every gate."""
    office.force(person, "refs/heads/main", office.commit(person, files, office.main, *more))
    for name in (OFFICER, KASI):
        office[name].repository.fetch()


def record(office: Office) -> bytes:
    """The record of the request as main has it."""
    return office.bare.read(office.main, RECORD) or b""


def edited(old: bytes, new: bytes) -> Callable[[Office], None]:
    """A forgery that writes something else into the record."""

    def forge(office: Office) -> None:
        data = record(office)
        assert data.count(old) >= 1
        direct(office, {RECORD: data.replace(old, new, 1)})

    return forge


def put(files: dict[str, bytes | None]) -> Callable[[Office], None]:
    """A forgery that puts files on main."""
    return lambda office: direct(office, files)


def assert_of_one_mind(office: Office) -> None:
    """Both verifiers verify the same units, stop alike, and find something wrong or nothing."""
    first = verify_main(Repository.open(office.bare.folder), office.main, office.root)
    second = verify(office.bare.folder, office.root)
    verified = {number: (unit.commit, unit.digest) for number, unit in first.units.items()}
    assert (second.units, second.stop) == (verified, first.stop), second.why
    assert bool(second.why) == has_errors(first.findings), second.why


# --- what it is -------------------------------------------------------------------------------


def test_it_is_small() -> None:
    """425 lines of code at most: blank lines, comments and docstrings come on top."""
    text = SOURCE.read_text("utf-8")
    blank = {
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if not line.strip() or line.lstrip().startswith("#")
    }
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and (
            ast.get_docstring(node) is not None
        ):
            blank |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    assert len(text.splitlines()) - len(blank) <= 425


def test_it_needs_the_standard_library_only() -> None:
    code = (
        f"import runpy, sys; runpy.run_path({str(SOURCE)!r});"
        f"print([name for name in {FOREIGN!r} if name in sys.modules])"
    )
    alone = [sys.executable, "-I", "-S", "-c", code]
    assert subprocess.run(alone, capture_output=True, check=True, text=True).stdout == "[]\n"


def test_both_tables_say_the_same() -> None:
    """What is written twice is compared: who may do what, from where, to where."""
    first = {
        (str(row.action), str(role), str(source), str(row.target or "same"))
        for row in TABLE
        if Role.MACHINE not in row.roles and row.action is not Action.IMPORT
        for role in row.roles
        for source in row.sources or ("new",)
    }
    second = {
        (action, role, source, target)
        for (action,), roles, sources, (target,), _makes, _marks in SECOND_TABLE
        for role in roles
        for source in sources
    }
    assert second == first


LIST = {"c": [{"d": "it's", "e": []}, "f"], "a": 1}
LINKS = {"a": {"b": "https://x.example/#y", "c": "08:00-12:00"}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("c:\n- d: 'it''s'\n  e: []\n- f\na: 1", LIST),
        ('a: {b: c d, "e": [1, "2", null]}  # note', {"a": {"b": "c d", "e": [1, "2", None]}}),
        ("# note\na:\n  b: https://x.example/#y\n\n  c: 08:00-12:00", LINKS),
        ("a: |\n  b: c\n  d\ne: two\n  lines", {"a": "| b: c d", "e": "two lines"}),
    ],
)
def test_its_own_reader_of_yaml(text: str, value: object) -> None:
    assert yaml(text) == value


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2", "a: {b: 1, b: 2}", "a: 1\nb", "a: [1", "a: 1\u200b", "a: {b: &c d}x"]
)
def test_its_own_reader_of_yaml_refuses(text: str) -> None:
    with pytest.raises(ValueError):
        yaml(text)


def test_its_command_line(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    words = [sys.executable, "-I", "-S", str(SOURCE), str(office.bare.folder), office.root]
    done = subprocess.run(words, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    direct(office, {"pipeline/program.py": b"jahat"})
    done = subprocess.run(words, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("pipeline/program.py: ")


# --- honest mains -----------------------------------------------------------------------------


@pytest.mark.parametrize("stage", list(Stage))
def test_they_agree_on_every_stage(office_at: Opening, stage: Stage) -> None:
    assert_of_one_mind(office_at(stage))


@pytest.mark.parametrize("action", [Action.DECLINE, Action.FILE, Action.VOID])
def test_they_agree_on_ended_requests(office_at: Opening, action: Action) -> None:
    office = office_at(Stage.RECEIVED)
    endings.run(office[KASI if action is Action.VOID else KABID], NUMBER, action, reason="contoh")
    office.merge()
    assert_of_one_mind(office)


def test_they_agree_on_a_revised_text(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    review.look(office[KASI], NUMBER)
    (office[KASI].repository.folder / INDEX).write_bytes(CHANGED)
    review.revise(office[KASI], NUMBER, note="kutipan", category="bahasa")
    agree.run(office[OFFICER], NUMBER)
    office.approve()
    office.merge()
    assert verify(office.bare.folder, office.root).units.keys() == {NUMBER}
    assert_of_one_mind(office)


def test_they_agree_on_a_topic_for_both_heads(office_at: Opening) -> None:
    office = office_at(Stage.RECEIVED)
    office.dispose()
    office.accept()
    health = article().replace(b"topics: [pertanian]", b"topics: [kesehatan]")
    office.write(files=article_files(text=health))
    office.submit()
    office.approve()
    tip = office.tip()
    alone = {p: office.bare.read(tip, p) for p in office.bare.changed_paths(office.main, tip)}
    direct(office, alone, tip)
    assert verify(office.bare.folder, office.root).bad == {NUMBER}
    assert_of_one_mind(office)


# --- forged mains -----------------------------------------------------------------------------

FORGERIES: dict[str, Callable[[Office], None]] = {
    "an article of nobody": put({"content/2026/11/04-lain/index.md": article("2026-0999")}),
    "changed words": put({INDEX: CHANGED}),
    "a swapped picture": put({f"{ARTICLE}/foto.jpg": photo("red")}),
    "a picture more": put({f"{ARTICLE}/foto-2.jpg": photo("red")}),
    "a removed article": put({INDEX: None, f"{ARTICLE}/foto.jpg": None}),
    "an older article changed": put({f"{IMPORTED}/index.md": None}),
    "a changed program": put({"pipeline/program.py": b"jahat"}),
    "a file of no class": put({"lain/berkas.txt": b"x"}),
    "attributes": put({".gitattributes": b"* text=auto\n"}),
    "code behind an article": put({INDEX: CHANGED, "pipeline/program.py": b"jahat"}),
    "a removed record": put({RECORD: None}),
    "a paper more": put({"requests/2026/0118/lain.pdf": b"x"}),
    "a paper changed": put({"requests/2026/0118/surat.pdf": b"x"}),
    "no agency any more": put({"agency.yaml": None}),
    "a state typed": edited(b"state: approved", b"state: in_review"),
    "a key twice": edited(b"officer: petugas-1\n", b"officer: petugas-1\nofficer: petugas-1\n"),
    "a summary changed": edited(b"contributors: [petugas-1]", b"contributors: [petugas-2]"),
    "a statement changed": edited(b"data: {officer: petugas-1}", b"data: {officer: petugas-2}"),
    "another decider": edited(b"  by: kasi-piks", b"  by: kabid-piks"),
    "another role": edited(b"  role: section_head", b"  role: division_head"),
    "another moment": edited(b"T14:30:00+09:00", b"T14:31:00+09:00"),
    "another signature": edited(b"  signature: U1NI", b"  signature: V1NI"),
    "a link of the chain": edited(b"  prev: null", b'  prev: "sha256:' + b"0" * 64 + b'"'),
    "another sender": edited(b"Ibu Contoh", b"Ibu Palsu"),
    "a document more": lambda office: direct(
        office, {RECORD: record(office) + b"---\nsender: {contact: Palsu}\n"}
    ),
    "another number": lambda office: direct(office, {"requests/2026/0119.yaml": record(office)}),
    "a roster that lets somebody in": lambda office: direct(
        office,
        {
            "agency.yaml": (office.bare.read(office.main, "agency.yaml") or b"").replace(
                b"role: officer, title", b"role: section_head, title"
            )
        },
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_they_agree_on_forgeries(office_at: Opening, name: str) -> None:
    office = office_at(Stage.MERGED)
    FORGERIES[name](office)
    assert verify(office.bare.folder, office.root).why
    assert_of_one_mind(office)


@pytest.mark.parametrize("name", ["changed words", "a changed program", "a removed record"])
def test_they_forgive_what_was_set_right(office_at: Opening, name: str) -> None:
    office = office_at(Stage.MERGED)
    before = office.main
    FORGERIES[name](office)
    paths = office.bare.changed_paths(before, office.main)
    direct(office, {path: office.bare.read(before, path) for path in paths})
    assert verify(office.bare.folder, office.root).why == []
    assert_of_one_mind(office)


def test_they_agree_that_a_history_only_grows(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    short = office.bare.read(office.tip(), RECORD) or b""
    note.run(office[OFFICER], NUMBER, text="catatan penting", coordinated=None)
    office.approve()
    office.merge()
    direct(office, {RECORD: short})
    assert_of_one_mind(office)
    direct(office, {RECORD: approve_record(office, NUMBER, short)})
    assert_of_one_mind(office)


def test_they_agree_on_a_merge_too_early(office_at: Opening) -> None:
    office = office_at(Stage.IN_REVIEW)
    tip = office.tip()
    files = {p: office.bare.read(tip, p) for p in office.bare.changed_paths(office.main, tip)}
    direct(office, files, tip)
    assert verify(office.bare.folder, office.root).bad == {NUMBER}
    assert_of_one_mind(office)


def test_they_agree_on_who_takes_the_place_of_another(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    office.at("2026-11-03T09:00:00+09:00")
    number = office.receive(subject="Surat kedua (CONTOH)")
    office.dispose(number)
    office.accept(number)
    taken = office.commit(OFFICER, {INDEX: article(number, "Judul Baru Panen")}, office.tip(number))
    office.force(OFFICER, f"refs/heads/request/{number}", taken)
    tip = approve_by_hand(office, number, ARTICLE)
    files = {p: office.bare.read(tip, p) for p in office.bare.changed_paths(office.main, tip)}
    direct(office, files, tip)
    assert_of_one_mind(office)


@pytest.mark.parametrize("name", ["info/grafts", "objects/info/alternates", "shallow"])
def test_they_stop_at_a_clone_that_lies(office_at: Opening, name: str) -> None:
    office = office_at(Stage.MERGED)
    (office.bare.folder / name).write_text("")
    second = verify(office.bare.folder, office.root)
    assert (second.stop, second.why[-1]) == (True, name)


def test_they_stop_at_replaced_objects(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    office.bare.run("update-ref", f"refs/replace/{office.main}", office.root)
    assert verify(office.bare.folder, office.root).stop
    assert_of_one_mind(office)


def test_they_stop_at_another_root(office_at: Opening) -> None:
    office = office_at(Stage.MERGED)
    assert verify(office.bare.folder, office.main, office.root).stop
