"""For `make mutants`: the same few examples each time, and nothing left of the run before."""

import os
import sys

import pytest
from hypothesis import settings

settings.register_profile(
    "mutants", max_examples=25, derandomize=True, database=None, deadline=None
)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Empty what functions keep: a process for a mutant is a copy of one that has run all tests."""
    if os.environ.get("MUTANT_UNDER_TEST"):
        for name in [name for name in sys.modules if name.startswith("pipeline.")]:
            for value in vars(sys.modules[name]).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
