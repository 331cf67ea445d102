"""The sets of rules for branches and tags that an office wants from GitHub, and gives it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pipeline.forge.github_facts import Ruleset

# The app whose token a workflow has: a status of that name by anybody else counts nothing.
ACTIONS = 15368
STATUS = "siar"
ADMIN = 5
# Whoever administers the repository could lift the rules as well; nobody else may pass them by.
TRUSTED = frozenset({f"RepositoryRole {ADMIN}", "OrganizationAdmin", "EnterpriseOwner"})


class Rule(NamedTuple):
    """A set of rules: for which refs, what it wants, and whether administrators may pass it by."""

    name: str
    target: str
    include: frozenset[str]
    rules: Mapping[str, Mapping[str, Any]]
    is_passable: bool = False


# Recording is a push: no approval may ever be dismissed by one, nor be wanted from another than
# who pushed last. The digest that was approved does that work.
_PULL_REQUEST = {
    "required_approving_review_count": 0,
    "dismiss_stale_reviews_on_push": False,
    "require_code_owner_review": False,
    "require_last_push_approval": False,
    "required_review_thread_resolution": False,
    "allowed_merge_methods": ["merge"],
}
# The recorder passes a head just before it merges it. Until then nobody's button does.
_CHECKS = {
    "required_status_checks": [{"context": STATUS, "integration_id": ACTIONS}],
    "strict_required_status_checks_policy": False,
    "do_not_enforce_on_create": False,
}
_KEPT: Mapping[str, Mapping[str, Any]] = {"deletion": {}, "non_fast_forward": {}}
RULES = (
    # Changes of roster and program are pushed by `siar ratify`, for which there is no other way.
    Rule("siar: main", "branch", frozenset({"refs/heads/main"}),
         {**_KEPT, "pull_request": _PULL_REQUEST, "required_status_checks": _CHECKS},
         is_passable=True),
    Rule("siar: ledger, site", "branch",
         frozenset({"refs/heads/ledger", "refs/heads/site"}), _KEPT),
    # Deleted when they are merged; until then what is recorded there stays.
    Rule("siar: request", "branch", frozenset({"refs/heads/request/**"}),
         {"non_fast_forward": {}}),
    Rule("siar: agenda", "tag", frozenset({"refs/tags/agenda/**"}),
         {**_KEPT, "update": {}}),
)  # fmt: skip


def ruleset_body(rule: Rule) -> Mapping[str, Any]:
    """A set of rules as GitHub wants to be given it."""
    admin = {"actor_id": ADMIN, "actor_type": "RepositoryRole", "bypass_mode": "always"}
    return {
        "name": rule.name,
        "target": rule.target,
        "enforcement": "active",
        "bypass_actors": [admin] if rule.is_passable else [],
        "conditions": {"ref_name": {"include": sorted(rule.include), "exclude": []}},
        "rules": [
            {"type": name, "parameters": dict(given)} if given else {"type": name}
            for name, given in rule.rules.items()
        ],
    }


def satisfies(found: Ruleset, rule: Rule) -> bool:
    """Whether a set of rules that is there does what is wanted."""
    return (
        found.is_active
        and found.target == rule.target
        and found.include >= rule.include
        and not found.exclude
        and found.rules >= set(rule.rules)
        and found.checks >= set(_checks(rule))
        and found.bypass <= TRUSTED
        and not found.dismisses
        and not found.wants_last_push
    )


def _checks(rule: Rule) -> Iterator[tuple[str, int]]:
    for one in rule.rules.get("required_status_checks", {}).get("required_status_checks", []):
        yield one["context"], one["integration_id"]
