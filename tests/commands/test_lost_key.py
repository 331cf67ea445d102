"""The drill: a key is stolen; whatever it signs from then on counts for nothing, however dated."""

from pathlib import Path

from pipeline.forge.verification import verify_main
from pipeline.record import agenda
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk
from tests.commands.roster import key_pair, ratify, use_key
from tests.forge.by_hand import approve_record
from tests.support.office import (
    ARTICLE,
    KABID,
    KASI,
    MAINTAINER,
    NUMBER,
    OFFICER,
    Office,
    Stage,
    article,
)

BRANCH = f"refs/heads/{agenda.branch(NUMBER)}"
PATH = agenda.request_path(NUMBER)
LOST_AT, LATER = "2026-11-02T15:00:00+09:00", "2026-11-02T16:00:00+09:00"


def lose_key(desk: Desk, folder: Path, *vouched: str) -> None:
    """The Kasi's key is gone: the Kabid says so, the maintainer agrees, and there is another."""
    public = key_pair(folder / "baru", KASI)
    words = ["handover", KASI, "--new-key", str(public), "--key-lost", "--reason", "Laptop hilang"]
    for number in vouched:
        words += ["--vouch", number]
    said = desk.siar(KABID, *words)
    assert said.exit == 0, said.err
    ratify(desk, MAINTAINER)
    use_key(desk, KASI, public.with_suffix(".key"))


def thief(desk: Desk) -> Office:
    """Somebody with the Kasi's old key, and with a clone from before anybody knew."""
    office = Office(desk.office.folder)
    assert office[KASI].me.keys
    office[KASI].sign_statement(b"CONTOH")
    return office


def test_a_thief_approves_nothing_however_he_dates_it(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    strange = thief(desk)
    desk.office.at(LOST_AT)
    lose_key(desk, tmp_path, NUMBER)
    backdated = strange.at("2026-11-02T14:00:00+09:00")
    tip = strange.tip()
    record = approve_record(strange, NUMBER, strange.bare.read(tip, PATH) or b"")
    made = strange.commit(KASI, {PATH: record}, tip)

    told = strange.gate(KASI, (BRANCH, made), now=backdated.isoformat())
    assert {"key-retired", "commit-signature"} <= {finding.id for finding in told}

    main = strange.main
    merged = strange.commit(KASI, merged_files(strange, made), main, made)
    strange.force(KASI, "refs/heads/main", merged)
    found = verify_main(desk.fresh(), merged, strange.root)
    assert NUMBER not in found.units
    assert "key-retired" in {finding.id for finding in found.findings}
    # What he did is taken back, and the person herself decides with the key that she has now.
    strange.force(KASI, "refs/heads/main", main)
    desk.office.at(LATER)
    said = desk.siar(KASI, "approve", NUMBER)
    assert said.exit == 0, said.err
    good = verify_main(desk.fresh(), desk.fresh().shared("main") or "", strange.root)
    assert (good.findings, [*good.units]) == ((), [NUMBER])


def merged_files(office: Office, commit: str) -> dict[str, bytes | None]:
    """The request's files as a commit has them, for a merge made by hand."""
    prefixes = (ARTICLE + "/", PATH, agenda.papers_folder(NUMBER) + "/")
    repository = office[KASI].repository
    return {
        entry.path: repository.blob(entry.oid)
        for prefix in prefixes
        for entry in repository.tree(commit, prefix)
    }


def test_a_thief_changes_no_roster(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.FOUNDED)
    strange = thief(desk)
    desk.office.at(LOST_AT)
    lose_key(desk, tmp_path)
    ctx = strange[KASI]
    ctx.repository.fetch()
    data = ctx.repository.read(ctx.main, "agency.yaml") or b""
    mine = data.replace(b"version: 2", b"version: 3", 1).replace(b"Sofifi", b"Sofifi Baru", 1)
    made = strange.commit(KASI, {"agency.yaml": mine}, ctx.main)
    told = {finding.id for finding in strange.gate(KASI, ("refs/heads/change/3", made))}
    assert told == {"commit-signature"}
    found = verify_main(ctx.repository, made, strange.root)
    assert found.stop
    assert "change-approval" in {finding.id for finding in found.findings}


def test_what_main_holds_is_amended_with_the_new_key(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.MERGED)
    desk.office.at(LOST_AT)
    lose_key(desk, tmp_path)
    desk.office.at(LATER)
    said = desk.siar(OFFICER, "amend", NUMBER, "--reason", "Salah nama", "--changes", "Nama desa")
    assert said.exit == 0, said.err
    text = article().replace(b"empat ton kopi kering", b"lima ton kopi kering")
    Office(desk.office.folder).write(files={f"{ARTICLE}/index.md": text})
    said = desk.siar(OFFICER, "submit", NUMBER)
    assert said.exit == 0, said.err
    said = desk.siar(KASI, "approve", NUMBER)
    assert said.exit == 0, said.err
    found = verify_main(desk.fresh(), desk.fresh().shared("main") or "", desk.office.root)
    assert (found.findings, found.units[NUMBER].case.kind) == ((), "ralat")
