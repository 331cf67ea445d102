"""Another agency's repository calls these workflows from its own: what it says, and it works."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.commands.opening import open_request
from pipeline.record.workflow import State
from pipeline.repository import Repository
from tests.support.actions import Actions, WatchedForge
from tests.support.founded import found_for_forge
from tests.support.journey import send_letter
from tests.support.office import NUMBER, RECEIVED_AT, Office
from tests.support.on_forge import OnForge
from tests.support.programs import need
from tests.support.runner import Runner, read_workflow
from tools.write_callers import FOLDER, WORKFLOWS, files

NAMES = sorted(path.stem for path in WORKFLOWS.glob("*.yml"))
CALLERS = [FOLDER / f"{name}.yml" for name in NAMES]
CALLED = re.compile(r"[\w-]+/[\w-]+/\.github/workflows/(\w+)\.yml@[0-9a-f]{40}")


def test_the_files_are_what_the_tool_writes() -> None:
    there = {path: path.read_text("utf-8") for path in FOLDER.iterdir()}
    assert there == files(), "run `make callers`"


@pytest.mark.parametrize("name", NAMES)
def test_a_caller_has_the_name_events_and_rights_of_what_it_calls(name: str) -> None:
    ours, theirs = (read_workflow(folder / f"{name}.yml") for folder in (WORKFLOWS, FOLDER))
    called = ours["on"].pop("workflow_call") or {}
    assert (theirs["name"], theirs["on"], theirs["permissions"]) == (name, ours["on"], {})
    ((key, job),) = theirs["jobs"].items()
    (work, *more) = ours["jobs"].values()
    assert all(other["permissions"] == work["permissions"] for other in more)
    # Two groups of one name would wait for each other, and an environment is the called one's.
    assert set(job) - {"secrets"} == {"permissions", "cache-mode", "uses"}
    assert (key, job["permissions"], job["cache-mode"]) == (name, work["permissions"], "none")
    assert job.get("secrets") == ("inherit" if "secrets" in called else None)
    found = CALLED.fullmatch(job["uses"])
    assert found is not None
    assert found[1] == name
    assert set(theirs) == {"name", "on", "permissions", "jobs"}


def test_the_forge_and_its_linters_accept_them() -> None:
    for words in (
        [need("check-jsonschema"), "--builtin-schema", "vendor.github-workflows"],
        [need("actionlint"), "-no-color", "-shellcheck=", "-pyflakes="],
        [need("zizmor"), "--offline", "--no-progress", "--color=never", "--persona", "auditor"],
    ):
        done = subprocess.run([*words, *CALLERS], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


class Calling(OnForge):
    """An office whose repository has only callers for workflow files."""

    def __init__(self, folder: Path, office: Office, forge: WatchedForge) -> None:
        super().__init__(office, forge, folder / "pengamat")
        runner = Runner(folder / "runner", forge, {"SIAR_CLOCK": RECEIVED_AT})
        clone = Repository.clone(office.bare.folder, folder / "berkas")
        workflows = clone.folder / ".github" / "workflows"
        for path, text in files().items():
            (workflows / path.name).write_text(text, encoding="utf-8")
        # What a job that names no environment itself gets is what `inherit` gives the called one.
        key = {"SIAR_KEY": office.key_file("recorder").read_text("ascii")}
        self.actions = Actions(
            forge, runner, workflows,
            variables={"SIAR_ROOT": office.root}, secrets={"": key},
        )  # fmt: skip


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Calling]:
    """Such an office, newly founded."""
    need("act")
    monkeypatch.setenv("SIAR_CLOCK", RECEIVED_AT)
    office = found_for_forge(tmp_path / "kantor")
    with WatchedForge(office.bare.git_folder) as forge:
        yield Calling(tmp_path, office, forge)


def test_a_letter_is_entered_by_a_workflow_of_another_repository(scene: Calling) -> None:
    scene.office.at(RECEIVED_AT)
    send_letter(scene)
    started = scene.actions.settle()
    assert [(one.workflow, one.run.exit) for one in started] == [("record", 0)], started[0].run.log
    scene.recorder.repository.fetch()
    assert open_request(scene.recorder, NUMBER).case.state is State.RECEIVED
    (pull,) = scene.api.pull_requests()
    assert pull.branch == f"request/{NUMBER}"
