"""Found an office: its files, its shared repository with the gate, its people's keys and clones."""

import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.errors import BadInput, NotFound
from pipeline.files import write_whole
from pipeline.forge.issue_template import form_files
from pipeline.forge.units import AGENCY, MEDIA
from pipeline.i18n import _
from pipeline.record.finding import has_errors
from pipeline.record.labels import named
from pipeline.record.registers import load_agency, load_media
from pipeline.record.report_findings import format_text
from pipeline.record.signature import armoured, private_pem, public_line, sign
from pipeline.record.unit import RECORDER
from pipeline.record.workflow import Role
from pipeline.repository import Repository, Update

CHECKOUT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = CHECKOUT / "examples"
# What an office runs on; tests, benchmarks and examples stay with the developers.
OFFICE_TREE = (
    "content/README.md", "requests/README.md",
    "pipeline", "theme", "pelicanconf.py", "pyproject.toml", "requirements.lock",
    "requirements-dev.lock", "Makefile", "tools", "README.md", "README.id.md", "LICENSE",
    "CHANGELOG.md", "docs", ".github", ".gitignore",
)  # fmt: skip
HOOKS = ("pre-receive", "post-receive")
SHARED_SETTINGS = {
    "core.hookspath": "hooks",  # whatever hooks folder a person has set for all repositories
    "core.fsync": "all",
    "core.logallrefupdates": "true",
    "receive.denynonfastforwards": "true",
    "receive.fsckobjects": "true",
    "siar.practice": "true",
    "siar.person": RECORDER,
}


def office_files(checkout: Path = CHECKOUT) -> dict[str, bytes]:
    """The program's own files, as this checkout has them, for the office's first commit."""
    try:
        listed = subprocess.run(
            ["git", "-C", str(checkout), "ls-files", "-z", "--", *OFFICE_TREE],
            check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        raise NotFound(
            _("{path} is not a checkout of Siar").format(path=checkout),
            hint=_("clone the project with Git and run `siar init` from there"),
        ) from None
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return {name: (checkout / name).read_bytes() for name in names if (checkout / name).is_file()}


def form_of(agency: bytes) -> dict[str, bytes]:
    """The form for letters on a forge, which asks for contacts only where they may go there."""
    value, _findings = load_agency(agency)
    return form_files(value.papers) if value else {}


def check_registers(agency: bytes, media: bytes, at: datetime) -> None:
    """Raise BadInput when a register is not right, or nobody could decide at the moment `at`."""
    found = [*load_agency(agency)[1], *load_media(media)[1]]
    if has_errors(found):
        raise BadInput(format_text(found), hint=_("mend these lines and run `siar init` again"))
    roster = load_agency(agency)[0]
    for role in (Role.OFFICER, Role.SECTION_HEAD, Role.DIVISION_HEAD):
        if roster is not None and not roster.roster.holders(role, at):
            raise BadInput(
                _("agency.yaml: nobody holds the role {role} today").format(role=named(role)),
                hint=_("give somebody a term for it under `roster`, then run `siar init` again"),
            )


def with_keys(agency: bytes, keys: Mapping[str, str]) -> bytes:
    """agency.yaml with public keys filled in where a person of the roster has `keys: []`.

    Only those lines change, so that comments and the order of an edited file stay as they are.
    """
    lines = agency.decode().split("\n")
    person = ""
    for place, line in enumerate(lines):
        name, colon, value = line.strip().removeprefix("- ").partition(":")
        if name == "id" and colon:
            person = value.strip().strip("\"'")
        if name == "keys" and value.strip() == "[]" and person in keys:
            lines[place] = line.replace("[]", f'["{keys[person]}"]')
        if name == RECORDER and value.strip() in ("", '""', "null") and RECORDER in keys:
            lines[place] = f'{line.partition(":")[0]}: "{keys[RECORDER]}"'
    return "\n".join(lines).encode()


def keyless(agency: bytes) -> list[str]:
    """The people of the roster who have no key yet. Raises BadInput for a wrong agency.yaml."""
    value, findings = load_agency(agency)
    if value is None:
        raise BadInput(format_text(findings), hint=_("mend these lines and run `siar init` again"))
    return [person.id for person in value.roster.people if not person.keys]


def make_keys(folder: Path, people: Iterable[str]) -> dict[str, Ed25519PrivateKey]:
    """A new key for each person, kept in `folder` for its owner's eyes only."""
    keys = {}
    for person in people:
        key = Ed25519PrivateKey.generate()
        path = folder / f"{person}.key"
        write_whole(path, private_pem(key))
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        keys[person] = key
    folder.chmod(stat.S_IRWXU)
    return keys


def found(
    bare: Path, files: Mapping[str, bytes], *, key: Ed25519PrivateKey, at: datetime
) -> Repository:
    """The shared repository at `bare` with `files` as its root commit, pinned, and its gate."""
    repository = Repository.create(bare, bare=True)
    tree = repository.write_tree(
        None, {path: repository.write_blob(data) for path, data in files.items()}
    )
    root = repository.commit_tree(
        tree, [], "Found the office", author="Siar <siar@localhost>", at=at,
        sign=lambda payload: armoured(sign(key, payload, "git")),
    )  # fmt: skip
    repository.push([Update("refs/heads/main", root, None)])
    settings = {**SHARED_SETTINGS, "siar.root": root, "siar.key": "siar/recorder.key"}
    write_whole(bare / "siar" / "recorder.key", private_pem(key))
    (bare / "siar" / "recorder.key").chmod(stat.S_IRUSR | stat.S_IWUSR)
    repository.set_config(settings)
    for hook in HOOKS:
        install_hook(bare / "hooks" / hook)
    return repository


# Asking Git first spares every push the start of a Python that would have nothing to do.
GUARDS = {"post-receive": '[ "$(git config --type=bool siar.wake)" = true ] || exit 0\n'}


def install_hook(path: Path) -> None:
    """A hook that hands over to this very Python, isolated from the folder it runs in."""
    python = shlex.quote(sys.executable)
    guard = GUARDS.get(path.name, "")
    write_whole(path, f"#!/bin/sh\n{guard}exec {python} -I -m pipeline hook {path.name}\n")
    path.chmod(0o755)


def enrol(
    bare: Repository, folder: Path, *, person: str, key: Path, root: str, name: str, email: str
) -> Repository:
    """A clone for a person, with the pinned root, and their key where it was made here."""
    clone = Repository.clone(bare.folder, folder)
    settings = {
        "siar.person": person,
        "siar.root": root,
        "siar.practice": "true",
        "user.name": name,
        "user.email": email or f"{person}@localhost",
    }
    if key.exists():
        settings |= {
            "siar.key": os.path.relpath(key, folder),
            "gpg.format": "ssh",
            "user.signingkey": str(key),
            "commit.gpgsign": "true",
        }
    clone.set_config(settings)
    return clone


def example_registers() -> tuple[bytes, bytes]:
    """The example agency.yaml and media.yaml. Raises NotFound where there are none."""
    office = EXAMPLES / "kantor"
    try:
        return (office / AGENCY).read_bytes(), (office / MEDIA).read_bytes()
    except FileNotFoundError:
        raise NotFound(
            _("the examples are not here: {path}").format(path=office),
            hint=_("an office is founded, and the demo played, from a checkout of Siar itself"),
        ) from None


def public_keys(keys: Mapping[str, Ed25519PrivateKey]) -> dict[str, str]:
    """The public line of each key."""
    return {person: public_line(key) for person, key in keys.items()}
