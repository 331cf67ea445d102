"""Let a place be brought forward only: what it shows must be what the new site comes from."""

from collections.abc import Iterable

from pipeline.i18n import _
from pipeline.repository import Refused, Repository
from pipeline.site.manifest import MANIFEST, Manifest, parse_manifest


def shown_commit(repository: Repository, shown: Manifest, tip: str) -> str | None:
    """The commit on the line up to `tip` whose manifest this is; None where there is none."""
    return next(
        (commit for commit in _candidates(repository, shown, tip)
         if _manifest(repository, commit) == shown),
        None,
    )  # fmt: skip


def check_forward(
    repository: Repository, shown: Manifest | None, tip: str, *, place: str, file: object
) -> str | None:
    """The commit that a place shows; None where it shows nothing. Raises Refused for another site.

    `file` is where the manifest lies there, for whoever wants to begin anew.
    """
    if shown is None:
        return None
    found = shown_commit(repository, shown, tip)
    if found is None:
        raise Refused(
            _("{place} shows a site that the branch site does not come from").format(place=place),
            hint=_(
                "nothing was changed there; run `siar publish` again if another run was faster."
                " If that site should not be there, remove {file}: all is then put there anew"
            ).format(file=file),
        )
    return found


def _candidates(repository: Repository, shown: Manifest, tip: str) -> Iterable[str]:
    yield tip
    if shown.site:
        # A manifest names the site before its own, so that only one can be it.
        known = repository.resolve(shown.site)
        yield from repository.first_parents(tip, known)[:1] if known else ()
    elif shown.recipe:
        yield repository.beginning(tip)
    else:  # an older program's, which does not say
        yield from reversed(repository.first_parents(tip))


def _manifest(repository: Repository, commit: str) -> Manifest | None:
    try:
        return parse_manifest(repository.read(commit, MANIFEST) or b"")
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
