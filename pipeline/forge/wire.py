"""One call of a forge's API over HTTP, and what came of it."""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import gidgethub
import urllib3
from gidgethub import sansio

from pipeline.errors import BadInput, NotAllowed, NotFound, SiarError, TryAgain
from pipeline.forge.answer import Answer, unexpected
from pipeline.forge.patience import Clock, Patience, is_limited, wait_seconds
from pipeline.i18n import _
from pipeline.record.text import shortened

API_VERSION = "2022-11-28"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
LARGEST_ANSWER = 32 * 1024 * 1024
CHUNK = 64 * 1024
_TOKEN = re.compile(r"[!-~]+")
_LAST_PAGE = re.compile(r"<[^>]*[?&]page=([0-9]{1,9})\b[^>]*>;\s*rel=\"last\"")


class Declined(NotAllowed):
    """The forge understood, and said no; `status` is HTTP's."""

    def __init__(self, status: int, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.status = status


class Trouble(Exception):
    """A call that came to nothing; `undone` when the forge has certainly done nothing."""

    def __init__(self, error: TryAgain, wait: float = 0.0, *, undone: bool = False) -> None:
        super().__init__()
        self.error, self.wait, self.undone = error, wait, undone


class Said(NamedTuple):
    """An answer: its body, and what its head says of the list that it is a page of."""

    place: str
    body: Any
    following: str | None
    headers: Mapping[str, str]

    @property
    def items(self) -> list[Answer]:
        """The members of a list."""
        return Answer(self.body, self.place).items()

    @property
    def pages(self) -> int | None:
        """How many pages there are; None where the forge does not say, and there is only one."""
        found = _LAST_PAGE.search(self.headers.get("link", ""))
        return int(found.group(1)) if found else None

    @property
    def total(self) -> int | None:
        """How many members the whole list has, where the forge says so."""
        found = re.fullmatch(r"[0-9]{1,9}", self.headers.get("x-total-count", ""))
        return int(found.group()) if found else None


class Wire:
    """The line to a forge's API at `url`. The token is in no message, and in no `repr`."""

    def __init__(self, url: str, token: str, patience: Patience, clock: Clock) -> None:
        if not _TOKEN.fullmatch(token):
            raise BadInput(
                _("there is no usable token for the forge"),
                hint=_("GITHUB_TOKEN holds one, without spaces or line breaks"),
            )
        self.url, self.host = url.rstrip("/"), _host_of(url)
        self._token, self._patience, self._clock = token, patience, clock
        self._pool = _pool_to(url)

    def call(self, method: str, url: str, body: Mapping[str, object] | None, end: float) -> Said:
        """Call once. Raises Trouble after a fault, NotFound, Declined or NotAllowed for a no."""
        place = f"{method} {urlsplit(url).path}"
        headers = sansio.create_headers("siar", oauth_token=self._token)
        headers["x-github-api-version"] = API_VERSION
        data = None
        if body is not None:
            data, headers["content-type"] = json.dumps(body).encode(), "application/json"
        timeout = urllib3.Timeout(connect=self._patience.connect, read=self._patience.read)
        try:
            response = self._pool.request(
                method, url, body=data, headers=headers, timeout=timeout, preload_content=False
            )
            try:
                said = self._read(place, response, end)
            finally:
                # A line on which something was left unread is not used again.
                response.close()
        except urllib3.exceptions.HTTPError as error:
            raise Trouble(self._away(str(error)), undone=_never_sent(error)) from None
        return self._deciphered(place, response.status, response.headers, said)

    def _read(self, place: str, response: urllib3.BaseHTTPResponse, end: float) -> bytes:
        chunks, size = [], 0
        while chunk := response.read1(CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > LARGEST_ANSWER:
                raise unexpected(place, _("it has no end"))
            if self._clock.now() > end:
                raise Trouble(self._away(_("it says too little in too long a time")))
        return b"".join(chunks)

    def _deciphered(self, place: str, status: int, headers: Mapping[str, str], body: bytes) -> Said:
        try:
            found, _limit, following = sansio.decipher_response(status, headers, body)
        except gidgethub.HTTPException as error:
            raise self._refusal(place, int(error.status_code), headers, str(error)) from None
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise Trouble(unexpected(place, _("it cannot be read"))) from None
        if isinstance(found, str) and "json" not in headers.get("content-type", ""):
            # A proxy or a sign-in page answered in the forge's place.
            raise Trouble(unexpected(place, self._shown(found)))
        return Said(place, found, following, headers)

    def _refusal(
        self, place: str, status: int, headers: Mapping[str, str], message: str
    ) -> SiarError | Trouble:
        told = self._shown(message)
        if is_limited(status, headers, message):
            wait = wait_seconds(headers)
            said = _("{forge} was called too often: {told}").format(forge=self.host, told=told)
            hint = _("run the same command again in {seconds} seconds").format(
                seconds=int(wait) + 1
            )
            return Trouble(TryAgain(said, hint=hint), wait, undone=True)
        if status >= 500 or status == 408:
            said = _("{forge} is in trouble: {place} was answered with {status} {told}").format(
                forge=self.host, place=place, status=status, told=told
            )
            return Trouble(TryAgain(said, hint=_("run the same command again in a while")))
        if status in (404, 410):
            return NotFound(
                _("{forge} has nothing at {place}").format(forge=self.host, place=place),
                hint=_("it is gone, or the token may not see it"),
            )
        if status == 401:
            return NotAllowed(
                _("{forge} does not know the token").format(forge=self.host),
                hint=_("it has run out or was withdrawn: give Siar a new one"),
            )
        if status < 400:
            return unexpected(place, _("it lies elsewhere now ({status})").format(status=status))
        return Declined(
            status,
            _("{forge} refused {place}: {told}").format(forge=self.host, place=place, told=told),
            hint=_("see what the token may do (`permissions`), and the rules of the repository"),
        )

    def _away(self, why: str) -> TryAgain:
        return TryAgain(
            _("{forge} cannot be reached: {why}").format(forge=self.host, why=self._shown(why)),
            hint=_("run the same command again once the network is back"),
        )

    def _shown(self, text: str) -> str:
        return shortened(text.replace(self._token, "…"), 200)


def _pool_to(url: str) -> urllib3.PoolManager:
    """The way there: through the office's proxy, where the environment names one."""
    split = urlsplit(url)
    host = split.hostname or ""
    is_direct = host in LOOPBACK or bool(proxy_bypass(host))
    proxy = None if is_direct else getproxies().get(split.scheme)
    pool = urllib3.ProxyManager(proxy, retries=False) if proxy else None
    return pool or urllib3.PoolManager(retries=False)


def _never_sent(error: Exception) -> bool:
    return isinstance(
        error, (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
    )


def _host_of(url: str) -> str:
    """`github.com` of `https://api.github.com`; of another server its own name."""
    split = urlsplit(url)
    host = split.hostname or ""
    is_safe = split.scheme == "https" or (split.scheme == "http" and host in LOOPBACK)
    if not host or not is_safe or split.username or split.query or split.fragment:
        raise BadInput(
            _("{url} is no address of a forge's API").format(
                url=shortened(f"{split.scheme}://{host}{split.path}")
            ),
            hint=_("it begins with https:// and holds neither a name nor a password"),
        )
    return host.removeprefix("api.")
