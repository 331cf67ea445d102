"""An office is founded whole, from registers that are right, or nothing is left behind."""

import stat
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.errors import Exit
from pipeline.repository import Repository
from tests.commands.desk import Said, refusal


@pytest.fixture
def siar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> "Shell":
    return Shell(tmp_path, monkeypatch, capsys)


class Shell:
    """A command line outside of any office."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys

    def __call__(self, *words: str, cwd: Path | None = None) -> Said:
        self._monkeypatch.chdir(cwd or self._folder)
        code = cli.main(list(words))
        return Said(code, *self._capsys.readouterr())


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_an_office_is_founded_and_passes_its_own_examination(siar: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "kantor baru"
    said = siar("init", str(folder))
    shared = Repository.open(folder / "kantor.git")
    root = shared.roots("main")[0]
    assert said == (
        Exit.OK,
        f"shared repository: {folder}/kantor.git\n"
        f"first clone:       {folder}/kantor\n"
        f"private keys:      {folder}/kunci\n"
        f"root, to be pinned elsewhere too: {root}\n"
        "practice: nothing leaves this machine until `git config siar.practice false`\n",
        "",
    )
    assert names(folder / "kunci") == [
        "kabid-piks.key", "kasi-piks.key", "pengelola.key", "petugas-1.key", "sekretaris.key",
    ]  # fmt: skip
    for key in (folder / "kunci").iterdir():
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert shared.config("siar.root") == root
    assert shared.config("core.fsync") == "all"
    for place in (folder / "kantor", folder / "kantor.git"):
        assert siar("doctor", cwd=place).exit == Exit.OK
    clone = folder / "kantor"
    assert siar("verify", cwd=clone).exit == Exit.OK
    assert siar("check", cwd=clone) == (Exit.OK, "nothing wrong\n", "")
    assert siar("status", cwd=clone) == (Exit.OK, "nothing is open\n", "")


def test_registers_are_prepared_to_be_edited_and_used_as_they_were_edited(
    siar: Shell, tmp_path: Path
) -> None:
    folder = tmp_path / "baru"
    said = siar("siapkan", "--siapkan-berkas", str(folder))
    assert said == (
        Exit.OK,
        f"edit {folder}/agency.yaml and {folder}/media.yaml, then run `siar init {folder}`\n",
        "",
    )
    assert names(folder) == ["agency.yaml", "media.yaml"]
    agency = folder / "agency.yaml"
    agency.write_bytes(agency.read_bytes().replace(b"city: Sofifi", b"city: Tobelo"))
    assert siar("init", "--prepare", str(folder)) == (
        Exit.PROBLEMS,
        "",
        refusal(f"{agency} is there already", f"edit it, then run `siar init {folder}`"),
    )
    assert siar("siapkan", str(folder)).exit == Exit.OK
    assert b"city: Tobelo" in (folder / "kantor" / "agency.yaml").read_bytes()


def test_wrong_registers_are_told_in_one_run_and_nothing_is_left_behind(
    siar: Shell, tmp_path: Path
) -> None:
    folder = tmp_path / "baru"
    siar("init", "--prepare", str(folder))
    agency, media = folder / "agency.yaml", folder / "media.yaml"
    agency.write_bytes(agency.read_bytes().replace(b"  city: Sofifi\n", b"  kota: Sofifi\n"))
    media.write_bytes(b"outlets: [\n")
    said = siar("init", str(folder))
    assert said.exit == Exit.PROBLEMS
    told = [line.split(": ")[0:2] for line in said.err.splitlines() if ": error[" in line]
    assert told == [
        ["siar", "agency.yaml:6"],
        ["agency.yaml:12", "error[schema-unknown-key]"],
        ["media.yaml:2", "error[yaml-syntax]"],
    ]
    assert said.err.endswith("  way out: mend these lines and run `siar init` again\n")
    assert names(folder) == ["agency.yaml", "media.yaml"]


def test_an_office_that_is_there_is_left_alone(siar: Shell, tmp_path: Path) -> None:
    siar("init", str(tmp_path))
    root = Repository.open(tmp_path / "kantor.git").roots("main")
    assert siar("init", str(tmp_path)) == (
        Exit.PROBLEMS,
        "",
        refusal(f"there is an office in {tmp_path}/kantor.git already", "choose another folder"),
    )
    assert Repository.open(tmp_path / "kantor.git").roots("main") == root
    assert "petugas-1.key" in names(tmp_path / "kunci")


def test_a_file_is_no_place_for_an_office(siar: Shell, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_bytes(b"x")
    said = siar("init", str(tmp_path / "berkas"))
    assert said.exit == Exit.PROBLEMS
    assert said.err == refusal(
        f"Not a directory: {tmp_path}/berkas/kunci",
        "nothing was half written; mend this and run the command again",
    )
    assert (tmp_path / "berkas").read_bytes() == b"x"
