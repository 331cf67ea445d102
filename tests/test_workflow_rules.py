"""Each rule for workflow files finds what it is there for: the real files, one change each."""

from pathlib import Path

import pytest

from tests.workflow_rules import PERMISSIONS, RULES, broken

FOLDER = Path(__file__).parent.parent / ".github" / "workflows"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yml"))
PRIVILEGED = (
    "workflow_run", "issue_comment", "issues", "pull_request_target", "schedule",
    "workflow_dispatch", "workflow_call", "push",
)  # fmt: skip
HEADS = (
    "${{ github.event.pull_request.head.sha }}",
    "${{ github.event.workflow_run.head_sha }}",
    "${{ github.head_ref }}",
    "${{ github.sha }}",
    "refs/pull/7/head",
    "request/2026-0042",
)


def text_of(name: str) -> str:
    """A workflow file of the office."""
    return (FOLDER / f"{name}.yml").read_text(encoding="utf-8")


def changed(name: str, old: str, new: str) -> str:
    """The file with one place changed."""
    text = text_of(name)
    assert old in text, f"{name}.yml does not say {old!r}"
    return text.replace(old, new, 1)


def rules_broken(text: str) -> set[str]:
    """The ids of the rules that it breaks."""
    return {found.rule for found in broken(text)}


@pytest.mark.parametrize("name", NAMES)
def test_the_offices_own_files_break_none(name: str) -> None:
    assert broken(text_of(name)) == set()


def test_every_file_has_its_row() -> None:
    assert set(PERMISSIONS) == set(NAMES)


# B01: under every event that comes with rights.
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("event", PRIVILEGED)
def test_nothing_but_main_is_checked_out_where_there_are_rights(event: str, head: str) -> None:
    before, rest = text_of("record").split("\non:\n")
    after = rest.split("\npermissions: {}\n", 1)[1]
    text = f"{before}\non:\n  {event}:\n\npermissions: {{}}\n{after}"
    assert rules_broken(text) == set()
    assert "checkout" in rules_broken(text.replace("ref: main", f"ref: {head}"))
    assert "checkout" in rules_broken(text.replace("          ref: main\n", ""))


SHELL = "run: .venv/bin/siar record --sheets lembar-disposisi"
PERSIST = "          persist-credentials: false\n"
SETUP = '          python-version: "3.11"\n'
PIN = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
MUTATIONS = {
    "B01 another repository's tree": (
        "record", PERSIST, f"{PERSIST}          repository: stranger/copy\n", "checkout"),
    "B01 fetched by hand": (
        "record", SHELL, "run: git fetch origin refs/pull/7/head", "command"),
    "B01 by the forge's own tool": ("record", SHELL, "run: gh pr checkout 7", "command"),
    "B01 beside main": (
        "check", PERSIST, f"{PERSIST}          ref: refs/pull/8/merge\n", "checkout"),
    "the archive laid out": (
        "publish", "            pipeline\n            tools\n",
        "            pipeline\n            tools\n            content\n", "checkout"),
    "all files fetched": ("record", "          filter: blob:none\n", "", "checkout"),
    "B02 a title in a shell": (
        "record", SHELL, f'{SHELL} "${{{{ github.event.issue.title }}}}"', "command"),
    "B02 a title in the environment": (
        "record", "SIAR_LANGUAGE: id", "TITLE: ${{ github.event.issue.title }}", "event-text"),
    "B02 a branch in a group": (
        "record", "group: record", "group: record-${{ github.head_ref }}", "event-text"),
    "B02 a script in another language": (
        "record", f"        {SHELL}\n", f"        {SHELL}\n        shell: python\n", "command"),
    "B02 a condition that calls": (
        "record", "startsWith(", "contains(fromJSON(", "condition"),
    "B03 a secret without an environment": (
        "record", "    environment: record\n", "", "secret"),
    "B03 a secret for a pull request": (
        "check", "SIAR_LANGUAGE: id", "SIAR_KEY: ${{ secrets.SIAR_KEY }}", "secret"),
    "B03 a token for a pull request": (
        "check", "SIAR_LANGUAGE: id", "GITHUB_TOKEN: ${{ github.token }}", "stranger"),
    "B03 an environment for a pull request": (
        "check", "    timeout-minutes: 15\n",
        "    timeout-minutes: 15\n    environment: record\n", "stranger"),
    "B03 all secrets at once": (
        "record", "${{ secrets.SIAR_KEY }}", "${{ toJSON(secrets) }}", "secret"),
    "B03 a secret for every step": (
        "record", "permissions: {}\n\n#",
        "permissions: {}\nenv:\n  KEY: ${{ secrets.SIAR_KEY }}\n\n#", "secret"),
    "B03 a secret for an action": (
        "record", SETUP, f"{SETUP}          token: ${{{{ secrets.SIAR_KEY }}}}\n", "secret"),
    "B03 credentials left behind": (
        "record", PERSIST, "", "credentials"),
    "B03 credentials left to a pull request": (
        "check", "persist-credentials: false", "persist-credentials: true", "credentials"),
    "B04 a check that cannot fail": (
        "check", "        run: make siar\n",
        "        run: make siar\n        continue-on-error: true\n", "condition"),
    "B05 a tag": ("publish", PIN, "actions/checkout@v5", "pin"),
    "B05 a branch": ("check", PIN, "actions/checkout@main", "pin"),
    "B05 half a commit": ("check", PIN, "actions/checkout@08c6903cd8c0 # v5.0.0", "pin"),
    "B05 no version beside it": ("check", " # v5.0.0", "", "pin"),
    "B05 somebody else's": ("check", PIN, PIN.replace("actions/", "stranger/"), "pin"),
    "B05 an image": ("check", PIN, "docker://stranger/image:latest", "pin"),
    "B07 a cache of packages": (
        "publish", SETUP, f"{SETUP}          cache: pip\n", "cache"),
    "B07 a cache of anything": (
        "record", PIN, PIN.replace("checkout", "cache"), "cache"),
    "B09 rights for all": ("record", "permissions: {}", "permissions: write-all", "permission"),
    "B09 rights by default": ("record", "permissions: {}\n\n", "", "permission"),
    "B09 one right more": (
        "record", "      actions: write", "      packages: write\n      actions: write",
        "permission"),
    "B09 to write in a check": ("check", "contents: read #", "contents: write #", "permission"),
    "B09 rights of the signal": (
        "review", "    permissions: {}\n", "    permissions:\n      contents: read\n",
        "permission"),
    "B09 rights to publish for whoever records": (
        "record", "    environment: record\n", "    environment: publish\n", "environment"),
    "B10 the commit that woke it": (
        "publish", "ref: main", "ref: ${{ github.sha }}", "checkout"),
    "B11 the newest is dropped": (
        "publish", "cancel-in-progress: false", "cancel-in-progress: true", "concurrency"),
    "B11 a recording is cut short": (
        "record", "cancel-in-progress: false", "cancel-in-progress: true", "concurrency"),
    "two at once": (
        "record", "group: record", "group: record-${{ github.run_id }}", "concurrency"),
    "a second job": (
        "record", "jobs:\n",
        "jobs:\n  other:\n    runs-on: ubuntu-latest\n    timeout-minutes: 1\n"
        "    permissions: {}\n    steps: []\n", "jobs"),
    "a machine of one's own": (
        "check", "runs-on: ubuntu-latest", "runs-on: self-hosted", "jobs"),
    "a part more": ("compare", '"3", "4"]', '"3", "4", "5"]', "jobs"),
    "parts that somebody computes": (
        "compare", '["1", "2", "3", "4"]', "${{ fromJSON(vars.SIAR_YEARS) }}", "jobs"),
    "what a job hands on": (
        "compare", "    needs: part\n", "    needs: part\n    outputs: {}\n", "jobs"),
    "B02 a part in a shell": ("compare", '"$PART/4"', '"${{ matrix.part }}/4"', "command"),
    "B03 a secret for who builds": (
        "compare", "${{ github.token }}", "${{ secrets.SIAR_KEY }}", "secret"),
    "B09 to write for who builds": (
        "compare", "contents: read #", "contents: write #", "permission"),
}  # fmt: skip


@pytest.mark.parametrize("what", MUTATIONS)
def test_a_change_that_would_harm_is_found(what: str) -> None:
    name, old, new, rule = MUTATIONS[what]
    assert rule in rules_broken(changed(name, old, new))


def test_every_rule_has_a_change_that_it_finds() -> None:
    assert {rule for _name, _old, _new, rule in MUTATIONS.values()} == set(RULES)
