"""Questions asked of Git, and refs that move all or none; real Git in temporary folders."""

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.errors import NotFound, SiarError, TryAgain
from pipeline.objects import EXECUTABLE, FILE, LINK
from pipeline.record.signature import armoured, private_pem, public_line, sign, signing_key
from pipeline.repository import Conflict, Refused, Repository, Update

AT = datetime.fromisoformat("2026-11-02T09:00:00+09:00")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def commit(
    repository: Repository, files: dict[str, bytes | None], *parents: str, note: str = "contoh"
) -> str:
    """A commit that sets files, or removes them (None)."""
    blobs = {
        path: None if data is None else repository.write_blob(data) for path, data in files.items()
    }
    tree = repository.write_tree(parents[0] if parents else None, blobs)
    return repository.commit_tree(tree, parents, note, author="Contoh <contoh@siar.example>", at=AT)


@pytest.fixture
def shared(tmp_path: Path) -> Repository:
    """A bare repository with one commit on main."""
    made = Repository.create(tmp_path / "kantor contoh.git", bare=True)
    made.push([Update("refs/heads/main", commit(made, {"a.txt": b"satu"}), None)])
    return made


@pytest.fixture
def clone(shared: Repository, tmp_path: Path) -> Repository:
    """Somebody's clone of it."""
    return Repository.clone(shared.folder, tmp_path / "klon contoh")


# --- where it is ------------------------------------------------------------------------------


def test_no_repository_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as refused:
        Repository.open(tmp_path)
    assert refused.value.message == f"{tmp_path} is not in an office's repository"
    assert refused.value.hint == "go to your clone of it, or make one with `siar init DIR`"


def test_a_repository_is_found_from_a_folder_within(clone: Repository) -> None:
    inner = clone.folder / "requests" / "2026"
    inner.mkdir(parents=True)
    found = Repository.open(inner)
    assert found.folder == clone.folder
    assert (found.is_bare, found.has_origin, found.checked_out) == (False, True, "main")


def test_the_shared_repository_has_no_work_tree(shared: Repository) -> None:
    assert (shared.is_bare, shared.has_origin, shared.checked_out) == (True, False, None)
    assert shared.folder == shared.git_folder


def test_what_git_refuses_is_told_in_its_own_words(shared: Repository) -> None:
    with pytest.raises(SiarError) as refused:
        shared.run("rev-list", "nowhere", "--")
    assert refused.value.message == "Git could not rev-list: fatal: bad revision 'nowhere'"


def test_settings_are_the_repositorys_own(
    clone: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "global").write_text("[siar]\n\tperson = penyusup\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "global"))
    assert clone.config("siar.person") is None
    clone.set_config({"siar.person": "petugas-1", "siar.key": "../kunci contoh/a.key"})
    assert clone.config("siar.person") == "petugas-1"
    assert clone.config("siar.key") == "../kunci contoh/a.key"
    assert clone.run("config", "--local", "siar.key") == "../kunci contoh/a.key\n"


# --- trees and blobs --------------------------------------------------------------------------

NAMES = ["a.txt", "b c.txt", "é.txt", 'quo"te.txt', "-n", "[x]*.txt", "in/ner/deep.md", "tab\tx"]


def test_every_name_is_read_as_it_was_written(shared: Repository) -> None:
    files: dict[str, bytes | None] = {name: name.encode() for name in NAMES}
    tip = commit(shared, files)
    assert [entry.path for entry in shared.tree(tip)] == sorted(NAMES)
    assert {name: shared.read(tip, name) for name in NAMES} == files
    listed = shared.tree(tip)
    assert {entry.mode for entry in listed} == {FILE}
    blobs = shared.blobs(entry.oid for entry in listed)
    assert [*blobs] == [name.encode() for name in sorted(NAMES)]
    folders = [shared.tree_id(tip, folder) or "" for folder in ("", "in/ner", "in")]
    assert [*shared.trees(folders)] == [shared.tree(folder) for folder in folders]


@pytest.mark.parametrize(
    "path", ["", "/", ".", "..", "../a.txt", "./a.txt", "in", "in/", "in/ner", "a.txt/x", "none"]
)
def test_what_is_no_file_is_not_read(shared: Repository, path: str) -> None:
    tip = commit(shared, {"a.txt": b"a", "in/ner/deep.md": b"x"})
    assert shared.read(tip, path) is None


def test_a_name_with_a_line_break_never_answers_for_another(shared: Repository) -> None:
    # Names are sent to one long-lived process line by line.
    tip = commit(shared, {"a": b"satu", "a\nb": b"dua", "c": b"tiga"})
    oid = shared.resolve(tip)
    assert shared.read(tip, f"a\n{oid}:c") is None
    assert [shared.read(tip, name) for name in ("a", "c", "a")] == [b"satu", b"tiga", b"satu"]
    assert [entry.path for entry in shared.tree(tip)] == ["a", "a\nb", "c"]


def test_a_folder_is_listed_and_a_file_is_its_own_list(shared: Repository) -> None:
    tip = commit(shared, {"in/a": b"1", "in/ner/b": b"2", "inn": b"3", "z": b""})
    assert [entry.path for entry in shared.tree(tip, "in/")] == ["in/a", "in/ner/b"]
    assert [entry.path for entry in shared.tree(tip, "in/a")] == ["in/a"]
    assert shared.tree(tip, "nowhere/") == []
    assert shared.tree_id(tip, "in") is not None
    assert (shared.tree_id(tip, "in/a"), shared.tree_id(tip, "out")) == (None, None)


def test_a_folder_keeps_its_id_when_something_else_changes(shared: Repository) -> None:
    first = commit(shared, {"in/a": b"1", "b": b"2"})
    second = commit(shared, {"b": b"3"}, first)
    assert shared.tree_id(first, "in") == shared.tree_id(second, "in")
    third = commit(shared, {"in/a": b"4"}, second)
    assert shared.tree_id(third, "in") != shared.tree_id(second, "in")


def test_a_file_removed_takes_its_empty_folders_along(shared: Repository) -> None:
    first = commit(shared, {"in/ner/deep": b"1", "a": b"2"})
    second = commit(shared, {"in/ner/deep": None}, first)
    assert [entry.path for entry in shared.tree(second)] == ["a"]
    assert shared.tree_id(second, "in") is None
    assert shared.tree(commit(shared, {"a": None}, second)) == []


def test_a_folder_may_take_the_place_of_a_file_and_back(shared: Repository) -> None:
    first = commit(shared, {"x": b"1"})
    second = commit(shared, {"x/y": b"2"}, first)
    assert [entry.path for entry in shared.tree(second)] == ["x/y"]
    assert [e.path for e in shared.tree(commit(shared, {"x": b"3"}, second))] == ["x"]


def test_what_changed_counts_a_rename_as_both_of_its_paths(shared: Repository) -> None:
    first = commit(shared, {"a/é x": b"1" * 100, "same": b"2"})
    second = commit(shared, {"a/é x": None, "b/é x": b"1" * 100, "new": b""}, first)
    assert shared.changed_paths(first, second) == ["a/é x", "b/é x", "new"]
    assert shared.changed_paths(second, second) == []


def test_attributes_of_a_commit_change_nothing_that_is_read(shared: Repository) -> None:
    tricks = b"* text eol=crlf\n* ident\n* working-tree-encoding=UTF-16\n* export-subst\n"
    tip = commit(shared, {".gitattributes": tricks, "a.txt": b"$Id$ $Format:%H$\nx\n"})
    assert shared.read(tip, "a.txt") == b"$Id$ $Format:%H$\nx\n"


def test_replace_refs_are_not_believed(shared: Repository) -> None:
    right = commit(shared, {"a": b"yang benar"})
    wrong = commit(shared, {"a": b"yang palsu"}, note="palsu")
    shared.run("update-ref", f"refs/replace/{right}", wrong)
    fresh = Repository.open(shared.folder)
    assert fresh.read(right, "a") == b"yang benar"
    assert fresh.commit_info(right).message == "contoh\n"
    assert [*fresh.blobs(entry.oid for entry in fresh.tree(right))] == [b"yang benar"]


def test_an_object_that_is_not_here_is_told(shared: Repository) -> None:
    with pytest.raises(NotFound) as refused:
        shared.blob("1" * 40)
    assert refused.value.message == f"the object {'1' * 40} is not in this clone"


# --- commits ----------------------------------------------------------------------------------


def test_the_first_parent_line_is_told_oldest_first(shared: Repository) -> None:
    root = commit(shared, {"a": b"1"})
    side = commit(shared, {"b": b"2"}, root)
    merge = commit(shared, {"b": b"2"}, root, side)
    tip = commit(shared, {"c": b"3"}, merge)
    assert shared.first_parents(tip) == [root, merge, tip]
    assert shared.first_parents(tip, root) == [merge, tip]
    assert shared.commits(tip, root) == [side, merge, tip]
    assert shared.commits(tip, merge) == [tip]
    assert shared.roots(tip) == [root]
    assert (shared.beginning(tip), shared.beginning(side)) == (root, root)
    assert shared.is_ancestor(side, tip)
    assert shared.is_ancestor(tip, tip)
    assert not shared.is_ancestor(tip, side)


def test_commits_that_touch_a_folder_are_found_on_every_side(shared: Repository) -> None:
    root = commit(shared, {"content/a": b"1"})
    mine = commit(shared, {"content/a": b"2"}, root)
    undone = commit(shared, {"content/a": b"1"}, mine)
    other = commit(shared, {"x": b"3"}, root)
    merge = commit(shared, {"x": b"3"}, undone, other)
    # What was written and taken back was written all the same.
    assert shared.commits(merge, root, touching="content") == [mine, undone]


def test_the_same_commit_is_the_same_on_every_machine(shared: Repository) -> None:
    made = commit(shared, {"a": b"1"})
    assert made == "d513d5aa35ea4e3ca95564f4575c54e8df875053"
    assert shared.commit_info(made).at == AT
    assert shared.commit_info(made).author == "Contoh <contoh@siar.example>"


def test_a_signed_commit_names_its_key(shared: Repository) -> None:
    tree = shared.write_tree(None, {"a": shared.write_blob(b"1")})
    made = shared.commit_tree(tree, [], "contoh", author="C <c@siar.example>", at=AT, sign=signer)
    info = shared.commit_info(made)
    assert signing_key(info.signed, info.signature, "git") == public_line(KEY)


def signer(payload: bytes) -> str:
    """A commit's armoured signature with `KEY`."""
    return armoured(sign(KEY, payload, "git"))


@pytest.mark.usefixtures("ssh_keygen")
def test_git_accepts_a_commit_we_signed(shared: Repository, tmp_path: Path) -> None:
    tree = shared.write_tree(None, {"a": shared.write_blob(b"1")})
    made = shared.commit_tree(
        tree, [], "contoh\n\nBadan – é", author="C <c@siar.example>", at=AT, sign=signer
    )
    (tmp_path / "allowed").write_text(f'kasi@siar.example namespaces="git" {public_line(KEY)}\n')
    shared.set_config({"gpg.format": "ssh"})
    shared.run("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "allowed"))
    done = subprocess.run(
        ["git", "verify-commit", made], cwd=shared.folder, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr.startswith(b'Good "git" signature for kasi@siar.example with ED25519 key')


@pytest.mark.usefixtures("ssh_keygen")
def test_we_accept_a_commit_that_git_signed(clone: Repository, tmp_path: Path) -> None:
    key = tmp_path / "contoh.key"
    key.write_bytes(private_pem(KEY))
    key.chmod(0o600)
    clone.set_config({"gpg.format": "ssh", "user.signingkey": str(key), "commit.gpgsign": "true"})
    clone.run("commit", "--quiet", "--allow-empty", "-m", "Ditandatangani Git – é")
    tip = clone.resolve("HEAD")
    assert tip
    info = clone.commit_info(tip)
    assert signing_key(info.signed, info.signature, "git") == public_line(KEY)


# --- one look ---------------------------------------------------------------------------------


def moved_by_others(shared: Repository, text: bytes) -> str:
    """Somebody else pushes to main."""
    tip = shared.resolve("main") or ""
    new = commit(shared, {"a.txt": text}, tip)
    shared.push([Update("refs/heads/main", new, tip)])
    return new


def test_one_look_fetches_once(shared: Repository, clone: Repository) -> None:
    with clone.one_look():
        seen = moved_by_others(shared, b"dua")
        clone.fetch()
        assert clone.shared("main") == seen
        moved_by_others(shared, b"tiga")
        clone.fetch()
        assert clone.shared("main") == seen
    clone.fetch()
    assert clone.shared("main") == shared.resolve("main")


def test_one_look_ends_when_others_were_faster(shared: Repository, clone: Repository) -> None:
    with clone.one_look():
        clone.fetch()
        seen = clone.shared("main") or ""
        moved_by_others(shared, b"dua")
        with pytest.raises(Conflict):
            clone.push([Update("refs/heads/main", commit(clone, {"b.txt": b"2"}, seen), seen)])
        clone.fetch()
        assert clone.shared("main") == shared.resolve("main") != seen


def test_one_look_ends_when_something_was_moved_elsewhere(
    shared: Repository, clone: Repository
) -> None:
    with clone.one_look():
        clone.fetch()
        seen = moved_by_others(shared, b"dua")
        clone.look_again()
        clone.fetch()
        assert clone.shared("main") == seen
        moved_by_others(shared, b"tiga")
        clone.fetch()
        assert clone.shared("main") == seen
    clone.look_again()
    assert clone.shared("main") == seen


# --- refs, and the shared repository ----------------------------------------------------------


def test_a_push_moves_all_refs(clone: Repository, shared: Repository) -> None:
    made = commit(clone, {"b": b"2"}, clone.shared("main") or "")
    clone.push(
        [
            Update("refs/heads/request/2026-0118", made, None),
            Update("refs/tags/agenda/2026-0118", made, None),
        ]
    )
    assert shared.refs("refs/heads/request/") == {"refs/heads/request/2026-0118": made}
    assert shared.refs("refs/tags/") == {"refs/tags/agenda/2026-0118": made}
    assert clone.shared_branches("request/") == {"request/2026-0118": made}
    assert clone.refs("refs/tags/") == {"refs/tags/agenda/2026-0118": made}


def stale_tag(shared: Repository) -> Update:
    """A tag that somebody else has taken meanwhile."""
    shared.set_ref("refs/tags/agenda/2026-0118", shared.resolve("main"))
    return Update("refs/tags/agenda/2026-0118", "", None)


@pytest.mark.parametrize("first", ["branch", "tag"])
def test_a_push_that_finds_one_ref_taken_moves_none(
    clone: Repository, shared: Repository, first: str
) -> None:
    taken = stale_tag(shared)
    made = commit(clone, {"b": b"2"}, clone.shared("main") or "")
    updates = [Update("refs/heads/request/2026-0118", made, None), taken._replace(new=made)]
    with pytest.raises(Conflict) as refused:
        clone.push(updates if first == "branch" else updates[::-1])
    assert refused.value.message == "somebody else changed it at the same moment"
    assert shared.refs("refs/heads/") == {"refs/heads/main": shared.resolve("main")}
    assert shared.resolve("refs/tags/agenda/2026-0118") == shared.resolve("main")
    assert clone.shared_branches("request/") == {}


@pytest.mark.parametrize("here", ["clone", "shared"])
def test_a_ref_moves_only_from_where_it_is_expected(
    here: str, request: pytest.FixtureRequest, shared: Repository
) -> None:
    repository: Repository = request.getfixturevalue(here)
    old = shared.resolve("main")
    assert old
    one = commit(repository, {"b": b"1"}, old)
    two = commit(repository, {"b": b"2"}, old, note="lain")
    repository.push([Update("refs/heads/main", one, old)])
    with pytest.raises(Conflict):
        repository.push([Update("refs/heads/main", two, old)])
    assert shared.resolve("main") == one
    with pytest.raises(Conflict):
        repository.push([Update("refs/heads/main", None, old)])
    assert shared.resolve("main") == one


@pytest.mark.parametrize("here", ["clone", "shared"])
def test_a_branch_is_deleted_only_as_it_was_seen(
    here: str, request: pytest.FixtureRequest, shared: Repository
) -> None:
    repository: Repository = request.getfixturevalue(here)
    tip = shared.resolve("main")
    repository.push([Update("refs/heads/request/x", tip, None)])
    repository.push([Update("refs/heads/request/x", None, tip)])
    assert shared.refs("refs/heads/request/") == {}
    assert repository.shared_branches("request/") == {}


def hook(shared: Repository, script: str) -> None:
    """Let the gate answer with a script."""
    path = shared.folder / "hooks" / "pre-receive"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_what_the_gate_says_is_heard(clone: Repository, shared: Repository) -> None:
    hook(shared, "echo 'siar: tidak boleh' >&2; echo '  way out: lain kali' >&2; exit 1")
    made = commit(clone, {"b": b"2"}, clone.shared("main") or "")
    with pytest.raises(Refused) as refused:
        clone.push([Update("refs/heads/request/x", made, None)])
    assert refused.value.message == "tidak boleh\n  way out: lain kali"
    assert clone.shared_branches("request/") == {}


def test_a_gate_that_refuses_because_somebody_was_faster_is_a_conflict(
    clone: Repository, shared: Repository
) -> None:
    # Git asks the gate before it looks whether a ref is where the pusher saw it.
    main = shared.resolve("main")
    hook(
        shared,
        f"env -u GIT_QUARANTINE_PATH git update-ref refs/tags/agenda/2026-0118 {main}; exit 1",
    )
    made = commit(clone, {"b": b"2"}, main or "")
    with pytest.raises(Conflict):
        clone.push(
            [
                Update("refs/heads/request/2026-0118", made, None),
                Update("refs/tags/agenda/2026-0118", made, None),
            ]
        )


def gone(shared: Repository) -> None:
    """The server is away."""
    shared.folder.rename(shared.folder.with_name("pindah.git"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda clone: clone.fetch(),
        lambda clone: clone.push([Update("refs/heads/x", clone.resolve("HEAD"), None)]),
    ],
    ids=["fetch", "push"],
)
def test_a_repository_that_is_away_is_told_and_may_be_tried_again(
    clone: Repository, shared: Repository, ask: Callable[[Repository], None]
) -> None:
    gone(shared)
    with pytest.raises(TryAgain) as refused:
        ask(clone)
    assert not isinstance(refused.value, Conflict)
    assert refused.value.message.startswith("the office's repository cannot be reached: ")
    assert refused.value.hint == (
        "nothing was changed; check the connection and run the command again"
    )


def test_an_object_that_the_server_refuses_is_no_conflict(
    clone: Repository, shared: Repository
) -> None:
    shared.set_config({"receive.fsckobjects": "true"})
    tree = clone.write_tree(None, {".GIT/config": clone.write_blob(b"jahat")})
    made = clone.commit_tree(tree, [], "x", author="C <c@siar.example>", at=AT)
    with pytest.raises(SiarError) as refused:
        clone.push([Update("refs/heads/x", made, None)])
    assert not isinstance(refused.value, Conflict)
    assert refused.value.message.startswith("the office's repository could not keep it: error: ")
    assert "hasDotgit" in refused.value.message
    assert refused.value.hint == "nothing was changed; tell whoever looks after the server"


def test_a_fetch_brings_branches_tags_and_that_branches_are_gone(
    clone: Repository, shared: Repository
) -> None:
    main = shared.resolve("main")
    assert main
    shared.set_ref("refs/heads/request/x", main)
    shared.set_ref("refs/tags/agenda/2026-0118", main)
    clone.fetch()
    assert clone.shared_branches("request/") == {"request/x": main}
    assert clone.refs("refs/tags/agenda/") == {"refs/tags/agenda/2026-0118": main}
    shared.set_ref("refs/heads/request/x", None)
    clone.fetch()
    assert clone.shared_branches("request/") == {}
    assert clone.refs("refs/tags/agenda/") == {"refs/tags/agenda/2026-0118": main}


def test_a_tag_is_read_as_the_commit_it_leads_to(clone: Repository) -> None:
    main = clone.resolve("HEAD")
    clone.run("tag", "-a", "-m", "beranotasi", "agenda/2026-0118", "HEAD")
    assert clone.refs("refs/tags/") == {"refs/tags/agenda/2026-0118": main}
    assert clone.resolve("refs/tags/agenda/2026-0118") == main


# --- the work tree ----------------------------------------------------------------------------


def test_what_was_changed_by_hand_is_listed_by_its_own_names(clone: Repository) -> None:
    folder = clone.folder
    (folder / "a.txt").write_text("diubah")
    (folder / "baru é.txt").write_text("x")
    (folder / "in" / "ner").mkdir(parents=True)
    (folder / "in" / "ner" / 'deep "x".md').write_text("x")
    assert sorted(clone.work_tree_changes()) == ["a.txt", "baru é.txt", 'in/ner/deep "x".md']
    (folder / "a.txt").rename(folder / "lain.txt")
    assert {"a.txt", "lain.txt"} <= set(clone.work_tree_changes())


def test_modes_are_told_as_git_keeps_them(clone: Repository) -> None:
    folder = clone.folder
    (folder / "run").write_text("#!/bin/sh\n")
    (folder / "run").chmod(0o755)
    (folder / "link").symlink_to("a.txt")
    clone.run("add", ".")
    clone.run("commit", "--quiet", "-m", "modes")
    modes = {entry.path: entry.mode for entry in clone.tree("HEAD")}
    assert modes == {"a.txt": FILE, "link": LINK, "run": EXECUTABLE}
    assert clone.read("HEAD", "link") == b"a.txt"


def test_files_are_found_by_what_stands_in_them(tmp_path: Path) -> None:
    made = Repository.create(tmp_path / "x.git", bare=True)
    tip = commit(made, {"a/satu:1.txt": b"x (y) z", "a/dua.txt": b"x y z", "b/tiga.txt": b"(y)"})
    assert made.holding(tip, "(y)", "a/") == ["a/satu:1.txt"]
    assert made.holding(tip, "-v", "a/") == []


# --- clones without files -----------------------------------------------------------------------


def partial_clone(shared: Repository, target: Path) -> Repository:
    """A clone that leaves all files with the shared repository."""
    for name in ("allowFilter", "allowAnySHA1InWant"):
        shared.run("config", f"uploadpack.{name}", "true")
    words = ["git", "clone", "--quiet", "--no-checkout", "--filter=blob:none"]
    subprocess.run([*words, f"file://{shared.folder}", str(target)], check=True)
    return Repository.open(target)


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often somebody fetched."""
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    trace.touch()
    return lambda: sum("built-in: git fetch" in line for line in trace.read_text().splitlines())


def test_files_that_a_clone_is_without_are_brought_in_one_request(
    shared: Repository, tmp_path: Path, asked: Callable[[], int]
) -> None:
    files: dict[str, bytes | None] = {f"f{number}": b"isi %d" % number for number in range(20)}
    tip = commit(shared, files, shared.resolve("main") or "")
    shared.set_ref("refs/heads/main", tip)
    clone = partial_clone(shared, tmp_path / "klon tanpa berkas")
    oids = [entry.oid for entry in clone.tree(tip) if entry.path != "a.txt"]
    assert clone.missing(oids) == oids
    assert asked() == 0  # what a folder holds is known without the files
    clone.bring(oids[:15])
    assert (asked(), clone.missing(oids)) == (1, oids[15:])
    clone.bring([*oids, *oids])
    assert (asked(), clone.missing(oids)) == (2, [])
    assert {name: clone.read(tip, name) for name in files} == files
    clone.bring(oids)
    assert asked() == 2


def test_a_whole_clone_asks_nobody_for_files(clone: Repository, asked: Callable[[], int]) -> None:
    clone.bring(["1" * 40])
    assert asked() == 0
    assert clone.missing(["1" * 40]) == ["1" * 40]


def test_a_shared_repository_that_is_away_brings_nothing(
    shared: Repository, tmp_path: Path
) -> None:
    clone = partial_clone(shared, tmp_path / "klon tanpa berkas")
    oids = [entry.oid for entry in clone.tree(clone.shared("main") or "")]
    shared.folder.rename(tmp_path / "pindah.git")
    with pytest.raises(TryAgain) as refused:
        clone.bring(oids)
    assert refused.value.message.startswith("the office's repository cannot be reached: ")
