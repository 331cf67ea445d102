"""Build the repository of an office with thousands of finished requests, for the benchmarks.

    python -m bench.office --requests 10000

Every object is what the commands would have written: statements and commits are signed, papers,
articles and pictures are there, each request has its branch, its merge and its number. An office on
a forge has no signatures but the recorder's, with what each stands on. Ready ones are kept in the
folder for temporary files, under a name made of what would be in them.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.packing import Pack
from bench.stories import ACCOUNTS, PEOPLE, Step, key_of, number_of, story
from pipeline.commands import founding
from pipeline.files import write_whole
from pipeline.objects import FILE, FOLDER, parse_tree, render_tree
from pipeline.record import agenda
from pipeline.record.signature import armoured, private_pem, sign
from pipeline.repository import Repository

OPENED = 8


@dataclass(frozen=True)
class BigOffice:
    """Where it is: the shared repository, everybody's keys, and its pinned root."""

    folder: Path
    requests: int

    @property
    def shared(self) -> Path:
        """The shared (bare) repository."""
        return self.folder / "kantor.git"

    @property
    def root(self) -> str:
        """The id of its first commit."""
        return Repository.open(self.shared).config("siar.root") or ""

    def key(self, person: str) -> Path:
        """The file of somebody's private key."""
        return self.folder / "kunci" / f"{person}.key"

    def copy(self, folder: Path) -> "BigOffice":
        """The same office in `folder`, to be pushed to: what is in packs is shared."""
        shutil.copytree(self.folder, folder, copy_function=link_or_copy)
        return BigOffice(folder, self.requests)


def link_or_copy(source: str, target: str) -> None:
    """Copy a file of a repository, or share it where Git never changes it."""
    if "/objects/pack/" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


class Trees:
    """The folders of one commit, by path: raw trees, and their ids in the pack."""

    def __init__(self, pack: Pack, folders: Mapping[str, tuple[str, bytes]]) -> None:
        self.pack = pack
        self.folders = dict(folders)

    def put(self, changes: Mapping[str, tuple[str, str]], at: str = "") -> str:
        """Set mode and id at these paths; gives the id of the tree that is at `at` now."""
        below: dict[str, dict[str, tuple[str, str]]] = {}
        entries = {}
        for path, entry in changes.items():
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, {})[rest] = entry
            else:
                entries[name] = entry
        for name, inner in below.items():
            entries[name] = (FOLDER, self.put(inner, f"{at}/{name}" if at else name))
        before = self.folders.get(at)
        raw = before[1] if before else b""
        for name, (mode, oid) in entries.items():
            raw = _with_entry(raw, name, mode, oid)
        oid = self.pack.add("tree", raw, before)
        self.folders[at] = (oid, raw)
        return oid


def _with_entry(raw: bytes, name: str, mode: str, oid: str) -> bytes:
    head = f"{mode} {name}".encode() + b"\0"
    at = raw.find(head)
    if at >= 0:
        at += len(head)
        return raw[:at] + bytes.fromhex(oid) + raw[at + 20 :]
    last_mode, _space, last = raw[:-21].rpartition(b" ")
    if last + b"/" * last_mode.endswith(FOLDER.encode()) < name.encode():
        return raw + head + bytes.fromhex(oid)
    return render_tree({**dict(parse_tree(raw)), name: (mode, oid)})


class Branch(NamedTuple):
    """An open request: its tip, the folders there, and its files with their ids in the pack."""

    tip: str
    trees: Trees
    texts: dict[str, tuple[str, bytes]]


class Builder:
    """Brings the requests' steps into one history."""

    def __init__(self, repository: Repository, root: str) -> None:
        self.pack = Pack(repository.git_folder / "objects")
        self.main = root
        self.trees = Trees(self.pack, _folders(repository, root))
        self.tags: dict[str, str] = {}
        self.open: dict[int, Branch] = {}

    def step(self, step: Step, number: str) -> None:
        """One commit on a branch; the first one leaves main where it is now."""
        first = step.place not in self.open
        if first:
            self.open[step.place] = Branch(self.main, Trees(self.pack, self.trees.folders), {})
        tip, trees, texts = self.open[step.place]
        for path, data in step.files.items():
            texts[path] = (self.pack.add("blob", data, texts.get(path)), data)
        tree = trees.put({path: (FILE, texts[path][0]) for path in step.files})
        commit = self._commit(tree, [tip], step)
        self.open[step.place] = Branch(commit, trees, texts)
        if first:
            self.tags[number] = commit

    def merge(self, step: Step, number: str) -> None:
        """The request's paths, as its branch has them, on main."""
        tip, trees, texts = self.open.pop(step.place)
        article = next(path for path in texts if path.endswith("/index.md"))
        kept = (agenda.papers_folder(number), article.removesuffix("/index.md"))
        changes = {folder: (FOLDER, trees.folders[folder][0]) for folder in kept}
        changes[agenda.request_path(number)] = (FILE, texts[agenda.request_path(number)][0])
        tree = self.trees.put(changes)
        self.main = self._commit(tree, [self.main, tip], step)

    def _commit(self, tree: str, parents: list[str], step: Step) -> str:
        person = step.person
        stamp = f"{person} <{person}@siar.example> {int(step.at.timestamp())} {step.at:%z}"
        head = [f"tree {tree}", *(f"parent {oid}" for oid in parents)]
        head += [f"author {stamp}", f"committer {stamp}"]
        body = f"\n\n{step.message}\n"
        if step.signer:
            made = armoured(sign(key_of(step.signer), ("\n".join(head) + body).encode(), "git"))
            head.append("gpgsig " + made.rstrip("\n").replace("\n", "\n "))
        return self.pack.add("commit", ("\n".join(head) + body).encode())


def _folders(repository: Repository, root: str) -> dict[str, tuple[str, bytes]]:
    """The folders of the root commit in which something will be set."""
    tree = repository.commit_info(root).tree
    return {"": (tree, render_tree(repository.listing(root, "")))}


def told(count: int, opened: int, root: str, forge: str) -> Iterator[Step]:
    """The steps of all requests as they came to pass."""
    tell = partial(story, count=count, opened=opened, root=root, forge=forge)
    waiting: list[Step] = []
    with ProcessPoolExecutor() as pool:
        for found in pool.map(tell, range(count + opened), chunksize=25):
            # A letter that came later has no step before this one's.
            yield from sorted(step for step in waiting if step.at <= found[0].at)
            waiting = [*(step for step in waiting if step.at > found[0].at), *found]
    yield from sorted(waiting)


def build(folder: Path, count: int, opened: int = OPENED, forge: str = "") -> BigOffice:
    """An office in `folder` with `count` finished requests, and some that are being corrected.

    With the name of a forge, all of it was done there.
    """
    agency, media = founding.example_registers()
    text = re.sub("since: [0-9-]+", "since: 2010-01-04", agency.decode())
    text = text.replace("agenda: {first: 118, year: 2026,", "agenda: {first: 1,")
    for person, account in ACCOUNTS.items() if forge else ():
        told_of = f"    - id: {person}\n"
        accounts = f'      accounts: [{{forge: {forge}, id: "{account}", login: {person}}}]\n'
        text = text.replace(told_of, told_of + accounts)
    keys = {person: key_of(person) for person in PEOPLE}
    files = {
        "agency.yaml": founding.with_keys(text.encode(), founding.public_keys(keys)),
        "media.yaml": media,
        "pipeline/program.py": b"# CONTOH\n",
    }
    at = datetime.fromisoformat("2011-01-03T08:00:00+09:00")
    shared = founding.found(folder / "kantor.git", files, key=keys["recorder"], at=at)
    for person, key in keys.items():
        write_whole(folder / "kunci" / f"{person}.key", private_pem(key))
    root = shared.roots("main")[0]
    builder = Builder(shared, root)
    for step in told(count, opened, root, forge):
        number = number_of(step.place, count + opened)
        builder.step(step, number) if step.files else builder.merge(step, number)
    builder.pack.finish()
    _write_refs(shared.folder, builder, count + opened)
    for words in (["repack", "-adq"], ["prune-packed"], ["commit-graph", "write", "--reachable"]):
        shared.run(*words)
    return BigOffice(folder, count)


def _write_refs(bare: Path, builder: Builder, total: int) -> None:
    (bare / "refs" / "heads" / "main").unlink()
    refs = {agenda.tag(number): oid for number, oid in builder.tags.items()}
    refs["refs/heads/main"] = builder.main
    for place, branch in builder.open.items():
        refs[f"refs/heads/{agenda.branch(number_of(place, total))}"] = branch.tip
    lines = [f"{oid} {ref}\n" for ref, oid in sorted(refs.items())]
    head = "# pack-refs with: peeled fully-peeled sorted \n"
    write_whole(bare / "packed-refs", head + "".join(lines))


def office(count: int, opened: int = OPENED, forge: str = "") -> BigOffice:
    """The office with so many requests: one that is ready, or a new one for the next time too."""
    with tempfile.TemporaryDirectory() as name:
        sample = build(Path(name) / "office", 1, 1, forge)
        tip = Repository.open(sample.shared).resolve("main") or ""
    place = Path(tempfile.gettempdir()) / f"siar-bench-{count}-{opened}-{tip[:12]}"
    if not place.exists():
        unfinished = place.with_suffix(f".{os.getpid()}")
        build(unfinished, count, opened, forge)
        unfinished.rename(place)
    return BigOffice(place, count)


def main() -> None:
    """Build one, and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    wanted = parser.parse_args()
    begun = time.perf_counter()
    found = office(wanted.requests)
    seconds = time.perf_counter() - begun
    sys.stdout.write(f"{found.folder}  {seconds:.1f} s\n")


if __name__ == "__main__":
    main()
