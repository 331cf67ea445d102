"""At the end of a visit: merge what is finished, say where the request is, and remind people."""

from typing import NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.follow_up import follow_up
from pipeline.commands.landing import is_finished, land
from pipeline.commands.opening import Opened
from pipeline.commands.reminding import remind
from pipeline.commands.sheet_link import Desk, link
from pipeline.commands.standing_comment import WITH_PREVIEW, Beside, standing
from pipeline.commands.taking_down import answered
from pipeline.commands.thread import Thread
from pipeline.commands.unproposed import propose_parts
from pipeline.forge.host import Api, Host, Mark, PullRequest
from pipeline.record.labels import named

PUBLISH = "publish.yml"
# What check.yml calls the pages that it keeps.
PREVIEW = "pratinjau"


class Errand(NamedTuple):
    """What a run does besides: lay down disposition sheets, and remind people."""

    desk: Desk | None = None
    reminds: bool = False


def conclude(
    ctx: Context,
    api: Api,
    host: Host,
    pull: PullRequest,
    opened: Opened,
    thread: Thread,
    errand: Errand,
) -> bool:
    """Merge what is finished, and say on commit and pull request where the request is.

    Gives whether main has become another.
    """
    sentence = named(opened.case.state) if opened.case.state else ""
    merged, refused = False, ""
    if is_finished(ctx, opened):
        landed = answered(ctx, lambda: land(ctx, api, pull, opened, host.confirms) and None)
        merged = landed.is_done
        refused = "" if merged else "\n".join(filter(None, (landed.text, landed.hint)))
        sentence = refused or sentence
    if merged:  # before anything is said, which can be made up for
        api.start(PUBLISH)
    if merged and not opened.case.is_open:
        api.delete_branch(pull.branch)
        ctx.repository.fetch()
        propose_parts(ctx, api, opened)
        follow_up(ctx, api, pull, thread)
    else:
        beside = Beside(
            link(ctx, opened, thread.status, errand.desk),
            api.artifact(PREVIEW, pull.branch) if opened.case.state in WITH_PREVIEW else None,
        )
        thread.keep(standing(ctx, pull, opened, beside, refused=refused))
    if not merged:  # what was merged has its mark already
        api.mark(opened.tip, Mark.FAILURE if refused else Mark.PENDING, sentence, pull.url)
    if errand.reminds and not merged:
        remind(ctx, pull, opened, thread, api.name)
    return merged
