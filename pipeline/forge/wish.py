"""Which wish for a review hands an article in: *Ready for review*, or a review asked for."""

from collections.abc import Container, Iterable

from pipeline.forge.host import Event, Happening


def handed_in(
    events: Iterable[Event], *, is_draft: bool, writers: Container[str], heads: Container[str]
) -> Event | None:
    """The newest wish that still stands, if any: somebody who may hand in wants it corrected.

    `writers` and `heads` are accounts, by their numbers. Whose review a writer asks for must be a
    head's, or a team's; a head's own wishes mean nothing, even where the head may write, too.
    """
    standing: list[Event] = []
    for event in events:
        if event.kind is Happening.UNASKED:
            standing = [wish for wish in standing if not _is_taken_back(wish, event)]
        else:
            standing.append(event)
    wishes = [
        event
        for event in standing
        if event.by is not None
        and not event.by.is_bot
        and event.by.id in writers
        and event.by.id not in heads
        and _means_it(event, heads, is_draft=is_draft)
    ]
    return max(wishes, key=lambda event: (event.at, int(event.id)), default=None)


def _is_taken_back(wish: Event, event: Event) -> bool:
    same = (wish.of and wish.of.id) == (event.of and event.of.id)
    return wish.kind is Happening.ASKED and same


def _means_it(event: Event, heads: Container[str], *, is_draft: bool) -> bool:
    if event.kind is Happening.READY:
        return not is_draft
    return event.of is None or event.of.id in heads
