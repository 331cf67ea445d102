"""Environments, and the secrets and variables in them and in the repository."""

from tests.github.call import Answer, Call, NotThere, Refusal, page_of
from tests.github.shapes import Shapes, time
from tests.github.state import Json

NO_GATES = (
    "Failed to create the environment protection rule. "
    "Please ensure the billing plan supports the branch policy protection rule."
)
GATES = ("wait_timer", "reviewers", "deployment_branch_policy", "prevent_self_review")


def _environment(shapes: Shapes, call: Call) -> tuple[str, Json]:
    name = call.at["environment_name"]
    if name not in shapes.forge.settings.environments:
        raise NotThere
    return name, shapes.forge.settings.environments[name]


def environments(shapes: Shapes, call: Call) -> Answer:
    """All environments."""
    return _counted("environments", [*shapes.forge.settings.environments.values()], call)


def environment(shapes: Shapes, call: Call) -> Answer:
    """One environment."""
    return Answer(_environment(shapes, call)[1])


def put_environment(shapes: Shapes, call: Call) -> Answer:
    """Make or change an environment; a free plan has no gates for a private repository."""
    name, body = call.at["environment_name"], call.body or {}
    if shapes.forge.is_bare_bones and any(body.get(gate) for gate in GATES):
        raise Refusal(422, NO_GATES)
    kept, now = shapes.forge.settings.environments, time(shapes.forge.now())
    id_ = shapes.forge.new_id()
    there = kept.get(name, {"id": id_, "node_id": f"EN_{id_}", "created_at": now})
    policy = body.get("deployment_branch_policy", there.get("deployment_branch_policy"))
    rules = [] if policy is None else [{"id": 1, "node_id": "GA_1", "type": "branch_policy"}]
    kept[name] = {
        **there,
        "name": name,
        "url": f"{shapes.api}/environments/{name}",
        "html_url": f"{shapes.html}/deployments/activity_log?environments_filter={name}",
        "updated_at": now,
        "protection_rules": rules,
        "deployment_branch_policy": policy,
    }
    return Answer(kept[name])


def branch_policies(shapes: Shapes, call: Call) -> Answer:
    """Which branches may use an environment."""
    name, _there = _environment(shapes, call)
    kept = shapes.forge.settings.branch_policies.get(name, [])
    return _counted("branch_policies", kept, call)


def make_branch_policy(shapes: Shapes, call: Call) -> Answer:
    """Let a branch use an environment."""
    name, there = _environment(shapes, call)
    if not (there["deployment_branch_policy"] or {}).get("custom_branch_policies"):
        raise NotThere
    made = {"id": shapes.forge.new_id(), "type": "branch", **call.body}
    shapes.forge.settings.branch_policies.setdefault(name, []).append(made)
    return Answer(made)


# --- secrets and variables -----------------------------------------------------------------------


def _secrets_of(shapes: Shapes, call: Call) -> dict[str, str]:
    name = _environment(shapes, call)[0] if "environment_name" in call.at else ""
    return shapes.forge.settings.secrets.setdefault(name, {})


def secrets(shapes: Shapes, call: Call) -> Answer:
    """The names of secrets; what they say is never told."""
    made = time(shapes.forge.created)
    listed = [
        {"name": name, "created_at": made, "updated_at": made} for name in _secrets_of(shapes, call)
    ]
    return _counted("secrets", listed, call)


def public_key(shapes: Shapes, call: Call) -> Answer:
    """What secrets are sealed for."""
    return Answer({"key_id": "568250167242549743", "key": shapes.forge.settings.public_key})


def put_secret(shapes: Shapes, call: Call) -> Answer:
    """Keep a secret, sealed."""
    kept, name = _secrets_of(shapes, call), call.at["secret_name"]
    status = 204 if name in kept else 201
    kept[name] = call.body["encrypted_value"]
    return Answer({} if status == 201 else None, status)


def variables(shapes: Shapes, call: Call) -> Answer:
    """All variables."""
    kept = shapes.forge.settings.variables
    return _counted("variables", [_variable(shapes, name) for name in kept], call)


def variable(shapes: Shapes, call: Call) -> Answer:
    """One variable."""
    if call.at["name"] not in shapes.forge.settings.variables:
        raise NotThere
    return Answer(_variable(shapes, call.at["name"]))


def make_variable(shapes: Shapes, call: Call) -> Answer:
    """Make a variable."""
    kept, body = shapes.forge.settings.variables, call.body
    if body["name"] in kept:
        raise Refusal(409, "Already exists - Variable already exists")
    kept[body["name"]] = body["value"]
    return Answer({}, 201)


def change_variable(shapes: Shapes, call: Call) -> Answer:
    """Change a variable."""
    kept, name = shapes.forge.settings.variables, call.at["name"]
    if name not in kept:
        raise NotThere
    value = call.body.get("value", kept.pop(name))
    kept[call.body.get("name", name)] = value
    return Answer(status=204)


def _variable(shapes: Shapes, name: str) -> Json:
    made, value = time(shapes.forge.created), shapes.forge.settings.variables[name]
    return {"name": name, "value": value, "created_at": made, "updated_at": made}


def workflow_permissions(shapes: Shapes, call: Call) -> Answer:
    """What a workflow's token may, if the workflow does not say."""
    return Answer(shapes.forge.settings.workflow_permissions)


def change_workflow_permissions(shapes: Shapes, call: Call) -> Answer:
    """Say what a workflow's token may."""
    shapes.forge.settings.workflow_permissions |= call.body
    return Answer(status=204)


def _counted(name: str, items: list[Json], call: Call) -> Answer:
    page = page_of(call, items, lambda one: one)
    return Answer({"total_count": len(items), name: page.body}, headers=page.headers)
