"""One repository on a forge: what it knows and does, whoever asks."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from tests.github.bare import CannotMerge
from tests.github.call import NotThere, Refusal, invalid
from tests.github.members import BOT, BOT_ID, practice_time
from tests.github.rules import ACTIONS, Merge
from tests.github.state import Issue, Pull, Remark, Review, User, Verdict
from tests.github.threads import Threads

CLOSES = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)", re.IGNORECASE)
OWN = {
    Verdict.APPROVED: "Can not approve your own pull request",
    Verdict.CHANGES_REQUESTED: "Can not request changes on your own pull request",
}


class Forge(Threads):
    """The whole forge: threads, branches, and pull requests, which are both."""

    def __init__(
        self,
        folder: Path,
        owner: str,
        repo: str,
        *,
        private: bool = True,
        plan: str = "free",
        bot: tuple[str, int] = (BOT, BOT_ID),
        now: Callable[[], datetime] = practice_time,
    ) -> None:
        super().__init__(folder, owner, bot, now)
        self.repo, self.private, self.plan = repo, private, plan
        self.id, self.created = self.new_id(), now()

    @property
    def full_name(self) -> str:
        """`dinas/siar`."""
        return f"{self.owner.login}/{self.repo}"

    @property
    def is_bare_bones(self) -> bool:
        """Whether it is a private repository on a free plan, which lacks rules and much else."""
        return self.private and self.plan == "free"

    def make_pull(
        self, user: User, branch: str, base: str, title: str, body: str, *, is_draft: bool = False
    ) -> Issue:
        """Open a pull request."""
        head, onto = self.bare.branch(branch), self.bare.branch(base)
        if head is None or onto is None:
            raise invalid("PullRequest", "base" if head else "head")
        if is_draft and self.is_bare_bones:
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
                said = f"A pull request already exists for {self.owner.login}:{branch}."
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
        return issue

    def make_foreign_pull(self, user: User, commit: str, branch: str, title: str) -> Issue:
        """Open a pull request from a stranger's copy, whose branch stands at `commit`."""
        issue = self.make_issue(user, title, "")
        issue.pull = Pull(branch, "main", head=commit, is_foreign=True)
        self._keep_refs(issue)
        return issue

    def make_review(
        self, user: User, number: int, verdict: Verdict, body: str, commit: str | None,
        remarks: Sequence[Remark] = (),
    ) -> Review:  # fmt: skip
        """Review a pull request as it is at `commit`."""
        issue, pull = self.pull(number)
        if issue.user is user and verdict in OWN:
            raise Refusal(422, "Unprocessable Entity", errors=[f"Review {OWN[verdict]}"])
        is_empty = not body.strip() and not remarks
        if verdict in {Verdict.CHANGES_REQUESTED, Verdict.COMMENTED} and is_empty:
            raise Refusal(422, "Unprocessable Entity", errors=["Body can't be blank"])
        review = Review(self.new_id(), user, verdict, commit, body, self.now())
        review.remarks = tuple(remarks)
        pull.reviewers = [asked for asked in pull.reviewers if asked is not user]
        self._drop_wishes(pull, user)
        pull.reviews.append(review)
        issue.updated = review.at
        return review

    def dismiss(self, review: Review) -> None:
        """Take a review's word away."""
        review.dismissed, review.verdict = review.verdict, Verdict.DISMISSED

    def ask_review(self, asker: User, number: int, user: User) -> None:
        """Ask somebody for a review; nothing where one is awaited already."""
        issue, pull = self.pull(number)
        if user not in pull.reviewers:
            pull.reviewers.append(user)
            wish = Review(self.new_id(), user, Verdict.REQUESTED, None, "", self.now())
            pull.reviews.append(wish)
            self.enter("review_requested", issue, asker, user)

    def unask_review(self, asker: User, number: int, user: User) -> None:
        """Take the wish back."""
        issue, pull = self.pull(number)
        pull.reviewers.remove(user)
        self._drop_wishes(pull, user)
        self.enter("review_request_removed", issue, asker, user)

    def _drop_wishes(self, pull: Pull, user: User) -> None:
        pull.reviews = [
            one
            for one in pull.reviews
            if one.user is not user or one.verdict is not Verdict.REQUESTED
        ]

    def set_draft(self, user: User, number: int, *, is_draft: bool) -> None:
        """Say that a pull request is ready, or is a draft again."""
        issue, pull = self.pull(number)
        if pull.is_draft == is_draft:
            raise invalid("PullRequest", "draft")
        pull.is_draft = is_draft
        self.enter("convert_to_draft" if is_draft else "ready_for_review", issue, user)

    def review_of(self, number: int, id: int) -> Review:
        """One review of a pull request."""
        for review in self.pull(number)[1].reviews:
            if review.id == id:
                return review
        raise NotThere

    # --- following branches ---------------------------------------------------------------------

    def follow(self, user: User) -> None:
        """What becomes of open pull requests when branches move."""
        for issue in [issue for issue in self.issues.values() if issue.pull and issue.is_open]:
            self._follow(issue, user)

    def _follow(self, issue: Issue, user: User) -> None:
        pull = issue.pull
        assert pull is not None
        head, base = self.head(pull), self.bare.branch(pull.base)
        if head is None:
            self.close(issue, user)
            return
        if base is not None and base != pull.base_sha:
            if self.bare.is_ancestor(head, base):
                self._end_merged(issue, user, base)
                return
            pull.base_sha = base
        if head != pull.head:
            issue.updated = self.now()
        self._keep_refs(issue)

    def _keep_refs(self, issue: Issue) -> None:
        """As the forge shows an open pull request to Git: its head, and its merge with main."""
        pull = issue.pull
        assert pull is not None
        head, base = self.head(pull), self.bare.branch(pull.base)
        assert head is not None and base is not None
        if (head, base) == pull.shown:
            return
        pull.head, pull.base_sha, pull.shown = head, base, (head, base)
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
        if merged or self.bare.tip(f"refs/pull/{issue.number}/merge"):
            self.bare.set_ref(f"refs/pull/{issue.number}/merge", merged)

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
        try:
            ref = f"refs/heads/{pull.base}"
            self.refuse_by_rules(user, ref, base, merged, merge=Merge(self._passed(head)))
        except Refusal as refusal:
            raise Refusal(405, refusal.message) from None
        self.bare.set_ref(f"refs/heads/{pull.base}", merged, base)
        self._end_merged(issue, user, merged, head, base)
        self.moved(user, "pr_merge")
        return merged

    def _passed(self, commit: str) -> frozenset[tuple[str, int | None]]:
        """The statuses that a commit passed, of each the newest, with the app that set it."""
        newest = {one.context: one for one in self.statuses if one.commit == commit}
        return frozenset(
            (one.context, ACTIONS if one.user.kind == "Bot" else None)
            for one in newest.values()
            if one.state == "success"
        )

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
            branch = f"{self.owner.login}/{issue.pull.branch}"
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
        self.close(issue, user)
        said = f"{issue.body}\n{self.bare.describe(merged).message}"
        for found in CLOSES.finditer(said):
            if closed := self.issues.get(int(found.group(1))):
                self.close(closed, user)
