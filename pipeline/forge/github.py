"""GitHub's own words: api.github.com, and GitHub Enterprise Server."""

from collections.abc import Sequence
from datetime import datetime

from pipeline.forge.answer import Answer
from pipeline.forge.client import cut_short
from pipeline.forge.host import (
    Account,
    Artifact,
    Comment,
    Happening,
    PullRequest,
    Pushed,
    Verdict,
)
from pipeline.forge.rest import MAIN, MERGED, Rest
from pipeline.forge.wire import Declined
from pipeline.repository import ZERO

FULL = 100
OLDEST_FIRST: dict[str, str | int] = {"sort": "created", "direction": "asc"}
VERDICTS = {
    "APPROVED": Verdict.APPROVED,
    "CHANGES_REQUESTED": Verdict.CHANGES_REQUESTED,
    "COMMENTED": Verdict.COMMENTED,
    "DISMISSED": Verdict.DISMISSED,
    "PENDING": Verdict.PENDING,
}
HAPPENINGS = {
    "ready_for_review": Happening.READY,
    "review_requested": Happening.ASKED,
    "review_request_removed": Happening.UNASKED,
}
# Who speaks by a workflow's token. Nobody else can be called so: a login has no brackets.
WORKFLOWS = "github-actions[bot]"


class GitHub(Rest):
    """A repository on GitHub, at an `api_url` like `https://api.github.com`."""

    _doer, _other = "actor", "requested_reviewer"

    def is_own(self, account: Account | None) -> bool:
        """Whether an account is the one that speaks here; a workflow's token may not ask."""
        if not self._client.has_app_token:
            return super().is_own(account)
        return account is not None and account.is_bot and account.login == WORKFLOWS

    def pull_requests(self, branch: str = "", *, closed: bool = False) -> Sequence[PullRequest]:
        """The open ones to main, or with `closed` all; of a branch if it is named."""
        wanted = {"state": "all" if closed else "open", "base": MAIN, **OLDEST_FIRST}
        if branch:
            wanted["head"] = f"{self._client.owner}:{branch}"
        found = self._list("/pulls", **wanted)
        pulls = [self._pull_request(one) for one in found]
        return [pull for pull in pulls if branch in ("", pull.branch)]

    def _opened(self, found: Answer) -> PullRequest:
        pull = super()._opened(found)
        self._commented[pull.number] = found.number("comments")
        return pull

    def comment(self, number: int, body: str) -> Comment:
        """Say something on an issue or pull request."""
        said = super().comment(number, body)
        if number in self._commented:
            self._commented[number] += 1
        return said

    def pushes(self, branch: str) -> Sequence[Pushed]:
        """All pushes to a branch, oldest first."""
        ref = f"refs/heads/{branch}"
        found = self._client.linked("/activity", ref=ref, direction="desc", per_page=FULL)
        pushes = [self._pushed(one) for one in reversed(found) if one.text("ref") == ref]
        # A branch begins out of nothing. What begins otherwise is older than what GitHub keeps,
        # or was cut short: then its beginning, asked for by itself, is another one.
        if not pushes or pushes[0].before != ZERO:
            first = self._client.first("/activity", ref=ref, direction="asc", per_page=FULL)
            if [self._pushed(one) for one in first.items[:1]] != pushes[:1]:
                raise cut_short(first.place, len(found))
        return [pushed for pushed in pushes if pushed.after != ZERO]

    def artifact(self, name: str, branch: str) -> Artifact | None:
        """The newest files of this name that a run for a branch of ours kept.

        The newest stand first, so that one page is enough.
        """
        found = self._client.get("/actions/artifacts", name=name, per_page=FULL)
        listed = found.each("artifacts")
        if len(listed) != min(found.number("total_count"), FULL):
            raise cut_short("GET /actions/artifacts", len(listed))
        for one in listed:
            run = one.maybe_part("workflow_run")
            if run and not one.flag("expired") and self._is_ours(run, branch):
                return Artifact(str(one.number("id")), str(run.number("id")))
        return None

    def _is_ours(self, run: Answer, branch: str) -> bool:
        """A stranger's copy may have a branch of the same name."""
        here, there = run.maybe_number("repository_id"), run.maybe_number("head_repository_id")
        return here is not None and here == there and run.words("head_branch") == branch

    def delete_branch(self, branch: str) -> None:
        """Delete a branch; nothing when it is gone already."""
        try:
            self._client.do("DELETE", "/git/refs/heads/{branch}", branch=branch)
        except Declined as declined:
            if declined.status != 422 or "does not exist" not in declined.message:
                raise

    def _list(self, path: str, **named: str | int) -> list[Answer]:
        """A list as long as GitHub says it is when it is asked for pages of one."""
        one = self._client.first(path, **named, per_page=1)
        found = self._client.linked(path, **named, per_page=FULL)
        # Where pages go by cursors, only that there are more than one is said.
        is_uncounted = one.following is not None and one.pages is None
        fits = len(found) > 1 if is_uncounted else len(found) == (one.pages or len(one.items))
        if not fits:
            raise cut_short(one.place, len(found))
        return found

    def _look(self, path: str, number: int) -> Answer:
        found = super()._look(path, number)
        self._commented[number] = found.number("comments")
        return found

    def _comments(self, number: int) -> list[Answer]:
        if number not in self._commented:
            self._look("/issues/{number}", number)
        path = "/issues/{number}/comments"
        found = self._client.linked(path, number=number, per_page=FULL)
        if len(found) < self._commented[number]:
            raise cut_short(f"GET /issues/{number}/comments", len(found))
        return found

    def _remarks(self, number: int, review: str) -> list[Answer]:
        path = "/pulls/{number}/reviews/{review}/comments"
        return self._list(path, number=number, review=review)

    def _events(self, number: int, since: datetime) -> list[Answer]:
        # The timeline would tell the same, and every comment and commit once more.
        return self._list("/issues/{number}/events", number=number)

    def _wanted(self, label: str) -> dict[str, str | int]:
        return {"state": "open", "labels": label, **OLDEST_FIRST}

    def _merge(self, number: int, head: str, title: str) -> str:
        wanted = {"commit_title": title, "commit_message": MERGED, "sha": head}
        wanted["merge_method"] = "merge"
        said = self._client.do("PUT", "/pulls/{number}/merge", wanted, number=number)
        return said.commit("sha")

    def _verdict(self, review: Answer) -> Verdict:
        return review.one_of("state", VERDICTS)

    def _happening(self, event: Answer) -> Happening | None:
        return HAPPENINGS.get(event.text("event"))

    def _branch(self, head: Answer) -> str:
        return head.text("ref")

    def _account(self, user: Answer) -> Account:
        return Account(str(user.number("id")), user.text("login"), user.text("type") != "User")

    def _pushed(self, found: Answer) -> Pushed:
        return Pushed(
            by=self._account(actor) if (actor := found.maybe_part("actor")) else None,
            before=found.commit("before"),
            after=found.commit("after"),
            at=found.moment("timestamp"),
        )
