"""A profile of hypothesis for `make mutants`: the same few examples each time."""

from hypothesis import settings

settings.register_profile(
    "mutants", max_examples=25, derandomize=True, database=None, deadline=None
)
