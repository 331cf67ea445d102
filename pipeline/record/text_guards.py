"""Guards about the text: who wrote it, who agrees to it, and which bytes are meant."""

from pipeline.i18n import _
from pipeline.record.case import Case
from pipeline.record.labels import named
from pipeline.record.problem import Flaw
from pipeline.record.statement import Statement
from pipeline.record.workflow import EXEMPTABLE, State


def names_the_text(case: Case, s: Statement) -> Flaw | None:
    """A verdict is on exactly the bytes that were submitted or revised last."""
    if s.data.get("digest") == case.digest:
        return None
    return Flaw(
        "approval-digest",
        _("statement {seq} names other bytes than those submitted").format(seq=s.seq),
        _("look at the text as it is now and decide again"),
    )


def approves_what_others_wrote(case: Case, s: Statement) -> Flaw | None:
    """Nobody approves a text of his own, unless another has agreed to these bytes."""
    if s.by not in case.contributors or case.agreed - {s.by}:
        return None
    return Flaw(
        "approval-self",
        _("{who} wrote part of this text and cannot approve it").format(who=s.by),
        _("somebody else approves, or the officer first says `siar agree`"),
    )


def agrees_to_revision(case: Case, s: Statement) -> Flaw | None:
    """There is something to agree to only after the head of section revised the text."""
    if case.correction == "revised":
        return None
    return Flaw(
        "agree-nothing",
        _("there is no corrected text to agree to"),
        _("`agree` follows `siar review --revise`"),
    )


def submits_own_work(case: Case, s: Statement) -> Flaw | None:
    """Who hands a text in answers for it as one of its contributors."""
    if s.by in s.data.get("contributors", ()):
        return None
    return Flaw(
        "submit-contributors",
        _("{who} submits without being among the contributors").format(who=s.by),
        _("submit again with `siar submit`, which lists them"),
    )


def round_follows(case: Case, s: Statement) -> Flaw | None:
    """Rounds of correction are counted without gaps."""
    if s.data.get("round") == case.round + 1:
        return None
    return Flaw(
        "correction-round",
        _("this is correction round {round}").format(round=case.round + 1),
        _("record the correction again with `siar review`"),
    )


def exempts_personal_data(case: Case, s: Statement) -> Flaw | None:
    """Only a finding of personal or excluded data is a matter of judgement."""
    finding = str(s.data.get("finding"))
    if finding.startswith(EXEMPTABLE):
        return None
    return Flaw(
        "exempt-finding",
        _("`{action}` is not for the finding {finding}").format(
            action=named(s.action), finding=finding
        ),
        _("mend the text; only findings of personal or excluded data can be allowed"),
    )


def exempts_this_text(case: Case, s: Statement) -> Flaw | None:
    """What is being corrected is known by its bytes; before that they are still being written."""
    return names_the_text(case, s) if case.state is State.IN_REVIEW else None
