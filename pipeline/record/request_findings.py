"""What must hold of a request's own file: its form, its number, and that it only ever grew."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.i18n import _
from pipeline.record.binding import first_difference
from pipeline.record.digest import document_digest
from pipeline.record.finding import Finding
from pipeline.record.front_matter import render
from pipeline.record.problem import Problem
from pipeline.record.replay import Case, summary
from pipeline.record.request import Request
from pipeline.record.statement import statement_entry
from pipeline.record.strict_yaml import Document, load_stream


class Place:
    """The file of a request: finds lines only when something is wrong, for most files are fine."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self._front: Document | None = None

    def line(self, *pointer: str | int) -> int:
        """Where a value of the front matter stands."""
        if self._front is None:
            (self._front, *_others), _findings = load_stream(self.data, self.path)
        return self._front.line(pointer)

    def finding(self, rule: str, message: str, help_: str, *pointer: str | int) -> Finding:
        """What is wrong with a value of the front matter."""
        return Finding(self.path, self.line(*pointer), rule, message, help_)

    def of_problem(self, problem: Problem) -> Finding:
        """What is wrong with a statement of the history, or with the history."""
        place = ("history", problem.seq - 1) if problem.seq else ("history",)
        return self.finding(problem.id, problem.message, problem.help, *place)


def form_findings(request: Request, place: Place) -> Iterator[Finding]:
    """The front matter has one form: nothing stands between its lines that nobody signed."""
    history = [statement_entry(statement) for statement in request.history]
    expected = render({**request.summary, "history": history}, request.documents)
    if place.data != expected:
        yield Finding(
            place.path,
            first_difference(expected, place.data),
            "front-matter-form",
            _("this line is not written as the program writes it"),
            _("undo the edit: this part is written by the commands of siar only"),
        )


def number_findings(request: Request, number: str, place: Place) -> Iterator[Finding]:
    """The number is that of the file, and of the year in which the letter came."""
    if request.number != number:
        yield place.finding(
            "request-number",
            _("the number is {number}, but the file is that of {expected}").format(
                number=request.number, expected=number
            ),
            _("undo the edit: numbers are given by `siar receive` and never change"),
            "number",
        )
    if request.letter.received.year != request.year:
        yield place.finding(
            "request-year",
            _("received in {year}, but numbered in {numbered}").format(
                year=request.letter.received.year, numbered=request.year
            ),
            _("the agenda number runs by the year of receipt: register the letter again"),
            "number",
        )


def summary_findings(request: Request, case: Case, place: Place) -> Iterator[Finding]:
    """What stands above the history is what the history leads to."""
    true = summary(request.number, case)
    claimed = dict(request.summary)
    for key in dict.fromkeys((*true, *claimed)):
        if claimed.get(key) == true.get(key) or case.state is None:
            continue
        yield place.finding(
            "state-history",
            _("{key} is {claimed}, but the history leads to {true}").format(
                key=key, claimed=_shown(claimed.get(key)), true=_shown(true.get(key))
            ),
            _("undo the edit: this part is written by the commands of siar only"),
            key,
        )


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "`" + ", ".join(f"{key}: {item}" for key, item in value.items()) + "`"
    return _("nothing") if value is None else f"`{value}`"


def document_findings(request: Request, place: Place) -> Iterator[Finding]:
    """Each document is named by the statement that brought it, so that none is slipped in."""
    named: list[str] = []
    for statement in request.history:
        if "documents" in statement.data:
            named += statement.data.get("documents", ())
        elif "document" in statement.data:
            named.append(statement.data["document"])
    if named != [document_digest(document) for document in request.documents]:
        yield place.finding(
            "request-immutable",
            _("the request is not what was registered: its documents were changed"),
            _("undo the edit: what was registered never changes"),
            "number",
        )


def growth_findings(request: Request, former: Request | None, place: Place) -> Iterator[Finding]:
    """The history begins with everything that it was before."""
    if former is None:
        return
    kept = [statement.digest for statement in request.history[: len(former.history)]]
    if kept != [statement.digest for statement in former.history]:
        yield place.finding(
            "history-shrunk",
            _("statements that were there before are missing or changed"),
            _("a history only grows: fetch the branch again and repeat your step"),
            "history",
        )
