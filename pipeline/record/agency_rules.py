"""What a schema cannot say about agency.yaml and media.yaml: names that must agree or differ."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.i18n import _
from pipeline.record.finding import Finding, Severity
from pipeline.record.strict_yaml import Document
from pipeline.record.vouching import RECORDER


def agency_findings(agency: Mapping[str, Any], document: Document, path: str) -> Iterator[Finding]:
    """Ids and keys used twice, terms that end before they begin, topics nobody defined."""
    people = agency["roster"]["people"]
    place = ("roster", "people")
    for index in _repeated([person["id"] for person in people]):
        yield Finding(
            path,
            document.line((*place, index, "id")),
            "agency-person-twice",
            _("the id `{id}` is given to two people").format(id=people[index]["id"]),
            _("give everybody an id of their own; ids are never used again"),
        )
    # The recorder is somebody too: it has a name and a key that nobody else may have.
    recorder = agency["roster"].get("recorder", "")
    owners = {_bare(recorder): RECORDER} if recorder else {}
    accounts: dict[tuple[str, str], str] = {}
    for index, person in enumerate(people):
        if person["id"] == RECORDER:
            yield Finding(
                path,
                document.line((*place, index, "id")),
                "agency-person-twice",
                _("the id `{id}` is that of the pipeline itself").format(id=RECORDER),
                _("give everybody an id of their own; ids are never used again"),
            )
        yield from _keys(person, owners, document, index, path)
        yield from _accounts(person, accounts, document, index, path)
        yield from _terms(person, document, index, path)
    for index, topic in enumerate(agency.get("division_head_topics", ())):
        if topic not in agency["topics"]:
            yield Finding(
                path,
                document.line(("division_head_topics", index)),
                "agency-unknown-topic",
                _("the topic `{topic}` is not in `topics`").format(topic=topic),
                _("add it to `topics`, or delete it here"),
            )


def _keys(
    person: Mapping[str, Any], owners: dict[str, str], document: Document, index: int, path: str
) -> Iterator[Finding]:
    for kind in ("keys", "retired_keys"):
        for number, item in enumerate(person.get(kind, ())):
            key = item["key"] if isinstance(item, Mapping) else item
            bare = _bare(key)
            if bare in owners:
                yield Finding(
                    path,
                    document.line(("roster", "people", index, kind, number)),
                    "agency-key-twice",
                    _("this key already belongs to `{id}`").format(id=owners[bare]),
                    _("a key is of one person and stands in one list: delete one of the two"),
                )
            owners.setdefault(bare, person["id"])


def _accounts(
    person: Mapping[str, Any],
    owners: dict[tuple[str, str], str],
    document: Document,
    index: int,
    path: str,
) -> Iterator[Finding]:
    for number, item in enumerate(person.get("accounts", ())):
        account = (item["forge"], item["id"])
        if account in owners:
            yield Finding(
                path,
                document.line(("roster", "people", index, "accounts", number)),
                "agency-account-twice",
                _("this account already belongs to `{id}`").format(id=owners[account]),
                _("an account is of one person: delete one of the two"),
            )
        owners.setdefault(account, person["id"])


def _bare(key: str) -> str:
    """The key without the comment behind it."""
    return " ".join(key.split()[:2])


def _terms(
    person: Mapping[str, Any], document: Document, index: int, path: str
) -> Iterator[Finding]:
    for number, term in enumerate(person["terms"]):
        until = term.get("until")
        if until is not None and until < term["since"]:
            yield Finding(
                path,
                document.line(("roster", "people", index, "terms", number, "until")),
                "agency-term-order",
                _("the term of `{id}` ends on {until}, before it begins on {since}").format(
                    id=person["id"], until=until, since=term["since"]
                ),
                _("correct `since` or `until`"),
            )


def media_findings(media: Mapping[str, Any], document: Document, path: str) -> Iterator[Finding]:
    """Outlets with one id, and (as a warning) outlets with one address."""
    outlets = media["outlets"]
    for index in _repeated([outlet["id"] for outlet in outlets]):
        yield Finding(
            path,
            document.line(("outlets", index, "id")),
            "media-outlet-twice",
            _("the id `{id}` is given to two outlets").format(id=outlets[index]["id"]),
            _("give every outlet an id of its own; ids are never used again"),
        )
    active = [outlet["email"].lower() if outlet.get("ended") is None else "" for outlet in outlets]
    for index in _repeated(active):
        if active[index]:
            yield Finding(
                path,
                document.line(("outlets", index, "email")),
                "media-address-twice",
                _("two outlets have the address {email}: it gets every press release twice").format(
                    email=outlets[index]["email"]
                ),
                _("keep the address at one of them"),
                Severity.WARNING,
            )


def _repeated(names: list[str]) -> list[int]:
    """The places of every name that was there before."""
    seen: Counter[str] = Counter()
    places = []
    for index, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            places.append(index)
    return places
