"""What runs of workflows have kept."""

from tests.github.call import Answer, Call, page_of
from tests.github.shapes import Json, Shapes, time
from tests.github.state import Kept


def artifacts(shapes: Shapes, call: Call) -> Answer:
    """All of a name, newest first."""
    name = call.query.get("name")
    found = [one for one in shapes.forge.kept[::-1] if name in (None, one.name)]
    page = page_of(call, found, lambda one: _artifact(shapes, one))
    return Answer({"total_count": len(found), "artifacts": page.body}, headers=page.headers)


def _artifact(shapes: Shapes, kept: Kept) -> Json:
    url, here, made = f"{shapes.api}/actions/artifacts/{kept.id}", shapes.forge.id, time(kept.at)
    return {
        "id": kept.id,
        "node_id": f"A_{kept.id}",
        "name": kept.name,
        "size_in_bytes": 1024,
        "url": url,
        "archive_download_url": f"{url}/zip",
        "expired": kept.is_expired,
        "created_at": made,
        "expires_at": made,
        "updated_at": made,
        "digest": None,
        "workflow_run": {
            "id": kept.run,
            "repository_id": here,
            "head_repository_id": here + 1 if kept.is_foreign else here,
            "head_branch": kept.branch,
            "head_sha": kept.commit,
        },
    }
