"""What in a clone itself would make its history look like another one."""

from collections.abc import Iterator

from pipeline.i18n import _
from pipeline.record.finding import Finding
from pipeline.repository import Repository

REPLACED = "refs/replace/"
# A file of Git's own folder, the finding when it is there, what it does, and the way out.
_GRAFTS, _ALTERNATES, _SHALLOW = "info/grafts", "objects/info/alternates", "shallow"


def clone_findings(repository: Repository) -> Iterator[Finding]:
    """Replaced, grafted, borrowed and missing history: nothing is believed of such a clone."""
    for ref in sorted(repository.refs(REPLACED)):
        yield Finding(
            ref,
            1,
            "git-replace",
            _("another object is to be shown in the place of {oid}").format(
                oid=ref.removeprefix(REPLACED)[:10]
            ),
            _("git replace -d {oid}").format(oid=ref.removeprefix(REPLACED)),
        )
    if (repository.git_folder / _GRAFTS).exists():
        yield Finding(
            _GRAFTS,
            1,
            "git-grafts",
            _("commits are to have other parents than they have"),
            _("delete this file of Git's folder"),
        )
    if (repository.git_folder / _ALTERNATES).exists():
        yield Finding(
            _ALTERNATES,
            1,
            "git-alternates",
            _("objects are borrowed from another repository"),
            _("git repack -ad, then delete this file of Git's folder"),
        )
    if (repository.git_folder / _SHALLOW).exists():
        yield Finding(
            _SHALLOW,
            1,
            "git-shallow",
            _("this clone has only the end of the history"),
            _("git fetch --unshallow"),
        )
