"""Somebody leaves, is away, or loses the key: the work goes on, and nobody acts in their name."""

from pathlib import Path

import pytest

from pipeline.commands import founding, open_work
from pipeline.record.workflow import Role
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk, refusal
from tests.commands.roster import key_pair, person, ratify, use_key
from tests.support.office import (
    KABID,
    KASI,
    MAINTAINER,
    NUMBER,
    OFFICER,
    OTHER_OFFICER,
    Stage,
)

NEW_KASI = "kasi-baru"
ORDER = ("--order", "SK 800/12/CONTOH/2026", "--until", "2026-11-02", "--reason", "Mutasi (CONTOH)")


def enrol(desk: Desk, name: str, private: Path) -> None:
    """A clone for somebody new."""
    office = desk.office
    founding.enrol(
        desk.fresh(), desk.clone(name), person=name, key=private, root=office.root,
        name=f"{name} (contoh)", email=f"{name}@siar.example",
    )  # fmt: skip


def test_an_officer_leaves_and_another_goes_on(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    words = ("handover", OFFICER, "--to", OTHER_OFFICER, *ORDER)
    said = desk.siar(KASI, *words)
    assert said.out == (
        f"{NUMBER}: petugas-2 goes on with it\nchange 2 is proposed:\n  agency.yaml\n"
        "still to agree: 1 of Dra. Hartini Laranuku, M.Si.; Rizki Biyaro, S.Kom.\n"
        "they use: siar ratify 2\n"
    )
    last = desk.last()
    assert (last.action, last.by, last.data["officer"]) == ("reassign", KASI, OTHER_OFFICER)
    ratify(desk, KABID)
    leaver = person(desk.office, OFFICER)
    assert [str(term.until) for term in leaver.terms] == ["2026-11-02"]
    assert leaver.keys == ()
    assert [dict(old.statements) for old in leaver.retired_keys] == [{NUMBER: last.digest}]
    assert desk.siar(KASI, *words).out == (
        "nothing is open that waits for them\nthe roster says so already\n"
    )
    desk.office.at("2026-11-02T13:30:00+09:00")
    assert desk.siar(OFFICER, "submit", NUMBER).exit == 1
    assert desk.siar(OTHER_OFFICER, "submit", NUMBER).exit == 0
    desk.office.at("2026-11-02T14:30:00+09:00")
    assert desk.siar(KASI, "approve", NUMBER).exit == 0
    assert desk.siar(KABID, "verify").out.startswith("verified: 1 request ")


def test_a_head_leaves_and_somebody_new_follows(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.IN_REVIEW)
    public = key_pair(tmp_path / "baru", NEW_KASI)
    said = desk.siar(
        KABID, "handover", KASI, "--to", NEW_KASI, "--name", "Contoh Kasi Baru, S.Sos.",
        "--nip", "19000606 192006 1 006", "--rank", "Penata (III/c)",
        "--email", "baru@diskominfo-contoh.example", "--key", str(public), *ORDER,
    )  # fmt: skip
    assert said.out == (
        f"{NUMBER}: waits for section_head, whoever holds it then\n"
        "change 2 is proposed:\n  agency.yaml\n"
        "still to agree: 1 of Rizki Biyaro, S.Kom.\nthey use: siar ratify 2\n"
    )
    assert desk.siar(KASI, "ratify", "2").exit == 1
    ratify(desk, MAINTAINER)
    follower = person(desk.office, NEW_KASI)
    assert (follower.name, follower.keys) == (
        "Contoh Kasi Baru, S.Sos.",
        (public.read_text().strip(),),
    )
    (term,) = follower.terms
    assert (term.role, str(term.since), term.until, term.title, term.order) == (
        Role.SECTION_HEAD,
        "2026-11-03",
        None,
        "Kepala Seksi PIKS",
        "SK 800/12/CONTOH/2026",
    )
    desk.office.at("2026-11-03T08:30:00+09:00")
    enrol(desk, NEW_KASI, tmp_path / "baru" / f"{NEW_KASI}.key")
    assert desk.siar(NEW_KASI, "review", NUMBER, "--approve").exit == 0
    assert desk.siar(KABID, "verify").exit == 0
    assert desk.fresh().read(desk.office.main, f"requests/2026/{NUMBER[5:]}.yaml") is not None


def test_a_handover_ahead_leaves_the_keys_until_the_last_day(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    words = [
        "handover", OFFICER, "--to", OTHER_OFFICER, "--order", "SK 1 (CONTOH)",
        "--until", "2026-11-30", "--reason", "Pensiun (CONTOH)",
    ]  # fmt: skip
    said = desk.siar(KASI, *words)
    assert said.out.endswith(
        "their keys stay in use; after the last day, run the same command again\n"
    )
    ratify(desk, KABID)
    assert len(person(desk.office, OFFICER).keys) == 1
    desk.office.at("2026-12-01T08:00:00+09:00")
    assert "change 3 is proposed" in desk.siar(KASI, *words).out
    ratify(desk, KABID)
    assert person(desk.office, OFFICER).keys == ()


def test_one_goes_on_with_another_key(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.APPROVED)
    public = key_pair(tmp_path / "baru", KASI)
    said = desk.siar(
        KASI, "handover", KASI, "--new-key", str(public.with_suffix(".key")),
        "--reason", "Kunci lama tiga tahun (CONTOH)",
    )  # fmt: skip
    assert said.out == (
        "change 2 is proposed:\n  agency.yaml\n"
        "still to agree: 2 of Dra. Hartini Laranuku, M.Si.; Rizki Biyaro, S.Kom.\n"
        "they use: siar ratify 2\n"
        "once it is on main: git config siar.key FILE, with the new private key\n"
    )
    ratify(desk, KABID, MAINTAINER)
    assert desk.siar(KASI, "note", NUMBER, "x").err.startswith(
        "siar: the signing key here is not one of kasi-piks in the roster\n"
    )
    use_key(desk, KASI, public.with_suffix(".key"))
    # What was approved with the former key stands where it stood, and counts.
    assert desk.siar(KASI, "merge", NUMBER).exit == 0
    assert desk.siar(KABID, "verify").exit == 0


def test_a_lost_key_counts_for_nothing_that_main_does_not_hold(
    desk_at: DeskAt, tmp_path: Path
) -> None:
    desk = desk_at(Stage.MERGED)
    desk.office.at("2026-11-02T15:00:00+09:00")
    public = key_pair(tmp_path / "baru", KASI)
    said = desk.siar(
        KABID, "handover", KASI, "--new-key", str(public), "--key-lost", "--reason", "Hilang",
    )  # fmt: skip
    assert "still to agree: 1 of Rizki Biyaro, S.Kom.\n" in said.out
    ratify(desk, MAINTAINER)
    assert dict(person(desk.office, KASI).retired_keys[0].statements) == {}
    assert desk.siar(KABID, "verify").exit == 0


def test_of_a_lost_key_what_somebody_has_seen_counts(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.DRAFTING)
    before = desk.last().digest
    public = key_pair(tmp_path / "baru", OFFICER)
    words = ("handover", OFFICER, "--new-key", str(public), "--key-lost", "--reason", "Hilang")
    assert desk.siar(KASI, *words, "--vouch", "2026-0999").err == refusal(
        "2026-0999 is not open", "`siar status` lists the open ones"
    )
    assert (
        f"{NUMBER}: void by the lost key; if all is genuine there, withdraw this change\n"
        f"  and hand over again with --vouch {NUMBER}\n"
    ) in desk.siar(KASI, *words).out
    assert desk.siar(KASI, "propose", "--withdraw").exit == 0
    assert "void" not in desk.siar(KASI, *words, "--vouch", NUMBER).out
    ratify(desk, KABID)
    assert dict(person(desk.office, OFFICER).retired_keys[0].statements) == {NUMBER: before}
    use_key(desk, OFFICER, public.with_suffix(".key"))
    desk.office.at("2026-11-02T13:30:00+09:00")
    assert desk.siar(OFFICER, "submit", NUMBER).exit == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("kasi-piks",), "say who follows with --to, or give another key with --new-key"),
        (("kasi-piks", "--to", "kasi-baru"), "a handover needs --order and --until"),
        (("kasi-piks", "--to", "kasi-baru", *ORDER[:4]), "kasi-baru is nobody of the roster yet"),
        (("kasi-piks", "--to", "kasi-piks", *ORDER[:4]), "kasi-piks cannot follow kasi-piks"),
        (("siapa", "--to", "petugas-2", *ORDER[:4]), "siapa is nobody of the roster"),
        (
            ("kasi-piks", "--to", "petugas-2", "--order", "x", "--until", "2026-02-30"),
            "2026-02-30 is not a date",
        ),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_done(
    desk_at: DeskAt, words: tuple[str, ...], message: str
) -> None:
    desk = desk_at(Stage.DRAFTING)
    before = desk.refs()
    said = desk.siar(KABID, "handover", *words, "--reason", "x")
    assert said.err.startswith(f"siar: {message}\n")
    assert said.exit in (1, 2)
    assert desk.refs() == before


def test_a_private_key_is_not_taken_from_others(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.FOUNDED)
    private = key_pair(tmp_path / "baru", KASI).with_suffix(".key")
    said = desk.siar(KABID, "handover", KASI, "--new-key", str(private), "--reason", "x")
    assert said.err == refusal(
        f"{private} is a private key: nobody but its owner should have it",
        "ask them for the file that ends with .pub",
    )
    other = tmp_path / "bukan"
    other.write_text("ssh-rsa AAAA\n")
    said = desk.siar(KABID, "handover", KASI, "--new-key", str(other), "--reason", "x")
    assert said.err.startswith(f"siar: {other} holds no Ed25519 public key\n")


def test_a_key_of_somebody_else_stops_it_before_anything_is_passed_on(
    desk_at: DeskAt, tmp_path: Path
) -> None:
    desk = desk_at(Stage.DRAFTING)
    key = tmp_path / "kunci.pub"
    key.write_text(person(desk.office, KABID).keys[0] + "\n")
    before = desk.refs()
    said = desk.siar(KASI, "handover", OFFICER, "--to", OTHER_OFFICER, "--key", str(key), *ORDER)
    assert "error[agency-key-twice]: this key already belongs to `petugas-2`" in said.err
    assert desk.refs() == before


def test_work_is_passed_on_only_once_the_change_can_be_proposed(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.DRAFTING)
    ctx = desk.office[KASI]
    assert [entry.request.number for entry in open_work.open_work(ctx, OFFICER).writing] == [NUMBER]
    place = desk.clone(MAINTAINER) / "media.yaml"
    place.write_text(place.read_text() + "# contoh\n")
    desk.siar(MAINTAINER, "propose", "--reason", "x")
    before = desk.refs()
    said = desk.siar(KASI, "handover", OFFICER, "--to", OTHER_OFFICER, *ORDER)
    assert (said.exit, desk.refs()) == (3, before)
