"""Say on a pull request that somebody merged by hand why nothing of it is published."""

from pipeline.commands.context import Context
from pipeline.commands.forge_markdown import quoted
from pipeline.commands.opening import Opened
from pipeline.commands.verifying import verify
from pipeline.forge.host import PullRequest
from pipeline.forge.units import folder_of, number_of
from pipeline.i18n import _
from pipeline.record.finding import Finding
from pipeline.record.report_findings import format_text

MOST_FINDINGS = 5


def is_by_hand(ctx: Context, opened: Opened, commit: str) -> bool:
    """Whether main may have been given a request otherwise than the recorder gives it.

    That merges what is settled, by a merge; `commit` is the one that brought it.
    """
    return not opened.case.is_settled or len(ctx.repository.commit_info(commit).parents) < 2


def merged_by_hand(ctx: Context, pull: PullRequest, opened: Opened) -> str:
    """What is wrong with it, and what to do; "" where main takes it as it is."""
    verification = verify(ctx)
    found = [one for one in verification.findings if _is_of(opened, one)]
    if opened.number in verification.units or not found:
        return ""
    head = _("⚠️ **This was merged by hand, and nothing of it is published:**")
    return (
        "\n\n".join([head, quoted(format_text(found[:MOST_FINDINGS])), _way_out(ctx, pull)]) + "\n"
    )


def _is_of(opened: Opened, finding: Finding) -> bool:
    folder = folder_of(finding.path)
    return number_of(finding.path) == opened.number or (
        folder is not None and folder == opened.case.article
    )


def _way_out(ctx: Context, pull: PullRequest) -> str:
    """A merge is gone on with; what main has in another way is taken back first."""
    again = (
        _("Write on on the branch `{branch}`, and open a pull request from it again.")
        if ctx.repository.is_ancestor(pull.head, ctx.main)
        else _(
            "Press **Revert** here, and merge that. Then open a pull request from the branch "
            "`{branch}` again (**Restore branch** brings it back)."
        )
    ).format(branch=pull.branch)
    return f"{again} " + _(
        "Siar merges it by itself once it is approved; nobody presses **Merge**."
    )
