"""Which wish for a review hands an article in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forge.host import Account, Event, Happening
from pipeline.forge.wish import handed_in

OFFICER, COLLEAGUE, KASI, KABID, BOTH = "1001", "1002", "1003", "1004", "1005"
WRITERS, HEADS = {OFFICER, COLLEAGUE, BOTH}, {KASI, KABID, BOTH}
BEGUN = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)
READY, ASKED, UNASKED = Happening.READY, Happening.ASKED, Happening.UNASKED


def event(place: int, kind: Happening, by: str, of: str = "", *, is_bot: bool = False) -> Event:
    """Something that happened `place` seconds later; `by` and `of` may be nobody."""
    return Event(
        id=str(place),
        kind=kind,
        by=Account(by, by, is_bot) if by else None,
        at=BEGUN + timedelta(seconds=place),
        of=Account(of, of) if of else None,
    )


def found(*events: Event, is_draft: bool = False) -> str | None:
    """The number of the wish that counts."""
    wish = handed_in(events, is_draft=is_draft, writers=WRITERS, heads=HEADS)
    return wish.id if wish else None


@pytest.mark.parametrize(
    ("events", "wish"),
    [
        ((), None),
        ((event(1, READY, OFFICER),), "1"),
        ((event(1, ASKED, OFFICER, KASI),), "1"),
        ((event(1, ASKED, OFFICER),), "1"),  # a team's
        ((event(1, ASKED, OFFICER, COLLEAGUE),), None),
        ((event(1, ASKED, OFFICER, OFFICER),), None),
        ((event(1, ASKED, KASI, KABID),), None),
        ((event(1, ASKED, BOTH, KASI),), None),
        ((event(1, ASKED, OFFICER, BOTH),), "1"),
        ((event(1, READY, BOTH),), None),
        ((event(1, READY, "2001"),), None),
        ((event(1, READY, ""),), None),
        ((event(1, READY, OFFICER, is_bot=True),), None),
        ((event(1, ASKED, OFFICER, KASI), event(2, UNASKED, KASI, KASI)), None),
        ((event(1, ASKED, OFFICER, KASI), event(2, UNASKED, OFFICER, KABID)), "1"),
        ((event(1, UNASKED, OFFICER, KASI), event(2, ASKED, OFFICER, KASI)), "2"),
        ((event(1, ASKED, OFFICER, KASI), event(2, ASKED, COLLEAGUE, KABID)), "2"),
        ((event(1, ASKED, OFFICER, KASI), event(2, ASKED, KASI, KABID)), "1"),
        ((event(1, ASKED, OFFICER, KASI), event(2, ASKED, KABID, KASI)), "1"),
        ((event(1, READY, OFFICER), event(2, UNASKED, OFFICER, KASI)), "1"),
    ],
)
def test_the_newest_wish_that_stands_counts(events: tuple[Event, ...], wish: str | None) -> None:
    assert found(*events) == wish


def test_what_is_a_draft_again_is_not_ready_but_a_review_may_be_asked_for() -> None:
    assert found(event(1, READY, OFFICER), is_draft=True) is None
    assert found(event(1, ASKED, OFFICER, KASI), is_draft=True) == "1"


people = st.sampled_from([OFFICER, COLLEAGUE, KASI, KABID, BOTH, "2001", ""])


@given(st.lists(st.tuples(st.sampled_from(Happening), people, people), max_size=8), st.booleans())
def test_nobody_but_a_writer_who_is_no_head_hands_anything_in(
    told: list[tuple[Happening, str, str]], is_draft: bool
) -> None:
    events = [
        event(place, kind, by, "" if kind is READY else of)
        for place, (kind, by, of) in enumerate(told, start=1)
    ]
    wish = handed_in(events, is_draft=is_draft, writers=WRITERS, heads=HEADS)
    if wish is None:
        return
    assert wish.by is not None
    assert wish.by.id in {OFFICER, COLLEAGUE}
    assert wish.of is None or wish.of.id in HEADS
    assert wish.kind is not UNASKED
    later = events[int(wish.id) :]
    assert not [e for e in later if e.kind is UNASKED and (e.of, wish.kind) == (wish.of, ASKED)]
