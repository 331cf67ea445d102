"""Forgeries of what was published: articles changed, moved or removed behind their requests."""

from dataclasses import replace

from tests.forging.dossiers import Dossier, digest_of
from tests.forging.forger import (
    Draft,
    Forged,
    Forger,
    Place,
    is_news,
    others,
    rebuilt,
    shows,
)
from tests.forging.founding import IMPORTED, article_text
from tests.forging.objects import changed
from tests.forging.registry import operator
from tests.forging.steps import LOOSE


@operator
def put_an_article_on_main(f: Forger) -> Forged | None:
    """An article without a request."""
    merge = f.victim()
    assert merge
    text = article_text("2026-0999", "Berita liar", "pertanian", "Tanpa permintaan.")
    office = merge.after.copy()
    path = f"{LOOSE}/index.md"
    files = changed(office.objects.files(office.main), {path: office.objects.blob(text)})
    return f.commit(merge, office, files, [Place("approval-none", path, 1)])


@operator
def change_an_older_article(f: Forger) -> Forged | None:
    """An article that came with the office is changed or removed."""
    merge = f.victim()
    assert merge
    office = merge.after.copy()
    path = f"{IMPORTED}/index.md"
    text = office.objects.blob(b"---\n") if f.rng.random() < 0.5 else None
    files = changed(office.objects.files(office.main), {path: text})
    return f.commit(merge, office, files, [Place("approval-none", path, 1)])


@operator
def delete_a_published_article(f: Forger) -> Forged | None:
    """The article is gone, its record says that it is there."""
    merge = f.published(is_news)
    if merge is None:
        return None
    place = Place("archive-gone", merge.dossier.index, 1)
    office = merge.after.copy()
    gone = dict.fromkeys(merge.dossier.article)
    files = changed(office.objects.files(office.main), gone)
    return f.commit(merge, office, files, [place])


@operator
def rename_the_folder_of_an_article(f: Forger) -> Forged | None:
    """The article has another address."""
    merge = f.published(is_news)
    if merge is None:
        return None
    office = merge.after.copy()
    there = office.objects.files(office.main)
    other = f"{merge.dossier.folder}-lain"
    moves: dict[str, tuple[str, str] | None] = {}
    for path in merge.dossier.article:
        moves[path] = None
        moves[path.replace(merge.dossier.folder, other)] = there[path]
    place = Place("approval-none", f"{other}/index.md", 1)
    return f.commit(merge, office, changed(there, moves), [place])


@operator
def move_an_article_with_its_record(f: Forger) -> Forged | None:
    """The article has another address, and its record says so."""
    merge = f.published(is_news)
    if merge is None:
        return None
    other = f"{merge.dossier.folder}-lain"
    draft = Draft.of(merge.dossier)
    draft.typed["article"] = other
    draft.files = {
        path.replace(merge.dossier.folder, other): data for path, data in draft.files.items()
    }
    office = merge.after.copy()
    files = changed(
        office.objects.files(office.main),
        {
            **dict.fromkeys(merge.dossier.article),
            **{path: office.entry(data) for path, data in draft.all_files().items()},
        },
    )
    return f.commit(merge, office, files, [draft.field("state-history", "article")])


@operator
def delete_a_record(f: Forger) -> Forged | None:
    """The record is gone, with or without its article and papers."""
    merge = f.victim()
    assert merge
    office = merge.after.copy()
    gone = [merge.dossier.path]
    if f.rng.random() < 0.5:
        gone = [*merge.dossier.files]
    files = changed(office.objects.files(office.main), dict.fromkeys(gone))
    return f.commit(merge, office, files, [Place("archive-gone", merge.dossier.path, 1)])


@operator
def touch_the_article_of_another(f: Forger) -> Forged | None:
    """A merge changes another request's article on the way."""
    merge = f.victim(lambda m: any(map(shows, others(m))))
    if merge is None:
        return None
    other = f.rng.choice([d for d in others(merge) if shows(d)])
    office = merge.before.copy()
    files = changed(
        office.with_unit(merge.dossier), {other.index: office.objects.blob(b"diganti\n")}
    )
    place = Place("approval-context", other.index, 1)
    return f.commit(merge, office, files, [place], instead=True, besides=other.number)


@operator
def take_the_place_of_another(f: Forger) -> Forged | None:
    """A request brings its article where another's already is."""
    merge = f.published(lambda m: m.former is None and is_news(m) and any(map(shows, others(m))))
    if merge is None:
        return None
    other = f.rng.choice([d for d in others(merge) if shows(d)])
    office = merge.before.copy()
    # The record says its own folder; the bytes lie in the other's as well.
    text = office.objects.blob(merge.dossier.article[merge.dossier.index])
    files = changed(office.with_unit(merge.dossier), {other.index: text})
    place = Place("approval-context", other.index, 1)
    return f.commit(merge, office, files, [place], instead=True, besides=other.number)


@operator
def take_the_place_of_an_older_article(f: Forger) -> Forged | None:
    """Everybody agrees to an article where one that came with the office stands already."""
    merge = f.published(lambda m: m.former is None and is_news(m) and _is_once_told(m.dossier))
    if merge is None:
        return None
    dossier = merge.dossier
    article = {path.replace(dossier.folder, IMPORTED): d for path, d in dossier.article.items()}
    renewed = {dossier.folder: IMPORTED, dossier.digest: digest_of(article, dossier.documents)}
    history = list(dossier.history)
    for place, s in enumerate(dossier.history):
        data = {name: renewed.get(v, v) if isinstance(v, str) else v for name, v in s.data.items()}
        if data != s.data:
            history = rebuilt(merge.before, history, place, data=data)
    moved = replace(dossier, folder=IMPORTED, article=article)
    draft = Draft.of(moved, history)
    draft.files = {**dossier.papers, **article}
    return f.put(merge, draft, Place("approval-context", f"{IMPORTED}/index.md", 1), instead=True)


def _is_once_told(dossier: Dossier) -> bool:
    """Whether its statements name one text only."""
    named = {s.data["digest"] for s in dossier.history if "digest" in s.data}
    return named == {dossier.digest}


@operator
def sit_in_the_folder_of_a_later_article(f: Forger) -> Forged | None:
    """A merge leaves a file where another request's article is to be; that one goes on."""
    later = f.published(lambda m: m.former is None and is_news(m) and len(m.before.merges) > 0)
    if later is None:
        return None
    merge = f.rng.choice([m for m in later.before.merges if m.number != later.number] or [later])
    if merge is later:
        return None
    office = merge.before.copy()
    files = changed(
        office.with_unit(merge.dossier), {later.dossier.index: office.objects.blob(b"sela\n")}
    )
    place = Place("approval-context", later.dossier.index, 1)
    return f.commit(merge, office, files, [place], instead=True)


@operator
def bring_an_article_without_its_record(f: Forger) -> Forged | None:
    """Papers and an article come to main, and no record of the request."""
    merge = f.published(lambda m: m.former is None and bool(m.dossier.papers))
    if merge is None:
        return None
    office, dossier = merge.before.copy(), merge.dossier
    files = {path: data for path, data in dossier.files.items() if path != dossier.path}
    place = Place("archive-gone", dossier.path, 1)
    return f.commit(merge, office, office.with_unit(dossier, files), [place], instead=True)
