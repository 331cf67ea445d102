"""A small office in a folder: the shared repository, a clone and a key for each person, a clock.

`Office.at_stage` copies a template that is built once per test run, so that a test begins in the
middle of the procedure within a few hundredths of a second. Everything in it is CONTOH.
"""

import atexit
import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline import clock
from pipeline.commands import accept, dispose, founding, merge, receive, review, submit
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.files import write_whole
from pipeline.forge.gate import Push, check_pushes
from pipeline.record import agenda
from pipeline.record.finding import Finding
from pipeline.record.roster import Person
from pipeline.record.signature import armoured, parse_private, sign
from pipeline.repository import ZERO, Repository

NUMBER = "2026-0118"
ARTICLE = "content/2026/11/02-panen-raya-contoh"
IMPORTED = "content/2025/08/17-berita-lama-contoh"
OFFICER, OTHER_OFFICER = "petugas-1", "petugas-2"
KASI, KABID, DEPUTY = "kasi-piks", "kabid-piks", "sekretaris"
MAINTAINER = "pengelola"
PEOPLE = (OFFICER, OTHER_OFFICER, KASI, KABID, DEPUTY, MAINTAINER)
# Everybody's account on a forge that tests keep on this machine.
FORGE = "127.0.0.1"
ACCOUNTS = {person: str(number) for number, person in enumerate(PEOPLE, start=1001)}
# When the steps up to each stage were taken: Monday, 2 November 2026, WIT.
FOUNDED_AT = "2026-11-02T07:45:00+09:00"
RECEIVED_AT = "2026-11-02T08:30:00+09:00"
DISPOSED_AT = "2026-11-02T09:00:00+09:00"
ACCEPTED_AT = "2026-11-02T09:30:00+09:00"
DRAFTED_AT = "2026-11-02T10:00:00+09:00"
SUBMITTED_AT = "2026-11-02T13:30:00+09:00"
APPROVED_AT = "2026-11-02T14:30:00+09:00"
MERGED_AT = "2026-11-02T14:35:00+09:00"

SECOND_OFFICER = """\
    - id: petugas-2
      name: Contoh Petugas Dua
      email: dua@diskominfo-contoh.example
      keys: []
      terms:
        - {role: officer, title: Petugas Seksi PIKS, since: 2024-01-02}
"""
LEAD = "Panen contoh itu menghasilkan empat ton kopi kering dari kebun seluas dua belas hektare. "


class Stage(StrEnum):
    """How far request 2026-0118 has come when a test begins."""

    FOUNDED = "founded"
    RECEIVED = "received"
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    MERGED = "merged"


def form(
    subject: str = "Publikasi panen raya (CONTOH)", received: str = "2026-11-02T08:15:00+09:00"
) -> dict[str, Any]:
    """What a clerk fills in; its papers are those of `write_papers`."""
    return {
        "origin": "surat",
        "letter": {
            "number": "005/1/CONTOH/2026",
            "date": "2026-10-30",
            "received": received,
            "subject": subject,
        },
        "sender": {
            "agency": "Dinas Pertanian",
            "contact": "Ibu Contoh",
            "email": "ibu@pengirim.example",
        },
        "activity": {
            "what": "Panen raya kopi (contoh)",
            "who": "Kelompok tani contoh",
            "when": "Senin, 2 November 2026",
            "where": "Desa Contoh",
            "why": "Menandai musim panen",
            "how": "Panen bersama",
        },
        "attachments": [
            {"kind": "letter", "file": "surat.pdf"},
            {"kind": "form", "file": "formulir.pdf"},
            {"kind": "data", "file": "data.pdf"},
            {"kind": "photo", "file": "foto.jpg", "credit": "Dinas Pertanian (contoh)"},
        ],
    }


def article(number: str = NUMBER, title: str = "Petani Desa Contoh Panen Raya Kopi") -> bytes:
    """An article that every check passes."""
    head = f"""\
---
request: "{number}"
title: {title}
date: "2026-11-02"
agency: Dinas Pertanian
topics: [pertanian]
summary: Kelompok tani di Desa Contoh memanen empat ton kopi pada panen raya pertama mereka.
photos:
- file: foto.jpg
  caption: Petani memetik kopi di Desa Contoh, Senin (2/11/2026).
  credit: Dinas Pertanian (contoh)
  alt: Gambar satu warna, tanpa orang di dalamnya
---
"""
    quotation = "“Kopi ini sudah dikenal pembeli,” kata Kepala Dinas Pertanian, Budi Contoh.\n"
    return (head + LEAD * 5 + "\n\n" + quotation + "\n" + LEAD * 10 + "\n").encode()


@cache
def photo(colour: str = "green") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 800), colour).save(out, "JPEG")
    return out.getvalue()


def article_files(folder: str = ARTICLE, text: bytes | None = None) -> dict[str, bytes]:
    """The article's folder as the officer fills it."""
    return {f"{folder}/index.md": text or article(), f"{folder}/foto.jpg": photo()}


def write_papers(folder: Path) -> Path:
    """The papers that `form` names, in `folder`."""
    for name in ("surat", "formulir", "data"):
        write_whole(folder / f"{name}.pdf", f"%PDF-1.4\n% CONTOH {name}\n")
    write_whole(folder / "foto.jpg", photo())
    return folder


class Office:
    """The shared repository `kantor.git`, and a scene for everybody who works there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bare = Repository.open(folder / "kantor.git")
        self.root = self.bare.config("siar.root") or ""
        self._scenes: dict[str, Context] = {}

    @classmethod
    def at_stage(cls, stage: Stage, folder: Path) -> "Office":
        """An office of one's own in `folder`, with the clock at the moment of the last step."""
        template, moment = _template(stage)
        samples = shutil.ignore_patterns("*.sample")
        shutil.copytree(template, folder, symlinks=True, copy_function=_copy, ignore=samples)
        for person in PEOPLE:
            config = folder / person / ".git" / "config"
            config.write_text(
                config.read_text("utf-8").replace(f"{template}/", f"{folder}/"), "utf-8"
            )
        office = cls(folder)
        office.at(moment)
        return office

    def __getitem__(self, person: str) -> Context:
        """The scene of somebody, in their own clone."""
        if person not in self._scenes:
            self._scenes[person] = Context(Repository.open(self.folder / person), Quiet())
        return self._scenes[person]

    @property
    def pipeline(self) -> Context:
        """The scene of the shared repository itself."""
        return Context(self.bare, Quiet())

    @property
    def main(self) -> str:
        """The tip of the shared main."""
        found = self.bare.resolve("refs/heads/main")
        assert found
        return found

    def tip(self, number: str = NUMBER) -> str:
        """The tip of a request's shared branch."""
        found = self.bare.resolve(f"refs/heads/{agenda.branch(number)}")
        assert found
        return found

    def at(self, moment: str) -> datetime:
        """Set the example clock."""
        os.environ[clock.VARIABLE] = moment
        return datetime.fromisoformat(moment)

    def arm(self) -> None:
        """Put the gate back in its place: the template goes without, for speed."""
        founding.install_hook(self.bare.folder / "hooks" / "pre-receive")

    # --- steps of the procedure --------------------------------------------------------------

    def receive(self, person: str = OFFICER, **fields: str) -> str:
        """Enter a letter in the agenda."""
        papers = write_papers(self.folder / "surat")
        return receive.run(self[person], form(**fields), folder=papers)

    def dispose(self, number: str = NUMBER, person: str = KABID) -> None:
        """Forward it to the Kasi."""
        dispose.run(self[person], number, to=KASI, urgency="biasa", instructions=("buat_naskah",))

    def accept(self, number: str = NUMBER, person: str = KASI) -> None:
        """Accept it and name the officer."""
        accept.run(self[person], number, officer=OFFICER)

    def write(
        self, number: str = NUMBER, person: str = OFFICER, files: Mapping[str, bytes] | None = None
    ) -> str:
        """Commit the article's files on the branch, signed, and push; gives the new tip."""
        ctx = self[person]
        ctx.repository.fetch()
        tip = ctx.repository.shared(agenda.branch(number)) or ""
        new = self.commit(person, files or article_files(), tip)
        ctx.repository.run("push", "--quiet", "origin", f"{new}:refs/heads/{agenda.branch(number)}")
        ctx.repository.fetch()
        return new

    def submit(self, number: str = NUMBER, person: str = OFFICER) -> None:
        """Hand the article in as it is on the branch."""
        submit.run(self[person], number)

    def approve(self, number: str = NUMBER, person: str = KASI) -> None:
        """Approve what was submitted."""
        review.approve(self[person], number)

    def merge(self, number: str = NUMBER, person: str = KASI) -> str:
        """Bring it to main."""
        return merge.run(self[person], number)

    # --- what the verbs would not do ---------------------------------------------------------

    def person(self, person: str) -> Person:
        """Their entry in the roster."""
        found = self.pipeline.agency.roster.person(person)
        assert found
        return found

    def key_file(self, person: str) -> Path:
        """Their private key."""
        return self.folder / "kunci" / f"{person}.key"

    def signature(self, person: str, payload: bytes, namespace: str) -> str:
        """One line of base64 made with somebody's key."""
        return sign(parse_private(self.key_file(person).read_bytes()), payload, namespace)

    def commit(
        self,
        person: str,
        files: Mapping[str, bytes | None],
        *parents: str,
        modes: Mapping[str, str] | None = None,
        signed: bool = True,
        message: str = "by hand",
    ) -> str:
        """A commit in somebody's clone with files set or removed (None); nothing is pushed."""
        repository = self[person].repository
        if not all(repository.resolve(parent) for parent in parents):
            repository.fetch()
        tree = repository.write_tree(
            parents[0] if parents else None,
            {
                path: None if data is None else repository.write_blob(data)
                for path, data in files.items()
            },
        )
        if modes:
            tree = _with_modes(repository, tree, modes)
        return repository.commit_tree(
            tree,
            parents,
            message,
            author=f"{person} <{person}@siar.example>",
            at=self[person].now(),
            sign=(lambda payload: armoured(self.signature(person, payload, "git")))
            if signed
            else None,
        )

    def gate(
        self, person: str, *news: tuple[str, str | None], now: str = ""
    ) -> tuple[Finding, ...]:
        """What the gate says to a push of these refs from somebody's clone; nothing moves."""
        # As in Git's quarantine, the gate sees the objects before anybody else does.
        alternates = self.bare.folder / "objects" / "info" / "alternates"
        write_whole(alternates, f"{self.folder / person / '.git' / 'objects'}\n")
        bare = Repository.open(self.bare.folder)
        pushes = [Push(ref, _oid(bare, ref), new) for ref, new in news]
        moment = datetime.fromisoformat(now) if now else self[person].now()
        try:
            return check_pushes(bare, pushes, root=self.root, now=moment)
        finally:
            alternates.unlink()

    def loose(self, oid: str) -> Path:
        """The file of a shared object, taken out of the pack that the template brought."""
        packs = self.bare.folder / "objects" / "pack"
        for pack in sorted(packs.glob("*.pack")):
            data = pack.read_bytes()
            for file in packs.glob(f"{pack.stem}.*"):
                file.unlink()
            self.bare.run("unpack-objects", "-q", stdin=data)
        return self.bare.folder / "objects" / oid[:2] / oid[2:]

    def force(self, person: str, ref: str, new: str) -> None:
        """Move a shared ref as an administrator could, past every gate."""
        clone, bare = self[person].repository, self.bare
        carried = "refs/carried/here"
        clone.set_ref(carried, new)
        bare.run("fetch", "--quiet", "--no-tags", str(clone.folder), f"+{carried}:{carried}")
        bare.run("update-ref", "-d", carried)
        bare.run("update-ref", ref, new)


def _copy(source: str, target: str) -> None:
    # Git never changes an object that is there, so that copies may share it.
    if "/objects/" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _oid(bare: Repository, ref: str) -> str | None:
    listed = bare.run("for-each-ref", "--format=%(objectname)", ref).strip()
    return listed if listed and listed != ZERO else None


def _with_modes(repository: Repository, tree: str, modes: Mapping[str, str]) -> str:
    """The same tree with other modes; the clone's index is left as it was."""
    repository.run("read-tree", tree)
    for path, mode in modes.items():
        oid = repository.run("rev-parse", f"{tree}:{path}").strip()
        repository.run("update-index", "--cacheinfo", f"{mode},{oid},{path}")
    made = repository.run("write-tree").strip()
    repository.run("read-tree", "HEAD")
    return made


# --- the templates -----------------------------------------------------------------------------


def _to_drafting(office: Office) -> None:
    office.at(DISPOSED_AT)
    office.dispose()
    office.at(ACCEPTED_AT)
    office.accept()
    office.at(DRAFTED_AT)
    office.write()


# Each stage: the one before it, the moment of its last step, and what is done to get there.
_STEPS: dict[Stage, tuple[Stage, str, Any]] = {
    Stage.RECEIVED: (Stage.FOUNDED, RECEIVED_AT, lambda office: office.receive()),
    Stage.DRAFTING: (Stage.RECEIVED, DRAFTED_AT, _to_drafting),
    Stage.IN_REVIEW: (Stage.DRAFTING, SUBMITTED_AT, lambda office: office.submit()),
    Stage.APPROVED: (Stage.IN_REVIEW, APPROVED_AT, lambda office: office.approve()),
    Stage.MERGED: (Stage.APPROVED, MERGED_AT, lambda office: office.merge()),
}


@cache
def _template(stage: Stage) -> tuple[Path, str]:
    folder = Path(tempfile.mkdtemp(prefix="siar-office-")) / "office"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    if stage is Stage.FOUNDED:
        _found(folder)
        moment = FOUNDED_AT
    else:
        before, moment, steps = _STEPS[stage]
        office = Office.at_stage(before, folder)
        office.at(moment)
        steps(office)
    for repository in (folder / "kantor.git", *(folder / person for person in PEOPLE)):
        # A pack is copied at once, and what is loose file by file.
        Repository.open(repository).run("repack", "-adq")
    return folder, moment


def _website() -> dict[str, bytes]:
    """What the site is built from, as this checkout has it."""
    checkout = founding.CHECKOUT
    paths = [checkout / "pelicanconf.py", *sorted((checkout / "theme").rglob("*"))]
    return {
        path.relative_to(checkout).as_posix(): path.read_bytes() for path in paths if path.is_file()
    }


def registers() -> tuple[bytes, bytes]:
    """The example registers, with another officer and everybody's account on a forge."""
    agency, media = founding.example_registers()
    text = agency.decode()
    for old, new in (
        ("    - id: kasi-piks\n", SECOND_OFFICER + "    - id: kasi-piks\n"),
        ("division_head_topics: []", "division_head_topics: [kesehatan]"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    for person, account in ACCOUNTS.items():
        told = f"    - id: {person}\n"
        account_line = f'      accounts: [{{forge: {FORGE}, id: "{account}", login: {person}}}]\n'
        assert text.count(told) == 1
        text = text.replace(told, told + account_line)
    return text.encode(), media


def _found(folder: Path) -> None:
    agency, media = registers()
    keys = founding.make_keys(folder / "kunci", [*PEOPLE, "recorder", "stranger"])
    public = founding.public_keys(keys)
    files = {
        "agency.yaml": founding.with_keys(agency, public),
        "media.yaml": media,
        "pipeline/program.py": b"# CONTOH\n",
        ".github/workflows/publish.yml": b"# CONTOH\n",
        **_website(),
        f"{IMPORTED}/index.md": article()
        .replace(b'request: "2026-0118"\n', b"")
        .replace(b'date: "2026-11-02"', b'date: "2025-08-17"'),
        f"{IMPORTED}/foto.jpg": photo("blue"),
    }
    bare = founding.found(
        folder / "kantor.git",
        files,
        key=keys["recorder"],
        at=datetime.fromisoformat(FOUNDED_AT),
    )
    (folder / "kantor.git" / "hooks" / "pre-receive").unlink()
    (folder / "kantor.git" / "hooks" / "post-receive").unlink()
    root = bare.roots("main")[0]
    for person in PEOPLE:
        founding.enrol(
            bare,
            folder / person,
            person=person,
            key=folder / "kunci" / f"{person}.key",
            root=root,
            name=f"{person} (contoh)",
            email=f"{person}@siar.example",
        )
