"""The roster: who holds which role, from when until when, and with which keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pipeline.record.workflow import Role


@dataclass(frozen=True)
class Term:
    """A role held from–until (both days included, in the office's zone); `order` names the decree.

    `acting` is "" for the holder, or "Plt." / "Plh." for a deputy.
    """

    role: Role
    title: str
    since: date
    until: date | None = None
    acting: str = ""
    order: str = ""


@dataclass(frozen=True)
class RetiredKey:
    """A key that signs no more: it counts for what it had signed by then, and for nothing else.

    `statements` gives, for each request that was open when the key was retired, the digest of its
    last statement; what was on main already needs no such anchor. Dates are never asked.
    """

    key: str
    statements: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """Somebody's account on a forge: the number decides, the login is only shown."""

    forge: str
    id: str
    login: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody of the office; `name` with academic titles, `rank` is pangkat/golongan."""

    id: str
    name: str
    nip: str = ""
    rank: str = ""
    email: str = ""
    keys: tuple[str, ...] = ()
    retired_keys: tuple[RetiredKey, ...] = ()
    accounts: tuple[Account, ...] = ()
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Roster:
    """Everybody, and the zone in which terms begin and end; `recorder` is the pipeline's key."""

    people: tuple[Person, ...]
    zone: ZoneInfo
    recorder: str = ""

    def person(self, person_id: str) -> Person | None:
        """The person with this id, if there is one."""
        return next((person for person in self.people if person.id == person_id), None)

    def term(self, person_id: str, role: Role, at: datetime) -> Term | None:
        """The term in which the person holds `role` at the moment `at`, if any."""
        person = self.person(person_id)
        day = at.astimezone(self.zone).date()
        for term in person.terms if person else ():
            if (
                term.role is role
                and term.since <= day
                and (term.until is None or day <= term.until)
            ):
                return term
        return None

    def roles(self, person_id: str, at: datetime) -> tuple[Role, ...]:
        """The roles the person holds at that moment, in the order of the roster."""
        return tuple(role for role in Role if self.term(person_id, role, at))

    def holders(self, role: Role, at: datetime) -> tuple[Person, ...]:
        """Who holds `role` at that moment: a deputy in force comes before the one on leave."""
        found = [(self.term(person.id, role, at), person) for person in self.people]
        held = [(term, person) for term, person in found if term]
        return tuple(person for term, person in sorted(held, key=lambda pair: not pair[0].acting))

    def owner_of(self, public_key: str, *, retired: bool = False) -> Person | None:
        """Whose key (`ssh-ed25519 AAAA…`) this is, or with `retired` also once was."""
        for person in self.people:
            former = person.retired_keys if retired else ()
            if any(same_key(public_key, key) for key in (*person.keys, *(r.key for r in former))):
                return person
        return None

    def account_owner(self, forge: str, account: str) -> Person | None:
        """Whose account on a forge this number is."""
        for person in self.people:
            if any((known.forge, known.id) == (forge, account) for known in person.accounts):
                return person
        return None


def same_key(one: str, other: str) -> bool:
    """Whether two public keys are the same, whatever comment stands behind them."""
    return one.split()[:2] == other.split()[:2]


def names(people: Iterable[Person]) -> str:
    """Their names, for a sentence."""
    return ", ".join(person.name for person in people)
