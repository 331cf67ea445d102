"""Run an office's own workflow files as a forge's runner does: `act`, without Docker or network.

The actions they use cannot be fetched here, so small stand-ins answer for them, which do what the
real ones do with the inputs that our workflows give, and refuse any other.
"""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.record.strict_yaml import load_stream
from tests.github.server import GitHub
from tests.support.programs import need

TIMEOUT_SECONDS = 120
# Takes the ref with all branches and tags, from a forge that asks for the job's token. What Git
# fetches of its own accord it would report by the percent, were there not a pipe.
CHECKOUT = """\
inputs:
  ref: {default: "${{ github.ref }}"}
  token: {default: "${{ github.token }}"}
  fetch-depth: {default: "1"}
  filter: {default: ""}
  sparse-checkout: {default: ""}
  persist-credentials: {default: "true"}
runs:
  using: composite
  steps:
  - shell: bash
    env:
      REF: ${{ inputs.ref }}
      TOKEN: ${{ inputs.token }}
      ASKED: ${{ inputs.fetch-depth }} ${{ inputs.persist-credentials }}
      FILTER: ${{ inputs.filter }}
      LAID_OUT: ${{ inputs.sparse-checkout }}
    run: |
      test "$ASKED" = "0 false"
      git init --quiet --initial-branch=main .
      git remote add origin ADDRESS
      header="Authorization: Basic $(printf 'x-access-token:%s' "$TOKEN" | base64 -w0)"
      git -c http.extraheader="$header" fetch --quiet --no-tags ${FILTER:+--filter="$FILTER"} \\
        origin '+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*' \\
        "+$REF:refs/remotes/wanted"
      test -z "$LAID_OUT" || xargs -d '\\n' git sparse-checkout set <<< "${LAID_OUT%$'\\n'}"
      git -c http.extraheader="$header" checkout --quiet --detach refs/remotes/wanted |& cat
"""
# Brings Python with what the tests' own environment has installed, and the lock that says so.
SETUP_PYTHON = """\
inputs:
  python-version: {}
runs:
  using: composite
  steps:
  - shell: bash
    run: |
      "PYTHON" -m venv --without-pip .venv
      echo "PACKAGES" > "$(echo .venv/lib/python*/site-packages)/packages.pth"
      cp "LOCK" .venv/requirements.lock
"""
# Keeps what is given, in a folder of the runner's by its name.
UPLOAD = """\
inputs:
  name: {}
  path: {}
  if-no-files-found: {}
  retention-days: {}
runs:
  using: composite
  steps:
  - shell: bash
    env:
      NAME: ${{ inputs.name }}
      FOLDER: ${{ inputs.path }}
      ASKED: ${{ inputs.if-no-files-found }}
    run: |
      test "$ASKED" = ignore || test -e "$FOLDER"
      rm -rf "KEPT/$NAME"
      test ! -e "$FOLDER" || cp -r "$FOLDER" "KEPT/$NAME"
"""
# Puts what was kept under such names into one folder.
DOWNLOAD = """\
inputs:
  pattern: {}
  path: {}
  merge-multiple: {}
runs:
  using: composite
  steps:
  - shell: bash
    env:
      PATTERN: ${{ inputs.pattern }}
      FOLDER: ${{ inputs.path }}
      ASKED: ${{ inputs.merge-multiple }}
    run: |
      test "$ASKED" = true
      mkdir -p "$FOLDER"
      for kept in "KEPT"/$PATTERN; do cp -r "$kept/." "$FOLDER"; done
"""
# Of the plan of GitHub's own queue and its caches, this runner of one job at a time knows nothing.
QUEUE = "  queue: max\n"
CACHE = "    cache-mode: none\n"
OFFICES_OWN = Path(__file__).parent.parent.parent / ".github" / "workflows"


class Run(NamedTuple):
    """How a run of a workflow ended, everything it said, and the token that it was given."""

    exit: int
    log: str
    token: str


class Called(NamedTuple):
    """A workflow that is called: `owner/name@commit`, the folder in its place, the file in it."""

    name: str
    folder: Path
    file: Path


class Runner:
    """A machine that runs workflows of a forge's repository, with a folder of its own.

    `environment` is what its operator has set for every run on it.
    """

    def __init__(self, folder: Path, forge: GitHub, environment: Mapping[str, str]) -> None:
        self._folder, self._forge = folder, forge
        self.environment = dict(environment)
        self.artifacts = folder / "artifacts"
        self.artifacts.mkdir(parents=True)
        lock = Path(sys.prefix) / "requirements.lock"
        assert lock.is_file(), "the environment was not made by `make test`"
        self._write_action("actions/checkout", CHECKOUT.replace("ADDRESS", forge.git_url))
        self._write_action("actions/upload-artifact", UPLOAD.replace("KEPT", str(self.artifacts)))
        self._write_action(
            "actions/download-artifact", DOWNLOAD.replace("KEPT", str(self.artifacts))
        )
        self._write_action(
            "actions/setup-python",
            SETUP_PYTHON.replace("PYTHON", sys.executable)
            .replace("PACKAGES", sysconfig.get_path("purelib"))
            .replace("LOCK", str(lock)),
        )

    def run(
        self,
        workflow: Path,
        event: str,
        payload: Mapping[str, Any] | None = None,
        *,
        variables: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
    ) -> Run:
        """Run a workflow file of a clone for an event of the forge.

        Its token is the workflow's own, and may what each of the file's jobs says.
        """
        (job, *others) = read_workflow(workflow)["jobs"].values()
        assert all(other["permissions"] == job["permissions"] for other in others)
        said = self._folder / workflow.name
        text = workflow.read_text("utf-8").replace(QUEUE, "").replace(CACHE, "")
        said.write_text(text, encoding="utf-8")
        told = self._folder / "event.json"
        told.write_text(json.dumps(payload or {}), encoding="utf-8")
        words = [
            need("act"), event, "--workflows", str(said), "--eventpath", str(told),
            "--directory", str(workflow.parent.parent.parent),
            "--platform", "ubuntu-latest=-self-hosted",
            "--no-skip-checkout", "--action-offline-mode", "--no-cache-server",
        ]  # fmt: skip
        called = self._called(workflow)
        words += ["--local-repository", f"{called.name}={called.folder}"] if called else []
        for used in used_actions(called.file if called else workflow):
            words += ["--local-repository", f"{used}={self._folder / used.partition('@')[0]}"]
        for name, value in (variables or {}).items():
            words += ["--var", f"{name}={value}"]
        token = self._forge.token(permissions=job["permissions"])
        for name, value in {"GITHUB_TOKEN": token, **(secrets or {})}.items():
            words += ["--secret", f"{name}={value}"]
        words += ["--env", f"GITHUB_REPOSITORY={self._forge.full_name}"]
        words += ["--env", f"GITHUB_API_URL={self._forge.api_url}"]
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self._folder),
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", **self.environment,
        }  # fmt: skip
        done = subprocess.run(
            words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False, timeout=TIMEOUT_SECONDS,
        )  # fmt: skip
        return Run(done.returncode, done.stdout, token)

    def _called(self, workflow: Path) -> "Called | None":
        """The workflow of another repository that a file calls: here, the office's own of its name.

        A called file is taken from a folder as it was committed there.
        """
        (job, *_more) = read_workflow(workflow)["jobs"].values()
        if "uses" not in job:
            return None
        place, _at, commit = job["uses"].partition("@")
        owner, name, path = place.split("/", 2)
        folder = self._folder / "called" / workflow.stem
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = (OFFICES_OWN / workflow.name).read_text("utf-8").replace(QUEUE, "")
        file.write_text(text, encoding="utf-8")
        return Called(f"{owner}/{name}@{commit}", folder, file)

    def _write_action(self, name: str, text: str) -> None:
        folder = self._folder / name
        folder.mkdir(parents=True)
        (folder / "action.yml").write_text(f"name: {name}\n{text}", encoding="utf-8")


def read_workflow(path: Path) -> dict[str, Any]:
    """What a workflow file says; every scalar is the text it is, `on` too."""
    documents, findings = load_stream(path.read_bytes(), path.name)
    assert not findings
    value: dict[str, Any] = documents[0].value
    return value


def used_actions(workflow: Path) -> list[str]:
    """What a workflow file uses: `owner/name@commit`, each once."""
    jobs = read_workflow(workflow)["jobs"].values()
    steps = (step for job in jobs for step in job.get("steps", ()))
    return sorted({step["uses"] for step in steps if "uses" in step})
