"""Bring the site from a source commit to a site commit, as a process that `bench.publish` times.

    python -I bench/site_commit.py REPOSITORY [--anew]

It does what `siar publish` does between verifying and deploying, by the same functions: what the
branch `site` shows, what main has changed since, the press, the pages, a signed commit. Only what
verification would have said of articles is taken from Git unseen. Prints what it did as JSON.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.site.press import Press

if TYPE_CHECKING:
    from pipeline.repository import Repository
    from pipeline.site.published import PublishedArticle


class Silent:
    """Nobody reads along."""

    def tell(self, _text: str) -> None:
        """Nothing."""

    advise = tell

    def ask(self, question: str, *, default: str = "", choices: Sequence[str] = ()) -> str:
        """What nobody answers."""
        raise NotImplementedError(question, default, choices)


def main() -> None:
    """Build and commit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--anew", action="store_true", help="as if there were no site")
    wanted = parser.parse_args()
    # Pelican is imported while all else is found out, as `siar publish` has it.
    with Press() as press:
        done = brought(wanted.repository, press, anew=wanted.anew)
    sys.stdout.write(json.dumps(done) + "\n")


def brought(folder: Path, press: Press, *, anew: bool) -> dict[str, str]:
    """The site that shows main: its commit, its tree, and why it was built as a whole (or not)."""
    from pipeline.commands import showing
    from pipeline.commands.context import Context
    from pipeline.repository import Repository
    from pipeline.site.branch import commit_site
    from pipeline.site.build import SetChange
    from pipeline.site.recipe import differs, recipe

    ctx = Context(Repository.open(folder), Silent())
    repository, now = ctx.repository, ctx.now()
    shown = None if anew else showing.shown_here(ctx)
    why: str | None = "there is no site"
    change, published = SetChange((), ()), tuple["PublishedArticle", ...]()
    if shown is not None:
        made = recipe(repository, ctx.main, ctx.agency)
        why = differs(shown.recipe or {}, made) or None
    if shown is None or why is not None:
        published = tuple(all_articles(repository, ctx.main))
    else:
        paths = repository.changes(shown.manifest.main, ctx.main, "content/")
        touched = folders(difference.path for difference in paths)
        new = tuple(articles(repository, ctx.main, touched))
        gone = touched - {article.folder for article in new}
        change = SetChange(tuple(sorted(gone)), new)
    plan = showing.Plan((), (), published, ctx.main, began=now)
    work = showing.Work(shown, change, why, is_here=True)
    built = showing.build(ctx, plan, work, press=press)
    commit = commit_site(
        repository, built, message="Publish", author=ctx.author, at=now, sign=ctx.sign_commit,
        by=showing.believed(ctx),
    )  # fmt: skip
    return {"commit": commit or "", "tree": built.tree, "anew": why or ""}


def folders(paths: Iterable[str]) -> set[str]:
    """The articles' folders that paths lie in."""
    from pipeline.forge.units import folder_of

    return {folder for path in paths if (folder := folder_of(path))}


def all_articles(repository: "Repository", main: str) -> "Iterator[PublishedArticle]":
    """Every article of a commit."""
    listed = repository.tree(main, "content/")
    yield from articles(repository, main, folders(entry.path for entry in listed))


def articles(
    repository: "Repository", main: str, wanted: Iterable[str]
) -> "Iterator[PublishedArticle]":
    """Those in these folders that are there, as older than the procedure."""
    from pipeline.forge.units import all_files
    from pipeline.record.digest import unit_digest
    from pipeline.site.published import PublishedArticle

    found = {folder: repository.tree_id(main, folder) for folder in sorted(wanted)}
    trees = {folder: tree for folder, tree in found.items() if tree is not None}
    for (folder, tree), files in zip(trees.items(), all_files(repository, trees), strict=True):
        digest = unit_digest((entry for entry, _data in files), ())
        yield PublishedArticle(folder, tree, digest, None, None)


if __name__ == "__main__":
    main()
