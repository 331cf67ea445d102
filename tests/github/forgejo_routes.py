"""Forgejo's own table: what is answered at which path below `/api/v1`."""

from tests.github import handle_forgejo as handle
from tests.github import handle_issues, handle_repository
from tests.github.routes import (
    READ,
    READ_ISSUES,
    READ_PULLS,
    WRITE,
    WRITE_ISSUES,
    WRITE_PULLS,
    Route,
    route,
)

PREFIX = "/api/v1"
ROUTES: tuple[Route[handle.Shapes], ...] = (
    route("GET", "//user", "", handle.me),
    route("GET", "", "metadata:read", handle.show),
    route("GET", "/pulls", READ_PULLS, handle.pulls),
    route("POST", "/pulls", WRITE_PULLS, handle.make_pull),
    route("GET", "/pulls/{number}", READ_PULLS, handle.pull),
    route("POST", "/pulls/{number}/merge", WRITE, handle.merge),
    route("GET", "/pulls/{number}/reviews", READ_PULLS, handle.reviews),
    route("POST", "/pulls/{number}/reviews", WRITE_PULLS, handle.make_review),
    route("GET", "/pulls/{number}/reviews/{review_id}", READ_PULLS, handle.review),
    route("GET", "/pulls/{number}/reviews/{review_id}/comments", READ_PULLS, handle.remarks),
    route("GET", "/issues", READ_ISSUES, handle.issues),
    route("GET", "/issues/comments/{comment_id}", READ_ISSUES, handle_issues.one_comment),
    route("PATCH", "/issues/comments/{comment_id}", WRITE_ISSUES, handle_issues.edit),
    route("DELETE", "/issues/comments/{comment_id}", WRITE_ISSUES, handle_issues.drop),
    route("GET", "/issues/{number}", READ_ISSUES, handle_issues.show),
    route("PATCH", "/issues/{number}", WRITE_ISSUES, handle.change_issue),
    route("GET", "/issues/{number}/comments", READ_ISSUES, handle.comments),
    route("POST", "/issues/{number}/comments", WRITE_ISSUES, handle_issues.comment),
    route("GET", "/issues/{number}/timeline", READ_ISSUES, handle.timeline),
    route("POST", "/statuses/{sha}", "statuses:write", handle_repository.set_status),
    route("GET", "/commits/{ref}/statuses", "statuses:read", handle.statuses),
    route("GET", "/activities/feeds", READ, handle.activities),
    route("DELETE", "/branches/{branch}", WRITE, handle.drop_branch),
    route("POST", "/actions/workflows/{workflow_id}/dispatches", "actions:write", handle.dispatch),
)
