"""What the verbs show that change nothing: status, verify, check, doctor, and the local page."""

import json
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.commands import serve
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.errors import Exit
from pipeline.repository import Repository
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk, refusal
from tests.support.office import ARTICLE, IMPORTED, KASI, NUMBER, OFFICER, Stage, article
from tests.support.programs import need

# --- status --------------------------------------------------------------------------------------


def test_status_shows_what_is_open_on_whom_it_waits_and_its_minutes(
    desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    monkeypatch.setenv("COLUMNS", "150")
    second = desk.office.receive(subject="Surat kedua (CONTOH)")
    third = desk.office.receive(subject="Surat ketiga (CONTOH)")
    desk.office.dispose(third)
    desk.office.accept(third)
    desk.siar(OFFICER, "pause", third, "--waiting-for", "Dinas Contoh", "--reason", "data")
    desk.office.at("2026-11-02T14:10:00+09:00")
    said = desk.siar(KASI, "status")
    assert (said.exit, said.err) == (Exit.OK, "")
    rows = [re.split(r"  +", line) for line in said.out.splitlines()]
    kasi, kabid = "Yusran Malakaya, S.Sos., M.Si.", "Dra. Hartini Laranuku, M.Si."
    assert rows == [
        ["number", "state", "since", "minutes", "waits on", "subject"],
        [second, "diterima", "overdue", "02-11-2026 13.30", "40/15",
         f"Kepala Bidang (Kabid): {kabid}", "Surat kedua (CONTOH)"],
        [NUMBER, "menunggu koreksi", "overdue", "02-11-2026 13.30", "40/30",
         f"Kepala Seksi (Kasi): {kasi}", "Publikasi panen raya (CONTOH)"],
        [third, "ditunda", "02-11-2026 13.30", "0/120", "Dinas Contoh", "Surat ketiga (CONTOH)"],
    ]  # fmt: skip


def test_status_says_when_nothing_is_open(published_desk: Desk) -> None:
    assert published_desk.siar(KASI, "status") == (Exit.OK, "nothing is open\n", "")


# --- verify --------------------------------------------------------------------------------------


def test_what_is_published_is_proved(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.MERGED)
    root = desk.office.root[:10]
    said = desk.siar(OFFICER, "verifikasi")
    expected = (
        f"verified: 1 request since the root {root}\n"
        "  files and their place: all right\n"
        "  steps of the procedure: all right\n"
        "  roles and signatures: all right\n"
        "  reviews of the forge: all right\n"
        "  the live site: not looked at (siar verify --live)\n"
    )
    assert said == (Exit.OK, expected, "")
    found = json.loads(desk.siar(OFFICER, "verify", "--format", "json").out)
    assert found == {
        "root": desk.office.root,
        "since": desk.office.root,
        "main": desk.office.main,
        "requests": 1,
        "imported": 1,
        "stop": False,
        "levels": {"structure": True, "edges": True, "signatures": True, "evidence": True},
        "findings": [],
    }
    assert desk.siar(OFFICER, "verify", "--format", "github") == (Exit.OK, "", "")


def changed_by_hand(desk: Desk) -> None:
    """Somebody types another state and one byte of the approved article into their work tree."""
    clone = desk.clone(OFFICER)
    Repository.open(clone).run("pull", "--quiet", "--ff-only")
    request, text = clone / "requests/2026/0118.yaml", clone / ARTICLE / "index.md"
    request.write_bytes(request.read_bytes().replace(b"state: approved", b"state: declined"))
    text.write_bytes(text.read_bytes().replace(b"empat ton", b"Empat ton", 1))


def test_a_state_typed_by_hand_and_one_changed_byte_are_told_with_file_and_line(
    desk_at: DeskAt,
) -> None:
    desk = desk_at(Stage.MERGED)
    changed_by_hand(desk)
    said = desk.siar(OFFICER, "verify", "--format", "json")
    assert said.exit == Exit.PROBLEMS
    found = json.loads(said.out)
    rows = {(row["path"], row["line"], row["id"]): row for row in found["findings"]}
    assert found["levels"] == {
        "structure": True, "edges": False, "signatures": True, "evidence": True
    }  # fmt: skip
    state = rows["requests/2026/0118.yaml", 3, "state-history"]
    assert state["message"] == "state is `declined`, but the history leads to `approved`"
    assert any(path == f"{ARTICLE}/index.md" for path, _line, _id in rows)
    text = desk.siar(OFFICER, "verify").out
    assert (
        "requests/2026/0118.yaml:3: error[state-history]: "
        "state is `declined`, but the history leads to `approved`\n  help: "
    ) in text
    annotations = desk.siar(OFFICER, "verify", "--bentuk", "github").out
    assert "::error file=requests/2026/0118.yaml,line=3,title=state-history::" in annotations


def test_a_statement_can_be_checked_with_openssh_alone(desk_at: DeskAt, tmp_path: Path) -> None:
    ssh_keygen = need("ssh-keygen")
    desk = desk_at(Stage.MERGED)
    folder = tmp_path / "bukti"
    said = desk.siar(OFFICER, "verify", "--statement", NUMBER, "5", "--to", str(folder))
    assert said == (Exit.OK, f"written to {folder}\n", "")
    words = [
        ssh_keygen, "-Y", "verify", "-f", "allowed_signers", "-I", KASI, "-n", "siar-statement",
        "-s", "statement.json.sig",
    ]  # fmt: skip

    def openssh() -> int:
        payload = (folder / "statement.json").read_bytes()
        return subprocess.run(
            words, cwd=folder, input=payload, capture_output=True, check=False
        ).returncode

    assert openssh() == 0
    told = json.loads((folder / "statement.json").read_bytes())
    assert (told["action"], told["by"], told["seq"]) == ("approve", KASI, 5)
    (folder / "statement.json").write_bytes(
        (folder / "statement.json").read_bytes().replace(b"approve", b"decline")
    )
    assert openssh() != 0


@pytest.mark.parametrize(
    ("number", "seq", "sentence", "way_out"),
    [
        (NUMBER, "9", f"request {NUMBER} has no statement 9", "its history has 5 of them"),
        (NUMBER, "0", f"request {NUMBER} has no statement 0", "its history has 5 of them"),
        ("2026-0777", "1", "there is no request 2026-0777", "`siar status` lists the open ones"),
        ("118", "1", "118 is not an agenda number",
         "they look like 2026-0042; `siar status` lists the open ones"),
    ],
)  # fmt: skip
def test_a_statement_that_does_not_exist_is_refused(
    desk_at: DeskAt, number: str, seq: str, sentence: str, way_out: str
) -> None:
    said = desk_at(Stage.MERGED).siar(OFFICER, "verify", "--statement", number, seq)
    assert said == (Exit.PROBLEMS, "", refusal(sentence, way_out))


# --- check, on a folder --------------------------------------------------------------------------


@pytest.fixture
def tidy(desk_at: DeskAt) -> Desk:
    """A clone in whose folder nothing is wrong, but for warnings."""
    desk = desk_at(Stage.MERGED)
    clone = desk.clone(OFFICER)
    Repository.open(clone).run("pull", "--quiet", "--ff-only")
    for path in (clone / IMPORTED).iterdir():
        path.unlink()
    return desk


def findings(desk: Desk) -> tuple[int, list[str]]:
    """Exit code and the first lines of the errors in the officer's folder."""
    said = desk.siar(OFFICER, "check")
    return said.exit, [line for line in said.out.splitlines() if ": error[" in line]


def test_a_folder_in_order_is_said_to_be(tidy: Desk) -> None:
    assert findings(tidy) == (Exit.OK, [])


def test_everything_wrong_in_a_folder_is_told_in_one_run(tidy: Desk) -> None:
    clone = tidy.clone(OFFICER)
    agency, media = clone / "agency.yaml", clone / "media.yaml"
    agency.write_bytes(agency.read_bytes().replace(b"  city: Sofifi", b"  kota: Sofifi"))
    media.write_bytes(b"outlets: [\n")
    request = clone / "requests/2026/0118.yaml"
    request.write_bytes(request.read_bytes().replace(b"state: approved", b"state: void"))
    code, told = findings(tidy)
    assert code == Exit.PROBLEMS
    assert [line.split(": error")[0].split(":")[0] for line in told] == [
        "agency.yaml", "agency.yaml", "media.yaml", "requests/2026/0118.yaml",
    ]  # fmt: skip


def test_on_a_forge_a_paper_waits_for_the_recorder_and_is_no_mistake(tidy: Desk) -> None:
    path = "requests/2026/0118/baru.pdf"
    (tidy.clone(OFFICER) / path).write_bytes(b"%PDF-1.7 contoh")
    code, told = findings(tidy)
    assert (code, len(told)) == (Exit.PROBLEMS, 1)
    said = tidy.siar(OFFICER, "check", "--format", "github")
    assert said.exit == Exit.OK
    assert f"::warning file={path},line=1,title=paper-unknown::" in said.out


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        ('request: "2026-0777"\n', "2026-0777"),
        ('request: "2026-0118"\n', "2026-0118"),  # which has another article
        ("", "none is named"),
    ],
)
def test_an_article_without_its_request_is_told(tidy: Desk, named: str, shown: str) -> None:
    folder = tidy.clone(OFFICER) / "content/2026/11/02-tanpa-permintaan"
    folder.mkdir()
    text = article("2026-0777").replace(b'request: "2026-0777"\n', named.encode())
    (folder / "index.md").write_bytes(text)
    (folder / "foto.jpg").write_bytes((tidy.clone(OFFICER) / ARTICLE / "foto.jpg").read_bytes())
    assert findings(tidy) == (
        Exit.PROBLEMS,
        [
            "content/2026/11/02-tanpa-permintaan/index.md:2: error[article-orphan]: "
            f"no request has this article: {shown}"
        ],
    )


def test_papers_without_their_request_and_pictures_without_their_text_are_told(
    tidy: Desk,
) -> None:
    clone = tidy.clone(OFFICER)
    (clone / "requests/2026/0118.yaml").unlink()
    (clone / ARTICLE / "index.md").unlink()
    code, told = findings(tidy)
    assert code == Exit.PROBLEMS
    assert told == [
        "requests/2026/0118:1: error[unit-orphan]: files without the record they belong to",
        f"{ARTICLE}/index.md:1: error[unit-orphan]: files without the record they belong to",
    ]


# --- doctor --------------------------------------------------------------------------------------


def test_a_machine_in_order_passes(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    said = desk.siar(OFFICER, "doctor")
    assert (said.exit, said.err) == (Exit.OK, "")
    lines = said.out.splitlines()
    assert all(line.startswith("✓ ") for line in lines)
    assert lines[1:5] == [
        "✓ the office's repository answers",
        f"✓ the root is pinned: {desk.office.root[:10]}",
        "✓ at work here: Fadila Samadara, S.I.Kom. (petugas-1)",
        "✓ the signing key can be used",
    ]


KEY_HINT = "git config siar.key FILE (an Ed25519 key without a passphrase)"
KNOWN = "petugas-1, petugas-2, kasi-piks, kabid-piks, sekretaris, pengelola"
# A setting, what it is set to, and what is said of it.
SETTINGS = [
    ("siar.key", "tidak-ada.key",
     "no usable signing key at {clone}/tidak-ada.key: No such file or directory", KEY_HINT),
    ("siar.key", "agency.yaml",
     "no usable signing key at {clone}/agency.yaml: it is no Ed25519 key without a passphrase",
     KEY_HINT),
    ("siar.key", "../kunci/stranger.key",
     "the signing key here is not one of petugas-1 in the roster",
     "git config siar.key FILE, or have the public key added to agency.yaml"),
    ("siar.key", "../kunci/kasi-piks.key",
     "the signing key here is not one of petugas-1 in the roster",
     "git config siar.key FILE, or have the public key added to agency.yaml"),
    ("siar.person", "siapa", "siapa is nobody of the roster",
     f"git config siar.person ID — one of: {KNOWN}"),
    ("siar.root", "0" * 40, f"main does not come from the pinned root {'0' * 40}",
     "this is not the office's repository; check `git remote -v` and siar.root"),
    ("siar.practice", "false", "nothing says where the website is deployed to on this machine",
     "git config siar.deploy /srv/www/siar"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "sentence", "way_out"), SETTINGS)
def test_a_setting_that_is_off_is_told_with_the_way_out_and_the_rest_is_looked_at_too(
    desk_at: DeskAt, name: str, value: str, sentence: str, way_out: str
) -> None:
    desk = desk_at(Stage.RECEIVED)
    Repository.open(desk.clone(OFFICER)).run("config", name, value)
    said = desk.siar(OFFICER, "diagnosa")
    assert said.exit == Exit.PROBLEMS
    told = sentence.format(clone=desk.clone(OFFICER))
    assert f"✗ {told}\n    way out: {way_out}\n" in said.out
    assert "✓ officer: Fadila Samadara, S.I.Kom.; Contoh Petugas Dua\n" in said.out


def test_a_key_that_others_may_read_is_told(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    key = desk.office.key_file(OFFICER)
    key.chmod(0o644)
    said = desk.siar(OFFICER, "doctor")
    assert said.exit == Exit.PROBLEMS
    assert (
        f"✗ other users of this machine can read the key {key}\n    way out: chmod 600 {key}\n"
        in said.out
    )


def test_a_shared_repository_without_its_gate_is_told(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)  # the test's office goes without its hooks
    shared = desk.office.bare
    shared.run("config", "core.fsync", "none")
    shared.run("config", "--unset", "siar.root")
    said = desk.siar(OFFICER, "doctor", cwd=shared.folder)
    assert said.exit == Exit.PROBLEMS
    for sentence, way_out in (
        ("the root is not pinned", f"git config siar.root {desk.office.root}"),
        ("the hook pre-receive is missing",
         "without it anybody may push anything: run `siar init` anew"),
        ("pushes may be lost in a power cut", "git config core.fsync all"),
    ):  # fmt: skip
        assert f"✗ {sentence}\n    way out: {way_out}\n" in said.out


# --- serve ---------------------------------------------------------------------------------------


class Page(NamedTuple):
    """What the local page answers."""

    status: int
    kind: str
    body: bytes


def fetch(address: str) -> Page:
    """Fetch an address as it is written, however odd."""
    try:
        with urllib.request.urlopen(address) as answer:
            return Page(answer.status, answer.headers["Content-Type"], answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Page(error.code, error.headers["Content-Type"], error.read())


@pytest.fixture
def hub(published_desk: Desk) -> Iterator[str]:
    """The address of the local page of an office that has published."""
    with serve.run(Context(published_desk.fresh(), Quiet())) as address:
        yield address.rstrip("/")


def links(page: Page) -> list[str]:
    """Where a page leads."""
    return re.findall(r'href="([^"]+)"', page.body.decode())


def test_one_page_leads_to_the_site_the_papers_and_the_mails(hub: str) -> None:
    overview = fetch(hub + "/")
    assert (overview.status, overview.kind) == (200, "text/html; charset=utf-8")
    site, *rest = links(overview)
    assert b"Petani Desa Contoh Panen Raya Kopi" in fetch(site).body
    paper = next(link for link in rest if link.startswith("/cetakan/"))
    assert fetch(hub + paper).kind == "application/pdf"
    assert fetch(hub + paper).body.startswith(b"%PDF-1.7")
    mails = [link for link in rest if link.startswith("/surel/")]
    assert len(mails) == 6
    mail = fetch(hub + mails[0])
    assert mail.kind == "text/html; charset=utf-8"
    assert b"Petani Desa Contoh Panen Raya Kopi" in mail.body
    kinds = [fetch(hub + link).kind for link in links(mail) if link.startswith(mails[0])]
    assert "application/pdf" in kinds
    assert "image/jpeg" in kinds


@pytest.mark.parametrize(
    "path",
    [
        "/tidak-ada",
        "/cetakan/0/..%2f..%2fkantor.git%2fconfig",
        "/cetakan/0/../../kantor.git/config",
        "/cetakan/0/%2fetc%2fpasswd",
        "/cetakan/0/tidak-ada.pdf",
        "/cetakan/0/%00",
        "/cetakan/0/" + "x" * 5000,
        "/cetakan/-1/2026/laporan-2026-0118.pdf",
        "/cetakan/9/2026/laporan-2026-0118.pdf",
        "/cetakan/x/2026/laporan-2026-0118.pdf",
        "/surel/..%2fkantor.git%2fconfig",
        "/surel/tidak-ada.eml",
        "/surel/%00.eml",
        "/surel/a.eml/x",
    ],
)
def test_nothing_else_is_served(hub: str, path: str) -> None:
    assert fetch(hub + path) == (404, "text/plain; charset=utf-8", b"Tidak ada di sini.\n")


@pytest.mark.parametrize("place", ["99", "-1", "x", "²"])
def test_a_mail_has_no_such_attachment(hub: str, place: str) -> None:
    mail = next(link for link in links(fetch(hub + "/")) if link.startswith("/surel/"))
    assert fetch(f"{hub}{mail}/{urllib.parse.quote(place)}").status == 404
