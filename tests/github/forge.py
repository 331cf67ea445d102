"""What a forge knows and does, whoever asks: a program over the API, or a person in the browser."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

from pipeline import clock
from tests.github.bare import ZERO, Bare, CannotMerge
from tests.github.call import NotThere, Refusal, invalid
from tests.github.state import (
    Activity,
    Comment,
    Dispatch,
    Issue,
    Label,
    Pull,
    Review,
    Status,
    Token,
    User,
    Verdict,
)

BOT = "github-actions[bot]"
BOT_ID = 41898282
BODY_LIMIT = 65536
CLOSES = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)", re.IGNORECASE)
# What the token of a workflow may at most, by the names of a workflow file's `permissions`.
GRANTED = ("actions", "checks", "contents", "issues", "pages", "pull-requests", "statuses")
WORKFLOW = dict.fromkeys(GRANTED, "write")
WRITERS = {"write", "maintain", "admin"}


def practice_time() -> datetime:
    """The office's example clock, or the machine's."""
    return clock.now(practice=True)


class Forge:
    """One repository on a forge."""

    def __init__(
        self,
        folder: Path,
        owner: str,
        repo: str,
        *,
        private: bool = True,
        plan: str = "free",
        now: Callable[[], datetime] = practice_time,
    ) -> None:
        self.bare = Bare(folder)
        self.owner_login, self.repo, self.private, self.plan = owner, repo, private, plan
        self.now = now
        self.lock = threading.RLock()
        self.users: dict[str, User] = {}
        self.tokens: dict[str, Token] = {}
        self.issues: dict[int, Issue] = {}
        self.comments: dict[int, Comment] = {}
        self.labels: dict[str, Label] = {}
        self.statuses: list[Status] = []
        self.activity: list[Activity] = []
        self.dispatches: list[Dispatch] = []
        self.page_builds: list[datetime] = []
        self.created = now()
        self._ids = count(3_000_000_001)  # larger than what 32 bits hold, as they are there
        self._tokens = count(1)
        self.id = self.new_id()
        self.owner = self.add_user(owner, self.new_id(), "Organization", role="admin")
        self.add_user(BOT, BOT_ID, "Bot")
        self.stranger = self.add_user("tamu", self.new_id(), role="none")
        self._refs = self.bare.refs()

    @property
    def full_name(self) -> str:
        """`dinas/siar`."""
        return f"{self.owner_login}/{self.repo}"

    def new_id(self) -> int:
        """A number that nothing else has."""
        return next(self._ids)

    # --- who is there ---------------------------------------------------------------------------

    def add_user(
        self, login: str, id: int | None = None, kind: str = "User", *, role: str = "write"
    ) -> User:
        """Somebody with an account, and a role in this repository ("none" for a stranger)."""
        user = User(login, self.new_id() if id is None else id, kind, role)
        assert login not in self.users, f"{login} is there already"
        assert user.id not in {other.id for other in self.users.values()}, f"{id} is taken"
        self.users[login] = user
        return user

    def user(self, login: str) -> User:
        """Somebody who was added."""
        assert login in self.users, f"nobody added {login}: forge.add_user({login!r}, 1001)"
        return self.users[login]

    def rename(self, login: str, new: str) -> None:
        """Somebody takes another login; the number stays."""
        user = self.users.pop(login)
        user.login = new
        self.users[new] = user

    def token(self, login: str = BOT, permissions: Mapping[str, str] | None = None) -> str:
        """A token of somebody's; a bot's may what a workflow's may, a person's anything."""
        user = self.user(login)
        may = dict(WORKFLOW if permissions is None else permissions)
        if permissions is None and user.kind != "Bot":
            may |= dict.fromkeys(
                ("administration", "environments", "secrets", "variables", "workflows"), "write"
            )
        text = f"gh{'s' if user.kind == 'Bot' else 'p'}_{next(self._tokens):036d}"
        self.tokens[text] = Token(text, user, may, user.kind == "Bot")
        return text

    def association(self, user: User | None) -> str:
        """How an author stands to the repository."""
        if user is None or user.role in {"none", "read"}:
            return "NONE"
        return "OWNER" if user is self.owner else "COLLABORATOR"

    # --- branches -------------------------------------------------------------------------------

    def note(self, login: str) -> list[Activity]:
        """Note every branch that moved since last time as a push of `login`."""
        return self.moved(self.user(login))

    def moved(self, user: User, kind: str = "") -> list[Activity]:
        """Note what has become of the refs, and what follows for pull requests."""
        with self.lock:
            before, self._refs = self._refs, self.bare.refs()
            noted = []
            for ref in sorted({*before, *self._refs}):
                old, new = before.get(ref), self._refs.get(ref)
                if ref.startswith("refs/heads/") and old != new:
                    noted.append(self._note(user, ref, old, new, kind))
            self.activity += noted
            for pull in [issue for issue in self.issues.values() if issue.pull and issue.is_open]:
                self._follow(pull, user)
            self._refs = self.bare.refs()
            return noted

    def _note(self, user: User, ref: str, old: str | None, new: str | None, kind: str) -> Activity:
        if not kind:
            if old is None:
                kind = "branch_creation"
            elif new is None:
                kind = "branch_deletion"
            else:
                kind = "push" if self.bare.is_ancestor(old, new) else "force_push"
        return Activity(self.new_id(), old or ZERO, new or ZERO, ref, kind, user, self.now())

    def _follow(self, issue: Issue, user: User) -> None:
        pull = issue.pull
        assert pull is not None
        head, base = self.head(pull), self.bare.branch(pull.base)
        if head is None:
            self._close(issue, user)
            return
        if base is not None and base not in {pull.base_sha, head}:
            if self.bare.is_ancestor(head, base):
                self._end_merged(issue, user, base)
                return
            pull.base_sha = base
        if head != pull.head:
            issue.updated = self.now()
        self._keep_refs(issue)

    def refuse_by_rules(self, user: User, ref: str, old: str | None, new: str | None) -> None:
        """Refuse what the repository's rules do not allow."""

    def head(self, pull: Pull) -> str | None:
        """Where the branch of a pull request is now."""
        return pull.head if pull.is_foreign else self.bare.branch(pull.branch)

    def _keep_refs(self, issue: Issue) -> None:
        """As the forge shows an open pull request to Git: its head, and its merge with main."""
        pull = issue.pull
        assert pull is not None
        head, base = self.head(pull), self.bare.branch(pull.base)
        assert head is not None and base is not None
        pull.head, pull.base_sha = head, base
        self.bare.set_ref(f"refs/pull/{issue.number}/head", head)
        try:
            merged = self.bare.commit(
                self.bare.merged_tree(base, head),
                [base, head],
                f"Merge {head} into {base}",
                author=("GitHub", "noreply@github.com"),
                at=issue.created,
            )
        except CannotMerge:
            merged = None
        if merged or self.bare.resolve(f"refs/pull/{issue.number}/merge"):
            self.bare.set_ref(f"refs/pull/{issue.number}/merge", merged)

    # --- issues and comments --------------------------------------------------------------------

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
        """Open an issue; only who may write can label it."""
        number, now = len(self.issues) + 1, self.now()
        issue = Issue(number, self.new_id(), title, body, user, now, now)
        issue.labels = [self.label(name).name for name in labels]
        self.issues[number] = issue
        return issue

    def make_comment(self, user: User, number: int, body: str) -> Comment:
        """Say something on an issue or pull request."""
        self.issue(number)
        self.check_body("IssueComment", body)
        now = self.now()
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

    def comments_on(self, number: int) -> list[Comment]:
        """The comments on an issue, oldest first."""
        return [comment for comment in self.comments.values() if comment.number == number]

    def _close(self, issue: Issue, user: User | None) -> None:
        issue.is_open, issue.closed_by = False, user
        issue.closed_at = issue.updated = self.now()

    def set_open(self, issue: Issue, user: User, is_open: bool) -> None:
        """Close or reopen."""
        if issue.is_open == is_open:
            return
        if not is_open:
            self._close(issue, user)
            return
        if issue.pull and (issue.pull.merged_at or self.head(issue.pull) is None):
            raise invalid("PullRequest", "state", "invalid", "state cannot be changed.")
        issue.is_open, issue.closed_at, issue.closed_by = True, None, None

    # --- pull requests --------------------------------------------------------------------------

    def make_pull(
        self, user: User, branch: str, base: str, title: str, body: str, *, is_draft: bool = False
    ) -> Issue:
        """Open a pull request."""
        head, onto = self.bare.branch(branch), self.bare.branch(base)
        if head is None or onto is None:
            raise invalid("PullRequest", "base" if head else "head")
        if is_draft and self.private and self.plan == "free":
            raise Refusal(422, "Draft pull requests are not supported in this repository.")
        for issue in self.issues.values():
            if (
                issue.is_open
                and issue.pull
                and (issue.pull.branch, issue.pull.base)
                == (
                    branch,
                    base,
                )
            ):
                said = f"A pull request already exists for {self.owner_login}:{branch}."
                raise Refusal(
                    422,
                    "Validation Failed",
                    errors=[{"resource": "PullRequest", "code": "custom", "message": said}],
                )
        if not self.bare.commits(onto, head):
            said = f"No commits between {base} and {branch}"
            raise Refusal(
                422,
                "Validation Failed",
                errors=[{"resource": "PullRequest", "code": "custom", "message": said}],
            )
        issue = self.make_issue(user, title, body)
        issue.pull = Pull(branch, base, is_draft)
        self._keep_refs(issue)
        self._refs = self.bare.refs()
        return issue

    def make_foreign_pull(self, user: User, commit: str, branch: str, title: str) -> Issue:
        """Open a pull request from a stranger's copy, whose branch stands at `commit`."""
        issue = self.make_issue(user, title, "")
        issue.pull = Pull(branch, "main", head=commit, is_foreign=True)
        self._keep_refs(issue)
        self._refs = self.bare.refs()
        return issue

    def make_review(
        self, user: User, number: int, verdict: Verdict, body: str, commit: str | None
    ) -> Review:
        """Review a pull request as it is at `commit`."""
        issue, pull = self.pull(number)
        said = {
            Verdict.APPROVED: "Can not approve your own pull request",
            Verdict.CHANGES_REQUESTED: "Can not request changes on your own pull request",
        }
        if issue.user is user and verdict in said:
            raise Refusal(422, "Unprocessable Entity", errors=[f"Review {said[verdict]}"])
        if verdict in {Verdict.CHANGES_REQUESTED, Verdict.COMMENTED} and not body.strip():
            raise Refusal(422, "Unprocessable Entity", errors=["Body can't be blank"])
        review = Review(self.new_id(), user, verdict, commit, body, self.now())
        pull.reviews.append(review)
        issue.updated = review.at
        return review

    def review_of(self, number: int, id: int) -> Review:
        """One review of a pull request."""
        for review in self.pull(number)[1].reviews:
            if review.id == id:
                return review
        raise NotThere

    def make_status(
        self, user: User, commit: str, context: str, state: str, **said: str | None
    ) -> Status:
        """Set a commit's status."""
        if self.bare.resolve(commit) is None:
            raise Refusal(422, f"No commit found for SHA: {commit}")
        description = said.get("description")
        if description and len(description) > 140:
            raise invalid(
                "Status",
                "description",
                "custom",
                "description is too long (maximum is 140 characters)",
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

    # --- merging --------------------------------------------------------------------------------

    def merge(
        self,
        user: User,
        number: int,
        method: str = "merge",
        *,
        sha: str | None = None,
        title: str | None = None,
        message: str | None = None,
    ) -> str:
        """Merge a pull request; gives main's new commit."""
        issue, pull = self.pull(number)
        head, base = self.head(pull), self.bare.branch(pull.base)
        if not issue.is_open or pull.is_draft or head is None or base is None:
            raise Refusal(405, "Pull Request is not mergeable")
        if sha is not None and sha != head:
            raise Refusal(409, "Head branch was modified. Review and try the merge again.")
        try:
            merged = self._merged(user, issue, method, base, head, title, message)
        except CannotMerge:
            raise Refusal(405, "Pull Request is not mergeable") from None
        self.bare.set_ref(f"refs/heads/{pull.base}", merged, base)
        self._end_merged(issue, user, merged, head, base)
        self.moved(user, "pr_merge")
        return merged

    def _merged(
        self,
        user: User,
        issue: Issue,
        method: str,
        base: str,
        head: str,
        title: str | None,
        message: str | None,
    ) -> str:
        assert issue.pull is not None
        who, at = user.author, self.now()
        if method == "rebase":
            return self.bare.rebase(base, head, committer=who, at=at)
        tree = self.bare.merged_tree(base, head)
        if method == "squash":
            subject = title or f"{issue.title} (#{issue.number})"
            parents = [base]
        else:
            branch = f"{self.owner_login}/{issue.pull.branch}"
            subject = title or f"Merge pull request #{issue.number} from {branch}"
            parents = [base, head]
        text = f"{subject}\n\n{issue.title if message is None else message}".strip() + "\n"
        return self.bare.commit(tree, parents, text, author=who, at=at)

    def _end_merged(
        self, issue: Issue, user: User, merged: str, head: str = "", base: str = ""
    ) -> None:
        pull = issue.pull
        assert pull is not None
        pull.head = head or self.head(pull) or pull.head
        pull.base_sha = base or pull.base_sha
        pull.merged_at, pull.merged_by, pull.merge_commit = self.now(), user, merged
        self._close(issue, user)
        for found in CLOSES.finditer(issue.body):
            if closed := self.issues.get(int(found.group(1))):
                self._close(closed, user)
