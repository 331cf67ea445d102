"""The API's own table: what is answered at which path, and what a token needs for it."""

import re
from collections.abc import Callable
from typing import NamedTuple

from tests.github import handle_issues, handle_pulls, handle_repository
from tests.github.call import Answer, Call
from tests.github.shapes import Shapes

Handler = Callable[[Shapes, Call], Answer]
REPO = "/repos/{owner}/{repo}"


class Route(NamedTuple):
    """One operation; `needs` is a permission and its level, "" where any token will do."""

    method: str
    path: str
    needs: str
    handler: Handler

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The words of a path that is this one."""
        found = _pattern(self.path).fullmatch(path) if method == self.method else None
        return found.groupdict() if found else None


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", lambda m: _word(m.group(1)), re.escape(path)))


def _word(name: str) -> str:
    return f"(?P<{name}>.+)" if name in {"ref", "path"} else f"(?P<{name}>[^/]+)"


ROUTES = (
    Route("GET", "/rate_limit", "", handle_repository.rate_limit),
    Route("GET", "/user", "", handle_repository.me),
    Route("GET", REPO, "metadata:read", handle_repository.show),
    Route("GET", f"{REPO}/activity", "contents:read", handle_repository.activity),
    Route("POST", f"{REPO}/statuses/{{sha}}", "statuses:write", handle_repository.set_status),
    Route("GET", f"{REPO}/commits/{{sha}}/statuses", "statuses:read", handle_repository.statuses),
    Route(
        "POST",
        f"{REPO}/actions/workflows/{{workflow_id}}/dispatches",
        "actions:write",
        handle_repository.dispatch,
    ),
    Route("POST", f"{REPO}/pages/builds", "pages:write", handle_repository.build_page),
    Route("DELETE", f"{REPO}/git/refs/{{ref}}", "contents:write", handle_repository.delete_ref),
    Route("GET", f"{REPO}/pulls", "pull-requests:read", handle_pulls.listed),
    Route("POST", f"{REPO}/pulls", "pull-requests:write", handle_pulls.make),
    Route("GET", f"{REPO}/pulls/{{number}}", "pull-requests:read", handle_pulls.show),
    Route("PATCH", f"{REPO}/pulls/{{number}}", "pull-requests:write", handle_pulls.change),
    Route("PUT", f"{REPO}/pulls/{{number}}/merge", "contents:write", handle_pulls.merge),
    Route("GET", f"{REPO}/pulls/{{number}}/reviews", "pull-requests:read", handle_pulls.reviews),
    Route("POST", f"{REPO}/pulls/{{number}}/reviews", "pull-requests:write", handle_pulls.review),
    Route(
        "GET",
        f"{REPO}/pulls/{{number}}/reviews/{{review_id}}",
        "pull-requests:read",
        handle_pulls.one_review,
    ),
    Route("GET", f"{REPO}/issues", "issues:read", handle_issues.listed),
    Route("POST", f"{REPO}/issues", "issues:write", handle_issues.make),
    Route("GET", f"{REPO}/issues/{{number}}", "issues:read", handle_issues.show),
    Route("PATCH", f"{REPO}/issues/{{number}}", "issues:write", handle_issues.change),
    Route("GET", f"{REPO}/issues/{{number}}/comments", "issues:read", handle_issues.comments),
    Route("POST", f"{REPO}/issues/{{number}}/comments", "issues:write", handle_issues.comment),
    Route(
        "GET", f"{REPO}/issues/comments/{{comment_id}}", "issues:read", handle_issues.one_comment
    ),
    Route("PATCH", f"{REPO}/issues/comments/{{comment_id}}", "issues:write", handle_issues.edit),
    Route("DELETE", f"{REPO}/issues/comments/{{comment_id}}", "issues:write", handle_issues.drop),
)
