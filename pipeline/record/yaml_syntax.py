"""Say in a clerk's words what a YAML reader stumbled over."""

from typing import NamedTuple

import yaml

from pipeline.i18n import _, marked


class Trouble(NamedTuple):
    """`line` counts from 0 in the text that was read; `message` and `help` are translated."""

    line: int
    message: str
    help: str


# A word of the reader's problem or context (libyaml's or PyYAML's), what it means, the way out.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values",
        marked("a second `: ` on the line, or a line that is indented too far"),
        marked("put the text in quotation marks, or align it with the line above"),
    ),
    (
        "quoted scalar",
        marked("the quotation mark opened here is not closed, or text follows where it is"),
        marked('close it, and write \\" for a quotation mark inside the text'),
    ),
    (
        "cannot start any token",
        marked("a value may not begin with `@`, `%` or a backtick"),
        marked("put the text in quotation marks"),
    ),
    (
        "flow",
        marked("the bracket or brace opened here is not closed, or a comma is missing"),
        marked("close it with `]` or `}`, and put text with commas in quotation marks"),
    ),
    (
        "block scalar",
        marked("the text below `|` or `>` does not begin as it should"),
        marked("indent the text by two spaces, and write nothing behind `|` or `>`"),
    ),
    (
        "block",
        marked("this line does not fit the lines around it"),
        marked("align it with its neighbours and write `key: value`"),
    ),
    (
        "simple key",
        marked("this line is not `key: value`"),
        marked("add the colon and a space, or put text of several lines in quotation marks"),
    ),
    (
        "anchor",
        marked("`&` and `*` have a meaning of their own in YAML"),
        marked("put the text in quotation marks"),
    ),
    (
        "tag",
        marked("`!` has a meaning of its own in YAML"),
        marked("put the text in quotation marks"),
    ),
    (
        "document start",
        marked("text stands where a document should begin"),
        marked("separate documents by a line that is exactly `---`"),
    ),
    (
        "directive",
        marked("a line may not begin with `%`"),
        marked("put the text in quotation marks"),
    ),
)
# What was opened and never closed is shown where it was opened, a line without a colon where it
# stands: the reader goes on to the next line.
_SHOWN_WHERE_IT_BEGAN = ("quoted scalar", "flow", "simple key")


def explain(error: yaml.YAMLError) -> Trouble:
    """Where the reader stopped, why, and the way out."""
    problem = str(getattr(error, "problem", None) or error).partition("\n")[0]
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    for word, message, way_out in _MEANINGS:
        if word not in problem and word not in context:
            continue
        if word in _SHOWN_WHERE_IT_BEGAN:
            mark = getattr(error, "context_mark", None) or mark
        return Trouble(mark.line if mark else 0, _(message), _(way_out))
    return Trouble(
        mark.line if mark else 0,
        _("this is not readable as YAML ({problem})").format(problem=problem),
        _("put text in quotation marks, and align lines that belong together"),
    )
