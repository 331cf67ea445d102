"""Forgejo's own words, and Gitea's: an API much like GitHub's, in the office's own server room."""

import json
import re
from collections.abc import Sequence
from datetime import datetime

from pipeline.errors import NotFound
from pipeline.forge.answer import Answer
from pipeline.forge.client import cut_short
from pipeline.forge.host import Account, Artifact, Happening, PullRequest, Pushed, Verdict
from pipeline.forge.rest import MERGED, Rest
from pipeline.repository import ZERO

# As many as every server gives at once, however it is set up.
FULL = 30
# As many as any server gives at once, unless it is set up otherwise.
LONGEST = 50
VERDICTS = {
    "APPROVED": Verdict.APPROVED,
    "REQUEST_CHANGES": Verdict.CHANGES_REQUESTED,
    "COMMENT": Verdict.COMMENTED,
    "PENDING": Verdict.PENDING,
    "REQUEST_REVIEW": None,
}
# How the title of a draft begins, unless a server is set up otherwise.
DRAFT = ("wip:", "[wip]")
_COMPARED = re.compile(r"/compare/([0-9a-f]{40})\.\.\.")


class Forgejo(Rest):
    """A repository on a server of Forgejo or Gitea, at an `api_url` like `https://…/api/v1`."""

    _doer, _other = "user", "assignee"

    def pull_requests(self, branch: str = "", *, closed: bool = False) -> Sequence[PullRequest]:
        """The open ones to main, or with `closed` all; of a branch if it is named."""
        pulls = [self._pull_request(one) for one in self._pulls(closed=closed)]
        return [
            pull for pull in pulls if not branch or (pull.branch == branch and not pull.is_foreign)
        ]

    def pushes(self, branch: str) -> Sequence[Pushed]:
        """All pushes to a branch since its pull request was opened, oldest first.

        The list of what happened goes back to the first day of the repository. Pushes of somebody
        who keeps their doings private are not in it, unless the token is an administrator's.
        """
        opened = [
            one.moment("created_at")
            for one in self._pulls(closed=False)
            if self._branch(one.part("head")) == branch
        ]
        found: list[Pushed] = []
        for page in self._client.counted("/activities/feeds", FULL):
            found += [push for one in page if (push := self._pushed(one, branch))]
            if opened and page and page[-1].moment("created") < min(opened):
                break
        return found[::-1]

    def artifact(self, name: str, branch: str) -> Artifact | None:
        """Not known: its API tells of no files, or not for which branch they were kept."""
        return None

    def delete_branch(self, branch: str) -> None:
        """Delete a branch; nothing when it is gone already."""
        try:
            self._client.do("DELETE", "/branches/{branch}", branch=branch)
        except NotFound:
            return

    def _pulls(self, *, closed: bool) -> list[Answer]:
        # Not every version can look for a branch.
        return self._list("/pulls", state="all" if closed else "open", sort="oldest")

    def _list(self, path: str, **named: str | int) -> list[Answer]:
        pages = self._client.counted(path, FULL, **named)
        return [one for page in pages for one in page]

    def _remarks(self, number: int, review: str) -> list[Answer]:
        path = "/pulls/{number}/reviews/{review}"
        count = self._client.get(path, number=number, review=review).number("comments_count")
        # They are not given by pages: only the review says how many there are.
        found = self._client.linked(f"{path}/comments", number=number, review=review)
        if len(found) < count:
            raise cut_short(f"GET {path.format(number=number, review=review)}/comments", len(found))
        return found

    def _comments(self, number: int) -> list[Answer]:
        return self._list("/issues/{number}/comments", number=number)

    def _events(self, number: int, since: datetime) -> list[Answer]:
        # Remarks on lines are left out of its pages, which are cut before that: a page may be short
        # with others behind it, so it is as long as can be had.
        pages = self._client.counted_apart(
            "/issues/{number}/timeline", LONGEST, number=number, since=since.isoformat()
        )
        return [one for page in pages for one in page]

    def _wanted(self, label: str) -> dict[str, str | int]:
        return {"state": "open", "labels": label, "type": "issues"}

    def _merge(self, number: int, head: str, title: str) -> str | None:
        # `head` keeps a second call from merging anything else.
        wanted = {"Do": "merge", "MergeTitleField": title, "head_commit_id": head}
        wanted["MergeMessageField"] = MERGED
        self._client.do("POST", "/pulls/{number}/merge", wanted, number=number)
        return None

    def _verdict(self, review: Answer) -> Verdict | None:
        verdict = review.one_of("state", VERDICTS)
        return Verdict.DISMISSED if review.flag("dismissed") else verdict

    def _happening(self, event: Answer) -> Happening | None:
        kind = event.text("type")
        if kind == "review_request":
            return Happening.UNASKED if event.flag("removed_assignee") else Happening.ASKED
        was, is_now = event.words("old_title"), event.words("new_title")
        is_ready = kind == "change_title" and _is_draft(was) and not _is_draft(is_now)
        return Happening.READY if is_ready else None

    def _branch(self, head: Answer) -> str:
        # `ref` is another one once the branch is gone.
        return head.text("label")

    def _account(self, user: Answer) -> Account:
        number = user.number("id")
        # The server's own accounts have numbers below zero; other bots are people's accounts.
        return Account(str(number), user.text("login"), number <= 0)

    def _pushed(self, found: Answer, branch: str) -> Pushed | None:
        ref = found.words("ref_name").removeprefix("refs/heads/")
        if found.text("op_type") != "commit_repo" or ref != branch:
            return None
        actor = found.maybe_part("act_user")
        try:
            told = json.loads(found.text("content"))
        except (ValueError, RecursionError):
            raise found.strange("content") from None
        content = found.below("content", told)
        # Of a new branch it compares with main, or with nothing.
        compared = _COMPARED.search(content.words("CompareURL"))
        return Pushed(
            by=self._account(actor) if actor else None,
            before=compared.group(1) if compared else ZERO,
            after=content.part("HeadCommit").commit("Sha1"),
            at=found.moment("created"),
        )


def _is_draft(title: str) -> bool:
    return title.lower().startswith(DRAFT)
