"""What people do in the browser: each returns the event that the forge tells workflows of."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from tests.github.call import Refusal
from tests.github.event_shapes import EventShapes
from tests.github.events import Event, event
from tests.github.forge import Forge
from tests.github.state import Activity, Dispatch, Issue, Review, User, Verdict

VERDICTS = {
    "approve": Verdict.APPROVED,
    "request_changes": Verdict.CHANGES_REQUESTED,
    "comment": Verdict.COMMENTED,
}


class Browser(Forge):
    """The forge as people see it."""

    url: str

    @cached_property
    def events(self) -> list[Event]:
        """Everything that happened, in order."""
        return []

    @cached_property
    def shapes(self) -> EventShapes:
        """How values are shown."""
        return EventShapes(self, self.url)

    def happen(self, name: str, action: str, sender: User, **payload: object) -> Event:
        """Tell of something."""
        told = {
            **payload,
            "repository": self.shapes.repository(),
            "sender": self.shapes.user(sender),
        }
        if self.owner.kind == "Organization":
            told["organization"] = self.shapes.organization()
        happened = event(name, action, told)
        self.events.append(happened)
        return happened

    # --- issues ---------------------------------------------------------------------------------

    def open_issue(self, login: str, title: str, body: str, labels: Sequence[str] = ()) -> Event:
        """Somebody fills in the issue form."""
        with self.lock:
            user = self._reader(login)
            issue = self.make_issue(user, title, body, labels)
            return self.happen("issues", "opened", user, issue=self.shapes.issue(issue))

    def edit_issue(self, login: str, number: int, body: str, title: str = "") -> Event:
        """Somebody rewrites an issue; GitHub keeps the former text."""
        with self.lock:
            user, issue = self._reader(login), self.issue(number)
            changes = {"body": {"from": issue.body}}
            issue.body, issue.title, issue.updated = body, title or issue.title, self.now()
            if issue.pull:
                return self._pull_event("edited", issue, user, changes=changes)
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
            user, issue = self._writer(login), self.issue(number)
            self.set_open(issue, user, is_open=action == "reopened")
            if issue.pull:
                return self._pull_event(action, issue, user)
            return self.happen("issues", action, user, issue=self.shapes.issue(issue))

    def comment(self, login: str, number: int, body: str) -> Event:
        """Somebody says something on an issue or pull request."""
        with self.lock:
            user = self._reader(login)
            made = self.make_comment(user, number, body)
            return self._comment_event("created", user, made.id)

    def edit_comment(self, login: str, comment: int, body: str) -> Event:
        """Somebody changes a comment."""
        with self.lock:
            found, user = self.comments[comment], self._reader(login)
            changes = {"body": {"from": found.body}}
            found.body, found.updated = body, self.now()
            return self._comment_event("edited", user, comment, changes=changes)

    def delete_comment(self, login: str, comment: int) -> Event:
        """Somebody takes a comment back."""
        with self.lock:
            told = self._comment_event("deleted", self._reader(login), comment)
            del self.comments[comment]
            return told

    def _comment_event(self, action: str, user: User, comment: int, **more: object) -> Event:
        found = self.comments[comment]
        issue = self.shapes.issue(self.issue(found.number))
        said = self.shapes.comment(found)
        return self.happen("issue_comment", action, user, issue=issue, comment=said, **more)

    # --- branches -------------------------------------------------------------------------------

    def push(
        self,
        login: str,
        branch: str,
        files: Mapping[str, bytes | str | None],
        message: str = "",
        *,
        author: tuple[str, str] | None = None,
    ) -> Event:
        """Somebody commits on a branch in the browser; None takes a file away.

        The names in the commit are whatever `author` says, and nothing is signed. Where the
        branch has an open pull request, the event is that of the pull request.
        """
        with self.lock:
            user = self._writer(login)
            tip = self.bare.branch(branch) or self.bare.branch("main")
            held = {
                path: said.encode() if isinstance(said, str) else said
                for path, said in files.items()
            }
            said = (message or f"Update {next(iter(files), branch)}") + "\n"
            new = self.bare.commit_files(
                tip, held, said, author=author or user.author, at=self.now()
            )
            old = self.bare.branch(branch)
            self.refuse_by_rules(user, f"refs/heads/{branch}", old, new)
            self.bare.set_ref(f"refs/heads/{branch}", new, old)
            return self.tell_pushed(user, self.moved(user))

    def edit_file(
        self, login: str, branch: str, path: str, text: bytes | str, message: str = ""
    ) -> Event:
        """Somebody edits one file in the browser."""
        return self.push(login, branch, {path: text}, message or f"Update {path}")

    def upload(
        self, login: str, branch: str, folder: str, files: Mapping[str, bytes | str]
    ) -> Event:
        """Somebody drops files on a folder's upload page."""
        placed: dict[str, bytes | str | None] = {
            f"{folder}/{name}".lstrip("/"): said for name, said in files.items()
        }
        return self.push(login, branch, placed, "Add files via upload")

    def update_branch(self, login: str, number: int) -> Event:
        """Somebody presses *Update branch*: main is merged into it."""
        with self.lock:
            user, (_issue, pull) = self._writer(login), self.pull(number)
            head, base = self.head(pull), self.bare.branch(pull.base)
            assert head is not None and base is not None
            tree = self.bare.merged_tree(head, base)
            said = f"Merge branch '{pull.base}' into {pull.branch}\n"
            new = self.bare.commit(tree, [head, base], said, author=user.author, at=self.now())
            self.bare.set_ref(f"refs/heads/{pull.branch}", new, head)
            return self.tell_pushed(user, self.moved(user))

    def delete_branch(self, login: str, branch: str) -> Event:
        """Somebody deletes a branch; its open pull request is closed with it."""
        with self.lock:
            user = self._writer(login)
            self.refuse_by_rules(user, f"refs/heads/{branch}", self.bare.branch(branch), None)
            self.bare.set_ref(f"refs/heads/{branch}", None)
            return self.tell_pushed(user, self.moved(user))

    def tell_pushed(self, user: User, noted: Sequence[Activity]) -> Event:
        """Tell of pushes, and of what they mean for pull requests; gives the last of it."""
        for one in noted:
            self._push_event(user, one)
            branch = one.ref.removeprefix("refs/heads/")
            for issue in self.issues.values():
                if issue.pull and issue.is_open and issue.pull.branch == branch:
                    sides = {"before": one.before, "after": one.after}
                    self._pull_event("synchronize", issue, user, **sides)
        assert self.events, "nothing was pushed"
        return self.events[-1]

    def _push_event(self, user: User, one: Activity) -> Event:
        gone, made = one.kind == "branch_deletion", one.kind == "branch_creation"
        known = one.before if not made else self.bare.branch("main") or one.after
        commits = [] if gone else self.bare.commits(known, one.after)
        shown = [self.shapes.event_commit(commit) for commit in commits]
        return self.happen(
            "push", "", user,
            ref=one.ref, before=one.before, after=one.after, created=made, deleted=gone,
            forced=one.kind == "force_push", base_ref=None, commits=shown,
            head_commit=None if gone else self.shapes.event_commit(one.after),
            compare=f"{self.shapes.html}/compare/{one.before[:12]}...{one.after[:12]}",
            pusher={"name": user.login, "email": user.author[1]},
        )  # fmt: skip

    # --- pull requests --------------------------------------------------------------------------

    def open_pull(
        self, login: str, branch: str, title: str, body: str = "", *, is_draft: bool = False
    ) -> Event:
        """Somebody opens a pull request to main."""
        with self.lock:
            user = self._writer(login)
            issue = self.make_pull(user, branch, "main", title, body, is_draft=is_draft)
            return self._pull_event("opened", issue, user)

    def open_foreign_pull(self, login: str, commit: str, branch: str, title: str) -> Event:
        """A stranger opens a pull request from their own copy, whose branch is at `commit`."""
        with self.lock:
            user = self.user(login)
            return self._pull_event(
                "opened", self.make_foreign_pull(user, commit, branch, title), user
            )

    def ready_for_review(self, login: str, number: int) -> Event:
        """Somebody presses *Ready for review*."""
        with self.lock:
            user, (issue, pull) = self._writer(login), self.pull(number)
            pull.is_draft = False
            return self._pull_event("ready_for_review", issue, user)

    def request_review(self, login: str, number: int, reviewer: str) -> Event:
        """Somebody asks for a review, or for another one."""
        with self.lock:
            user, issue = self._writer(login), self.issue(number)
            asked = self.user(reviewer)
            self.ask_review(number, asked)
            shown = self.shapes.user(asked)
            return self._pull_event("review_requested", issue, user, requested_reviewer=shown)

    def review(
        self, login: str, number: int, verdict: str, body: str = "", commit: str | None = None
    ) -> Event:
        """Somebody reviews: "approve", "request_changes" or "comment".

        `commit` is what the page showed that the review was written on: now's, if not given.
        """
        with self.lock:
            user, (issue, pull) = self._reader(login), self.pull(number)
            seen = commit or self.head(pull) or pull.head
            made = self.make_review(user, number, VERDICTS[verdict], body, seen)
            return self._review_event("submitted", issue, made, user)

    def begin_review(self, login: str, number: int, body: str = "") -> int:
        """Somebody begins a review and leaves it pending: nobody is told. Gives its id."""
        with self.lock:
            user, (_issue, pull) = self._reader(login), self.pull(number)
            seen = self.head(pull) or pull.head
            return self.make_review(user, number, Verdict.PENDING, body, seen).id

    def edit_review(self, login: str, number: int, review: int, body: str) -> Event:
        """Somebody changes what a review says."""
        with self.lock:
            found, user = self.review_of(number, review), self._reader(login)
            changes = {"body": {"from": found.body}}
            found.body = body
            return self._review_event("edited", self.issue(number), found, user, changes=changes)

    def dismiss_review(self, login: str, number: int, review: int) -> Event:
        """Somebody dismisses a review."""
        with self.lock:
            found, user = self.review_of(number, review), self._writer(login)
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
            user, issue = self._writer(login), self.issue(number)
            self.merge(user, number, method)
            self._push_event(user, self.activity[-1])
            return self._pull_event("closed", issue, user)

    def _pull_event(self, action: str, issue: Issue, user: User, **more: object) -> Event:
        shown = self.shapes.pull(issue)
        return self.happen(
            "pull_request", action, user, number=issue.number, pull_request=shown, **more
        )

    # --- workflows ------------------------------------------------------------------------------

    def schedule(self, cron: str = "17 * * * *") -> Event:
        """The clock starts a workflow."""
        happened = Event("schedule", "", {"schedule": cron})
        self.events.append(happened)
        return happened

    def finish(self, workflow: str, of: Event, conclusion: str = "success") -> Event:
        """A workflow that an event of a pull request had started has ended.

        This event is nobody's doing: its sender is whoever started it. What comes from a
        stranger's copy names no pull request.
        """
        with self.lock:
            sender = self.user(of.payload["sender"]["login"])
            issue = self.issue(of.payload["pull_request"]["number"])
            return self.happen(
                "workflow_run", "completed", sender,
                workflow=self.shapes.event_workflow(workflow),
                workflow_run=self.shapes.event_run(workflow, issue, of.name, sender, conclusion),
            )  # fmt: skip

    def dispatched(self, dispatch: Dispatch) -> Event:
        """A workflow was asked for."""
        return self.happen(
            "workflow_dispatch", "", dispatch.user,
            inputs=dispatch.inputs, ref=f"refs/heads/{dispatch.ref}",
            workflow=f".github/workflows/{dispatch.workflow}",
        )  # fmt: skip

    # --- who may --------------------------------------------------------------------------------

    def _reader(self, login: str) -> User:
        user = self.user(login)
        if self.private and user.role == "none":
            raise Refusal(404, f"{login} cannot see this repository")
        return user

    def _writer(self, login: str) -> User:
        user = self._reader(login)
        if user.role not in {"write", "maintain", "admin"}:
            raise Refusal(403, f"{login} may not write here")
        return user
