"""What Git can hold and no unit may: other modes, folders for files, names that mislead (C06, C07).

Everything is planted as raw objects, as somebody would who bends Git itself.
"""

import time

import pytest

from pipeline.errors import SiarError
from pipeline.objects import BadObject, render_tree
from pipeline.record.agenda import branch, request_path
from pipeline.record.report_findings import format_text
from pipeline.record.signature import armoured
from pipeline.repository import Repository
from tests.forge.conftest import Opening
from tests.record.test_hostile_names import VARIANTS
from tests.support.office import ARTICLE, NUMBER, OFFICER, Office, Stage

RECORD = request_path(NUMBER)
BRANCH = f"refs/heads/{branch(NUMBER)}"
FILE, EXECUTABLE, LINK, SUBMODULE, FOLDER = "100644", "100755", "120000", "160000", "40000"
ELSEWHERE = "a" * 40


@pytest.fixture
def office(office_at: Opening) -> Office:
    """An office with an article in review."""
    return office_at(Stage.IN_REVIEW)


def raw_tree(repository: Repository, entries: dict[str, tuple[str, str]]) -> str:
    """The id of this folder, whatever Git would say of it."""
    words = ("hash-object", "-t", "tree", "-w", "--stdin", "--literally")
    return repository.run(*words, stdin=render_tree(entries)).strip()


def planted(office: Office, path: str, mode: str, oid: str) -> str:
    """A signed commit on the request's branch in which this stands at the path."""
    repository = office[OFFICER].repository
    repository.fetch()
    names = path.split("/")
    folders = ["/".join(names[:depth]) for depth in range(len(names))]
    for folder, name in zip(reversed(folders), reversed(names), strict=True):
        entries = entries_of(repository, office.tip(), folder)
        entries[name] = (mode, oid)
        mode, oid = FOLDER, raw_tree(repository, entries)
    at = office[OFFICER].now()
    return repository.commit_tree(
        oid, [office.tip()], "by hand", author="Siapa <a@b.example>", at=at,
        sign=lambda payload: armoured(office.signature(OFFICER, payload, "git")),
    )  # fmt: skip


def entries_of(repository: Repository, commit: str, folder: str) -> dict[str, tuple[str, str]]:
    """What lies in a folder of a commit, if there is one."""
    if folder and repository.tree_id(commit, folder) is None:
        return {}
    listed = repository.run("ls-tree", "-z", f"{commit}:{folder}").split("\0")
    rows = [line.split("\t", 1) for line in listed if line]
    return {name: (meta.split(" ")[0].lstrip("0"), meta.split(" ")[2]) for meta, name in rows}


def gate(office: Office, commit: str) -> list[tuple[str, str]]:
    """The rules that the gate finds broken when this is pushed to the request's branch."""
    return [(finding.id, finding.path) for finding in office.gate(OFFICER, (BRANCH, commit))]


def blob(office: Office, data: bytes = b"x") -> str:
    """Some bytes in the officer's clone."""
    return office[OFFICER].repository.write_blob(data)


def at(office: Office, path: str) -> str:
    """The object at a path of the request's branch."""
    return office.bare.run("rev-parse", f"{office.tip()}:{path}").strip()


INDEX, PHOTO, PAPER = f"{ARTICLE}/index.md", f"{ARTICLE}/foto.jpg", "requests/2026/0118/surat.pdf"
MODES = {EXECUTABLE: "the same bytes, to be run", LINK: "the same bytes, as a link"}


@pytest.mark.parametrize("path", [RECORD, INDEX, PHOTO, PAPER])
@pytest.mark.parametrize("mode", MODES, ids=list(MODES.values()))
def test_the_right_bytes_of_another_mode_are_refused(office: Office, path: str, mode: str) -> None:
    found = gate(office, planted(office, path, mode, at(office, path)))
    assert ("unit-mode", path) in found


@pytest.mark.parametrize("path", [INDEX, PHOTO, PAPER, f"{ARTICLE}/x.md", f"{ARTICLE}/x.jpg"])
def test_another_repository_is_no_file(office: Office, path: str) -> None:
    assert ("unit-mode", path) in gate(office, planted(office, path, SUBMODULE, ELSEWHERE))


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../agency.yaml", "index.md", "", "a\0b"])
@pytest.mark.parametrize("path", [INDEX, PHOTO, PAPER, f"{ARTICLE}/x.md"])
def test_a_link_leads_nowhere(office: Office, path: str, target: str) -> None:
    commit = planted(office, path, LINK, blob(office, target.encode()))
    assert ("unit-mode", path) in gate(office, commit)


MISSING = ("request-missing", BRANCH)
GONE = ("article-missing", RECORD)


@pytest.mark.parametrize(
    ("path", "mode", "expected"),
    [
        (RECORD, SUBMODULE, MISSING),
        (RECORD, FOLDER, MISSING),
        (f"{RECORD}/x", FILE, MISSING),
        ("requests/2026", LINK, MISSING),
        ("requests/2026", SUBMODULE, MISSING),
        ("requests", SUBMODULE, MISSING),
        (INDEX, FOLDER, GONE),
        (f"{INDEX}/index.md", FILE, GONE),
        (ARTICLE, LINK, GONE),
        (ARTICLE, SUBMODULE, GONE),
        ("content/2026", LINK, GONE),
        ("content", SUBMODULE, GONE),
        ("requests/2026/0118", LINK, ("paper-digest", RECORD)),
        ("requests/2026/0118", SUBMODULE, ("paper-digest", RECORD)),
    ],
)
def test_what_is_no_file_where_one_belongs_is_missing(
    office: Office, path: str, mode: str, expected: tuple[str, str]
) -> None:
    oid = {FOLDER: raw_tree(office[OFFICER].repository, {}), SUBMODULE: ELSEWHERE}
    assert expected in gate(office, planted(office, path, mode, oid.get(mode) or blob(office)))


def test_an_object_that_is_not_there_or_not_what_it_is_said_to_be_is_told(office: Office) -> None:
    for mode, oid in ((FILE, ELSEWHERE), (FILE, at(office, ARTICLE)), (FOLDER, at(office, INDEX))):
        with pytest.raises(SiarError) as refused:
            gate(office, planted(office, f"{ARTICLE}/x", mode, oid))
        assert "Traceback" not in refused.value.message


@pytest.mark.parametrize("entry", ["040000 a", "100664 a", "100644 ..", "100644 a/b", "100644 "])
def test_a_folder_that_git_would_not_write_is_told(office: Office, entry: str) -> None:
    repository = office[OFFICER].repository
    raw = entry.encode() + b"\0" + bytes.fromhex(blob(office))
    words = ("hash-object", "-t", "tree", "-w", "--stdin", "--literally")
    oid = repository.run(*words, stdin=raw).strip()
    with pytest.raises(SiarError) as refused:
        gate(office, planted(office, f"{ARTICLE}/bagian", FOLDER, oid))
    assert isinstance(refused.value, BadObject) or "Git could not" in refused.value.message


# The names that Git can hold at all.
NAMES = [
    name
    for names in VARIANTS.values()
    for name in names
    if name and "/" not in name and "\0" not in name and len(name) < 1000 and name != "\ud800"
    if name not in (".", "..")
]


def test_each_bad_name_of_a_file_is_a_finding(office: Office) -> None:
    repository = office[OFFICER].repository
    repository.fetch()
    entries = entries_of(repository, office.tip(), ARTICLE)
    entries |= {name: (FILE, blob(office)) for name in NAMES}
    started = time.process_time()
    commit = planted(office, ARTICLE, FOLDER, raw_tree(repository, entries))
    named = {path for rule, path in gate(office, commit) if rule == "path-name"}
    assert len(named) == 50  # more are not told at once
    assert {path.removeprefix(f"{ARTICLE}/") for path in named} <= set(NAMES)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "name", ["Foto.JPG", "caf\udce9.jpg", "a\nb.md", ".gitattributes", "%2e.md"]
)
def test_a_bad_name_is_told_at_its_path(office: Office, name: str) -> None:
    path = f"{ARTICLE}/{name}"
    found = gate(office, planted(office, path, FILE, blob(office)))
    if name == "Foto.JPG":  # beside foto.jpg
        path = f"{ARTICLE}/foto.jpg"
    assert ("path-name", path) in found


def test_a_name_with_a_line_break_asks_git_no_second_question(office: Office) -> None:
    # `git cat-file --batch` would take it for two questions, and answer each one late after that.
    evil = f"x\n{office.tip()}:{PHOTO}"
    assert office.bare.read(office.tip(), evil) is None
    assert office.bare.read(office.tip(), RECORD) == office.bare.blob(at(office, RECORD))


def test_a_folder_in_capitals_is_no_second_article(office: Office) -> None:
    path = "content/2026/11/02-Panen-Raya-Contoh/index.md"
    found = office.gate(OFFICER, (BRANCH, planted(office, path, FILE, blob(office))))
    assert [finding.id for finding in found] == ["unit-path"]
    assert "02-Panen-Raya-Contoh" in found[0].message


def test_a_finding_about_any_name_can_be_printed(office: Office) -> None:
    for name in ("caf\udce9.jpg", "a\x1b[2Jb", "a\nb"):
        commit = planted(office, f"{ARTICLE}/{name}", FILE, blob(office))
        shown = format_text(office.gate(OFFICER, (BRANCH, commit)))
        shown.encode()
        assert "\x1b" not in shown
