"""What the status comment is made of: a request as it stands, and what lies around it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from pipeline.office.board import Waiting
from pipeline.record.agency import Agency
from pipeline.record.finding import Finding
from pipeline.record.replay import Case
from pipeline.record.request import Request
from pipeline.record.workflow import Role


class Scene(NamedTuple):
    """A request at one moment; `row` is its line on the board, if it has one."""

    agency: Agency
    request: Request
    case: Case
    row: Waiting | None
    now: datetime


class Around(NamedTuple):
    """What lies around a request on the forge.

    `article` is the folder of its article on the branch and `digest` that of the text as it is
    there now; `findings` what speaks against handing it in; `missing` whose approval is still
    needed. `sheet` and `preview` are addresses, the one of them good `until` a day. `merged` is
    when it came to main, and `refused` why it does not, though nobody has to decide any more;
    `page` is its address on the website, where readers find it since `live`.
    """

    pull_request: str
    article: str = ""
    digest: str = ""
    findings: Sequence[Finding] = ()
    missing: Sequence[Role] = ()
    sheet: str = ""
    until: date | None = None
    preview: str = ""
    merged: datetime | None = None
    page: str = ""
    live: datetime | None = None
    refused: str = ""
