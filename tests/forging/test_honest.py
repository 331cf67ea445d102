"""A hundred honest histories at random: no alarm is raised, and both verifiers agree."""

from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.record.workflow import Action, Role
from tests.forging.judge import Story, honest_alarms
from tests.forging.office import Office

HONEST = settings(
    max_examples=100,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
A = Action
# What a hundred histories are to have in them, between them: all rows that people take by hand.
SEEN = {str(action) for action in A if action not in (A.IMPORT, A.PUBLISH, A.TELL, A.REPORT)} | {
    "squashed", "merged", "at the same time", "typed in from paper", "by a deputy", "roster",
    "another key", "older articles",
}  # fmt: skip


def test_honest_histories_raise_no_alarm() -> None:
    seen: Counter[str] = Counter()

    @HONEST
    @given(st.integers(min_value=0, max_value=2**32))
    def raises_no_alarm(seed: int) -> None:
        story = Story.of(seed)
        try:
            assert story.office.transitions >= 20
            assert honest_alarms(story) == []
            seen.update(_seen(story.office))
        finally:
            story.close()

    raises_no_alarm()
    assert SEEN - seen.keys() == set()


def _seen(office: Office) -> set[str]:
    told = [s for d in (*office.merged.values(), *office.open.values()) for s in d.history]
    found = {str(s.action) for s in told}
    found |= {"squashed" if merge.is_squash else "merged" for merge in office.merges}
    if len(office.open) > 1:
        found.add("at the same time")
    if any(s.transcribed for s in told):
        found.add("typed in from paper")
    if any(term.acting for s in told if (term := office.roster.term(s.by, s.role, s.decided_at))):
        found.add("by a deputy")
    for reform in office.reforms:
        before, after = reform.before, reform.after
        if before.roster != after.roster:
            found.add("roster")
        if before.keys != after.keys:
            found.add("another key")
        if any(path.startswith("content/") for path in reform.files):
            found.add("older articles")
    return found


def test_the_same_seed_gives_the_same_commits() -> None:
    one, other = Story.of(7), Story.of(7)
    try:
        assert one.office.main == other.office.main
        assert one.office.merged[one.office.merges[0].number].case.officer in {
            person.id for person in one.office.roster.people if person.keys
        } | {None}
        assert Role.OFFICER in one.office.roster.roles("petugas-1", one.office.now)
    finally:
        one.close()
        other.close()
