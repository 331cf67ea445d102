"""Forgeries of the files of an article, each of which an approval binds."""

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.objects import EXECUTABLE, LINK, SUBMODULE
from tests.forging.dossiers import Merge
from tests.forging.forger import Draft, Forged, Forger, Place, first_difference, is_news
from tests.forging.founding import KASI, OFFICERS
from tests.forging.registry import operator
from tests.forging.steps import approved_by_both, corrected


def _article(
    f: Forger, change: Callable[[Forger, dict[str, Any]], str], rule: str = "approval-digest"
) -> Forged | None:
    """The article with something changed in its files; `change` says which path it was."""
    merge = f.published(is_news)
    if merge is None:
        return None
    draft = Draft.of(merge.dossier)
    article = {path: draft.files[path] for path in merge.dossier.article}
    path = change(f, article)
    draft.files = {
        **{path: data for path, data in draft.files.items() if path not in merge.dossier.article},
        **article,
    }
    instead = f.rng.random() < 0.5
    former = merge.former.article if instead and merge.former else {}
    former = merge.dossier.article if not instead else former
    return f.put(merge, draft, _place(merge, former, article, path, rule), instead=instead)


def _place(
    merge: Merge, former: Mapping[str, bytes], now: dict[str, Any], path: str, rule: str
) -> Place:
    """Where it is told: the file that differs from what was published, else the article."""
    if rule != "approval-digest":
        return Place(rule, path, 1)
    if not former:
        return Place(rule, merge.dossier.index, 1)
    before, after = former.get(path), now.get(path)
    if before == after:
        return Place(rule, merge.dossier.index)
    if path.endswith(".md") and isinstance(before, bytes) and isinstance(after, bytes):
        return Place(rule, path, first_difference(before, after))
    return Place(rule, path, 1)


@operator
def change_a_byte_of_the_article(f: Forger) -> Forged | None:
    """One letter of the text."""

    def change(f: Forger, article: dict[str, Any]) -> str:
        index = next(path for path in article if path.endswith("/index.md"))
        text = bytearray(article[index])
        text[f.rng.randrange(text.index(b"\n---\n") + 5, len(text) - 1)] ^= 1
        article[index] = bytes(text)
        return index

    return _article(f, change)


@operator
def change_a_former_edition(f: Forger) -> Forged | None:
    """The text that is kept beside a correction is not the one that was published."""
    found = corrected(f)
    if found is None:
        return None
    office, dossier, version = found
    former, other = dossier.article[version], f.rng.choice([b"ubah\n", None])
    dossier = office.write(
        dossier, OFFICERS[0], {version: other and former + other}, dossier.folder
    )
    dossier = approved_by_both(office, dossier)
    office.main = office.commit(
        office.with_unit(dossier), [office.main, dossier.tip], "correction", KASI
    )
    verified = dict(f.office.verified)
    return Forged(office.main, (Place("version-missing", version, 1),), verified)


@operator
def change_a_kept_edition_on_main(f: Forger) -> Forged | None:
    """The text of a former edition is changed on main, where nobody looks for it."""
    found = corrected(f)
    if found is None:
        return None
    office, dossier, version = found
    merge = office.merge(approved_by_both(office, dossier), KASI)
    office.main = office.add({version: b"lain\n"}, [office.main], "directly", KASI)
    before = merge.dossier.article[version]
    place = Place("approval-digest", version, first_difference(before, b"lain\n"))
    return Forged(office.main, (place,), dict(office.verified))


@operator
def restore_a_former_edition(f: Forger) -> Forged | None:
    """The text that was corrected is put back, with its old approval or under the new one."""
    found = corrected(f)
    if found is None:
        return None
    office, dossier, _version = found
    former = f.office.merged[dossier.number]
    merge = office.merge(approved_by_both(office, dossier), KASI)
    if f.rng.random() < 0.5:
        office.main = office.add(
            {dossier.index: former.article[dossier.index]}, [office.main], "back", KASI
        )
        now = former.article[dossier.index]
        line = first_difference(merge.dossier.article[dossier.index], now)
        place = Place("approval-digest", dossier.index, line)
    else:
        office.main = office.commit(office.with_unit(former), [office.main], "back", KASI)
        place = Draft.of(former).field("history-shrunk", "history")
    return Forged(office.main, (place,), dict(office.verified))


@operator
def swap_a_picture(f: Forger) -> Forged | None:
    """Another picture under the same name."""

    def change(f: Forger, article: dict[str, Any]) -> str:
        path = next(path for path in article if path.endswith(".jpg"))
        article[path] = f.rng.randbytes(40)
        return path

    return _article(f, change)


@operator
def add_a_file_to_the_article(f: Forger) -> Forged | None:
    """A file that nobody approved."""

    def change(f: Forger, article: dict[str, Any]) -> str:
        folder = next(path for path in article if path.endswith("/index.md"))[: -len("/index.md")]
        path = f"{folder}/{f.rng.choice(['lampiran.pdf', 'foto-2.jpg', 'lain.md'])}"
        article[path] = b"tambahan\n"
        return path

    return _article(f, change)


@operator
def remove_a_file_of_the_article(f: Forger) -> Forged | None:
    """A picture is gone."""

    def change(f: Forger, article: dict[str, Any]) -> str:
        path = next(path for path in article if path.endswith(".jpg"))
        del article[path]
        return path

    return _article(f, change)


@operator
def bring_attributes_into_the_article(f: Forger) -> Forged | None:
    """A `.gitattributes` that would write the article's files to disk as other bytes."""
    merge = f.published(is_news)
    if merge is None:
        return None
    draft = Draft.of(merge.dossier)
    path = f"{merge.dossier.folder}/.gitattributes"
    line = f.rng.choice(
        [b"ident", b"export-subst", b"text eol=crlf", b"working-tree-encoding=utf-16"]
    )
    draft.files[path] = b"*.md " + line + b"\n"
    return f.put(merge, draft, Place("path-class", path, 1), stops=True)


_MODES = ((EXECUTABLE, "program"), (LINK, "link"), (SUBMODULE, "submodule"))


@operator
def make_a_file_a_program_or_a_link(f: Forger) -> Forged | None:
    """The bytes stay, but the file is a program, a link, or a whole other repository."""

    def change(f: Forger, article: dict[str, Any]) -> str:
        path = f.rng.choice(sorted(article))
        mode = f.rng.choice([EXECUTABLE, LINK])
        oid = f.office.objects.blob(article[path])
        article[path] = (mode, oid)
        return path

    return _article(f, change, rule="unit-mode")


@operator
def put_a_submodule_beside_the_article(f: Forger) -> Forged | None:
    """A folder that is another repository."""

    def change(f: Forger, article: dict[str, Any]) -> str:
        folder = next(path for path in article if path.endswith("/index.md"))[: -len("/index.md")]
        article[f"{folder}/modul"] = (SUBMODULE, f.office.root)
        return f"{folder}/modul"

    return _article(f, change, rule="unit-mode")


@operator
def make_a_paper_a_link(f: Forger) -> Forged | None:
    """A registered paper that is a link or a program."""
    merge = f.victim(lambda merge: bool(merge.dossier.papers))
    if merge is None:
        return None
    draft = Draft.of(merge.dossier)
    path = f.rng.choice(sorted(merge.dossier.papers))
    oid = f.office.objects.blob(merge.dossier.papers[path])
    draft.files[path] = (f.rng.choice([EXECUTABLE, LINK]), oid)
    return f.put(merge, draft, Place("unit-mode", path, 1))


@operator
def make_the_record_a_link(f: Forger) -> Forged | None:
    """The record itself is a link or a program, with the very same bytes."""
    merge = f.victim()
    assert merge
    oid = f.office.objects.blob(merge.dossier.record)
    return _record_as(f, merge, f.rng.choice([EXECUTABLE, LINK]), oid, "unit-mode")


@operator
def make_the_record_a_submodule(f: Forger) -> Forged | None:
    """The record is another repository, of which nothing is here."""
    merge = f.victim()
    assert merge
    return _record_as(f, merge, SUBMODULE, f.rng.choice([f.office.root, "5" * 40]), "archive-gone")


def _record_as(f: Forger, merge: Merge, mode: str, oid: str, rule: str) -> Forged:
    instead = f.rng.random() < 0.5
    office = (merge.before if instead else merge.after).copy()
    files = office.with_unit(
        merge.dossier, {**merge.dossier.files, merge.dossier.path: (mode, oid)}
    )
    return f.commit(merge, office, files, [Place(rule, merge.dossier.path, 1)], instead=instead)
