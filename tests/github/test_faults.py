"""A bad day comes at the call that was named, and is as bad as was asked for."""

import http.client

import pytest

from tests.github import faults
from tests.github.client import Client
from tests.github.server import GitHub

REPO = "/repos/dinas/siar"


def comments(forge: GitHub, number: int) -> int:
    """How many comments were kept."""
    return len(forge.comments_on(number))


@pytest.mark.parametrize(
    ("kind", "status"), [("500", 500), ("404", 404), ("403-rate-limit", 403), ("429", 429)]
)
def test_only_the_named_call_fails_and_nothing_is_done(
    forge: GitHub, client: Client, number: int, kind: str, status: int
) -> None:
    forge.fail(2, kind)
    place = f"{REPO}/issues/{number}/comments"
    seen = [client.ask("POST", place, {"body": "halo"}).status for _ in range(3)]
    assert (seen, comments(forge, number)) == ([201, status, 201], 2)
    assert forge.calls == [f"POST {place}"] * 3


def test_a_limit_says_when_it_ends(forge: GitHub, client: Client) -> None:
    forge.fail(1, "403-rate-limit")
    forge.fail(2, "429")
    limited, again = client.ask("GET", REPO), client.ask("GET", REPO)
    assert limited.headers["X-RateLimit-Remaining"] == "0"
    assert int(limited.headers["X-RateLimit-Reset"]) == int(forge.now().timestamp()) + 60
    assert again.headers["Retry-After"] == "60"


def test_an_answer_may_be_lost_though_the_work_is_done(
    forge: GitHub, client: Client, number: int
) -> None:
    place = f"{REPO}/issues/{number}/comments"
    forge.fail(1, "502")
    assert client.ask("POST", place, {"body": "halo"}).status == 502
    forge.fail(2, "cut-json")
    with pytest.raises(http.client.IncompleteRead):
        client.ask("POST", place, {"body": "halo"})
    forge.fail(3, "timeout")
    with pytest.raises(TimeoutError):
        client.ask("POST", place, {"body": "halo"}, timeout_seconds=0.2)
    assert comments(forge, number) == 3


def test_an_answer_may_be_something_else(forge: GitHub, client: Client, number: int) -> None:
    for at, kind in enumerate(("html", "nonsense", "nonsense", "short-page"), start=1):
        forge.fail(at, kind)
    for text in ("a", "b", "c", "d"):
        forge.comment("rina", number, text)
    html = client.ask("GET", REPO)
    assert (html.status, html.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert client.ask("GET", REPO).body["id"] == str(forge.id)
    place = f"{REPO}/issues/{number}/comments?per_page=3"
    assert client.ask("GET", place).body == {"total": 3}
    short = client.ask("GET", place)
    assert (len(short.body), short.next) == (1, "")


def test_it_may_go_on_for_ever_until_it_is_reset(forge: GitHub, client: Client) -> None:
    forge.fail(2, "500", times=0)
    assert [client.ask("GET", REPO).status for _ in range(4)] == [200, 500, 500, 500]
    forge.reset_calls()
    assert client.ask("GET", REPO).status == 200
    assert len(forge.calls) == 1


def test_no_other_kind_of_fault_can_be_asked_for(forge: GitHub) -> None:
    assert set(faults.KINDS) == {
        "500", "502", "404", "403-rate-limit", "429", "timeout", "cut-json", "html",
        "short-page", "nonsense",
    }  # fmt: skip
    with pytest.raises(AssertionError, match="no such fault: 418"):
        forge.fail(1, "418")
