"""What a line of history took in is read from raw objects, and agrees with what Git says."""

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.lineage import Changed, Lineage, Logged
from pipeline.objects import FILE
from pipeline.repository import Repository
from tests.test_repository import commit


@pytest.fixture
def shared(tmp_path: Path) -> Repository:
    """An empty bare repository."""
    return Repository.create(tmp_path / "kantor.git", bare=True)


def merged(repository: Repository, files: dict[str, bytes | None], *parents: str) -> str:
    """A merge that sets files on top of its first parent."""
    tree = repository.write_tree(
        parents[0],
        {path: repository.write_blob(data) if data else None for path, data in files.items()},
    )
    info = repository.commit_info(parents[0])
    return repository.commit_tree(tree, parents, "gabung", author=info.author, at=info.at)


def history(repository: Repository, rng: random.Random, length: int) -> tuple[str, str]:
    """A random history of branches, merges and merges back, with its first commit."""
    root = commit(repository, {"a": b"isi", "content/x": b"x"})
    main, others = root, [root]
    for step in range(length):
        path = rng.choice(["a", "content/x", "content/y/z", "b/c"])
        files: dict[str, bytes | None] = {path: b"%d" % step}
        kind = rng.choice(["commit", "branch", "merge", "merge", "back"])
        if kind == "commit":
            main = commit(repository, files, main, note=f"{step}")
        elif kind == "branch":
            others.append(commit(repository, files, rng.choice([main, *others]), note=f"{step}"))
        elif kind == "merge":
            other = rng.choice(others)
            theirs = {e.path: repository.blob(e.oid) for e in repository.tree(other)}
            main = merged(repository, {**theirs, **rng.choice([files, {}])}, main, other)
        else:
            others.append(merged(repository, rng.choice([files, {}]), rng.choice(others), main))
    return root, main


def of_git(repository: Repository, *words: str) -> str:
    """What Git prints."""
    done = subprocess.run(
        ["git", "-C", str(repository.folder), *words], capture_output=True, check=True, text=True
    )
    return done.stdout


def git_changes(repository: Repository, oid: str) -> Iterator[Changed]:
    """What Git says that a commit changed against its first parent."""
    words = ("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev")
    fields = of_git(repository, *words, f"{oid}^1", oid).split("\0")[:-1]
    for meta, path in zip(fields[::2], fields[1::2], strict=True):
        _old, mode, _before, after, status = meta.split(" ")
        yield Changed(path, "", "") if status == "D" else Changed(path, mode, after)


@pytest.mark.parametrize("seed", range(8))
def test_lines_steps_and_authors_are_what_git_says(shared: Repository, seed: int) -> None:
    root, tip = history(shared, random.Random(seed), 40)  # noqa: S311 — the same each time
    line = of_git(shared, "rev-list", "--first-parent", "--reverse", tip, f"^{root}").split()
    for since in (root, line[len(line) // 2]):
        lineage = Lineage(shared, tip, since)
        left = line[line.index(since) + 1 :] if since in line else line
        assert list(lineage.line) == left
        steps = list(lineage.steps())
        assert [step.commit for step in steps] == left
        assert [list(s.changes) for s in steps] == [sorted(git_changes(shared, c)) for c in left]
        listed = of_git(shared, "rev-list", "--parents", tip, f"^{since}").splitlines()
        rows = [row.split(" ") for row in listed]
        assert lineage.parents == {oid: tuple(parents) for oid, *parents in rows}
        authored = list(lineage.authored("content/"))
        assert authored == [oid for oid in lineage.parents if oid in set(authored)]
        assert set(authored) == set(git_authors(shared, tip, since))
        assert set(lineage.authored("content/", without=left)) == set(authored) - set(left)


def git_authors(repository: Repository, tip: str, since: str) -> Iterator[str]:
    """The commits that Git shows with a path below content/ as no parent has it."""
    words = ("rev-list", "--full-history", tip, f"^{since}")
    options = ("-r", "-c", "--name-only", "--no-commit-id", "--root")
    for oid in of_git(repository, *words).split():
        if of_git(repository, "diff-tree", *options, oid, "--", "content"):
            yield oid


def test_only_the_steps_that_touched_a_path(shared: Repository) -> None:
    root = commit(shared, {"agency.yaml": b"1", "b/c/d": b"1"})
    one = commit(shared, {"agency.yaml": b"2", "e": b"1"}, root)
    two = commit(shared, {"b/c/d": b"2"}, one)
    three = commit(shared, {"agency.yaml": None}, two)
    second, first = shared.write_blob(b"2"), shared.write_blob(b"1")
    assert shared.mainline(three, root, touching="agency.yaml") == [
        Logged(one, (root,), (Changed("agency.yaml", FILE, second), Changed("e", FILE, first))),
        Logged(three, (two,), (Changed("agency.yaml", "", ""),)),
    ]
    assert [s.commit for s in shared.mainline(three, root, touching="b/c/d")] == [two]
    assert [s.commit for s in shared.mainline(three, one, touching="agency.yaml")] == [three]
    assert shared.mainline(three, root, touching="none/of/it") == []
    # A line that was read once answers for its beginnings, too.
    for oid, found in ((root, []), (one, [one]), (two, [one]), (three, [one, three])):
        assert [s.commit for s in shared.mainline(oid, root, touching="agency.yaml")] == found
    assert [s.commit for s in shared.mainline(two, root)] == [one, two]


def test_a_line_that_leads_elsewhere_is_empty(shared: Repository) -> None:
    root = commit(shared, {"a": b"1"})
    side = commit(shared, {"a": b"2"}, root)
    main = merged(shared, {"b": b"3"}, commit(shared, {"b": b"1"}, root), side)
    assert Lineage(shared, main, side).line == ()
    assert shared.mainline(main, side) == []
    assert Lineage(shared, main, commit(shared, {"c": b"1"})).line == ()
    assert shared.mainline(root, main) == []


def test_a_graph_that_was_written_by_hand_is_not_believed(shared: Repository) -> None:
    root = commit(shared, {"a": b"1"})
    hidden = commit(shared, {"a": b"2"}, root)
    tip = commit(shared, {"b": b"2"}, hidden)
    shared.set_ref("refs/heads/main", tip)
    of_git(shared, "commit-graph", "write", "--reachable")
    graph = shared.folder / "objects" / "info" / "commit-graph"
    data = bytearray(graph.read_bytes())
    place = data.index(b"CDAT")
    start = int.from_bytes(data[place + 4 : place + 12], "big")
    order = sorted([root, hidden, tip])
    at = start + order.index(tip) * 36 + 20
    data[at : at + 4] = order.index(root).to_bytes(4, "big")  # as if tip came from the root
    graph.chmod(0o600)
    graph.write_bytes(data)
    assert of_git(shared, "rev-list", tip).split() == [tip, root]
    fresh = Repository.open(shared.folder)
    assert [step.commit for step in fresh.mainline(tip, root)] == [hidden, tip]
    assert fresh.commits(tip, root) == [hidden, tip]
    assert fresh.is_ancestor(hidden, tip)
    assert fresh.merge_base(hidden, tip) == hidden
