"""Where a request's branch is read, edited and added to in the browser, by its pull request."""

import re
from typing import NamedTuple

from pipeline.commands.forge_markdown import path
from pipeline.record import agenda

# GitHub has `/pull/7`, Forgejo and Gitea `/pulls/7`.
_PULL_REQUEST = re.compile(r"(?P<home>https?://[^\s?#]+?)/(?P<kind>pulls?)/\d+/?")


class Places(NamedTuple):
    """Addresses on one forge; every one is empty where the pull request's makes no sense."""

    home: str
    branch: str
    pull_request: str
    is_github: bool

    @classmethod
    def of(cls, pull_request: str, number: str) -> "Places":
        """The places of a request, from the address of its pull request."""
        found = _PULL_REQUEST.fullmatch(pull_request)
        branch = path(agenda.branch(number))
        if found is None:
            return cls("", branch, "", True)
        return cls(found["home"], branch, pull_request.rstrip("/"), found["kind"] == "pull")

    @property
    def files(self) -> str:
        """What the pull request changes."""
        return f"{self.pull_request}/files" if self.pull_request else ""

    def edit(self, name: str) -> str:
        """The editor of a file."""
        return self._at("edit" if self.is_github else "_edit", name)

    def upload(self, folder: str) -> str:
        """The page where files are dropped into a folder."""
        return self._at("upload" if self.is_github else "_upload", folder)

    def line(self, name: str, line: int) -> str:
        """A line of a file, as it stands there."""
        shown = self._at("blob" if self.is_github else "src/branch", name)
        return f"{shown}{'?plain=1' if self.is_github else ''}#L{line}" if shown else ""

    def run(self, number: str) -> str:
        """A run of a workflow, with the files that it keeps."""
        return f"{self.home}/actions/runs/{number}" if self.home else ""

    def artifact(self, run: str, number: str) -> str:
        """Files that a run of a workflow keeps."""
        return f"{self.run(run)}/artifacts/{number}" if self.home else ""

    def _at(self, page: str, name: str) -> str:
        return f"{self.home}/{page}/{self.branch}/{path(name)}" if self.home else ""
