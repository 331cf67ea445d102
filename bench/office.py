"""Build the repository of an office with thousands of finished requests, for the benchmarks.

    python -m bench.office --requests 10000

Every object is what the commands would have written: statements and commits are signed, papers,
articles and pictures are there, each request has its branch, its merge and its number. An office on
a forge has no signatures but the recorder's, with what each stands on. Ready ones are kept in the
folder for temporary files, under a name made of what would be in them.
"""

import argparse
import hashlib
import io
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from bench.packing import Pack
from pipeline.commands import founding
from pipeline.commands.recording import request_file
from pipeline.files import write_whole
from pipeline.objects import FILE, FOLDER, parse_tree, render_tree
from pipeline.record import agenda
from pipeline.record.digest import FileEntry, document_digest, sha256, unit_digest
from pipeline.record.front_matter import render_document
from pipeline.record.replay import Case, advance
from pipeline.record.signature import armoured, private_pem, sign
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role
from pipeline.repository import Repository

LAST_YEAR, A_YEAR = 2026, 1000
OPENED = 8
OFFICER, KASI, KABID = "petugas-1", "kasi-piks", "kabid-piks"
RECORDER = "recorder"
PEOPLE = (OFFICER, KASI, KABID, RECORDER)
# Their accounts, in an office on a forge.
ACCOUNTS = {OFFICER: "1001", KASI: "1002", KABID: "1003"}
ROLES = {OFFICER: Role.OFFICER, KASI: Role.SECTION_HEAD, KABID: Role.DIVISION_HEAD}
APART = timedelta(minutes=480)
LEAD = "Panen contoh ke-{place} menghasilkan {place} ton kopi kering dari kebun dua belas hektare. "
# What happens to a request, who does it, and how long after the letter came.
STEPS = (
    (Action.RECEIVE, OFFICER, timedelta(minutes=5)),
    (Action.DISPOSE, KABID, timedelta(minutes=50)),
    (Action.ACCEPT, KASI, timedelta(minutes=95)),
    (None, OFFICER, timedelta(days=1)),  # the article is written
    (Action.SUBMIT, OFFICER, timedelta(days=1, minutes=40)),
    (Action.APPROVE, KASI, timedelta(days=2)),
)
MERGED = timedelta(days=2, minutes=3)
# As what each was done on a forge; all else is a comment.
DONE_AS = {Action.RECEIVE: "issue", Action.APPROVE: "review"}


class Step(NamedTuple):
    """One commit: when, of which request, by whom, and the files it sets (none: the merge).

    What is written or merged on a forge has nobody's signature: then `signer` is empty.
    """

    at: datetime
    place: int
    person: str
    message: str
    files: Mapping[str, bytes]
    signer: str


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


@cache
def key_of(person: str) -> Ed25519PrivateKey:
    """The key of somebody of this office: the same each time, so that all bytes are."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(person.encode()).digest())


def number_of(place: int, count: int) -> str:
    """The agenda number of the request at `place` (from 0) of so many."""
    years = (count - 1) // A_YEAR - place // A_YEAR
    return agenda.number(LAST_YEAR - years, place % A_YEAR + 1)


# --- one request --------------------------------------------------------------------------------


def evidence_id(place: int, seq: int) -> int:
    """The forge's number of what the statement `seq` of a request stands on."""
    return 10 * (place + 1) + seq


def story(place: int, *, count: int, opened: int, root: str, forge: str = "") -> list[Step]:
    """The commits of one request, from its letter to the merge; to its submission if it is open."""
    number = number_of(place, count + opened)
    came = datetime.fromisoformat(f"{number[:4]}-01-02T08:00:00+09:00") + APART * (place % A_YEAR)
    papers = _papers(number)
    document = render_document(_letter(place, number, came, papers))
    article = f"content/{came + timedelta(days=1):%Y/%m/%d}-panen-contoh-{number[5:]}"
    pages = _article(place, number, article, came)
    digest = unit_digest(
        [FileEntry(path, FILE, len(data), sha256(data)) for path, data in pages.items()],
        [document],
    )
    said: dict[Action, dict[str, Any]] = {
        Action.RECEIVE: {"documents": [document_digest(document)]},
        Action.DISPOSE: {
            "to": KASI, "urgency": "biasa", "instructions": ["buat_naskah"],
            "note": f"Mohon ditindaklanjuti, {place} (contoh).",
        },
        Action.ACCEPT: {"officer": OFFICER},
        Action.SUBMIT: {"digest": digest, "article": article, "contributors": [OFFICER]},
        Action.APPROVE: {"digest": digest},
    }  # fmt: skip
    case, history = Case(), tuple[Statement, ...]()
    steps = []
    for action, person, after in STEPS:
        files = dict(papers) if action is Action.RECEIVE else {} if action else dict(pages)
        if action:
            at, told_of = came + after, said[action]
            statement = _statement(root, number, history, action, person, at, told_of)
            if forge:
                statement = _taken_down(statement, place, forge)
            statement = _signed(statement)
            case, history = advance(case, statement), (*history, statement)
            files[agenda.request_path(number)] = request_file(number, case, history, (document,))
        message = f"{action or 'draft'} {number}"
        signer = person if not forge else RECORDER if action else ""
        steps.append(Step(came + after, place, person, message, files, signer))
    if place >= count:
        return steps[:-1]
    merged = f"merge {number}: approved"
    return [*steps, Step(came + MERGED, place, KASI, merged, {}, "" if forge else KASI)]


def _statement(
    root: str,
    number: str,
    history: tuple[Statement, ...],
    action: Action,
    person: str,
    at: datetime,
    data: Mapping[str, Any],
) -> Statement:
    return Statement(
        root=root, unit=f"request/{number}", seq=len(history) + 1, action=action, at=at, by=person,
        role=ROLES[person], data=data, prev=history[-1].digest if history else None, signer=person,
    )  # fmt: skip


def _taken_down(statement: Statement, place: int, forge: str) -> Statement:
    """The same, seen on a forge by the recorder."""
    kind = DONE_AS.get(statement.action, "comment")
    evidence = {
        "forge": forge, "person": ACCOUNTS[statement.by],
        kind: str(evidence_id(place, statement.seq)),
    }  # fmt: skip
    return replace(statement, signer=RECORDER, data={**statement.data, "evidence": evidence})


def _signed(statement: Statement) -> Statement:
    made = sign(key_of(statement.signer), statement.payload, "siar-statement")
    return replace(statement, signature=made)


def _papers(number: str) -> dict[str, bytes]:
    return {
        f"{agenda.papers_folder(number)}/{name}.pdf": f"%PDF-1.4\n% {number} {name}\n".encode()
        for name in ("surat", "formulir", "data")
    }


def _letter(place: int, number: str, came: datetime, papers: Mapping[str, bytes]) -> dict[str, Any]:
    kinds = zip(("letter", "form", "data"), papers.items(), strict=True)
    return {
        "origin": "surat",
        "letter": {
            "number": f"005/{place}/CONTOH/{number[:4]}",
            "date": f"{came - timedelta(days=1):%Y-%m-%d}",
            "received": came.isoformat(),
            "subject": f"Publikasi panen raya nomor {place} (contoh)",
        },
        "sender": {
            "agency": "Dinas Pertanian", "contact": "Ibu Contoh", "email": "ibu@pengirim.example",
        },
        "activity": {
            "what": "Panen raya kopi (contoh)",
            "who": "Kelompok tani contoh",
            "when": f"{came:%d/%m/%Y}",
            "where": "Desa Contoh",
            "why": "Menandai musim panen",
            "how": "Panen bersama",
        },
        "attachments": [
            {"kind": kind, "path": path.split("/", 2)[2], "sha256": sha256(data)}
            for kind, (path, data) in kinds
        ],
    }  # fmt: skip


def _article(place: int, number: str, folder: str, came: datetime) -> dict[str, bytes]:
    text = f"""\
---
request: "{number}"
title: Petani Desa Contoh Panen Raya Kopi Nomor {place}
date: "{came + timedelta(days=1):%Y-%m-%d}"
agency: Dinas Pertanian
topics: [pertanian]
summary: Kelompok tani di Desa Contoh memanen {place} ton kopi pada panen raya pertama mereka.
photos:
- file: foto.jpg
  caption: Petani memetik kopi di Desa Contoh (contoh).
  credit: Dinas Pertanian (contoh)
  alt: Gambar contoh, tanpa orang di dalamnya
---
"""
    quotation = "“Kopi ini sudah dikenal pembeli,” kata Kepala Dinas Pertanian, Budi Contoh.\n"
    lead = LEAD.format(place=place)
    body = f"{lead * 6}\n\n{quotation}\n{lead * 8}\n\n{lead * 8}\n"
    return {f"{folder}/foto.jpg": _photo(number), f"{folder}/index.md": (text + body).encode()}


def _photo(number: str) -> bytes:
    """A picture of about 10 KB, with a comment that makes it one of its own."""
    plain = _picture()
    note = f"CONTOH {number}".encode()
    return plain[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + plain[2:]


@cache
def _picture() -> bytes:
    out = io.BytesIO()
    noise = hashlib.shake_256(b"contoh").digest(60 * 40)
    Image.frombytes("L", (60, 40), noise).resize((1200, 800)).save(out, "JPEG", quality=12)
    return out.getvalue()


# --- all of them --------------------------------------------------------------------------------


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
