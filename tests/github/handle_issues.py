"""Issues and comments over the API."""

from tests.github.call import Answer, Call, NotThere, page_of
from tests.github.forge import Forge
from tests.github.shapes import Shapes
from tests.github.shows import Shows
from tests.github.state import Comment, Issue


def listed(shapes: Shapes, call: Call) -> Answer:
    """Issues, and pull requests among them, as GitHub does."""
    state, labels = call.query.get("state", "open"), call.query.get("labels", "")
    wanted = {name for name in labels.split(",") if name}
    found = [
        issue
        for issue in shapes.forge.issues.values()
        if state in {"all", "open" if issue.is_open else "closed"} and wanted <= {*issue.labels}
    ]
    if call.query.get("direction", "desc") == "desc":
        found.reverse()
    return page_of(call, found, shapes.issue)


def make(shapes: Shapes, call: Call) -> Answer:
    """Open an issue."""
    body = call.body
    labels = [name if isinstance(name, str) else name["name"] for name in body.get("labels", [])]
    issue = shapes.forge.make_issue(call.user, str(body["title"]), body.get("body") or "", labels)
    return Answer(shapes.issue(issue), 201)


def show(shapes: Shows, call: Call) -> Answer:
    """One issue."""
    return Answer(shapes.issue(shapes.forge.issue(call.number("number"))))


def change(shapes: Shows, call: Call) -> Answer:
    """Close, reopen or rewrite an issue."""
    issue = shapes.forge.issue(call.number("number"))
    rewrite(shapes.forge, call, issue)
    return Answer(shapes.issue(issue))


def rewrite(forge: Forge, call: Call, issue: Issue) -> None:
    """Give an issue or pull request what the body says of it."""
    body = call.body or {}
    forge.retitle(issue, call.user, body.get("title") or "")
    issue.body = body["body"] or "" if "body" in body else issue.body
    if "labels" in body:
        issue.labels = [forge.label(str(name)).name for name in body["labels"]]
    if "state" in body:
        forge.set_open(issue, call.user, is_open=body["state"] == "open")
    issue.updated = forge.now()


def add_labels(shapes: Shapes, call: Call) -> Answer:
    """Put labels on an issue."""
    issue = shapes.forge.issue(call.number("number"))
    wanted = call.body["labels"] if isinstance(call.body, dict) else call.body
    names = [one if isinstance(one, str) else one["name"] for one in wanted]
    issue.labels += [shapes.forge.label(name).name for name in names if name not in issue.labels]
    return Answer([shapes.label(shapes.forge.labels[name]) for name in issue.labels])


def comments(shapes: Shapes, call: Call) -> Answer:
    """The comments on an issue or pull request, oldest first."""
    number = shapes.forge.issue(call.number("number")).number
    return page_of(call, shapes.forge.comments_on(number), shapes.comment)


def events(shapes: Shapes, call: Call) -> Answer:
    """What happened to an issue or pull request, oldest first."""
    number = shapes.forge.issue(call.number("number")).number
    return page_of(call, shapes.forge.entries_on(number), shapes.entry)


def comment(shapes: Shows, call: Call) -> Answer:
    """Say something."""
    made = shapes.forge.make_comment(call.user, call.number("number"), call.body["body"])
    return Answer(shapes.comment(made), 201)


def _one(shapes: Shows, call: Call) -> Comment:
    found = shapes.forge.comments.get(call.number("comment_id"))
    if found is None:
        raise NotThere
    return found


def one_comment(shapes: Shows, call: Call) -> Answer:
    """One comment."""
    return Answer(shapes.comment(_one(shapes, call)))


def edit(shapes: Shows, call: Call) -> Answer:
    """Say something else."""
    found = _one(shapes, call)
    shapes.forge.check_body("IssueComment", call.body["body"])
    found.body, found.updated = call.body["body"], shapes.forge.now()
    return Answer(shapes.comment(found))


def drop(shapes: Shows, call: Call) -> Answer:
    """Take a comment back."""
    del shapes.forge.comments[_one(shapes, call).id]
    return Answer(status=204)
