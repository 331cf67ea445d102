"""Objects are read through one process that stays, and none is believed whose id does not fit."""

import os
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline import object_reader, tree_reader
from pipeline.errors import NotFound, SiarError
from pipeline.object_reader import AT_ONCE, ObjectReader
from pipeline.objects import FILE, FOLDER, BadObject, render_tree
from pipeline.repository import Repository
from tests.test_repository import commit


@pytest.fixture
def shared(tmp_path: Path) -> Repository:
    """An empty bare repository."""
    return Repository.create(tmp_path / "kantor.git", bare=True)


@pytest.fixture
def started(shared: Repository) -> list[subprocess.Popen[bytes]]:
    """The processes that were started, by `reader`."""
    return []


@pytest.fixture
def reader(shared: Repository, started: list[subprocess.Popen[bytes]]) -> ObjectReader:
    """A reader of its own."""

    def start() -> subprocess.Popen[bytes]:
        words = ["git", "-C", str(shared.folder), "cat-file", "--batch"]
        started.append(subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        return started[-1]

    return ObjectReader(start)  # type: ignore[arg-type]


def place_of(repository: Repository, oid: str) -> Path:
    """The file of a loose object."""
    return repository.folder / "objects" / oid[:2] / oid[2:]


def test_objects_come_in_the_order_they_were_asked_for(
    shared: Repository, reader: ObjectReader, started: list[subprocess.Popen[bytes]]
) -> None:
    texts = [b"", b"\n", b"a\n\nb", os.urandom(300_000)]
    oids = [shared.write_blob(text) for text in texts] * AT_ONCE
    assert [found.data for found in reader.read_all(oids)] == texts * AT_ONCE
    assert reader.read(oids[1]) == ("blob", b"\n")
    assert list(reader.read_all([])) == []
    assert len(started) == 1


def test_whoever_stops_asking_leaves_no_answer_to_the_next(
    shared: Repository, reader: ObjectReader, started: list[subprocess.Popen[bytes]]
) -> None:
    oids = [shared.write_blob(b"%d" % n) for n in range(5)]
    answers = reader.read_all(oids)
    assert next(answers).data == b"0"
    assert reader.read(oids[3]).data == b"3"  # while others are on their way
    assert next(answers).data == b"1"
    del answers
    assert [found.data for found in reader.read_all(oids)] == [b"0", b"1", b"2", b"3", b"4"]
    assert len(started) == 2


def test_what_is_not_there_costs_no_process(
    shared: Repository, reader: ObjectReader, started: list[subprocess.Popen[bytes]]
) -> None:
    oid = shared.write_blob(b"isi")
    for _time in range(3):
        with pytest.raises(NotFound) as refused:
            reader.read("1" * 40)
        assert refused.value.message == f"the object {'1' * 40} is not in this clone"
        assert reader.read(oid).data == b"isi"
    assert len(started) == 1


def test_a_process_that_was_cut_off_is_told_and_replaced(
    shared: Repository, reader: ObjectReader, started: list[subprocess.Popen[bytes]]
) -> None:
    oid = shared.write_blob(b"isi")
    reader.read(oid)
    started[0].kill()
    started[0].wait()
    with pytest.raises(SiarError) as refused:
        reader.read(oid)
    assert refused.value.message == "Git could not cat-file: it was cut off"
    assert reader.read(oid).data == b"isi"


def test_an_object_that_was_exchanged_is_refused(shared: Repository) -> None:
    right, wrong = shared.write_blob(b"yang benar"), shared.write_blob(b"yang palsu")
    tip = commit(shared, {"a": b"yang benar"})
    place_of(shared, right).chmod(0o600)
    place_of(shared, right).write_bytes(place_of(shared, wrong).read_bytes())
    fresh = Repository.open(shared.folder)
    with pytest.raises(BadObject) as refused:
        fresh.read(tip, "a")
    message = f"the object {right} was exchanged: its bytes have another id"
    assert refused.value.message == message
    assert "git fsck --full" in refused.value.hint
    assert fresh.blob(wrong) == b"yang palsu"


@pytest.mark.parametrize("bite", [lambda data: data[:20], lambda _data: b"bukan zlib"])
def test_an_object_that_is_damaged_is_told(
    shared: Repository, bite: Callable[[bytes], bytes]
) -> None:
    oid = shared.write_blob(os.urandom(1000))
    place_of(shared, oid).chmod(0o600)
    place_of(shared, oid).write_bytes(bite(place_of(shared, oid).read_bytes()))
    with pytest.raises(SiarError):
        Repository.open(shared.folder).blob(oid)


def test_an_object_is_of_the_kind_that_belongs_there(shared: Repository) -> None:
    tip = commit(shared, {"a": b"isi"})
    tree = shared.commit_info(tip).tree
    with pytest.raises(BadObject) as refused:
        shared.blob(tree)
    assert refused.value.message == f"the object {tree} is a tree, where a blob belongs"
    with pytest.raises(BadObject, match="is a tree, where a commit belongs"):
        shared.commit_info(tree)


def test_an_object_that_is_too_large_is_not_read(
    shared: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_reader, "OBJECT_LIMIT", 10)
    oid, small = shared.write_blob(b"x" * 11), shared.write_blob(b"x" * 10)
    with pytest.raises(BadObject) as refused:
        shared.blob(oid)
    assert refused.value.message == f"the object {oid} is too large: 11 bytes"
    assert shared.blob(small) == b"x" * 10


def test_a_forked_process_leaves_the_answers_of_its_parent_alone(shared: Repository) -> None:
    oids = [shared.write_blob(b"%d" % n) for n in range(3)]
    shared.blob(oids[0])
    child = os.fork()
    if child == 0:
        os._exit(0 if shared.blob(oids[1]) == b"1" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert shared.blob(oids[2]) == b"2"


# --- folders ----------------------------------------------------------------------------------


def nested(repository: Repository, levels: int, names: int) -> str:
    """A commit whose folder holds itself so many times, so many levels deep."""
    tree = commit(repository, {"a": b"isi"})
    oid = repository.commit_info(tree).tree
    for _level in range(levels):
        entries = {f"d{name}": (FOLDER, oid) for name in range(names)}
        oid = write_tree(repository, entries)
    return repository.commit_tree(
        oid, [], "contoh", author="Contoh <contoh@siar.example>",
        at=repository.commit_info(tree).at,
    )  # fmt: skip


def write_tree(repository: Repository, entries: dict[str, tuple[str, str]]) -> str:
    """A raw tree, written by Git."""
    words = ["git", "-C", str(repository.folder), "hash-object", "-t", "tree", "-w", "--stdin"]
    done = subprocess.run(words, input=render_tree(entries), capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.mark.parametrize(("levels", "names"), [(12, 10), (2, 3000), (70, 1)])
def test_a_folder_that_names_itself_over_and_over_is_not_unfolded(
    shared: Repository, monkeypatch: pytest.MonkeyPatch, levels: int, names: int
) -> None:
    for limit in ("MOST_LISTED", "MOST_CHANGED"):
        monkeypatch.setattr(tree_reader, limit, 20_000)
    tip, base = nested(shared, levels, names), commit(shared, {"b": b"isi"})
    trees = [shared.commit_info(oid).tree for oid in (base, base, tip)]
    for unfold in (
        lambda: shared.tree(tip),
        lambda: shared.changed_paths(base, tip),
        lambda: shared.changed_paths(tip, base),
        lambda: list(shared.all_changes(pairwise(trees))),
    ):
        with pytest.raises(BadObject, match="more files and folders than can be looked through"):
            unfold()


def test_a_folder_may_not_have_more_files_than_can_be_held(
    shared: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree_reader, "TREE_LIMIT", 100)
    tip = commit(shared, {f"berkas {n}": b"isi" for n in range(9)})
    with pytest.raises(BadObject, match="has too many files: 324 bytes of names"):
        shared.tree(tip)


def test_many_pairs_are_compared_as_each_is_by_itself(shared: Repository) -> None:
    texts: list[dict[str, bytes | None]] = [
        {f"f{n % 7}/g{n % 3}/{n}.txt": b"%d" % n, "a": b"%d" % (n // 2), f"f{n % 5}": None}
        for n in range(tree_reader.AT_ONCE * 2)
    ]
    line = [commit(shared, {"a": b"isi"})]
    for files in texts:
        line.append(commit(shared, files, line[-1]))
    trees = [shared.commit_info(oid).tree for oid in line]
    pairs = list(pairwise(line))
    one_by_one = [Repository.open(shared.folder).changes(*pair) for pair in pairs]
    assert list(shared.all_changes(pairwise(trees))) == one_by_one
    paths = [[path for path, _before, _after in found] for found in one_by_one]
    for (base, head), found in zip(pairs[:5], paths[:5], strict=True):
        listed = shared.run("diff-tree", "-r", "-z", "--no-renames", "--name-only", base, head)
        assert sorted(listed.split("\0")[:-1]) == found
    assert list(shared.entries(trees, "f1/g1")) == [shared.entry(oid, "f1/g1") for oid in line]


def test_a_file_that_becomes_a_folder_is_both(shared: Repository) -> None:
    one = commit(shared, {"a": b"isi"})
    other = commit(shared, {"a/b": b"isi"})
    blob = shared.write_blob(b"isi")
    assert shared.changes(one, other) == [("a", (FILE, blob), None), ("a/b", None, (FILE, blob))]
    assert shared.changes(other, one, "a") == shared.changes(other, one)
    assert shared.changes(one, one) == []


def test_what_is_kept_of_folders_is_bounded(
    shared: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree_reader, "KEPT_BYTES", 100)
    tip = commit(shared, {f"f{n}/a": b"%d" % n for n in range(20)})
    fresh = Repository.open(shared.folder)
    assert [fresh.read(tip, f"f{n}/a") for n in range(20)] == [b"%d" % n for n in range(20)]
    assert len(fresh.tree(tip)) == 20
