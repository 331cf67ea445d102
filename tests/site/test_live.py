"""The live check and the local server, over real HTTP on loopback."""

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.site.live import LiveResult, check_live, check_manifest
from pipeline.site.manifest import Built
from pipeline.site.server import served

COFFEE = "2026/11/24-panen-raya-kopi-di-bacan/"
DIGEST = f"sha256:{4:064x}"


def ask(port: int, path: str, host: str = "", method: str = "GET") -> http.client.HTTPResponse:
    """The answer to one request, its body read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
    return connection.getresponse()


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A server that says exactly this to whoever calls, whatever is asked."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            while True:
                try:
                    caller, _address = listener.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(4096)
                    caller.sendall(answer)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            # Before it is closed: whoever waits at its number would wait at the next one's.
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_a_live_article_is_seen(site: Built) -> None:
    with served(site.path) as here:
        assert check_live(here.url, COFFEE, DIGEST) == LiveResult(True, DIGEST, 200)
        assert check_manifest(here.url, site.tree) == LiveResult(True, site.tree, 200)


def test_another_digest_is_reported_as_what_it_is(site: Built) -> None:
    other = f"sha256:{9:064x}"
    with served(site.path) as here:
        result = check_live(here.url, COFFEE, other, attempts=2, pause_seconds=0)
        assert result == LiveResult(False, DIGEST, 200)
        manifest = check_manifest(here.url, other, attempts=1)
        assert manifest == LiveResult(False, site.tree, 200)


def test_a_page_that_is_not_there_is_reported(site: Built) -> None:
    with served(site.path) as here:
        result = check_live(here.url, "2026/11/30-tidak-ada/", DIGEST, attempts=1)
    assert result == LiveResult(False, None, 404, "Not Found")


def test_no_answer_is_reported() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    result = check_live(f"http://127.0.0.1:{port}", COFFEE, DIGEST, attempts=2, pause_seconds=0)
    assert (result.ok, result.seen, result.status) == (False, None, 0)
    assert "Connection refused" in result.reason


def test_a_page_that_comes_late_is_waited_for(site: Built, tmp_path: Path) -> None:
    current = tmp_path / "current"
    empty = tmp_path / "kosong"
    empty.mkdir()
    current.symlink_to(empty)

    def publish() -> None:
        beside = tmp_path / "beside"
        beside.symlink_to(site.path)
        beside.replace(current)

    with served(current) as here:
        timer = threading.Timer(0.3, publish)
        timer.start()
        result = check_live(here.url, COFFEE, DIGEST, attempts=50, pause_seconds=0.05)
        timer.join()
    assert result.ok


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (b"<head><meta name='siar:digest' content='x'></head>", "x"),
        (b"<head></head><body><meta name='siar:digest' content='x'>", None),
        (b"<head><meta name=siar:digest content=x><meta name=siar:digest content=y>", "x"),
        (b"<!--<head><meta name=siar:digest content=x></head>-->", None),
        (b"\xff\xfe<<<&&&", None),
        (b"", None),
    ],
)
def test_only_the_head_of_a_page_counts(body: bytes, seen: str | None) -> None:
    with answering(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + body) as url:
        assert check_live(url, "x/", "z", attempts=1) == LiveResult(False, seen, 200)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"bukan http sama sekali\r\n\r\n", "bukan http"),
        (b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * (4 * 1024 * 1024 + 10), "page too large"),
        (b"", "Remote end closed connection"),
    ],
)
def test_an_answer_that_is_none_is_reported(answer: bytes, reason: str) -> None:
    with answering(answer) as url:
        result = check_live(url, "x/", "z", attempts=1, timeout_seconds=5)
    assert (result.ok, result.seen, result.status) == (False, None, 0)
    assert reason in result.reason


def test_only_web_addresses_are_fetched(tmp_path: Path) -> None:
    result = check_live(f"file://{tmp_path}", "x", "z", attempts=1)
    assert result == LiveResult(False, None, 0, "not http")


def test_the_server_says_404_with_the_sites_own_page(site: Built) -> None:
    with served(site.path) as here:
        answer = ask(here.port, "/tidak/ada")
        body = answer.read().decode()
    assert answer.status == 404
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Halaman tidak ditemukan" in body


def test_the_server_lists_no_folder(site: Built) -> None:
    with served(site.path) as here:
        assert ask(here.port, "/tema/").status == 404


@pytest.mark.parametrize(
    "path", ["/../rahasia.txt", "/%2e%2e/rahasia.txt", "/tema/..%2f..%2frahasia.txt"]
)
def test_the_server_serves_nothing_outside_its_folder(path: str, tmp_path: Path) -> None:
    (tmp_path / "rahasia.txt").write_text("kenari")
    (tmp_path / "web").mkdir()
    with served(tmp_path / "web") as here:
        answer = ask(here.port, path)
        assert answer.status == 404
        assert b"kenari" not in answer.read()


@pytest.mark.parametrize("host", ["jahat.example", "jahat.example:80", "127.0.0.1.jahat.example"])
def test_the_server_answers_to_its_own_name_only(host: str, site: Built) -> None:
    with served(site.path) as here:
        assert ask(here.port, "/", host=host).status == 421
        assert ask(here.port, "/", host=f"localhost:{here.port}").status == 200
        assert ask(here.port, "/", method="HEAD").status == 200
