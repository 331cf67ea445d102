"""Rules for branches and tags, as rulesets say them: what a change of a ref may not do."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tests.github.bare import Bare

Json = dict[str, Any]
WORKFLOWS = ".github/workflows"
SENTENCES = {
    "creation": "Cannot create ref due to creations being restricted.",
    "deletion": "Cannot delete this branch",
    "update": "Cannot update this protected ref.",
    "non_fast_forward": "Cannot force-push to this branch",
    "required_signatures": "Commits must have verified signatures.",
    "required_linear_history": "This branch must not contain merge commits.",
    "pull_request": "Changes must be made through a pull request.",
    "required_status_checks": "Required status check is expected.",
}
WATCHED = SENTENCES.keys()
# What a merge of a pull request is measured by otherwise.
BY_MERGE = frozenset({"pull_request", "required_status_checks"})
ACTIONS = 15368  # the app whose token a workflow has, as rules name it
# Ids that a ruleset knows the roles of a repository by.
ROLES = {"maintain": 2, "write": 4, "admin": 5}


class Change(NamedTuple):
    """A ref that is to move: None for what is not there."""

    ref: str
    old: str | None
    new: str | None


class Actor(NamedTuple):
    """Who moves it, as rulesets name the ones they do not hold for."""

    id: int
    role: str
    is_bot: bool
    may_change_workflows: bool


class Merge(NamedTuple):
    """The change is a merge of a pull request: the statuses that its head passed.

    Each with the app that set it, None where that was somebody else.
    """

    passed: frozenset[tuple[str, int | None]]

    def keeps(self, rule: Json) -> bool:
        """Whether it is as a rule for merges wants it."""
        wanted = rule.get("parameters", {}).get("required_status_checks", [])
        return all(
            any(
                one["context"] == context and one.get("integration_id") in (None, app)
                for context, app in self.passed
            )
            for one in wanted
        )


def refusals(
    rulesets: Sequence[Json],
    actor: Actor,
    change: Change,
    bare: Bare,
    *,
    merge: Merge | None = None,
) -> Iterator[str]:
    """Why a change is refused, a sentence for each rule that it breaks."""
    if not actor.may_change_workflows and _brings_workflows(change, bare):
        yield (
            "refusing to allow a GitHub App to create or update workflow "
            f"`{WORKFLOWS}` without `workflows` permission"
        )
    for ruleset in rulesets:
        if ruleset["enforcement"] != "active" or _bypasses(ruleset, actor):
            continue
        if not _applies(ruleset, change.ref):
            continue
        for rule in ruleset.get("rules", []):
            if merge is not None and rule["type"] in BY_MERGE:
                is_broken = not merge.keeps(rule)
            else:
                is_broken = _breaks(rule["type"], change, bare)
            if is_broken:
                yield SENTENCES[rule["type"]]


def _applies(ruleset: Json, ref: str) -> bool:
    kind = {"branch": "refs/heads/", "tag": "refs/tags/"}.get(ruleset.get("target", "branch"), "?")
    names = (ruleset.get("conditions") or {}).get("ref_name", {})
    return (
        ref.startswith(kind)
        and any(_means(pattern, ref) for pattern in names.get("include", []))
        and not any(_means(pattern, ref) for pattern in names.get("exclude", []))
    )


def _means(pattern: str, ref: str) -> bool:
    if pattern == "~ALL":
        return True
    if pattern == "~DEFAULT_BRANCH":
        return ref == "refs/heads/main"
    words = (_GLOB.get(word, re.escape(word)) for word in _WORDS.split(pattern))
    return re.fullmatch("".join(words), ref) is not None


# A star stops at a slash; two of them with a slash stand for any number of folders.
_WORDS = re.compile(r"(\*\*/|\*\*|\*|\?)")
_GLOB = {"**/": "(?:.*/)?", "**": "[^/]*", "*": "[^/]*", "?": "[^/]"}


def _bypasses(ruleset: Json, actor: Actor) -> bool:
    for one in ruleset.get("bypass_actors") or []:
        kind, id_ = one["actor_type"], one.get("actor_id")
        if kind == "RepositoryRole" and id_ == ROLES.get(actor.role) and not actor.is_bot:
            return True
        if kind == ("Integration" if actor.is_bot else "User") and id_ == actor.id:
            return True
    return False


def _breaks(rule: str, change: Change, bare: Bare) -> bool:
    old, new = change.old, change.new
    if rule in {"creation", "deletion"}:
        return (old if rule == "creation" else new) is None
    if new is None or rule not in WATCHED:
        return False
    if rule == "non_fast_forward":
        return old is not None and not bare.is_ancestor(old, new)
    if rule in {"required_signatures", "required_linear_history"}:
        bad = bare.is_merge if rule == "required_linear_history" else bare.is_unsigned
        return any(bad(commit) for commit in bare.new_commits(old, new))
    return old is not None


def _brings_workflows(change: Change, bare: Bare) -> bool:
    """Whether its workflows are on no branch yet."""
    if change.new is None or not change.ref.startswith("refs/heads/"):
        return False
    brought = bare.entry(change.new, WORKFLOWS)
    if brought is None:
        return False
    tips = bare.refs("refs/heads/").values()
    return brought not in {bare.entry(tip, WORKFLOWS) for tip in tips}
