"""Decide whether a push may take an agenda number: the next one, with its request, for ever."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.forge.family import split_naming
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.agency import Series
from pipeline.record.finding import Finding
from pipeline.repository import Repository


def tag_findings(
    repository: Repository,
    ref: str,
    old: str | None,
    new: str | None,
    *,
    arriving: Mapping[str, str | None],
    series: Series,
    mains: Sequence[str],
    root: str,
) -> Iterator[Finding]:
    """What is wrong with a push of the tag `ref`.

    `arriving` are all refs of the same push, `mains` what main is and what it would be after it.
    """
    if old is not None or new is None:
        yield _refusal(
            ref, "agenda-tag", _("an agenda number is never moved, removed or used again")
        )
        return
    number = ref.removeprefix(agenda.TAG_PREFIX)
    again = _("register the letter again: `siar receive` takes the next free number")
    if not agenda.is_number(number):
        sentence = _("{number} is not an agenda number").format(number=number)
        yield _refusal(ref, "agenda-gap", sentence, again)
        return
    if agenda.part_of(number) is not None:
        whole = agenda.whole_of(number)
        if not any(split_naming(repository, main, number, root) for main in mains):
            sentence = _("no split of {whole} on main names {number}").format(
                whole=whole, number=number
            )
            way_on = _("parts are made by `siar split {whole}`").format(whole=whole)
            yield _refusal(ref, "split-parent", sentence, way_on)
    elif number != (expected := _next(repository, number, series)):
        sentence = _("the next agenda number is {expected}, not {number}").format(
            expected=expected, number=number
        )
        yield _refusal(ref, "agenda-gap", sentence, again)
    if arriving.get(f"refs/heads/{agenda.branch(number)}") != new:
        yield _refusal(ref, "agenda-tag", _("a number is taken only together with its request"))


def newest_main(repository: Repository, mains: Sequence[str], commit: str) -> str:
    """The main that a branch is held against: the last of `mains` that it contains.

    Where it contains none, it is the commit at which it left the first of them.
    """
    for main in reversed(mains):
        if repository.is_ancestor(main, commit):
            return main
    return repository.merge_base(mains[0], commit) or mains[0]


def _next(repository: Repository, number: str, series: Series) -> str:
    taken = (ref.removeprefix(agenda.TAG_PREFIX) for ref in repository.refs(agenda.TAG_PREFIX))
    return agenda.next_number(taken, int(number[:4]), series)


def _refusal(ref: str, rule: str, message: str, help_: str = "") -> Finding:
    return Finding(
        ref, 1, rule, message, help_ or _("nothing was changed; use the commands of siar")
    )
