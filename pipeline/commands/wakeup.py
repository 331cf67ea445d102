"""What an event of a forge points at: it only wakes, and says where to look first."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

PUBLISHING = "publish"


class Kind(StrEnum):
    """What is looked at: one of these, by its number; what was published lately; or nothing."""

    PULL_REQUEST = "pull request"
    ISSUE = "issue"
    PUBLISHED = "published"
    NOTHING = "nothing"


class Target(NamedTuple):
    """What to look at first; `number` is the forge's."""

    kind: Kind
    number: int = 0


def target(name: str, payload: Mapping[str, Any]) -> Target | None:
    """What to look at; None when an event points at nothing by itself: then all is looked at."""
    if name in ("issues", "issue_comment"):
        issue = payload.get("issue") or {}
        return _target(
            Kind.PULL_REQUEST if issue.get("pull_request") else Kind.ISSUE, issue.get("number")
        )
    if name in ("pull_request", "pull_request_target", "pull_request_review"):
        return _target(Kind.PULL_REQUEST, (payload.get("pull_request") or {}).get("number"))
    if name == "workflow_run":
        return _of_run(payload.get("workflow_run") or {}, payload)
    return None


def _of_run(run: Mapping[str, Any], payload: Mapping[str, Any]) -> Target | None:
    """What a workflow that has ended had looked at."""
    if run.get("name") == PUBLISHING:
        return Target(Kind.PUBLISHED)
    listed = run.get("pull_requests") or []
    if len(listed) == 1:
        return _target(Kind.PULL_REQUEST, listed[0].get("number"))
    there, here = run.get("head_repository") or {}, payload.get("repository") or {}
    # Of a stranger's copy nothing is ours, and its owner could wake us as often as they like.
    is_foreign = not listed and there.get("id") != here.get("id")
    return Target(Kind.NOTHING) if is_foreign else None


def _target(kind: Kind, number: object) -> Target | None:
    is_number = isinstance(number, int) and not isinstance(number, bool) and number > 0
    return Target(kind, int(str(number))) if is_number else None
