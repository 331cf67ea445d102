"""The API's own table: what is answered at which path, and what a token needs for it."""

import re
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from tests.github import (
    handle_artifacts,
    handle_environments,
    handle_git,
    handle_issues,
    handle_pulls,
    handle_repository,
    handle_settings,
)
from tests.github.call import Answer, Call
from tests.github.event_shapes import EventShapes

S = TypeVar("S")
REPO = "/repos/{owner}/{repo}"
SEVERAL = {"ref", "path", "branch"}  # words that may hold slashes


class Route(NamedTuple, Generic[S]):
    """One operation; `needs` is a permission and its level, "" where any token will do."""

    method: str
    pattern: re.Pattern[str]
    needs: str
    handler: Callable[[S, Call], Answer]


def route(method: str, path: str, needs: str, handler: Callable[[S, Call], Answer]) -> Route[S]:
    """An operation below the repository, or from the root where its path begins with `//`."""
    whole = path[1:] if path.startswith("//") else REPO + path
    return Route(method, re.compile(_WORD.sub(_open, re.escape(whole))), needs, handler)


_WORD = re.compile(r"\\\{(\w+)\\\}")


def _open(word: re.Match[str]) -> str:
    return f"(?P<{word[1]}>{'.+' if word[1] in SEVERAL else '[^/]+'})"


READ_PULLS, WRITE_PULLS = "pull-requests:read", "pull-requests:write"
READ_ISSUES, WRITE_ISSUES = "issues:read", "issues:write"
READ, WRITE = "contents:read", "contents:write"
LOOK, MANAGE = "administration:read", "administration:write"
ROUTES: tuple[Route[EventShapes], ...] = (
    route("GET", "//rate_limit", "", handle_repository.rate_limit),
    route("GET", "//user", "", handle_repository.me),
    route("GET", "", "metadata:read", handle_repository.show),
    route("PATCH", "", MANAGE, handle_settings.change_repository),
    route("GET", "/activity", READ, handle_repository.activity),
    # Statuses.
    route("POST", "/statuses/{sha}", "statuses:write", handle_repository.set_status),
    route("GET", "/commits/{ref}/statuses", "statuses:read", handle_repository.statuses),
    route("GET", "/commits/{ref}/status", "statuses:read", handle_repository.combined_status),
    # Pull requests.
    route("GET", "/pulls", READ_PULLS, handle_pulls.listed),
    route("POST", "/pulls", WRITE_PULLS, handle_pulls.make),
    route("GET", "/pulls/{number}", READ_PULLS, handle_pulls.show),
    route("PATCH", "/pulls/{number}", WRITE_PULLS, handle_pulls.change),
    route("PUT", "/pulls/{number}/merge", WRITE, handle_pulls.merge),
    route("GET", "/pulls/{number}/commits", READ_PULLS, handle_pulls.commits),
    route("GET", "/pulls/{number}/files", READ_PULLS, handle_pulls.files),
    route("GET", "/pulls/{number}/reviews", READ_PULLS, handle_pulls.reviews),
    route("POST", "/pulls/{number}/reviews", WRITE_PULLS, handle_pulls.review),
    route("GET", "/pulls/{number}/reviews/{review_id}", READ_PULLS, handle_pulls.one_review),
    route("GET", "/pulls/{number}/reviews/{review_id}/comments", READ_PULLS, handle_pulls.remarks),
    route(
        "PUT", "/pulls/{number}/reviews/{review_id}/dismissals", WRITE_PULLS, handle_pulls.dismiss
    ),
    # Issues and comments.
    route("GET", "/issues", READ_ISSUES, handle_issues.listed),
    route("POST", "/issues", WRITE_ISSUES, handle_issues.make),
    route("GET", "/issues/comments/{comment_id}", READ_ISSUES, handle_issues.one_comment),
    route("PATCH", "/issues/comments/{comment_id}", WRITE_ISSUES, handle_issues.edit),
    route("DELETE", "/issues/comments/{comment_id}", WRITE_ISSUES, handle_issues.drop),
    route("GET", "/issues/{number}", READ_ISSUES, handle_issues.show),
    route("PATCH", "/issues/{number}", WRITE_ISSUES, handle_issues.change),
    route("GET", "/issues/{number}/comments", READ_ISSUES, handle_issues.comments),
    route("GET", "/issues/{number}/events", READ_ISSUES, handle_issues.events),
    route("POST", "/issues/{number}/comments", WRITE_ISSUES, handle_issues.comment),
    route("POST", "/issues/{number}/labels", WRITE_ISSUES, handle_issues.add_labels),
    route("GET", "/labels", READ_ISSUES, handle_settings.labels),
    route("POST", "/labels", WRITE_ISSUES, handle_settings.make_label),
    route("PATCH", "/labels/{name}", WRITE_ISSUES, handle_settings.change_label),
    # Branches and files.
    route("GET", "/branches", READ, handle_git.branches),
    route("GET", "/branches/{branch}", READ, handle_git.branch),
    route("GET", "/git/ref/{ref}", READ, handle_git.one_ref),
    route("POST", "/git/refs", WRITE, handle_git.make_ref),
    route("PATCH", "/git/refs/{ref}", WRITE, handle_git.move_ref),
    route("DELETE", "/git/refs/{ref}", WRITE, handle_git.drop_ref),
    route("GET", "/commits/{ref}", READ, handle_git.commit),
    route("GET", "/contents/{path}", READ, handle_git.contents),
    route("PUT", "/contents/{path}", WRITE, handle_git.put_contents),
    # How the repository is set up.
    route("GET", "/rulesets", "metadata:read", handle_settings.rulesets),
    route("POST", "/rulesets", MANAGE, handle_settings.make_ruleset),
    route("GET", "/rulesets/{ruleset_id}", "metadata:read", handle_settings.ruleset),
    route("PUT", "/rulesets/{ruleset_id}", MANAGE, handle_settings.change_ruleset),
    route("DELETE", "/rulesets/{ruleset_id}", MANAGE, handle_settings.drop_ruleset),
    route("GET", "/environments", "actions:read", handle_environments.environments),
    route(
        "GET", "/environments/{environment_name}", "actions:read", handle_environments.environment
    ),
    route("PUT", "/environments/{environment_name}", MANAGE, handle_environments.put_environment),
    route(
        "GET",
        "/environments/{environment_name}/deployment-branch-policies",
        "actions:read",
        handle_environments.branch_policies,
    ),
    route(
        "POST",
        "/environments/{environment_name}/deployment-branch-policies",
        MANAGE,
        handle_environments.make_branch_policy,
    ),
    route(
        "GET",
        "/environments/{environment_name}/secrets",
        "environments:read",
        handle_environments.secrets,
    ),
    route(
        "GET",
        "/environments/{environment_name}/secrets/public-key",
        "environments:read",
        handle_environments.public_key,
    ),
    route(
        "PUT",
        "/environments/{environment_name}/secrets/{secret_name}",
        "environments:write",
        handle_environments.put_secret,
    ),
    route("GET", "/actions/secrets", "secrets:read", handle_environments.secrets),
    route("GET", "/actions/secrets/public-key", "secrets:read", handle_environments.public_key),
    route("PUT", "/actions/secrets/{secret_name}", "secrets:write", handle_environments.put_secret),
    route("GET", "/actions/variables", "variables:read", handle_environments.variables),
    route("POST", "/actions/variables", "variables:write", handle_environments.make_variable),
    route("GET", "/actions/variables/{name}", "variables:read", handle_environments.variable),
    route(
        "PATCH", "/actions/variables/{name}", "variables:write", handle_environments.change_variable
    ),
    route("GET", "/actions/permissions/workflow", LOOK, handle_environments.workflow_permissions),
    route(
        "PUT",
        "/actions/permissions/workflow",
        MANAGE,
        handle_environments.change_workflow_permissions,
    ),
    route(
        "POST",
        "/actions/workflows/{workflow_id}/dispatches",
        "actions:write",
        handle_repository.dispatch,
    ),
    route("GET", "/actions/artifacts", "actions:read", handle_artifacts.artifacts),
    route("GET", "/pages", "pages:read", handle_settings.pages),
    route("POST", "/pages", MANAGE, handle_settings.make_pages),
    route("PUT", "/pages", MANAGE, handle_settings.change_pages),
    route("POST", "/pages/builds", "pages:write", handle_settings.build_page),
    route("GET", "/pages/builds/latest", "pages:read", handle_settings.latest_build),
)
