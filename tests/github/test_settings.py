"""The repository is set up over the API, as far as its plan goes."""

from tests.github.client import Client
from tests.github.server import GitHub

REPO = "/repos/dinas/siar"
RULES = {
    "name": "main",
    "target": "branch",
    "enforcement": "active",
    "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
    "rules": [{"type": "deletion"}, {"type": "non_fast_forward"}, {"type": "pull_request"}],
}


def manager(forge: GitHub) -> Client:
    """A person who may change everything."""
    forge.add_user("pengelola", 1000, role="admin")
    return Client(forge.api_url, forge.token("pengelola"))


def test_a_free_private_repository_has_no_rules_gates_pages_or_drafts(forge: GitHub) -> None:
    client = manager(forge)
    forge.push("rina", "request/1", {"a.md": "satu\n"})
    asked = [
        client.ask("GET", f"{REPO}/rulesets"),
        client.ask("PUT", f"{REPO}/environments/record", {
            "deployment_branch_policy": {
                "protected_branches": False, "custom_branch_policies": True,
            },
        }),
        client.ask("POST", f"{REPO}/pages", {"source": {"branch": "main"}}),
        client.ask("POST", f"{REPO}/pulls", {
            "title": "a", "head": "request/1", "base": "main", "draft": True,
        }),
    ]  # fmt: skip
    assert [said.status for said in asked] == [403, 422, 422, 422]
    assert asked[0].body["message"].startswith("Upgrade to GitHub Pro")
    forge.plan = "team"
    assert client.ask("GET", f"{REPO}/rulesets").body == []


def test_what_is_set_is_there(forge: GitHub) -> None:
    forge.plan = "team"
    client = manager(forge)
    made = client.ask("POST", f"{REPO}/rulesets", RULES)
    assert made.status == 201
    one = client.ask("GET", f"{REPO}/rulesets/{made.body['id']}").body
    assert [rule["type"] for rule in one["rules"]] == [
        "deletion", "non_fast_forward", "pull_request",
    ]  # fmt: skip
    (listed,) = client.ask("GET", f"{REPO}/rulesets").body
    assert "rules" not in listed

    gates = {"protected_branches": False, "custom_branch_policies": True}
    place = f"{REPO}/environments/record"
    client.ask("PUT", place, {"deployment_branch_policy": gates})
    client.ask("POST", f"{place}/deployment-branch-policies", {"name": "main"})
    policies = client.ask("GET", f"{place}/deployment-branch-policies").body
    assert [one["name"] for one in policies["branch_policies"]] == ["main"]

    for below in ("/actions", "/environments/record"):
        key = client.ask("GET", f"{REPO}{below}/secrets/public-key").body
        sealed = {"encrypted_value": "c2VhbGVk", "key_id": key["key_id"]}
        assert client.ask("PUT", f"{REPO}{below}/secrets/SIAR_KEY", sealed).status == 201
        listed = client.ask("GET", f"{REPO}{below}/secrets").body
        assert [one["name"] for one in listed["secrets"]] == ["SIAR_KEY"]

    variables = f"{REPO}/actions/variables"
    client.ask("POST", variables, {"name": "SIAR_ROOT", "value": "a"})
    client.ask("PATCH", f"{variables}/SIAR_ROOT", {"value": "b"})
    assert client.ask("GET", f"{variables}/SIAR_ROOT").body["value"] == "b"

    client.ask("PATCH", REPO, {"allow_squash_merge": False})
    assert client.ask("GET", REPO).body["allow_squash_merge"] is False
    token = {"default_workflow_permissions": "read"}
    client.ask("PUT", f"{REPO}/actions/permissions/workflow", token)
    said = client.ask("GET", f"{REPO}/actions/permissions/workflow").body
    assert said["default_workflow_permissions"] == "read"
    client.ask("POST", f"{REPO}/labels", {"name": "surat", "color": "0e8a16"})
    assert [one["name"] for one in client.ask("GET", f"{REPO}/labels").body] == ["surat"]


def test_pages_show_a_branch_that_is_there(forge: GitHub) -> None:
    forge.plan = "team"
    client, source = manager(forge), {"source": {"branch": "site", "path": "/"}}
    assert client.ask("POST", f"{REPO}/pages", source).status == 422
    forge.push("rina", "site", {"index.html": "CONTOH\n"})
    assert client.ask("POST", f"{REPO}/pages", source).status == 201
    assert client.ask("POST", f"{REPO}/pages", source).status == 409
    assert client.ask("POST", f"{REPO}/pages/builds").status == 201
    assert len(forge.page_builds) == 1
    assert client.ask("GET", f"{REPO}/pages/builds/latest").body["status"] == "built"


def test_a_workflows_token_changes_no_settings(forge: GitHub, client: Client) -> None:
    forge.plan = "team"
    said = client.ask("POST", f"{REPO}/rulesets", RULES)
    assert (said.status, said.body["message"]) == (403, "Resource not accessible by integration")


def test_a_token_may_only_what_it_was_given(forge: GitHub, number: int) -> None:
    client = Client(forge.api_url, forge.token(permissions={"pull-requests": "read"}))
    assert client.ask("GET", f"{REPO}/pulls/{number}").status == 200
    # A pull request's comments are its own, an issue's are not.
    assert client.ask("GET", f"{REPO}/issues/{number}/comments").status == 200
    assert client.ask("POST", f"{REPO}/issues/{number}/comments", {"body": "a"}).status == 403
    letter = forge.open_issue("rina", "Surat (CONTOH)", "").payload["issue"]["number"]
    assert client.ask("GET", f"{REPO}/issues/{letter}/comments").status == 403
    assert Client(forge.api_url).ask("GET", f"{REPO}/pulls/{number}").status == 404
    assert Client(forge.api_url, "ghs_stolen").ask("GET", REPO).status == 401
