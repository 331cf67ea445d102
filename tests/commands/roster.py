"""The roster in tests of the command line: what main says of people, keys, and who agrees."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.forge.units import AGENCY
from pipeline.record.registers import AgencyFile, load_agency_file
from pipeline.record.roster import Person
from pipeline.record.signature import private_pem, public_line
from pipeline.repository import Repository
from tests.commands.desk import Desk
from tests.support.office import MAINTAINER, Office


def agency_file(office: Office) -> AgencyFile:
    """agency.yaml as main has it now, with its history."""
    data = office.bare.read(office.main, AGENCY) or b""
    found, findings = load_agency_file(data, root=office.root)
    assert found is not None, findings
    return found


def person(office: Office, name: str) -> Person:
    """Somebody's entry in the roster as main has it now."""
    found = agency_file(office).agency.roster.person(name)
    assert found is not None
    return found


def ratify(desk: Desk, *people: str) -> None:
    """Let people agree to the one open change; the last of them brings it to main."""
    version = str(agency_file(desk.office).version + 1)
    for name in people:
        said = desk.siar(name, "ratify", version)
        assert said.exit == 0, said.err
    assert said.out.endswith("is on main, and in force\n")


def enter_deputy(desk: Desk, who: str, role: str, title: str, *heads: str) -> None:
    """Give somebody a term as a deputy in November 2026: proposed, agreed to, in force."""
    path = desk.clone(MAINTAINER) / AGENCY
    text = path.read_text(encoding="utf-8")
    term = (
        f"        - {{role: {role}, title: {title}, since: 2026-11-03, until: 2026-11-06,\n"
        "           acting: Plh., order: 800/7/CONTOH/2026}\n"
    )
    before, person_id, after = text.partition(f"    - id: {who}\n")
    head, terms, rest = after.partition("      terms:\n")
    path.write_text(before + person_id + head + terms + term + rest, encoding="utf-8")
    said = desk.siar(MAINTAINER, "propose", "--reason", f"{title} Plh. (CONTOH)")
    assert said.exit == 0, said.err
    ratify(desk, *heads)


def key_pair(folder: Path, name: str) -> Path:
    """A private key in `folder`, and its public line in a file beside it; gives the latter."""
    key = Ed25519PrivateKey.generate()
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.key").write_bytes(private_pem(key))
    public = folder / f"{name}.pub"
    public.write_text(f"{public_line(key)} {name}\n")
    return public


def use_key(desk: Desk, name: str, private: Path) -> None:
    """Let somebody's clone sign with another key."""
    Repository.open(desk.clone(name)).set_config({"siar.key": str(private)})
