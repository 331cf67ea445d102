"""What GitHub and Forgejo say in the same words, translated into our own."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar

from pipeline.forge.answer import Answer
from pipeline.forge.client import Client
from pipeline.forge.host import (
    Account,
    Artifact,
    Comment,
    Event,
    Happening,
    Issue,
    Mark,
    PullRequest,
    Pushed,
    Remark,
    Review,
    Verdict,
)
from pipeline.forge.wire import Declined
from pipeline.git_words import Conflict, overtaken

MAIN = "main"
CONTEXT = "siar"
# A forge would put the title that somebody gave the pull request there, and do what it says.
MERGED = "Merged by siar record."
LONGEST_SENTENCE = 140
OPEN = {"open": True, "closed": False}
# What has not happened yet comes after everything that has.
_NOT_YET = datetime.max.replace(tzinfo=UTC)
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_COMMENTED = re.compile(r"/(?:issues|pulls?)/([1-9][0-9]{0,9})\Z")


def is_id(text: str) -> bool:
    """Whether a forge could have given this number to something."""
    return _NUMBER.fullmatch(text) is not None


class Rest(ABC):
    """One repository over the API that both have; what each says its own way is in its module."""

    # Under which names an event tells who did something, and to whom.
    _doer: ClassVar[str]
    _other: ClassVar[str]

    def __init__(self, client: Client) -> None:
        self._client = client
        # How many comments each issue had when it was last looked at.
        self._commented: dict[int, int] = {}
        self._me: Account | None = None

    @property
    def name(self) -> str:
        """The forge as evidence names it."""
        return self._client.host

    def is_own(self, account: Account | None) -> bool:
        """Whether an account is the one that speaks here: whose token was given."""
        if account is None:
            return False
        if self._me is None:
            self._me = self._account(self._client.me())
        return account.id == self._me.id

    @abstractmethod
    def _account(self, user: Answer) -> Account:
        """Whose account that is, and whether a person's."""

    @abstractmethod
    def _verdict(self, review: Answer) -> Verdict | None:
        """What a review says; None for what is no review at all."""

    @abstractmethod
    def _happening(self, event: Answer) -> Happening | None:
        """What happened; None for what is of no concern."""

    @abstractmethod
    def _branch(self, head: Answer) -> str:
        """The branch of a pull request, which may be gone."""

    @abstractmethod
    def _list(self, path: str, **named: str | int) -> list[Answer]:
        """A list, complete or an error."""

    @abstractmethod
    def _comments(self, number: int) -> list[Answer]:
        """The comments on an issue or pull request, complete or an error."""

    @abstractmethod
    def _events(self, number: int, since: datetime) -> list[Answer]:
        """What happened to a pull request, complete or an error; perhaps before `since`, too."""

    @abstractmethod
    def _merge(self, number: int, head: str, title: str) -> str | None:
        """Merge; gives the commit where the forge says it. Raises Declined when it says no."""

    @abstractmethod
    def pull_requests(self, branch: str = "", *, closed: bool = False) -> Sequence[PullRequest]:
        """The open ones to main, or with `closed` all; of a branch if it is named."""

    @abstractmethod
    def _remarks(self, number: int, review: str) -> list[Answer]:
        """What was written on lines, with the lines before each."""

    @abstractmethod
    def pushes(self, branch: str) -> Sequence[Pushed]:
        """All pushes to a branch, oldest first."""

    @abstractmethod
    def artifact(self, name: str, branch: str) -> Artifact | None:
        """The newest files of this name that a run for a branch of ours kept, where known."""

    def pull_request(self, number: int) -> PullRequest:
        """The pull request with this number."""
        return self._pull_request(self._look("/pulls/{number}", number))

    def _look(self, path: str, number: int) -> Answer:
        return self._client.get(path, number=number)

    def propose(self, branch: str, title: str, body: str) -> PullRequest:
        """Open a pull request from a branch to main; the one that is there already, if one is."""
        wanted = {"title": title, "head": branch, "base": MAIN, "body": body}
        try:
            return self._opened(self._client.do("POST", "/pulls", wanted, again=False))
        except Declined:
            # It is there already, or nothing can be proposed.
            for there in self.pull_requests(branch):
                return there
            raise

    def _opened(self, found: Answer) -> PullRequest:
        return self._pull_request(found)

    def reviews(self, number: int) -> Sequence[Review]:
        """All reviews of a pull request, oldest first."""
        found = self._list("/pulls/{number}/reviews", number=number)
        reviews = [review for one in found if (review := self._review(one))]
        return sorted(reviews, key=lambda review: (review.at or _NOT_YET, int(review.id)))

    def review(self, number: int, review: str) -> Review | None:
        """One review, or None when it is gone."""
        path = "/pulls/{number}/reviews/{review}"
        found = self._client.find(path, number=number, review=review) if is_id(review) else None
        return self._review(found) if found else None

    def remarks(self, number: int, review: str) -> Sequence[Remark]:
        """What a review says on single lines."""
        return [
            Remark(one.words("diff_hunk").rpartition("\n")[2][1:], one.words("body"))
            for one in self._remarks(number, review)
        ]

    def events(self, number: int, since: datetime) -> Sequence[Event]:
        """What happened to a pull request after a moment, oldest first."""
        listed = [(one, self._happening(one)) for one in self._events(number, since)]
        found = [self._event(one, kind) for one, kind in listed if kind]
        later = [event for event in found if event.at > since]
        return sorted(later, key=lambda event: (event.at, int(event.id)))

    def comments(self, number: int) -> Sequence[Comment]:
        """All comments on an issue or pull request, oldest first."""
        found = [self._comment(one) for one in self._comments(number)]
        return sorted(found, key=lambda comment: (comment.at, int(comment.id)))

    def find_comment(self, number: int, comment: str) -> Comment | None:
        """One comment on an issue or pull request, or None when it is gone or lies elsewhere."""
        path = "/issues/comments/{comment}"
        found = self._client.find(path, comment=comment) if is_id(comment) else None
        return self._comment(found) if found and self._number_of(found) == number else None

    def comment(self, number: int, body: str) -> Comment:
        """Say something on an issue or pull request.

        Raises TryAgain when it may have been said: look for it before saying it again.
        """
        path = "/issues/{number}/comments"
        said = self._client.do("POST", path, {"body": body}, again=False, number=number)
        return self._comment(said)

    def edit(self, comment: str, body: str) -> None:
        """Say something else in a comment of one's own."""
        self._client.do("PATCH", "/issues/comments/{comment}", {"body": body}, comment=comment)

    def issue(self, number: int) -> Issue:
        """The issue with this number."""
        return self._issue(self._look("/issues/{number}", number))

    def issues(self, label: str) -> Sequence[Issue]:
        """The open issues with this label."""
        found = self._list("/issues", **self._wanted(label))
        # To GitHub, a pull request is an issue, too.
        return [self._issue(one) for one in found if one.maybe_part("pull_request") is None]

    @abstractmethod
    def _wanted(self, label: str) -> dict[str, str | int]:
        """How the open issues with a label are asked for."""

    def close(self, number: int) -> None:
        """Close an issue."""
        self._client.do("PATCH", "/issues/{number}", {"state": "closed"}, number=number)

    def mark(self, commit: str, mark: Mark, sentence: str, url: str = "") -> None:
        """Set the status `siar` of a commit; the sentence is cut to what the forge keeps."""
        cut = sentence if len(sentence) <= LONGEST_SENTENCE else sentence[:139] + "…"
        body = {"state": str(mark), "context": CONTEXT, "description": cut}
        body |= {"target_url": url} if url else {}
        # Said twice, it says the same.
        self._client.do("POST", "/statuses/{commit}", body, commit=commit)

    def merge(self, number: int, head: str, title: str) -> str:
        """Merge a pull request whose head still is `head`, by a merge commit; gives that commit.

        What an earlier call merged, unheard, is merged. Raises Conflict when the head has moved.
        """
        try:
            made = self._merge(number, head, title)
        except Declined as declined:
            found = self._look("/pulls/{number}", number)
            now = self._pull_request(found)
            if now.head != head:
                raise overtaken() from None
            if now.is_merged:
                return found.commit("merge_commit_sha")
            if declined.status == 409 or "modified" in declined.message:
                raise Conflict(declined.message, hint=declined.hint) from None
            raise
        return made or self._look("/pulls/{number}", number).commit("merge_commit_sha")

    @abstractmethod
    def delete_branch(self, branch: str) -> None:
        """Delete a branch; nothing when it is gone already."""

    def start(self, workflow: str) -> None:
        """Start a workflow (`publish.yml`) on main."""
        path = "/actions/workflows/{workflow}/dispatches"
        self._client.do("POST", path, {"ref": MAIN}, again=False, workflow=workflow)

    def _pull_request(self, found: Answer) -> PullRequest:
        head, base = found.part("head"), found.part("base")
        there, here = head.maybe_part("repo"), base.part("repo")
        return PullRequest(
            number=found.number("number"),
            branch=self._branch(head),
            head=head.commit("sha"),
            title=found.words("title"),
            by=self._by(found),
            is_open=found.one_of("state", OPEN),
            is_merged=found.maybe_moment("merged_at") is not None,
            is_draft=found.flag("draft", default=False),
            is_foreign=there is None
            or there.number("id") != here.number("id")
            or base.text("ref") != MAIN,
            url=found.text("html_url"),
            touched_at=found.maybe_moment("updated_at"),
        )

    def _review(self, found: Answer) -> Review | None:
        verdict = self._verdict(found)
        if verdict is None:
            return None
        return Review(
            id=str(found.number("id")),
            by=self._by(found),
            verdict=verdict,
            commit=found.maybe_commit("commit_id"),
            body=found.words("body"),
            at=found.maybe_moment("submitted_at"),
        )

    def _event(self, found: Answer, kind: Happening) -> Event:
        return Event(
            id=str(found.number("id")),
            kind=kind,
            by=self._by(found, self._doer),
            at=found.moment("created_at"),
            of=self._by(found, self._other),
        )

    def _comment(self, found: Answer) -> Comment:
        return Comment(
            id=str(found.number("id")),
            by=self._by(found),
            body=found.words("body"),
            at=found.moment("created_at"),
        )

    def _number_of(self, comment: Answer) -> int | None:
        place = comment.words("issue_url") or comment.words("pull_request_url")
        found = _COMMENTED.search(place)
        return int(found.group(1)) if found else None

    def _issue(self, found: Answer) -> Issue:
        return Issue(
            number=found.number("number"),
            title=found.words("title"),
            body=found.words("body"),
            by=self._by(found),
            is_open=found.one_of("state", OPEN),
            labels=tuple(label.text("name") for label in found.each("labels")),
            url=found.text("html_url"),
        )

    def _by(self, found: Answer, name: str = "user") -> Account | None:
        user = found.maybe_part(name)
        return self._account(user) if user else None
