"""What a repository on GitHub should have, held against what it has: pure, without a request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from pipeline.forge.github_facts import MERGES, Facts, Ruleset
from pipeline.i18n import _

MAIN, SITE = "main", "site"
ENVIRONMENTS = ("record", "publish")
KEY, MAIL, ROOT, PRACTICE, PAGES = (
    "SIAR_KEY", "SIAR_SMTPPASSWORD", "SIAR_ROOT", "SIAR_PRACTICE", "SIAR_PAGES",
)  # fmt: skip
# Any of these says where the website goes.
WEBSITE = (PAGES, "SIAR_SITEREPOSITORY", "SIAR_RSYNC", "SIAR_DEPLOY")
LABELS = {"permintaan": "1d76db"}


class Standing(StrEnum):
    """How it is with one thing."""

    HOLDS = "✓"
    MISSING = "✗"
    # What cannot be had here; the rest must hold without it.
    LACKING = "–"


class Step(NamedTuple):
    """A request that brings something about; the path is below the repository's."""

    method: str
    path: str
    body: Mapping[str, Any]


class Point(NamedTuple):
    """One thing, how it is, the way out, and the steps that we may take ourselves."""

    standing: Standing
    sentence: str
    help: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What depends on the office: its root, whether its mail server wants a password.

    `pages`: the website is to be shown by this repository's own Pages.
    """

    root: str
    mail_password: bool = False
    pages: bool = False


class Rule(NamedTuple):
    """A set of rules that an office wants: for which refs, and what."""

    name: str
    target: str
    include: frozenset[str]
    rules: Mapping[str, Mapping[str, Any]]


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
_KEPT: Mapping[str, Mapping[str, Any]] = {"deletion": {}, "non_fast_forward": {}}
RULES = (
    Rule("siar: main", "branch", frozenset({"refs/heads/main"}),
         {**_KEPT, "pull_request": _PULL_REQUEST}),
    Rule("siar: ledger, site", "branch",
         frozenset({"refs/heads/ledger", "refs/heads/site"}), _KEPT),
    # Deleted when they are merged; until then what is recorded there stays.
    Rule("siar: request", "branch", frozenset({"refs/heads/request/**"}),
         {"non_fast_forward": {}}),
    Rule("siar: agenda", "tag", frozenset({"refs/tags/agenda/**"}),
         {**_KEPT, "update": {}}),
)  # fmt: skip


def points(facts: Facts, wanted: Wanted) -> list[Point]:
    """Everything that an office's repository should have, and how it is here."""
    return [point for look in LOOKS for point in look(facts, wanted)]


def _point(holds: bool, good: str, bad: str, help: str = "", *steps: Step) -> Point:
    if holds:
        return Point(Standing.HOLDS, good)
    return Point(Standing.MISSING, bad, help or _by_ourselves(), steps)


def _by_ourselves() -> str:
    return _("siar setup github --apply")


def _visibility(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    yield _point(
        facts.visibility == "private",
        _("only its members see {repository}").format(repository=facts.repository),
        _("more than its members see {repository}, with letters and addresses").format(
            repository=facts.repository
        ),
        _("make it private: Settings, General, Danger Zone"),
    )
    yield _point(
        facts.main == MAIN,
        _("its default branch is main"),
        _("its default branch is {branch}").format(branch=facts.main),
        _("make main the default branch: Settings, General"),
    )


def _merging(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    body = {key: name == "merge" for name, key in MERGES.items()}
    yield _point(
        facts.merges == {"merge"},
        _("requests are merged by merge commits only"),
        _("requests may be merged otherwise than by a merge commit, which leaves steps out"),
        "",
        Step("PATCH", "", body),
    )


def _token(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    body = {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": True}
    step = Step("PUT", "/actions/permissions/workflow", body)
    yield _point(
        not facts.token_writes,
        _("workflows may only read, unless they say more"),
        _("every workflow may write, whether it says so or not"),
        "",
        step,
    )
    # GitHub has one setting for both; an approval by a program counts for nothing with us.
    yield _point(
        facts.token_proposes,
        _("the recorder may open pull requests"),
        _("the recorder may not open pull requests"),
        "",
        step,
    )


def _labels(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    for name, color in LABELS.items():
        yield _point(
            name in facts.labels,
            _("the label {name} is there").format(name=name),
            _("the label {name} is missing, so that no letter comes in").format(name=name),
            "",
            Step("POST", "/labels", {"name": name, "color": color}),
        )


def _rulesets(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    if facts.rulesets is None:
        yield Point(
            Standing.LACKING,
            _("this plan has no rules for a private repository: a writer may push to main"),
            _("still holds: nothing on main is published unless it was approved, and `siar verify` "
              "names what was not"),
        )  # fmt: skip
        return
    for rule in RULES:
        there = next((found for found in facts.rulesets if found.name == rule.name), None)
        step = (
            Step("POST", "/rulesets", ruleset_body(rule))
            if there is None
            else Step("PUT", f"/rulesets/{there.id}", ruleset_body(rule))
        )
        yield _point(
            there is not None and satisfies(there, rule),
            _("the rules “{name}” hold").format(name=rule.name),
            _("the rules “{name}” are missing, or say something else").format(name=rule.name),
            "",
            step,
        )
    for found in facts.rulesets:
        if found.is_active and (found.dismisses or found.wants_last_push):
            yield Point(
                Standing.MISSING,
                _("the rules “{name}” take approvals back after a push, and recording is a "
                  "push").format(name=found.name),
                _("switch off “Dismiss stale approvals” and “Require approval of the most recent "
                  "push” in them: Settings, Rules"),
            )  # fmt: skip


def ruleset_body(rule: Rule) -> Mapping[str, Any]:
    """A set of rules as GitHub wants to be given it."""
    return {
        "name": rule.name,
        "target": rule.target,
        "enforcement": "active",
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
        and not found.dismisses
        and not found.wants_last_push
    )


def _environments(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    if facts.rulesets is None:
        yield Point(
            Standing.LACKING,
            _("this plan has no environments for a private repository: a workflow of any writer "
              "could read the recorder's key"),
            _("still holds: every approval is asked of the forge again before it is published; "
              "give the right to write to few"),
        )  # fmt: skip
        yield _point(
            KEY in facts.secrets,
            _("the repository has the secret {secret}").format(secret=KEY),
            _("the repository has no secret {secret}").format(secret=KEY),
            _("set it: Settings, Secrets and variables, Actions"),
        )
        return
    there = {place.name: place for place in facts.environments}
    for name in ENVIRONMENTS:
        place = there.get(name)
        yield _point(
            place is not None and place.branches == frozenset({MAIN}),
            _("only main may use the environment {name}").format(name=name),
            _("the environment {name} is missing, or not only for main").format(name=name),
            _("take the other branches away: Settings, Environments, {name}").format(name=name)
            if place and MAIN in (place.branches or ())
            else "",
            *_environment_steps(name, place.branches if place else None),
        )
        for secret in (KEY, *((MAIL,) if name == "publish" and wanted.mail_password else ())):
            yield _point(
                place is not None and secret in place.secrets,
                _("the environment {name} has the secret {secret}").format(
                    name=name, secret=secret
                ),
                _("the environment {name} has no secret {secret}").format(name=name, secret=secret),
                _("set it: Settings, Environments, {name}").format(name=name),
            )
    yield _point(
        KEY not in facts.secrets,
        _("the recorder's key is in environments only"),
        _("the secret {secret} is open to every workflow of the repository").format(secret=KEY),
        _("delete it: Settings, Secrets and variables, Actions; the environments have their own"),
    )


def _environment_steps(name: str, branches: frozenset[str] | None) -> Iterator[Step]:
    if branches is None:
        policy = {"protected_branches": False, "custom_branch_policies": True}
        yield Step("PUT", f"/environments/{name}", {"deployment_branch_policy": policy})
    if MAIN not in (branches or ()):
        place = f"/environments/{name}/deployment-branch-policies"
        yield Step("POST", place, {"name": MAIN, "type": "branch"})


def _variables(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    yield _point(
        facts.variables.get(ROOT) == wanted.root,
        _("the root is pinned: {root}").format(root=wanted.root[:10]),
        _("the root is not pinned"),
        "",
        variable_step(facts, ROOT, wanted.root),
    )
    in_earnest = facts.variables.get(PRACTICE) == "false"
    yield Point(
        Standing.HOLDS,
        _("the office works in earnest: mail leaves")
        if in_earnest
        else _("practice: no mail leaves, until the variable {name} is `false`").format(
            name=PRACTICE
        ),
    )


def variable_step(facts: Facts, name: str, value: str) -> Step:
    """Set a variable, whether it is there already or not."""
    body = {"name": name, "value": value}
    if name in facts.variables:
        return Step("PATCH", f"/actions/variables/{name}", body)
    return Step("POST", "/actions/variables", body)


def _website(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    goes = [name for name in WEBSITE if facts.variables.get(name) not in (None, "", "false")]
    if wanted.pages and facts.variables.get(PAGES) != "true":
        yield Point(
            Standing.MISSING,
            _("publishing asks for no build of this repository's Pages"),
            _by_ourselves() + " --pages",
            (variable_step(facts, PAGES, "true"),),
        )
    elif not goes:
        yield Point(
            Standing.MISSING,
            _("nothing says where the website goes"),
            _("set one of the variables {names}, or call this with --apply --pages").format(
                names=", ".join(WEBSITE[1:])
            ),
        )
    else:
        yield Point(Standing.HOLDS, _("the website goes by {names}").format(names=", ".join(goes)))
    if wanted.pages or facts.variables.get(PAGES) == "true":
        yield _pages(facts)


def _pages(facts: Facts) -> Point:
    source = {"source": {"branch": SITE, "path": "/"}}
    if not facts.has_site:
        return Point(
            Standing.LACKING,
            _("there is no branch site yet, which Pages could show"),
            _("publish once, then call this again"),
        )
    return _point(
        facts.pages == SITE,
        _("Pages show the branch site"),
        _("Pages do not show the branch site"),
        _by_ourselves() + " --pages",
        Step("POST" if facts.pages is None else "PUT", "/pages", source),
    )


LOOKS: tuple[Callable[[Facts, Wanted], Iterator[Point]], ...] = (
    _visibility, _merging, _token, _labels, _rulesets, _environments, _variables, _website,
)  # fmt: skip
