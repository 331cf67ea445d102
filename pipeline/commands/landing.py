"""Bring a finished request to main through its pull request, exactly as the gate allows it."""

from pipeline.commands.context import Context
from pipeline.commands.merge import merge_commit
from pipeline.commands.opening import Opened, opened_at
from pipeline.commands.recording import follow
from pipeline.commands.review import still_needed
from pipeline.errors import NotAllowed
from pipeline.forge.host import Api, Mark, PullRequest
from pipeline.forge.judging import check_merge
from pipeline.forge.witness import Witness
from pipeline.i18n import _
from pipeline.record import agenda
from pipeline.record.finding import has_errors
from pipeline.record.labels import named
from pipeline.record.report_findings import format_text
from pipeline.record.workflow import FINAL, State
from pipeline.repository import Update


def is_finished(ctx: Context, opened: Opened) -> bool:
    """Whether main may take the request now."""
    case = opened.case
    if case.state is State.APPROVED:
        return not still_needed(ctx, opened)
    if case.state in FINAL or case.is_divided:
        return True
    # What is hidden or taken back goes there at once; what main never had waits until it is done.
    return case.is_settled and ctx.repository.read(ctx.main, opened.unit.path) is not None


def land(ctx: Context, api: Api, pull: PullRequest, opened: Opened, witness: Witness) -> str:
    """Merge the request's pull request; gives the merge commit.

    What the forge would make of it is made here first, and judged. Raises NotAllowed with every
    finding; Conflict or TryAgain when the branch moved meanwhile.
    """
    ctx.repository.look_again()  # main may have moved since this run began
    ctx.repository.fetch()
    _judge(ctx, opened, witness)
    own = _only_own(ctx, opened)
    if own is not opened:
        _judge(ctx, own, witness)
        opened = own
    state = named(opened.case.state) if opened.case.state else ""
    # By its number the pull request is found again, once the page is live.
    title = f"{opened.number}: {state} (#{pull.number})"
    # Rules on main may ask for it, so that nobody's button merges what was not judged.
    api.mark(opened.tip, Mark.SUCCESS, state, pull.url)
    merged = api.merge(pull.number, opened.tip, title)
    ctx.repository.look_again()  # main was moved, and not from here
    return merged


def _judge(ctx: Context, opened: Opened, witness: Witness) -> None:
    merge = merge_commit(ctx, opened, ctx.main)
    checked = check_merge(
        ctx.repository, ctx.main, merge, opened.number, root=ctx.root, witness=witness
    )
    if has_errors(checked.findings):
        raise NotAllowed(format_text(checked.findings))


def _only_own(ctx: Context, opened: Opened) -> Opened:
    """The request's branch without what main does not take of it: a draft that came to nothing.

    Raises NotAllowed when the branch changes what is not the request's.
    """
    repository, main = ctx.repository, ctx.main
    wanted = merge_commit(ctx, opened, main)
    made = _as_merged(ctx, opened)
    differing = repository.changed_paths(wanted, made)
    if not differing:
        return opened
    own = f"{opened.case.article}/" if opened.case.article else None
    foreign = [path for path in differing if not (own and path.startswith(own))]
    if foreign:
        raise NotAllowed(
            _("the branch of {number} changes what is not its own: {paths}").format(
                number=opened.number, paths=", ".join(foreign[:5])
            ),
            hint=_("undo these changes on the branch; then it is merged"),
        )
    entries = {path: repository.entry(wanted, path) for path in differing}
    changes = {path: entry[1] if entry else None for path, entry in entries.items()}
    commit = repository.commit_tree(
        repository.write_tree(opened.tip, changes),
        [opened.tip],
        f"trim {opened.number}",
        author=ctx.author,
        at=ctx.now(),
        sign=ctx.sign_commit,
    )
    branch = agenda.branch(opened.number)
    repository.push([Update(f"refs/heads/{branch}", commit, opened.tip)])
    follow(ctx, branch, opened.tip, commit)
    return opened_at(ctx, opened.number, commit)


def _as_merged(ctx: Context, opened: Opened) -> str:
    """The tree that a forge's merge of the branch gives. Raises NotAllowed where both changed."""
    merged = ctx.repository.merged_tree(ctx.main, opened.tip)
    if merged is None:
        raise NotAllowed(
            _("the branch of {number} and main changed the same lines").format(
                number=opened.number
            ),
            hint=_("undo on the branch what is not the request's own"),
        )
    return merged
