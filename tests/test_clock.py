"""What time it is: the machine's clock, and the example clock where somebody practises."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline import clock
from pipeline.errors import UsageError

EXAMPLE = "2026-11-23T09:05:00+09:00"


def test_the_machines_clock_in_whole_seconds_and_utc() -> None:
    now = clock.now(practice=False)
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=2)
    assert (now.tzinfo, now.microsecond) == (UTC, 0)
    assert not clock.is_example(practice=True)


def test_in_practice_the_example_clock_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, EXAMPLE)
    assert clock.now(practice=True) == datetime.fromisoformat(EXAMPLE)
    assert clock.is_example(practice=True)


def test_where_it_counts_nobody_sets_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2001-01-01T00:00:00+00:00")
    assert abs(datetime.now(UTC) - clock.now(practice=False)) < timedelta(seconds=2)
    assert not clock.is_example(practice=False)


@pytest.mark.parametrize(
    "text", ["", "kemarin", "2026-11-23T09:05:00", "2026-11-23", "09:05+09:00"]
)
def test_a_time_without_an_offset_is_no_time(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(clock.VARIABLE, text)
    with pytest.raises(UsageError) as refused:
        clock.now(practice=True)
    assert refused.value.message == f"SIAR_CLOCK is not a time with an offset: {text}"
    assert refused.value.hint == "write it like 2026-11-23T09:05:00+09:00, or unset it"
