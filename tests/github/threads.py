"""Issues, comments, labels and the statuses of commits."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from tests.github.branches import Branches
from tests.github.call import NotThere, Refusal, invalid
from tests.github.state import Comment, Dispatch, Entry, Issue, Kept, Label, Pull, Status, User

BODY_LIMIT, SENTENCE_LIMIT, TITLE_LIMIT = 65536, 140, 256


class Threads(Branches):
    """What is said on the forge: an issue is one, and so is a pull request."""

    def __init__(
        self, folder: Path, owner: str, bot: tuple[str, int], now: Callable[[], datetime]
    ) -> None:
        super().__init__(folder, owner, bot, now)
        self.issues: dict[int, Issue] = {}
        self.comments: dict[int, Comment] = {}
        self.entries: list[Entry] = []
        self.labels: dict[str, Label] = {}
        self.statuses: list[Status] = []
        self.dispatches: list[Dispatch] = []
        self.kept: list[Kept] = []
        self.page_builds: list[datetime] = []

    def issue(self, number: int) -> Issue:
        """An issue or pull request."""
        if number not in self.issues:
            raise NotThere
        return self.issues[number]

    def pull(self, number: int) -> tuple[Issue, Pull]:
        """A pull request."""
        issue = self.issue(number)
        if issue.pull is None:
            raise NotThere
        return issue, issue.pull

    def label(self, name: str) -> Label:
        """A label, made when it is not there yet."""
        if name not in self.labels:
            self.labels[name] = Label(self.new_id(), name)
        return self.labels[name]

    def make_issue(self, user: User, title: str, body: str, labels: Sequence[str] = ()) -> Issue:
        """Open an issue."""
        if len(body) > BODY_LIMIT:
            raise invalid("Issue", "body", "custom", f"body is longer than {BODY_LIMIT}")
        if len(title) > TITLE_LIMIT:
            said = f"title is too long (maximum is {TITLE_LIMIT} characters)"
            raise invalid("Issue", "title", "custom", said)
        number, now = len(self.issues) + 1, self.now()
        issue = Issue(number, self.new_id(), title, body, user, now, now)
        issue.labels = [self.label(name).name for name in labels]
        self.issues[number] = issue
        return issue

    def make_comment(self, user: User, number: int, body: str) -> Comment:
        """Say something on an issue or pull request."""
        self.check_body("IssueComment", body)
        now = self.issue(number).updated = self.now()
        comment = Comment(self.new_id(), number, user, body, now, now)
        self.comments[comment.id] = comment
        return comment

    def check_body(self, resource: str, body: str) -> None:
        """Refuse an empty or endless text."""
        if not body.strip():
            raise invalid(resource, "body", "missing_field")
        if len(body) > BODY_LIMIT:
            said = f"body is too long (maximum is {BODY_LIMIT} characters)"
            raise invalid(resource, "body", "unprocessable", said)

    def enter(
        self,
        kind: str,
        issue: Issue,
        user: User | None,
        of: User | None = None,
        titles: tuple[str, str] = ("", ""),
    ) -> None:
        """Note what happened to an issue or pull request."""
        now = self.now()
        self.entries.append(Entry(self.new_id(), issue.number, kind, user, now, of, titles))
        issue.updated = now

    def entries_on(self, number: int) -> list[Entry]:
        """What happened to an issue or pull request, oldest first."""
        return [entry for entry in self.entries if entry.number == number]

    def retitle(self, issue: Issue, user: User, title: str) -> None:
        """Give another title, or the same."""
        if title and title != issue.title:
            self.enter("renamed", issue, user, titles=(issue.title, title))
            issue.title = title

    def comments_on(self, number: int) -> list[Comment]:
        """The comments on an issue, oldest first."""
        return [comment for comment in self.comments.values() if comment.number == number]

    def close(self, issue: Issue, user: User | None) -> None:
        """Close an issue or pull request."""
        issue.is_open, issue.closed_by = False, user
        issue.closed_at = self.now()
        self.enter("closed", issue, user)

    def set_open(self, issue: Issue, user: User, *, is_open: bool) -> None:
        """Close or reopen."""
        if issue.is_open == is_open:
            return
        if not is_open:
            self.close(issue, user)
            return
        if issue.pull and (issue.pull.merged_at or self.head(issue.pull) is None):
            raise invalid("PullRequest", "state", "invalid", "state cannot be changed.")
        issue.is_open, issue.closed_at, issue.closed_by = True, None, None
        self.enter("reopened", issue, user)

    def make_status(
        self, user: User, commit: str, context: str, state: str, **said: str | None
    ) -> Status:
        """Set a commit's status."""
        if self.bare.resolve(commit) is None:
            raise Refusal(422, f"No commit found for SHA: {commit}")
        description = said.get("description")
        if description and len(description) > SENTENCE_LIMIT:
            raise invalid(
                "Status",
                "description",
                "custom",
                f"description is too long (maximum is {SENTENCE_LIMIT} characters)",
            )
        status = Status(
            self.new_id(), commit, context, state, description, said.get("target_url"), user,
            self.now(),
        )  # fmt: skip
        self.statuses.append(status)
        return status

    def status_of(self, commit: str, context: str = "siar") -> Status | None:
        """The newest status of a commit."""
        found = [s for s in self.statuses if (s.commit, s.context) == (commit, context)]
        return found[-1] if found else None

    def head(self, pull: Pull) -> str | None:
        """Where the branch of a pull request is now."""
        return pull.head if pull.is_foreign else self.bare.branch(pull.branch)
