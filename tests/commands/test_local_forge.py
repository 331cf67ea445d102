"""With `papers: local` on a forge: no contact and no scan comes into the repository by the form."""

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipeline.commands import complete, receive, rectify
from pipeline.commands.local_papers import with_contact
from pipeline.commands.opening import open_request
from pipeline.commands.thread import STATUS
from pipeline.commands.unproposed import propose_missing
from pipeline.errors import BadInput, Exit, NotAllowed, SiarError, UsageError
from pipeline.record.request import Request
from tests.github.events import Event
from tests.support.journey import ANSWERS, assert_merged, to_main
from tests.support.local_office import kept, local_office
from tests.support.office import (
    NUMBER,
    OFFICER,
    RECEIVED_AT,
    Office,
    Stage,
    form,
    photo,
    write_papers,
)
from tests.support.on_forge import BRANCH, OnForge, on_forge

CANARY = "kenari"
CONTACT = {"contact": f"Ibu {CANARY.title()}", "email": f"{CANARY}@pengirim.example"}
PHONE = "0811-000-1771"
SECRETS = (CANARY.encode(), CANARY.title().encode(), PHONE.encode())
ASKED = {k: v for k, v in ANSWERS.items() if k not in ("Narahubung", "Surel pengirim")}
FOLDER = "requests/2026/0118"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[OnForge]:
    """An office with `papers: local` on a forge."""
    office = local_office(tmp_path / "kantor")
    office.at(RECEIVED_AT)
    with on_forge(office, tmp_path) as found:
        yield found


def text(**more: str) -> str:
    """The form that does not ask for contacts, filled in, and whatever somebody adds to it."""
    return "\n\n".join(f"### {label}\n\n{said}" for label, said in {**ASKED, **more}.items())


def entered(scene: OnForge, title: str = "Panen raya (CONTOH)", body: str = "") -> int:
    """The number of an issue that somebody made by the form, after the recorder has looked."""
    event = scene.forge.open_issue(OFFICER, title, body or text(), ["permintaan"])
    assert scene.wake(event) == Exit.OK, scene.notes.lines
    number: int = event.payload["issue"]["number"]
    return number


def request(scene: OnForge) -> Request:
    """The open request."""
    scene.recorder.repository.fetch()
    return open_request(scene.recorder, NUMBER).request


def secrets_in_git(scene: OnForge) -> list[bytes]:
    """What of the contacts is in any object of the repository on the forge or of a clone."""
    found = b""
    for folder in (scene.office.bare.folder, scene.recorder.repository.folder):
        words = ["git", "-C", str(folder), "cat-file", "--batch-all-objects", "--batch"]
        found += subprocess.run(words, capture_output=True, check=True).stdout
    return [secret for secret in SECRETS if secret in found]


TYPED = {
    "under their headings": (
        {"Narahubung": CONTACT["contact"], "Surel pengirim": CONTACT["email"]}, "",
        ["Narahubung", "Surel pengirim"],
    ),
    "a number that nobody asked for": ({"Telepon atau WhatsApp": PHONE}, "",
                                       ["Telepon atau WhatsApp"]),
    "in an answer": ({"Bagaimana": f"Hubungi {PHONE} atau {CONTACT['email']}"}, "", ["Bagaimana"]),
    "where a day should be": ({"Tanggal surat": PHONE}, "", ["Tanggal surat"]),
    "in the title": ({}, f"Panen, tanya {PHONE}", ["the issue's title"]),
    "before the form": ({}, "", ["outside of the form's fields"]),
}  # fmt: skip


@pytest.mark.parametrize("case", TYPED)
def test_what_is_typed_all_the_same_is_refused_and_said_to_be_there(
    scene: OnForge, case: str
) -> None:
    more, title, labels = TYPED[case]
    before = f"Kontak: {CONTACT['email']}\n\n" if case == "before the form" else ""
    number = entered(scene, title or "Panen (CONTOH)", before + text(**more))
    (said,) = scene.said(number)
    assert [line.split("**")[1].replace("&#8288;", "") for line in said.splitlines()
            if line.startswith("- **")] == labels  # fmt: skip
    assert "may not be kept on the forge" in said
    assert "Delete revision from history" in said
    assert "siar complete NUMBER --contact NAME --email ADDRESS" in said
    assert not any(secret in said.encode() for secret in SECRETS)
    assert scene.api.issue(number).is_open
    assert list(scene.api.pull_requests()) == []
    assert secrets_in_git(scene) == []
    assert scene.wake(scene.forge.edit_issue(OFFICER, number, text(), "Panen (CONTOH)")) == Exit.OK
    assert request(scene).sender.is_awaited
    assert not scene.api.issue(number).is_open
    assert secrets_in_git(scene) == []


def test_a_letter_is_entered_without_contacts_and_says_where_they_belong(scene: OnForge) -> None:
    number = entered(scene)
    (said,) = scene.said(number)
    assert "Photographs are brought here: " in said
    assert f"siar complete {NUMBER} --letter FILE --contact NAME --email ADDRESS" in said
    found = request(scene)
    assert (found.sender.agency, found.sender.is_awaited) == ("Dinas Pertanian", True)
    assert str(found.sender.due) == ASKED["Berkas menyusul paling lambat"]
    assert not any(paper.is_present for paper in found.attachments)


def test_a_scan_that_is_uploaded_is_not_recorded_and_its_photograph_is(scene: OnForge) -> None:
    entered(scene)
    (pull,) = scene.api.pull_requests()
    both = {"surat.pdf": b"%PDF-1.7 CONTOH", "IMG_7.JPG": photo()}
    event = scene.forge.upload(OFFICER, BRANCH, FOLDER, both)
    assert scene.wake(event) == Exit.OK, scene.notes.lines
    assert [paper.path for paper in request(scene).attachments if paper.is_present] == [
        "0118/foto-1.jpg"
    ]
    (said,) = [one for one in scene.said(pull.number) if "siar:answer push-" in one]
    assert "entered: IMG&#95;7.JPG" in said
    assert "surat.pdf: papers of letters are kept on the office's own server" in said
    assert "tell whoever administers the repository at once" in said
    assert scene.wake(event) == Exit.OK
    assert [one for one in scene.said(pull.number) if "siar:answer push-" in one] == [said]


def bring_everything(scene: OnForge, folder: Path, contact: Mapping[str, str] = CONTACT) -> None:
    """What the officer does on the office's own server."""
    folder.mkdir()
    for name in ("surat", "formulir", "data"):
        (folder / f"{name}.pdf").write_bytes(f"%PDF-1.4\n% {CANARY} {name}\n".encode())
    kinds = {"letter": "surat.pdf", "form": "formulir.pdf", "data": "data.pdf"}
    bring = [{"kind": kind, "file": file} for kind, file in kinds.items()]
    clerk = scene.office[OFFICER]
    clerk.repository.fetch()
    complete.run(clerk, NUMBER, bring=bring, folder=folder, contact=contact)


def test_from_the_form_to_main_the_repository_holds_no_contact_and_no_scan(
    scene: OnForge, tmp_path: Path
) -> None:
    entered(scene)
    (pull,) = scene.api.pull_requests()

    def wake(event: Event) -> None:
        assert scene.wake(event) == Exit.OK, scene.notes.lines

    wake(scene.forge.upload(OFFICER, BRANCH, FOLDER, {"IMG_7.JPG": photo()}))
    (standing,) = [said for said in scene.said(pull.number) if said.startswith(STATUS)]
    assert "the sender's contacts (follows on" in standing
    assert f"`siar complete {NUMBER} --letter FILE" in standing
    assert "Upload papers here" not in standing
    bring_everything(scene, tmp_path / "meja")
    assert scene.wake() == Exit.OK, scene.notes.lines
    found = request(scene)
    assert (found.missing, found.sender.is_awaited, found.sender.is_away) == ((), False, True)
    assert {paper.path for paper in found.attachments if paper.path} == {"0118/foto-1.jpg"}
    to_main(scene, wake, pull.number)
    assert_merged(scene, pull.number)
    assert secrets_in_git(scene) == []
    assert not any(s in "".join(scene.said(pull.number)).encode() for s in SECRETS)
    assert sum(CANARY.encode() in data for data in kept(scene.office).values()) == 4
    sender = with_contact(scene.office[OFFICER], found).sender
    assert (sender.contact, sender.email) == (CONTACT["contact"], CONTACT["email"])


def test_nothing_is_handed_in_before_the_contacts_are_there(scene: OnForge, tmp_path: Path) -> None:
    entered(scene)
    office = scene.office
    bring_everything(scene, tmp_path / "meja", contact={})
    office.dispose()
    office.accept()
    office.write()
    with pytest.raises(SiarError, match="still missing: photo, the sender's contacts"):
        office.submit()
    assert complete.still_awaited(request(scene)) == ("the sender's contacts",)
    clerk = office[OFFICER]
    complete.run(clerk, NUMBER, bring=[], folder=tmp_path, contact=CONTACT)
    assert complete.still_awaited(request(scene)) == ()
    with pytest.raises(NotAllowed, match="are there already"):
        complete.run(clerk, NUMBER, bring=[], folder=tmp_path, contact=CONTACT)


def test_a_slip_is_not_corrected_before_there_is_anything(scene: OnForge) -> None:
    entered(scene)
    clerk = scene.office[OFFICER]
    clerk.repository.fetch()
    with pytest.raises(NotAllowed, match="have not been brought yet"):
        rectify.run(clerk, NUMBER, fields={"sender.phone": PHONE}, reason="salah ketik")


@pytest.mark.parametrize(
    "given", [("Ibu", "", ""), ("", "ibu@pengirim.example", ""), ("", "", "1")]
)
def test_half_a_contact_is_none(given: tuple[str, str, str]) -> None:
    with pytest.raises(UsageError, match="a contact is a name with"):
        complete.contact_of(*given)
    assert complete.contact_of("", " ", "") == {}


def test_where_papers_are_in_git_contacts_come_with_the_letter(tmp_path: Path) -> None:
    office = Office.at_stage(Stage.FOUNDED, tmp_path / "kantor")
    letter = form()
    letter["sender"] = {"agency": "Dinas Pertanian", "due": "2026-11-30"}
    write_papers(tmp_path)
    with pytest.raises(BadInput, match="the sender's contacts are missing"):
        receive.run(office[OFFICER], letter, folder=tmp_path)


def test_a_letter_that_was_entered_in_a_clone_gets_its_pull_request(
    scene: OnForge, tmp_path: Path
) -> None:
    letter = form()
    letter["sender"] = {"agency": "Dinas Pertanian", **CONTACT}
    write_papers(tmp_path)
    receive.run(scene.office[OFFICER], letter, folder=tmp_path)
    assert list(scene.api.pull_requests()) == []
    assert scene.wake() == Exit.OK, scene.notes.lines
    (pull,) = scene.api.pull_requests()
    assert pull.branch == BRANCH
    assert pull.title.startswith(f"{NUMBER} ")
    assert len(scene.said(pull.number)) == 1
    assert scene.wake() == Exit.OK
    assert len(scene.api.pull_requests()) == 1
    assert secrets_in_git(scene) == []
    assert [*propose_missing(scene.recorder, scene.api, scene.api.pull_requests())] == []
