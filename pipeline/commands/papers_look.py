"""Look at the papers on the office's own server: are they private, all there, and unchanged."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.commands.casebook import all_requests
from pipeline.commands.context import Context
from pipeline.commands.health import Check, bad, doubtful, either, good
from pipeline.commands.local_papers import LocalPapers, in_folder, local_papers
from pipeline.errors import BadInput, NotFound
from pipeline.i18n import _, ngettext
from pipeline.record.keeping import Keeping, Kept, local_files

OTHERS = 0o007
SHOWN = 10


def look(ctx: Context) -> Iterator[Check]:
    """What `siar doctor` says of them; nothing in an office whose papers are all in Git."""
    found = local_papers(ctx)
    is_there = found.folder is not None and found.folder.is_dir()
    if ctx.agency.papers is Keeping.REPOSITORY and not is_there:
        return
    if found.folder is None:
        yield good(_("letters' papers lie on the office's own server, which is not in reach here"))
        return
    yield _privacy(found.folder)
    yield from _completeness(ctx, found, found.folder)


def _privacy(folder: Path) -> Check:
    """Who may enter the folder may read all of it: its owner, or also the office's own group."""
    if not folder.is_dir():
        return good(_("letters' papers will lie in {path}").format(path=folder))
    return either(
        not folder.stat().st_mode & OTHERS,
        _("letters' papers lie in {path}, which is private").format(path=folder),
        _("other users of this machine can read letters' papers in {path}").format(path=folder),
        f"chmod o= {folder}",
    )


def _completeness(ctx: Context, found: LocalPapers, folder: Path) -> Iterator[Check]:
    """Each registered file, read and held against its SHA-256; and files that nobody registered."""
    registered = {
        in_folder(entry.request.number, kept.path): kept
        for entry in all_requests(ctx)
        for kept in local_files(entry.request)
    }
    wrong = _wrong(found, registered)
    yield from wrong[:SHOWN]
    if len(wrong) > SHOWN:
        yield bad(
            _("and {count} more are missing or changed").format(count=len(wrong) - SHOWN),
            _("bring the whole folder back from a backup"),
        )
    right = len(registered) - len(wrong)
    yield good(
        ngettext(
            "{count} paper is there as it was registered",
            "{count} papers are there as they were registered",
            right,
        ).format(count=right),
    )
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if strangers := sorted(there - registered.keys()):
        yield doubtful(
            _("registered by nobody (yet), as when a push failed: {names}").format(
                names=", ".join(strangers[:SHOWN]) + (", …" if len(strangers) > SHOWN else "")
            ),
            _("compare them with the letters; whatever belongs to none may be deleted"),
        )


def _wrong(found: LocalPapers, registered: dict[str, Kept]) -> list[Check]:
    wrong: list[Check] = []
    with click.progressbar(
        sorted(registered.items()),
        label=_("reading letters' papers"),
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as papers:
        for name, kept in papers:
            try:
                found.read(name, kept.sha256)
            except (NotFound, BadInput) as error:
                wrong.append(bad(error.message, error.hint))
    return wrong
