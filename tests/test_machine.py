"""What this machine is allowed to do: settings of the clone, and for one run of the environment."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import NotFound
from pipeline.machine import SETTINGS, root_of, settings
from pipeline.repository import Repository


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    """A repository with nothing set."""
    return Repository.create(tmp_path / "kantor contoh")


def commit(repository: Repository, *parents: str, note: str = "contoh") -> str:
    """A commit with one file."""
    tree = repository.write_tree(None, {"x": repository.write_blob(note.encode())})
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return repository.commit_tree(tree, parents, note, author="C <c@siar.example>", at=at)


def test_an_office_begins_in_practice(clone: Repository) -> None:
    found = settings(clone)
    assert found.practice is True
    assert (found.person, found.root, found.live, found.smtp, found.smtp_password) == ("",) * 5
    assert (found.key, found.deploy) == (None, None)
    assert found.mails == clone.git_folder / "siar" / "mails"
    assert found.papers == clone.git_folder / "siar" / "laporan"


@pytest.mark.parametrize("text", ["false", "FALSE", "no", "off", "0"])
def test_gits_words_for_false_end_practice(clone: Repository, text: str) -> None:
    clone.set_config({"siar.practice": text})
    assert settings(clone).practice is False


@pytest.mark.parametrize("text", ["true", "yes", "1", "", "flase", "salah", "nein"])
def test_any_other_word_leaves_the_office_in_practice(clone: Repository, text: str) -> None:
    clone.set_config({"siar.practice": text})
    assert settings(clone).practice is True


@pytest.mark.parametrize(
    ("text", "wakes"), [("true", True), ("Yes", True), ("1", True), ("", False), ("ja", False)]
)
def test_a_push_wakes_the_publisher_only_where_it_says_so(
    clone: Repository, text: str, wakes: bool
) -> None:
    clone.set_config({"siar.wake": text})
    assert settings(clone).wake is wakes


def test_a_key_is_a_file_or_the_key_itself(clone: Repository) -> None:
    assert settings(clone).private_key() == b""
    (clone.folder / "a.key").write_bytes(b"isi kunci\n")
    clone.set_config({"siar.key": "a.key"})
    assert settings(clone).private_key() == b"isi kunci\n"
    clone.set_config({"siar.key": "tidak-ada.key"})
    with pytest.raises(FileNotFoundError):
        settings(clone).private_key()


def test_a_runner_may_bring_the_key_in_its_environment(
    clone: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"
    monkeypatch.setenv("SIAR_KEY", text)
    found = settings(clone)
    assert (found.key, found.private_key()) == (None, f"{text}\n".encode())
    monkeypatch.setenv("SIAR_SMTPPASSWORD", "sandi-contoh")
    shown = repr(settings(clone))
    assert "AAAA" not in shown
    assert "sandi-contoh" not in shown


def test_the_environment_comes_before_the_clones_settings(
    clone: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone.set_config({f"siar.{name}": "dari-klon" for name in SETTINGS})
    assert settings(clone).person == "dari-klon"
    for name in SETTINGS:
        monkeypatch.setenv(f"SIAR_{name.upper()}", "dari-lingkungan")
    found = settings(clone)
    assert {found.person, found.root, found.live, found.smtp, found.smtp_password} == {
        "dari-lingkungan"
    }
    assert {found.key, found.deploy, found.mails, found.papers} == {
        clone.folder / "dari-lingkungan"
    }


def test_paths_are_below_the_clone_unless_they_say_otherwise(
    clone: Repository, tmp_path: Path
) -> None:
    clone.set_config({"siar.key": "../kunci/a.key", "siar.deploy": str(tmp_path / "www")})
    clone.set_config({"siar.papers": "~/laporan"})
    found = settings(clone)
    assert found.key is not None
    assert found.key.resolve() == tmp_path / "kunci" / "a.key"
    assert found.deploy == tmp_path / "www"
    assert found.papers == Path.home() / "laporan"


def test_the_users_own_configuration_says_nothing(
    clone: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "global").write_text("[siar]\n\tpractice = false\n\tperson = penyusup\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "global"))
    found = settings(clone)
    assert (found.practice, found.person) == (True, "")


def test_the_root_is_the_pinned_one(clone: Repository) -> None:
    root = commit(clone)
    tip = commit(clone, root, note="sesudahnya")
    assert root_of(clone, settings(clone), tip) == root
    clone.set_config({"siar.root": root})
    assert root_of(clone, settings(clone), tip) == root


def test_a_pinned_root_may_have_come_by_a_merge(clone: Repository) -> None:
    root, other = commit(clone), commit(clone, note="asal lain")
    clone.set_config({"siar.root": root})
    assert root_of(clone, settings(clone), commit(clone, other, root)) == root


def test_another_repository_is_not_the_offices(clone: Repository) -> None:
    tip = commit(clone)
    clone.set_config({"siar.root": "1" * 40})
    with pytest.raises(NotFound) as refused:
        root_of(clone, settings(clone), tip)
    assert refused.value.message == f"main does not come from the pinned root {'1' * 40}"
    assert refused.value.hint == (
        "this is not the office's repository; check `git remote -v` and siar.root"
    )
