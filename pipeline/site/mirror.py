"""Give the branch `site` to another repository over SSH: a public one, say, whose Pages show it."""

import re

from pipeline.errors import UsageError
from pipeline.i18n import _
from pipeline.repository import Repository
from pipeline.site.branch import BRANCH

_NAME = r"[\w][\w.-]*"
_ADDRESS = re.compile(
    rf"(?:{_NAME}@{_NAME}:|ssh://{_NAME}@{_NAME}(?::\d+)?/)[\w~/.][\w./~-]*", re.ASCII
)


def mirror_site(repository: Repository, commit: str, address: str, ssh: str) -> bool:
    """Bring the branch `site` there forward to `commit`; whether that was to do.

    Never by force: raises Refused when somebody else wrote to it, TryAgain when it is away, and
    UsageError for what is no address.
    """
    if not _ADDRESS.fullmatch(address):
        raise UsageError(
            _("{text} is not the address of a repository over SSH").format(text=address),
            hint="git config siar.siterepository git@github.com:OWNER/NAME.git",
        )
    before = repository.push_elsewhere(address, BRANCH, commit, {"GIT_SSH_COMMAND": ssh})
    return before != commit
