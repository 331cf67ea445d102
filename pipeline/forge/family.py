"""Decide whether requests that belong together say so: parts of a split letter, joined letters.

A part begins with a `split` that names the split of its letter, which names the part in turn: so
that nobody makes a request without a letter, and no letter is carried on by two.
"""

from collections.abc import Iterator

from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.digest import document_digest
from pipeline.record.finding import Finding
from pipeline.record.loading import load_request
from pipeline.record.problem import Problem
from pipeline.record.replay import Case, replay
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.record.strict_yaml import load_stream
from pipeline.record.workflow import Action
from pipeline.repository import Repository


def family_findings(
    repository: Repository,
    parent_commit: str,
    commit: str,
    number: str,
    request: Request,
    case: Case,
) -> Iterator[Finding]:
    """What is wrong with the kin that a request names.

    `parent_commit` is the first parent of the merge `commit`, or where the branch that ends in
    `commit` left main.
    """
    for seq, rule, message, help_ in _problems(
        repository, (parent_commit, commit), number, request, case
    ):
        path = agenda.request_path(number)
        documents, _findings = load_stream(repository.read(commit, path) or b"", path)
        line = documents[0].line(("history", seq - 1)) if documents else 1
        yield Finding(path, line, rule, message, help_)


def _problems(
    repository: Repository, commits: tuple[str, str], number: str, request: Request, case: Case
) -> Iterator[Problem]:
    first = request.history[0] if request.history else None
    if first and (agenda.part_of(number) is not None or first.action is Action.SPLIT):
        yield from _part_problems(repository, commits, number, request, first)
    for statement in request.history:
        if statement.action is Action.JOIN and case.leading is not None:
            yield from _leading_problems(repository, commits[0], case.leading, statement)


def _part_problems(
    repository: Repository,
    commits: tuple[str, str],
    number: str,
    request: Request,
    first: Statement,
) -> Iterator[Problem]:
    """A part is one that its letter's split names, and it carries that letter's documents."""
    whole = agenda.whole_of(number)
    made = next(
        (m for commit in commits if (m := split_naming(repository, commit, number, first.root))),
        None,
    )
    if made is None or first.data.get("statement") != made[1].digest:
        yield Problem(
            first.seq,
            "split-parent",
            _("no split of {whole} on main names {number}").format(whole=whole, number=number),
            _("parts are made by `siar split {whole}`").format(whole=whole),
        )
        return
    letter = made[0]
    brought = [document_digest(document) for document in letter.documents]
    disposed = replay(letter.history)[0].disposition
    if first.data.get("documents") != brought or first.data.get("disposition") != disposed:
        yield Problem(
            first.seq,
            "split-parent",
            _("{number} carries other documents, or another disposition, than {whole}").format(
                whole=whole, number=number
            ),
            _("parts are made by `siar split {whole}`").format(whole=whole),
        )


def _leading_problems(
    repository: Repository, main: str, leading: str, joined: Statement
) -> Iterator[Problem]:
    """The leading request is in the agenda, and was not joined or split itself before."""
    there = read_request(repository, main, leading, joined.root)
    if there is None and repository.resolve(agenda.tag(leading)) is None:
        message = _("there is no request {number}").format(number=leading)
    elif there is not None and replay(there.history)[0].is_divided:
        message = _("{number} does not lead anything: it was joined or split itself").format(
            number=leading
        )
    else:
        return
    way_on = _("join it to a request that has an article of its own: `siar status` lists them")
    yield Problem(joined.seq, "join-leading", message, way_on)


def split_naming(
    repository: Repository, commit: str, number: str, root: str
) -> tuple[Request, Statement] | None:
    """The letter of a part as a commit has it, with the split that names the part, if it does."""
    letter = read_request(repository, commit, agenda.whole_of(number), root)
    for statement in letter.history if letter else ():
        if statement.action is Action.SPLIT and number in statement.data.get("numbers", ()):
            return (letter, statement) if letter else None
    return None


def read_request(repository: Repository, commit: str, number: str, root: str) -> Request | None:
    """A request as a commit has it; None when it is not there, or cannot be read."""
    path = agenda.request_path(number)
    data = repository.read(commit, path)
    return load_request(path, data, root=root, validate=False)[0] if data else None
