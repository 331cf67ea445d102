"""Git over HTTP, as GitHub serves it."""

import subprocess
from pathlib import Path

from tests.github.client import Client
from tests.github.server import GitHub


def git(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run Git, and see how it ends."""
    return subprocess.run(["git", *words], cwd=cwd, capture_output=True, text=True, check=False)


def test_a_push_is_its_tokens(forge: GitHub, client: Client, tmp_path: Path) -> None:
    address = forge.git_address(forge.token("budi"))
    assert git("clone", "--quiet", address, "klon", cwd=tmp_path).returncode == 0
    clone = tmp_path / "klon"
    git("commit", "--allow-empty", "--message=kosong", cwd=clone)
    assert git("push", "--quiet", "origin", "HEAD:baru", cwd=clone).returncode == 0
    newest = client.ask("GET", "/repos/dinas/siar/activity").body[0]
    assert (newest["actor"]["login"], newest["ref"]) == ("budi", "refs/heads/baru")


def test_nobody_clones_a_private_repository_without_a_token(forge: GitHub, tmp_path: Path) -> None:
    words = ("-c", "credential.helper=", "clone", "--quiet", forge.git_url, "klon")
    said = subprocess.run(
        ["git", *words], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"GIT_TERMINAL_PROMPT": "0", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert said.returncode != 0
    assert "could not read Username" in said.stderr


def test_a_clone_without_files_gets_them_when_it_asks(forge: GitHub, tmp_path: Path) -> None:
    address = forge.git_address(forge.token())
    words = ("clone", "--quiet", "--filter=blob:none", "--bare", address, "klon")
    assert git(*words, cwd=tmp_path).stderr == ""
    clone = tmp_path / "klon"
    missing = git("rev-list", "--objects", "--missing=print", "main", cwd=clone).stdout
    assert sum(line.startswith("?") for line in missing.splitlines()) == 1
    assert git("show", "main:agency.yaml", cwd=clone).stdout == "name: CONTOH\n"


def test_a_public_repository_is_read_by_all_and_written_by_few(
    forge: GitHub, tmp_path: Path
) -> None:
    forge.private = False
    assert git("clone", "--quiet", forge.git_url, "klon", cwd=tmp_path).returncode == 0
    reader = forge.token(permissions={"contents": "read"})
    said = git("push", forge.git_address(reader), "HEAD:baru", cwd=tmp_path / "klon")
    assert said.returncode != 0
    assert forge.bare.branch("baru") is None


def test_names_and_paths_are_whatever_people_write(forge: GitHub) -> None:
    branch, path = "a$(touch${IFS}pwn)`;", 'b "c"\\d\ne.md'
    forge.push("rina", branch, {path: "satu\n"}, "$(id)", author=("Budi <x>\n", "a@b"))
    tip = forge.bare.branch(branch) or ""
    assert forge.bare.run("ls-tree", "-z", "--name-only", tip).split("\0")[1] == path
    assert forge.bare.describe(tip).author == "Budi x"
    forge.push("rina", branch, {path: None})
    assert forge.bare.run("ls-tree", "--name-only", branch) == "agency.yaml"
