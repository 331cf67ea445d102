"""Decide what the reviews of a pull request mean: what to record of them, and what does not count.

Counted are people, not reviews: the last stance of each, on exactly the bytes that were handed in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from pipeline.forge.comment_text import own_words
from pipeline.forge.host import Review, Verdict
from pipeline.record.case import Case
from pipeline.record.replay import why_not
from pipeline.record.text import without_invisible
from pipeline.record.workflow import Action, Role

# Fewer digits of a digest can be made to fit two texts.
FEWEST_DIGITS = 12
_STANCES = frozenset({Verdict.APPROVED, Verdict.CHANGES_REQUESTED, Verdict.DISMISSED})
_HEADS = (Role.SECTION_HEAD, Role.DIVISION_HEAD)
_NAMED = re.compile(r"sha256:\s?([0-9a-z]+)|(?<![0-9a-z])([0-9a-f]{64})(?![0-9a-z])", re.IGNORECASE)
_CATEGORY = re.compile(r"^ *(?:kategori|category) ?: *([\w-]+) *$", re.IGNORECASE | re.MULTILINE)


class Reason(StrEnum):
    """Why a review counts for nothing."""

    BOT = "bot"
    STRANGER = "stranger"
    DISMISSED = "dismissed"
    INCOMPLETE = "incomplete"
    ROLE = "role"
    NOT_WAITING = "not_waiting"
    OTHER_BYTES = "other_bytes"
    NOT_SEEN = "not_seen"
    CONTRIBUTOR = "contributor"
    NO_NOTE = "no_note"
    OBJECTION = "objection"


@dataclass(frozen=True)
class Scene:
    """What reviews are held against, today.

    `people` tells whose account an id is, `digests` the unit's digest at each commit, `needed`
    whose approval the article must have, `recorded` the reviews that statements stand on already;
    `contributors` are those whom the forge knows beside the case's own. `newest` is the digest of
    what the branch has now: somebody may have changed it since it was handed in.
    """

    case: Case
    people: Mapping[str, str]
    roles: Mapping[str, frozenset[Role]]
    digests: Mapping[str, str]
    needed: tuple[Role, ...] = (Role.SECTION_HEAD,)
    recorded: frozenset[str] = frozenset()
    contributors: frozenset[str] = frozenset()
    categories: frozenset[str] = field(default_factory=frozenset)
    newest: str = ""

    def is_about(self, review: Review, *, changed: bool = False) -> bool:
        """Whether a review was written on what was handed in, or else on what it has `changed` to.

        Nobody approves what was not handed in; sent back it is all the same.
        """
        wanted = {self.case.digest, self.newest or None} if changed else {self.case.digest}
        return self.digests.get(review.commit or "") in wanted - {None}


class Deed(NamedTuple):
    """What to record: `category` is "" where the note does not name one."""

    action: Action
    person: str
    role: Role
    review: str
    note: str = ""
    category: str = ""


class Uncounted(NamedTuple):
    """A review that counts for nothing, and why; `person` is None for a stranger or a bot."""

    review: Review
    person: str | None
    reason: Reason


class Weighed(NamedTuple):
    """What reviews amount to: what to record, in this order, and what to tell people."""

    deeds: tuple[Deed, ...]
    uncounted: tuple[Uncounted, ...]


class _Stance(NamedTuple):
    review: Review
    person: str

    @property
    def objects(self) -> bool:
        return self.review.verdict is Verdict.CHANGES_REQUESTED


def weigh(reviews: Iterable[Review], scene: Scene) -> Weighed:
    """What the reviews (oldest first) amount to, held against the scene.

    An objection of a head comes before every approval; the officer's consent before the approval
    that it makes possible. Reviews that are recorded already are passed over in silence.
    """
    stances, uncounted = _stances(reviews, scene)
    objections = [stance for stance in stances if stance.objects]
    approvals = [stance for stance in stances if not stance.objects]
    deeds: list[Deed] = []
    blocked = False
    for stance in objections:
        reason = _against_objection(stance, scene)
        # A head says no to this very text, whether or not it is said why.
        blocked = blocked or reason in (None, Reason.NO_NOTE)
        if reason is None and deeds:
            reason = Reason.NOT_WAITING
        if reason is None:
            deeds.append(_objection(stance, scene))
        else:
            uncounted.append(Uncounted(*stance, reason))
    for consent in (True, False):
        for stance in approvals:
            role = _role(stance.person, scene, deeds)
            if (role is Role.OFFICER) is not consent or _is_done(stance, scene, deeds, role):
                continue
            reason = _against_approval(stance, role, scene, deeds)
            if reason is None and blocked:
                reason = Reason.OBJECTION
            if reason is not None or role is None:
                uncounted.append(Uncounted(*stance, reason or Reason.ROLE))
            else:
                action = Action.AGREE if consent else Action.APPROVE
                deeds.append(Deed(action, stance.person, role, stance.review.id))
    return Weighed(tuple(deeds), tuple(uncounted))


def _stances(reviews: Iterable[Review], scene: Scene) -> tuple[list[_Stance], list[Uncounted]]:
    """The last stance of each person that is not recorded yet, and what is nobody's stance."""
    last: dict[str, Review] = {}
    for review in reviews:
        if review.verdict in _STANCES:
            key = _owner(review, scene)
            last.pop(key, None)
            last[key] = review
    stances, uncounted = [], []
    for review in last.values():
        person, reason = _identity(review, scene)
        if person is None or reason is not None:
            uncounted.append(Uncounted(review, person, reason or Reason.STRANGER))
        elif review.id not in scene.recorded:
            stances.append(_Stance(review, person))
    return stances, uncounted


def _owner(review: Review, scene: Scene) -> str:
    """Whose stance a review replaces: a bot's never a person's, and nobody's nobody's."""
    if review.by is None:
        return f"review {review.id}"
    person = None if review.by.is_bot else scene.people.get(review.by.id)
    return f"account {review.by.id}" if person is None else f"person {person}"


def _identity(review: Review, scene: Scene) -> tuple[str | None, Reason | None]:
    if review.by is not None and review.by.is_bot:
        return None, Reason.BOT
    person = scene.people.get(review.by.id) if review.by else None
    if person is None:
        return None, Reason.STRANGER
    return person, Reason.DISMISSED if review.verdict is Verdict.DISMISSED else None


def _role(person: str, scene: Scene, deeds: Sequence[Deed]) -> Role | None:
    """In which capacity somebody approves: as the head who is still missing, or as the officer."""
    held = scene.roles.get(person, frozenset())
    given = {*scene.case.approvals, *(deed.role for deed in deeds)}
    heads = [role for role in _HEADS if role in held and role in scene.needed]
    if heads:
        return next((role for role in heads if role not in given), heads[0])
    is_revised = scene.case.correction == "revised"
    return Role.OFFICER if is_revised and Role.OFFICER in held and not held & {*_HEADS} else None


def _is_done(stance: _Stance, scene: Scene, deeds: Sequence[Deed], role: Role | None) -> bool:
    """Whether somebody has said the same already, so that nothing is left to say."""
    if role is Role.OFFICER:
        return stance.person in scene.case.agreed
    return role in scene.case.approvals or any(
        deed.action is Action.APPROVE and deed.role is role for deed in deeds
    )


def _against_approval(
    stance: _Stance, role: Role | None, scene: Scene, deeds: Sequence[Deed]
) -> Reason | None:
    case, review = scene.case, stance.review
    if role is None:
        return Reason.ROLE
    action = Action.AGREE if role is Role.OFFICER else Action.APPROVE
    reason = _against_any(review, action, role, scene)
    if reason is None and not names_only(review.body, case.digest or ""):
        return Reason.NOT_SEEN
    consent = case.agreed | {deed.person for deed in deeds if deed.action is Action.AGREE}
    wrote = stance.person in {*case.contributors, *scene.contributors}
    if reason is None and action is Action.APPROVE and wrote and not consent - {stance.person}:
        return Reason.CONTRIBUTOR
    return reason


def _against_objection(stance: _Stance, scene: Scene) -> Reason | None:
    if Role.SECTION_HEAD not in scene.roles.get(stance.person, frozenset()):
        return Reason.ROLE
    reason = _against_any(stance.review, Action.REQUEST_CHANGES, Role.SECTION_HEAD, scene)
    return reason or (None if _note(stance.review, scene)[0] else Reason.NO_NOTE)


def _against_any(review: Review, action: Action, role: Role, scene: Scene) -> Reason | None:
    if why_not(scene.case, action, role) is not None:
        return Reason.NOT_WAITING
    if review.commit is None:
        return Reason.INCOMPLETE
    if not scene.is_about(review, changed=action is Action.REQUEST_CHANGES):
        return Reason.OTHER_BYTES
    return None


def _objection(stance: _Stance, scene: Scene) -> Deed:
    note, category = _note(stance.review, scene)
    return Deed(
        Action.REQUEST_CHANGES,
        stance.person,
        Role.SECTION_HEAD,
        stance.review.id,
        note,
        category,
    )


def _note(review: Review, scene: Scene) -> tuple[str, str]:
    """What should change, and the kind of correction that a line `kategori: data` names."""
    words = own_words(review.body)
    for found in _CATEGORY.finditer(words):
        if (category := found[1].lower()) in scene.categories:
            return (words[: found.start()] + words[found.end() :]).strip(), category
    return words, ""


def names_only(body: str, digest: str) -> bool:
    """Whether every digest that a review names, if any, is this one: whole, or by enough digits."""
    whole = digest.removeprefix("sha256:")
    return all(
        named == whole or (len(named) >= FEWEST_DIGITS and whole.startswith(named))
        for named in _named(body)
    )


def _named(body: str) -> Iterator[str]:
    for found in _NAMED.finditer(without_invisible(body)):
        yield (found[1] or found[2]).lower()
