"""Write what the code says into both READMEs: verbs, workflow, exit codes, settings, rooms.

`python -m tools.write_readme` after a change to one of them; tests/test_readme.py compares. Each
part stands between `<!-- begin:NAME -->` and `<!-- end:NAME -->`; the rest is written by hand.
"""

import ast
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.cli import VERBS
from pipeline.commands import review
from pipeline.errors import Exit
from pipeline.files import write_whole
from pipeline.forge.hold import ROLES as HOLDERS
from pipeline.machine import SETTINGS
from pipeline.record.labels import ACTION_LABELS, COMMAND_NAMES, ROLE_LABELS, STATE_LABELS
from pipeline.record.workflow import (
    FINAL,
    OPEN,
    TABLE,
    WHILE_PAUSED,
    Action,
    Role,
    State,
    Transition,
    rows,
)

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "pipeline"
GLOSSARY = CHECKOUT / "docs" / "glossary.md"

EXITS: Mapping[Exit, str] = {
    Exit.OK: "Done, or there was nothing to do.",
    Exit.PROBLEMS: "Something is wrong and a person has to look: findings, a refusal, an address "
    "that takes no mail.",
    Exit.USAGE: "The words of the command, or a setting, are off.",
    Exit.RETRY: "Something outside is away: the shared repository, the mail server, the live page. "
    "Nothing was lost; run the same command again.",
    Exit.INTERRUPTED: "Stopped with Ctrl-C. What was recorded stays; run the command again to go "
    "on.",
}
# Who carries out the verbs that leave no statement of a person.
WHO: Mapping[str, tuple[Role, ...]] = {
    "init": (Role.MAINTAINER,),
    "draft": (Role.OFFICER,),
    "publish": (Role.MACHINE,),
    "rollback": HOLDERS,
}
VERDICTS = (Action.REQUEST_CHANGES, Action.REVISE, Action.APPROVE)


class English:
    """How the diagram speaks in README.md."""

    @staticmethod
    def state(state: State) -> str:
        """`in review`."""
        return str(state).replace("_", " ")

    @staticmethod
    def action(action: Action) -> str:
        """`request changes`."""
        return str(action).replace("_", " ")

    @staticmethod
    def role(role: Role) -> str:
        """`section head`."""
        return str(role).replace("_", " ")


class Indonesian:
    """How the diagram speaks in README.id.md: in the words of the glossary."""

    @staticmethod
    def state(state: State) -> str:
        """`menunggu koreksi`."""
        return STATE_LABELS[state]

    @staticmethod
    def action(action: Action) -> str:
        """`minta perbaikan`."""
        return ACTION_LABELS[action]

    @staticmethod
    def role(role: Role) -> str:
        """`Kasi`: the short form, where the label has one."""
        label = ROLE_LABELS[role]
        short = re.search(r"\((.+)\)", label)
        return short[1] if short else label


Words = type[English] | type[Indonesian]


def offered() -> frozenset[Action]:
    """The actions that a verb carries out: those of its name, and the verdicts of `review`."""
    options = {option for parameter in review.command.params for option in parameter.opts}
    by_option = {Action(name) for name in VERDICTS if f"--{_dashed(name)}" in options}
    by_name = {action for action in Action if _dashed(action) in VERBS}
    # Telling the sender is a step of publishing.
    return frozenset(by_option | by_name | {Action.TELL})


def diagram(words: Words) -> str:
    """The workflow as a Mermaid state diagram: what leads from one state to another."""
    edges: dict[tuple[str, str], list[str]] = {}
    drawn: set[State] = set()
    for row in TABLE:
        for source, target in _moves(row):
            drawn |= {state for state in (source, target) if state}
            edge = edges.setdefault((source or "[*]", target or "[*]"), [])
            edge.append(_label(row, words))
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state}: {words.state(state)}" for state in State if state in drawn]
    for (start, end), labels in edges.items():
        lines.append(f"    {start} --> {end}: {'<br/>'.join(labels)}")
    lines += [f"    {state} --> [*]" for state in State if state in drawn & FINAL]
    return "\n".join([*lines, "```"])


def _moves(row: Transition) -> Iterator[tuple[State | None, State | None]]:
    """The edges of a row; the machine's, which change nothing, are the way out of `approved`."""
    if row.action not in offered() or _is_everywhere(row):
        return
    sources = [None] if row.sources is None else [s for s in State if s in row.sources]
    if Role.MACHINE in row.roles:
        yield from ((source, None) for source in sources)
    elif row.target is not None:
        yield from ((source, row.target) for source in sources)


def _is_everywhere(row: Transition) -> bool:
    """Whether a row holds in every open state (bringing papers from `returned` is its own row)."""
    return row.sources is not None and row.sources >= OPEN - {State.RETURNED}


def _label(row: Transition, words: Words) -> str:
    number = f"{row.sop} " if row.sop else ""
    return f"{number}{words.action(row.action)} · {_roles(row.roles, words)}"


def _roles(roles: Iterable[Role], words: Words) -> str:
    there = set(roles)
    return ", ".join(words.role(role) for role in Role if role in there)


def workflow() -> str:
    """The diagram, and in sentences what it leaves out."""
    everywhere = [
        f"`{row.action}` ({_roles(row.roles, English)})"
        for row in TABLE
        if row.action in offered() and _is_everywhere(row)
    ]
    paused = [f"`{action}`" for action in Action if action in WHILE_PAUSED & offered()]
    told = (
        f"In every open state: {_list(everywhere)}. While a request is paused: only "
        f"{_list(paused)}."
    )
    return f"{diagram(English)}\n\n{textwrap.fill(told, 110, break_on_hyphens=False)}"


def alur() -> str:
    """The diagram in the words of the office."""
    everywhere = [
        f"**{ACTION_LABELS[row.action]}** ({_roles(row.roles, Indonesian)})"
        for row in TABLE
        if row.action in offered() and _is_everywhere(row)
    ]
    told = f"Selama permintaan belum selesai, selalu dapat: {_list(everywhere, 'dan')}."
    return f"{diagram(Indonesian)}\n\n{textwrap.fill(told, 110, break_on_hyphens=False)}"


def verbs() -> str:
    """Every verb in both languages."""
    return _table(
        ("Verb", "Indonesian", "What it does"),
        [(f"`{verb}`", f"`{COMMAND_NAMES[verb]}`", does) for verb, does in VERBS.items()],
    )


def perintah() -> str:
    """Every verb by its Indonesian name, with who uses it and the meaning the glossary gives."""
    meanings = _meanings()
    return _table(
        ("Perintah", "Siapa", "Kegunaan"),
        [
            (f"`siar {COMMAND_NAMES[verb]}`", _who(verb), meanings[verb.replace("-", "_")])
            for verb in VERBS
        ],
    )


def _who(verb: str) -> str:
    actions = VERDICTS if verb == "review" else [a for a in Action if _dashed(a) == verb]
    found = [role for action in actions for row in rows(action) for role in row.roles]
    people = {role for role in found if role is not Role.MACHINE}
    return _roles(set(WHO[verb]) if verb in WHO else people, Indonesian) or "siapa saja"


def _meanings() -> dict[str, str]:
    row = re.compile(r"^\| [^|]+ \| `([^`|]+)` \| ([^|]+) \|$", re.MULTILINE)
    text = GLOSSARY.read_text(encoding="utf-8")
    parts = text.split("\n## ")
    named = [part for part in parts if part.startswith(("Tindakan\n", "Perintah lain\n"))]
    return {match[1]: match[2] for part in named for match in row.finditer(part)}


def exits() -> str:
    """Every exit code and what it asks of whoever called."""
    return _table(("Code", "Meaning"), [(f"`{code:d}`", EXITS[code]) for code in Exit])


def settings() -> str:
    """Every setting of a clone, and the variable that gives it for one run."""
    return _table(
        ("Setting", "For one run", "What it says"),
        [
            (f"`siar.{name}`", f"`SIAR_{name.upper()}`", does[0].upper() + does[1:])
            for name, does in SETTINGS.items()
        ],
    )


def rooms() -> str:
    """The package's folders and modules, each with the first sentence it says of itself."""
    folders = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
    modules = sorted(path for path in PACKAGE.glob("*.py") if not path.name.startswith("__"))
    entries = [(f"{path.name}/", _sentence(path / "__init__.py")) for path in folders]
    entries += [(path.name, _sentence(path)) for path in modules]
    width = max(len(name) for name, _said in entries) + 2
    lines = ["```text", "pipeline/"]
    for name, said in entries:
        first, *more = textwrap.wrap(said, 78)
        lines.append(f"  {name:<{width}}{first}")
        lines += [" " * (width + 2) + line for line in more]
    return "\n".join([*lines, "```"])


def _sentence(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split()).removesuffix(".")


def _dashed(action: Action) -> str:
    return str(action).replace("_", "-")


def _list(items: Sequence[str], joined: str = "and") -> str:
    found = list(dict.fromkeys(items))
    return f"{', '.join(found[:-1])} {joined} {found[-1]}" if len(found) > 1 else "".join(found)


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    cells = [heads, ["---"] * len(heads), *lines]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in cells)


PARTS: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "README.md": {
        "verbs": verbs,
        "workflow": workflow,
        "exits": exits,
        "settings": settings,
        "rooms": rooms,
    },
    "README.id.md": {"perintah": perintah, "alur": alur},
}


def written(name: str, text: str) -> str:
    """The README `name` with each generated part as the code has it now.

    Raises ValueError when a part has no place in it, or more than one.
    """
    for part, render in PARTS[name].items():
        begin, end = f"<!-- begin:{part} -->\n", f"<!-- end:{part} -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise ValueError(f"{name} has no single place for {part}")
        before, rest = text.split(begin)
        text = f"{before}{begin}\n{render()}\n\n{end}{rest.split(end)[1]}"
    return text


def main() -> None:
    """Bring both files up to date."""
    for name in PARTS:
        path = CHECKOUT / name
        write_whole(path, written(name, path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
