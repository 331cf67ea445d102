"""Guards about what was published: editions, withdrawals, takedowns, and looking at them again."""

from collections.abc import Callable, Mapping

from pipeline.i18n import _, marked
from pipeline.record.case import Case
from pipeline.record.problem import Flaw
from pipeline.record.statement import Statement
from pipeline.record.workflow import State

Guard = Callable[[Case, Statement], Flaw | None]

_OF_PUBLISHED: Mapping[str, tuple[str, str]] = {
    "redispose-published": (
        marked("an edition of this was published, so it is not dispositioned again"),
        marked("name another officer with `siar reassign`, or finish the correction"),
    ),
    "split-published": (
        marked("an edition of this was published, so it is not split"),
        marked("register a letter of its own for the other article"),
    ),
    "join-published": (
        marked("an edition of this was published, so it does not join another request"),
        marked("join the other request to this one instead"),
    ),
}


def of_published(rule: str) -> Guard:
    """The guard `rule`: refuses what is only possible before anything was published."""

    def guard(case: Case, s: Statement) -> Flaw | None:
        if not case.edition:
            return None
        message, help_ = _OF_PUBLISHED[rule]
        return Flaw(rule, _(message), _(help_))

    return guard


def void_of_published(case: Case, s: Statement) -> Flaw | None:
    """What readers have seen is corrected or withdrawn, never made undone."""
    if not case.edition:
        return None
    return Flaw(
        "void-published",
        _("an edition of this was published, so the request cannot be made void"),
        _("finish the correction, or take the article back with `siar withdraw`"),
    )


def version_is_edition(case: Case, s: Statement) -> Flaw | None:
    """The text that is kept is that of the last approved edition."""
    if not case.edition:
        return Flaw(
            "amend-unpublished",
            _("no edition of this was approved, so there is nothing to correct or withdraw"),
            _("go on with the article as it is, or close the request with `siar void`"),
        )
    if s.data.get("version") == case.edition:
        return None
    return Flaw(
        "amend-version",
        _("the edition to keep is {edition}, not {named}").format(
            edition=case.edition, named=s.data.get("version", _("nothing"))
        ),
        _("use `siar amend` or `siar withdraw`, which keep it under its number"),
    )


def withdrawn_once(case: Case, s: Statement) -> Flaw | None:
    """What is withdrawn, or being withdrawn, is not withdrawn again."""
    if case.kind != "pencabutan":
        return None
    return Flaw(
        "withdraw-again",
        _("this article is withdrawn already, or about to be"),
        _("finish the withdrawal: `siar submit`, then the approval"),
    )


def takedown_of_public(case: Case, s: Statement) -> Flaw | None:
    """Only what readers can see is hidden."""
    if not case.edition:
        return Flaw(
            "takedown-unpublished",
            _("no edition of this was published, so there is nothing to hide"),
            _("ask for changes with `siar review`, or close the request with `siar void`"),
        )
    withdrawn = case.kind == "pencabutan" and case.state is State.APPROVED
    if not case.hidden and not withdrawn:
        return None
    return Flaw(
        "takedown-hidden",
        _("readers do not see this article any more"),
        _("nothing is left to hide; correct it with `siar amend`"),
    )


def recall_of_shown(case: Case, s: Statement) -> Flaw | None:
    """What was hidden had its readers: it is corrected, not taken back as if there were none."""
    if not case.hidden:
        return None
    return Flaw(
        "recall-hidden",
        _("this article was hidden, so its approval is not taken back"),
        _("correct it with `siar amend`, or take it back for good with `siar withdraw`"),
    )


def second_look_owed(case: Case, s: Statement) -> Flaw | None:
    """There must be something that nobody else has looked at."""
    if case.awaiting_look is not None:
        return None
    return Flaw(
        "second-look-nothing",
        _("there is no emergency or takedown to look at again"),
        _("nothing is left to do here"),
    )


def second_look_by_another(case: Case, s: Statement) -> Flaw | None:
    """Neither who decided nor who wrote looks at it again."""
    looked = case.awaiting_look
    if looked is None or (s.by != looked.by and s.by not in case.contributors):
        return None
    decided = _("{who} decided this and cannot look at it again")
    wrote = _("{who} wrote part of this text and cannot look at it again")
    return Flaw(
        "second-look-self",
        (decided if s.by == looked.by else wrote).format(who=s.by),
        _("another head looks at it, or a deputy (Plt., Plh.) whom the roster names"),
    )


def second_look_of_text(case: Case, s: Statement) -> Flaw | None:
    """Who looks again names the bytes that were looked at."""
    if s.data.get("digest") == case.digest:
        return None
    return Flaw(
        "second-look-digest",
        _("statement {seq} names other bytes than those approved").format(seq=s.seq),
        _("look at the article as it is now and decide again"),
    )
