"""The repository itself over the API: branches, statuses, activity, workflows, Pages."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from tests.github.call import Answer, Call, NotThere, Refusal, link, page_of
from tests.github.forge import Forge
from tests.github.shapes import Shapes
from tests.github.shows import Shows
from tests.github.state import Dispatch

LIMIT = 5000


def rate_limit(shapes: Shapes, call: Call) -> Answer:
    """How many calls are left."""
    hour = int(shapes.forge.now().timestamp()) + 3600
    core = {"limit": LIMIT, "used": 1, "remaining": LIMIT - 1, "reset": hour}
    search = {"limit": 30, "used": 0, "remaining": 30, "reset": hour}
    return Answer({"resources": {"core": core, "search": search}, "rate": core})


def me(shapes: Shapes, call: Call) -> Answer:
    """Whose token this is; a workflow's is nobody's."""
    if call.token and call.token.is_workflow:
        raise Refusal(403, "Resource not accessible by integration")
    shown = shapes.user(call.user) or {}
    made = "2024-01-02T00:00:00Z"
    numbers = dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
    words = ("name", "company", "blog", "location", "email", "hireable", "bio")
    return Answer(
        {**shown, **dict.fromkeys(words), **numbers, "created_at": made, "updated_at": made}
    )


def show(shapes: Shapes, call: Call) -> Answer:
    """The repository."""
    return Answer(shapes.full_repository(call.token.user if call.token else None))


def activity(shapes: Shapes, call: Call) -> Answer:
    """What became of the branches, newest first; pages go by cursors."""
    ref, actor, kind = (call.query.get(name, "") for name in ("ref", "actor", "activity_type"))
    full = ref if ref.startswith("refs/") or not ref else f"refs/heads/{ref}"
    found = [
        one
        for one in shapes.forge.activity
        if full in {"", one.ref}
        and kind in {"", one.kind}
        and (not actor or (one.user and one.user.login == actor))
    ]
    if call.query.get("direction", "desc") == "desc":
        found.reverse()
    per_page = min(int(call.query.get("per_page", 30)), 100)
    start = _start(call)
    links = {}
    if start + per_page < len(found):
        cursor = urlsafe_b64encode(f"cursor:{start + per_page}".encode()).decode()
        links["next"] = {**call.query, "after": cursor}
    shown = [shapes.activity(one) for one in found[start : start + per_page]]
    return Answer(shown, headers=link(call, links))


def _start(call: Call) -> int:
    if "after" not in call.query:
        return 0
    try:
        return int(urlsafe_b64decode(call.query["after"]).decode().removeprefix("cursor:"))
    except ValueError:
        raise Refusal(422, "Invalid cursor", errors=["after"]) from None


def set_status(shapes: Shows, call: Call) -> Answer:
    """Set a commit's status."""
    body = call.body
    status = shapes.forge.make_status(
        call.user,
        call.at["sha"],
        body.get("context") or "default",
        body["state"],
        description=body.get("description"),
        target_url=body.get("target_url"),
    )
    return Answer(shapes.status(status), 201)


def statuses(shapes: Shapes, call: Call) -> Answer:
    """A commit's statuses, newest first."""
    commit = shapes.forge.bare.resolve(call.at["ref"])
    found = [status for status in shapes.forge.statuses if status.commit == commit]
    return page_of(call, found[::-1], shapes.status)


def combined_status(shapes: Shapes, call: Call) -> Answer:
    """What a commit's statuses come to: of each context the newest counts."""
    commit = shapes.forge.bare.resolve(call.at["ref"])
    if commit is None:
        raise NotThere
    newest = {one.context: one for one in shapes.forge.statuses if one.commit == commit}
    said = {one.state for one in newest.values()}
    state = "failure" if said & {"failure", "error"} else "pending"
    return Answer(
        {
            "state": "success" if said == {"success"} else state,
            "statuses": [shapes.status(one) for one in newest.values()],
            "sha": commit,
            "total_count": len(newest),
            "repository": shapes.repository(),
            "commit_url": f"{shapes.api}/commits/{commit}",
            "url": f"{shapes.api}/commits/{commit}/status",
        }
    )


def dispatch(shapes: Shapes, call: Call) -> Answer:
    """Start a workflow."""
    forge, ref = shapes.forge, str(call.body["ref"])
    tip = forge.bare.branch(ref.removeprefix("refs/heads/"))
    if tip is None:
        raise Refusal(422, f"No ref found for: {ref}")
    return start(forge, call, tip, ".github")


def start(forge: Forge, call: Call, tip: str, *places: str) -> Answer:
    """Start a workflow of a branch, if it lies in one of these places there."""
    name, branch = call.at["workflow_id"], str(call.body["ref"]).removeprefix("refs/heads/")
    if not any(forge.bare.entry(tip, f"{place}/workflows/{name}") for place in places):
        raise NotThere
    forge.dispatches.append(Dispatch(name, branch, call.body.get("inputs", {}), call.user))
    return Answer(status=204)
