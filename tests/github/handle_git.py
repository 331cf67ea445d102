"""Branches, commits and files over the API."""

from base64 import b64decode, b64encode

from tests.github.call import Answer, Call, NotThere, Refusal, page_of
from tests.github.event_shapes import EventShapes
from tests.github.state import Json

RAW = "raw"


def branches(shapes: EventShapes, call: Call) -> Answer:
    """All branches."""
    listed = [
        (ref.removeprefix("refs/heads/"), oid)
        for ref, oid in shapes.forge.bare.refs("refs/heads/").items()
    ]
    return page_of(call, listed, lambda one: _short_branch(shapes, *one))


def _short_branch(shapes: EventShapes, name: str, oid: str) -> Json:
    commit = {"sha": oid, "url": f"{shapes.api}/commits/{oid}"}
    return {"name": name, "commit": commit, "protected": False}


def branch(shapes: EventShapes, call: Call) -> Answer:
    """One branch."""
    name = call.at["branch"]
    tip = shapes.forge.bare.branch(name)
    if tip is None:
        raise Refusal(404, "Branch not found")
    api = f"{shapes.api}/branches/{name}"
    return Answer(
        {
            "name": name,
            "commit": shapes.commit(tip),
            "_links": {"self": api, "html": f"{shapes.html}/tree/{name}"},
            "protected": False,
            "protection": {"enabled": False},
            "protection_url": f"{api}/protection",
        }
    )


def one_ref(shapes: EventShapes, call: Call) -> Answer:
    """Where a branch or tag is."""
    return Answer(_ref(shapes, f"refs/{call.at['ref']}"))


def _ref(shapes: EventShapes, ref: str) -> Json:
    oid = shapes.forge.bare.refs().get(ref)
    if oid is None:
        raise NotThere
    kind = shapes.forge.bare.run("cat-file", "-t", oid)
    return {
        "ref": ref,
        "node_id": f"REF_{ref}",
        "url": f"{shapes.api}/git/{ref}",
        "object": {"type": kind, "sha": oid, "url": f"{shapes.api}/git/{kind}s/{oid}"},
    }


def make_ref(shapes: EventShapes, call: Call) -> Answer:
    """Make a branch or tag."""
    ref, new = call.body["ref"], call.body["sha"]
    if not shapes.forge.bare.is_name(ref):
        raise Refusal(422, f"{ref} is not a valid ref name.")
    if ref in shapes.forge.bare.refs():
        raise Refusal(422, "Reference already exists")
    if shapes.forge.bare.resolve(new) is None:
        raise Refusal(422, "Object does not exist")
    shapes.forge.refuse_by_rules(call.user, ref, None, new)
    shapes.forge.bare.set_ref(ref, new)
    shapes.forge.moved(call.user)
    return Answer(_ref(shapes, ref), 201)


def move_ref(shapes: EventShapes, call: Call) -> Answer:
    """Move a branch or tag, forwards unless it is forced."""
    ref, new, bare = f"refs/{call.at['ref']}", call.body["sha"], shapes.forge.bare
    old = bare.refs().get(ref)
    if old is None:
        raise Refusal(422, "Reference does not exist")
    if bare.resolve(new) is None:
        raise Refusal(422, "Object does not exist")
    if not call.body.get("force") and not bare.is_ancestor(old, new):
        raise Refusal(422, "Update is not a fast forward")
    shapes.forge.refuse_by_rules(call.user, ref, old, new)
    bare.set_ref(ref, new, old)
    shapes.forge.moved(call.user)
    return Answer(_ref(shapes, ref))


def drop_ref(shapes: EventShapes, call: Call) -> Answer:
    """Delete a branch or tag."""
    ref = f"refs/{call.at['ref']}"
    old = shapes.forge.bare.refs().get(ref)
    if old is None:
        raise Refusal(422, "Reference does not exist")
    shapes.forge.refuse_by_rules(call.user, ref, old, None)
    shapes.forge.bare.set_ref(ref, None)
    shapes.forge.moved(call.user)
    return Answer(status=204)


def commit(shapes: EventShapes, call: Call) -> Answer:
    """One commit."""
    found = shapes.forge.bare.resolve(call.at["ref"])
    if found is None:
        raise Refusal(422, f"No commit found for SHA: {call.at['ref']}")
    return Answer(shapes.commit(found))


def contents(shapes: EventShapes, call: Call) -> Answer:
    """A file of a commit; its bytes where they are asked for."""
    commit_ = shapes.forge.bare.resolve(call.query.get("ref", "main"))
    path = call.at["path"]
    blob = shapes.forge.bare.entry(commit_, path) if commit_ else None
    if commit_ is None or blob is None:
        raise NotThere
    if shapes.forge.bare.run("cat-file", "-t", blob) == "tree":
        names = shapes.forge.bare.run("ls-tree", "--name-only", "-z", blob).split("\0")
        listed = [_file(shapes, commit_, f"{path}/{name}".strip("/")) for name in names if name]
        return Answer([{k: v for k, v in one.items() if k != "content"} for one in listed])
    if RAW in call.header("accept"):
        data = shapes.forge.bare.read(blob)
        return Answer(data, headers={"Content-Type": "application/vnd.github.raw"})
    return Answer(_file(shapes, commit_, path))


def _file(shapes: EventShapes, commit_: str, path: str) -> Json:
    bare = shapes.forge.bare
    blob = bare.entry(commit_, path) or ""
    kind = {"tree": "dir", "blob": "file"}[bare.run("cat-file", "-t", blob)]
    data = bare.read(blob) if kind == "file" else b""
    api, html = f"{shapes.api}/contents/{path}", f"{shapes.html}/blob/{commit_}/{path}"
    git = f"{shapes.api}/git/{'blobs' if kind == 'file' else 'trees'}/{blob}"
    return {
        "type": kind,
        "encoding": "base64",
        "size": len(data),
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "content": b64encode(data).decode(),
        "sha": blob,
        "url": f"{api}?ref={commit_}",
        "git_url": git,
        "html_url": html,
        "download_url": f"{shapes.html}/raw/{commit_}/{path}" if kind == "file" else None,
        "_links": {"self": f"{api}?ref={commit_}", "git": git, "html": html},
    }


def put_contents(shapes: EventShapes, call: Call) -> Answer:
    """Commit one file to a branch."""
    body, path, bare = call.body, call.at["path"], shapes.forge.bare
    name = body.get("branch", "main")
    tip = bare.branch(name)
    if tip is None:
        raise Refusal(404, f"Branch {name} not found")
    there = bare.entry(tip, path)
    if there and "sha" not in body:
        raise Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    if there != body.get("sha"):
        raise Refusal(409, f"{path} does not match {body.get('sha')}")
    files = {path: b64decode(body["content"])}
    said = body["message"] + "\n"
    new = bare.commit_files(tip, files, said, author=call.user.author, at=shapes.forge.now())
    shapes.forge.refuse_by_rules(call.user, f"refs/heads/{name}", tip, new)
    bare.set_ref(f"refs/heads/{name}", new, tip)
    shapes.forge.moved(call.user)
    shown = {"content": _file(shapes, new, path), "commit": shapes.commit(new)["commit"]}
    return Answer(shown, 200 if there else 201)
