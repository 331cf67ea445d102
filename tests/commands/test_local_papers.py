"""With `papers: local`, letters' papers and senders' contacts are nowhere but on the own server."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

from pipeline.commands import archive, complete, publish
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.commands.local_papers import contact_if_here, local_papers, with_contact
from pipeline.errors import BadInput, Exit, NotAllowed
from pipeline.forge.verification import verify_main
from pipeline.record.digest import sha256
from pipeline.record.finding import has_errors
from pipeline.repository import Repository
from tests.commands.counter import Counter
from tests.commands.desk import Desk, refusal
from tests.commands.published import FOLDERS
from tests.second_verifier import verify
from tests.support.git_http import USER, served_git
from tests.support.local_office import FOLDER, keep, kept, local_office
from tests.support.office import (
    ACCEPTED_AT,
    APPROVED_AT,
    DISPOSED_AT,
    DRAFTED_AT,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    PEOPLE,
    RECEIVED_AT,
    SUBMITTED_AT,
    Office,
    Stage,
    form,
    photo,
    write_papers,
)

CANARY = "kenari"
CONTACTS = {
    "contact": f"Ibu {CANARY.title()} Contoh",
    "email": f"{CANARY}@pengirim.example",
    "phone": "0811-000-1771",
}
NEW_PHONE = "0811-000-2882"
SECRETS = (CANARY.encode(), CANARY.title().encode(), b"0811-000-1771", NEW_PHONE.encode())
NAMED = re.compile(r"2026/0118/[a-z-]+-[0-9a-f]{12}\.(?:pdf|jpg|yaml)")


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """The desk in an office with `papers: local`."""
    return Desk(local_office(tmp_path / "kantor"), monkeypatch, capsys)


def filled(counter: Counter) -> str:
    """The form and papers of a letter in which the canary sits; gives the form's path."""
    for name in ("surat", "formulir", "data"):
        (counter.folder / f"{name}.pdf").write_bytes(f"%PDF-1.4\n% {CANARY} {name}\n".encode())
    letter = form()
    letter["sender"] = {"agency": "Dinas Pertanian", **CONTACTS}
    return counter.put(letter)


def received(desk: Desk, counter: Counter) -> Desk:
    """The desk with that letter entered."""
    desk.office.at(RECEIVED_AT)
    assert desk.siar(OFFICER, "receive", "--from", filled(counter)).exit == Exit.OK
    return desk


def drafting(desk: Desk, counter: Counter) -> Desk:
    """The same, dispositioned and accepted, with its article written."""
    office = received(desk, counter).office
    office.at(DISPOSED_AT)
    office.dispose()
    office.at(ACCEPTED_AT)
    office.accept()
    office.at(DRAFTED_AT)
    office.write()
    return desk


def approved(desk: Desk, counter: Counter) -> Desk:
    """The same, on main."""
    office = drafting(desk, counter).office
    office.at(SUBMITTED_AT)
    office.submit()
    office.at(APPROVED_AT)
    office.approve()
    office.merge()
    office.bare.set_config(FOLDERS)
    return desk


def of_one_mind(office: Office, *, right: bool = True) -> None:
    """Both verifiers find main right, or both find something in it."""
    first = verify_main(Repository.open(office.bare.folder), office.main, office.root)
    second = verify(office.bare.folder, office.root)
    assert (bool(second.why), has_errors(first.findings)) == (not right, not right), second.why
    assert set(second.units) == set(first.units)


def objects(repository: Path) -> bytes:
    """Every object of a repository, unpacked, reachable or not."""
    words = ["git", "-C", str(repository), "cat-file", "--batch-all-objects", "--batch"]
    return subprocess.run(words, capture_output=True, check=True).stdout


def publisher(office: Office) -> tuple[Context, Quiet]:
    """The shared repository's own scene, and what it tells."""
    talk = Quiet()
    return Context(Repository.open(office.bare.folder), talk), talk


def test_no_canary_comes_into_git_the_site_or_what_is_told(
    desk: Desk, counter: Counter, tmp_path: Path
) -> None:
    """From the letter to the report: every verb that brings a paper or a contact."""
    scan = tmp_path / "lembar.jpg"
    scan.write_bytes(photo("white") + CANARY.encode())
    drafted = desk.office
    drafted.arm()
    said = [received(desk, counter).siar(OFFICER, "status")]
    drafted.at(DISPOSED_AT)
    on_paper = ("--decided-by", KABID, "--decided-at", "08:55", "--channel", "kertas")
    said += [
        desk.siar(OFFICER, "dispose", NUMBER, "--to", KASI, *on_paper, "--scan", str(scan)),
        desk.siar(
            OFFICER, "rectify", NUMBER, "--set", "sender.phone", NEW_PHONE, "--reason", "salah"
        ),
    ]
    drafted.at(ACCEPTED_AT)
    drafted.accept()
    answer = ("--source", "Dinas Contoh", "--answer", "benar", "--scan", str(scan))
    said.append(desk.siar(OFFICER, "fact-check", NUMBER, *answer))
    said.append(desk.siar(OFFICER, "complete", NUMBER, "--other", str(scan)))
    drafted.at(DRAFTED_AT)
    drafted.write()
    drafted.at(SUBMITTED_AT)
    said += [desk.siar(OFFICER, "check", NUMBER), desk.siar(OFFICER, "submit", NUMBER)]
    drafted.at(APPROVED_AT)
    drafted.approve()
    drafted.merge()
    drafted.bare.set_config(FOLDERS)
    ctx, talk = publisher(drafted)
    assert publish.run(ctx) is Exit.OK
    said += [desk.siar(KABID, "verify", "--explain", NUMBER), desk.siar(KABID, "verify", "--full")]
    assert [one.exit for one in said] == [Exit.OK] * len(said)
    of_one_mind(drafted)

    told = "".join(one.out + one.err for one in said) + "\n".join(talk.heard)
    seen = {"told": told.encode()}
    repositories = [drafted.bare.folder, *(drafted.folder / person for person in PEOPLE)]
    seen |= {str(path): objects(path) for path in repositories}
    site = drafted.folder / "situs"
    seen |= {str(path): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert [(name, word) for name, data in seen.items() for word in SECRETS if word in data] == []
    # It is where it should be, and it reached whom it should reach.
    assert sum(CANARY.encode() in data for data in kept(drafted).values()) == 8
    mails = [path.read_bytes() for path in (drafted.folder / "surel").glob("*.eml")]
    assert sum(CONTACTS["email"].encode() in mail for mail in mails) == 1
    assert (drafted.folder / "laporan/2026/laporan-2026-0118.pdf").is_file()


def test_the_record_names_what_lies_on_the_server(desk: Desk, counter: Counter) -> None:
    received(desk, counter)
    request, files = desk.request(), kept(desk.office)
    local = {f"2026/{p.local}": p.sha256 for p in request.attachments if p.local}
    local[f"2026/{request.sender.local}"] = request.sender.sha256
    assert local == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert all(NAMED.fullmatch(name) for name in files)
    assert (request.sender.agency, request.sender.is_away) == ("Dinas Pertanian", True)
    # The photograph is for the article.
    assert [p.path for p in request.attachments if p.path] == ["0118/foto-1.jpg"]
    assert desk.paper("requests/2026/0118/foto-1.jpg") == photo()
    opened = with_contact(desk.office[KASI], request).sender
    assert {key: getattr(opened, key) for key in CONTACTS} == CONTACTS


def test_a_number_cannot_be_guessed_from_its_sha256(desk: Desk, counter: Counter) -> None:
    """The same contacts, entered twice, have nothing in common that anybody could compare."""
    received(desk, counter)
    desk.siar(OFFICER, "receive", "--from", str(counter.path))
    assert desk.request("2026-0119").sender.sha256 != desk.request().sender.sha256


def test_the_folder_is_for_its_owner_alone(desk: Desk, counter: Counter) -> None:
    received(desk, counter)
    top = desk.office.folder / FOLDER
    modes = {path.stat().st_mode & 0o777 for path in (top, *top.rglob("*")) if path.is_dir()}
    assert modes == {0o700}
    assert {path.stat().st_mode & 0o777 for path in top.rglob("*.*")} == {0o600}


def test_a_folder_that_the_office_shares_stays_shared(desk: Desk, counter: Counter) -> None:
    top = desk.office.folder / FOLDER
    top.mkdir(parents=True)
    top.chmod(0o2770)
    received(desk, counter)
    assert {path.stat().st_mode & 0o777 for path in top.rglob("*.*")} == {0o660}
    assert (top / "2026/0118").stat().st_mode & 0o7777 == 0o2770


def test_nothing_is_written_over_other_bytes(desk: Desk) -> None:
    store = local_papers(desk.office[OFFICER])
    store.put({"2026/0118/surat-x.pdf": b"satu"})
    store.put({"2026/0118/surat-x.pdf": b"satu"})
    with pytest.raises(BadInput, match=r"surat-x\.pdf holds other bytes"):
        store.put({"2026/0118/surat-x.pdf": b"dua"})
    assert store.read("2026/0118/surat-x.pdf", sha256(b"satu")) == b"satu"


def test_a_folder_in_a_work_tree_is_refused_before_anything_is_recorded(
    desk: Desk, counter: Counter
) -> None:
    clone = desk.clone(OFFICER)
    desk.office[OFFICER].repository.set_config({"siar.scans": "berkas"})
    before = desk.refs()
    desk.office.at(RECEIVED_AT)
    assert desk.siar(OFFICER, "receive", "--from", filled(counter)) == (
        Exit.PROBLEMS,
        "",
        refusal(
            f"siar.scans is {clone / 'berkas'}, inside the work tree {clone}",
            "choose a folder outside: what lies in a work tree may come into Git",
        ),
    )
    assert (desk.refs(), (clone / "berkas").exists()) == (before, False)


def test_where_the_server_is_not_in_reach_nothing_is_entered(desk: Desk, counter: Counter) -> None:
    """A clone over the network has no folder, until one is named that the server shares."""
    office = desk.office
    office.at(RECEIVED_AT)
    before, repository = desk.refs(), office[OFFICER].repository
    with served_git(office.folder, "kunci") as address:
        url = address.replace("http://", f"http://{USER}:kunci@") + "/kantor.git"
        repository.run("remote", "set-url", "origin", url)
        said = desk.siar(OFFICER, "receive", "--from", filled(counter))
        assert NAMED.sub("BERKAS", said.err) == refusal(
            "BERKAS is kept on the office's own server, which is not in reach here",
            "run this on that server, or name the folder that it shares:"
            " git config siar.scans FOLDER",
        )
        assert desk.refs() == before
        repository.set_config({"siar.scans": "../kantor.git/siar/berkas"})
        assert desk.siar(OFFICER, "receive", "--from", str(counter.path)).exit == Exit.OK
    assert len(kept(office)) == 4


# --- corrected contacts -------------------------------------------------------------------------


def test_a_corrected_contact_goes_to_the_server_too(desk: Desk, counter: Counter) -> None:
    received(desk, counter)
    words = ("rectify", NUMBER, "--set", "sender.phone", NEW_PHONE, "--reason", "salah ketik")
    assert desk.siar(OFFICER, *words) == (
        Exit.OK,
        "sender.phone: corrected, on the office's own server\n",
        "",
    )
    sender = with_contact(desk.office[KASI], desk.request()).sender
    assert (sender.contact, sender.phone) == (CONTACTS["contact"], NEW_PHONE)
    assert desk.siar(OFFICER, *words).err == refusal(
        f"sender.phone is `{NEW_PHONE}` already",
        "name the field that is wrong, and what it should say",
    )


def test_after_a_change_of_mind_what_is_corrected_in_the_record_counts(
    desk: Desk, counter: Counter
) -> None:
    received(desk, counter)
    keep(desk.office, local=False)
    words = ("rectify", NUMBER, "--set", "sender.phone", NEW_PHONE, "--reason", "salah ketik")
    assert desk.siar(OFFICER, *words).out == f"sender.phone: – → {NEW_PHONE}\n"
    sender = with_contact(desk.office[KASI], desk.request()).sender
    assert (sender.email, sender.phone) == (CONTACTS["email"], NEW_PHONE)


def test_what_is_corrected_on_the_server_counts_before_what_the_record_said(
    desk: Desk, counter: Counter
) -> None:
    keep(desk.office, local=False)
    received(desk, counter)
    keep(desk.office, local=True)
    desk.siar(OFFICER, "rectify", NUMBER, "--set", "sender.phone", NEW_PHONE, "--reason", "salah")
    request = desk.request()
    assert (request.sender.is_away, request.sender.email) == (True, "")
    sender = with_contact(desk.office[KASI], request).sender
    assert (sender.email, sender.phone) == (CONTACTS["email"], NEW_PHONE)


# --- a machine without them ---------------------------------------------------------------------


def far_away(desk: Desk, person: str) -> Context:
    """Somebody's scene on a machine that has the repository and not the server's folder."""
    repository = Repository.open(desk.clone(person))
    repository.set_config({"siar.scans": str(desk.office.folder.parent / "tidak-ada")})
    return Context(repository, Quiet())


def test_the_form_is_not_printed_without_its_contacts(desk: Desk, counter: Counter) -> None:
    received(desk, counter)
    far_away(desk, KASI)
    said = desk.siar(KASI, "print", "formulir", NUMBER)
    path = desk.office.folder.parent / "tidak-ada/2026" / desk.request().sender.local
    assert said.err == refusal(
        f"{path} of the office's server cannot be read: No such file or directory",
        f"bring it back from a backup; its SHA-256 is {desk.request().sender.sha256}",
    )
    assert desk.siar(OFFICER, "print", "formulir", NUMBER).exit == Exit.OK


def test_a_check_says_what_it_could_not_look_for(desk: Desk, counter: Counter) -> None:
    drafting(desk, counter)
    assert "contact-away" not in desk.siar(OFFICER, "check", NUMBER).out
    far_away(desk, KASI)
    said = desk.siar(KASI, "check", NUMBER)
    assert said.exit == Exit.OK
    assert said.out.startswith(
        "requests/2026/0118.yaml:1: warning[contact-away]: the sender's contacts are not in reach"
    )


def test_verification_needs_none_of_them(desk: Desk, counter: Counter) -> None:
    approved(desk, counter)
    far_away(desk, KABID)
    assert desk.siar(KABID, "verify", "--full").exit == Exit.OK
    of_one_mind(desk.office)


def test_who_is_told_by_the_server_is_not_forgotten(desk: Desk, counter: Counter) -> None:
    office = approved(desk, counter).office
    report = office.folder / "laporan/2026/laporan-2026-0118.pdf"
    office.bare.set_config({"siar.scans": str(office.folder.parent / "tidak-ada")})
    for _run in range(2):
        ctx, talk = publisher(office)
        assert publish.run(ctx) is Exit.OK
        assert talk.heard[-1] == (
            "2026-0118: the sender's contacts are not in reach here; run `siar publish` on the"
            " office's server, which tells them and reports"
        )
    assert not report.exists()
    office.bare.run("config", "--unset", "siar.scans")
    ctx, talk = publisher(office)
    assert publish.run(ctx) is Exit.OK
    assert "2026-0118: Dinas Pertanian was told" in talk.heard
    assert report.is_file()


def test_contacts_with_other_bytes_are_nobodys(desk: Desk, counter: Counter) -> None:
    received(desk, counter)
    request, ctx = desk.request(), desk.office[KASI]
    path = desk.office.folder / FOLDER / "2026" / request.sender.local
    path.write_bytes(path.read_bytes().replace(CANARY.encode(), b"lainnya"))
    with pytest.raises(BadInput, match="holds other bytes than those that were registered"):
        with_contact(ctx, request)
    assert contact_if_here(ctx, request) == request


# --- archive and doctor -------------------------------------------------------------------------


def test_the_archive_takes_them_along(desk: Desk, counter: Counter, tmp_path: Path) -> None:
    approved(desk, counter)
    target = tmp_path / "arsip"
    assert desk.siar(OFFICER, "archive", "2026-11", "--to", str(target)).exit == Exit.OK
    names = {re.sub(r"-[0-9a-f]{12}", "", path.name) for path in target.rglob("masuk/*")}
    assert names == {"surat.pdf", "formulir.pdf", "data.pdf", "foto-1.jpg", "kontak.yaml"}
    assert list(target.rglob("formulir-2026-0118.pdf"))


def test_the_archive_says_what_is_not_there(desk: Desk, counter: Counter, tmp_path: Path) -> None:
    approved(desk, counter)
    ctx, target = far_away(desk, KASI), tmp_path / "arsip"
    archive.run(ctx, target, desk.request().letter.received.date().replace(day=1))
    (note,) = target.rglob("TIDAK-DISERTAKAN.txt")
    listed = [line for line in note.read_text("utf-8").splitlines() if "0118/" in line]
    letter = desk.request().attachments[0]
    assert f"{letter.sha256}  {letter.local}" in listed
    assert len(listed) == 4
    assert not list(target.rglob("formulir-2026-0118.pdf"))
    assert isinstance(ctx.talk, Quiet)
    assert sum(": not in the archive: " in line for line in ctx.talk.heard) == 4


def papers_told(desk: Desk) -> list[str]:
    """What the doctor says of the papers, without the folder's name."""
    said = desk.siar(OFFICER, "doctor").out.splitlines()
    first = next(n for n, line in enumerate(said) if "letters' papers" in line)
    return [line.replace(str(desk.office.folder / FOLDER), "BERKAS") for line in said[first:]]


def test_the_doctor_says_where_they_lie(desk: Desk, counter: Counter) -> None:
    assert papers_told(desk) == [
        "✓ letters' papers will lie in BERKAS",
        "✓ 0 papers are there as they were registered",
    ]
    received(desk, counter)
    assert papers_told(desk) == [
        "✓ letters' papers lie in BERKAS, which is private",
        "✓ 4 papers are there as they were registered",
    ]


def test_the_doctor_finds_what_is_missing_changed_open_or_strange(
    desk: Desk, counter: Counter
) -> None:
    received(desk, counter)
    folder = desk.office.folder / FOLDER
    letter, _form, data, _photo = (folder / "2026" / p.local for p in desk.request().attachments)
    letter.unlink()
    data.write_bytes(b"lain")
    (folder / "2026/0118/titipan.pdf").write_bytes(b"x")
    folder.chmod(0o755)
    told = "\n".join(papers_told(desk))
    assert "✗ other users of this machine can read letters' papers in BERKAS\n" in told
    assert "way out: chmod o= BERKAS\n" in told
    names = [path.relative_to(folder).as_posix() for path in (letter, data)]
    assert f"✗ BERKAS/{names[0]} of the office's server cannot be read: " in told
    assert f"✗ BERKAS/{names[1]} holds other bytes than those that were registered\n" in told
    assert "✓ 2 papers are there as they were registered\n" in told
    assert "registered by nobody (yet), as when a push failed: 2026/0118/titipan.pdf" in told


def test_the_doctor_is_silent_where_papers_are_in_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(Office.at_stage(Stage.RECEIVED, tmp_path / "kantor"), monkeypatch, capsys)
    assert "letters' papers" not in desk.siar(OFFICER, "doctor").out


# --- an older letter, and a change of mind ------------------------------------------------------


def test_an_open_request_outlives_the_change_either_way(desk: Desk, counter: Counter) -> None:
    office = drafting(desk, counter).office
    keep(office, local=False)
    bring = [{"kind": "data", "file": "data.pdf"}]
    complete.run(office[OFFICER], NUMBER, bring=bring, folder=write_papers(counter.folder))
    keep(office, local=True)
    assert [bool(paper.local) for paper in desk.request().attachments] == [
        True, True, True, False, False,
    ]  # fmt: skip
    office.at(SUBMITTED_AT)
    office.submit()
    office.at(APPROVED_AT)
    office.approve()
    office.merge()
    of_one_mind(office)


def test_no_folder_in_a_work_tree_even_for_reading(desk: Desk) -> None:
    office = desk.office
    office[OFFICER].repository.set_config({"siar.scans": str(desk.clone(KASI) / "x" / "y")})
    with pytest.raises(NotAllowed, match="inside the work tree"):
        local_papers(Context(office[OFFICER].repository, Quiet()))
