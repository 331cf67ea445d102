"""The forge's branches: who moved them, and what its rules say to that."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.github.bare import ZERO, Bare
from tests.github.call import Refusal
from tests.github.members import Members
from tests.github.rules import Actor, Change, Merge, refusals
from tests.github.state import Activity, Json, Settings, Token, User


class Branches(Members):
    """A bare repository with rules, of which every move is noted."""

    def __init__(
        self, folder: Path, owner: str, bot: tuple[str, int], now: Callable[[], datetime]
    ) -> None:
        super().__init__(owner, bot, now)
        self.bare = Bare(folder)
        self.activity: list[Activity] = []
        self.settings = Settings()
        self.refs = self.bare.refs("refs/heads/")

    def note(self, login: str) -> list[Activity]:
        """Note every branch that moved since last time as a push of `login`."""
        return self.moved(self.user(login))

    def moved(self, user: User, kind: str = "") -> list[Activity]:
        """Note what has become of the refs, and what follows for pull requests."""
        with self.lock:
            before, self.refs = self.refs, self.bare.refs("refs/heads/")
            noted = []
            for ref in sorted({*before, *self.refs}):
                old, new = before.get(ref), self.refs.get(ref)
                if old != new:
                    noted.append(self._note(user, ref, old, new, kind))
            self.activity += noted
            self.follow(user)
            return noted

    def follow(self, user: User) -> None:
        """What follows from a move of branches."""

    def _note(self, user: User, ref: str, old: str | None, new: str | None, kind: str) -> Activity:
        if not kind:
            if old is None:
                kind = "branch_creation"
            elif new is None:
                kind = "branch_deletion"
            else:
                kind = "push" if self.bare.is_ancestor(old, new) else "force_push"
        return Activity(self.new_id(), old or ZERO, new or ZERO, ref, kind, user, self.now())

    def refuse_by_rules(
        self,
        user: User,
        ref: str,
        old: str | None,
        new: str | None,
        *,
        merge: Merge | None = None,
    ) -> None:
        """Refuse what the forge's rules do not allow."""
        change = Change(ref, old, new)
        for why in refusals(self.rulesets, self.actor(user), change, self.bare, merge=merge):
            raise Refusal(422, f"Repository rule violations found\n\n{why}\n\n")

    @property
    def rulesets(self) -> list[Json]:
        """The rules that are there."""
        return [*self.settings.rulesets.values()]

    def actor(self, user: User, token: Token | None = None) -> Actor:
        """Somebody as rules know them."""
        may = token is None or token.may("workflows", "write")
        return Actor(user.id, user.role, user.kind == "Bot", may)
