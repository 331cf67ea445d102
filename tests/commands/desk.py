"""A desk at the office: `siar` called as somebody in their clone, as the command line does it."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline import cli
from pipeline.commands.context import Context
from pipeline.record import agenda
from pipeline.record.loading import load_request
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.repository import Repository
from tests.support.office import NUMBER, Office

ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Said(NamedTuple):
    """How a command ended: its exit code, what it printed and what it complained of."""

    exit: int
    out: str
    err: str


def refusal(message: str, way_out: str = "") -> str:
    """What a command that refuses prints on the error stream, whole."""
    return f"siar: {message}\n" + (f"  way out: {way_out}\n" if way_out else "")


class Desk:
    """The office of a test, with everybody's command line."""

    def __init__(
        self, office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.office = office
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def siar(self, person: str, *words: str, cwd: Path | None = None) -> Said:
        """Call `siar WORDS` in somebody's clone (or in `cwd`)."""
        self._monkeypatch.chdir(cwd or self.clone(person))
        self._capsys.readouterr()
        code = cli.main(list(words))
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        return Said(code, out, err)

    def clone(self, person: str) -> Path:
        """Somebody's work tree."""
        return self.office.folder / person

    def fresh(self) -> Repository:
        """The shared repository, opened anew."""
        return Repository.open(self.office.bare.folder)

    def request(self, number: str = NUMBER) -> Request:
        """The request as its shared branch has it, or main once it is closed."""
        path, shared = agenda.request_path(number), self.fresh()
        tip = shared.shared(agenda.branch(number)) or shared.shared("main") or ""
        data = shared.read(tip, path)
        assert data is not None
        found, findings = load_request(path, data, root=self.office.root)
        assert found is not None, findings
        return found

    def last(self, number: str = NUMBER) -> Statement:
        """The latest statement on a request."""
        return self.request(number).history[-1]

    def paper(self, path: str, number: str = NUMBER) -> bytes | None:
        """A file of a request's branch, by its path in the repository."""
        return self.fresh().read(f"refs/heads/{agenda.branch(number)}", path)

    def refs(self) -> dict[str, str]:
        """Every ref of the shared repository: nothing was recorded while these stay."""
        return self.fresh().refs("refs/")


class Script:
    """Somebody at the terminal who gives these answers, one after the other."""

    def __init__(self, answers: Iterable[str]) -> None:
        self.unused = iter(answers)
        self.asked: list[tuple[str, str, tuple[str, ...]]] = []
        self.heard: list[str] = []

    def tell(self, text: str) -> None:
        """Hear a line."""
        self.heard.append(text)

    advise = tell

    def ask(self, question: str, *, default: str = "", choices: Sequence[str] = ()) -> str:
        """Give the next answer."""
        self.asked.append((question, default, tuple(choices)))
        given = next(self.unused)
        assert not choices or given in choices
        return given


def scripted(office: Office, person: str, *answers: str) -> tuple[Context, Script]:
    """The scene of somebody who answers by a script."""
    script = Script(answers)
    return Context(Repository.open(office.folder / person), script), script
