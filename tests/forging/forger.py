"""What a forger works with: a merge of an honest history, drafts of its record, and other mains.

A forgery either takes the place of an honest merge or is put on main right after it; what other
requests brought to main later comes on top, so that one lie is seen not to take others along.
"""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, NamedTuple

from pipeline.record import agenda
from pipeline.record.replay import replay, summary
from pipeline.record.statement import Statement, parse_statement, statement_entry
from pipeline.record.workflow import Action, State
from tests.forging.dossiers import Dossier, Merge, Reform, record_bytes, signed
from tests.forging.office import Office

Where = Callable[[Merge], bool]


class Place(NamedTuple):
    """What must be found, and where; line 0 stands for whichever line."""

    id: str
    path: str
    line: int = 0


class Forged(NamedTuple):
    """A forged main: what must be found in it, and what is verified all the same.

    Nothing is believed of a whole clone that lies: then `verified` is None. Where one verifier may
    stop for all when the other goes on, they are not `alike`. `undo` takes away what was planted
    beside the objects.
    """

    tip: str
    places: tuple[Place, ...]
    verified: Mapping[str, tuple[str, str | None]] | None
    stops: bool = False
    alike: bool = True
    undo: Callable[[], object] = lambda: None


@dataclass
class Draft:
    """A request that is being forged: entries and summary as they will be written."""

    dossier: Dossier
    history: list[Statement | dict[str, Any]]
    documents: list[bytes]
    files: dict[str, Any]
    typed: dict[str, Any] = field(default_factory=dict)
    spoil: Callable[[bytes], bytes] = lambda data: data

    @classmethod
    def of(cls, dossier: Dossier, history: Iterable[Statement] | None = None) -> "Draft":
        """The request as it is, or with another history and the summary that it leads to."""
        told = list(dossier.history if history is None else history)
        files = {path: data for path, data in dossier.files.items() if path != dossier.path}
        made = cls(dossier, [*told], list(dossier.documents), files)
        if history is not None:
            made.summarise()
        return made

    def summarise(self) -> None:
        """Make the summary that of the entries as they are now, as a careful forger would."""
        told = [
            s
            if isinstance(s, Statement)
            else parse_statement(s, root="", unit=f"request/{self.dossier.number}")
            for s in self.history
        ]
        case = replay(told)[0]
        if case.state is not None:  # else there is nothing that a summary could say
            self.dossier = replace(self.dossier, case=case)

    @property
    def record(self) -> bytes:
        """The record's bytes."""
        dossier = self.dossier
        data = record_bytes(
            dossier.number, dossier.case, self.history, self.documents, **self.typed
        )
        return self.spoil(data)

    def all_files(self) -> dict[str, Any]:
        """Everything it brings to main."""
        return {**self.files, self.dossier.path: self.record}

    def entry(self, rule: str, index: int) -> Place:
        """The line where an entry of the history begins."""
        lines = self.record.split(b"\n")
        starts = [place for place, line in enumerate(lines, start=1) if line.startswith(b"- seq:")]
        return Place(rule, self.dossier.path, starts[index])

    def field(self, rule: str, name: str) -> Place:
        """The line of a field of the summary; the first when it is not there."""
        lines = self.record.split(b"\n")
        start = f"{name}:".encode()
        found = (place for place, line in enumerate(lines, start=1) if line.startswith(start))
        return Place(rule, self.dossier.path, next(found, 1))

    def whole(self, rule: str) -> Place:
        """The record as a whole."""
        return Place(rule, self.dossier.path, 1)


class Forger:
    """Somebody with a key, write access and time; `rng` decides on which merge he works."""

    def __init__(self, office: Office, rng: Random) -> None:
        self.office, self.rng = office, rng

    def victim(self, where: Where = lambda merge: True) -> Merge | None:
        """One of the merges that suit; None when there is none."""
        found = [merge for merge in self.office.merges if where(merge)]
        return self.rng.choice(found) if found else None

    def published(self, where: Where = lambda merge: True) -> Merge | None:
        """A merge that brought an article."""
        return self.victim(lambda merge: is_published(merge) and where(merge))

    # --- putting it on main -------------------------------------------------------------------

    def put(
        self, merge: Merge, draft: Draft, *places: Place, instead: bool | None = None, **more: Any
    ) -> Forged:
        """The draft on main: instead of the honest merge, or on top of it."""
        if instead is None:
            instead = self.rng.random() < 0.5
        office = (merge.before if instead else merge.after).copy()
        files = office.with_unit(draft.dossier, draft.all_files())
        return self.commit(merge, office, files, places, instead=instead, **more)

    def commit(
        self,
        merge: Merge,
        office: Office,
        files: Mapping[str, Any],
        places: Sequence[Place],
        *,
        instead: bool = False,
        who: str = "",
        tip: str | None = None,
        stops: bool = False,
        besides: str = "",
    ) -> Forged:
        """A commit of main with these files, and what others brought to main later on top.

        `besides` is another request that it touches.
        """
        branch = tip if tip is not None else None if merge.is_squash else merge.dossier.tip
        parents = [office.main, branch] if instead and branch else [office.main]
        office.main = office.commit(files, parents, "forged", who or merge.by)
        return self.carried_on(merge, office, places, stops=stops, besides=besides)

    def carried_on(
        self,
        merge: Merge,
        office: Office,
        places: Sequence[Place],
        *,
        stops: bool = False,
        besides: str = "",
    ) -> Forged:
        """What others brought to main after the forgery, as they would have brought it."""
        later = self.office.events[self.office.events.index(merge) + 1 :]
        touched = {agenda.whole_of(merge.number), agenda.whole_of(besides)}
        if self.rng.random() < 0.5:
            for other in later:
                office.now = max(office.now, other.before.now)
                if isinstance(other, Reform):
                    if {place.path for place in places} & other.files.keys():
                        break  # it would set right what was forged
                    office.repeat(other)
                elif agenda.whole_of(other.number) not in touched:
                    office.merge(other.dossier, other.by, squash=True)
        return Forged(office.main, tuple(places), dict(office.verified), stops)


def is_published(merge: Merge) -> bool:
    """Whether the merge brought an article."""
    return merge.dossier.index in merge.dossier.files


def is_news(merge: Merge) -> bool:
    """Whether the merge brought an article of which nothing is left to say: its text binds."""
    return is_published(merge) and merge.dossier.case.state is State.APPROVED


def others(merge: Merge) -> list[Dossier]:
    """The other requests that main had when this one came."""
    return [d for number, d in merge.before.merged.items() if number != merge.number]


def shows(dossier: Dossier) -> bool:
    """Whether it has an article."""
    return dossier.index in dossier.files


def indices(
    history: Sequence[Statement], *actions: Action, where: Callable[[Statement], bool] | None = None
) -> list[int]:
    """Where statements of these actions stand."""
    return [
        index
        for index, s in enumerate(history)
        if s.action in actions and (where is None or where(s))
    ]


# --- statements made anew ---------------------------------------------------------------------


def rebuilt(
    office: Office, history: Sequence[Statement], since: int = 0, **changes: Any
) -> list[Statement]:
    """The history with the chain made right from `since` on, everything signed by its signer.

    `changes` are of the statement at `since`. This is what people who conspire could do, with the
    keys that they have in `office`.
    """
    made = list(history[:since])
    renamed: dict[str, str] = {}
    for place, former in enumerate(history[since:], start=since):
        now = replace(former, **changes) if place == since else former
        told = str(now.data.get("statement", ""))
        if told in renamed:
            now = replace(now, data={**now.data, "statement": renamed[told]})
        before = made[-1] if made else None
        now = replace(now, seq=place + 1, prev=before.digest if before else None)
        now = signed(now, office.key(now.signer))
        renamed[former.digest] = now.digest
        made.append(now)
    return made


def entry(s: Statement | dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The entry of a statement with fields typed by hand."""
    return {**(statement_entry(s) if isinstance(s, Statement) else s), **changes}


def broken(draft: Draft, index: int, *places: Place) -> list[Place]:
    """The statement after the one at `index` does not continue it any more."""
    found = [*places]
    if index + 1 < len(draft.history):
        found.append(draft.entry("history-chain", index + 1))
    return found


def edited(rng: Random, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """The data of a statement with one field changed, as the schema still accepts it."""
    fields = [name for name, value in data.items() if name in _EDITS]
    if not fields:
        return None
    name = rng.choice(fields)
    return {**data, name: _EDITS[name](data[name])}


def _other_digest(value: str) -> str:
    return value[:-1] + ("0" if value[-1] != "0" else "1")


_EDITS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("digest", "document", "before", "statement"), _other_digest),
    **dict.fromkeys(("note", "text", "reason", "changes", "answer"), lambda text: f"{text} (ubah)"),
    "documents": lambda told: [*map(_other_digest, told)],
    "officer": lambda who: "petugas-3" if who != "petugas-3" else "petugas-1",
    "contributors": lambda people: [*people, "kabid-piks"],
    "waiting_for": lambda who: f"{who} lain",
}


def flipped(rng: Random, signature: str) -> str:
    """A signature with one bit of its last 64 bytes turned."""
    blob = bytearray(base64.b64decode(signature))
    blob[-1 - rng.randrange(64)] ^= 1 << rng.randrange(8)
    return base64.b64encode(blob).decode()


def summary_of(dossier: Dossier) -> dict[str, Any]:
    """What its front matter says beside the history."""
    return summary(dossier.number, dossier.case)


def first_difference(before: bytes, now: bytes) -> int:
    """The first line that differs."""
    old, new = before.split(b"\n"), now.split(b"\n")
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs, start=1) if a != b), min(len(old), len(new)))
