"""Write in a roster that somebody leaves, that somebody follows, or that a key is another one.

A roster is here as agency.yaml has it: mappings and lists. Nothing of the past is taken away.
"""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any, NamedTuple

from pipeline.record.roster import same_key

Item = dict[str, Any]


class Successor(NamedTuple):
    """Who follows; all but the id is for somebody whom the roster does not know yet."""

    id: str
    name: str = ""
    nip: str = ""
    rank: str = ""
    email: str = ""
    title: str = ""
    key: str = ""


def entry(roster: Mapping[str, Any], person_id: str) -> Item | None:
    """Somebody's entry."""
    return next((person for person in roster["people"] if person["id"] == person_id), None)


def handed_over(
    roster: Mapping[str, Any],
    leaver: str,
    successor: Successor,
    *,
    until: date,
    order: str,
    anchors: Mapping[str, str] | None,
) -> Item:
    """The roster in which the leaver's terms end and keys retire, and the successor takes over.

    `anchors` give the last statement of every open request: what was signed by then counts. Keys
    stay in use where they are None.
    """
    made = deepcopy(dict(roster))
    old = entry(made, leaver)
    if old is None:
        raise ValueError(f"{leaver} is nobody of the roster")
    ended = [term for term in old["terms"] if _runs_after(term, until)]
    new = entry(made, successor.id) or _enrolled(made, successor)
    following = [
        _following(term, successor, until, order)
        for term in ended
        if not term.get("acting") and not _is_held(new, term["role"], until)
    ]
    for term in ended:
        term["until"] = max(str(until), str(term["since"]))
    new["terms"] = [*new["terms"], *following]
    if successor.key and not any(same_key(successor.key, key) for key in new.get("keys", ())):
        new["keys"] = [*new.get("keys", ()), successor.key]
    if anchors is not None:
        _retire(old, anchors)
    return made


def rekeyed(
    roster: Mapping[str, Any], person_id: str, key: str, *, anchors: Mapping[str, str]
) -> Item:
    """The roster in which somebody goes on with another key."""
    made = deepcopy(dict(roster))
    person = entry(made, person_id)
    if person is None:
        raise ValueError(f"{person_id} is nobody of the roster")
    _retire(person, anchors)
    person["keys"] = [key]
    return made


def _retire(person: Item, anchors: Mapping[str, str]) -> None:
    told = dict(sorted(anchors.items()))
    retired = [{"key": key, "statements": dict(told)} for key in person.get("keys", ())]
    if retired:
        person["retired_keys"] = [*person.get("retired_keys", ()), *retired]
        person["keys"] = []


def _enrolled(roster: Item, successor: Successor) -> Item:
    told = {"name": successor.name, "nip": successor.nip, "rank": successor.rank}
    told["email"] = successor.email
    person: Item = {"id": successor.id, **{key: value for key, value in told.items() if value}}
    person |= {"keys": [], "terms": []}
    roster["people"] = [*roster["people"], person]
    return person


def _following(term: Item, successor: Successor, until: date, order: str) -> Item:
    begins = max(until + timedelta(days=1), date.fromisoformat(term["since"]))
    told: Item = {"role": term["role"], "title": successor.title or term["title"]}
    told["since"] = str(begins)
    # A term that had an end all the same (of a contract, say) keeps it.
    if term.get("until"):
        told["until"] = term["until"]
    return told | ({"order": order} if order else {})


def _runs_after(term: Item, day: date) -> bool:
    until = term.get("until")
    return until is None or date.fromisoformat(until) > day


def _is_held(person: Item, role: str, until: date) -> bool:
    """Whether the person holds the role for good on the day after."""
    day = until + timedelta(days=1)
    return any(
        term["role"] == role
        and not term.get("acting")
        and date.fromisoformat(term["since"]) <= day
        and _runs_after(term, day)
        for term in person["terms"]
    )
