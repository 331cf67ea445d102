"""What is said on a pull request: who was answered already, and the one comment kept up to date."""

import re
from collections.abc import Iterable, Sequence

from pipeline.commands import forge_markdown as md
from pipeline.commands.forge_words import on_forge
from pipeline.commands.taking_down import Answer
from pipeline.forge.host import Api, Comment
from pipeline.i18n import _

STATUS = "<!-- siar:status -->"
MARK = "<!-- siar:"
# A forge takes 65,536 characters; a word of ours stands before them.
LONGEST = 65_000
# A commit is called by letters, too.
_ANSWER = re.compile(r"<!-- siar:answer (\w+-[0-9a-f]+) -->")
_REMINDER = re.compile(r"<!-- siar:reminder ([\w -]+) -->")


class Thread:
    """The comments on an issue or pull request, as they are and as we go on with them.

    Only what the recorder's own account said counts as an answer: anybody could write the marks.
    """

    def __init__(self, api: Api, number: int) -> None:
        self._api, self._number = api, number
        self.look_again()

    def look_again(self) -> None:
        """Read the comments anew: another run may be at work at the same time."""
        api, number = self._api, self._number
        self.comments: Sequence[Comment] = api.comments(number)
        marked = [comment for comment in self.comments if comment.body.startswith(MARK)]
        own = [comment for comment in marked if api.is_own(comment.by)]
        self._status = next((one for one in own if one.body.startswith(STATUS)), None)
        # Further down may stand whatever somebody wrote.
        self._answered = {found[1] for one in own if (found := _ANSWER.match(one.body))}
        told = (found[1] for one in own if (found := _REMINDER.match(one.body)))
        self.reminded = frozenset(key for keys in told for key in keys.split())

    @property
    def status(self) -> str:
        """What the one comment says; "" where there is none yet."""
        return self._status.body if self._status else ""

    @property
    def status_id(self) -> str:
        """The number of the one comment; "" where there is none yet."""
        return self._status.id if self._status else ""

    def is_answered(self, kind: str, number: str) -> bool:
        """Whether a comment, review, push or event was answered."""
        return f"{kind}-{number}" in self._answered

    def answer(self, kind: str, number: str, answer: Answer) -> None:
        """Answer a comment, review, push or event, once."""
        mark = f"{kind}-{number}"
        self._answered.add(mark)
        self._api.comment(self._number, f"<!-- siar:answer {mark} -->\n{_markdown(answer)}")

    def remind(self, keys: Iterable[str], text: str) -> None:
        """Say something that is said once, by the keys of what it reminds of."""
        self._api.comment(self._number, f"<!-- siar:reminder {' '.join(keys)} -->\n{text}")

    def keep(self, text: str) -> None:
        """Let the one comment say this; nothing where it says so already."""
        body = f"{STATUS}\n{text}" if not text.startswith(STATUS) else text
        if self._status is None:
            self.look_again()  # there is one of it
        if self._status is None:
            self._status = self._api.comment(self._number, body)
        elif _plain(self._status.body) != _plain(body):
            self._api.edit(self._status.id, body)


def _markdown(answer: Answer) -> str:
    mark = "✅" if answer.is_done else "⚠️"
    text, hint = (
        (answer.text, answer.hint)
        if answer.is_markdown
        else (md.prose(on_forge(answer.text)), md.prose(on_forge(answer.hint)))
    )
    parts = [f"{mark} {text}"]
    parts += [_("Way out: {way_out}").format(way_out=hint)] if hint else []
    parts += [md.fenced(*answer.example.split("\n"))] if answer.example else []
    return "\n\n".join(parts)[:LONGEST]


def _plain(body: str) -> str:
    """A forge may keep line ends of its own."""
    return body.replace("\r\n", "\n").strip()
