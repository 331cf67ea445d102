"""Record a decision: look at the case, ask the table, sign, commit, and push it all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipeline.commands.context import Context
from pipeline.commands.local_papers import local_papers
from pipeline.commands.opening import Opened, open_request, open_request_now
from pipeline.commands.step import Step, Transcript, with_transcript
from pipeline.errors import NotAllowed
from pipeline.forge.units import REQUESTS
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.front_matter import render
from pipeline.record.labels import named
from pipeline.record.length import most_bytes
from pipeline.record.replay import Case, advance, replay, summary, way_on, why_not
from pipeline.record.roster import Roster
from pipeline.record.statement import Statement, statement_entry
from pipeline.record.workflow import AFTERWARDS, Action, Role, find_transition, rows
from pipeline.repository import Conflict, Update

ATTEMPTS = 5


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
