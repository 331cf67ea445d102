"""Honest histories that many forgeries share: each is made once in a process."""

import atexit
from functools import cache
from random import Random

from tests.forging.judge import Story

SHARED = 24


def shared_story(rng: Random) -> Story:
    """One of them."""
    return _story(rng.randrange(SHARED))


@cache
def _story(seed: int) -> Story:
    story = Story.of(seed)
    atexit.register(story.close)
    return story
