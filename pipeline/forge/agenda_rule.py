"""Decide whether a push may take an agenda number: the next one, with its request, for ever."""

from collections.abc import Iterator, Mapping, Sequence

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
    taken = {tag.removeprefix(agenda.TAG_PREFIX) for tag in repository.refs(agenda.TAG_PREFIX)}
    expected = agenda.next_number(taken, int(number[:4]), series)
    if number != expected:
        sentence = _("the next agenda number is {expected}, not {number}").format(
            expected=expected, number=number
        )
        yield _refusal(ref, "agenda-gap", sentence, again)
    if arriving.get(f"refs/heads/{agenda.branch(number)}") != new:
        yield _refusal(ref, "agenda-tag", _("a number is taken only together with its request"))


def _refusal(ref: str, rule: str, message: str, help_: str = "") -> Finding:
    return Finding(
        ref, 1, rule, message, help_ or _("nothing was changed; use the commands of siar")
    )
