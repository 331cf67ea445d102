"""A server on loopback that says what it is told to, byte by byte, and remembers what it heard."""

import socket
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Self


def answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer in HTTP; `retry_after` is the header Retry-After."""
    told = {"content-type": "application/json", "content-length": str(len(body))}
    told["connection"] = "close"
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


class Scripted:
    """Gives each call the next answer, in pieces if it is more than one; the last one for ever.

    An answer of no pieces at all hangs up at once.
    """

    def __init__(self, *answers: bytes | Iterable[bytes]) -> None:
        self.answers = list(answers)
        self.heard: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                line, _address = self._listening.accept()
            except OSError:
                return
            with line:
                self._hear(line)

    def _hear(self, line: socket.socket) -> None:
        line.settimeout(5)
        try:
            heard = b""
            while b"\r\n\r\n" not in heard:
                if not (more := line.recv(65536)):
                    return
                heard += more
            self.heard.append(heard.decode())
            said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            for piece in [said] if isinstance(said, bytes) else said:
                if self._closing.is_set():
                    return
                line.sendall(piece)
        except OSError:
            return
