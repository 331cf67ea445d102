"""An office without clones: requests as values, and each step as commits of one bare repository.

A step here does what the verb of the same name does, and no more than the record shows of it.
Everything is CONTOH.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.record import agenda
from pipeline.record.governance import change_digest
from pipeline.record.replay import advance
from pipeline.record.roster import Roster
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role, State
from tests.forging.dossiers import Dossier, Merge, Reform, signed
from tests.forging.founding import (
    AGENCY,
    FOUNDED,
    agency_bytes,
    changed_file,
    founded,
    key_of,
    loaded,
)
from tests.forging.objects import Files, Objects, changed


class Office:
    """What has happened so far. `copy` is cheap, so that a forger may go on from any moment."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.now = FOUNDED
        self.register, self.root = founded(objects)
        self.main = self.root
        self.keys: dict[str, int] = {}
        self.open: dict[str, Dossier] = {}
        self.merged: dict[str, Dossier] = {}
        self.events: tuple[Merge | Reform, ...] = ()
        self.verified: dict[str, tuple[str, str | None]] = {}
        self.transitions = 0
        self._count = 117

    @property
    def merges(self) -> tuple[Merge, ...]:
        """What brought requests to main."""
        return tuple(event for event in self.events if isinstance(event, Merge))

    @property
    def reforms(self) -> tuple[Reform, ...]:
        """What changed anything else."""
        return tuple(event for event in self.events if isinstance(event, Reform))

    @property
    def roster(self) -> Roster:
        """Who holds which role, as main has it."""
        return self.register.agency.roster

    def key(self, person: str) -> Ed25519PrivateKey:
        """The key that somebody signs with now."""
        return key_of(person, self.keys.get(person, 0))

    def copy(self) -> "Office":
        """The same office, to be continued otherwise."""
        made = copy(self)
        made.open, made.merged = dict(self.open), dict(self.merged)
        made.verified, made.keys = dict(self.verified), dict(self.keys)
        return made

    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)

    # --- a request on its branch --------------------------------------------------------------

    def receive(
        self,
        by: str,
        documents: Sequence[bytes],
        papers: Mapping[str, bytes],
        missing: Sequence[str],
    ) -> Dossier:
        """Enter a letter in the agenda."""
        begun = Dossier(self.next_number(), self.main, missing=tuple(missing))
        self._count += 1
        data = {"documents": [f"sha256:{sha256(d).hexdigest()}" for d in documents]}
        made = self.say(
            begun, Action.RECEIVE, by, Role.OFFICER, data, documents=documents, papers=papers
        )
        self.objects.tag(f"agenda/{made.number}", made.tip)
        return made

    def split(self, letter: Dossier, by: str, titles: Sequence[str]) -> list[Dossier]:
        """Close a letter, bring it to main, and begin each of its parts."""
        numbers = [f"{letter.number}.{place}" for place in range(1, len(titles) + 1)]
        data = {"numbers": numbers, "reason": "dua kegiatan"}
        closed = self.say(letter, Action.SPLIT, by, Role.SECTION_HEAD, data)
        self.merge(closed, by)
        return [self.part(closed, n, by, title) for n, title in zip(numbers, titles, strict=True)]

    def part(self, letter: Dossier, number: str, by: str, title: str, **other: Any) -> Dossier:
        """Begin a part of a letter; `other` is what its first statement says otherwise."""
        digests = [f"sha256:{sha256(d).hexdigest()}" for d in letter.documents]
        data = {
            "of": letter.number,
            "statement": letter.history[-1].digest,
            "documents": digests,
            "disposition": dict(letter.case.disposition),
            "title": title,
            **other,
        }
        begun = Dossier(number, self.main, missing=letter.missing)
        made = self.say(
            begun, Action.SPLIT, by, Role.SECTION_HEAD, data, documents=letter.documents
        )
        self.objects.tag(f"agenda/{number}", made.tip)
        return made

    def next_number(self) -> str:
        """The next agenda number."""
        return agenda.number(2026, self._count + 1)

    def say(
        self,
        dossier: Dossier,
        action: Action,
        by: str,
        role: Role,
        data: Mapping[str, Any],
        *,
        signer: str = "",
        documents: Sequence[bytes] = (),
        papers: Mapping[str, bytes] = {},
        missing: Sequence[str] | None = None,
    ) -> Dossier:
        """Record a decision on the request's branch, with what it brings."""
        made = self.statement(
            f"request/{dossier.number}", dossier.history, action, by, role, data, signer=signer
        )
        after = replace(
            dossier,
            history=(*dossier.history, made),
            case=advance(dossier.case, made),
            documents=(*dossier.documents, *documents),
            papers={**dossier.papers, **papers},
            missing=dossier.missing if missing is None else tuple(missing),
        )
        self.transitions += 1
        if action in (Action.SUBMIT, Action.REVISE):
            texts = {**after.texts, data["digest"]: after.article[after.index]}
            after = replace(after, texts=texts)
        files = {after.path: after.record, **papers}
        return self._keep(after, files, signer or by, f"{action} {dossier.number}")

    def write(
        self, dossier: Dossier, who: str, files: Mapping[str, bytes | None], folder: str
    ) -> Dossier:
        """Commit files of the article, signed by whoever wrote them."""
        kept = {
            path: data for path, data in {**dossier.article, **files}.items() if data is not None
        }
        writers = tuple(dict.fromkeys((*dossier.writers, who)))
        after = replace(dossier, article=kept, folder=folder, writers=writers)
        return self._keep(after, files, who, "write")

    def update(self, dossier: Dossier, who: str) -> Dossier:
        """Merge main into the branch, as the button of a forge does."""
        blobs = {path: self.objects.blob(data) for path, data in self._branch(dossier).items()}
        files = changed(self.objects.files(self.main), blobs)
        tip = self.commit(files, [dossier.tip, self.main], "update the branch", who)
        self.open[dossier.number] = replace(dossier, tip=tip)
        return self.open[dossier.number]

    def reopen(self, number: str) -> Dossier:
        """Make the branch of a finished request again, from main."""
        return replace(self.merged[number], tip=self.main, writers=())

    def _keep(
        self, after: Dossier, files: Mapping[str, bytes | None], who: str, message: str
    ) -> Dossier:
        tip = self.add(files, [after.tip], message, who)
        self.open[after.number] = replace(after, tip=tip)
        return self.open[after.number]

    def _branch(self, dossier: Dossier) -> dict[str, bytes]:
        return {dossier.path: dossier.record, **dossier.papers, **dossier.article}

    def statement(
        self,
        unit: str,
        history: Sequence[Statement],
        action: Action,
        by: str,
        role: Role,
        data: Mapping[str, Any],
        *,
        signer: str = "",
        at: datetime | None = None,
    ) -> Statement:
        """The next statement of a history, signed."""
        before = history[-1] if history else None
        moment = at or (max(self.now, before.at) if before else self.now)
        prev = before.digest if before else None
        made = Statement(
            self.root, unit, len(history) + 1, action, moment, by, role, data, prev, signer or by
        )
        return signed(made, self.key(made.signer))

    # --- main ---------------------------------------------------------------------------------

    def merge(self, dossier: Dossier, who: str, *, squash: bool = False) -> Merge:
        """Bring a finished request to main."""
        before = self.copy()
        if dossier.case.hidden and dossier.case.state is not State.APPROVED:
            # What is hidden stays as it was; the new text comes once it is approved.
            dossier = replace(dossier, article=self.merged[dossier.number].article)
        parents = [self.main] if squash else [self.main, dossier.tip]
        commit = self.commit(self.with_unit(dossier), parents, f"merge {dossier.number}", who)
        self.merged[dossier.number] = dossier
        self.open.pop(dossier.number, None)
        digest = dossier.digest if dossier.index in dossier.files else None
        self.verified[dossier.number] = (commit, digest)
        self.main = commit
        made = Merge(commit, dossier, who, squash, before, self.copy())
        self.events = (*self.events, made)
        return made

    def reform(
        self,
        files: Mapping[str, bytes | None],
        writer: str,
        agreed: Sequence[tuple[str, Role]],
        *,
        imports: Mapping[str, str] | None = None,
        squash: bool = False,
    ) -> Reform:
        """Change registers, theme, program or archive, as everybody here agrees to.

        Of agency.yaml `files` has what stands after its front matter. With `imports` (folders and
        their digests) the first who agrees is the one who imports.
        """
        before, version = self.copy(), self.register.version + 1
        document = files.get(AGENCY) or self.register.document
        listed = [changed_file(path, data) for path, data in sorted(files.items())]
        paths = sorted({"/".join(p.split("/")[:2]) if imports else p for p in files})
        told = {"version": version, "digest": change_digest(listed), "paths": paths}
        history, tip = self.register.history, self.main
        for place, (who, role) in enumerate(agreed):
            data: dict[str, Any] = {**told, "reason": "contoh"}
            action = Action.APPROVE
            if imports and place == 0:
                action = Action.IMPORT
                data["articles"] = [{"article": f, "digest": d} for f, d in sorted(imports.items())]
            made = self.statement("agency", history, action, who, role, data)
            history = (*history, made)
            register = agency_bytes(version, history, document)
            changes = {**files, AGENCY: register} if place == 0 else {AGENCY: register}
            tip = self.add(changes, [tip], f"change {version}", writer if place == 0 else who)
        brought = {**files, AGENCY: register}
        # Of what a squashed commit holds, who signed it is the writer.
        parents, who = ([self.main], writer) if squash else ([self.main, tip], agreed[-1][0])
        self.main = self.commit(self.objects.files(tip), parents, f"change {version}", who)
        self.register = loaded(register, self.root)
        made_of = Reform(self.main, brought, writer, before, self.copy())
        self.events = (*self.events, made_of)
        return made_of

    def repeat(self, reform: Reform) -> None:
        """The same change once more, on whatever main is now."""
        self.main = self.add(reform.files, [self.main], "change", reform.by)
        self.register, self.keys = reform.after.register, dict(reform.after.keys)

    def with_unit(self, dossier: Dossier, files: Mapping[str, Any] | None = None) -> Files:
        """The files of main with this request's as `files` (its own) says, and no others of it."""
        there = self.objects.files(self.main)
        folders = (agenda.papers_folder(dossier.number) + "/", dossier.folder + "/")
        own = {path for path in there if dossier.folder and path.startswith(folders)}
        own |= {path for path in there if path.startswith(folders[0])}
        mine = dossier.files if files is None else files
        made = changed(there, dict.fromkeys(own))
        return changed(made, {path: self.entry(data) for path, data in mine.items()})

    def entry(self, data: Any) -> str | tuple[str, str] | None:
        """What stands in a tree for these bytes; mode and id, and None, stay as they are."""
        return self.objects.blob(data) if isinstance(data, bytes) else data

    def add(self, files: Mapping[str, Any], parents: Sequence[str], message: str, who: str) -> str:
        """A commit that changes files (None removes) of its first parent; nothing moves."""
        there = self.objects.files(parents[0])
        entries = {path: self.entry(data) for path, data in files.items()}
        return self.commit(changed(there, entries), parents, message, who)

    def commit(
        self,
        files: Files,
        parents: Sequence[str],
        message: str,
        who: str,
        key: Ed25519PrivateKey | str | None = "own",
    ) -> str:
        """A commit with exactly these files; nothing moves."""
        signing = self.key(who) if isinstance(key, str) else key
        return self.objects.commit(files, parents, message, who=who, at=self.now, key=signing)
