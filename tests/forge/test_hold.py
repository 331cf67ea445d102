"""Holds in the ledger: whoever may decide them, and nobody else by any line of the file."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.forge.hold import HOLD, NAMESPACE, PATH, RELEASE, Word, record_of, standing
from pipeline.record.roster import Person, RetiredKey, Roster
from pipeline.record.signature import armoured, public_line, sign
from pipeline.repository import Repository
from tests.record.histories import KABID, KASI, OFFICER, ROOT, key_of, roster

AT = "2026-11-24T09:00:00+09:00"
SITE = "5" * 40


def said(kind: str = HOLD, site: str = SITE, by: str = KASI, **more: str) -> Word:
    """Something that somebody says with their own key."""
    role = "section_head" if by == KASI else "division_head" if by == KABID else "maintainer"
    word = Word(kind, ROOT, site, AT, by, role, "tampilan rusak")._replace(**more)
    return signed(word, key_of(by))


def signed(word: Word, key: Ed25519PrivateKey) -> Word:
    """The same, signed with a key."""
    return word.signed(lambda message, namespace: sign(key, message, namespace))


def ledger(folder: Path, lines: Iterable[bytes]) -> tuple[Repository, str]:
    """A repository whose ledger holds these lines."""
    repository = Repository.create(folder)
    blob = repository.write_blob(b"".join(line + b"\n" for line in lines))
    tree = repository.write_tree(None, {PATH: blob})
    at = datetime.fromisoformat(AT)
    return repository, repository.commit_tree(tree, [], "x", author="A <a@siar.example>", at=at)


def holds(
    folder: Path, *words: Word | bytes, people: Roster | None = None
) -> tuple[Word | None, int]:
    """The hold in force, and how many lines count for nothing."""
    lines = [one if isinstance(one, bytes) else json.dumps(record_of(one)).encode()
             for one in words]  # fmt: skip
    repository, tip = ledger(folder / "repo", lines)
    found = standing(repository, tip, ROOT, people or roster())
    assert {finding.id for finding in found.findings} <= {"hold-signature"}
    return found.hold, len(found.findings)


@pytest.mark.parametrize("by", [KASI, KABID, "pengelola"])
def test_heads_and_maintainers_hold_the_site_and_let_it_go(tmp_path: Path, by: str) -> None:
    hold = said(by=by)
    assert holds(tmp_path / "a", hold) == (hold, 0)
    for other in (KASI, KABID, "pengelola"):
        assert holds(tmp_path / other, hold, said(RELEASE, hold.digest, other)) == (None, 0)


def test_without_a_ledger_or_a_line_nothing_is_held(tmp_path: Path) -> None:
    repository, tip = ledger(tmp_path / "repo", [])
    assert standing(repository, tip, ROOT, roster()).hold is None
    assert standing(repository, None, ROOT, roster()).hold is None


STRANGER = Ed25519PrivateKey.generate()
# What counts for nothing, by what is wrong with it.
WRONG: Mapping[str, Callable[[], Word | bytes]] = {
    "of an officer": lambda: signed(said()._replace(by=OFFICER, role="officer"), key_of(OFFICER)),
    "of an officer in another role": lambda: said()._replace(by=OFFICER),
    "of nobody": lambda: signed(said()._replace(by="siapa"), STRANGER),
    "with another key": lambda: signed(said(), STRANGER),
    "with the recorder's key": lambda: signed(said(), key_of("recorder")),
    "in another role": lambda: said(role="division_head"),
    "of another office": lambda: said(root="2" * 40),
    "not signed": lambda: said()._replace(signature=""),
    "with another reason": lambda: said()._replace(reason="lain"),
    "of another site": lambda: said()._replace(site="6" * 40),
    "of another time": lambda: said()._replace(at="2026-11-25T09:00:00+09:00"),
    "before the role was held": lambda: said(at="2020-11-24T09:00:00+09:00"),
    "without a zone": lambda: said(at="2026-11-24T09:00:00"),
    "of another kind": lambda: said("pause"),
    "for another purpose": lambda: said()._replace(
        signature=sign(key_of(KASI), said().payload, "siar-checkpoint")
    ),
    "no JSON": lambda: b"{",
    "no record": lambda: b"[]",
    "a field missing": lambda: b'{"kind": "hold"}',
    "half a character": lambda: json.dumps(record_of(said()._replace(reason="\ud800"))).encode(),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_is_wrong_counts_for_nothing(tmp_path: Path, how: str) -> None:
    assert holds(tmp_path / "a", WRONG[how]()) == (None, 1)
    good = said()
    assert holds(tmp_path / "b", good, WRONG[how]()) == (good, 1)


def test_nobody_is_let_go_by_a_forged_or_an_older_release(tmp_path: Path) -> None:
    first, second = said(), said(site="6" * 40)
    forged = said(RELEASE, first.digest)._replace(signature=first.signature)
    assert holds(tmp_path / "a", first, forged) == (first, 1)
    released = said(RELEASE, first.digest)
    assert holds(tmp_path / "b", first, released, second, released) == (second, 0)


def test_a_hold_that_was_released_is_not_said_again_by_somebody_else(tmp_path: Path) -> None:
    hold = said()
    assert holds(tmp_path, hold, said(RELEASE, hold.digest), hold) == (None, 0)


def test_a_hold_outlives_its_key_and_a_release_does_not(tmp_path: Path) -> None:
    def renewed(person: Person) -> Person:
        if person.id != KASI:
            return person
        retired = tuple(RetiredKey(key) for key in person.keys)
        return replace(person, keys=(public_line(STRANGER),), retired_keys=retired)

    people = replace(roster(), people=tuple(map(renewed, roster().people)))
    hold = said()
    assert holds(tmp_path / "a", hold, people=people) == (hold, 0)
    release = said(RELEASE, hold.digest)
    assert holds(tmp_path / "b", hold, release, people=people) == (hold, 1)


def test_somebody_else_finds_the_same_with_openssh_alone(tmp_path: Path) -> None:
    """The record as it is written down in decision 20, held against `ssh-keygen`."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen")
    line = json.dumps(record_of(said()))
    fields = json.loads(line)
    (tmp_path / "hold.sig").write_text(armoured(fields.pop("signature")))
    payload = rfc8785.dumps({"siar": 1, **fields})
    (tmp_path / "kunci").write_text(f"{KASI} {public_line(key_of(KASI))}\n")
    words = ["ssh-keygen", "-Y", "verify", "-f", "kunci", "-I", KASI, "-n", NAMESPACE]
    words += ["-s", "hold.sig"]
    for message, code in ((payload, 0), (payload + b" ", 255)):
        done = subprocess.run(words, input=message, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == code, done.stderr
    assert date.fromisoformat(fields["at"][:10]) == date(2026, 11, 24)
