"""Random edits on real Git: what was changed step by step, beside what is made anew."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

from pipeline.record.front_matter import render_article
from pipeline.repository import Repository
from pipeline.site.build import SetChange, Workshop, build_all, build_change
from pipeline.site.press import Press
from pipeline.site.published import PublishedArticle
from pipeline.site.request_list import RequestList
from tests.site.editing import Draft, Published, articles, beginning, edits, notices
from tests.site.support import make_office, painting

STEPS, AT_FIRST = 5, 8
# Wider than the smaller rendition, so that there are two files of each.
PHOTOS = [painting(seed, 660 + 20 * seed, 24, "PNG") for seed in range(3)]


class Trees(NamedTuple):
    """The site of a set, come by in two ways."""

    changed: str
    anew: str


@contextmanager
def workshop(folder: Path) -> Iterator[Workshop]:
    """Where all sequences are built, by one press."""
    with Press() as press:
        shop = make_office(folder / "repo", {}).workshop(press, photos=folder / "photos")
        yield replace(shop, bodies=folder / "bodies")


def run(shop: Workshop, seed: int) -> Trees:
    """The trees after a sequence of edits."""
    random = Random(seed)  # noqa: S311 — a failing seed is to fail again
    shown: Published = beginning(random, AT_FIRST)
    listed = RequestList()
    tree = build_all(shop, _set(shop.repository, articles(shown)))
    for edit in edits(random, shown, STEPS):
        new = tuple(_set(shop.repository, edit.new))
        tree = build_change(shop, tree, SetChange(edit.gone, new, edit.notices, edit.requests))
        shown, listed = edit.after, edit.requests or listed
    # Made anew, it reads every text itself.
    anew = replace(shop, bodies=None)
    whole = _set(shop.repository, articles(shown))
    return Trees(tree, build_all(anew, whole, notices(shown), listed))


def differences(repository: Repository, trees: Trees) -> list[str]:
    """The files in which the two differ."""
    (found,) = repository.all_changes([(trees.changed, trees.anew)])
    return [difference.path for difference in found]


def _set(repository: Repository, drafts: Iterable[Draft]) -> list[PublishedArticle]:
    return [_published(repository, draft) for draft in drafts]


def _published(repository: Repository, draft: Draft) -> PublishedArticle:
    meta = {
        "title": draft.title,
        "date": draft.day.isoformat(),
        "agency": draft.agency,
        "topics": list(draft.topics),
        "summary": f"Isi {draft.text} (contoh)",
        "photos": [
            {"file": f"foto-{n}.png", "caption": "K", "credit": "H", "alt": "A"}
            for n in draft.photos
        ],
    }
    files = {"index.md": render_article(meta, f"Isi berita ke-{draft.text}.\n")}
    files |= {f"foto-{n}.png": PHOTOS[n] for n in draft.photos}
    for number in range(1, len(draft.corrections) + 1):
        former = {**meta, "title": f"Sebelum ralat {number} (contoh)", "photos": []}
        text = f"Naskah ke-{number}.\n\n![Foto](hilang.png)\n"
        files[f"versions/{number}.md"] = render_article(former, text)
    blobs: dict[str, str | None] = {
        name: repository.write_blob(data) for name, data in files.items()
    }
    tree = repository.write_tree(None, blobs)
    digest = f"sha256:{draft.text:064x}"
    return PublishedArticle(
        draft.folder, tree, digest, f"2026-{draft.text:04}", draft.published_at,
        editions=draft.editions,
    )  # fmt: skip
