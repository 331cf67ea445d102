"""Read how a repository on GitHub is set up, in our own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.errors import NotFound
from pipeline.forge.answer import Answer, unexpected
from pipeline.forge.client import Client, cut_short
from pipeline.forge.wire import Declined
from pipeline.i18n import _

MERGES = {
    "merge": "allow_merge_commit",
    "squash": "allow_squash_merge",
    "rebase": "allow_rebase_merge",
}
MAY_WRITE = {"read": False, "write": True}
IN_FORCE = {"active": True, "evaluate": False, "disabled": False}
FULL, MOST_PAGES = 30, 50  # thirty variables are a full page, of whatever else is listed here, too
# How GitHub says that a repository's plan does not have something.
UPGRADE = "Upgrade to GitHub"


class Ruleset(NamedTuple):
    """A set of rules for branches or tags; `rules` are the names of what it forbids or wants.

    `checks` are the statuses that a merge needs, each with the app it must come from (None: from
    anybody); `bypass` names whom the rules do not hold for.
    """

    id: int
    name: str
    target: str
    is_active: bool
    include: frozenset[str]
    exclude: frozenset[str]
    rules: frozenset[str]
    dismisses: bool
    wants_last_push: bool
    checks: frozenset[tuple[str, int | None]]
    bypass: frozenset[str]


class Environment(NamedTuple):
    """Where secrets are kept; `branches` may use them, None: any branch."""

    name: str
    branches: frozenset[str] | None
    secrets: frozenset[str]


@dataclass(frozen=True)
class Facts:
    """How a repository is set up; `rulesets` None: its plan has none, nor environments."""

    repository: str
    visibility: str
    main: str
    merges: frozenset[str]
    labels: frozenset[str]
    rulesets: tuple[Ruleset, ...] | None
    environments: tuple[Environment, ...]
    secrets: frozenset[str]
    variables: Mapping[str, str]
    token_writes: bool
    token_proposes: bool
    pages: str | None
    has_site: bool


def read_facts(client: Client, environments: tuple[str, ...]) -> Facts:
    """How the client's repository is set up, as far as we are interested.

    Raises NotFound, NotAllowed when the token may not look, TryAgain, UnexpectedAnswer.
    """
    about, token = client.get(""), client.get("/actions/permissions/workflow")
    rulesets, pages = _rulesets(client), _maybe(client, "/pages")
    source = pages.maybe_part("source") if pages else None
    variables = _counted(client, "/actions/variables", "variables")
    return Facts(
        repository=f"{client.owner}/{client.repo}",
        visibility=about.text("visibility"),
        main=about.text("default_branch"),
        merges=frozenset(name for name, key in MERGES.items() if about.flag(key)),
        labels=frozenset(label.text("name") for label in client.linked("/labels", per_page=100)),
        rulesets=rulesets,
        environments=() if rulesets is None else tuple(_environments(client, environments)),
        secrets=_names(client, "/actions/secrets", "secrets"),
        variables={one.text("name"): one.words("value") for one in variables},
        token_writes=token.one_of("default_workflow_permissions", MAY_WRITE),
        token_proposes=token.flag("can_approve_pull_request_reviews"),
        pages=None if pages is None else source.words("branch") if source else "",
        has_site=_maybe(client, "/branches/{branch}", branch="site") is not None,
    )


def _rulesets(client: Client) -> tuple[Ruleset, ...] | None:
    """All sets of rules with what each says; None where the plan has none."""
    try:
        listed = client.linked("/rulesets", per_page=100)
    except Declined as declined:
        if UPGRADE in declined.message:
            return None
        raise
    return tuple(
        _ruleset(client.get("/rulesets/{ruleset}", ruleset=found.number("id"))) for found in listed
    )


def _ruleset(found: Answer) -> Ruleset:
    conditions = found.maybe_part("conditions")
    names = conditions.maybe_part("ref_name") if conditions else None
    rules = found.each("rules")
    wanted = [given for rule in rules if (given := rule.maybe_part("parameters"))]
    return Ruleset(
        id=found.number("id"),
        name=found.text("name"),
        target=found.text("target"),
        is_active=found.one_of("enforcement", IN_FORCE),
        include=frozenset(names.texts("include") if names else ()),
        exclude=frozenset(names.texts("exclude") if names else ()),
        rules=frozenset(rule.text("type") for rule in rules),
        dismisses=any(given.flag("dismiss_stale_reviews_on_push", False) for given in wanted),
        wants_last_push=any(given.flag("require_last_push_approval", False) for given in wanted),
        checks=frozenset(
            (check.text("context"), check.maybe_number("integration_id"))
            for given in wanted
            for check in given.maybe_each("required_status_checks")
        ),
        bypass=frozenset(_bypass(found)),
    )


def _bypass(found: Answer) -> Iterator[str]:
    """Whom it does not hold for, as `RepositoryRole 5`; only an administrator is told."""
    for actor in found.maybe_each("bypass_actors"):
        kind = actor.text("actor_type")
        is_one_of_many = kind in ("RepositoryRole", "Team", "Integration", "User")
        yield f"{kind} {actor.number('actor_id')}" if is_one_of_many else kind


def _environments(client: Client, names: tuple[str, ...]) -> Iterator[Environment]:
    """Those of our environments that are there."""
    for name in names:
        found = _maybe(client, "/environments/{name}", name=name)
        if found is None:
            continue
        place = f"/environments/{name}"
        policy, branches = found.maybe_part("deployment_branch_policy"), None
        if policy is not None and policy.flag("custom_branch_policies"):
            branches = _names(client, f"{place}/deployment-branch-policies", "branch_policies")
        yield Environment(name, branches, _names(client, f"{place}/secrets", "secrets"))


def _maybe(client: Client, path: str, **named: str) -> Answer | None:
    """What lies at a path; None where nothing does, or the plan has no such thing."""
    try:
        return client.get(path, **named)
    except NotFound:
        return None
    except Declined as declined:
        if UPGRADE in declined.message:
            return None
        raise


def _names(client: Client, path: str, key: str) -> frozenset[str]:
    return frozenset(one.text("name") for one in _counted(client, path, key))


def _counted(client: Client, path: str, key: str) -> list[Answer]:
    """A list that GitHub gives with its total beside it."""
    found: list[Answer] = []
    for page in range(1, MOST_PAGES + 1):
        said = client.get(path, per_page=FULL, page=page)
        items = said.each(key)
        found += items
        if len(found) >= said.number("total_count"):
            return found
        if not items:
            raise cut_short(path, len(found))
    raise unexpected(path, _("it has no end"))
