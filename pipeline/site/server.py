"""Serve a folder to this machine only: for the live check, and for `siar serve`."""

import contextlib
import functools
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

HOST = "127.0.0.1"
OWN_NAMES = {HOST, "localhost"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}


class Served(NamedTuple):
    """Where the folder is served: `url` ends with a slash."""

    url: str
    port: int


@contextlib.contextmanager
def served(folder: Path, *, port: int = 0) -> Iterator[Served]:
    """Serve `folder` on loopback while the block runs; `port` 0 takes any free one.

    `folder` may be a link whose goal changes meanwhile. Raises OSError for a port in use.
    """
    handler = functools.partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer((HOST, port), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Served(f"http://{HOST}:{server.server_port}/", server.server_port)
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    """Files and 404.html; no listings, and no answer to a page that guessed the port."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:
        # Another site may point its own name at this address; it would then read the answers.
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in OWN_NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what people read belongs in no log."""
