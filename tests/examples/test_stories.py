"""The stories of the month: in order, in office hours, by those entitled, and complete."""

from collections import defaultdict
from itertools import pairwise

import pytest

from pipeline.office.calendar import calendar_of
from pipeline.office.handling import BESIDE, STEP_OF
from pipeline.record.workflow import Action, Role, State, find_transition
from tests.examples.month import MACHINE, Step, Story, office, people_steps, stories

EACH = pytest.mark.parametrize("story", stories(), ids=lambda story: story.folder.name)
STEPS = pytest.mark.parametrize(
    "step", people_steps(), ids=lambda step: f"{step.number}-{step.action}"
)
ENDS = {"declined": State.DECLINED, "filed": State.FILED, "in_review": State.IN_REVIEW}
SHOWN = {
    "plain": 5, "invitation": 1, "order": 1, "overtime": 1, "no_email": 1, "declined": 1,
    "filed": 1, "returned": 1, "completed": 1, "correction_round": 1, "overrun": 1,
    "paper_disposition": 1, "paused": 1, "deputy": 2, "revised": 1, "in_review": 1,
}  # fmt: skip


def test_month_shows_what_it_is_there_to_show() -> None:
    counted: dict[str, int] = defaultdict(int)
    for story in stories():
        for word in story.shows:
            counted[word] += 1
    assert counted == SHOWN
    assert sum(story.steps[-1].action == "publish" for story in stories()) == 9


@EACH
def test_times_of_a_story_strictly_increase(story: Story) -> None:
    assert all(one.at < other.at for one, other in pairwise(story.steps))
    assert all(one.at <= other.began for one, other in pairwise(story.steps))
    assert all(step.began <= step.at for step in story.steps)


@STEPS
def test_people_act_in_office_hours_unless_it_says_overtime(step: Step) -> None:
    calendar = calendar_of(office())
    in_hours = calendar.is_open(step.began) and calendar.is_open(step.at)
    assert in_hours is ("overtime" not in step.data)


def test_nobody_does_two_things_at_once() -> None:
    busy = defaultdict(list)
    for step in people_steps():
        person, start, end = step.hands
        busy[person].append((start, end, step.number))
    for spans in busy.values():
        for (_start, end, _one), (start, _end, _other) in pairwise(sorted(spans)):
            assert end <= start


def test_requests_interleave() -> None:
    published = [story.steps[-1].at for story in stories() if story.steps[-1].by == MACHINE]
    assert published != sorted(published)


@EACH
def test_workflow_table_allows_each_step_to_whoever_takes_it(story: Story) -> None:
    state: State | None = None
    paused = False
    for step in story.steps:
        roles = (
            (Role.MACHINE,) if step.by == MACHINE else office().roster.roles(step.by, step.hands[2])
        )
        rows = [find_transition(state, Action(step.action), role, paused=paused) for role in roles]
        row = next((row for row in rows if row), None)
        assert row is not None, (step.action, state, roles)
        state = row.target or state
        paused = {"pause": True, "resume": False}.get(step.action, paused)
    wanted = [ENDS[word] for word in story.shows if word in ENDS]
    assert state == (wanted[0] if wanted else State.APPROVED)
    assert not paused


def test_only_the_story_of_the_overrun_exceeds_a_standard() -> None:
    standard = {step.no: step.minutes for step in office().steps}
    slow = [
        story.number
        for story in stories()
        if any(minutes > standard[no] for no, minutes in _minutes(story).items())
    ]
    assert slow == [story.number for story in stories() if "overrun" in story.shows]


def _minutes(story: Story) -> dict[int, int]:
    """Minutes that people handled it, by row of the SOP; correction rounds are summed."""
    calendar = calendar_of(office())
    rows_of = {**STEP_OF, **BESIDE}
    spent: dict[int, int] = defaultdict(int)
    for step in story.steps:
        no = rows_of.get(Action(step.action))
        if no is not None and step.by != MACHINE:
            _person, start, end = step.hands
            late = calendar.overtime_minutes(start, end) if "overtime" in step.data else 0
            spent[no] += calendar.working_minutes(start, end) + late
    return spent


@STEPS
def test_fields_name_things_that_exist(step: Step) -> None:
    agency = office()
    assert set(step.data.get("instructions", ())) <= set(agency.instructions)
    assert step.data.get("category", "data") in agency.correction_categories
    for person in (step.data.get(key) for key in ("by", "typed_by", "to", "officer")):
        assert person is None or agency.roster.person(person) is not None
