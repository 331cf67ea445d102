"""Ask a forge for what belongs to one repository: again after a fault, where that does no harm."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from gidgethub import sansio

from pipeline.errors import BadInput, NotFound, TryAgain
from pipeline.forge.answer import Answer, unexpected
from pipeline.forge.patience import Clock, Patience
from pipeline.forge.wire import Said, Trouble, Wire
from pipeline.i18n import _
from pipeline.record.text import shortened

MOST_PAGES = 200
# How GitHub's secrets begin that are an app's; a workflow's is, too.
OF_AN_APP = "ghs_"
Word = str | int


class Client:
    """What a forge at `api_url` has of `repository` ("kantor/berita"), as answers to be read.

    `get("/pulls/{number}/reviews", number=7, per_page=100)`: what the path does not name is asked
    behind it, and no word can break out of its place.
    """

    def __init__(
        self,
        api_url: str,
        repository: str,
        token: str,
        *,
        patience: Patience | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Raises BadInput for what is no repository, no address or no token."""
        self.owner, _slash, self.repo = repository.partition("/")
        if not self.owner or not self.repo or "/" in self.repo:
            raise BadInput(
                _("{name} is no repository on a forge").format(name=shortened(repository)),
                hint=_("write it as OWNER/NAME"),
            )
        self.has_app_token = token.startswith(OF_AN_APP)
        self._patience, self._clock = patience or Patience(), clock or Clock()
        self._wire = Wire(api_url, token, self._patience, self._clock)

    @property
    def host(self) -> str:
        """The forge's name: `github.com`."""
        return self._wire.host

    def me(self) -> Answer:
        """Whose token this is."""
        said = self._ask("GET", f"{self._wire.url}/user")
        return Answer(said.body, said.place)

    def get(self, path: str, **named: Word) -> Answer:
        """What lies at a path. Raises NotFound where there is nothing."""
        said = self._ask("GET", self._address(path, named))
        return Answer(said.body, said.place)

    def find(self, path: str, **named: Word) -> Answer | None:
        """What lies at a path, or None."""
        try:
            said = self.first(path, **named)
        except NotFound:
            return None
        return None if said.body is None else Answer(said.body, said.place)

    def do(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        again: bool = True,
        **named: Word,
    ) -> Answer:
        """Have something done. `again` says whether doing it twice is as good as once.

        Where it is not, what may have been done is not tried again: TryAgain.
        """
        said = self._ask(method, self._address(path, named), body, again=again)
        return Answer(said.body, said.place)

    def first(self, path: str, **named: Word) -> Said:
        """The first page of a list."""
        return self._ask("GET", self._address(path, named))

    def linked(self, path: str, **named: Word) -> list[Answer]:
        """A list by the links from page to page that GitHub gives.

        A link only says which page is next: it is asked for where the first one was. GitHub calls
        the repository by its number there, and whose link it is, is nothing to be believed.
        """
        here = self._address(path, named).partition("?")[0]
        said = self.first(path, **named)
        found = said.items
        for _page in range(MOST_PAGES):
            if said.following is None:
                return found
            said = self._ask("GET", f"{here}?{urlsplit(said.following).query}")
            found += said.items
        raise unexpected(said.place, _("it has no end"))

    def counted(self, path: str, size: int, **named: Word) -> Iterator[list[Answer]]:
        """The pages of a list, by the total that Forgejo gives with each of them.

        Some lists come in one page, however long they are.
        """
        seen = 0
        for page in range(1, MOST_PAGES + 1):
            said = self.first(path, **named, page=page, limit=size)
            if said.total is None:
                raise unexpected(said.place, _("it does not say how many there are"))
            items = said.items
            if len(items) not in (said.total, min(size, said.total - (page - 1) * size)):
                raise cut_short(said.place, seen + len(items))
            yield items
            seen += len(items)
            if seen >= said.total:
                return
        raise unexpected(said.place, _("it has no end"))

    def counted_apart(self, path: str, size: int, **named: Word) -> Iterator[list[Answer]]:
        """The pages of a list up to an empty one: the total given with each is its own only."""
        for page in range(1, MOST_PAGES + 1):
            said = self.first(path, **named, page=page, limit=size)
            # Of nothing, some lists say nothing at all.
            items = [] if said.body is None else said.items
            if len(items) != said.total:
                raise cut_short(said.place, len(items))
            if not items:
                return
            yield items
        raise unexpected(said.place, _("it has no end"))

    def _address(self, path: str, named: Mapping[str, Word]) -> str:
        words = {name: str(value) for name, value in named.items()}
        asked = ",".join(name for name in words if f"{{{name}}}" not in path)
        words |= {"owner": self.owner, "repo": self.repo}
        template = f"/repos/{{owner}}/{{repo}}{path}" + (f"{{?{asked}}}" if asked else "")
        return sansio.format_url(template, words, base_url=self._wire.url)

    def _ask(
        self,
        method: str,
        url: str,
        body: Mapping[str, object] | None = None,
        *,
        again: bool = True,
    ) -> Said:
        end = self._clock.now() + self._patience.in_all
        for pause in self._patience.pauses:
            try:
                return self._wire.call(method, url, body, end)
            except Trouble as trouble:
                wait = max(trouble.wait, pause)
                if self._clock.now() + wait > end or not (again or trouble.undone):
                    raise trouble.error from None
            self._clock.sleep(wait)
        try:
            return self._wire.call(method, url, body, end)
        except Trouble as trouble:
            raise trouble.error from None


def cut_short(place: str, count: int) -> TryAgain:
    """That a list has other members than came."""
    return unexpected(place, _("the list was cut short after {count}").format(count=count))
