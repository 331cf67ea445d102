"""How the repository is set up: rules, labels, Pages."""

from typing import Any

from tests.github.call import Answer, Call, NotThere, Refusal, invalid, page_of
from tests.github.shapes import Shapes, time
from tests.github.state import Json, Label

NO_RULES = "Upgrade to GitHub Pro or make this repository public to enable this feature."
NO_PAGES = "Your current plan does not support GitHub Pages for this repository."


def change_repository(shapes: Shapes, call: Call) -> Answer:
    """Change how pull requests are merged, and the like."""
    body = dict(call.body or {})
    if "private" in body or "visibility" in body:
        shapes.forge.private = body.get("private", body.get("visibility") != "public")
    shapes.forge.settings.repository |= body
    return Answer(shapes.full_repository(call.user))


def _rules(shapes: Shapes) -> dict[int, Json]:
    if shapes.forge.is_bare_bones:
        raise Refusal(403, NO_RULES)
    return shapes.forge.settings.rulesets


def _ruleset(shapes: Shapes, call: Call) -> tuple[dict[int, Json], int]:
    rules, id_ = _rules(shapes), call.number("ruleset_id")
    if id_ not in rules:
        raise NotThere
    return rules, id_


def rulesets(shapes: Shapes, call: Call) -> Answer:
    """All sets of rules, without what they say."""
    kept = [*_rules(shapes).values()]
    brief = [{k: v for k, v in one.items() if k not in {"rules", "conditions"}} for one in kept]
    return page_of(call, brief, lambda one: one)


def ruleset(shapes: Shapes, call: Call) -> Answer:
    """One set of rules."""
    rules, id_ = _ruleset(shapes, call)
    return Answer(rules[id_])


def make_ruleset(shapes: Shapes, call: Call) -> Answer:
    """Make a set of rules."""
    rules, id_, now = _rules(shapes), shapes.forge.new_id(), time(shapes.forge.now())
    if call.body["name"] in {one["name"] for one in rules.values()}:
        raise Refusal(422, "Validation Failed", errors=["Name must be unique"])
    rules[id_] = {
        "id": id_,
        "target": "branch",
        "source_type": "Repository",
        "source": shapes.forge.full_name,
        "bypass_actors": [],
        "conditions": {"ref_name": {"include": [], "exclude": []}},
        "rules": [],
        "node_id": f"RRS_{id_}",
        "created_at": now,
        "updated_at": now,
        **call.body,
    }
    return Answer(rules[id_], 201)


def change_ruleset(shapes: Shapes, call: Call) -> Answer:
    """Change a set of rules."""
    rules, id_ = _ruleset(shapes, call)
    rules[id_] = {**rules[id_], **(call.body or {}), "updated_at": time(shapes.forge.now())}
    return Answer(rules[id_])


def drop_ruleset(shapes: Shapes, call: Call) -> Answer:
    """Take a set of rules away."""
    rules, id_ = _ruleset(shapes, call)
    del rules[id_]
    return Answer(status=204)


# --- labels --------------------------------------------------------------------------------------


def labels(shapes: Shapes, call: Call) -> Answer:
    """All labels."""
    return page_of(call, [*shapes.forge.labels.values()], shapes.label)


def make_label(shapes: Shapes, call: Call) -> Answer:
    """Make a label."""
    body = call.body
    if body["name"] in shapes.forge.labels:
        raise invalid("Label", "name", "already_exists")
    label = shapes.forge.label(body["name"])
    _describe(label, body)
    return Answer(shapes.label(label), 201)


def change_label(shapes: Shapes, call: Call) -> Answer:
    """Change a label."""
    if call.at["name"] not in shapes.forge.labels:
        raise NotThere
    label = shapes.forge.labels[call.at["name"]]
    _describe(label, call.body or {})
    return Answer(shapes.label(label))


def _describe(label: Label, body: Json) -> None:
    label.color = body.get("color", label.color)
    label.description = body.get("description", label.description)


# --- Pages ---------------------------------------------------------------------------------------


def pages(shapes: Shapes, call: Call) -> Answer:
    """Where the website comes from."""
    if shapes.forge.settings.pages is None:
        raise NotThere
    return Answer(shapes.forge.settings.pages)


def make_pages(shapes: Shapes, call: Call) -> Answer:
    """Have a website; the branch has to be there."""
    if shapes.forge.is_bare_bones:
        raise Refusal(422, NO_PAGES)
    if shapes.forge.settings.pages is not None:
        raise Refusal(409, "GitHub Pages is already enabled.")
    body = call.body or {}
    _look_for_source(shapes, body)
    shapes.forge.settings.pages = {
        "url": f"{shapes.api}/pages",
        "status": None,
        "cname": None,
        "custom_404": False,
        "html_url": f"{shapes.url}/pages/{shapes.forge.full_name}/",
        "build_type": body.get("build_type", "legacy"),
        "public": True,
        **({"source": {"path": "/", **body["source"]}} if "source" in body else {}),
    }
    return Answer(shapes.forge.settings.pages, 201)


def change_pages(shapes: Shapes, call: Call) -> Answer:
    """Have the website come from elsewhere."""
    kept = shapes.forge.settings.pages
    if kept is None:
        raise NotThere
    body = {name: said for name, said in (call.body or {}).items() if name != "https_enforced"}
    _look_for_source(shapes, body)
    shapes.forge.settings.pages = {**kept, **body}
    return Answer(status=204)


def _look_for_source(shapes: Shapes, body: Json) -> None:
    source: Any = body.get("source")
    if isinstance(source, dict) and shapes.forge.bare.branch(source["branch"]) is None:
        raise Refusal(422, f"The {source['branch']} branch must exist before GitHub Pages can "
                      "be built.")  # fmt: skip


def build_page(shapes: Shapes, call: Call) -> Answer:
    """Have the website built anew."""
    if shapes.forge.settings.pages is None:
        raise NotThere
    shapes.forge.page_builds.append(shapes.forge.now())
    return Answer({"url": f"{shapes.api}/pages/builds/latest", "status": "queued"}, 201)


def latest_build(shapes: Shapes, call: Call) -> Answer:
    """How the last build went."""
    if not shapes.forge.page_builds:
        raise NotThere
    at = time(shapes.forge.page_builds[-1])
    return Answer(
        {
            "url": f"{shapes.api}/pages/builds/1",
            "status": "built",
            "error": {"message": None},
            "pusher": shapes.user(shapes.forge.owner),
            "commit": shapes.forge.bare.branch("site") or "",
            "duration": 2000,
            "created_at": at,
            "updated_at": at,
        }
    )
