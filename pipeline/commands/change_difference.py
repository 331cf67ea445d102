"""Show what an open change changes, line by line, to whoever has to agree to it."""

import difflib
from collections.abc import Iterator

from pipeline.commands.changing import Open
from pipeline.commands.context import Context
from pipeline.errors import BadInput
from pipeline.forge.change_content import document
from pipeline.forge.units import AGENCY
from pipeline.i18n import _
from pipeline.record.governance import Subject
from pipeline.record.loading import load_article
from pipeline.record.registers import AgencyFile
from pipeline.record.roster_text import with_roster
from pipeline.record.text import FORBIDDEN, code_point


def difference(ctx: Context, waiting: Open) -> Iterator[str]:
    """What the change does to each file; of articles that are imported, their titles."""
    proposal, repository = waiting.proposal, ctx.repository
    if proposal is None:
        return
    if proposal.change.about is Subject.ARCHIVE:
        for folder in sorted(proposal.change.articles):
            path = f"{folder}/index.md"
            article, _found = load_article(path, repository.read(waiting.tip, path) or b"")
            yield f"+ {folder}: {article.title if article else ''}"
        return
    for file in proposal.change.files:
        if file.path == AGENCY:
            before = _told_alike(proposal.before, document(repository, waiting.base))
            after = _told_alike(proposal.after, document(repository, waiting.tip))
        else:
            before = repository.read(waiting.base, file.path)
            after = repository.read(waiting.tip, file.path)
        yield from _lines(file.path, before, after)


def _told_alike(file: AgencyFile, told: bytes | None) -> bytes | None:
    """agency.yaml with its roster in the one form, so that only what it says is a difference."""
    try:
        return with_roster(file.document, file.agency.section("roster"))
    except BadInput:
        return told


def _lines(path: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    try:
        one, other = (None if data is None else data.decode() for data in (before, after))
    except UnicodeDecodeError:
        yield _("{path}: {before} bytes become {after}").format(
            path=path, before=len(before or b""), after=len(after or b"")
        )
        return
    for line in difflib.unified_diff(
        (one or "").split("\n"),
        (other or "").split("\n"),
        path if one is not None else "/dev/null",
        path if other is not None else "/dev/null",
        lineterm="",
    ):
        # Whoever agrees sees every character, and no terminal obeys one.
        yield FORBIDDEN.sub(lambda found: f"<{code_point(found[0])}>", line)
