"""The rooms of the design, and who alone prints, exits, and catches what went wrong."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "pipeline").rglob("*.py"))
MODULE_LINES, FUNCTION_LINES = 400, 60

# Rooms of pure thought, and the few names they take from modules that could do more.
PURE = ("record", "editorial", "office")
READS_BUNDLED = {"pipeline/record/schema.py": {"importlib"}}
HARMLESS = {("pathlib", "PurePosixPath"), ("urllib.parse", "urlsplit")}
NOT_PURE = {"pathlib", "urllib.parse", "urllib", "importlib", "os", "io.open", "builtins"}

# Who may end the process: the command line, and what runs as a process of its own.
ENDS = {"pipeline/cli.py", "pipeline/__main__.py", "pipeline/site/run_pelican.py"}
# Who may print: the command line, and the build in its own process, whose output is read.
PRINTS = {"pipeline/cli.py"}
# Who may hear any refusal without passing it on, and what becomes of it.
HEARS = {
    "pipeline/cli.py": "shows it, once",
    "pipeline/site/run_pelican.py": "shows it to the process that asked",
    "pipeline/repository.py": "says what Git's refusal means",
    "pipeline/store.py": "says what Git's refusal means",
    "pipeline/history.py": "says what Git's refusal means",
    "pipeline/commands/doctor.py": "shows it beside the other checks",
    "pipeline/commands/outlets.py": "tries the other outlets, then raises it",
    "pipeline/commands/writing.py": "says what Git's refusal means",
    "pipeline/commands/taking_down.py": "answers it on the forge",
    "pipeline/commands/completing.py": "tells it: the article is live, and everybody told",
    "pipeline/commands/parts.py": "says of which file it cannot be read",
    "pipeline/commands/record.py": "tells it, and goes on with the next pull request",
    "pipeline/commands/standing_comment.py": "leaves it to the findings that it shows",
}
# Who may hear anything at all: what fails there in more ways than it declares.
SWALLOWS = {
    "pipeline/editorial/images.py": "a decoder, on hostile bytes: that is the finding",
    "pipeline/site/run_pelican.py": "Pelican, in its own process: told as one sentence",
}


def name_of(path: Path) -> str:
    """`pipeline/record/text.py`."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """The module as Python understands it."""
    return ast.parse(path.read_text("utf-8"))


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of these kinds, with the module it stands in."""
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, kinds):
                yield name_of(path), node


def called(node: ast.AST) -> str:
    """What a call calls, as it is written."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def imported(path: Path) -> set[tuple[str, str]]:
    """(module, name) of everything a module imports."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "", alias.name) for alias in node.names}
    return found


def test_the_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(linter)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[done.stdout.find("Broken contracts") :]


@pytest.mark.parametrize("room", PURE)
def test_a_room_of_pure_thought_touches_nothing(room: str) -> None:
    wrong = []
    for path in (ROOT / "pipeline" / room).glob("*.py"):
        allowed = READS_BUNDLED.get(name_of(path), set())
        wrong += [
            (name_of(path), *what)
            for what in imported(path)
            if what[0] in NOT_PURE and what not in HARMLESS and what[0] not in allowed
        ]
        wrong += [
            (name_of(path), called(node), str(node.lineno))
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Call)
            and (called(node) in {"open", "input", "exec", "eval", "__import__"})
        ]
    assert wrong == []


@pytest.mark.parametrize("room", PURE)
def test_a_room_of_pure_thought_is_given_the_time(room: str) -> None:
    asks = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "clock.now"}
    wrong = [
        (name, called(node))
        for name, node in nodes(ast.Call)
        if name.startswith(f"pipeline/{room}/") and called(node) in asks
    ]
    assert wrong == []


def test_only_the_command_line_prints() -> None:
    prints = {
        name
        for name, node in nodes(ast.Call)
        if called(node) in {"print", "click.echo", "click.secho", "sys.stdout.write"}
    }
    assert prints <= PRINTS


def test_only_the_command_line_exits() -> None:
    ends = {
        name
        for name, node in nodes(ast.Call)
        if called(node) in {"sys.exit", "exit", "quit", "os._exit", "SystemExit"}
    }
    assert ends <= ENDS


def handlers() -> Iterator[tuple[str, ast.ExceptHandler, set[str]]]:
    """Every `except`, with the module it stands in and the names it catches."""
    for name, node in nodes(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        yield name, node, {ast.unparse(kind) if kind else "BaseException" for kind in kinds}


def test_only_the_command_line_catches_every_refusal() -> None:
    hears = {name for name, _node, kinds in handlers() if "SiarError" in kinds}
    assert hears <= set(HEARS)


def test_whoever_catches_everything_only_clears_up_and_passes_it_on() -> None:
    swallows = {
        name
        for name, node, kinds in handlers()
        if kinds & {"Exception", "BaseException"}
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    }
    assert swallows <= set(SWALLOWS)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_is_read_in_one_sitting(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= MODULE_LINES
    too_long = [
        (node.name, node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert too_long == []


def documented(path: Path) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef]:
    """A module, its public classes and functions, and their public methods."""
    module = tree_of(path)
    yield module
    for node in module.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_"):
            yield node
            inner = node.body if isinstance(node, ast.ClassDef) else []
            for part in inner:
                if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
                    yield part


def test_everything_public_says_what_it_is() -> None:
    silent = [
        f"{name_of(path)}: {getattr(node, 'name', 'module')}"
        for path in SOURCES
        for node in documented(path)
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_goes_through_a_shell() -> None:
    shells = [
        name
        for name, node in nodes(ast.Call)
        if isinstance(node, ast.Call)
        and (
            any(word.arg == "shell" for word in node.keywords)
            or called(node) in {"os.system", "os.popen"}
        )
    ]
    assert shells == []
