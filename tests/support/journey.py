"""The good journey on a forge, in the browser: from the issue form to an approved article on main.

Who carries it out is not said here: `wake` is given each event, and lets the recorder look after
it, in this very process or by the workflow files.
"""

from collections.abc import Callable

from pipeline.commands.opening import open_request
from pipeline.commands.thread import STATUS
from pipeline.forge.forge_host import ForgeHost
from pipeline.forge.verification import Verification, verify_main
from pipeline.record import agenda
from pipeline.record.workflow import State
from tests.github.events import Event
from tests.support.office import (
    ACCEPTED_AT,
    APPROVED_AT,
    DISPOSED_AT,
    DRAFTED_AT,
    KABID,
    KASI,
    NUMBER,
    OFFICER,
    RECEIVED_AT,
    SUBMITTED_AT,
    article,
    photo,
)
from tests.support.on_forge import BRANCH, OnForge

Wake = Callable[[Event], None]
MOST_CALLS = 15  # of the API, for one event
RETURNED_AT, HANDED_IN_AGAIN_AT = "2026-11-02T13:50:00+09:00", "2026-11-02T14:15:00+09:00"
ANSWERS = {
    "Asal permintaan": "surat permintaan publikasi",
    "Nomor surat": "005/123/CONTOH/2026",
    "Tanggal surat": "2026-10-30",
    "Diterima tanggal dan jam": "2026-11-02 07:30",
    "Hal": "Permohonan publikasi panen raya (CONTOH)",
    "Sifat surat": "biasa",
    "Keamanan surat": "biasa",
    "Pengirim": "Dinas Pertanian",
    "Narahubung": "Ibu Contoh",
    "Surel pengirim": "ibu@pengirim.example",
    "Apa": "Panen raya kopi (contoh)",
    "Siapa": "Kelompok tani contoh",
    "Kapan": "Senin, 2 November 2026",
    "Di mana": "Desa Contoh",
    "Mengapa": "Menandai musim panen",
    "Bagaimana": "Panen bersama",
    "Berkas lain yang akan diunggah": "- [x] foto",
    "Berkas menyusul paling lambat": "2026-11-03",
}


def issue_text(**changes: str) -> str:
    """What a forge makes of the filled form."""
    return "\n\n".join(f"### {label}\n\n{said}" for label, said in {**ANSWERS, **changes}.items())


def send_letter(scene: OnForge) -> Event:
    """The officer fills in the form."""
    return scene.forge.open_issue(OFFICER, "Panen raya (CONTOH)", issue_text(), ["permintaan"])


def state(scene: OnForge) -> State | None:
    """The state of the open request."""
    return open_request(scene.recorder, NUMBER).case.state


def journey(scene: OnForge, wake: Wake) -> int:
    """From the form to main, woken by each event in this way; the pull request's number."""
    forge, at = scene.forge, scene.office.at
    at(RECEIVED_AT)
    wake(send_letter(scene))
    (made,) = scene.api.pull_requests()
    number = made.number
    papers = {"Surat Permohonan.pdf": b"%PDF-1.7 contoh", "formulir.pdf": b"%PDF-1.7 formulir"}
    more = {"Data Panen.pdf": b"%PDF-1.7 data", "IMG_7.JPG": photo()}
    wake(forge.upload(OFFICER, BRANCH, agenda.papers_folder(NUMBER), {**papers, **more}))
    opened = open_request(scene.recorder, NUMBER)
    assert all(paper.is_present for paper in opened.request.attachments), scene.said(number)
    to_main(scene, wake, number)
    return number


def to_main(scene: OnForge, wake: Wake, number: int) -> None:
    """From a letter with all its papers to main, on its pull request."""
    forge, at = scene.forge, scene.office.at

    def say(moment: str, who: str, text: str, then: State) -> None:
        at(moment)
        wake(forge.comment(who, number, text))
        assert state(scene) is then, "\n".join(scene.said(number))

    disposed = "/disposisi kepada: kasi-piks instruksi: proses_lebih_lanjut"
    say(DISPOSED_AT, KABID, disposed, State.DISPOSITIONED)
    say(ACCEPTED_AT, KASI, "/tindak-lanjuti petugas: petugas-1", State.DRAFTING)
    at(DRAFTED_AT)
    path = next(p for p in article_paths(scene) if p.endswith("index.md"))
    text = article().replace(b"foto.jpg", b"foto-1.jpg")
    wake(forge.edit_file(OFFICER, BRANCH, path, text.decode(), "Perbarui naskah"))
    say(SUBMITTED_AT, OFFICER, "/ajukan", State.IN_REVIEW)
    at(RETURNED_AT)
    wake(forge.review(KASI, number, "request_changes", "Perbaiki kutipan"))
    assert state(scene) is State.CHANGES_REQUESTED
    changed = text.replace("“Kopi ini".encode(), "“Kopi itu".encode())
    wake(forge.edit_file(OFFICER, BRANCH, path, changed.decode(), "Kutipan"))
    say(HANDED_IN_AGAIN_AT, OFFICER, "/ajukan", State.IN_REVIEW)
    at(APPROVED_AT)
    wake(forge.review(KASI, number, "approve"))


def article_paths(scene: OnForge) -> list[str]:
    """The files of the article on the branch."""
    tip = scene.recorder.repository.shared(BRANCH) or ""
    known = {entry.path for entry in scene.recorder.repository.tree(scene.recorder.main, "content")}
    found = scene.recorder.repository.tree(tip, "content")
    return [entry.path for entry in found if entry.path not in known]


def of_main(scene: OnForge) -> Verification:
    """What main holds, and what is wrong there, the forge's word on it included."""
    repository = scene.recorder.repository
    repository.fetch()
    witness = ForgeHost(scene.api, repository, scene.recorder.agency.roster).confirms
    return verify_main(repository, scene.recorder.main, scene.recorder.root, witness=witness)


def assert_merged(scene: OnForge, number: int) -> None:
    """The article is on main, and the forge confirms its approval."""
    found = of_main(scene)
    assert found.findings == (), scene.said(number)
    assert found.units[NUMBER].case.is_public
    assert scene.forge.pull(number)[1].merged_at
    assert [said.count(STATUS) for said in scene.said(number)].count(1) == 1
