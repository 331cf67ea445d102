"""What no workflow file of an office may do: each rule a row, with what it looks at.

Stricter than any linter for everybody: these files only install and call `siar`, so whatever else
they might say is wrong until a row here allows it.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pipeline.record.strict_yaml import load_stream

Mapped = Mapping[str, Any]

# Who may say what: the workflow's name, and the permissions of its jobs.
PERMISSIONS: Mapping[str, Mapping[str, str]] = {
    "check": {"contents": "read"},
    "review": {},
    "record": {
        "contents": "write", "pull-requests": "write", "issues": "write", "statuses": "write",
        "actions": "write",
    },
    "publish": {
        "contents": "write", "pull-requests": "read", "pages": "write",
    },
    "compare": {"contents": "read", "pull-requests": "read"},
}  # fmt: skip
COMMANDS: Mapping[str, frozenset[str]] = {
    "check": frozenset(
        {
            "make siar",
            ".venv/bin/siar check --format github",
            ".venv/bin/siar preview --changed --to pratinjau",
        }
    ),
    "review": frozenset({"true"}),
    "record": frozenset({"make siar", ".venv/bin/siar record --sheets lembar-disposisi"}),
    "publish": frozenset({"make siar", ".venv/bin/siar publish"}),
    "compare": frozenset(
        {
            "make siar",
            ".venv/bin/siar build --compare",
            '.venv/bin/siar build --compare --years "$PART/4" --to "bagian/$PART.bundle"',
            ".venv/bin/siar build --compare --join bagian",
        }
    ),
}
# Which have more than one job, and what these have besides steps: written down, never computed.
JOBS: Mapping[str, Mapping[str, Mapped]] = {
    "compare": {
        "whole": {},
        "part": {"strategy": {"matrix": {"part": ["1", "2", "3", "4"]}}},
        "joined": {"needs": "part"},
    },
}
# Started as the pull request has them, so that whoever opened it may have written the file.
BY_STRANGERS = frozenset({"pull_request", "pull_request_review"})
CHECKOUT_INPUTS = frozenset(
    {"ref", "fetch-depth", "filter", "sparse-checkout", "persist-credentials"}
)
# What a run with rights lays out: what it runs, and not the archive.
LAID_OUT = ["pipeline", "tools"]
STEP_KEYS = frozenset({"name", "uses", "with", "run", "env", "if"})
BESIDES = ("needs", "container", "services", "strategy", "outputs", "uses")
PINNED = re.compile(r"actions/[a-z-]+@[0-9a-f]{40}")
PINNED_LINE = re.compile(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
# What a condition may be made of: nothing that calls, formats or reaches elsewhere.
CONDITION = re.compile(
    r"(?:[ ()!&|]|==|!=|'[a-z_/]*'|github\.event_name|github\.event\.comment\.body"
    r"|github\.event\.workflow_run\.(?:event|conclusion)|vars\.SIAR_(?:ROOT|PARTS)"
    r"|startsWith|success\(\)|failure\(\)|,)*"
)
# What may stand in an expression elsewhere.
GIVEN = re.compile(r" (?:(?:secrets|vars)\.SIAR_[A-Z]+|github\.(?:token|ref|run_id)|matrix\.part) ")
SECRET = re.compile(r"\bsecrets\b")
ONE_SECRET = re.compile(r"\$\{\{ secrets\.SIAR_[A-Z]+ \}\}")


class Broken(NamedTuple):
    """A rule that a file breaks, and what breaks it."""

    rule: str
    what: str


class File(NamedTuple):
    """A workflow file: its text, and what it says."""

    text: str
    said: Mapped

    @property
    def name(self) -> str:
        """The workflow's own name."""
        return str(self.said.get("name"))

    @property
    def events(self) -> frozenset[str]:
        """What starts it."""
        return frozenset(self.said["on"])

    @property
    def jobs(self) -> Mapping[str, Mapped]:
        """Its jobs."""
        jobs: Mapping[str, Mapped] = self.said["jobs"]
        return jobs

    def steps(self) -> Iterator[tuple[Mapped, Mapped]]:
        """Each step, with its job."""
        for job in self.jobs.values():
            for step in job.get("steps", ()):
                yield job, step

    @property
    def is_trusted(self) -> bool:
        """Whether it is main's file that runs, with rights: not where a stranger wrote it."""
        return not self.events & BY_STRANGERS


def broken(text: str) -> set[Broken]:
    """Every rule that a workflow file breaks."""
    documents, findings = load_stream(text.encode(), "workflow.yml")
    assert not findings, findings
    file = File(text, documents[0].value)
    return {Broken(rule, what) for rule, look in RULES.items() for what in look(file)}


def _checkout(file: File) -> Iterator[str]:
    """With rights only main is checked out, whatever pull request or commit woke it."""
    for _job, step in file.steps():
        if "checkout" not in str(step.get("uses", "")):
            continue
        given = step.get("with", {})
        if set(given) - CHECKOUT_INPUTS:
            yield f"checkout with {sorted(set(given) - CHECKOUT_INPUTS)}"
        if file.is_trusted and given.get("ref") != "main":
            yield f"checkout of {given.get('ref')}"
        laid_out = given.get("sparse-checkout", "").splitlines()
        if file.is_trusted and (given.get("filter"), laid_out) != ("blob:none", LAID_OUT):
            yield f"checkout of the archive: {laid_out}"
        if not file.is_trusted and "ref" in given:
            yield f"checkout of {given['ref']}"


def _credentials(file: File) -> Iterator[str]:
    """No checkout leaves the job's token lying there."""
    for _job, step in file.steps():
        given = step.get("with", {})
        if "checkout" in str(step.get("uses", "")) and given.get("persist-credentials") != "false":
            yield "a checkout that keeps credentials"


def _command(file: File) -> Iterator[str]:
    """Only installing and calling `siar`; so nothing is ever pasted into a shell, either."""
    allowed = COMMANDS.get(file.name, frozenset())
    for _job, step in file.steps():
        if "run" in step and step["run"] not in allowed:
            yield str(step["run"])
        if set(step) - STEP_KEYS:
            yield f"a step with {sorted(set(step) - STEP_KEYS)}"
    for key in ("defaults", "env"):
        if key in file.said or any(key in job for job in file.jobs.values()):
            yield f"`{key}` for every step"


def _pin(file: File) -> Iterator[str]:
    """Every action by its commit, and beside it the version that this is."""
    for job, step in file.steps():
        if "uses" in job or ("uses" in step and not PINNED.fullmatch(step["uses"])):
            yield str(step.get("uses"))
    for line in (line.strip() for line in file.text.splitlines()):
        if line.startswith(("uses:", "- uses:")) and not PINNED_LINE.fullmatch(line):
            yield line


def _secret(file: File) -> Iterator[str]:
    """One by one, in a step's `env`, in a job that an environment guards."""
    for job, step in file.steps():
        for value in step.get("env", {}).values():
            if SECRET.search(value) and (
                "environment" not in job or not ONE_SECRET.fullmatch(value)
            ):
                yield f"{value} where no environment guards it"
        rest = {key: value for key, value in step.items() if key != "env"}
        if SECRET.search(json.dumps(rest)):
            yield f"a secret in {step.get('name')}"
    rest = {key: value for key, value in file.said.items() if key not in ("on", "jobs")}
    outside = [rest, *({**job, "steps": ()} for job in file.jobs.values())]
    if SECRET.search(json.dumps(outside)):
        yield "a secret outside a step"


def _stranger(file: File) -> Iterator[str]:
    """What a stranger may have written has no environment, and no token."""
    if file.is_trusted:
        return
    for job in file.jobs.values():
        if "environment" in job:
            yield "an environment"
        if re.search(r"github\.token|GITHUB_TOKEN", json.dumps(job)):
            yield "a token"


def _cache(file: File) -> Iterator[str]:
    """Where secrets are, nothing is taken from a cache that a pull request may have filled."""
    for job, step in file.steps():
        taken = "cache" in str(step.get("uses", "")) or "cache" in step.get("with", {})
        if taken and "environment" in job:
            yield str(step.get("uses"))


def _permission(file: File) -> Iterator[str]:
    """Nobody may anything, and each job exactly what the table says."""
    if file.said.get("permissions") != {}:
        yield f"the workflow: {file.said.get('permissions')}"
    for name, job in file.jobs.items():
        if job.get("permissions") != PERMISSIONS.get(file.name):
            yield f"{name}: {job.get('permissions')}"


def _environment(file: File) -> Iterator[str]:
    """Where there are rights to write, main's own environment guards them."""
    for name, job in file.jobs.items():
        writes = "write" in str(job.get("permissions"))
        if writes and job.get("environment") != file.name:
            yield f"{name}: {job.get('environment')}"


def _condition(file: File) -> Iterator[str]:
    """A condition compares; it calls nothing, and forgives no step that failed."""
    said = [part["if"] for pair in file.steps() for part in pair if "if" in part]
    yield from (text for text in said if not CONDITION.fullmatch(text))
    if "continue-on-error" in file.text or "always()" in file.text:
        yield "a failure that is forgiven"


def _event_text(file: File) -> Iterator[str]:
    """What somebody typed on the forge is compared in a condition, and is given to nothing."""
    for text in re.findall(r"\$\{\{(.*?)\}\}", file.text, re.DOTALL):
        if not GIVEN.fullmatch(text):
            yield text.strip()


def _concurrency(file: File) -> Iterator[str]:
    """With rights nothing that runs is cut short, and one runs at a time."""
    found = file.said.get("concurrency", {})
    if file.is_trusted and found.get("group") != file.name:
        yield f"the group {found.get('group')}"
    if file.name != "check" and found.get("cancel-in-progress") != "false":
        yield "a run that may be cut short"
    if any("concurrency" in job for job in file.jobs.values()):
        yield "concurrency of a job"


def _jobs(file: File) -> Iterator[str]:
    """One job, or those of the table; each on a runner of the forge's own, that ends."""
    known = JOBS.get(file.name) or {name: {} for name in [*file.jobs][:1]}
    if file.jobs.keys() != known.keys():
        yield f"jobs: {sorted(file.jobs)}"
    for name, job in file.jobs.items():
        if job.get("runs-on") != "ubuntu-latest" or "timeout-minutes" not in job:
            yield f"{name}: {job.get('runs-on')}, {job.get('timeout-minutes')} minutes"
        if {key: job[key] for key in BESIDES if key in job} != known.get(name, {}):
            yield f"{name}: more than steps"


RULES: Mapping[str, Callable[[File], Iterator[str]]] = {
    "checkout": _checkout,
    "credentials": _credentials,
    "command": _command,
    "pin": _pin,
    "secret": _secret,
    "stranger": _stranger,
    "cache": _cache,
    "permission": _permission,
    "environment": _environment,
    "condition": _condition,
    "event-text": _event_text,
    "concurrency": _concurrency,
    "jobs": _jobs,
}
