"""What readers saw of a request's article: which editions and from when, and why they do not now.

All of it follows from decisions, never from when some machine carried them out.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from pipeline.record.case import Case
from pipeline.record.replay import advance
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action, State

A = Action
WITHDRAWN = "pencabutan"
# By an edition's number, the time that its text asks for.
PublishAt = Callable[[int], datetime | None]


class Correction(NamedTuple):
    """Since when a corrected edition holds, and what readers are told of it.

    `former` is the edition that it corrected, or None where that is not shown: whatever was taken
    down or withdrawn is shown to nobody again, nor is what was shown before it.
    """

    at: datetime
    changes: str
    former: int | None


class Absence(NamedTuple):
    """Since when readers do not see what they saw, and what they are told of it.

    `is_final` is whether it was withdrawn; `is_silent` whether not even its address is to be named.
    """

    since: datetime
    is_final: bool
    announcement: str
    is_silent: bool


class PublicPast(NamedTuple):
    """When an article is first seen, since when its present text is due, and what came between.

    `corrections` are the newest first. `absence` is None while readers see it, or never did.
    Editions up to the number `barred` were taken down or withdrawn, or stood before one that was.
    """

    first: datetime
    due: datetime
    corrections: tuple[Correction, ...]
    absence: Absence | None
    barred: int = 0


@dataclass(frozen=True)
class _Edition:
    """An approved edition, and until when it was the one that readers may see."""

    number: int
    approved: datetime
    changes: tuple[str, ...]
    until: datetime | None = None


@dataclass(frozen=True)
class _Walk:
    """How far the history was followed.

    Editions up to the number `barred` are shown to nobody again; `gone` is when readers lost sight.
    """

    case: Case = field(default_factory=Case)
    editions: tuple[_Edition, ...] = ()
    changes: tuple[str, ...] = ()
    barred: int = 0
    barred_before: int = 0
    gone: datetime | None = None
    announcement: str = ""
    is_silent: bool = False


def public_past(history: Sequence[Statement], publish_at: PublishAt) -> PublicPast | None:
    """What readers saw, by a history that is right; None while no edition was approved."""
    walk = _Walk()
    for statement in history:
        walk = _followed(walk, statement)
    if not walk.editions:
        return None
    last = walk.editions[-1]
    dues = {one: _due(one, publish_at) for one in walk.editions}
    seen = [one for one, due in dues.items() if one.until is None or due < one.until]
    first = dues[seen[0]] if seen else dues[last]
    corrections = tuple(_corrections(walk, dues, seen))
    absence = _absence(walk, bool(seen))
    return PublicPast(first, dues[last], corrections[::-1], absence, walk.barred)


def _due(edition: _Edition, publish_at: PublishAt) -> datetime:
    asked = publish_at(edition.number)
    return max(edition.approved, asked) if asked else edition.approved


def _corrections(
    walk: _Walk, dues: Mapping[_Edition, datetime], seen: Collection[_Edition]
) -> Iterator[Correction]:
    before: _Edition | None = None
    changes: tuple[str, ...] = ()
    for edition in walk.editions:
        # What changed in an edition that nobody saw is news to readers with the next one.
        changes = (*changes, *edition.changes) if before else ()
        if edition not in seen:
            continue
        if before is not None:
            former = before.number if before.number > walk.barred else None
            yield Correction(dues[edition], " ".join(changes), former)
        before, changes = edition, ()


def _absence(walk: _Walk, was_seen: bool) -> Absence | None:
    if walk.case.is_public or not was_seen or walk.gone is None:
        return None
    is_final = walk.case.kind == WITHDRAWN and walk.case.state is State.APPROVED
    announcement = walk.announcement if is_final else ""
    return Absence(walk.gone, is_final, announcement, walk.is_silent)


def _followed(walk: _Walk, s: Statement) -> _Walk:
    before, case = walk.case, advance(walk.case, s)
    walk = replace(walk, case=case)
    if s.action is A.AMEND:
        walk = replace(walk, changes=(*walk.changes, str(s.data["changes"])))
    if s.action is A.WITHDRAW:
        walk = replace(walk, announcement=str(s.data.get("announcement", "")))
    if s.data.get("no_notice"):
        walk = replace(walk, is_silent=True)
    if case.edition < before.edition:
        return _recalled(walk, s.at)
    if case.edition > before.edition:
        return _withdrawn(walk, s.at) if case.kind == WITHDRAWN else _approved(walk, s.at)
    if s.action is A.APPROVE and before.state is State.APPROVED:
        return _approved_too(walk, s.at)
    if case.hidden and not before.hidden:
        return _hidden(walk, s.at)
    if before.hidden and not case.hidden:
        return _shown_again(walk)
    return walk


def _approved(walk: _Walk, at: datetime) -> _Walk:
    made = _Edition(walk.case.edition, at, walk.changes if walk.editions else ())
    editions = (*_ended(walk.editions, at), made)
    # What a takedown kept from readers stays so; what they are told of it does not.
    return replace(walk, editions=editions, changes=(), gone=None, announcement="", is_silent=False)


def _approved_too(walk: _Walk, at: datetime) -> _Walk:
    """The other head's approval of the edition that is there, or of the withdrawal."""
    if walk.gone is not None:
        return replace(walk, gone=at) if walk.case.kind == WITHDRAWN else walk
    return replace(walk, editions=(*walk.editions[:-1], replace(walk.editions[-1], approved=at)))


def _withdrawn(walk: _Walk, at: datetime) -> _Walk:
    return replace(
        walk, editions=_ended(walk.editions, at), gone=at, changes=(), barred=walk.case.edition
    )


def _hidden(walk: _Walk, at: datetime) -> _Walk:
    return replace(
        walk,
        editions=_ended(walk.editions, at),
        gone=at,
        barred=walk.case.edition,
        barred_before=walk.barred,
    )


def _shown_again(walk: _Walk) -> _Walk:
    """Somebody objected to the takedown: it is as if it had not been."""
    editions = (*walk.editions[:-1], replace(walk.editions[-1], until=None))
    return replace(walk, editions=editions, gone=None, barred=walk.barred_before, is_silent=False)


def _recalled(walk: _Walk, at: datetime) -> _Walk:
    """An approval taken back before it was due: readers never saw that edition."""
    kept = tuple(one for one in walk.editions if one.number <= walk.case.edition)
    changes = tuple(told for one in walk.editions[len(kept) :] for told in one.changes)
    return replace(walk, editions=kept, changes=changes, gone=at)


def _ended(editions: tuple[_Edition, ...], at: datetime) -> tuple[_Edition, ...]:
    """The editions, the last of which readers do not see any more."""
    if not editions or editions[-1].until is not None:
        return editions
    return (*editions[:-1], replace(editions[-1], until=at))
