"""Hold what the recorder says against Git and the forge: who wrote a text, and who approved it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

from pipeline.forge.signers import signer_of
from pipeline.i18n import _
from pipeline.record.finding import Finding
from pipeline.record.roster import Roster
from pipeline.record.statement import Statement
from pipeline.record.unit import Checked, Unit
from pipeline.record.vouching import RECORDER
from pipeline.record.workflow import Action
from pipeline.repository import Repository

# Asks the forge again whether a review is as the recorder says; False also when it cannot tell.
Witness = Callable[[Statement], bool]


def no_witness(_statement: Statement) -> bool:
    """Where there is no forge, nobody confirms what the recorder says."""
    return False


def contributor_findings(
    repository: Repository, authored: Iterable[str], checked: Checked, roster: Roster
) -> Iterator[Finding]:
    """Whoever signed a commit that touches the article is among its contributors.

    Who writes in a forge's editor signs nothing: the recorder lists them from the forge's own list
    of pushes, and its signature under what was handed in answers for that.
    """
    if checked.case.digest is None:
        return
    unsigned = (None, RECORDER) if _is_listed_by_recorder(checked) else ()
    for oid in authored:
        who = signer_of(repository.commit_info(oid), roster, retired=True)
        if who not in checked.case.contributors and who not in unsigned:
            yield Finding(
                f"{checked.case.article}/index.md",
                1,
                "contributors-incomplete",
                _("{commit} changed the article, but {who} is not among its contributors").format(
                    commit=oid[:10], who=who or _("nobody of the roster")
                ),
                _("submit again with `siar submit`, which lists everybody who wrote"),
            )


def _is_listed_by_recorder(checked: Checked) -> bool:
    """Whether the list of contributors is the recorder's."""
    history = checked.request.history if checked.request else ()
    listed = (s for s in reversed(history) if s.action in (Action.SUBMIT, Action.REVISE))
    last = next(listed, None)
    return last is not None and last.signer == RECORDER != last.by


def evidence_findings(unit: Unit, checked: Checked, witness: Witness) -> Iterator[Finding]:
    """What the recorder says of a review counts once the forge has said it again.

    So does what it says of the officer's consent, which lets the Kasi approve what he wrote. What
    was taken back since, here or there, is not asked for any more.
    """
    case = checked.case
    history = checked.request.history if checked.request else ()
    of_text = takewhile(lambda s: s.action not in (Action.SUBMIT, Action.REVISE), reversed(history))
    consents = (s for s in of_text if s.action is Action.AGREE and s.by in case.agreed)
    for statement in sorted((*consents, *case.approvals.values()), key=lambda s: s.seq):
        if statement.signer == RECORDER and not witness(statement):
            yield Finding(
                unit.path,
                1,
                "evidence-missing",
                _("no forge confirms the review that statement {seq} stands on").format(
                    seq=statement.seq
                ),
                _(
                    "the Kasi takes it back with `siar recall {number}`; then it is approved again"
                ).format(number=unit.number)
                if statement.action is not Action.AGREE
                else _("{who} approves again, in the forge or with a key of their own").format(
                    who=statement.by
                ),
            )
