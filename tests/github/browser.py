"""What people do in the browser: each returns the event that the forge tells workflows of."""

from collections.abc import Sequence

from tests.github.editor import Editor
from tests.github.events import Event
from tests.github.state import Issue, Remark, Review, User, Verdict

VERDICTS = {
    "approve": Verdict.APPROVED,
    "request_changes": Verdict.CHANGES_REQUESTED,
    "comment": Verdict.COMMENTED,
}


class Browser(Editor):
    """The forge as people see it."""

    # --- issues ---------------------------------------------------------------------------------

    def open_issue(self, login: str, title: str, body: str, labels: Sequence[str] = ()) -> Event:
        """Somebody fills in the issue form."""
        with self.lock:
            user = self.reader(login)
            issue = self.make_issue(user, title, body, labels)
            return self.happen("issues", "opened", user, issue=self.shapes.issue(issue))

    def edit_issue(self, login: str, number: int, body: str, title: str = "") -> Event:
        """Somebody rewrites an issue; GitHub keeps the former text."""
        with self.lock:
            user, issue = self.reader(login), self.issue(number)
            changes = {"body": {"from": issue.body}}
            issue.body, issue.updated = body, self.now()
            self.retitle(issue, user, title)
            if issue.pull:
                return self.tell_pull("edited", issue, user, changes=changes)
            return self.happen(
                "issues", "edited", user, issue=self.shapes.issue(issue), changes=changes
            )

    def close_issue(self, login: str, number: int) -> Event:
        """Somebody closes an issue or pull request."""
        return self._turn(login, number, "closed")

    def reopen_issue(self, login: str, number: int) -> Event:
        """Somebody opens it again."""
        return self._turn(login, number, "reopened")

    def _turn(self, login: str, number: int, action: str) -> Event:
        with self.lock:
            user, issue = self.writer(login), self.issue(number)
            self.set_open(issue, user, is_open=action == "reopened")
            if issue.pull:
                return self.tell_pull(action, issue, user)
            return self.happen("issues", action, user, issue=self.shapes.issue(issue))

    def comment(self, login: str, number: int, body: str) -> Event:
        """Somebody says something on an issue or pull request."""
        with self.lock:
            user = self.reader(login)
            made = self.make_comment(user, number, body)
            return self._comment_event("created", user, made.id)

    def edit_comment(self, login: str, comment: int, body: str) -> Event:
        """Somebody changes a comment."""
        with self.lock:
            found, user = self.comments[comment], self.reader(login)
            changes = {"body": {"from": found.body}}
            found.body, found.updated = body, self.now()
            return self._comment_event("edited", user, comment, changes=changes)

    def delete_comment(self, login: str, comment: int) -> Event:
        """Somebody takes a comment back."""
        with self.lock:
            told = self._comment_event("deleted", self.reader(login), comment)
            del self.comments[comment]
            return told

    def _comment_event(self, action: str, user: User, comment: int, **more: object) -> Event:
        found = self.comments[comment]
        issue = self.shapes.issue(self.issue(found.number))
        said = self.shapes.comment(found)
        return self.happen("issue_comment", action, user, issue=issue, comment=said, **more)

    # --- pull requests --------------------------------------------------------------------------

    def open_pull(
        self, login: str, branch: str, title: str, body: str = "", *, is_draft: bool = False
    ) -> Event:
        """Somebody opens a pull request to main."""
        with self.lock:
            user = self.writer(login)
            issue = self.make_pull(user, branch, "main", title, body, is_draft=is_draft)
            return self.tell_pull("opened", issue, user)

    def open_foreign_pull(self, login: str, commit: str, branch: str, title: str) -> Event:
        """A stranger opens a pull request from their own copy, whose branch is at `commit`."""
        with self.lock:
            user = self.user(login)
            return self.tell_pull(
                "opened", self.make_foreign_pull(user, commit, branch, title), user
            )

    def ready_for_review(self, login: str, number: int) -> Event:
        """Somebody presses *Ready for review*."""
        with self.lock:
            user = self.writer(login)
            self.set_draft(user, number, is_draft=False)
            return self.tell_pull("ready_for_review", self.issue(number), user)

    def convert_to_draft(self, login: str, number: int) -> Event:
        """Somebody takes that back."""
        with self.lock:
            user = self.writer(login)
            self.set_draft(user, number, is_draft=True)
            return self.tell_pull("converted_to_draft", self.issue(number), user)

    def request_review(self, login: str, number: int, reviewer: str) -> Event:
        """Somebody asks for a review, or for another one."""
        with self.lock:
            user, asked = self.writer(login), self.user(reviewer)
            self.ask_review(user, number, asked)
            return self._request_event("review_requested", number, user, asked)

    def unrequest_review(self, login: str, number: int, reviewer: str) -> Event:
        """Somebody takes back that they asked."""
        with self.lock:
            user, asked = self.writer(login), self.user(reviewer)
            self.unask_review(user, number, asked)
            return self._request_event("review_request_removed", number, user, asked)

    def _request_event(self, action: str, number: int, user: User, asked: User) -> Event:
        shown = self.shapes.user(asked)
        return self.tell_pull(action, self.issue(number), user, requested_reviewer=shown)

    def review(
        self, login: str, number: int, verdict: str, body: str = "", commit: str | None = None,
        remarks: Sequence[Remark] = (),
    ) -> Event:  # fmt: skip
        """Somebody reviews: "approve", "request_changes" or "comment".

        `commit` is what the page showed that the review was written on: now's, if not given.
        """
        with self.lock:
            user, (issue, pull) = self.reader(login), self.pull(number)
            seen = commit or self.head(pull) or pull.head
            made = self.make_review(user, number, VERDICTS[verdict], body, seen, remarks)
            return self._review_event("submitted", issue, made, user)

    def begin_review(self, login: str, number: int, body: str = "") -> int:
        """Somebody begins a review and leaves it pending: nobody is told. Gives its id."""
        with self.lock:
            user, (_issue, pull) = self.reader(login), self.pull(number)
            seen = self.head(pull) or pull.head
            return self.make_review(user, number, Verdict.PENDING, body, seen).id

    def edit_review(self, login: str, number: int, review: int, body: str) -> Event:
        """Somebody changes what a review says."""
        with self.lock:
            found, user = self.review_of(number, review), self.reader(login)
            changes = {"body": {"from": found.body}}
            found.body = body
            return self._review_event("edited", self.issue(number), found, user, changes=changes)

    def dismiss_review(self, login: str, number: int, review: int) -> Event:
        """Somebody dismisses a review."""
        with self.lock:
            found, user = self.review_of(number, review), self.writer(login)
            self.dismiss(found)
            return self._review_event("dismissed", self.issue(number), found, user)

    def _review_event(
        self, action: str, issue: Issue, review: Review, user: User, **more: object
    ) -> Event:
        shown = self.shapes.event_review(issue, review)
        simple = self.shapes.pull_simple(issue)
        return self.happen(
            "pull_request_review", action, user, review=shown, pull_request=simple, **more
        )

    def merge_by_button(self, login: str, number: int, method: str = "merge") -> Event:
        """Somebody presses the green button: merge, squash or rebase."""
        with self.lock:
            user, issue = self.writer(login), self.issue(number)
            self.merge(user, number, method)
            self.tell_push(user, self.activity[-1])
            return self.tell_pull("closed", issue, user)
