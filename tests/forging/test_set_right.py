"""The way out of every forgery works: undone, it is only told, and publishing goes on."""

from random import Random

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from pipeline.forge.verification import Verification, verify_main
from pipeline.record.finding import has_errors
from tests.forging.founding import MAINTAINER
from tests.forging.judge import Story, forge
from tests.forging.operators import OPERATORS
from tests.forging.stories import shared_story

UNDONE = settings(
    max_examples=100,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@UNDONE
@given(st.integers(min_value=0, max_value=2**32), st.sampled_from(sorted(OPERATORS)))
def test_what_was_undone_is_only_told(seed: int, name: str) -> None:
    rng = Random(seed)  # noqa: S311
    story = shared_story(rng)
    forged = forge(story, name, rng)
    assume(forged is not None)
    assert forged is not None
    forged.undo()
    objects, office = story.office.objects, story.office
    honest = {office.root, *(event.commit for event in office.events)}
    # What was forged in one commit upon an honest main is undone by one commit.
    assume(forged.tip not in honest)
    before = objects.parents(forged.tip)[0]
    assume(before in honest)
    undone = office.commit(objects.files(before), [forged.tip], "undo", MAINTAINER)
    expected = verify_main(story.repository, before, office.root)
    found = verify_main(story.repository, undone, office.root)
    assert [f for f in found.findings if has_errors([f])] == []
    assert not found.stop
    assert _published(found) == _published(expected)


def _published(found: Verification) -> dict[str, tuple[str | None, bool]]:
    return {number: (unit.digest, unit.case.is_public) for number, unit in found.units.items()}


def test_the_shared_histories_are_honest() -> None:
    story = shared_story(Random(0))  # noqa: S311
    assert isinstance(story, Story)
    assert verify_main(story.repository, story.office.main, story.office.root).findings == ()
