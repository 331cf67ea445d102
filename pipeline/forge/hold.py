"""Holds in the ledger: somebody's word that the website stays as it was, until it is released.

A record is a line of `holds.jsonl`, signed by a head or a maintainer in the namespace `siar-hold`:
over the canonical JSON (RFC 8785) of all its fields but the signature, and of `siar` (format 1).
Who may write to the ledger can neither make one nor lift it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import rfc8785

from pipeline.i18n import _
from pipeline.ledger import BRANCH, Record
from pipeline.record.finding import Finding, Severity
from pipeline.record.roster import Roster, same_key
from pipeline.record.signature import signing_key
from pipeline.record.workflow import Role
from pipeline.repository import Repository

PATH = "holds.jsonl"
NAMESPACE = "siar-hold"
HOLD, RELEASE = "hold", "release"
# Who puts the website back, and lets it go on: whoever may hide an article, and who keeps it going.
ROLES = (Role.SECTION_HEAD, Role.DIVISION_HEAD, Role.MAINTAINER)


class Word(NamedTuple):
    """What somebody said: `site` is the commit to show, or of a release the digest of the hold."""

    kind: str
    root: str
    site: str
    at: str
    by: str
    role: str
    reason: str
    signature: str = ""

    @property
    def payload(self) -> bytes:
        """The bytes that are signed."""
        said = self._asdict()
        del said["signature"]
        return rfc8785.dumps({"siar": 1, **said})

    @property
    def digest(self) -> str:
        """What a release, and the site that is held, name it by."""
        data = self.payload + b"\n" + self.signature.encode()
        return "sha256:" + hashlib.sha256(data).hexdigest()

    def signed(self, sign: Callable[[bytes, str], str]) -> "Word":
        """The same with its signature; `sign` is given the payload and the namespace."""
        return self._replace(signature=sign(self.payload, NAMESPACE))


class Standing(NamedTuple):
    """The hold in force, if there is one, and what in the ledger counts for nothing."""

    hold: Word | None
    findings: tuple[Finding, ...]


def record_of(word: Word) -> Record:
    """The ledger's record of it."""
    return word._asdict()


def standing(repository: Repository, ledger: str | None, root: str, roster: Roster) -> Standing:
    """What holds in the ledger at commit `ledger`, by the keys and roles of today's roster.

    What is not signed as it should be counts for nothing, and the last that counts decides.
    """
    data = repository.read(ledger, PATH) if ledger else None
    hold: Word | None = None
    released: set[str] = set()
    doubts = []
    for place, line in enumerate((data or b"").splitlines(), 1):
        word = _parsed(line)
        if word is None or not _counts(word, root, roster):
            doubts.append(_doubt(place))
        elif word.kind == RELEASE:
            released.add(word.site)
        elif word.digest not in released:  # nor is it said again by somebody else
            hold = word
    hold = None if hold is not None and hold.digest in released else hold
    return Standing(hold, tuple(doubts))


def roles_of(roster: Roster, person: str, at: datetime) -> tuple[Role, ...]:
    """In which capacities somebody may decide this at a moment."""
    return tuple(role for role in ROLES if roster.term(person, role, at))


def _parsed(line: bytes) -> Word | None:
    try:
        found: Mapping[str, Any] = json.loads(line)
        fields = [found[name] for name in Word._fields]
        word = Word(*map(str, fields))
        word.payload  # noqa: B018 — half a character is none
        datetime.fromisoformat(word.at).utctimetuple()
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return word if word.kind in (HOLD, RELEASE) else None


def _counts(word: Word, root: str, roster: Roster) -> bool:
    key = signing_key(word.payload, word.signature, NAMESPACE)
    person = roster.person(word.by)
    if word.root != root or key is None or person is None:
        return False
    # A hold outlives the key it was signed with: only a release lets the site go on.
    former = [retired.key for retired in person.retired_keys] if word.kind == HOLD else []
    if not any(same_key(key, known) for known in (*person.keys, *former)):
        return False
    at = datetime.fromisoformat(word.at)
    return at.tzinfo is not None and word.role in roles_of(roster, word.by, at)


def _doubt(place: int) -> Finding:
    return Finding(
        f"{BRANCH}:{PATH}",
        place,
        "hold-signature",
        _("this is no hold or release that a head or maintainer of this office has signed"),
        _("it counts for nothing; find out who wrote to the ledger"),
        Severity.WARNING,
    )
