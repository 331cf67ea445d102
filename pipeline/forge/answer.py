"""Read what a forge answered, field by field: what is no such thing is refused, and named."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn, TypeVar

from pipeline.forge.host import UnexpectedAnswer
from pipeline.i18n import _
from pipeline.record.text import shortened

_COMMIT = re.compile(r"[0-9a-f]{40}")
_ABSENT = object()
T = TypeVar("T")


def unexpected(place: str, what: str) -> UnexpectedAnswer:
    """That the answer to `place` (`GET /repos/…`) makes no sense."""
    return UnexpectedAnswer(
        _("{place} was answered with what makes no sense: {what}").format(place=place, what=what),
        hint=_("nothing was concluded from it; try again, and if it stays so, report it"),
    )


class Answer:
    """One value of an answer, and where it stands: `GET /repos/kantor/berita/pulls/7`, `head`."""

    def __init__(self, value: object, place: str, field: str = "") -> None:
        self._value, self._place, self._field = value, place, field

    def text(self, name: str) -> str:
        """A text that has to be there."""
        value = self._get(name)
        return value if isinstance(value, str) and value else self._refuse(name, value)

    def words(self, name: str) -> str:
        """What somebody wrote, which may be nothing."""
        value = self._get(name, None)
        if value is None:
            return ""
        return value if isinstance(value, str) else self._refuse(name, value)

    def number(self, name: str) -> int:
        """A whole number."""
        value = self._get(name)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return value if is_number and isinstance(value, int) else self._refuse(name, value)

    def maybe_number(self, name: str) -> int | None:
        """A whole number, where there is one."""
        return self.number(name) if self._get(name, None) is not None else None

    def flag(self, name: str, default: object = _ABSENT) -> bool:
        """Yes or no."""
        value = self._get(name, default)
        return value if isinstance(value, bool) else self._refuse(name, value)

    def commit(self, name: str) -> str:
        """The id of a commit."""
        value = self._get(name)
        is_commit = isinstance(value, str) and _COMMIT.fullmatch(value)
        return value if is_commit and isinstance(value, str) else self._refuse(name, value)

    def maybe_commit(self, name: str) -> str | None:
        """The id of a commit, where the forge says one."""
        return self.commit(name) if self._get(name, None) else None

    def moment(self, name: str) -> datetime:
        """A moment, in whatever zone the forge says it."""
        value = self._get(name)
        try:
            found = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            found = None
        return found if found is not None and found.tzinfo else self._refuse(name, value)

    def maybe_moment(self, name: str) -> datetime | None:
        """A moment, where there is one."""
        return self.moment(name) if self._get(name, None) is not None else None

    def one_of(self, name: str, known: Mapping[str, T]) -> T:
        """What a word of the forge stands for in our own words; strangers are refused."""
        value = self._get(name)
        if isinstance(value, str) and value in known:
            return known[value]
        return self._refuse(name, value)

    def part(self, name: str) -> "Answer":
        """What lies one level down."""
        value = self._get(name)
        if isinstance(value, Mapping):
            return Answer(value, self._place, self._at(name))
        return self._refuse(name, value)

    def maybe_part(self, name: str) -> "Answer | None":
        """What lies one level down, if anything does."""
        return None if self._get(name, None) is None else self.part(name)

    def each(self, name: str) -> "list[Answer]":
        """A list one level down."""
        return Answer(self._get(name), self._place, self._at(name)).items()

    def maybe_each(self, name: str) -> "list[Answer]":
        """A list one level down; empty where there is none."""
        return [] if self._get(name, None) is None else self.each(name)

    def below(self, name: str, value: object) -> "Answer":
        """A value that was written into a field as text."""
        return Answer(value, self._place, self._at(name))

    def strange(self, name: str) -> UnexpectedAnswer:
        """That what stands in a field cannot be."""
        return self._wrong(self._at(name), self._get(name, None))

    def texts(self, name: str) -> list[str]:
        """A list of texts one level down; none where there is no list."""
        value = self._get(name, None) or []
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return [str(one) for one in value]
        return self._refuse(name, value)

    def items(self) -> "list[Answer]":
        """The members of a list."""
        if not isinstance(self._value, list):
            raise self._wrong(self._field, self._value)
        return [
            Answer(item, self._place, f"{self._field}[{place}]")
            for place, item in enumerate(self._value)
        ]

    def _get(self, name: str, default: object = _ABSENT) -> object:
        if not isinstance(self._value, Mapping):
            raise self._wrong(self._field, self._value)
        value = self._value.get(name, default)
        if value is _ABSENT:
            raise unexpected(self._place, _("{field} is missing").format(field=self._at(name)))
        return value

    def _at(self, name: str) -> str:
        return f"{self._field}.{name}" if self._field else name

    def _refuse(self, name: str, value: object) -> NoReturn:
        raise self._wrong(self._at(name), value)

    def _wrong(self, field: str, value: object) -> UnexpectedAnswer:
        said = _("{field} is {value}") if field else _("it is {value}")
        return unexpected(self._place, said.format(field=field, value=shortened(repr(value))))
