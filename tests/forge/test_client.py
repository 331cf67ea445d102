"""A forge is waited for a bounded time, and asked twice only where that does no harm."""

import json
import socket
import time
from collections.abc import Iterator

import pytest

from pipeline.errors import BadInput, NotAllowed, NotFound, SiarError, TryAgain
from pipeline.forge.client import Client
from pipeline.forge.host import UnexpectedAnswer
from pipeline.forge.patience import Clock, Patience
from tests.support.scripted import Scripted, answer

TOKEN = "ghs_rahasia0123456789"
GOOD = answer(b'{"number": 7}')
BROKEN = answer(b'{"message": "Bad Gateway"}', "502 Bad Gateway")


class Sleeper:
    """A clock on which time passes only in sleep."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def client(self, server: Scripted) -> Client:
        """A client by this clock."""
        given = Patience(connect=1.0, read=1.0, in_all=100.0)
        clock = Clock(lambda: sum(self.slept), self.slept.append)
        return Client(server.url, "dinas/siar", TOKEN, patience=given, clock=clock)


@pytest.fixture
def sleeper() -> Sleeper:
    """Nobody waits for real."""
    return Sleeper()


def test_a_question_is_asked_again_after_a_fault(sleeper: Sleeper) -> None:
    with Scripted(BROKEN, b"", BROKEN, GOOD) as server:
        assert sleeper.client(server).get("/pulls/7").number("number") == 7
    assert (len(server.heard), sleeper.slept) == (4, [1.0, 2.0, 4.0])


def test_patience_ends(sleeper: Sleeper) -> None:
    with Scripted(BROKEN) as server, pytest.raises(TryAgain, match="502") as failed:
        sleeper.client(server).get("/pulls/7")
    assert (len(server.heard), sleeper.slept) == (5, [1.0, 2.0, 4.0, 8.0])
    assert failed.value.exit == 3


def test_what_may_have_been_done_is_not_done_again(sleeper: Sleeper) -> None:
    for fault in (BROKEN, b"", answer(b"<html>", content_type="text/html"), GOOD[:-5]):
        with Scripted(fault, GOOD) as server, pytest.raises(TryAgain):
            sleeper.client(server).do("POST", "/issues/7/comments", {}, again=False)
        assert len(server.heard) == 1
    assert sleeper.slept == []


def test_what_certainly_was_not_done_is_done_again(sleeper: Sleeper) -> None:
    limited = answer(b'{"message": "slow down"}', "429 Too Many Requests", retry_after="7")
    with Scripted(limited, GOOD) as server:
        done = sleeper.client(server).do("POST", "/issues/7/comments", {}, again=False)
    assert done.number("number") == 7
    assert (len(server.heard), sleeper.slept) == (2, [7.0])


def test_nobody_at_home_is_told(sleeper: Sleeper) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    clock = Clock(lambda: sum(sleeper.slept), sleeper.slept.append)
    client = Client(f"http://127.0.0.1:{port}", "dinas/siar", TOKEN, clock=clock)
    with pytest.raises(TryAgain, match="cannot be reached"):
        client.do("POST", "/issues/7/comments", {}, again=False)
    # Nobody heard it, so it was said again.
    assert sleeper.slept == [1.0, 2.0, 4.0, 8.0]


def test_an_offices_proxy_is_used(sleeper: Sleeper, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(lambda: sum(sleeper.slept), sleeper.slept.append)
    with Scripted(b"HTTP/1.1 502 Bad Gateway\r\n\r\n") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "dalam.example")
        with pytest.raises(TryAgain):
            Client("https://forge.example", "dinas/siar", TOKEN, clock=clock).get("/pulls/7")
    assert proxy.heard[0].startswith("CONNECT forge.example:443 ")
    assert TOKEN not in "".join(proxy.heard)


LIMITS = {
    "Retry-After": ({"retry_after": "30"}, "429 Too Many Requests", 30.0),
    "Retry-After with 403": ({"retry_after": "30"}, "403 Forbidden", 30.0),
    "the reset, by the forge's clock": (
        {
            "x_ratelimit_limit": "5000",
            "x_ratelimit_remaining": "0",
            "x_ratelimit_reset": "1793577645",
            "date": "Mon, 02 Nov 2026 00:00:00 GMT",
        },
        "403 Forbidden",
        45.0,
    ),
    "a reset that has passed": (
        {
            "x_ratelimit_limit": "5000",
            "x_ratelimit_remaining": "0",
            "x_ratelimit_reset": "1",
            "date": "Mon, 02 Nov 2026 00:00:00 GMT",
        },
        "403 Forbidden",
        1.0,
    ),
    "nothing but words": ({}, "403 Forbidden", 60.0),
    "nonsense": ({"retry_after": "sebentar"}, "429 Too Many Requests", 60.0),
    "a number without an end": ({"retry_after": "9" * 5000}, "429 Too Many Requests", 60.0),
}


@pytest.mark.parametrize("name", LIMITS)
def test_who_is_told_to_wait_waits_as_long(sleeper: Sleeper, name: str) -> None:
    headers, status, wait = LIMITS[name]
    limited = answer(b'{"message": "You have exceeded a secondary rate limit"}', status, **headers)
    with Scripted(limited, GOOD) as server:
        assert sleeper.client(server).get("/pulls/7").number("number") == 7
    assert sleeper.slept == [wait]


def test_nobody_waits_an_hour(sleeper: Sleeper) -> None:
    limited = answer(b'{"message": "later"}', "429 Too Many Requests", retry_after="3600")
    with Scripted(limited) as server, pytest.raises(TryAgain) as refused:
        sleeper.client(server).get("/pulls/7")
    assert (len(server.heard), sleeper.slept) == (1, [])
    assert refused.value.message == "127.0.0.1 was called too often: later"
    assert refused.value.hint == "run the same command again in 3601 seconds"


REFUSALS: dict[str, tuple[bytes, type[SiarError], str]] = {
    "not there": (answer(b'{"message": "Not Found"}', "404 Not Found"), NotFound, "nothing at"),
    "gone": (answer(b'{"message": "Gone"}', "410 Gone"), NotFound, "nothing at"),
    "no such token": (
        answer(b'{"message": "Bad credentials"}', "401 Unauthorized"),
        NotAllowed,
        "does not know the token",
    ),
    "not allowed": (
        answer(b'{"message": "Resource not accessible by integration"}', "403 Forbidden"),
        NotAllowed,
        "not accessible by integration",
    ),
    "cannot be": (
        answer(b'{"message": "No", "errors": ["because"]}', "422 Unprocessable Entity"),
        NotAllowed,
        "because",
    ),
    "elsewhere": (
        answer(b"{}", "301 Moved Permanently", location="http://127.0.0.1:1/"),
        UnexpectedAnswer,
        "lies elsewhere",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_no_is_a_no_at_once(sleeper: Sleeper, name: str) -> None:
    said, kind, words = REFUSALS[name]
    with Scripted(said) as server, pytest.raises(kind, match=words):
        sleeper.client(server).get("/pulls/7")
    assert (len(server.heard), sleeper.slept) == (1, [])


NONSENSE = {
    "no HTTP": b"halo\r\n\r\n",
    "no JSON": answer(b"{]"),
    "no text": answer(b"\xff\xfe", content_type="application/json; charset=utf-8"),
    "an unknown alphabet": answer(b"{}", content_type="application/json; charset=kafir"),
    "a page of the office's network": answer(b"<html>masuk</html>", content_type="text/html"),
    "half of it": answer(b'{"number": 7}')[:-4],
    "a bottomless list": answer(b"[" * 200_000),
    "an unknown status": answer(b"{}", "799 Aneh"),
    "no status for a message": answer(b'"aneh"', "422 Unprocessable Entity"),
    "nothing for a message": answer(b"{}", "422 Unprocessable Entity"),
    "lengths that contradict": answer(b"{}", content_length="-5"),
    "broken pieces": answer(b"zz\r\n", transfer_encoding="chunked"),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_asked_about_again_and_then_told(sleeper: Sleeper, name: str) -> None:
    with Scripted(NONSENSE[name], NONSENSE[name], GOOD) as server:
        try:
            assert sleeper.client(server).get("/pulls/7").number("number") == 7
        except SiarError as error:
            assert error.message
    with Scripted(NONSENSE[name]) as server, pytest.raises((TryAgain, NotAllowed)):
        sleeper.client(server).get("/pulls/7").number("number")


def test_an_answer_without_an_end_is_given_up(sleeper: Sleeper) -> None:
    def endless() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"
        while True:
            yield b" " * 1_000_000

    with Scripted(endless()) as server, pytest.raises(UnexpectedAnswer, match="has no end"):
        sleeper.client(server).get("/pulls/7")


def test_an_answer_that_trickles_is_given_up() -> None:
    def trickle() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"
        while True:
            time.sleep(0.01)
            yield b" "

    patience = Patience(connect=1.0, read=1.0, in_all=0.1, pauses=())
    begun = time.monotonic()
    with Scripted(trickle()) as server, pytest.raises(TryAgain, match="too little"):
        Client(server.url, "dinas/siar", TOKEN, patience=patience).get("/pulls/7")
    assert time.monotonic() - begun < 2


def page(items: list[int], following: str = "") -> bytes:
    """A page of a list."""
    link = {"link": f'<{following}>; rel="next"'} if following else {}
    return answer(json.dumps(items).encode(), **link)


@pytest.mark.parametrize(
    "link",
    [
        "{url}/repositories/4711/pulls?state=open&page=2",  # as GitHub says it
        "{url}/repos/dinas/siar/pulls?state=open&page=2",
        "{url}/repos/dinas/lain/pulls?state=open&page=2",
        "http://127.0.0.1:1/repos/dinas/siar/pulls?state=open&page=2",
        "https://rina:rahasia@jahat.example/?state=open&page=2",
        "?state=open&page=2",
    ],
)
def test_the_next_page_is_asked_for_where_the_first_one_was(sleeper: Sleeper, link: str) -> None:
    with Scripted(b"") as server:
        server.answers = [page([1], link.replace("{url}", server.url)), page([2])]
        assert len(sleeper.client(server).linked("/pulls", state="open")) == 2
        asked = [heard.split(" ")[1] for heard in server.heard]
    assert asked == [f"/repos/dinas/siar/pulls?state=open{more}" for more in ("", "&page=2")]


def test_a_list_without_an_end_is_given_up(sleeper: Sleeper) -> None:
    with Scripted(b"") as server:
        server.answers = [page([1], f"{server.url}/repos/dinas/siar/pulls?page=2")]
        with pytest.raises(UnexpectedAnswer, match="has no end"):
            sleeper.client(server).linked("/pulls")


def test_a_list_that_says_no_total_is_not_believed(sleeper: Sleeper) -> None:
    for total in ({}, {"x_total_count": "banyak"}, {"x_total_count": "3"}, {"x_total_count": "0"}):
        with Scripted(answer(b"[1]", **total)) as server, pytest.raises(UnexpectedAnswer):
            list(sleeper.client(server).counted("/pulls", 30))


@pytest.mark.parametrize(
    "url",
    [
        "http://forge.example/api/v1",
        "ftp://forge.example",
        "https://rina:rahasia@forge.example",
        "https://",
        "forge.example",
        "https://forge.example/?x=1",
        "",
    ],
)
def test_a_token_goes_nowhere_unguarded(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        Client(url, "dinas/siar", TOKEN)
    assert "rahasia" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize("token", ["", "dua kata", "baris\r\nX-Lain: 1", "\N{SNOWMAN}"])
def test_what_is_no_token_is_not_sent(token: str) -> None:
    with pytest.raises(BadInput) as refused:
        Client("https://forge.example", "dinas/siar", token)
    assert not token or token not in refused.value.message + refused.value.hint


@pytest.mark.parametrize("name", ["", "dinas", "dinas/", "/siar", "dinas/siar/lain"])
def test_what_is_no_repository_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="no repository"):
        Client("https://forge.example", name, TOKEN)


def test_a_token_is_in_no_message(sleeper: Sleeper) -> None:
    said = json.dumps({"message": f"token {TOKEN} is odd"}).encode()
    for status in ("403 Forbidden", "500 Internal Server Error", "429 Too Many Requests"):
        with Scripted(answer(said, status)) as server, pytest.raises(SiarError) as failed:
            client = sleeper.client(server)
            client.get("/pulls/7")
        told = f"{failed.value.message} {failed.value.hint} {failed.value!r} {vars(client)}"
        assert TOKEN not in told
        assert failed.value.__cause__ is None
    assert f"authorization: token {TOKEN}" in server.heard[0].lower().replace(TOKEN.lower(), TOKEN)


def test_forges_are_named_by_their_servers() -> None:
    for url, name in {
        "https://api.github.com": "github.com",
        "https://kantor.ghe.example/api/v3/": "kantor.ghe.example",
        "https://api.kantor.ghe.com": "kantor.ghe.com",
        "https://git.contoh.example:3000/api/v1": "git.contoh.example",
    }.items():
        assert Client(url, "dinas/siar", TOKEN).host == name
