"""Who has an account on the forge, and what their tokens may."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count

from pipeline import clock
from tests.github.state import Token, User

BOT = "github-actions[bot]"
BOT_ID = 41898282
# What the token of a workflow may at most, by the names of a workflow file's `permissions`.
GRANTED = ("actions", "checks", "contents", "issues", "pages", "pull-requests", "statuses")
# What the token of a person may besides.
PERSONAL = ("administration", "environments", "secrets", "variables", "workflows")


def practice_time() -> datetime:
    """The office's example clock, or the machine's."""
    return clock.now(practice=True)


class Members:
    """People, bots and tokens, on a forge with a clock."""

    def __init__(self, owner: str, bot: tuple[str, int], now: Callable[[], datetime]) -> None:
        self.now = now
        self.lock = threading.RLock()
        self.users: dict[str, User] = {}
        self.tokens: dict[str, Token] = {}
        self._ids = count(3_000_000_001)  # larger than what 32 bits hold, as they are there
        self._tokens = count(1)
        self.owner = self.add_user(owner, None, "Organization", role="admin")
        self.stranger = self.add_user("tamu", None, role="none")
        self.bot = self.add_user(*bot, "Bot")

    def new_id(self) -> int:
        """A number that nothing else has."""
        return next(self._ids)

    def add_user(
        self, login: str, id: int | None = None, kind: str = "User", *, role: str = "write"
    ) -> User:
        """Somebody with an account, and a role in this repository ("none" for a stranger)."""
        user = User(login, self.new_id() if id is None else id, kind, role)
        assert login not in self.users, f"{login} is there already"
        assert user.id not in {other.id for other in self.users.values()}, f"{id} is taken"
        self.users[login] = user
        return user

    def user(self, login: str) -> User:
        """Somebody who was added."""
        assert login in self.users, f"nobody added {login}: forge.add_user({login!r}, 1001)"
        return self.users[login]

    def rename(self, login: str, new: str) -> None:
        """Somebody takes another login; the number stays."""
        user = self.users.pop(login)
        user.login = new
        self.users[new] = user

    def token(self, login: str = "", permissions: Mapping[str, str] | None = None) -> str:
        """A token; a workflow's is the bot's and may little, a person's may anything."""
        user = self.user(login) if login else self.bot
        may = dict(dict.fromkeys(GRANTED, "write") if permissions is None else permissions)
        if permissions is None and user.kind != "Bot":
            may |= dict.fromkeys(PERSONAL, "write")
        text = f"gh{'s' if user.kind == 'Bot' else 'p'}_{next(self._tokens):036d}"
        self.tokens[text] = Token(text, user, may, user.kind == "Bot")
        return text

    def association(self, user: User | None) -> str:
        """How an author stands to the repository."""
        if user is None or user.role in {"none", "read"}:
            return "NONE"
        return "OWNER" if user is self.owner else "COLLABORATOR"
