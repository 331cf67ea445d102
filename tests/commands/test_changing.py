"""Changes of registers, theme and program: handed in by one, agreed to by others, then on main."""

from pathlib import Path

import pytest

from pipeline.forge.changes import check_change, imported_folders
from pipeline.forge.units import AGENCY, MEDIA
from pipeline.record.strict_yaml import raw_documents
from tests.commands.conftest import DeskAt
from tests.commands.desk import Desk, Said, refusal
from tests.commands.roster import agency_file
from tests.support.office import (
    KABID,
    KASI,
    MAINTAINER,
    OFFICER,
    Office,
    Stage,
    article,
    photo,
)

REASON = "Perubahan contoh"
BOTH_HEADS = "Yusran Malakaya, S.Sos., M.Si.; Dra. Hartini Laranuku, M.Si."
FOLDER = "content/2024/05/02-berita-lama-contoh"


def edit(desk: Desk, person: str, path: str, old: str, new: str) -> None:
    """Change one place of a file in somebody's work tree."""
    place = desk.clone(person) / path
    text = place.read_text(encoding="utf-8")
    assert text.count(old) == 1
    place.write_text(text.replace(old, new), encoding="utf-8")


def append(desk: Desk, person: str, path: str, line: str = "# catatan contoh\n") -> None:
    """Add a line to a file in somebody's work tree."""
    place = desk.clone(person) / path
    place.write_text(place.read_text(encoding="utf-8") + line, encoding="utf-8")


def propose(desk: Desk, person: str = MAINTAINER, *words: str) -> Said:
    """Hand in what was edited."""
    return desk.siar(person, "propose", *words, "--reason", REASON)


def dirty(desk: Desk, person: str) -> list[str]:
    """What is edited in somebody's work tree."""
    return desk.office[person].repository.work_tree_changes()


def test_a_change_is_handed_in_and_agreed_to(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    append(desk, MAINTAINER, MEDIA)
    said = propose(desk)
    assert said.out == (
        f"change 2 is proposed:\n  media.yaml\nstill to agree: 1 of {BOTH_HEADS}\n"
        "they use: siar ratify 2\n"
    )
    before = desk.office.main
    assert desk.siar(KASI, "ratify", "2").out == "change 2 is on main, and in force\n"
    file, office = agency_file(desk.office), desk.office
    assert (file.version, [(s.by, s.data["paths"]) for s in file.history]) == (
        2,
        [(KASI, ["media.yaml"])],
    )
    assert (office.bare.read(office.main, MEDIA) or b"").endswith(b"# catatan contoh\n")
    assert desk.fresh().shared_branches("change/") == {}
    assert check_change(desk.fresh(), before, office.main, root=office.root) == ()
    assert desk.siar(KABID, "verify").exit == 0


def test_past_the_real_gate(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    desk.office.arm()
    append(desk, MAINTAINER, MEDIA)
    assert propose(desk).exit == 0
    assert desk.siar(KASI, "propose", "--withdraw").exit == 0
    append(desk, KABID, MEDIA)
    assert propose(desk, KABID).exit == 0
    assert desk.siar(KASI, "ratify", "2").out == "change 2 is on main, and in force\n"


def test_the_work_tree_goes_along_and_comes_back(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    append(desk, MAINTAINER, MEDIA)
    (desk.clone(MAINTAINER) / "laporan.pdf").write_bytes(b"CONTOH")
    assert propose(desk).out.startswith("left alone: laporan.pdf\n")
    repository = desk.office[MAINTAINER].repository
    assert (repository.checked_out, dirty(desk, MAINTAINER)) == ("change/2", ["laporan.pdf"])
    desk.siar(KABID, "ratify", "2")
    desk.siar(MAINTAINER, "ratify")
    assert (repository.checked_out, dirty(desk, MAINTAINER)) == ("main", ["laporan.pdf"])
    assert repository.resolve("HEAD") == desk.office.main


def test_what_is_edited_meanwhile_comes_back_to_main_too(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    edit(desk, MAINTAINER, AGENCY, "tagline: Informasi", "tagline: Kabar")
    propose(desk)
    desk.siar(KABID, "ratify", "2")
    edit(desk, MAINTAINER, AGENCY, "tagline: Kabar", "tagline: Berita")
    assert propose(desk).out.startswith("change 3 is proposed:\n  agency.yaml\n")
    desk.siar(KABID, "ratify", "3")
    assert agency_file(desk.office).agency.section("site")["tagline"].startswith("Berita ")


def test_whoever_wrote_it_does_not_count(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    append(desk, KASI, MEDIA)
    assert propose(desk, KASI).exit == 0
    said = desk.siar(KASI, "ratify", "2")
    assert said.err == refusal(
        "Yusran Malakaya, S.Sos., M.Si. wrote change 2: others decide on it",
        "still to agree: 1 of Dra. Hartini Laranuku, M.Si.; Rizki Biyaro, S.Kom.",
    )
    assert desk.siar(OFFICER, "ratify", "2").err == refusal(
        "Fadila Samadara, S.I.Kom. may not decide on change 2",
        "still to agree: 1 of Dra. Hartini Laranuku, M.Si.; Rizki Biyaro, S.Kom.",
    )
    assert desk.siar(MAINTAINER, "ratify", "2").exit == 0


def test_an_officer_may_propose(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    append(desk, OFFICER, MEDIA)
    assert propose(desk, OFFICER).exit == 0
    assert desk.siar(MAINTAINER, "ratify", "2").exit == 0


def test_the_roster_needs_two_and_neither_its_subject(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    edit(desk, MAINTAINER, AGENCY, "rank: Penata Tingkat I (III/d)", "rank: Pembina (IV/a)")
    said = propose(desk)
    assert "still to agree: 1 of Dra. Hartini Laranuku, M.Si.\n" in said.out
    assert desk.siar(KASI, "ratify", "2").err == refusal(
        "change 2 is about Yusran Malakaya, S.Sos., M.Si.: others decide on it",
        "still to agree: 1 of Dra. Hartini Laranuku, M.Si.",
    )
    assert desk.siar(KABID, "ratify", "2").exit == 0
    assert [s.by for s in agency_file(desk.office).history] == [MAINTAINER, KABID]


def test_the_roster_by_an_officer_needs_two_others(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    edit(desk, OFFICER, AGENCY, "rank: Penata Muda Tingkat I", "rank: Penata Muda Tk. I")
    propose(desk, OFFICER)
    said = desk.siar(KASI, "ratify", "2")
    assert said.out == (
        "you have agreed to change 2\nstill to agree: 1 of Dra. Hartini Laranuku, M.Si.\n"
    )
    assert desk.siar(KASI, "ratify", "2").err.startswith(
        "siar: Yusran Malakaya, S.Sos., M.Si. has agreed to change 2 already\n"
    )
    assert agency_file(desk.office).version == 1
    assert desk.siar(KABID, "ratify", "2").out == "change 2 is on main, and in force\n"


def test_a_change_taken_further_is_agreed_to_anew(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    edit(desk, OFFICER, AGENCY, "rank: Penata Muda Tingkat I", "rank: Penata Muda Tk. I")
    propose(desk, OFFICER)
    desk.siar(KASI, "ratify", "2")
    edit(desk, OFFICER, AGENCY, "rank: Penata Muda Tk. I", "rank: Penata")
    assert "still to agree: 2 of" in propose(desk, OFFICER).out
    desk.siar(KABID, "ratify", "2")
    assert agency_file(desk.office).version == 1
    desk.siar(KASI, "ratify", "2")
    file = agency_file(desk.office)
    assert [s.by for s in file.history] == [KASI, KABID, KASI]
    assert desk.siar(KABID, "verify").exit == 0


def test_open_changes_are_listed_and_shown(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    assert desk.siar(KASI, "ratify").out == "no change is open\n"
    edit(desk, MAINTAINER, AGENCY, "rank: Penata Tingkat I (III/d)", "rank: Pembina (IV/a)")
    propose(desk)
    told = (
        f"change 2 of Rizki Biyaro, S.Kom.: {REASON}\n  agency.yaml\n"
        "  still to agree: 1 of Dra. Hartini Laranuku, M.Si.\n"
    )
    assert desk.siar(KASI, "ratify").out == told
    shown = desk.siar(KASI, "ratify", "2", "--show").out
    assert shown.startswith(told)
    changed = [line for line in shown.splitlines() if line[:1] in "+-" and line[1:2] == " "]
    assert changed == [
        '-    rank: "Penata Tingkat I (III/d)"',
        '+    rank: "Pembina (IV/a)"',
    ]


def test_what_is_shown_obeys_no_terminal(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    (desk.clone(MAINTAINER) / "theme" / "x.css").write_bytes(b"a\x1b[2K\xe2\x80\xaeb\n")
    (desk.clone(MAINTAINER) / "theme" / "x.bin").write_bytes(b"\xff\xfe")
    propose(desk)
    shown = desk.siar(KASI, "ratify", "2", "--show").out
    assert "+a<U+001B>[2K<U+202E>b\n" in shown
    assert "theme/x.bin: 0 bytes become 2\n" in shown


def test_one_change_at_a_time(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    append(desk, MAINTAINER, MEDIA)
    propose(desk)
    append(desk, KASI, MEDIA, "# catatan lain\n")
    before = desk.refs()
    said = propose(desk, KASI)
    assert (said.exit, said.err) == (
        3,
        refusal(
            f"change 2 of pengelola is still open: {REASON}",
            "finish it with `siar ratify 2`, or `siar propose --withdraw`",
        ),
    )
    assert desk.refs() == before
    assert (dirty(desk, KASI), desk.office[KASI].repository.checked_out) == (["media.yaml"], "main")
    assert desk.siar(KASI, "propose", "--withdraw").out == "change 2 is withdrawn\n"
    assert propose(desk, KASI).out.startswith("change 2 is proposed:\n  media.yaml\n")


def test_only_its_proposer_or_a_holder_withdraws(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    assert desk.siar(KASI, "propose", "--withdraw").err == refusal("no change is open")
    append(desk, MAINTAINER, MEDIA)
    propose(desk)
    assert desk.siar(OFFICER, "propose", "--withdraw").err == refusal(
        "change 2 is pengelola's to withdraw", "ask them, or one of the heads"
    )
    assert desk.siar(MAINTAINER, "propose", "--withdraw").exit == 0
    assert desk.office[MAINTAINER].repository.checked_out == "main"


def test_registers_and_program_are_proposed_apart(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    append(desk, MAINTAINER, MEDIA)
    append(desk, MAINTAINER, "pelicanconf.py")
    said = propose(desk)
    assert said.err == refusal(
        "registers and program are changed at once: media.yaml, pelicanconf.py",
        "propose one after the other: siar propose agency.yaml --reason …",
    )
    assert propose(desk, MAINTAINER, "pelicanconf.py").exit == 0
    assert dirty(desk, MAINTAINER) == ["media.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version: 1\n", "version: 7\n", "the first part of agency.yaml"),
        ("    - id: pengelola\n", "    - id: pengelola-2\n", "error[agency-rollback]"),
        ("since: 2023-03-01", "since: 2021-03-01", "error[agency-rollback]"),
        ("language: id", "language: fr", "error[schema-"),
    ],
)
def test_what_may_not_be_is_refused_before_it_is_pushed(
    desk_at: DeskAt, old: str, new: str, message: str
) -> None:
    desk = desk_at(Stage.FOUNDED)
    edit(desk, MAINTAINER, AGENCY, old, new)
    before = desk.refs()
    said = propose(desk)
    assert said.exit == 1
    assert message in said.err
    assert desk.refs() == before
    assert dirty(desk, MAINTAINER) == ["agency.yaml"]


def test_nothing_changed_is_nothing_to_propose(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    (desk.clone(OFFICER) / "content" / "2026" / "11" / "02-coba").mkdir(parents=True)
    (desk.clone(OFFICER) / "content" / "2026" / "11" / "02-coba" / "index.md").write_text("x")
    assert propose(desk, OFFICER).err.startswith(
        "siar: nothing of registers, theme or program is changed here\n"
    )
    assert desk.siar(OFFICER, "propose", "--reason", " ").exit != 0


def test_others_were_faster_in_the_same_file(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    append(desk, MAINTAINER, MEDIA)
    append(desk, KASI, MEDIA, "# lain\n")
    propose(desk)
    desk.siar(KABID, "ratify", "2")
    assert propose(desk, KASI).err == refusal(
        "others have changed these meanwhile: media.yaml",
        "keep your files elsewhere, `git checkout -- .`, `git pull`, and edit anew",
    )
    assert (desk.clone(KASI) / MEDIA).read_text(encoding="utf-8").endswith("# lain\n")


def test_everybody_reads_the_new_agency_from_main(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.RECEIVED)
    edit(desk, MAINTAINER, AGENCY, "lengkapi_data: Lengkapi", "lengkapi_data: Mohon lengkapi")
    propose(desk)
    desk.siar(KASI, "ratify", "2")
    desk.siar(KABID, "status")
    told = Office(desk.office.folder)[KABID].agency.instructions
    assert told["lengkapi_data"].startswith("Mohon ")


def test_a_change_of_theme_brings_goes_and_removes(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    theme = desk.clone(MAINTAINER) / "theme"
    old = next(path for path in sorted(theme.rglob("*.css")))
    name = old.relative_to(desk.clone(MAINTAINER)).as_posix()
    old.unlink()
    (theme / "baru.css").write_text("a{}\n")
    assert propose(desk).exit == 0
    assert desk.siar(KASI, "ratify", "2").exit == 0
    tree = {entry.path for entry in desk.fresh().tree(desk.office.main, "theme")}
    assert "theme/baru.css" in tree
    assert name not in tree


# --- older articles ------------------------------------------------------------------------------


def archive(folder: Path, text: bytes = b"") -> Path:
    """A folder with one older article."""
    place = folder / "arsip" / FOLDER
    place.mkdir(parents=True)
    older = article().replace(b'request: "2026-0118"\n', b"")
    (place / "index.md").write_bytes(text or older)
    (place / "foto.jpg").write_bytes(photo("red"))
    return folder / "arsip"


def test_an_archive_needs_the_maintainer_and_a_head(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.FOUNDED)
    words = ("import", str(archive(tmp_path)), "--reason", "Berita 2024 (CONTOH)")
    assert desk.siar(KASI, *words).err == refusal(
        "Yusran Malakaya, S.Sos., M.Si. may not do this: it is for maintainer",
        "today that is Rizki Biyaro, S.Kom.",
    )
    assert desk.siar(MAINTAINER, *words).out == (
        "articles: 1\nchange 2 is proposed:\n  content/2024\n"
        f"still to agree: 1 of {BOTH_HEADS}\nthey use: siar ratify 2\n"
    )
    assert f"+ {FOLDER}: Petani Desa" in desk.siar(KASI, "ratify", "2", "--show").out
    assert desk.siar(KASI, "ratify", "2").exit == 0
    office = desk.office
    assert [(s.action, s.by) for s in agency_file(office).history] == [
        ("import", MAINTAINER),
        ("approve", KASI),
    ]
    assert imported_folders(desk.fresh(), office.main).keys() == {FOLDER}
    assert desk.siar(KABID, "verify").exit == 0
    assert desk.siar(MAINTAINER, *words).err == refusal(
        f"these are on main already: {FOLDER}",
        "take them out of the folder; what is there is changed with `siar amend`",
    )


def test_an_archive_is_told_everything_that_is_wrong(desk_at: DeskAt, tmp_path: Path) -> None:
    desk = desk_at(Stage.FOUNDED)
    folder = archive(tmp_path, article())
    (folder / "content" / "catatan.txt").write_text("x")
    (folder / FOLDER / "tautan.jpg").symlink_to("foto.jpg")
    before = desk.refs()
    said = desk.siar(MAINTAINER, "import", str(folder), "--reason", REASON)
    for rule in ("unit-mode", "article-place", "approval-context"):
        assert f"error[{rule}]" in said.err
    assert desk.refs() == before
    empty = desk.siar(MAINTAINER, "import", str(tmp_path), "--reason", REASON)
    assert empty.err.startswith(f"siar: there is no {tmp_path / 'content'}\n")


def test_the_document_of_agency_yaml_keeps_its_bytes(desk_at: DeskAt) -> None:
    desk = desk_at(Stage.FOUNDED)
    office = desk.office
    before = raw_documents(office.bare.read(office.main, AGENCY) or b"")[1]
    append(desk, MAINTAINER, MEDIA)
    propose(desk)
    desk.siar(KASI, "ratify", "2")
    assert raw_documents(office.bare.read(office.main, AGENCY) or b"")[1] == before
