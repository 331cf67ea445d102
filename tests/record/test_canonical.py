"""Canonical JSON is written quickly, and no byte differs from what RFC 8785 says."""

from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.record.canonical import canonical
from pipeline.record.strict_yaml import Plain
from pipeline.record.workflow import Action

TEXT = st.text(max_size=20)
LEAVES = TEXT | TEXT.map(Plain) | st.none() | st.booleans() | st.integers() | st.floats()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)
)


@given(VALUES)
@example({"\ue000": 1, "\U00010000": 2, "a": 0})  # by UTF-16, the second key comes first
@example({"a": 2**53 - 1, "b": -(2**53) + 1})
@example("".join(map(chr, range(0x100))) + "\u2028\U0001f600")
@example([Action.APPROVE, Plain("x"), (1, True), 1e300, -0.0, 0.1])
def test_the_quick_way_writes_what_the_library_does(value: Any) -> None:
    try:
        wanted = rfc8785.dumps(value)
    except ValueError:
        with pytest.raises(ValueError):
            canonical(value)
    else:
        assert canonical(value) == wanted


@pytest.mark.parametrize("value", [2**53, float("nan"), {1: "x"}, object(), {"a": ["\ud800"]}])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        canonical(value)
