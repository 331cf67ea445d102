"""Each operator ten times over random histories: both verifiers find it, and say where it is."""

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.forging.judge import forge, missed
from tests.forging.operators import OPERATORS
from tests.forging.stories import shared_story

FORGED = settings(
    max_examples=10,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
SEEDS = st.integers(min_value=0, max_value=2**32)


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_every_forgery_is_found(name: str) -> None:
    count = 0

    @FORGED
    @given(SEEDS)
    def is_found(seed: int) -> None:
        nonlocal count
        rng = Random(seed)  # noqa: S311 — no secret hangs on it
        story = shared_story(rng)
        forged = forge(story, name, rng)
        assume(forged is not None)
        assert forged is not None
        assert missed(story, forged) == []
        count += 1

    is_found()
    assert count >= 10


def test_there_are_operators_for_all_that_was_thought_of() -> None:
    assert len(OPERATORS) >= 30
    assert all(made.__doc__ for made in OPERATORS.values())
