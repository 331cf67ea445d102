"""What happens on the forge is told as an event: whom it is told of, and who may do it."""

from collections.abc import Sequence
from functools import cached_property

from tests.github.call import Refusal
from tests.github.event_shapes import EventShapes
from tests.github.events import Event, event
from tests.github.forge import Forge
from tests.github.state import Activity, Dispatch, Issue, Kept, User


class Telling(Forge):
    """A forge that tells workflows what happens."""

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

    def reader(self, login: str) -> User:
        """Somebody who can see the repository."""
        user = self.user(login)
        if self.private and user.role == "none":
            raise Refusal(404, f"{login} cannot see this repository")
        return user

    def writer(self, login: str) -> User:
        """Somebody who may write to it."""
        user = self.reader(login)
        if user.role not in {"write", "maintain", "admin"}:
            raise Refusal(403, f"{login} may not write here")
        return user

    def tell_pushed(self, user: User, noted: Sequence[Activity]) -> Event:
        """Tell of pushes, and of what they mean for pull requests; gives the last of it."""
        for one in noted:
            self.tell_push(user, one)
            branch = one.ref.removeprefix("refs/heads/")
            for issue in self.issues.values():
                if issue.pull and issue.is_open and issue.pull.branch == branch:
                    sides = {"before": one.before, "after": one.after}
                    self.tell_pull("synchronize", issue, user, **sides)
        assert self.events, "nothing was pushed"
        return self.events[-1]

    def tell_push(self, user: User, one: Activity) -> Event:
        """Tell of a push."""
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

    def tell_pull(self, action: str, issue: Issue, user: User, **more: object) -> Event:
        """Tell of something about a pull request."""
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
        """A workflow that an event had started has ended.

        This event is nobody's doing: its sender is whoever started it. What comes from a
        stranger's copy names no pull request, nor does what was done for main.
        """
        with self.lock:
            sender = self.user(of.payload.get("sender", {}).get("login", self.bot.login))
            number = of.payload.get("pull_request", {}).get("number")
            issue = self.issue(number) if number else None
            return self.happen(
                "workflow_run", "completed", sender,
                workflow=self.shapes.event_workflow(workflow),
                workflow_run=self.shapes.event_run(workflow, issue, of.name, sender, conclusion),
            )  # fmt: skip

    def keep(self, number: int, name: str = "pratinjau", *, is_expired: bool = False) -> Kept:
        """A run for a pull request keeps files."""
        _issue, pull = self.pull(number)
        ids = (self.new_id(), self.new_id())
        kept = Kept(
            ids[0], name, ids[1], pull.branch, self.head(pull) or "", pull.is_foreign, self.now(),
            is_expired,
        )  # fmt: skip
        self.kept.append(kept)
        return kept

    def dispatched(self, dispatch: Dispatch) -> Event:
        """A workflow was asked for."""
        return self.happen(
            "workflow_dispatch", "", dispatch.user,
            inputs=dispatch.inputs, ref=f"refs/heads/{dispatch.ref}",
            workflow=f".github/workflows/{dispatch.workflow}",
        )  # fmt: skip
