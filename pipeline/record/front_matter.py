"""Write the front matter of a record in its one canonical form, and leave the documents alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.record.scalars import ANYTHING, Shape
from pipeline.record.schema import shape
from pipeline.record.yaml_text import block, flow

SEPARATOR = b"---\n"


def render(
    front: Mapping[str, Any], documents: Sequence[bytes], *, schema: str = "front_matter"
) -> bytes:
    """The whole file: `front` in canonical form, then each document's bytes as they are.

    Keys stand in the order of the schema. Raises BadInput for text that a record may not hold, and
    ValueError for a document (not the last one) that does not end its last line.
    """
    for document in documents[:-1]:
        if not document.endswith(b"\n"):
            raise ValueError("a document before another one must end with a line break")
    parts = [render_front_matter(front, schema=schema).encode(), *documents]
    return b"".join(SEPARATOR + part for part in parts)


def render_front_matter(front: Mapping[str, Any], *, schema: str = "front_matter") -> str:
    """The front matter alone, without its `---` lines."""
    lines = []
    for key, value in ordered(front, shape(schema)).items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{flow(key)}:\n", *(_entry(item) for item in value)]
        else:
            lines.append(f"{flow(key)}: {flow(value)}\n")
    return "".join(lines)


def render_document(value: Mapping[str, Any], schema: str = "request") -> bytes:
    """A document after the front matter, as `siar receive` and `complete` first write it."""
    return block(ordered(value, shape(schema))).encode()


def render_article(meta: Mapping[str, Any], body: str) -> bytes:
    """An article: its front matter in canonical order, then its Markdown."""
    front = block(ordered(meta, shape("article"))).encode()
    return SEPARATOR + front + SEPARATOR + body.encode()


def ordered(value: Any, form: Shape) -> Any:
    """`value` with the keys of every mapping in the order of the schema; strangers come last."""
    if isinstance(value, Mapping):
        known = [key for key in form.properties if key in value]
        others = sorted(key for key in value if key not in form.properties)
        return {key: ordered(value[key], _part(value, key, form)) for key in known + others}
    if isinstance(value, (list, tuple)):
        return [ordered(item, form.items or ANYTHING) for item in value]
    return value


def _part(value: Mapping[str, Any], key: str, form: Shape) -> Shape:
    if form.key and key == form.target:
        return form.cases.get(str(value.get(form.key)), ANYTHING)
    return form.properties.get(key, form.others or ANYTHING)


def _entry(item: Mapping[str, Any]) -> str:
    """An entry of the history: a line for each field, so that a difference shows what changed."""
    lines = [f"{flow(key)}: {flow(value)}\n" for key, value in item.items()]
    return "- " + "  ".join(lines)
