"""What a roster keeps for ever: people, the terms they held, and the keys they signed with.

Years later it still has to tell who a signature is of, and whether he held the role that day. So
terms end and keys are retired; nothing of it is deleted or becomes another thing.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.i18n import _
from pipeline.record.labels import named
from pipeline.record.roster import Person, RetiredKey, Roster, Term, same_key


class Loss(NamedTuple):
    """Something of somebody's past that a new roster no longer says."""

    person: str
    message: str
    help: str


def losses(before: Roster, after: Roster, day: date | None = None) -> Iterator[Loss]:
    """Everything that `after` forgets of `before`; what ended before `day` stays altogether."""
    for person in before.people:
        now = after.person(person.id)
        if now is None:
            yield Loss(
                person.id,
                _("{who} is gone from the roster").format(who=person.id),
                _("people stay in it: end their terms with `until`, and retire their keys"),
            )
            continue
        yield from _terms(person, now, day)
        yield from _keys(person, now)


def _terms(person: Person, now: Person, day: date | None) -> Iterator[Loss]:
    left = list(now.terms)
    # Where two terms are alike, each one's own counterpart is looked for first.
    for term in sorted(person.terms, key=lambda term: term not in now.terms):
        alike = [other for other in left if _is_same(term, other)]
        if not alike:
            yield Loss(
                person.id,
                _("the term of {who} as {role} since {since} is gone").format(
                    who=person.id, role=named(term.role), since=term.since
                ),
                _("a term ends with `until`; it is not deleted, and its beginning stays"),
            )
            continue
        found = term if term in alike else alike[0]
        left.remove(found)
        if _is_stretched(term.until, found.until, day):
            yield Loss(
                person.id,
                _("the term of {who} as {role} since {since} ended on {until}").format(
                    who=person.id, role=named(term.role), since=term.since, until=term.until
                ),
                _("leave it as it is, and enter a term of its own for the time after"),
            )


def _is_same(one: Term, other: Term) -> bool:
    """Whether it is the same term: its title and the number of its order may be spelled anew."""
    return (one.role, one.since, one.acting) == (other.role, other.since, other.acting)


def _is_stretched(until: date | None, now: date | None, day: date | None) -> bool:
    if until is None or now == until:
        return False
    return now is None or now > until or (day is not None and until < day)


def _keys(person: Person, now: Person) -> Iterator[Loss]:
    for old in person.retired_keys:
        kept = _retired(now.retired_keys, old.key)
        if kept is None:
            yield Loss(
                person.id,
                _("a retired key of {who} is gone, or in use again").format(who=person.id),
                _("what was retired stays retired: a person gets a new key instead"),
            )
        elif dict(kept.statements) != dict(old.statements):
            yield Loss(
                person.id,
                _("what a retired key of {who} counts for was changed").format(who=person.id),
                _("put `statements` of that key back as it was"),
            )
    for key in person.keys:
        if not _has(now.keys, key) and _retired(now.retired_keys, key) is None:
            yield Loss(
                person.id,
                _("a key of {who} is gone").format(who=person.id),
                _("move it to `retired_keys`, so that what it signed still tells who it was"),
            )
    for new in now.retired_keys:
        if _retired(person.retired_keys, new.key) is None and not _has(person.keys, new.key):
            yield Loss(
                person.id,
                _("{who} never had the key that is retired here").format(who=person.id),
                _("take it away: only keys that were in use are retired"),
            )


def _retired(keys: Sequence[RetiredKey], key: str) -> RetiredKey | None:
    return next((found for found in keys if same_key(found.key, key)), None)


def _has(keys: Sequence[str], key: str) -> bool:
    return any(same_key(known, key) for known in keys)
