"""Forgeries that mix what does not belong together, or bring what has no place."""

from tests.forging.forger import (
    Forged,
    Forger,
    Place,
    others,
)
from tests.forging.founding import MAINTAINER
from tests.forging.objects import changed
from tests.forging.registry import operator


@operator
def merge_two_requests_at_once(f: Forger) -> Forged | None:
    """One commit brings two requests."""
    merge = f.victim(lambda m: bool(m.before.merged.keys() - {m.number}))
    if merge is None:
        return None
    other = f.rng.choice(others(merge))
    office = merge.before.copy()
    files = changed(
        office.with_unit(merge.dossier), {other.path: office.objects.blob(other.record + b"# x\n")}
    )
    places = [Place("history-class", merge.dossier.path, 1), Place("history-class", other.path, 1)]
    return f.commit(merge, office, files, places, instead=True, besides=other.number)


@operator
def hide_a_program_behind_an_article(f: Forger) -> Forged | None:
    """A request's merge changes the program or the theme as well."""
    merge = f.victim()
    assert merge
    path = f.rng.choice(["pipeline/program.py", "theme/base.html", ".github/workflows/publish.yml"])
    office = merge.before.copy()
    files = changed(office.with_unit(merge.dossier), {path: office.objects.blob(b"jahat\n")})
    place = Place("history-class", path, 1)
    return f.commit(merge, office, files, [place], instead=True, stops=True)


def _directly(
    f: Forger, changes: dict[str, bytes | None], rule: str, path: str, *, who: str = MAINTAINER
) -> Forged:
    merge = f.victim()
    assert merge
    office = merge.after.copy()
    entries = {name: office.entry(data) for name, data in changes.items()}
    files = changed(office.objects.files(office.main), entries)
    place = Place(rule, path)
    return f.commit(merge, office, files, [place], stops=True, who=who)


@operator
def change_the_theme_or_program(f: Forger) -> Forged | None:
    """Code changes, and nobody agreed to it."""
    path = f.rng.choice(["pipeline/program.py", "theme/base.html", "pelicanconf.py", "tools/x.py"])
    return _directly(f, {path: b"jahat\n"}, "change-approval", path)


@operator
def remove_code(f: Forger) -> Forged | None:
    """A file of the program goes."""
    path = "pipeline/program.py"
    return _directly(f, {path: None}, "change-approval", path)


@operator
def bring_a_file_of_no_class(f: Forger) -> Forged | None:
    """A file that has no place in an office's repository."""
    path = f.rng.choice(
        [".gitattributes", "content/.gitattributes", "sitecustomize.py", "content/2026/11/lepas.md",
         "requests/2026/0118.yml", "rahasia.txt", ".gitmodules", "requests/catatan.yaml"]
    )  # fmt: skip
    return _directly(f, {path: b"*.md ident\n"}, "path-class", path)
