"""The workflow table, against the same procedure written down a second time by state and role."""

from itertools import product

import pytest

from pipeline.record.workflow import (
    AFTERWARDS,
    FINAL,
    OPEN,
    TABLE,
    Action,
    Role,
    State,
    allowed_actions,
    find_transition,
    responsible_role,
)

# state, role: every action with the state it leads to (`=`: none of its own)
EXPECTED = """
-                 officer       receive>received
-                 section_head  split>dispositioned
-                 maintainer    import>approved

received          officer       complete= rectify= note= pause=
received          section_head  note= void>void
received          division_head dispose>dispositioned return>returned decline>declined file>filed
received          division_head note=

returned          officer       complete>received rectify= note= pause=
returned          section_head  note= void>void
returned          division_head note=

dispositioned     officer       complete= rectify= note= pause=
dispositioned     section_head  accept>drafting note= split= join= void>void
dispositioned     division_head redispose>dispositioned note=

drafting          officer       complete= rectify= note= submit>in_review fact_check= pause=
drafting          officer       withdraw>drafting
drafting          section_head  note= reassign= split= join= exempt= void>void takedown=
drafting          division_head redispose>dispositioned note= takedown=

in_review         officer       complete= rectify= note= agree>in_review fact_check= pause=
in_review         officer       withdraw>drafting
in_review         section_head  note= reassign= split= join= request_changes>changes_requested
in_review         section_head  revise>in_review approve>approved exempt= void>void bypass>approved
in_review         section_head  takedown=
in_review         division_head note= approve= bypass>approved takedown=

changes_requested officer       complete= rectify= note= submit>in_review fact_check= pause=
changes_requested officer       withdraw>drafting
changes_requested section_head  note= reassign= split= join= exempt= void>void takedown=
changes_requested division_head note= takedown=

approved          officer       note= amend>drafting withdraw>drafting
approved          section_head  note= recall>in_review takedown= second_look=
approved          division_head note= approve= takedown= second_look=
approved          machine       publish= tell= report=
"""
# A decision typed in from paper is confirmed whenever its decider comes by, even after the end.
CONFIRMABLE = set(State)
# While the clock stands still nothing else is possible; and only a standing clock can be started.
PAUSED_KEEPS = {Action.COMPLETE, Action.VOID, Action.CONFIRM, Action.TAKEDOWN}

Case = tuple[State | None, Action, Role, bool]


def _expected() -> dict[Case, State | None]:
    found: dict[Case, State | None] = {}
    for line in EXPECTED.split("\n"):
        name, who, *moves = line.split() or ("", "")
        for move in moves:
            action, _sign, target = move.partition(">")
            source = None if name == "-" else State(name)
            case = (source, Action(action.rstrip("=")), Role(who), False)
            found[case] = State(target) if target else None
    for state, role in product(CONFIRMABLE, (Role.SECTION_HEAD, Role.DIVISION_HEAD)):
        found[(state, Action.CONFIRM, role, False)] = None
    for (before, done, role, _paused), after in list(found.items()):
        if done in PAUSED_KEEPS:
            found[(before, done, role, True)] = after
    for open_state in OPEN:
        found[(open_state, Action.RESUME, Role.OFFICER, True)] = None
    return found


def test_every_state_action_role_and_pause_is_allowed_or_refused_as_the_procedure_says() -> None:
    expected = _expected()
    cases = list(product((None, *State), Action, Role, (False, True)))
    wrong = []
    for case in cases:
        state, action, role, paused = case
        row = find_transition(state, action, role, paused=paused)
        told = "refused" if row is None else row.target
        due = expected.get(case, "refused")
        if told != due:
            wrong.append((*map(str, case), str(told), str(due)))
    assert wrong == []
    assert len(cases) == 11 * 34 * 5 * 2


def test_every_state_can_be_reached() -> None:
    reached: set[State] = set()
    while True:
        found = {
            row.target
            for row in TABLE
            if row.target and (row.sources is None or row.sources & reached)
        }
        if found <= reached:
            break
        reached |= found
    assert reached == set(State)


@pytest.mark.parametrize("state", sorted(FINAL))
def test_a_final_state_has_no_exit(state: State) -> None:
    ways = [row for row in TABLE if state in (row.sources or ()) and row.target is not None]
    assert ways == []
    assert allowed_actions(state) == (Action.CONFIRM,)


def test_each_state_is_open_or_final_or_approved_and_only_one_of_these() -> None:
    assert OPEN.isdisjoint(FINAL)
    assert OPEN | FINAL | {State.APPROVED} == set(State)


def test_the_minutes_of_the_procedure_stand_in_its_rows() -> None:
    standards = {
        (row.sop, row.action): row.standard_minutes for row in TABLE if row.standard_minutes
    }
    assert standards == {
        (1, Action.RECEIVE): 10,
        (2, Action.DISPOSE): 15,
        (2, Action.RETURN): 15,
        (2, Action.DECLINE): 15,
        (2, Action.FILE): 15,
        (3, Action.ACCEPT): 15,
        (4, Action.SUBMIT): 120,
        (5, Action.REQUEST_CHANGES): 30,
        (5, Action.REVISE): 30,
        (5, Action.APPROVE): 30,
        (6, Action.PUBLISH): 60,
        (7, Action.TELL): 30,
        (8, Action.REPORT): 10,
    }


def test_whom_each_row_tells() -> None:
    told = {row.action: [str(who) for who in row.tells] for row in TABLE if row.tells}
    assert told == {
        Action.RECEIVE: ["sender"],
        Action.DISPOSE: ["section_head"],
        Action.RETURN: ["sender"],
        Action.DECLINE: ["sender"],
        Action.REDISPOSE: ["section_head"],
        Action.ACCEPT: ["officer"],
        Action.REASSIGN: ["officer"],
        Action.SUBMIT: ["section_head"],
        Action.REQUEST_CHANGES: ["officer"],
        Action.REVISE: ["officer"],
        Action.AGREE: ["section_head"],
        Action.APPROVE: ["officer"],
        Action.RECALL: ["officer"],
        Action.AMEND: ["former_recipients"],
        Action.WITHDRAW: ["former_recipients"],
        Action.BYPASS: ["officer"],
        Action.PUBLISH: ["media"],
        Action.TELL: ["sender"],
    }


@pytest.mark.parametrize(
    ("state", "role"),
    [
        (State.RECEIVED, Role.DIVISION_HEAD),
        (State.RETURNED, Role.OFFICER),
        (State.DISPOSITIONED, Role.SECTION_HEAD),
        (State.DRAFTING, Role.OFFICER),
        (State.IN_REVIEW, Role.SECTION_HEAD),
        (State.CHANGES_REQUESTED, Role.OFFICER),
        (State.APPROVED, Role.MACHINE),
        (State.DECLINED, None),
        (State.FILED, None),
        (State.VOID, None),
    ],
)
def test_on_whom_a_request_waits(state: State, role: Role | None) -> None:
    assert responsible_role(state) == role


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_paused_request_waits_on_the_officer(state: State) -> None:
    assert responsible_role(state, paused=True) is Role.OFFICER


def test_what_can_be_done_is_told_in_the_order_of_the_table() -> None:
    assert allowed_actions(State.RECEIVED) == (
        Action.COMPLETE,
        Action.RECTIFY,
        Action.DISPOSE,
        Action.RETURN,
        Action.DECLINE,
        Action.FILE,
        Action.NOTE,
        Action.PAUSE,
        Action.VOID,
        Action.CONFIRM,
    )
    assert allowed_actions(State.IN_REVIEW, paused=True) == (
        Action.COMPLETE,
        Action.TAKEDOWN,
        Action.RESUME,
        Action.VOID,
        Action.CONFIRM,
    )
    assert allowed_actions(None) == (Action.RECEIVE, Action.SPLIT, Action.IMPORT)


def test_what_is_said_of_an_approved_request_is_said_when_main_holds_it() -> None:
    said = {row.action for row in TABLE if row.sources and State.APPROVED in row.sources}
    of_the_machine = {row.action for row in TABLE if row.roles == {Role.MACHINE}}
    # The second approval comes before the merge.
    assert said - of_the_machine - {Action.APPROVE} == AFTERWARDS


def test_a_request_runs_unless_it_is_said_to_be_paused() -> None:
    row = find_transition(State.RECEIVED, Action.DISPOSE, Role.DIVISION_HEAD)
    assert row == find_transition(State.RECEIVED, Action.DISPOSE, Role.DIVISION_HEAD, paused=False)
    assert row is not None
