"""A small client, to look at the forge as any program does."""

import json
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen


class Said(NamedTuple):
    """What came back."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def next(self) -> str:
        """The address of the next page, "" on the last."""
        for one in self.headers.get("Link", "").split(", "):
            address, _semicolon, name = one.partition("; ")
            if name == 'rel="next"':
                return address.strip("<>")
        return ""


class Client:
    """Asks the forge at `address`, with a token or without."""

    def __init__(self, address: str, token: str = "", scheme: str = "Bearer") -> None:
        self.address, self._token, self._scheme = address, token, scheme

    def ask(self, method: str, path: str, body: Any = None, *, timeout_seconds: float = 10) -> Said:
        """What the forge answers, whatever it is; JSON is read where it is there."""
        address = path if path.startswith("http") else self.address + path
        headers = {"Accept": "application/vnd.github+json"}
        if self._token:
            headers["Authorization"] = f"{self._scheme} {self._token}"
        data = None if body is None else json.dumps(body).encode()
        request = Request(address, data, headers, method=method)
        try:
            with urlopen(request, timeout=timeout_seconds) as answer:
                return Said(answer.status, _read(answer.read()), dict(answer.headers))
        except HTTPError as error:
            return Said(error.code, _read(error.read()), dict(error.headers))


def _read(data: bytes) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError:
        return data
