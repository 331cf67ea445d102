"""What every dialect shows in its own words, so that what is done alike is written once."""

from typing import Protocol

from tests.github.forge import Forge
from tests.github.state import Comment, Issue, Json, Status


class Shows(Protocol):
    """Shows a forge's values."""

    forge: Forge

    def issue(self, issue: Issue) -> Json:
        """An issue; a pull request is one, too."""

    def comment(self, comment: Comment) -> Json:
        """A comment on an issue or pull request."""

    def status(self, status: Status) -> Json:
        """A commit's status."""
