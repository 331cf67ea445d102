"""Forgejo's API: the same forge, in Forgejo's own words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from tests.github.call import Answer, Call, NotThere, Refusal, page_of
from tests.github.forgejo_activity import ForgejoShapes
from tests.github.forgejo_shapes import STATES
from tests.github.handle_issues import rewrite
from tests.github.handle_repository import start
from tests.github.state import Verdict

T = TypeVar("T")
Shapes = ForgejoShapes
MOST, USUAL = 50, 30
VERDICTS = {said: verdict for verdict, said in STATES.items()}


def _page(
    call: Call, items: Sequence[T], show: Callable[[T], Any], *, whole: bool = False
) -> Answer:
    """One page, with the number of all; some lists come whole, whatever is asked."""
    total = {"X-Total-Count": str(len(items)), "Access-Control-Expose-Headers": "X-Total-Count"}
    if whole:
        return Answer([show(item) for item in items], headers=total)
    limit = min(int(call.query.get("limit", USUAL)), MOST)
    asked = {name: said for name, said in call.query.items() if name != "limit"}
    paged = Call(
        call.method, call.path, {**asked, "per_page": str(limit)}, None, None, {}, call.address
    )
    answer = page_of(paged, items, show)
    links = {name: said.replace("per_page=", "limit=") for name, said in answer.headers.items()}
    return Answer(answer.body, headers={**total, **links})


def me(shapes: Shapes, call: Call) -> Answer:
    """Whose token this is."""
    return Answer(shapes.user(call.user))


def show(shapes: Shapes, call: Call) -> Answer:
    """The repository."""
    return Answer(shapes.repository())


def pulls(shapes: Shapes, call: Call) -> Answer:
    """Pull requests; no branch can be asked for."""
    state = call.query.get("state", "open")
    found = [
        issue
        for issue in shapes.forge.issues.values()
        if issue.pull and state in {"all", "open" if issue.is_open else "closed"}
    ]
    if call.query.get("sort") != "oldest":
        found.reverse()
    return _page(call, found, shapes.pull)


def pull(shapes: Shapes, call: Call) -> Answer:
    """One pull request."""
    return Answer(shapes.pull(shapes.forge.pull(call.number("number"))[0]))


def make_pull(shapes: Shapes, call: Call) -> Answer:
    """Open a pull request."""
    body = call.body
    try:
        issue = shapes.forge.make_pull(
            call.user, body["head"], body["base"], body["title"], body.get("body", "")
        )
    except Refusal as refusal:
        said = str(refusal.extra)
        raise (Refusal(409, said) if "already exists" in said else NotThere()) from None
    return Answer(shapes.pull(issue), 201)


def merge(shapes: Shapes, call: Call) -> Answer:
    """Merge a pull request; says nothing of what came of it."""
    issue, found = shapes.forge.pull(call.number("number"))
    if found.merged_at:
        raise Refusal(405, "PR already merged")
    if not issue.is_open:
        raise NotThere
    body = call.body
    try:
        shapes.forge.merge(
            call.user,
            issue.number,
            body["Do"],
            sha=body.get("head_commit_id"),
            title=body.get("MergeTitleField"),
            message=body.get("MergeMessageField", ""),
        )
    except Refusal as refusal:
        if refusal.status == 409:
            raise Refusal(409, "head out of date") from None
        raise Refusal(405, "Please try again later") from None
    return Answer()


def reviews(shapes: Shapes, call: Call) -> Answer:
    """All reviews and requests for one; what is pending only its author sees."""
    issue, found = shapes.forge.pull(call.number("number"))
    asked = [
        one for one in found.reviews if one.verdict is not Verdict.PENDING or one.user is call.user
    ]
    return _page(call, asked, partial(shapes.review, issue))


def review(shapes: Shapes, call: Call) -> Answer:
    """One review."""
    issue, _pull = shapes.forge.pull(call.number("number"))
    found = shapes.forge.review_of(issue.number, call.number("review_id"))
    return Answer(shapes.review(issue, found))


def remarks(shapes: Shapes, call: Call) -> Answer:
    """What a review says on lines, all of it."""
    issue, _pull = shapes.forge.pull(call.number("number"))
    found = shapes.forge.review_of(issue.number, call.number("review_id"))
    return Answer([shapes.remark(found, one) for one in found.remarks])


def make_review(shapes: Shapes, call: Call) -> Answer:
    """Review a pull request."""
    issue, found = shapes.forge.pull(call.number("number"))
    body = call.body
    made = shapes.forge.make_review(
        call.user,
        issue.number,
        VERDICTS[body.get("event") or "PENDING"],
        body.get("body", ""),
        body.get("commit_id") or shapes.forge.head(found),
    )
    return Answer(shapes.review(issue, made))


def issues(shapes: Shapes, call: Call) -> Answer:
    """Issues, pull requests, or both."""
    state, kind = call.query.get("state", "open"), call.query.get("type", "")
    wanted = {name for name in call.query.get("labels", "").split(",") if name}
    found = [
        issue
        for issue in shapes.forge.issues.values()
        if state in {"all", "open" if issue.is_open else "closed"}
        and wanted <= {*issue.labels}
        and kind in {"", "pulls" if issue.pull else "issues"}
    ]
    return _page(call, found[::-1], shapes.issue)


def change_issue(shapes: Shapes, call: Call) -> Answer:
    """Close, reopen or rewrite an issue."""
    found = shapes.forge.issue(call.number("number"))
    rewrite(shapes.forge, call, found)
    return Answer(shapes.issue(found), 201)


def comments(shapes: Shapes, call: Call) -> Answer:
    """The comments on an issue, all of them at once."""
    number = shapes.forge.issue(call.number("number")).number
    return _page(call, shapes.forge.comments_on(number), shapes.comment, whole=True)


def timeline(shapes: Shapes, call: Call) -> Answer:
    """Everything on an issue, oldest first; the total that it says is only the page's own.

    Remarks on lines are left out after the pages were cut, and of nothing it says nothing.
    """
    since = datetime.fromisoformat(call.query.get("since", "1970-01-01T00:00:00Z"))
    found = shapes.timeline(shapes.forge.issue(call.number("number")))
    later = [shown for at, shown in found if at >= since]
    limit = min(int(call.query.get("limit", USUAL)), MOST)
    skip = (int(call.query.get("page", "1")) - 1) * limit
    told = [shown for shown in later[skip : skip + limit] if shown]
    return Answer(told or b"null", headers={"X-Total-Count": str(len(told))})


def statuses(shapes: Shapes, call: Call) -> Answer:
    """A commit's statuses, newest first."""
    commit = shapes.forge.bare.resolve(call.at["ref"])
    found = [status for status in shapes.forge.statuses if status.commit == commit]
    return _page(call, found[::-1], shapes.status)


def activities(shapes: Shapes, call: Call) -> Answer:
    """What became of the repository, newest first."""
    return _page(call, shapes.forge.activity[::-1], shapes.activity)


def drop_branch(shapes: Shapes, call: Call) -> Answer:
    """Delete a branch."""
    name = call.at["branch"]
    if name == "main" or shapes.forge.bare.branch(name) is None:
        raise Refusal(403, "can not delete default branch") if name == "main" else NotThere()
    shapes.forge.bare.set_ref(f"refs/heads/{name}", None)
    shapes.forge.moved(call.user)
    return Answer(status=204)


def dispatch(shapes: Shapes, call: Call) -> Answer:
    """Start a workflow."""
    tip = shapes.forge.bare.branch(str(call.body["ref"]))
    if not tip:
        raise NotThere
    return start(shapes.forge, call, tip, ".forgejo", ".gitea", ".github")
