"""What GitHub's description does not allow fails the test, and says why."""

from pathlib import Path

import pytest

from tests.github.bare import new_bare
from tests.github.client import Client
from tests.github.conftest import BRANCH
from tests.github.server import GitHub

REPO = "/repos/dinas/siar"
WRONG = [
    ("GET", "/repos/dinas/siar/pull/1", None, "GitHub's description has no such path"),
    ("GET", f"{REPO}/pulls?state=opened", None, "asked: query state: 'opened' is not one of"),
    ("GET", f"{REPO}/pulls?page=first", None, "asked: query page: 'first' is not of type"),
    ("GET", f"{REPO}/pulls?branch=main", None, "asked: query has no parameter branch"),
    ("GET", f"{REPO}/pulls/one", None, "asked: path pull_number: 'one' is not of type 'integer'"),
    ("POST", f"{REPO}/issues/1/comments", {"text": "halo"}, "'body' is a required property"),
    ("POST", f"{REPO}/issues/1/comments", {"body": 1}, "asked: body.body: 1 is not of type"),
    ("POST", f"{REPO}/issues/1/comments", None, "asked: it needs a body"),
    ("PUT", f"{REPO}/pulls/1/merge", {"Do": "merge"}, "asked: body has no Do"),
    ("GET", f"{REPO}/issues/1", {"body": "halo"}, "asked: it takes no body"),
    ("GET", f"{REPO}/stargazers", None, "nothing here answers that"),
]


def test_a_wrong_call_is_refused_and_remembered(forge: GitHub, client: Client) -> None:
    for method, path, body, reason in WRONG:
        said = client.ask(method, path, body)
        (remembered,) = forge.wrongs
        forge.wrongs.clear()
        assert (said.status, said.body["message"]) == (500, remembered)
        assert reason in remembered


def test_leaving_a_forge_that_was_asked_wrongly_fails(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="has no such path"), GitHub(
        new_bare(tmp_path / "kantor.git")
    ) as forge:  # fmt: skip
        Client(forge.api_url, forge.token()).ask("GET", "/nowhere")


def test_an_answer_of_our_own_that_is_wrong_fails_too(
    forge: GitHub, client: Client, number: int
) -> None:
    forge.issue(number).title = None  # type: ignore[assignment]
    said = client.ask("GET", f"{REPO}/pulls/{number}")
    (remembered,) = forge.wrongs
    forge.wrongs.clear()
    assert said.status == 500
    assert "answered: 200.title: None is not of type 'string'" in remembered


READS = (
    "", "/activity", "/pulls", "/pulls/N", "/pulls/N/commits", "/pulls/N/files",
    "/pulls/N/reviews", "/issues", "/issues/N", "/issues/N/comments", "/labels", "/branches",
    f"/branches/{BRANCH}", f"/git/ref/heads/{BRANCH}", "/commits/main", "/commits/main/status",
    "/commits/main/statuses", "/contents/agency.yaml", "/rulesets", "/environments",
    "/actions/secrets", "/actions/secrets/public-key", "/actions/variables",
    "/actions/permissions/workflow", "/pages", "/pages/builds/latest",
)  # fmt: skip


def test_all_that_can_be_read_is_as_described(forge: GitHub, number: int) -> None:
    forge.plan = "team"
    forge.review("budi", number, "comment", "baik")
    forge.comment("budi", number, "baik")
    forge.open_issue("rina", "Surat (CONTOH)", "", ["surat"])
    client = Client(forge.api_url, forge.token("rina"))
    said = {path: client.ask("GET", REPO + path.replace("N", str(number))) for path in READS}
    refused = {path for path, one in said.items() if one.status != 200}
    assert refused == {"/pages", "/pages/builds/latest"}
