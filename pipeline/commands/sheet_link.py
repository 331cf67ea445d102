"""The disposition sheet that a forge's runner keeps: made anew only when it shows something else.

Whoever may read the repository may fetch it, and nobody else: the same people who can read the
request itself. A letter that is not for everybody's eyes gets none all the same: a file that lies
with the forge for months, whatever becomes of the request, is a copy too many.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.commands.context import Context
from pipeline.commands.opening import Opened
from pipeline.files import write_whole

PAPER = "disposisi"
# As long as record.yml has it kept, and how long before that another takes its place.
KEPT = timedelta(days=90)
RENEWED = timedelta(days=7)
NO_RUN = "-"
_MARK = re.compile(r"<!-- siar:sheet ([0-9a-f]{16}) (\d{4}-\d\d-\d\d) ([0-9]{1,19}|-) -->")


class Desk(NamedTuple):
    """Where sheets are laid down, and the number of the run that keeps them ("" for none)."""

    folder: Path
    run: str = ""


class Sheet(NamedTuple):
    """A sheet as its mark in the comment has it: a digest of what it shows, its day, its run."""

    digest: str
    made: date
    run: str

    @property
    def mark(self) -> str:
        """What the comment hides."""
        return f"<!-- siar:sheet {self.digest} {self.made} {self.run or NO_RUN} -->"

    @property
    def until(self) -> date:
        """The day on which it is thrown away."""
        return self.made + KEPT


def link(ctx: Context, opened: Opened, former: str, desk: Desk | None = None) -> Sheet | None:
    """The sheet that the comment links; `former` is what that said until now.

    Without a desk none is made: then it is the former one, as long as that is there and right.
    """
    if opened.request.letter.security != "biasa":
        return None
    from pipeline.papers.disposition import disposition_data

    data = disposition_data(ctx.agency, opened.request, ctx.now())
    digest, today, there = _digest(data), ctx.now().date(), _found(former)
    if there and there.digest == digest and _is_good(there, today, desk):
        return there
    if desk is None:
        return None
    # What sets papers is loaded only where one is set.
    from pipeline.papers.catalogue import render

    write_whole(desk.folder / f"{opened.number}.pdf", render(PAPER, data))
    return Sheet(digest, today, desk.run)


def _is_good(there: Sheet, today: date, desk: Desk | None) -> bool:
    """Whether it is still to be had, and no better one can be made here."""
    if desk is None:
        return today < there.until
    return today < there.until - RENEWED and bool(there.run or not desk.run)


def _digest(data: Mapping[str, Any]) -> str:
    """Of what people see: the date inside the file is that of its making."""
    shown = {name: value for name, value in data.items() if name != "date"}
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def _found(former: str) -> Sheet | None:
    mark = _MARK.search(former)
    try:
        made = date.fromisoformat(mark[2]) if mark else None
    except ValueError:
        return None
    return Sheet(mark[1], made, mark[3].removeprefix(NO_RUN)) if mark and made else None
