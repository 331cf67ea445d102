"""Take a wish for a review as what it means: the article is handed in."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pipeline.commands import submit
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.taking_down import Answer, answered, on_behalf
from pipeline.commands.thread import Thread
from pipeline.forge.comment_command import spoken_verb
from pipeline.forge.host import Api, Event, Happening, PullRequest, Review
from pipeline.forge.wish import handed_in
from pipeline.i18n import _
from pipeline.record.case import Case
from pipeline.record.replay import advance, why_not
from pipeline.record.roster import Person, Roster
from pipeline.record.vouching import Evidence, evidence_of
from pipeline.record.workflow import HEADS, Action, Role


def take_wish(
    ctx: Context,
    api: Api,
    pull: PullRequest,
    opened: Opened,
    thread: Thread,
    reviews: Iterable[Review],
) -> bool:
    """Hand the article in for whoever wants it corrected; gives whether that was recorded.

    The forge is only asked where handing in makes sense, and only wishes of this round count. What
    cannot be handed in is told once; a wish that makes no sense is passed over without a word.
    """
    if not _may_be_handed_in(opened.case):
        return False
    people = _accounts(ctx.agency.roster, api.name)
    event = handed_in(
        api.events(pull.number, _begun(opened, api.name, thread, reviews)),
        is_draft=pull.is_draft,
        writers=_holders(ctx, people, {Role.OFFICER}),
        heads=_holders(ctx, people, {*HEADS}),
    )
    if event is None or event.by is None or thread.is_answered("event", event.id):
        return False
    if Evidence(api.name, "event", event.id) in map(evidence_of, opened.request.history):
        return False
    person = people[event.by.id]
    evidence = {"forge": api.name, "person": event.by.id, "event": event.id}
    scene = on_behalf(ctx, person, evidence)
    answer = answered(scene, lambda: submit.run(scene, opened.number) and None)
    if not answer.is_done:
        thread.answer("event", event.id, _not_yet(event, person, answer))
    return answer.is_done


def _may_be_handed_in(case: Case) -> bool:
    return why_not(case, Action.SUBMIT, Role.OFFICER) is None


def _accounts(roster: Roster, forge: str) -> Mapping[str, Person]:
    return {a.id: person for person in roster.people for a in person.accounts if a.forge == forge}


def _holders(ctx: Context, people: Mapping[str, Person], roles: set[Role]) -> frozenset[str]:
    now, roster = ctx.now(), ctx.agency.roster
    return frozenset(a for a, person in people.items() if roles & {*roster.roles(person.id, now)})


def _begun(opened: Opened, forge: str, thread: Thread, reviews: Iterable[Review]) -> datetime:
    """Since when the article can be handed in, by the forge's clock where it was said there.

    The recorder may have noted later what somebody said; who answered that at once was in time.
    """
    case, begun = Case(), opened.request.history[-1]
    for statement in opened.request.history:
        before, case = case, advance(case, statement)
        if _may_be_handed_in(case) and not _may_be_handed_in(before):
            begun = statement
    said = {Evidence(forge, "comment", comment.id): comment.at for comment in thread.comments}
    said |= {Evidence(forge, "review", review.id): review.at for review in reviews if review.at}
    evidence = evidence_of(begun)
    return said.get(evidence, begun.at) if evidence else begun.at


def _not_yet(event: Event, person: Person, answer: Answer) -> Answer:
    """What is wrong, to somebody who wrote no command."""
    wished = (
        _("{name} said that the article is ready, which hands it in. It cannot be handed in yet:")
        if event.kind is Happening.READY
        else _("{name} asked for a review, which hands the article in. It cannot be yet:")
    )
    after = _("put that right; then ask for the review again, or comment `{command}`").format(
        command=spoken_verb("submit")
    )
    hint = f"{answer.hint}\n\n{after}" if answer.hint else after
    return Answer(False, f"{wished.format(name=person.name)}\n\n{answer.text}", hint)
