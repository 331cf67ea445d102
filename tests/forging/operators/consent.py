"""Changes of roster, program and archive to which too few agreed."""

from pipeline.record.workflow import Role
from tests.forging.dossiers import digest_of
from tests.forging.forger import Forged, Forger, Place, shows
from tests.forging.founding import (
    AGENCY,
    IMPORTED,
    MAINTAINER,
    OFFICERS,
    article_text,
    person_entry,
)
from tests.forging.operators.changing import (
    MAINTAINS,
    THEME,
    entry_of,
    lacking,
    line_of,
    stopped,
    with_people,
)
from tests.forging.reforms import HEADS
from tests.forging.registry import operator


@operator
def change_the_roster_with_one_holder(f: Forger) -> Forged | None:
    """One head alone lets somebody into the roster."""
    office = f.office.copy()
    new = person_entry("petugas-palsu", Role.OFFICER, {})
    files = with_people(office, lambda people: people.append(new))
    office.reform(files, MAINTAINER, [f.rng.choice(HEADS)])
    return stopped(office, f.office, lacking(office))


@operator
def agree_twice_to_a_roster(f: Forger) -> Forged | None:
    """One head agrees twice."""
    office = f.office.copy()
    new = person_entry("petugas-palsu", Role.OFFICER, {})
    files = with_people(office, lambda people: people.append(new))
    head = f.rng.choice(HEADS)
    office.reform(files, MAINTAINER, [head, head])
    return stopped(office, f.office, lacking(office))


@operator
def agree_to_what_is_about_oneself(f: Forger) -> Forged | None:
    """Somebody agrees to a roster that gives himself another role."""
    office = f.office.copy()
    term = {"role": "section_head", "title": "Jabatan contoh", "since": "2026-11-01"}
    who, role = f.rng.choice([*HEADS, MAINTAINS])
    files = with_people(office, lambda people: entry_of(people, who)["terms"].append(term))
    other = f.rng.choice([holder for holder in (*HEADS, MAINTAINS) if holder[0] != who])
    office.reform(files, other[0], [(who, role), other])
    return stopped(office, f.office, lacking(office))


@operator
def agree_to_what_one_wrote(f: Forger) -> Forged | None:
    """Who changes the theme agrees to it himself, and nobody else does."""
    office = f.office.copy()
    who, role = f.rng.choice([*HEADS, MAINTAINS])
    office.reform({THEME: b"jahat\n"}, who, [(who, role)], squash=f.rng.random() < 0.5)
    return stopped(office, f.office, lacking(office))


@operator
def agree_as_an_officer(f: Forger) -> Forged | None:
    """An officer agrees to a change of the program, in his own role or in one that he has not."""
    office = f.office.copy()
    role = f.rng.choice([Role.OFFICER, Role.SECTION_HEAD])
    office.reform({THEME: b"jahat\n"}, MAINTAINER, [(OFFICERS[0], role)])
    place = Place("statement-role", AGENCY, line_of(office, "- seq:", -1))
    return stopped(office, f.office, place)


@operator
def import_without_a_head(f: Forger) -> Forged | None:
    """The maintainer brings older articles by himself."""
    office = f.office.copy()
    folder = "content/2023/05/12-palsu"
    article = {f"{folder}/index.md": article_text("", "Palsu", "pertanian", "Isi.")}
    office.reform(article, MAINTAINER, [MAINTAINS], imports={folder: digest_of(article, ())})
    return stopped(office, f.office, lacking(office))


@operator
def import_the_article_of_a_request(f: Forger) -> Forged | None:
    """News comes as if it were an older article."""
    office = f.office.copy()
    folder = "content/2026/11/05-palsu"
    text = article_text("2026-0999", "Palsu", "pertanian", "Isi.")
    article = {f"{folder}/index.md": text}
    digest = digest_of(article, ())
    office.reform(article, MAINTAINER, [MAINTAINS, HEADS[0]], imports={folder: digest})
    return stopped(office, f.office, Place("approval-context", f"{folder}/index.md", 2))


@operator
def import_over_what_is_there(f: Forger) -> Forged | None:
    """An import takes the place of an article that was published."""
    office = f.office.copy()
    shown = [d.folder for d in f.office.merged.values() if shows(d)]
    folder = f.rng.choice([IMPORTED, *shown])
    article = {f"{folder}/index.md": article_text("", "Palsu", "pertanian", "Isi.")}
    digest = digest_of(article, ())
    office.reform(article, MAINTAINER, [MAINTAINS, HEADS[0]], imports={folder: digest})
    return stopped(office, f.office, Place("archive-gone", f"{folder}/index.md", 1))
