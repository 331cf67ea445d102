"""See a page live: fetch it as the public does, and compare the digest it carries."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from html.parser import HTMLParser
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlsplit

from pipeline.site.catalogue import Catalogue
from pipeline.site.manifest import MANIFEST, Manifest, parse_manifest
from pipeline.site.state import unreadable

META = "siar:digest"
LARGEST_PAGE = 4 * 1024 * 1024
NO_ANSWER = 0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class LiveResult(NamedTuple):
    """Whether the wanted digest was seen; `seen` is the one found, `status` HTTP's (0: no answer).

    `reason` says in the words of the network what stood in the way.
    """

    ok: bool
    seen: str | None
    status: int
    reason: str = ""


def check_live(
    base_url: str,
    article_url_path: str,
    digest: str,
    *,
    attempts: int = 3,
    pause_seconds: float = 1.0,
    timeout_seconds: float = 10.0,
) -> LiveResult:
    """Look for an article's page until it carries `digest`, at most `attempts` times."""
    address = f"{base_url.rstrip('/')}/{article_url_path}"
    return _until_seen(address, digest, _digest_in_page, (attempts, pause_seconds, timeout_seconds))


def check_manifest(
    base_url: str,
    tree: str,
    *,
    attempts: int = 3,
    pause_seconds: float = 1.0,
    timeout_seconds: float = 10.0,
) -> LiveResult:
    """Look for the site's manifest until it names the site `tree`."""
    address = f"{base_url.rstrip('/')}/{MANIFEST}"
    return _until_seen(address, tree, _tree_in_manifest, (attempts, pause_seconds, timeout_seconds))


def fetch_manifest(base_url: str, *, timeout_seconds: float = 10.0) -> Manifest | None:
    """What the site says of itself; None when it does not answer, or says nothing readable."""
    address = f"{base_url.rstrip('/')}/{MANIFEST}"
    status, text, _reason = _fetch(address, timeout_seconds)
    try:
        return parse_manifest(text.encode()) if status == 200 else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def fetch_catalogue(base_url: str, *, timeout_seconds: float = 10.0) -> Catalogue:
    """What the site says it shows, each part fetched when it is asked for.

    Its methods raise Unreadable where the site does not answer, or not as it should.
    """

    def read(name: str) -> bytes | None:
        status, text, reason = _fetch(f"{base_url.rstrip('/')}/{name}", timeout_seconds)
        if status not in (HTTPStatus.OK, HTTPStatus.NOT_FOUND):
            raise unreadable(f"{name}: {reason or status}")
        return text.encode() if status == HTTPStatus.OK else None

    return Catalogue.kept(read)


def _until_seen(
    address: str,
    digest: str,
    find: Callable[[str], str | None],
    patience: tuple[int, float, float],
) -> LiveResult:
    attempts, pause_seconds, timeout_seconds = patience
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause_seconds)
        status, text, reason = _fetch(address, timeout_seconds)
        seen = find(text) if status == 200 else None
        result = LiveResult(seen == digest, seen, status, reason)
        if result.ok:
            break
    return result


def _fetch(address: str, timeout_seconds: float) -> tuple[int, str, str]:
    """Status, text and reason; a page that is too large or no answer at all is status 0."""
    if urlsplit(address).scheme not in ("http", "https"):
        return NO_ANSWER, "", "not http"
    # A cache on the way must ask the site itself.
    headers = {"User-Agent": "siar", "Cache-Control": "no-cache"}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 — checked above
    try:
        with _opener(address).open(request, timeout=timeout_seconds) as answer:
            data = answer.read(LARGEST_PAGE + 1)
            status = int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, "", str(error.reason)
    except (OSError, ValueError, http.client.HTTPException) as error:
        return NO_ANSWER, "", str(getattr(error, "reason", error))
    if len(data) > LARGEST_PAGE:
        return NO_ANSWER, "", "page too large"
    return status, data.decode("utf-8", errors="replace"), ""


def _opener(address: str) -> urllib.request.OpenerDirector:
    # The office's proxy cannot reach what this very machine serves.
    if urlsplit(address).hostname in LOOPBACK:
        return urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener()


def _tree_in_manifest(text: str) -> str | None:
    try:
        found = json.loads(text)["tree"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


def _digest_in_page(text: str) -> str | None:
    finder = _MetaFinder()
    finder.feed(text)
    return finder.found


class _MetaFinder(HTMLParser):
    """The digest in a page's head; what an article's own text may say counts for nothing."""

    found: str | None = None
    in_head = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "body":
            self.in_head = False
        if tag == "meta" and self.in_head and values.get("name") == META:
            self.found = self.found or values.get("content")
