"""Honest changes of anything but a request: people, keys, registers, theme, older articles."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import timedelta
from random import Random
from typing import Any

from pipeline.record.signature import public_line
from pipeline.record.workflow import Role
from tests.forging.dossiers import Reform, digest_of
from tests.forging.founding import (
    AGENCY,
    KABID,
    KASI,
    MAINTAINER,
    OFFICERS,
    article_text,
    document_bytes,
    key_of,
    person_entry,
)
from tests.forging.office import Office

HEADS = ((KASI, Role.SECTION_HEAD), (KABID, Role.DIVISION_HEAD))
ALL = (*HEADS, (MAINTAINER, Role.MAINTAINER))


def reform(office: Office, rng: Random) -> Reform:
    """One of them."""
    return rng.choice(REFORMS)(office, rng)


def change_code(office: Office, rng: Random) -> Reform:
    """The maintainer writes, a head agrees."""
    path = rng.choice(["theme/base.html", "theme/style.css", "pipeline/program.py", "docs/x.md"])
    is_there = path in office.objects.files(office.main)
    goes = is_there and path == "theme/base.html" and rng.random() < 0.3
    files = {path: None if goes else rng.randbytes(8).hex().encode()}
    agreed = [rng.choice(HEADS)]
    return office.reform(files, MAINTAINER, agreed, squash=rng.random() < 0.4)


def change_configuration(office: Office, rng: Random) -> Reform:
    """A head writes, another holder agrees."""
    document = deepcopy(dict(office.register.agency.raw))
    document["agencies"] = [*document["agencies"], f"Dinas {rng.randbytes(3).hex()}"]
    writer, _role = rng.choice(ALL)
    agreed = [rng.choice([holder for holder in ALL if holder[0] != writer])]
    files = {AGENCY: document_bytes(document)}
    return office.reform(files, writer, agreed, squash=rng.random() < 0.4)


def change_roster(
    office: Office,
    rng: Random,
    subject: str,
    change: Callable[[list[dict[str, Any]]], None],
) -> Reform:
    """Two holders agree whom it is not about, one of whom did not write it."""
    document = deepcopy(dict(office.register.agency.raw))
    change(document["roster"]["people"])
    able = [holder for holder in ALL if holder[0] != subject]
    agreed = rng.sample(able, 2)
    writer = rng.choice([MAINTAINER, agreed[0][0]])
    return office.reform({AGENCY: document_bytes(document)}, writer, agreed)


def enrol_officer(office: Office, rng: Random) -> Reform:
    """Somebody new comes."""
    new = f"petugas-{len(office.roster.people) + 10}"
    entry = person_entry(new, Role.OFFICER, {})
    return change_roster(office, rng, new, lambda people: people.append(entry))


def name_deputy(office: Office, rng: Random) -> Reform:
    """A head is on leave for some days."""
    replaced = rng.choice(HEADS)[1]
    day = office.now.date()
    new = f"plh-{len(office.roster.people) + 10}"
    until = day + timedelta(days=rng.randrange(1, 4))
    entry = person_entry(new, replaced, {"since": day.isoformat(), "until": until.isoformat()})
    return change_roster(office, rng, new, lambda people: people.append(entry))


def let_go(office: Office, rng: Random) -> Reform:
    """An officer leaves at the end of the day."""
    day = office.now.date().isoformat()
    who = OFFICERS[-1]
    person = office.roster.person(who)
    if person is None or all(term.until for term in person.terms):
        return enrol_officer(office, rng)

    def change(people: list[dict[str, Any]]) -> None:
        (entry,) = (person for person in people if person["id"] == who)
        entry["terms"][0]["until"] = day

    return change_roster(office, rng, who, change)


def rotate_key(office: Office, rng: Random, who: str = "", *, anchored: bool = True) -> Reform:
    """Somebody gets another key; the former one counts for what it signed by now, if anchored."""
    who = who or rng.choice([*OFFICERS, KASI, KABID])
    generation = office.keys.get(who, 0)
    last = {number: d.history[-1].digest for number, d in sorted(office.open.items())}
    anchors = last if anchored else {}
    retired = {"key": public_line(key_of(who, generation)), "statements": anchors}

    def change(people: list[dict[str, Any]]) -> None:
        (entry,) = (person for person in people if person["id"] == who)
        entry["keys"] = [public_line(key_of(who, generation + 1))]
        entry["retired_keys"] = [*entry.get("retired_keys", ()), retired]

    made = change_roster(office, rng, who, change)
    office.keys[who] = generation + 1
    made.after.keys[who] = generation + 1
    return made


def bring_older_articles(office: Office, rng: Random) -> Reform:
    """The maintainer imports, a head agrees."""
    files: dict[str, bytes | None] = {}
    imports: dict[str, str] = {}
    for place in range(rng.randrange(1, 3)):
        folder = f"content/2024/0{rng.randrange(1, 9)}/1{place}-berita-{rng.randbytes(3).hex()}"
        text = article_text("", "Berita lama (contoh)", "pertanian", rng.randbytes(9).hex())
        article: Mapping[str, bytes] = {f"{folder}/index.md": text}
        files |= article
        imports[folder] = digest_of(article, ())
    agreed = [(MAINTAINER, Role.MAINTAINER), rng.choice(HEADS)]
    return office.reform(files, MAINTAINER, agreed, imports=imports)


REFORMS = (
    change_code, change_configuration, enrol_officer, name_deputy, let_go, rotate_key, rotate_key,
    bring_older_articles,
)  # fmt: skip
