"""What a forge does on a bad day: which call goes wrong, and how."""

import json
from collections.abc import Callable
from typing import NamedTuple

from tests.github.call import Answer

# What goes wrong before anything is done, and what goes wrong with the answer afterwards.
BEFORE: dict[str, Callable[[int], Answer]] = {
    "500": lambda _now: Answer({"message": "Server Error"}, 500),
    "404": lambda _now: Answer({"message": "Not Found", "documentation_url": "/"}, 404),
    "403-rate-limit": lambda now: Answer(
        {"message": "API rate limit exceeded for installation.", "documentation_url": "/"},
        403,
        {
            "X-RateLimit-Limit": "5000",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Used": "5000",
            "X-RateLimit-Reset": str(now + 60),
            "X-RateLimit-Resource": "core",
        },
    ),
    "429": lambda _now: Answer(
        {"message": "You have exceeded a secondary rate limit.", "documentation_url": "/"},
        429,
        {"Retry-After": "60"},
    ),
    "html": lambda _now: Answer(
        b"<html><body>Silakan masuk ke Wi-Fi kantor (CONTOH)</body></html>",
        200,
        {"Content-Type": "text/html; charset=utf-8"},
    ),
}
AFTER = ("502", "timeout", "cut-json", "short-page", "nonsense")
KINDS = (*BEFORE, *AFTER)


class Fault(NamedTuple):
    """The calls `at` to `at + times - 1` go wrong; `times` 0 means for ever."""

    at: int
    kind: str
    times: int

    def strikes(self, call: int) -> bool:
        """Whether this call goes wrong."""
        return call >= self.at and (not self.times or call < self.at + self.times)


def spoil(kind: str, answer: Answer) -> Answer:
    """What arrives of an answer: the work is done all the same."""
    if kind == "502":
        return Answer({"message": "Bad Gateway"}, 502)
    if kind == "short-page" and isinstance(answer.body, list):
        headers = {name: said for name, said in answer.headers.items() if name != "Link"}
        return Answer(answer.body[: len(answer.body) // 2], answer.status, headers)
    if kind == "nonsense" and answer.status < 300:
        return Answer(_nonsense(answer.body), answer.status if answer.body else 200)
    return answer


def _nonsense(body: object) -> object:
    if isinstance(body, list):
        return {"total": len(body)}
    if isinstance(body, dict):
        return {name: [] if isinstance(said, str) else str(said) for name, said in body.items()}
    return json.loads('"ok"')
