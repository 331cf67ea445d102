"""A call of the API and its answer, pages included."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from tests.github.state import Json, Token, User

T = TypeVar("T")


class Refusal(Exception):
    """The forge says no."""

    def __init__(self, status: int, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.status, self.message, self.extra = status, message, extra


class NotThere(Refusal):
    """What was asked for is not there, or not for this token."""

    def __init__(self) -> None:
        super().__init__(404, "Not Found")


def invalid(resource: str, field_: str, code: str = "invalid", message: str = "") -> Refusal:
    """The forge's own words for a body that it cannot accept."""
    error: Json = {"resource": resource, "field": field_, "code": code}
    if message:
        error["message"] = message
    return Refusal(422, "Validation Failed", errors=[error])


@dataclass
class Call:
    """One call: `at` are the words of the path, `address` what pages link to."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    token: Token | None
    headers: Mapping[str, str]
    address: str = ""
    at: dict[str, str] = field(default_factory=dict)

    @property
    def user(self) -> User:
        """Whose token it is."""
        if self.token is None:
            raise Refusal(401, "Requires authentication")
        return self.token.user

    def header(self, name: str) -> str:
        """A header, "" where it is not said."""
        return {key.lower(): said for key, said in self.headers.items()}.get(name.lower(), "")

    def number(self, name: str) -> int:
        """A word of the path that is a number."""
        if not self.at[name].isdigit():
            raise NotThere
        return int(self.at[name])


@dataclass
class Answer:
    """What the forge says; bytes are sent as they are."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def data(self) -> bytes:
        """The body as it is sent."""
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def page_of(call: Call, items: Sequence[T], show: Callable[[T], Any]) -> Answer:
    """One page of a list, with the links to the others."""
    per_page = min(int(call.query.get("per_page", 30)), 100)
    page = max(int(call.query.get("page", 1)), 1)
    last = max(-(-len(items) // per_page), 1)
    shown = [show(item) for item in items[(page - 1) * per_page : page * per_page]]
    places: dict[str, int] = {}
    if page > 1:
        places |= {"prev": min(page - 1, last), "first": 1}
    if page < last:
        places |= {"next": page + 1, "last": last}
    links = {name: {**call.query, "page": str(place)} for name, place in places.items()}
    return Answer(shown, headers=link(call, links))


def link(call: Call, links: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The header that names other pages."""
    said = [f'<{call.address}?{urlencode(query)}>; rel="{name}"' for name, query in links.items()]
    return {"Link": ", ".join(said)} if said else {}
