"""The office as it is founded: people and their keys, agency.yaml, and what it published before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.commands.founding import example_registers
from pipeline.record.front_matter import render
from pipeline.record.governance import ChangedFile
from pipeline.record.registers import AgencyFile, load_agency, load_agency_file
from pipeline.record.signature import public_line
from pipeline.record.statement import Statement, statement_entry
from pipeline.record.workflow import Role
from pipeline.record.yaml_text import block
from tests.forging.objects import Objects, changed

OFFICERS = ("petugas-1", "petugas-2", "petugas-3")
KASI, KABID, MAINTAINER = "kasi-piks", "kabid-piks", "pengelola"
# Deputies, each for a few days of the month that a history begins in.
DEPUTY_KASI, DEPUTY_KABID = "kasi-statistik", "sekretaris"
AGENCY = "agency.yaml"
STRANGER, RECORDER = "orang-luar", "recorder"
IMPORTED = "content/2025/08/17-berita-lama-contoh"
FOUNDED = datetime.fromisoformat("2026-11-02T07:45:00+09:00")
HEALTH = "kesehatan"  # the topic for which the division head approves as well


@cache
def key_of(person: str, generation: int = 0) -> Ed25519PrivateKey:
    """The person's key, the same in every run."""
    seed = sha256(f"CONTOH {person} {generation}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


_PEOPLE: tuple[tuple[str, Role, dict[str, str]], ...] = (
    *((person, Role.OFFICER, {}) for person in OFFICERS),
    (KASI, Role.SECTION_HEAD, {}),
    (KABID, Role.DIVISION_HEAD, {}),
    (MAINTAINER, Role.MAINTAINER, {}),
    (DEPUTY_KASI, Role.SECTION_HEAD, {"since": "2026-11-04", "until": "2026-11-06"}),
    (DEPUTY_KABID, Role.DIVISION_HEAD, {"since": "2026-11-03", "until": "2026-11-05"}),
)


def person_entry(person: str, role: Role, deputy: Mapping[str, str]) -> dict[str, Any]:
    """Somebody's entry in the roster."""
    acting = {"acting": "Plh.", "order": "800/1/CONTOH/2026"} if deputy else {}
    term = {"role": str(role), "title": "Jabatan contoh", "since": "2024-01-02", **acting, **deputy}
    return {
        "id": person,
        "name": f"{person} (contoh)",
        "keys": [public_line(key_of(person))],
        "terms": [term],
    }


@cache
def founding_document() -> dict[str, Any]:
    """The example's, without what no verifier reads: each test reads it many times."""
    example, _findings = load_agency(example_registers()[0])
    assert example is not None
    raw = dict(example.raw)
    raw["sop"] = {**raw["sop"], "steps": raw["sop"]["steps"][:1], "legal_basis": [], "related": []}
    raw["agencies"] = ["Dinas Contoh"]
    raw["topics"] = {"pertanian": "Pertanian", HEALTH: "Kesehatan"}
    raw["division_head_topics"] = [HEALTH]
    raw["roster"] = {
        "recorder": public_line(key_of(RECORDER)),
        "people": [person_entry(*person) for person in _PEOPLE],
    }
    return raw


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """What stands in agency.yaml after its front matter."""
    return block(document).encode()


def agency_bytes(version: int, history: Sequence[Statement], document: bytes) -> bytes:
    """agency.yaml."""
    front = {"version": version, "history": [statement_entry(s) for s in history]}
    return render(front, [document], schema="agency_front_matter")


def loaded(data: bytes, root: str) -> AgencyFile:
    """agency.yaml from its bytes."""
    register, findings = load_agency_file(data, root=root)
    assert register is not None, findings
    return register


def changed_file(path: str, data: bytes | None) -> ChangedFile:
    """A file as the digest of a change lists it."""
    if data is None:
        return ChangedFile(path, None, 0, None)
    return ChangedFile(path, "100644", len(data), sha256(data).hexdigest())


@cache
def _founding_files() -> tuple[dict[str, bytes], AgencyFile]:
    data = agency_bytes(1, (), document_bytes(founding_document()))
    files = {
        AGENCY: data,
        "media.yaml": example_registers()[1],
        "pipeline/program.py": b"# CONTOH\n",
        "theme/base.html": b"<!-- CONTOH -->\n",
        "content/README.md": b"CONTOH\n",
        f"{IMPORTED}/index.md": article_text("", "Berita lama (contoh)", "pertanian", "Lama."),
    }
    return files, loaded(data, "")


def founded(objects: Objects) -> tuple[AgencyFile, str]:
    """agency.yaml and the root commit."""
    files, register = _founding_files()
    entries = changed({}, {path: objects.blob(data) for path, data in files.items()})
    root = objects.commit(
        entries, [], "Found the office", who="siar", at=FOUNDED, key=key_of(RECORDER)
    )
    return register, root


def article_text(number: str, title: str, topic: str, body: str, **more: str) -> bytes:
    """An article's Markdown."""
    fields = {
        **({"request": f'"{number}"'} if number else {}),
        "title": title,
        "date": '"2026-11-02"',
        "agency": "Dinas Contoh",
        "topics": f"[{topic}]",
        "summary": "Ringkasan contoh.",
        **more,
    }
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f"---\n{head}---\n{body}\n".encode()
