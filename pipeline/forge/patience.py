"""How long a forge is waited for, and how long it asks to be left alone."""

import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import NamedTuple

# What GitHub asks of whoever called too often, where it does not say how long.
UNTOLD_WAIT_SECONDS = 60.0


class Patience(NamedTuple):
    """How many seconds a forge gets: to take a call, to say more, and for everything together.

    `pauses` lie between the attempts. `in_all` is longer than the minute that a forge asks of
    whoever called too often.
    """

    connect: float = 5.0
    read: float = 20.0
    in_all: float = 100.0
    pauses: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)


class Clock(NamedTuple):
    """How time is told and spent."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


def is_limited(status: int, headers: Mapping[str, str], message: str) -> bool:
    """Whether the forge refuses because it was called too often: GitHub also says 403 then."""
    return status == 429 or (
        status == 403
        and (
            "retry-after" in headers
            or headers.get("x-ratelimit-remaining") == "0"
            or "rate limit" in message.lower()
        )
    )


def wait_seconds(headers: Mapping[str, str]) -> float:
    """How long the forge asks to wait, by its own clock."""
    after = _whole(headers.get("retry-after", ""))
    if after is not None:
        return float(after)
    reset = _whole(headers.get("x-ratelimit-reset", ""))
    if reset is None or headers.get("x-ratelimit-remaining") != "0":
        return UNTOLD_WAIT_SECONDS
    try:
        there = parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (ValueError, TypeError):
        there = time.time()
    return max(reset - there, 0.0)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 12 else None
