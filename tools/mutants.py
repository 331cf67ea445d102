"""Break the code of `record` in thousands of small ways, and count what its tests notice.

    make mutants                                       (all of it; within an hour on two cores)
    python -m tools.mutants [--processes 2] [module …]

mutmut breaks functions, one thing at a time, and runs the tests that reach them, in a copy below
`mutants/`, which Git ignores. What its processes cannot see is looked at again here, in a Python
that starts anew: functions that run while modules are imported, and tables of which a row is gone.

Prints a line for each module and for each mutant that nobody noticed. The exit code is 1 if fewer
than 95 of 100 were noticed.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from tools.table_mutants import Broken, without_each_row

ROOT = Path(__file__).parents[1]
COPY = ROOT / "mutants"
ROOM = "pipeline/record"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
WANTED_PERCENT = 95
COLLECTING_FAILED, NOTHING_SELECTED = 2, 5  # pytest's exit codes
# What mutmut notes of a mutant: all its tests passed, or there are none that reach the function.
UNNOTICED, ENDLESS = (0, 33), (-24, 24, 36, 152)
TIMEOUT_SECONDS = 180
# Prints the functions that have run when the tests are collected, and none has begun.
WHILE_IMPORTING = """
import sys, pytest
from mutmut.state import state
pytest.main(["--collect-only", "-qqq", "tests/record"])
print("", *state()._stats, sep="\\n", file=sys.stderr)
"""


class Mutant(NamedTuple):
    """A module in which one thing is broken, and whether a test failed or never ended."""

    module: str
    name: str
    is_noticed: bool
    is_endless: bool = False


def main() -> int:
    """Break, count, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="*", help="names of modules; all when there are none")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    modules = options.modules or sorted(path.stem for path in (ROOT / ROOM).glob("[!_]*.py"))
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = scratch  # nothing of other runs to clear away
        run_mutmut(modules, options.processes)
        functions = of_functions(modules, options.processes)
        tables = of_tables(modules, options.processes)
    for line in report(functions, tables):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{(time.monotonic() - started) / 60:.0f} minutes\n")
    return 0 if percent([*functions, *tables]) >= WANTED_PERCENT else 1


def run_mutmut(modules: Sequence[str], processes: int) -> None:
    """Have mutmut break the functions of these modules.

    The copy is made anew each time: mutmut would keep what it found out with other tests.
    """
    shutil.rmtree(COPY, ignore_errors=True)
    program = Path(sys.executable).with_name("mutmut")
    names = [f"{ROOM.replace('/', '.')}.{module}.*" for module in modules]
    subprocess.run(
        [str(program), "run", "--max-children", str(processes), *names],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def of_functions(modules: Sequence[str], processes: int) -> list[Mutant]:
    """What mutmut found; functions that ran before its processes began are tried once more."""
    early = run_python(COPY, "-c", WHILE_IMPORTING, mutant="stats").stderr.split()

    def look(module: str, name: str, code: int) -> Mutant:
        is_noticed = code not in UNNOTICED
        if not is_noticed and name.partition("__mutmut_")[0] in early:
            is_noticed = run_tests(COPY, module, mutant=name) != 0
        return Mutant(module, name.split(".", 2)[2], is_noticed, code in ENDLESS)

    told = []
    for module in modules:
        meta = json.loads((COPY / ROOM / f"{module}.py.meta").read_text(encoding="utf-8"))
        told += [(module, name, code) for name, code in meta["exit_code_by_key"].items()]
    with ThreadPoolExecutor(processes) as pool:
        return list(pool.map(lambda row: look(*row), told))


def of_tables(modules: Sequence[str], processes: int) -> list[Mutant]:
    """Each row of each table left out once, except those without which nothing can be imported."""
    broken = [
        (module, one)
        for module in modules
        for one in without_each_row((ROOT / ROOM / f"{module}.py").read_text(encoding="utf-8"))
    ]
    folders: SimpleQueue[Path] = SimpleQueue()
    seconds = count(1)  # no two texts of a module have one time, or Python may keep the older

    def look(module: str, one: Broken) -> Mutant | None:
        folder = folders.get()
        path = folder / ROOM / f"{module}.py"
        whole = path.read_bytes()
        try:
            path.write_text(one.text, encoding="utf-8")
            os.utime(path, (second := next(seconds), second))
            code = run_tests(folder, module)
            is_whole = (
                code != COLLECTING_FAILED
                or not run_python(folder, "-c", f"import pipeline.record.{module}").returncode
            )
            return Mutant(module, one.name, code != 0) if is_whole else None
        finally:
            path.write_bytes(whole)
            folders.put(folder)

    with contextlib.ExitStack() as stack, ThreadPoolExecutor(processes) as pool:
        for folder in copies(stack, processes):
            folders.put(folder)
        return [one for one in pool.map(lambda row: look(*row), broken) if one]


def copies(stack: contextlib.ExitStack, number: int) -> Iterator[Path]:
    """Folders with all that the room's tests need, which go away with the stack."""
    for _place in range(number):
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name in ("tests", *SETTINGS["source_paths"], *SETTINGS["also_copy"]):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "pyproject.toml", folder)
        yield folder


def run_tests(folder: Path, module: str, *, mutant: str = "") -> int:
    """The exit code of the room's tests in a copy, or that they did not end.

    The likeliest files come first, by themselves: collecting all takes longer than running these.
    """
    place, *options = SETTINGS["pytest_add_cli_args_test_selection"]
    options += ["-x", "-q", *SETTINGS["pytest_add_cli_args"]]
    for places in filter(None, (files_of(module)[:3], (*files_of(module)[3:], place))):
        try:
            found = run_python(folder, "-m", "pytest", *options, *places, mutant=mutant)
        except subprocess.TimeoutExpired:
            return ENDLESS[0]
        if found.returncode not in (0, NOTHING_SELECTED):
            return found.returncode
    return 0


@cache
def files_of(module: str) -> tuple[str, ...]:
    """Files of tests that reach a module, as mutmut saw it: its own first, then the quick ones."""
    seen = json.loads((COPY / "mutmut-stats.json").read_text(encoding="utf-8"))
    reaching = {
        test.partition("::")[0]
        for name, tests in seen["tests_by_mangled_function_name"].items()
        if name.rpartition(".")[0] == f"pipeline.record.{module}"
        for test in tests
    }
    seconds: Counter[str] = Counter()
    for test, duration in seen["duration_by_test"].items():
        seconds[test.partition("::")[0]] += duration
    own = f"tests/record/test_{module}.py"
    return tuple(sorted(reaching, key=lambda file: (file != own, seconds[file])))


def run_python(folder: Path, *arguments: str, mutant: str = "") -> subprocess.CompletedProcess[str]:
    """A Python that starts anew in a copy, with that one of mutmut's mutants in force."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "MUTANT_UNDER_TEST": mutant, "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_SECONDS,
        check=False,
    )


def report(functions: Sequence[Mutant], tables: Sequence[Mutant]) -> Iterator[str]:
    """A line for each module, one for all, and one for each mutant that nobody noticed."""
    for module in dict.fromkeys(mutant.module for mutant in (*functions, *tables)):
        of_it = [[m for m in kind if m.module == module] for kind in (functions, tables)]
        yield f"{module:18}{_counted(of_it[0])}{_counted(of_it[1])}"
    yield f"{'all':18}{_counted(functions)}{_counted(tables)}"
    whole = [*functions, *tables]
    endless = sum(mutant.is_endless for mutant in whole)
    yield f"{percent(whole):.1f} % were noticed, {endless} of them because the tests did not end"
    yield from (f"{m.module}: {m.name}" for m in whole if not m.is_noticed)


def _counted(mutants: Sequence[Mutant]) -> str:
    return f"{sum(mutant.is_noticed for mutant in mutants):8} of {len(mutants):5}"


def percent(mutants: Sequence[Mutant]) -> float:
    """How many of a hundred were noticed."""
    return 100 * sum(mutant.is_noticed for mutant in mutants) / max(len(mutants), 1)


if __name__ == "__main__":
    sys.exit(main())
