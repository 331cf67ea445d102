"""What the forge keeps: people, issues and pull requests, comments, reviews, statuses, pushes."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

Json = dict[str, Any]


@dataclass(eq=False)
class User:
    """An account: a person, or a bot."""

    login: str
    id: int
    kind: str = "User"
    role: str = "write"  # in this repository: admin, maintain, write, triage, read or none

    @property
    def author(self) -> tuple[str, str]:
        """Name and address of commits that the forge makes for this account."""
        return self.login, f"{self.id}+{self.login}@users.noreply.github.com"


class Token(NamedTuple):
    """What a token may: `permissions` as a workflow file names them, to "read" or "write"."""

    text: str
    user: User
    permissions: dict[str, str]
    is_workflow: bool

    def may(self, permission: str, level: str) -> bool:
        """Whether this token has a permission."""
        held = self.permissions.get(permission)
        return held == "write" or (held == "read" and level == "read")


class Verdict(StrEnum):
    """The states of a review, as GitHub says them."""

    APPROVED = "APPROVED"
    CHANGES_REQUESTED = "CHANGES_REQUESTED"
    COMMENTED = "COMMENTED"
    DISMISSED = "DISMISSED"
    PENDING = "PENDING"
    REQUESTED = "REQUESTED"  # no review, but the wish for one: only Forgejo lists it


class Remark(NamedTuple):
    """What a review says on a line of a file."""

    path: str
    line: str
    body: str


@dataclass(eq=False)
class Review:
    """One review of a pull request."""

    id: int
    user: User | None
    verdict: Verdict
    commit: str | None
    body: str
    at: datetime
    dismissed: Verdict | None = None  # what it said before it was dismissed
    remarks: "tuple[Remark, ...]" = ()


@dataclass(eq=False)
class Comment:
    """One comment on an issue or pull request."""

    id: int
    number: int
    user: User | None
    body: str
    created: datetime
    updated: datetime


@dataclass(eq=False)
class Pull:
    """What a pull request has that an issue has not; `head` is kept once it is closed."""

    branch: str
    base: str
    is_draft: bool = False
    head: str = ""
    base_sha: str = ""
    shown: tuple[str, str] = ("", "")  # the head and base that Git is shown a merge of
    merged_at: datetime | None = None
    merged_by: User | None = None
    merge_commit: str | None = None
    reviewers: list[User] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    is_foreign: bool = False  # its branch lies in somebody's copy


@dataclass(eq=False)
class Issue:
    """An issue, or a pull request where `pull` is there."""

    number: int
    id: int
    title: str
    body: str
    user: User | None
    created: datetime
    updated: datetime
    labels: list[str] = field(default_factory=list)
    pull: Pull | None = None
    is_open: bool = True
    closed_at: datetime | None = None
    closed_by: User | None = None


@dataclass(eq=False)
class Label:
    """A label of the repository."""

    id: int
    name: str
    color: str = "ededed"
    description: str | None = None


class Entry(NamedTuple):
    """Something that happened to an issue or pull request, by GitHub's name for it."""

    id: int
    number: int
    kind: str
    user: User | None
    at: datetime
    of: User | None = None  # whose review was asked for
    titles: tuple[str, str] = ("", "")  # the former and the new one


class Status(NamedTuple):
    """One status of a commit."""

    id: int
    commit: str
    context: str
    state: str
    description: str | None
    target_url: str | None
    user: User
    at: datetime


class Activity(NamedTuple):
    """One change of a branch, and who brought it."""

    id: int
    before: str
    after: str
    ref: str
    kind: str
    user: User | None
    at: datetime


class Kept(NamedTuple):
    """What a run of a workflow for a branch has kept: an artifact."""

    id: int
    name: str
    run: int
    branch: str
    commit: str
    is_foreign: bool
    at: datetime
    is_expired: bool = False


class Dispatch(NamedTuple):
    """A workflow that was asked for."""

    workflow: str
    ref: str
    inputs: Json
    user: User


@dataclass(eq=False)
class Settings:
    """How the repository is set up: as GitHub makes a new one, until somebody changes it."""

    repository: Json = field(
        default_factory=lambda: {
            "allow_merge_commit": True,
            "allow_squash_merge": True,
            "allow_rebase_merge": True,
            "allow_auto_merge": False,
            "allow_update_branch": False,
            "delete_branch_on_merge": False,
        }
    )
    workflow_permissions: Json = field(
        default_factory=lambda: {
            "default_workflow_permissions": "write",
            "can_approve_pull_request_reviews": False,
        }
    )
    rulesets: dict[int, Json] = field(default_factory=dict)
    environments: dict[str, Json] = field(default_factory=dict)
    branch_policies: dict[str, list[Json]] = field(default_factory=dict)
    secrets: dict[str, dict[str, str]] = field(default_factory=dict)  # "" is the repository's
    variables: dict[str, str] = field(default_factory=dict)
    public_key: str = "2Sg8iYjAxxmI2LvUXpJjkYrMxURPc8r+dB7TJyvvcCU="
    pages: Json | None = None
