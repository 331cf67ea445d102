"""Where review happens, in our own words: plain Git, GitHub or Forgejo."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from pipeline.errors import TryAgain
from pipeline.record.statement import Statement


class UnexpectedAnswer(TryAgain):
    """A forge said something that it never should: nothing is concluded from it."""


class Account(NamedTuple):
    """Somebody's account on a forge: the number decides, the login is only shown."""

    id: str
    login: str
    is_bot: bool = False


class Writer(NamedTuple):
    """Who brought a commit to a branch: somebody of the roster, or None for a stranger `shown`."""

    person: str | None
    shown: str


class Host(Protocol):
    """What every place has where an office keeps its repository.

    How a branch comes to main is not among it: in plain Git that is a push, on a forge a pull
    request (`Api.merge`). All raise TryAgain when it is out of reach, and UnexpectedAnswer when it
    makes no sense.
    """

    @property
    def name(self) -> str:
        """The forge as evidence names it (`github.com`); "" for plain Git."""

    def writers(self, branch: str, since: str) -> tuple[Writer, ...]:
        """Who brought what a branch has and the commit `since` has not, each once, in order."""

    def confirms(self, statement: Statement) -> bool:
        """Whether the review that the recorder's statement stands on is there, and still stands."""


class Verdict(StrEnum):
    """What a review says."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    COMMENTED = "commented"
    DISMISSED = "dismissed"
    PENDING = "pending"


class Review(NamedTuple):
    """One review; `commit` is what its author was shown, None where the forge does not say."""

    id: str
    by: Account | None
    verdict: Verdict
    commit: str | None
    body: str
    at: datetime | None


class Remark(NamedTuple):
    """What a review says on one line; `line` is that line's text, "" where nobody knows it."""

    line: str
    body: str


class Comment(NamedTuple):
    """One comment on an issue or pull request."""

    id: str
    by: Account | None
    body: str
    at: datetime


class Happening(StrEnum):
    """What somebody did to a pull request without a word."""

    READY = "ready"
    ASKED = "asked"
    UNASKED = "unasked"


class Event(NamedTuple):
    """One thing that happened to a pull request: it is a draft no more, or a review was asked for.

    `of` is whose review was asked for, or is no longer; None where that is a team's.
    """

    id: str
    kind: Happening
    by: Account | None
    at: datetime
    of: Account | None = None


class PullRequest(NamedTuple):
    """A pull request; `is_foreign` when it is none of ours.

    Its branch lies in another repository then, or it does not lead to main. `touched_at` is when
    anything last happened to it, where the forge says so.
    """

    number: int
    branch: str
    head: str
    title: str
    by: Account | None
    is_open: bool
    is_merged: bool
    is_draft: bool
    is_foreign: bool
    url: str
    touched_at: datetime | None = None


class Issue(NamedTuple):
    """An issue: a letter that somebody entered by the form."""

    number: int
    title: str
    body: str
    by: Account | None
    is_open: bool
    labels: tuple[str, ...]
    url: str


class Pushed(NamedTuple):
    """One push to a branch, as the forge noted it: who, and from which commit to which."""

    by: Account | None
    before: str
    after: str
    at: datetime


class Artifact(NamedTuple):
    """Files that a workflow kept: their number, and that of the run which kept them."""

    id: str
    run: str


class Mark(StrEnum):
    """What a commit's status says."""

    PENDING = "pending"
    SUCCESS = "success"
    FAILURE = "failure"
    ERROR = "error"


class Api(Protocol):
    """What a forge has on top: pull requests, reviews, comments, issues.

    Lists are complete or an error: a page that is cut short is never taken for the end.
    """

    @property
    def name(self) -> str:
        """The forge as evidence names it."""

    def is_own(self, account: Account | None) -> bool:
        """Whether an account is the one that speaks here: whose token was given."""

    def pull_request(self, number: int) -> PullRequest:
        """The pull request with this number."""

    def pull_requests(self, branch: str = "", *, closed: bool = False) -> Sequence[PullRequest]:
        """The open ones to main, or with `closed` all; of a branch if it is named."""

    def propose(self, branch: str, title: str, body: str) -> PullRequest:
        """Open a pull request from a branch to main; the one that is there already, if one is."""

    def reviews(self, number: int) -> Sequence[Review]:
        """All reviews of a pull request, oldest first."""

    def review(self, number: int, review: str) -> Review | None:
        """One review, or None when it is gone."""

    def remarks(self, number: int, review: str) -> Sequence[Remark]:
        """What a review says on single lines."""

    def events(self, number: int, since: datetime) -> Sequence[Event]:
        """What happened to a pull request after a moment, oldest first."""

    def comments(self, number: int) -> Sequence[Comment]:
        """All comments on an issue or pull request, oldest first."""

    def find_comment(self, number: int, comment: str) -> Comment | None:
        """One comment on an issue or pull request, or None when it is gone or lies elsewhere."""

    def comment(self, number: int, body: str) -> Comment:
        """Say something on an issue or pull request.

        Raises TryAgain when it may have been said: look for it before saying it again.
        """

    def edit(self, comment: str, body: str) -> None:
        """Say something else in a comment of one's own."""

    def issue(self, number: int) -> Issue:
        """The issue with this number."""

    def issues(self, label: str) -> Sequence[Issue]:
        """The open issues with this label."""

    def close(self, number: int) -> None:
        """Close an issue."""

    def pushes(self, branch: str) -> Sequence[Pushed]:
        """All pushes to a branch, oldest first."""

    def artifact(self, name: str, branch: str) -> Artifact | None:
        """The newest files of this name that a run for a branch of ours kept, where known."""

    def mark(self, commit: str, mark: Mark, sentence: str, url: str = "") -> None:
        """Set the status `siar` of a commit; the sentence is cut to what the forge keeps."""

    def merge(self, number: int, head: str, title: str) -> str:
        """Merge a pull request whose head still is `head`, by a merge commit; gives that commit.

        Raises Conflict when the head has moved.
        """

    def delete_branch(self, branch: str) -> None:
        """Delete a branch; nothing when it is gone already."""

    def start(self, workflow: str) -> None:
        """Start a workflow (`publish.yml`) on main."""
