"""What an event of a forge points at: it only wakes, and says where to look first."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Target(NamedTuple):
    """One pull request or one issue, by its number on the forge."""

    number: int
    is_pull_request: bool


def target(name: str, payload: Mapping[str, Any]) -> Target | None:
    """What to look at; None when an event points at nothing by itself: then all is looked at."""
    if name in ("issues", "issue_comment"):
        issue = payload.get("issue") or {}
        return _target(issue.get("number"), is_pull_request=bool(issue.get("pull_request")))
    if name in ("pull_request", "pull_request_target", "pull_request_review"):
        return _target((payload.get("pull_request") or {}).get("number"), is_pull_request=True)
    if name == "workflow_run":
        listed = (payload.get("workflow_run") or {}).get("pull_requests") or []
        if len(listed) == 1:
            return _target(listed[0].get("number"), is_pull_request=True)
    return None


def _target(number: object, *, is_pull_request: bool) -> Target | None:
    is_number = isinstance(number, int) and not isinstance(number, bool) and number > 0
    return Target(int(str(number)), is_pull_request) if is_number else None
