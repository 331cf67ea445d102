"""Record a decision: look at the case, ask the table, sign, commit, and push it all or nothing."""

import itertools
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.local_papers import local_file, local_papers
from pipeline.errors import NotAllowed, NotFound, SiarError
from pipeline.forge.units import REQUESTS, unit_at
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.digest import sha256
from pipeline.record.finding import has_errors
from pipeline.record.front_matter import render
from pipeline.record.keeping import Keeping
from pipeline.record.labels import named
from pipeline.record.length import most_bytes
from pipeline.record.loading import load_request
from pipeline.record.replay import Case, advance, replay, summary, way_on, why_not
from pipeline.record.report_findings import format_text
from pipeline.record.request import Request
from pipeline.record.roster import Roster
from pipeline.record.statement import Statement, statement_entry
from pipeline.record.unit import Unit
from pipeline.record.workflow import AFTERWARDS, Action, Role, find_transition, rows
from pipeline.repository import Conflict, Update

ATTEMPTS = 5


@dataclass(frozen=True)
class Opened:
    """An open request as its branch has it, or as main has it when it has no branch (any more).

    What is recorded next continues `tip`; on main it makes the branch again.
    """

    number: str
    tip: str
    unit: Unit
    request: Request
    case: Case
    on_main: bool = False


class Transcript(NamedTuple):
    """A decision made elsewhere and typed in: who decided, when, how, and the scan of it."""

    decided_by: str
    decided_at: datetime
    channel: str
    scan: str = ""
    scan_data: bytes = b""


class Step(NamedTuple):
    """What to record: the statement's data, and files that change with it (None removes).

    `local` are those that go to the office's own server, by their names there.
    """

    data: Mapping[str, Any]
    files: Mapping[str, bytes | None] = {}
    document: bytes | None = None
    local: Mapping[str, bytes] = {}


def open_request(ctx: Context, number: str, *, afterwards: bool = False) -> Opened:
    """The open request with this number, freshly fetched. Raises NotFound or SiarError.

    With `afterwards`, a request without a branch is the one that main holds.
    """
    ctx.repository.fetch()
    if not agenda.is_number(number):
        raise NotFound(
            _("{number} is not an agenda number").format(number=number),
            hint=_("they look like 2026-0042; `siar status` lists the open ones"),
        )
    branch = ctx.repository.shared(agenda.branch(number))
    tip = ctx.main if branch is None and afterwards else branch
    unit = unit_at(ctx.repository, tip, number) if tip else None
    if tip is None or unit is None:
        closed = ctx.repository.read(ctx.main, agenda.request_path(number)) is not None
        raise NotFound(
            _("request {number} is closed already").format(number=number)
            if closed
            else _("there is no request {number}").format(number=number),
            hint=_("`siar status` lists the open ones"),
        )
    request, findings = load_request(unit.path, unit.data, root=ctx.root)
    if request is None or has_errors(findings):
        raise SiarError(format_text(findings))
    case, problems = replay(request.history)
    if problems:
        raise SiarError(
            _("the history of {number} does not add up: {problem}").format(
                number=number, problem=problems[0].message
            ),
            hint=problems[0].help,
        )
    return Opened(number, tip, unit, request, case, on_main=branch is None)


def record(
    ctx: Context,
    number: str,
    action: Action,
    make: Callable[[Opened], Step],
    *,
    transcript: Transcript | None = None,
) -> Opened:
    """Record `action` on its request's branch and give the request as it is then.

    `make` gives the data for the request as it stands; it is asked again when somebody else was
    faster. Raises NotAllowed, NotFound, Refused (by the gate) or TryAgain; then nothing happened.
    """
    for _attempt in range(ATTEMPTS):
        opened = open_request(ctx, number, afterwards=action in AFTERWARDS)
        statement, step = decide(ctx, opened, action, make, transcript=transcript)
        commit = commit_step(ctx, opened, statement, step)
        branch = agenda.branch(number)
        try:
            expected = None if opened.on_main else opened.tip
            ctx.repository.push([Update(f"refs/heads/{branch}", commit, expected)])
        except Conflict:
            continue
        follow(ctx, branch, opened.tip, commit)
        return open_request_now(ctx, number)
    raise Conflict(
        _("others keep changing request {number}").format(number=number),
        hint=_("nothing was recorded; wait a moment and run the command again"),
    )


def decide(
    ctx: Context,
    opened: Opened,
    action: Action,
    make: Callable[[Opened], Step],
    *,
    transcript: Transcript | None = None,
) -> tuple[Statement, Step]:
    """The signed statement and what changes with it; nothing is committed. Raises NotAllowed."""
    now = ctx.now()
    decider = transcript.decided_by if transcript else ctx.me.id
    moment = transcript.decided_at if transcript else now
    role = acting_role(ctx.agency.roster, opened.case, action, decider, moment)
    step = make(opened)
    if transcript:
        step = with_transcript(ctx, opened, step, transcript)
    history = opened.request.history
    statement = signed_statement(
        ctx, opened.number, history, action, role, step.data, by=decider, at=now
    )
    _case, problems = replay((*history, statement))
    if problems:
        raise NotAllowed(problems[0].message, hint=problems[0].help)
    return statement, step


def open_request_now(ctx: Context, number: str) -> Opened:
    """The open request as the last push left it, without asking the shared repository again."""
    return opened_at(ctx, number, ctx.repository.shared(agenda.branch(number)))


def opened_at(ctx: Context, number: str, tip: str | None) -> Opened:
    """The request as a commit has it that was made here. Raises NotFound."""
    unit = unit_at(ctx.repository, tip, number) if tip else None
    if tip is None or unit is None:
        raise NotFound(_("there is no request {number}").format(number=number))
    request, _findings = load_request(unit.path, unit.data, root=ctx.root, validate=False)
    if request is None:
        raise NotFound(_("there is no request {number}").format(number=number))
    return Opened(number, tip, unit, request, replay(request.history)[0])


def acting_role(roster: Roster, case: Case, action: Action, person_id: str, at: datetime) -> Role:
    """In which role the person may do this now. Raises NotAllowed with the way out."""
    able = [
        role for role in Role if find_transition(case.state, action, role, paused=case.is_paused)
    ]
    for role in able:
        if roster.term(person_id, role, at):
            return role
    if not able:
        some_role = next(iter(rows(action)[0].roles))
        raise NotAllowed(why_not(case, action, some_role) or "", hint=way_on(case))
    holders = [person.name for role in able for person in roster.holders(role, at)]
    raise NotAllowed(
        _("{who} may not do this: it is for {role}").format(
            who=_name(roster, person_id), role=", ".join(map(named, able))
        ),
        hint=_("today that is {names}").format(names="; ".join(holders) or _("nobody")),
    )


def _name(roster: Roster, person_id: str) -> str:
    person = roster.person(person_id)
    return person.name if person else person_id


def with_transcript(ctx: Context, opened: Opened, step: Step, transcript: Transcript) -> Step:
    """The step with what the paper says of its decision, and the scan under a name of its own."""
    told: dict[str, Any] = {
        "decided_at": transcript.decided_at.isoformat(),
        "channel": transcript.channel,
    }
    scan = scan_of(ctx, opened, transcript.scan, transcript.scan_data)
    return step._replace(
        data={**step.data, "transcribed": {**told, **scan.data}},
        files={**step.files, **scan.files},
        local={**step.local, **scan.local},
    )


def scan_of(ctx: Context, opened: Opened, name: str, data: bytes) -> Step:
    """How a statement names a scan, and the file; nothing when there is no `name`."""
    if not name:
        return Step({})
    if ctx.agency.papers is Keeping.LOCAL:
        named_file, kept = local_file(opened.number, name, data)
        return Step(named_file, local=kept)
    folder = agenda.papers_folder(opened.number)
    free = _free_name(name, {entry.path for entry in opened.unit.papers}, folder)
    told = {"scan": f"{folder.rsplit('/', 1)[1]}/{free}", "scan_sha256": sha256(data)}
    return Step(told, {f"{folder}/{free}": data})


def _free_name(name: str, taken: Set[str], folder: str) -> str:
    """`disposisi.jpg`, or `disposisi-2.jpg` when an earlier decision has that name already."""
    stem, dot, suffix = name.partition(".")
    names = (f"{stem}-{count}{dot}{suffix}" for count in itertools.count(2))
    return next(n for n in itertools.chain([name], names) if f"{folder}/{n}" not in taken)


def signed_statement(
    ctx: Context,
    number: str,
    history: tuple[Statement, ...],
    action: Action,
    role: Role,
    data: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
) -> Statement:
    """The next statement of a history, signed by who is at work here."""
    statement = Statement(
        root=ctx.root,
        unit=f"request/{number}",
        seq=len(history) + 1,
        action=action,
        at=max([at, *(former.at for former in history[-1:])]),
        by=by,
        role=role,
        data=data if ctx.behalf is None else {**data, "evidence": dict(ctx.behalf.evidence)},
        prev=history[-1].digest if history else None,
        signer=ctx.signer,
    )
    return replace(statement, signature=ctx.sign_statement(statement.payload))


def request_file(
    number: str, case: Case, history: tuple[Statement, ...], documents: tuple[bytes, ...]
) -> bytes:
    """The bytes of requests/<year>/<number>.yaml. Raises NotAllowed when it becomes too long."""
    front = {**summary(number, case), "history": [statement_entry(s) for s in history]}
    data = render(front, documents)
    if len(data) > (limit := most_bytes(history[-1].action)):
        raise NotAllowed(
            _(
                "the record of {number} would be {size} bytes long; for this, {limit} are the most"
            ).format(number=number, size=len(data), limit=limit),
            hint=_("say it in fewer words, or bring it as a paper with `siar complete`"),
        )
    return data


def commit_step(ctx: Context, opened: Opened, statement: Statement, step: Step) -> str:
    """Commit the statement, and what changes with it, upon the request's tip; nothing is pushed."""
    repository = ctx.repository
    case = advance(opened.case, statement)
    documents = opened.request.documents + ((step.document,) if step.document else ())
    data = request_file(opened.number, case, (*opened.request.history, statement), documents)
    changes: dict[str, str | None] = {
        path: None if content is None else repository.write_blob(content)
        for path, content in step.files.items()
    }
    changes[opened.unit.path] = repository.write_blob(data)
    if step.local:
        local_papers(ctx).put(step.local)  # before anything names them
    return repository.commit_tree(
        repository.write_tree(opened.tip, changes),
        [opened.tip],
        f"{statement.action} {opened.number}",
        author=ctx.author,
        at=statement.at,
        sign=ctx.sign_commit,
    )


def follow(ctx: Context, branch: str, before: str, after: str) -> None:
    """Move the person's own copy of the branch along, if they have it and it was up to date."""
    repository = ctx.repository
    if not repository.has_origin or repository.resolve(f"refs/heads/{branch}") != before:
        return
    if repository.checked_out == branch:
        # The article was just committed from this very work tree; only the record is behind.
        record = [
            path for path in repository.changed_paths(before, after) if path.startswith(REQUESTS)
        ]
        repository.run("reset", "--quiet", "--mixed", after)
        repository.run("checkout", "--quiet", after, "--", *record)
    else:
        repository.set_ref(f"refs/heads/{branch}", after, before)
