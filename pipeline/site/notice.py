"""What stands at the address of an article that readers see no more, and how the site keeps it.

A notice says nothing of the article but where it was: its words may be why it is gone.
"""

import json
from dataclasses import dataclass, field

from pipeline.site.card import CONTENT, month_of


@dataclass(frozen=True)
class Notice:
    """Since when the article in a folder is withdrawn, or (unless `is_final`) hidden for now.

    `moment` is in the office's zone, as `2026-11-25T09:10:00+09:00`; `reason` is what readers are
    told, and empty where they are told nothing. `record` is the Git id of the request's own file:
    of the same record, all the rest is the same.
    """

    folder: str
    moment: str
    is_final: bool
    reason: str = ""
    record: str | None = field(default=None, compare=False)

    @property
    def path(self) -> str:
        """Its address below the site's root, which was the article's."""
        return self.folder.removeprefix(CONTENT) + "/"

    @property
    def month(self) -> str:
        """The month that its folder is in."""
        return month_of(self.folder)


def notice_line(notice: Notice) -> str:
    """The notice as a line, which ends where the next one begins."""
    values = {
        "folder": notice.folder,
        "final": notice.is_final,
        "moment": notice.moment,
        "reason": notice.reason,
        "record": notice.record,
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse_notice(line: str) -> Notice:
    """The notice of a line. Raises ValueError, KeyError or TypeError."""
    values = json.loads(line)
    return Notice(
        values["folder"], values["moment"], values["final"], values["reason"], values["record"]
    )
