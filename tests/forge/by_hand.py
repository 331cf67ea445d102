"""Statements that the verbs would refuse, made with the right keys all the same."""

from collections.abc import Sequence
from typing import Any

from pipeline.commands.recording import request_file, signed_statement
from pipeline.forge.units import unit_at
from pipeline.record import agenda
from pipeline.record.digest import unit_digest
from pipeline.record.loading import load_request
from pipeline.record.replay import replay
from pipeline.record.request import Request
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, Role
from tests.support.office import KASI, OFFICER, Office


def read_request(office: Office, number: str, data: bytes) -> Request:
    """The request in these bytes."""
    request, findings = load_request(agenda.request_path(number), data, root=office.root)
    assert request is not None, findings
    return request


def continued(
    office: Office,
    number: str,
    told: Sequence[Statement],
    person: str,
    action: Action,
    role: Role,
    **data: Any,
) -> tuple[Statement, ...]:
    """The history with one more statement, signed by somebody."""
    ctx = office[person]
    made = signed_statement(ctx, number, tuple(told), action, role, data, by=person, at=ctx.now())
    return (*told, made)


def approve_record(office: Office, number: str, data: bytes) -> bytes:
    """The record with an approval of what was submitted."""
    request = read_request(office, number, data)
    digest = replay(request.history)[0].digest
    told = continued(
        office, number, request.history, KASI, Action.APPROVE, Role.SECTION_HEAD, digest=digest
    )
    return request_file(number, replay(told)[0], told, request.documents)


def approve_by_hand(office: Office, number: str, article: str) -> str:
    """Submit and approve whatever lies in `article` on the branch; gives the branch's new tip."""
    path, tip = agenda.request_path(number), office.tip(number)
    request = read_request(office, number, office.bare.read(tip, path) or b"")
    unit = unit_at(office.bare, tip, number, article=article)
    assert unit is not None
    data = {
        "digest": unit_digest(unit.files, request.documents),
        "article": article,
        "contributors": [OFFICER],
    }
    told = continued(office, number, request.history, OFFICER, Action.SUBMIT, Role.OFFICER, **data)
    record = request_file(number, replay(told)[0], told, request.documents)
    record = approve_record(office, number, record)
    made = office.commit(KASI, {path: record}, tip)
    office.force(KASI, f"refs/heads/{agenda.branch(number)}", made)
    return made
