"""Checkpoints in the ledger: the recorder's word that main is verified up to a commit.

A checkpoint spares replaying what was replayed before. It is believed only if the recorder's key of
today signed it, today's agency.yaml being replayed from the pinned root in any case; and it names a
commit, whose id no file that somebody tampers with can change. `siar verify --full` needs none.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import rfc8785

from pipeline.forge.constitution import constitution_at
from pipeline.forge.units import read_agency
from pipeline.i18n import _
from pipeline.ledger import BRANCH, Record
from pipeline.record.finding import Finding, Severity
from pipeline.record.roster import same_key
from pipeline.record.signature import signing_key
from pipeline.repository import Repository

NAMESPACE = "siar-checkpoint"
FOLDER = "checkpoints"
KIND = "checkpoint"
_WORDS = ("root", "main", "at", "signature")


class Left(NamedTuple):
    """What was left to do when all of main up to a checkpoint was published.

    Every request of main that is not named here was done with: shown, told and reported. `ledger`
    is the commit of the ledger of which that is true, `waiting` are approved requests whose time
    had not come, and `owed` those that are shown, but not done with. The last press release of
    `year` bore the number `release`. In `practice` others are told than in earnest. `shown` names
    the published set that the website shows; it is empty where that is not known.
    """

    ledger: str
    waiting: tuple[tuple[str, str], ...]
    owed: tuple[str, ...]
    year: int
    release: int
    practice: bool
    shown: str = ""

    @property
    def value(self) -> dict[str, Any]:
        """The same for JSON."""
        found = {**self._asdict(), "waiting": dict(self.waiting), "owed": list(self.owed)}
        if not self.shown:
            del found["shown"]  # as it was written before there was such a name
        return found


class Checkpoint(NamedTuple):
    """Main is verified up to and with the commit `main`.

    `left` is there where all of it was published, too.
    """

    root: str
    main: str
    at: str
    signature: str = ""
    left: Left | None = None

    @property
    def payload(self) -> bytes:
        """The bytes that are signed: canonical JSON (RFC 8785)."""
        value: dict[str, Any] = {"siar": 1, "root": self.root, "main": self.main, "at": self.at}
        return rfc8785.dumps(value | ({"left": self.left.value} if self.left else {}))


def path_at(at: datetime) -> str:
    """`checkpoints/2026-11.jsonl`: by month, so that no file grows for ever."""
    return f"{FOLDER}/{at:%Y-%m}.jsonl"


def make(
    root: str,
    main: str,
    at: datetime,
    sign: Callable[[bytes, str], str],
    left: Left | None = None,
) -> Record:
    """The ledger's record of a checkpoint; `sign` is given the payload and the namespace."""
    made = Checkpoint(root, main, at.isoformat(), left=left)
    signature = sign(made.payload, NAMESPACE)
    words = {"root": root, "main": main, "at": made.at, "kind": KIND, "signature": signature}
    return words if left is None else {**words, "left": left.value}


def last_checkpoint(repository: Repository, ledger: str | None) -> Checkpoint | None:
    """The newest checkpoint in the ledger at commit `ledger`; None where there is none to read."""
    names = repository.listing(ledger, FOLDER) if ledger else {}
    if not ledger or not names:
        return None
    data = repository.read(ledger, f"{FOLDER}/{max(names)}") or b""
    try:
        record = json.loads(data.splitlines()[-1])
        return _parsed(record)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def _parsed(record: Mapping[str, Any]) -> Checkpoint:
    root, main, at, signature = (str(record[name]) for name in _WORDS)
    "".join((root, main, at, signature)).encode()  # half a character is none
    left = record.get("left")
    return Checkpoint(root, main, at, signature, None if left is None else _left(left))


def _left(value: Mapping[str, Any]) -> Left:
    """What was left, in its one form. Raises ValueError, KeyError or TypeError."""
    waiting, owed = value["waiting"], value["owed"]
    made = Left(
        value["ledger"],
        tuple((number, waiting[number]) for number in sorted(waiting)),
        tuple(owed),
        value["year"],
        value["release"],
        value["practice"],
        value.get("shown", ""),
    )
    words = (made.ledger, made.shown, *(word for pair in made.waiting for word in pair), *made.owed)
    if (
        not all(isinstance(word, str) for word in words)
        or (type(made.year), type(made.release), type(made.practice)) != (int, int, bool)
        or made.value != value
    ):
        raise ValueError(value)
    "".join(words).encode()
    return made


def believed(
    repository: Repository, checkpoint: Checkpoint, root: str, tip: str
) -> tuple[Finding, ...]:
    """Why a checkpoint is not believed; nothing when it is. Everything is replayed then."""
    agency = read_agency(repository, constitution_at(repository, root, tip).base)
    key = signing_key(checkpoint.payload, checkpoint.signature, NAMESPACE)
    recorder = agency.roster.recorder
    if checkpoint.root == root and key is not None and recorder and same_key(key, recorder):
        return ()
    return (
        Finding(
            f"{BRANCH}:{FOLDER}",
            1,
            "checkpoint-signature",
            _("the last checkpoint is not signed by the recorder of this office"),
            _("nothing was believed of it, all was replayed; find out who wrote to the ledger"),
            Severity.WARNING,
        ),
    )
