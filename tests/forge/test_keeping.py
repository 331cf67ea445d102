"""Papers lie where agency.yaml says: the gate, `verify` and the second verifier are of one mind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import clock
from pipeline.commands import amend, dispose, endings, merge, split, takedown
from pipeline.commands.opening import open_request
from pipeline.commands.step import Transcript
from pipeline.errors import NotAllowed
from pipeline.forge.verification import verify_main
from pipeline.record import agenda
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding, has_errors
from pipeline.record.keeping import Keeping, local_files
from pipeline.record.workflow import Action
from pipeline.repository import Repository
from tests.second_verifier import verify
from tests.support.local_office import keep, kept, local_office
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
    Office,
    Stage,
    photo,
)

RECORD = agenda.request_path(NUMBER)
IN_GIT = "in Git, but agency.yaml says `papers: local`"
NOT_IN_GIT = "is not in Git, but agency.yaml keeps papers in the repository"
LETTER = [
    *(f"0118/{name}.pdf is {IN_GIT}" for name in ("data", "formulir", "surat")),
    f"the sender's contacts are {IN_GIT}",
]
Step = Callable[[Office], object]
Opening = Callable[[Keeping], Office]


@pytest.fixture
def office_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """An office whose agency.yaml keeps papers so; the clock goes back when the test is over."""
    monkeypatch.setenv(clock.VARIABLE, "2026-11-02T07:45:00+09:00")
    folder = tmp_path / "kantor contoh"

    def opening(keeping: Keeping) -> Office:
        is_local = keeping is Keeping.LOCAL
        return local_office(folder) if is_local else Office.at_stage(Stage.FOUNDED, folder)

    return opening


def receive(office: Office) -> None:
    """Enter the letter."""
    office.receive()


def dispose_on_paper(office: Office) -> None:
    """Type in the disposition, with its scan."""
    paper = Transcript(KABID, office.at(DISPOSED_AT), "kertas", "disposisi.jpg", photo("white"))
    dispose.run(
        office[OFFICER], NUMBER, to=KASI, urgency="biasa", instructions=("buat_naskah",),
        paper=paper,
    )  # fmt: skip


STORY: tuple[tuple[str, Step], ...] = (
    (RECEIVED_AT, receive),
    (DISPOSED_AT, dispose_on_paper),
    (ACCEPTED_AT, Office.accept),
    (DRAFTED_AT, Office.write),
    (SUBMITTED_AT, Office.submit),
    (APPROVED_AT, Office.approve),
)


def of_gate(office: Office, before: dict[str, str]) -> tuple[Finding, ...]:
    """What the gate says to what came since, as if it came now."""
    now = office.bare.refs("refs/")
    moved = {ref: now.get(ref) for ref in before | now if before.get(ref) != now.get(ref)}
    for ref in moved:
        office.bare.set_ref(ref, before.get(ref))
    findings = office.gate(OFFICER, *moved.items())
    for ref, oid in moved.items():
        office.bare.set_ref(ref, oid)
    return findings


def bring_to_main(office: Office) -> None:
    """Merge the request as an administrator could, past every gate."""
    ctx = office[KASI]
    commit = merge.merge_commit(ctx, open_request(ctx, NUMBER), ctx.main)
    office.force(KASI, "refs/heads/main", commit)


def findings_of(office: Office) -> tuple[Finding, ...]:
    """What the first verifier finds; the second one verifies the same requests."""
    first = verify_main(Repository.open(office.bare.folder), office.main, office.root)
    second = verify(office.bare.folder, office.root)
    assert (set(second.units), second.stop) == (set(first.units), first.stop)
    assert bool(second.why) == has_errors(first.findings), second.why
    return first.findings


@pytest.mark.parametrize("wrong", [receive, dispose_on_paper])
@pytest.mark.parametrize("keeping", Keeping)
def test_what_is_kept_another_way_is_found_by_all(
    office_with: Opening, monkeypatch: pytest.MonkeyPatch, keeping: Keeping, wrong: Step
) -> None:
    office = office_with(keeping)
    (other,) = set(Keeping) - {keeping}
    found: tuple[Finding, ...] = ()
    for moment, step in STORY:
        office.at(moment)
        if step is not wrong:
            step(office)
            continue
        before = office.bare.refs("refs/")
        with monkeypatch.context() as patched:
            patched.setattr(Agency, "papers", property(lambda _agency: other))
            step(office)
        found = of_gate(office, before)
    if keeping is Keeping.REPOSITORY:
        told = [f"{name.removeprefix('2026/')} {NOT_IN_GIT}" for name in kept(office)]
    else:
        told = LETTER if wrong is receive else [f"0118/disposisi.jpg is {IN_GIT}"]
    assert sorted(finding.message for finding in found) == sorted(told)
    assert {(finding.id, finding.path) for finding in found} == {("paper-local", RECORD)}
    with pytest.raises(NotAllowed, match="paper-local"):
        merge.run(office[KASI], NUMBER)
    bring_to_main(office)
    assert [finding.message for finding in findings_of(office)] == [f.message for f in found]


def test_a_local_paper_that_lies_in_git_after_all_is_found_by_all(office_with: Opening) -> None:
    office = office_with(Keeping.LOCAL)
    for moment, step in STORY[:4]:
        office.at(moment)
        step(office)
    name = next(name for name in kept(office) if "surat" in name)
    path = f"requests/{name}"
    stray = office.commit(OFFICER, {path: kept(office)[name]}, office.tip())
    (finding,) = office.gate(OFFICER, (f"refs/heads/{agenda.branch(NUMBER)}", stray))
    assert (finding.id, finding.path, finding.message) == (
        "paper-local",
        path,
        "this paper is registered as lying on the office's own server, but is in Git",
    )
    office.force(OFFICER, f"refs/heads/{agenda.branch(NUMBER)}", stray)
    for moment, step in STORY[4:]:
        office.at(moment)
        step(office)
    bring_to_main(office)
    assert findings_of(office) == (finding,)


def test_the_gate_goes_by_the_agency_of_today(
    office_with: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter that was entered before the change is right; what comes afterwards goes new ways."""
    office = office_with(Keeping.REPOSITORY)
    office.at(RECEIVED_AT)
    office.receive()
    keep(office, local=True)
    before = office.bare.refs("refs/")
    with monkeypatch.context() as patched:
        patched.setattr(Agency, "papers", property(lambda _agency: Keeping.REPOSITORY))
        dispose_on_paper(office)
    assert [finding.id for finding in of_gate(office, before)] == ["paper-local"]
    for ref, oid in before.items():
        office.bare.set_ref(ref, oid)
    dispose_on_paper(office)
    assert of_gate(office, before) == ()


@pytest.mark.parametrize("keeping", Keeping)
@pytest.mark.parametrize("since", range(1, len(STORY)))
def test_what_was_brought_before_a_change_stays_right(
    office_with: Opening, keeping: Keeping, since: int
) -> None:
    office = office_with(keeping)
    for place, (moment, step) in enumerate(STORY):
        office.at(moment)
        if place == since:
            keep(office, local=keeping is Keeping.REPOSITORY)
        step(office)
    merge.run(office[KASI], NUMBER)
    assert findings_of(office) == ()


def test_what_main_has_is_not_judged_again(office_with: Opening) -> None:
    """A correction opens the request again, long after the change."""
    office = office_with(Keeping.REPOSITORY)
    for moment, step in STORY:
        office.at(moment)
        step(office)
    merge.run(office[KASI], NUMBER)
    keep(office, local=True)
    before = office.bare.refs("refs/")
    office.at("2026-11-03T09:00:00+09:00")
    amend.run(office[OFFICER], NUMBER, reason="Laporan pembaca", changes="Nama desa")
    assert of_gate(office, before) == ()
    takedown.run(office[KASI], NUMBER, reason="Contoh")
    assert findings_of(office) == ()


def test_a_part_has_the_papers_of_its_letter_wherever_they_lie(office_with: Opening) -> None:
    office = office_with(Keeping.LOCAL)
    for moment, step in STORY[:2]:
        office.at(moment)
        step(office)
    keep(office, local=False)
    office.at(ACCEPTED_AT)
    before = office.bare.refs("refs/")
    first, _second = split.run(office[KASI], NUMBER, ["Panen", "Bazar"], reason="Dua kegiatan")
    assert of_gate(office, before) == ()
    endings.run(office[KASI], first.number, Action.VOID, reason="Contoh")
    merge.run(office[KASI], first.number)
    assert findings_of(office) == ()
    found = verify_main(office.bare, office.main, office.root).units
    assert local_files(found[first.number].request) == tuple(
        kept for kept in local_files(found[NUMBER].request) if "disposisi" not in kept.path
    )
