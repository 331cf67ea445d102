"""What a repository on GitHub should have, held against what it has: pure, without a request."""

from collections.abc import Callable, Iterator

from pipeline.forge.github_facts import MERGES, Facts
from pipeline.forge.github_outfit import MAIN, environments, variables, website
from pipeline.forge.github_point import Point, Standing, Step, Wanted, point
from pipeline.forge.github_rules import RULES, ruleset_body, satisfies
from pipeline.forge.issue_fields import LABEL
from pipeline.i18n import _

LABELS = {LABEL: "1d76db"}


def points(facts: Facts, wanted: Wanted) -> list[Point]:
    """Everything that an office's repository should have, and how it is here."""
    return [found for look in LOOKS for found in look(facts, wanted)]


def _visibility(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    yield point(
        facts.visibility == "private",
        _("only its members see {repository}").format(repository=facts.repository),
        _("more than its members see {repository}, with letters and addresses").format(
            repository=facts.repository
        ),
        _("make it private: Settings, General, Danger Zone"),
    )
    yield point(
        facts.main == MAIN,
        _("its default branch is main"),
        _("its default branch is {branch}").format(branch=facts.main),
        _("make main the default branch: Settings, General"),
    )


def _merging(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    body = {key: name == "merge" for name, key in MERGES.items()}
    yield point(
        facts.merges == {"merge"},
        _("requests are merged by merge commits only"),
        _("requests may be merged otherwise than by a merge commit, which leaves steps out"),
        "",
        Step("PATCH", "", body),
    )


def _token(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    body = {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": True}
    step = Step("PUT", "/actions/permissions/workflow", body)
    yield point(
        not facts.token_writes,
        _("workflows may only read, unless they say more"),
        _("every workflow may write, whether it says so or not"),
        "",
        step,
    )
    # GitHub has one setting for both; an approval by a program counts for nothing with us.
    yield point(
        facts.token_proposes,
        _("the recorder may open pull requests"),
        _("the recorder may not open pull requests"),
        "",
        step,
    )


def _labels(facts: Facts, wanted: Wanted) -> Iterator[Point]:
    for name, color in LABELS.items():
        yield point(
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
            _("this plan has no rules for a private repository: a writer may push to main, and "
              "merge what nobody approved"),
            _("still holds: nothing on main is published unless it was approved, and `siar verify` "
              "names what was not; tell staff never to press “Merge pull request”"),
        )  # fmt: skip
        return
    for rule in RULES:
        there = next((found for found in facts.rulesets if found.name == rule.name), None)
        step = (
            Step("POST", "/rulesets", ruleset_body(rule))
            if there is None
            else Step("PUT", f"/rulesets/{there.id}", ruleset_body(rule))
        )
        yield point(
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


LOOKS: tuple[Callable[[Facts, Wanted], Iterator[Point]], ...] = (
    _visibility, _merging, _token, _labels, _rulesets, environments, variables, website,
)  # fmt: skip
