"""A mail server that answers as its script says, and hangs up where its script says."""

import socketserver
import threading
from collections.abc import Iterable, Mapping
from types import TracebackType

DROP = "(hang up)"
DEFAULTS = {
    "CONNECT": "220 localhost",
    "EHLO": "250-localhost\r\n250 SIZE 50000000",
    "HELO": "250 localhost",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "DOT": "250 2.0.0 queued as 4ABC",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}


class ScriptedServer:
    """A context manager: listens on 127.0.0.1 at `port`.

    `script` gives for a verb (or CONNECT, or DOT for the end of the mail) one answer, or several
    for the first, the second, …; after them, or for other verbs, it agrees. `DROP` hangs up; an
    answer that ends in DROP is said first; a list of lines to say at DOT still keeps the mail.
    `taken` are the mails that were complete, `verbs` all that was asked.
    """

    def __init__(self, script: Mapping[str, str | Iterable[str]] | None = None) -> None:
        self._script = {
            verb: [said] if isinstance(said, str) else list(said)
            for verb, said in (script or {}).items()
        }
        self.taken: list[tuple[str, bytes]] = []
        self.verbs: list[str] = []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._converse(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])

    def __enter__(self) -> "ScriptedServer":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, verb: str) -> str:
        self.verbs.append(verb)
        scripted = self._script.get(verb, [])
        return scripted.pop(0) if scripted else DEFAULTS.get(verb, "500 what?")

    def _converse(self, peer: socketserver.StreamRequestHandler) -> None:
        recipient = ""
        said = self._answer("CONNECT")
        while self._say(peer, said):
            line = peer.rfile.readline()
            if not line:
                return
            verb = line[:4].decode().upper()
            if verb == "RCPT":
                recipient = line.decode().strip()
            if said.startswith("354"):  # the line was the first of the mail
                self.taken.append((recipient, _mail(line, peer)))
                verb = "DOT"
            said = self._answer(verb)

    @staticmethod
    def _say(peer: socketserver.StreamRequestHandler, said: str) -> bool:
        words = said.removesuffix(DROP)
        if words:
            peer.wfile.write(words.encode() + b"\r\n")
        return words == said


def _mail(first: bytes, peer: socketserver.StreamRequestHandler) -> bytes:
    lines, line = [], first
    while line not in (b".\r\n", b""):
        lines.append(line[1:] if line.startswith(b".") else line)
        line = peer.rfile.readline()
    return b"".join(lines)
