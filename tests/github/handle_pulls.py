"""Pull requests and reviews over the API."""

from functools import partial

from tests.github.call import Answer, Call, Refusal, page_of
from tests.github.event_shapes import EventShapes
from tests.github.handle_issues import rewrite
from tests.github.state import Issue, Verdict

EVENTS = {
    "APPROVE": Verdict.APPROVED,
    "REQUEST_CHANGES": Verdict.CHANGES_REQUESTED,
    "COMMENT": Verdict.COMMENTED,
}


def listed(shapes: EventShapes, call: Call) -> Answer:
    """Pull requests, the newest first unless asked otherwise."""
    state, head, base = (call.query.get(name, "") for name in ("state", "head", "base"))
    found = [
        issue
        for issue in shapes.forge.issues.values()
        if issue.pull
        and (state or "open") in {"all", "open" if issue.is_open else "closed"}
        and base in {"", issue.pull.base}
        # GitHub takes a head without its owner for no filter at all.
        and (":" not in head or head == _label(shapes, issue))
    ]
    if call.query.get("direction", "desc") == "desc":
        found.reverse()
    return page_of(call, found, shapes.pull_simple)


def _label(shapes: EventShapes, issue: Issue) -> str:
    assert issue.pull is not None
    owner = shapes.forge.stranger if issue.pull.is_foreign else shapes.forge.owner
    return f"{owner.login}:{issue.pull.branch}"


def make(shapes: EventShapes, call: Call) -> Answer:
    """Open a pull request."""
    body = call.body
    issue = shapes.forge.make_pull(
        call.user,
        body["head"].removeprefix(f"{shapes.forge.owner.login}:"),
        body["base"],
        body.get("title") or "",
        body.get("body") or "",
        is_draft=body.get("draft", False),
    )
    return Answer(shapes.pull(issue), 201)


def show(shapes: EventShapes, call: Call) -> Answer:
    """One pull request."""
    return Answer(shapes.pull(shapes.forge.pull(call.number("number"))[0]))


def change(shapes: EventShapes, call: Call) -> Answer:
    """Close, reopen or rewrite a pull request."""
    issue, _pull = shapes.forge.pull(call.number("number"))
    rewrite(shapes.forge, call, issue)
    return Answer(shapes.pull(issue))


def merge(shapes: EventShapes, call: Call) -> Answer:
    """Merge a pull request."""
    body = call.body or {}
    merged = shapes.forge.merge(
        call.user,
        call.number("number"),
        body.get("merge_method", "merge"),
        sha=body.get("sha"),
        title=body.get("commit_title"),
        message=body.get("commit_message"),
    )
    return Answer({"sha": merged, "merged": True, "message": "Pull Request successfully merged"})


def reviews(shapes: EventShapes, call: Call) -> Answer:
    """All reviews, oldest first; what is pending only its author sees."""
    issue, pull = shapes.forge.pull(call.number("number"))
    seen = [
        review
        for review in pull.reviews
        if review.verdict not in {Verdict.PENDING, Verdict.REQUESTED}
        or (review.verdict is Verdict.PENDING and call.token and review.user is call.user)
    ]
    return page_of(call, seen, partial(shapes.review, issue))


def one_review(shapes: EventShapes, call: Call) -> Answer:
    """One review."""
    issue, _pull = shapes.forge.pull(call.number("number"))
    return Answer(
        shapes.review(issue, shapes.forge.review_of(issue.number, call.number("review_id")))
    )


def remarks(shapes: EventShapes, call: Call) -> Answer:
    """What a review says on lines."""
    issue, _pull = shapes.forge.pull(call.number("number"))
    found = shapes.forge.review_of(issue.number, call.number("review_id"))
    return page_of(call, found.remarks, partial(shapes.remark, issue, found))


def review(shapes: EventShapes, call: Call) -> Answer:
    """Review a pull request; without an event the review is only begun."""
    issue, pull = shapes.forge.pull(call.number("number"))
    body = call.body or {}
    verdict = EVENTS[body["event"]] if "event" in body else Verdict.PENDING
    commit = body.get("commit_id") or shapes.forge.head(pull)
    made = shapes.forge.make_review(
        call.user, issue.number, verdict, body.get("body") or "", commit
    )
    return Answer(shapes.review(issue, made))


def dismiss(shapes: EventShapes, call: Call) -> Answer:
    """Take a review's word away."""
    issue, _pull = shapes.forge.pull(call.number("number"))
    found = shapes.forge.review_of(issue.number, call.number("review_id"))
    if found.verdict not in {Verdict.APPROVED, Verdict.CHANGES_REQUESTED}:
        raise Refusal(422, "Can not dismiss a comment pull request review", errors=[])
    shapes.forge.dismiss(found)
    return Answer(shapes.review(issue, found))


def commits(shapes: EventShapes, call: Call) -> Answer:
    """What a pull request consists of, oldest first; 250 at most."""
    base, head = _sides(shapes, call)
    found = shapes.forge.bare.commits(base, head)
    return page_of(call, found[:250], shapes.commit)


def files(shapes: EventShapes, call: Call) -> Answer:
    """What a pull request changes."""
    base, head = _sides(shapes, call)
    return page_of(call, shapes.forge.bare.changes(base, head), partial(shapes.change, head))


def _sides(shapes: EventShapes, call: Call) -> tuple[str, str]:
    shown = shapes.pull_simple(shapes.forge.pull(call.number("number"))[0])
    return shown["base"]["sha"], shown["head"]["sha"]
