"""Show the website, the papers and the mails on this computer, or the preview of a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

import click

from pipeline.commands import preview
from pipeline.commands.context import Context
from pipeline.commands.hub import Hub
from pipeline.commands.options import example
from pipeline.commands.outside import deploy_folder
from pipeline.i18n import _
from pipeline.site.deploy import CURRENT
from pipeline.site.server import served

HOST = "127.0.0.1"


@contextmanager
def run(ctx: Context, *, port: int = 0) -> Iterator[str]:
    """The address of the local page, as long as the context lasts."""
    site = deploy_folder(ctx)
    here = ctx.settings
    folders = [
        folder for folder in (here.papers, here.papers.parent / "cetakan") if folder.is_dir()
    ]
    with served(site / CURRENT) as website:
        hub = Hub(
            title=str(ctx.agency.section("site")["title"]),
            site=website.url if site.exists() else "",
            papers=folders,
            mails=here.mails,
        )
        server = ThreadingHTTPServer((HOST, port), _handler(hub))
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@contextmanager
def draft(ctx: Context, number: str, *, port: int = 0) -> Iterator[str]:
    """The address of the preview of a request's article, as it was when this was asked for.

    Raises what `siar preview` raises; nothing of it stays on the disk.
    """
    with TemporaryDirectory(prefix="siar-preview-") as name:
        made = preview.run(ctx, number, to=Path(name, "page"))
        with served(made.folder, port=port) as here:
            preview.tell_findings(ctx, made)
            yield here.url


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = hub.answer(self.path)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: whoever looks at pages does not read logs."""

    return Handler


@click.command(
    help=_(
        "Show the website, the papers and the mails on this computer, or a request's article before"
        " it is published (Ctrl-C ends it)."
    ),
    epilog=example("siar serve", "siar serve --port 8000", "siar serve 2026-0042"),
)
@click.argument("number", required=False, metavar=_("[NUMBER]"))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help=_("0 takes a free one"))
@click.pass_obj
def command(app: Any, number: str | None, port: int) -> None:
    """Serve on loopback until interrupted."""
    ctx: Context = app.context()
    with draft(ctx, number, port=port) if number else run(ctx, port=port) as address:
        ctx.talk.tell(_("open {address} in your browser; Ctrl-C ends it").format(address=address))
        Event().wait()
