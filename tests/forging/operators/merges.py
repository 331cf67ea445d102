"""Forgeries of merges: too early, by the wrong people, or in their names."""

from collections.abc import Callable

from pipeline.record.workflow import Action, Role
from tests.forging.dossiers import Merge
from tests.forging.forger import Draft, Forged, Forger, Place, is_news
from tests.forging.founding import KABID, KASI, OFFICERS, STRANGER, key_of
from tests.forging.objects import changed
from tests.forging.registry import operator
from tests.forging.steps import LOOSE, article_of, drafting


@operator
def merge_what_is_not_finished(f: Forger) -> Forged | None:
    """An open request comes to main."""
    waiting = [
        d
        for d in f.office.open.values()
        if not d.case.is_settled and d.number not in f.office.merged
    ]
    office = f.office.copy()
    dossier = f.rng.choice(waiting) if waiting else drafting(f, office)
    who = f.rng.choice(OFFICERS)
    office.main = office.commit(office.with_unit(dossier), [office.main, dossier.tip], "early", who)
    place = Place("approval-none", dossier.path, 1)
    return Forged(office.main, (place,), dict(f.office.verified))


@operator
def show_a_branch_as_main(f: Forger) -> Forged | None:
    """Main is moved to the tip of a branch that nobody merged."""
    office = f.office.copy()
    dossier = drafting(f, office)
    place = Place("approval-none", dossier.path, 1)
    return Forged(dossier.tip, (place,), dict(f.office.verified))


@operator
def replay_a_branch_onto_main(f: Forger) -> Forged | None:
    """A rebase: every step of a request is a commit of main, and the last is missing."""
    office = f.office.copy()
    dossier = drafting(f, office)
    dossier = office.write(dossier, OFFICERS[0], article_of(dossier.number), LOOSE)
    data = {"digest": dossier.digest, "article": LOOSE, "contributors": [OFFICERS[0]]}
    dossier = office.say(dossier, Action.SUBMIT, OFFICERS[0], Role.OFFICER, data)
    for length in range(1, len(dossier.history) + 1):
        draft = Draft.of(dossier, dossier.history[:length])
        files = office.with_unit(dossier, draft.all_files())
        office.main = office.commit(files, [office.main], "rebased", OFFICERS[0])
    place = Place("approval-none", dossier.path, 1)
    return Forged(office.main, (place,), dict(f.office.verified))


@operator
def leave_a_contributor_out(f: Forger) -> Forged | None:
    """Somebody wrote on the branch and is not among those who say that they did."""

    def suits(merge: Merge) -> bool:
        return is_news(merge) and KABID not in merge.dossier.case.contributors

    return _written_by(f, suits, KABID, None)


@operator
def write_as_nobody(f: Forger) -> Forged | None:
    """The branch holds words that nobody of the roster signed, under an officer's name."""
    stranger = f.rng.choice(["", STRANGER])
    return _written_by(f, is_news, f.rng.choice(OFFICERS), stranger)


def _written_by(
    f: Forger,
    where: Callable[[Merge], bool],
    who: str,
    signer: str | None,
    *,
    merges_main: bool = False,
) -> Forged | None:
    """A commit of the branch with other words, that were taken back before the merge."""
    merge = f.published(where)
    if merge is None:
        return None
    office, dossier = merge.before.copy(), merge.dossier
    there = office.objects.files(dossier.tip)
    base = office.objects.files(office.main) if merges_main else there
    mine = {path: entry for path, entry in there.items() if path in dossier.files}
    words = changed({**base, **mine}, {dossier.index: office.objects.blob(b"sela\n")})
    # None: the author signs; "": nobody does.
    key = office.key(who if signer is None else signer) if signer != "" else None
    parents = [dossier.tip, office.main] if merges_main else [dossier.tip]
    tip = office.commit(words, parents, "words", who, key)
    back = {**words, dossier.index: there[dossier.index]}
    tip = office.commit(back, [tip], "words taken back", dossier.case.contributors[0])
    place = Place("contributors-incomplete", dossier.index, 1)
    return f.commit(merge, office, office.with_unit(dossier), [place], instead=True, tip=tip)


@operator
def slip_words_into_a_merge(f: Forger) -> Forged | None:
    """Who brings main into a branch leaves words of his own there."""
    return _written_by(f, is_news, STRANGER, f.rng.choice(["", STRANGER]), merges_main=True)


@operator
def merge_in_the_name_of_the_head(f: Forger) -> Forged | None:
    """A commit whose author is the head of section stands for no approval of his."""
    merge = f.published(lambda m: is_news(m) and len(m.dossier.case.approvals) > 0)
    if merge is None:
        return None
    told = merge.dossier.history
    last = max(i for i, s in enumerate(told) if s in merge.dossier.case.approvals.values())
    first = min(i for i, s in enumerate(told) if s in merge.dossier.case.approvals.values())
    if last + 1 != len(told):
        return None
    draft = Draft.of(merge.dossier, told[:first])
    if draft.dossier.case.is_settled:
        return None
    office = merge.before.copy()
    files = office.with_unit(draft.dossier, draft.all_files())
    key = f.rng.choice([None, key_of(OFFICERS[0])])
    office.main = office.commit(files, [office.main], "approved by Kasi", KASI, key)
    return f.carried_on(merge, office, [draft.whole("approval-none")])


@operator
def merge_an_article_of_a_closed_request(f: Forger) -> Forged | None:
    """A request that was made void brings an article all the same."""
    office = f.office.copy()
    dossier = drafting(f, office)
    dossier = office.write(dossier, OFFICERS[0], article_of(dossier.number), LOOSE)
    data = {"digest": dossier.digest, "article": LOOSE, "contributors": [OFFICERS[0]]}
    dossier = office.say(dossier, Action.SUBMIT, OFFICERS[0], Role.OFFICER, data)
    dossier = office.say(dossier, Action.VOID, KASI, Role.SECTION_HEAD, {"reason": "contoh"})
    files = {**dossier.files, **dossier.article}
    office.main = office.commit(
        office.with_unit(dossier, files), [office.main, dossier.tip], "void", KASI
    )
    place = Place("approval-none", dossier.index, 1)
    return Forged(office.main, (place,), dict(f.office.verified))
