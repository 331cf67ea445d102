"""Hold the reviews of a pull request against the request, and record what they amount to."""

from collections.abc import Iterable, Mapping
from functools import partial

from pipeline.commands import agree, review
from pipeline.commands.authorship import writers
from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.commands.taking_down import Answer, answered, is_recorded, on_behalf
from pipeline.commands.thread import Thread
from pipeline.errors import NotAllowed
from pipeline.forge.host import Review
from pipeline.forge.judging import needed_approvals
from pipeline.forge.stance import Deed, Scene, Weighed, weigh
from pipeline.forge.stance_words import told
from pipeline.forge.units import unit_at
from pipeline.i18n import _
from pipeline.record.digest import unit_digest
from pipeline.record.loading import load_request
from pipeline.record.unit import check_unit
from pipeline.record.vouching import evidence_of
from pipeline.record.workflow import Action


def take_reviews(ctx: Context, opened: Opened, reviews: Iterable[Review], thread: Thread) -> bool:
    """Record what the reviews amount to, and tell each that does not count why; whether any did."""
    listed = list(reviews)
    weighed = weigh(listed, _scene(ctx, opened, listed)) if listed else Weighed((), ())
    for deed in weighed.deeds:
        answer = _carry_out(ctx, opened.number, deed, listed)
        if answer is not None and not thread.is_answered("review", deed.review):
            thread.answer("review", deed.review, answer)
    for uncounted in weighed.uncounted:
        if not thread.is_answered("review", uncounted.review.id):
            thread.answer("review", uncounted.review.id, Answer(False, *told(uncounted)))
    return bool(weighed.deeds)


def _scene(ctx: Context, opened: Opened, reviews: Iterable[Review]) -> Scene:
    roster, forge = ctx.agency.roster, ctx.forge.name if ctx.forge else ""
    accounts = [a for p in roster.people for a in p.accounts if a.forge == forge]
    checked = check_unit(opened.unit, root=ctx.root, agency=ctx.agency, former=None)
    evidence = filter(None, map(evidence_of, opened.request.history))
    return Scene(
        case=opened.case,
        people={a.id: p.id for p in roster.people for a in p.accounts if a in accounts},
        roles={p.id: frozenset(roster.roles(p.id, ctx.now())) for p in roster.people},
        digests=_digests(ctx, opened.number, {r.commit for r in reviews if r.commit}),
        needed=needed_approvals(checked, ctx.agency),
        recorded=frozenset(e.id for e in evidence if (e.forge, e.kind) == (forge, "review")),
        contributors=_contributors(ctx, opened),
        categories=frozenset(ctx.agency.correction_categories),
        newest=_digest_at(ctx, opened.number, opened.tip),
    )


def _contributors(ctx: Context, opened: Opened) -> frozenset[str]:
    """Who wrote since the text was handed in, too; a stranger among them makes it other bytes."""
    try:
        return frozenset(writers(ctx, opened))
    except NotAllowed:
        return frozenset()


def _digests(ctx: Context, number: str, commits: Iterable[str]) -> Mapping[str, str]:
    """What an approval would name at each commit; commits that are not here have none."""
    listed = set(commits)
    here = sorted(listed - set(ctx.repository.missing(listed)))
    found = {commit: _digest_at(ctx, number, commit) for commit in here}
    return {commit: digest for commit, digest in found.items() if digest}


def _digest_at(ctx: Context, number: str, commit: str) -> str:
    """The digest of the article and its documents at a commit; "" where there is none."""
    unit = unit_at(ctx.repository, commit, number)
    request = load_request(unit.path, unit.data, root=ctx.root)[0] if unit else None
    return unit_digest(unit.files, request.documents) if unit and request and unit.files else ""


def _carry_out(ctx: Context, number: str, deed: Deed, reviews: Iterable[Review]) -> Answer | None:
    """Record a deed; gives why not, unless it is recorded: another run may have been faster."""
    person = ctx.agency.roster.person(deed.person)
    account = next((r.by.id for r in reviews if r.id == deed.review and r.by), None)
    if person is None or account is None or ctx.forge is None:
        return Answer(False, _("{who} is nobody of the roster").format(who=deed.person))
    evidence = {"forge": ctx.forge.name, "person": account, "review": deed.review}
    scene = on_behalf(ctx, person, evidence)
    # A form on a forge asks for no kind of correction: agency.yaml has the general one last.
    category = deed.category or list(ctx.agency.correction_categories)[-1]
    does = {
        Action.APPROVE: partial(review.approve, scene, number),
        Action.AGREE: partial(agree.run, scene, number),
        Action.REQUEST_CHANGES: partial(
            review.request_changes, scene, number, note=deed.note, category=category
        ),
    }
    answer = answered(scene, lambda: does[deed.action]() and None)
    return None if answer.is_done or is_recorded(ctx, number, evidence) else answer
