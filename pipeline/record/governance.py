"""Who must agree before anything but a request changes: roster, configuration, program, archive.

Such a change is one commit of main. The statements that allow it stand in agency.yaml's own history
and name its version and its digest; they are judged under the roster of the commit before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pipeline.i18n import _
from pipeline.record.canonical import canonical
from pipeline.record.digest import sha256
from pipeline.record.labels import named
from pipeline.record.problem import Problem
from pipeline.record.roster import Person, Roster, same_key
from pipeline.record.signature import signing_key
from pipeline.record.statement import NAMESPACE, Statement
from pipeline.record.workflow import Action, Role

R, A = Role, Action
# A change of more files than this lists the folders at the top.
MOST_PATHS = 20
COUNTED = (R.MAINTAINER, R.SECTION_HEAD, R.DIVISION_HEAD)


class Subject(StrEnum):
    """What a change is about, which says who must agree."""

    PLAIN = "plain"
    ROSTER = "roster"
    ARCHIVE = "archive"


class Need(NamedTuple):
    """So many people must say so in one of these roles; `apart` of them did not write it."""

    action: Action
    roles: tuple[Role, ...]
    people: int
    apart: int


# Nobody who is a subject of the change counts, nor for an archive whoever imports it.
NEEDS: Mapping[Subject, tuple[Need, ...]] = {
    Subject.PLAIN: (Need(A.APPROVE, COUNTED, 1, 1),),
    Subject.ROSTER: (Need(A.APPROVE, COUNTED, 2, 1),),
    Subject.ARCHIVE: (
        Need(A.IMPORT, (R.MAINTAINER,), 1, 0),
        Need(A.APPROVE, (R.SECTION_HEAD, R.DIVISION_HEAD), 1, 0),
    ),
}


class ChangedFile(NamedTuple):
    """A file as it is after the change; of one that was removed, only the path is left."""

    path: str
    mode: str | None
    size: int
    sha256: str | None


class Change(NamedTuple):
    """What is to be allowed; `subjects` are the people of the roster whom it alters.

    `writers` signed the commits that made it, and `articles` are the digests of imported folders.
    """

    version: int
    about: Subject
    files: tuple[ChangedFile, ...]
    subjects: frozenset[str] = frozenset()
    writers: frozenset[str] = frozenset()
    articles: Mapping[str, str] = {}

    @property
    def digest(self) -> str:
        """What every statement on it must name."""
        return change_digest(self.files)

    @property
    def paths(self) -> tuple[str, ...]:
        """What statements list: each path, of an archive the years it fills; of many the folders.

        The digest binds all of them; the list is for people, and stays short in a long history.
        """
        paths = {file.path for file in self.files}
        if self.about is Subject.ARCHIVE:
            paths = {"/".join(path.split("/")[:2]) for path in paths}
        elif len(paths) > MOST_PATHS:
            paths = {path.split("/")[0] for path in paths}
        return tuple(sorted(paths))

    @property
    def listing(self) -> list[dict[str, str]]:
        """The imported articles as the statement lists them."""
        return [
            {"article": folder, "digest": digest}
            for folder, digest in sorted(self.articles.items())
        ]

    def is_named_by(self, s: Statement) -> bool:
        """Whether the statement is about exactly this change."""
        return (
            s.data["version"] == self.version
            and s.data["digest"] == self.digest
            and list(s.data["paths"]) == list(self.paths)
            and (s.action is not A.IMPORT or list(s.data["articles"]) == self.listing)
        )


def change_digest(files: Iterable[ChangedFile]) -> str:
    """`sha256:…` of canonical JSON over the sorted [path, mode, size, SHA-256] of the files."""
    return f"sha256:{sha256(canonical([list(file) for file in sorted(files, key=_path)]))}"


def _path(file: ChangedFile) -> str:
    return file.path


def altered(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str] | None:
    """Whose entries two rosters (as agency.yaml has them) tell otherwise; None if it is the same.

    Nobody's entry differs where only the recorder's key or the order of people does.
    """
    if before == after:
        return None
    one, other = (
        {person["id"]: person for person in roster["people"]} for roster in (before, after)
    )
    return frozenset(who for who in one.keys() | other.keys() if one.get(who) != other.get(who))


class Lack(NamedTuple):
    """What a need still lacks: people, and how many of them have to be no writers of it."""

    need: Need
    people: int
    apart: int


def lacks(change: Change, history: Iterable[Statement]) -> tuple[Lack, ...]:
    """What is not there yet; `history` are the statements added with the change, all sound."""
    found = []
    for need in NEEDS[change.about]:
        who = _agreed(change, need, history)
        people, apart = need.people - len(who), need.apart - len(who - change.writers)
        if people > 0 or apart > 0:
            found.append(Lack(need, max(people, apart), max(apart, 0)))
    return tuple(found)


def _agreed(change: Change, need: Need, history: Iterable[Statement]) -> frozenset[str]:
    told = [s for s in history if change.is_named_by(s)]
    barred = change.subjects | _importers(change, told, need)
    return frozenset(
        s.by
        for s in told
        if s.action is need.action and s.role in need.roles and s.by not in barred
    )


def _importers(change: Change, told: Iterable[Statement], need: Need) -> frozenset[str]:
    is_second = change.about is Subject.ARCHIVE and need.action is A.APPROVE
    return frozenset(s.by for s in told if s.action is A.IMPORT) if is_second else frozenset()


def role_for(
    change: Change, history: Sequence[Statement], roster: Roster, who: str, at: datetime
) -> tuple[Action, Role] | None:
    """How somebody can help the change along now: what to say and in which role; None if not."""
    for lack in lacks(change, history):
        told = [s for s in history if change.is_named_by(s)]
        barred = change.subjects | _importers(change, told, lack.need)
        barred |= _agreed(change, lack.need, history)
        if lack.people == lack.apart:
            barred |= change.writers
        role = next((role for role in lack.need.roles if roster.term(who, role, at)), None)
        if role is not None and who not in barred:
            return lack.need.action, role
    return None


def able(
    change: Change, history: Sequence[Statement], roster: Roster, at: datetime
) -> tuple[Person, ...]:
    """Who could agree to it now, in the order of the roster."""
    return tuple(
        person for person in roster.people if role_for(change, history, roster, person.id, at)
    )


def growth_problems(
    before: tuple[int, Sequence[Statement]], after: tuple[int, Sequence[Statement]]
) -> Iterator[Problem]:
    """The history only grows, and the version counts the changes."""
    (version, told), (next_version, history) = before, after
    known = [s.digest for s in history[: len(told)]]
    if next_version < version or known != [s.digest for s in told]:
        yield Problem(
            0,
            "agency-rollback",
            _("agency.yaml goes back behind version {version}").format(version=version),
            _("what was decided stays: propose the change anew with `siar propose`"),
        )
    elif next_version != version + 1 and (next_version, len(history)) != (version, len(told)):
        yield Problem(
            0,
            "agency-chain",
            _("the version is {found}, but this is change {expected}").format(
                found=next_version, expected=version + 1
            ),
            _("propose the change anew with `siar propose`"),
        )


def statement_problems(
    history: Sequence[Statement], known: int, version: int, roster: Roster
) -> Iterator[Problem]:
    """What is wrong with the statements after the first `known`, which all are on one change."""
    for place in range(known, len(history)):
        s, before = history[place], history[place - 1] if place else None
        if s.seq != place + 1 or s.prev != (before.digest if before else None):
            yield Problem(
                place + 1,
                "agency-chain",
                _("statement {seq} does not continue the one before it").format(seq=s.seq),
                _("a statement was changed or removed afterwards: undo the edit"),
            )
        elif s.data["version"] != version:
            yield Problem(
                place + 1,
                "agency-chain",
                _("statement {seq} is on change {found}, not on {expected}").format(
                    seq=s.seq, found=s.data["version"], expected=version
                ),
                _("look at this change and agree to it with `siar ratify {version}`").format(
                    version=version
                ),
            )
        if before is not None and s.at < before.at:
            yield Problem(
                place + 1,
                "statement-time",
                _("statement {seq} is earlier than the one before it").format(seq=s.seq),
                _("check the clock of the machine it was written on, and decide again"),
            )
        problem = _authority_problem(s, place + 1, roster)
        if problem:
            yield problem


def _authority_problem(s: Statement, place: int, roster: Roster) -> Problem | None:
    if s.role not in COUNTED or not roster.term(s.by, s.role, s.at):
        return Problem(
            place,
            "statement-role",
            _("{who} does not hold the role {role} on {day}").format(
                who=s.by, role=named(s.role), day=s.at.astimezone(roster.zone).date()
            ),
            _("somebody decides who held the role that day; see the roster in agency.yaml"),
        )
    if s.signer != s.by:
        return Problem(
            place,
            "statement-signer",
            _("{signer} signed for {who}").format(signer=s.signer, who=s.by),
            _("to such a change everybody agrees with a key of their own"),
        )
    person = roster.person(s.by)
    key = signing_key(s.payload, s.signature, NAMESPACE)
    if person is None or key is None or not _has(person.keys, key):
        if person is not None and key and _has([r.key for r in person.retired_keys], key):
            return Problem(
                place,
                "key-retired",
                _("statement {seq} is signed with a key that {who} no longer uses").format(
                    seq=s.seq, who=s.by
                ),
                _("decide again with the present key"),
            )
        return Problem(
            place,
            "statement-signature",
            _("the signature of statement {seq} is not {who}'s over these words").format(
                seq=s.seq, who=s.by
            ),
            _("the statement was edited or copied: undo the edit, or decide again"),
        )
    return None


def _has(keys: Iterable[str], key: str) -> bool:
    return any(same_key(key, known) for known in keys)
