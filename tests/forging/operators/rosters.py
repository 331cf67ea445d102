"""Rosters that go back or forget, come with an article, or cannot be read."""

from collections.abc import Callable
from dataclasses import replace

from pipeline.objects import EXECUTABLE, LINK, SUBMODULE
from pipeline.record.signature import public_line
from pipeline.record.workflow import Role
from tests.forging.dossiers import signed
from tests.forging.forger import Draft, Forged, Forger, Place
from tests.forging.founding import (
    AGENCY,
    KASI,
    MAINTAINER,
    OFFICERS,
    STRANGER,
    agency_bytes,
    key_of,
    person_entry,
)
from tests.forging.objects import changed
from tests.forging.operators.changing import (
    MAINTAINS,
    Person,
    entry_of,
    lacking,
    line_of,
    stopped,
    with_people,
)
from tests.forging.reforms import HEADS, change_configuration, rotate_key
from tests.forging.registry import operator


@operator
def roll_the_roster_back(f: Forger) -> Forged | None:
    """An agency.yaml that was right once."""
    office = f.office.copy()
    change_configuration(office, f.rng)
    former = f.rng.choice([r.before.register for r in office.reforms])
    data = agency_bytes(former.version, former.history, former.document)
    office.main = office.add({AGENCY: data}, [office.main], "back", MAINTAINER)
    return stopped(office, f.office, Place("agency-rollback", AGENCY, line_of(office, "version:")))


@operator
def tell_a_former_change_otherwise(f: Forger) -> Forged | None:
    """A statement on a former change is edited."""
    office = f.office.copy()
    change_configuration(office, f.rng)
    history = list(office.register.history)
    index = f.rng.randrange(len(history))
    told = history[index]
    history[index] = signed(
        replace(told, data={**told.data, "reason": "lain"}), office.key(told.signer)
    )
    data = agency_bytes(office.register.version, history, office.register.document)
    office.main = office.add({AGENCY: data}, [office.main], "edit", MAINTAINER)
    return stopped(office, f.office, Place("agency-rollback", AGENCY, line_of(office, "version:")))


def _lossy(f: Forger, change: Callable[[list[Person]], None]) -> Forged:
    """A roster that forgets, although two agreed to it."""
    office = f.office.copy()
    office.reform(with_people(office, change), MAINTAINER, [MAINTAINS, HEADS[1]])
    return stopped(office, f.office, Place("agency-rollback", AGENCY))


@operator
def forget_somebody(f: Forger) -> Forged | None:
    """A person is deleted from the roster."""
    who = f.rng.choice([*OFFICERS, KASI])
    return _lossy(f, lambda people: people.remove(entry_of(people, who)))


@operator
def forget_a_key(f: Forger) -> Forged | None:
    """A key is exchanged without being retired."""
    who = f.rng.choice([*OFFICERS, KASI])
    line = public_line(key_of(who, 99))
    return _lossy(f, lambda people: entry_of(people, who).update(keys=[line]))


@operator
def backdate_a_term(f: Forger) -> Forged | None:
    """A term begins earlier than it did."""
    who = f.rng.choice([*OFFICERS, KASI])
    return _lossy(f, lambda people: entry_of(people, who)["terms"][0].update(since="2020-01-01"))


@operator
def use_a_retired_key_again(f: Forger) -> Forged | None:
    """A retired key is in use once more."""
    office = f.office.copy()
    rotate_key(office, f.rng, KASI)

    def change(people: list[Person]) -> None:
        entry = entry_of(people, KASI)
        entry["keys"] = [entry["retired_keys"].pop()["key"]]

    office.reform(with_people(office, change), MAINTAINER, [MAINTAINS, HEADS[1]])
    return stopped(office, f.office, Place("agency-rollback", AGENCY))


@operator
def bring_a_roster_with_an_article(f: Forger) -> Forged | None:
    """A request's merge brings a roster as well."""
    merge = f.victim()
    assert merge
    office = merge.before.copy()
    new = person_entry(STRANGER, Role.SECTION_HEAD, {})
    document = with_people(office, lambda people: people.append(new))[AGENCY] or b""
    register = agency_bytes(office.register.version + 1, office.register.history, document)
    files = changed(office.with_unit(merge.dossier), {AGENCY: office.objects.blob(register)})
    office.main = office.commit(files, [office.main, merge.dossier.tip], "both", merge.by)
    return stopped(office, merge.before, Place("history-class", AGENCY, 1))


@operator
def enrol_oneself_and_approve(f: Forger) -> Forged | None:
    """A stranger puts himself into the roster on main, and then approves an article."""
    merge = f.published(lambda m: not m.dossier.case.is_divided)
    if merge is None:
        return None
    office = merge.before.copy()
    new = person_entry(STRANGER, Role.SECTION_HEAD, {})
    document = with_people(office, lambda people: people.append(new))[AGENCY] or b""
    version = office.register.version
    register = agency_bytes(version, office.register.history, document)
    office.main = office.add({AGENCY: register}, [office.main], "enrol", STRANGER)
    history = list(merge.dossier.history)
    approvals = [i for i, s in enumerate(history) if s in merge.dossier.case.approvals.values()]
    if not approvals:
        return None
    index = approvals[-1]
    who = replace(history[index], by=STRANGER, signer=STRANGER, role=Role.SECTION_HEAD)
    history[index] = signed(who, key_of(STRANGER))
    draft = Draft.of(merge.dossier, history)
    files = office.with_unit(draft.dossier, draft.all_files())
    office.main = office.commit(files, [office.main], "merge", STRANGER)
    places = (lacking(office), draft.entry("statement-role", index))
    return Forged(office.main, places, dict(merge.before.verified), stops=True)


@operator
def make_agency_a_link(f: Forger) -> Forged | None:
    """agency.yaml is a link, a program or another repository."""
    office = f.office.copy()
    mode = f.rng.choice([EXECUTABLE, LINK, SUBMODULE])
    _mode, oid = office.objects.files(office.main)[AGENCY]
    entry = (mode, office.root if mode == SUBMODULE else oid)
    office.main = office.add({AGENCY: entry}, [office.main], "link", MAINTAINER)
    return stopped(office, f.office, Place("", AGENCY))


@operator
def delete_or_spoil_agency(f: Forger) -> Forged | None:
    """agency.yaml is gone, or nobody can read it."""
    office = f.office.copy()
    data = f.rng.choice([None, b"", b"a: &b [*b]\n", b"---\nversion: 9\nhistory: []\n---\n{}\n"])
    office.main = office.add({AGENCY: data}, [office.main], "spoil", MAINTAINER)
    return stopped(office, f.office, Place("", AGENCY))
