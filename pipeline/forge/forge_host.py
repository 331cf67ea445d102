"""Where an office's repository lies on a forge: who pushed what, and whether a review stands."""

from collections.abc import Iterator, Sequence

from pipeline.errors import TryAgain
from pipeline.forge.host import Account, Api, Comment, PullRequest, Pushed, Review, Verdict, Writer
from pipeline.forge.plain import writer_of
from pipeline.forge.pushers import brought
from pipeline.forge.units import CONTENT
from pipeline.i18n import _
from pipeline.lineage import Lineage
from pipeline.record.roster import Roster
from pipeline.record.statement import Statement
from pipeline.record.vouching import RECORDER
from pipeline.record.workflow import Action
from pipeline.repository import Repository

# What a review must say for a statement to stand on it.
NEEDED = {
    Action.APPROVE: frozenset({Verdict.APPROVED}),
    Action.BYPASS: frozenset({Verdict.APPROVED}),
    Action.AGREE: frozenset(Verdict) - {Verdict.DISMISSED, Verdict.PENDING},
}
# On which a comment is enough.
SAID = (Action.AGREE,)


class ForgeHost:
    """A clone of the repository, and the forge that it was cloned from."""

    def __init__(self, api: Api, repository: Repository, roster: Roster) -> None:
        self._api, self._repository, self._roster = api, repository, roster
        self._pulls: dict[str, Sequence[PullRequest]] = {}

    @property
    def name(self) -> str:
        """The forge as evidence names it."""
        return self._api.name

    def writers(self, branch: str, since: str) -> tuple[Writer, ...]:
        """Who pushed or signed what touches an article on a branch and `since` has not, each once.

        What the recorder signed was written by nobody. Whose push was thrown away counts, too: what
        it held may stand in a later one. Raises TryAgain until the forge has noted the last push.
        """
        tip = self._repository.shared(branch)
        if tip is None:
            return ()
        lineage = Lineage(self._repository, tip, since)
        signed = {
            commit: writer
            for commit in lineage.authored(CONTENT)
            if (writer := writer_of(self._repository, commit, self._roster)).person != RECORDER
        }
        pushes = self._api.pushes(branch)
        found = list(self._pushers(lineage, signed, pushes, since))
        by_push = {commit: writer for writer, commits in found for commit in commits}
        alone = [commit for commit in signed if commit not in by_push]
        if alone and tip not in {push.after for push in pushes}:
            raise TryAgain(
                _("{forge} has not noted the last push to {branch} yet").format(
                    forge=self.name, branch=branch
                ),
                hint=_("run the same command again in a minute"),
            )
        return tuple(
            dict.fromkeys(
                (
                    *(writer for writer, _commits in found),
                    *(writer for writer in signed.values() if writer.person),
                    *(Writer(None, commit[:10]) for commit in alone),
                )
            )
        )

    def _pushers(
        self, lineage: Lineage, signed: dict[str, Writer], pushes: Sequence[Pushed], since: str
    ) -> Iterator[tuple[Writer, frozenset[str]]]:
        for push, commits in brought(lineage.parents, signed, pushes):
            is_gone = push.after not in lineage.parents and not self._is_in(push.after, since)
            if commits or (is_gone and not self._is_machine(push.by)):
                yield self._writer(push.by), commits

    def _is_machine(self, account: Account | None) -> bool:
        return account is not None and (account.is_bot or self._api.is_own(account))

    def _is_in(self, commit: str, since: str) -> bool:
        is_here = not self._repository.missing([commit])
        return is_here and self._repository.is_ancestor(commit, since)

    def _writer(self, account: Account | None) -> Writer:
        if account is None:
            return Writer(None, _("an account that is gone"))
        owner = None if account.is_bot else self._roster.account_owner(self.name, account.id)
        return Writer(owner.id, owner.id) if owner else Writer(None, account.login)

    def confirms(self, statement: Statement) -> bool:
        """Whether the review that the recorder's statement stands on is there, and still stands.

        It was given by the account that the statement names, a person's, on a pull request of that
        very request. Raises TryAgain while the forge cannot say.
        """
        evidence = statement.data.get("evidence") or {}
        if evidence.get("forge") != self.name or statement.action not in NEEDED:
            return False
        by = self._stance(statement, str(evidence.get("review", "")), evidence.get("comment"))
        return by is not None and not by.is_bot and by.id == evidence.get("person")

    def _stance(self, statement: Statement, review: str, comment: str | None) -> Account | None:
        """Whose review or comment carries the statement."""
        for pull in self._pull_requests(statement.unit):
            found: Review | Comment | None = None
            if review:
                found = self._api.review(pull.number, review)
                if found and not (found.commit and found.verdict in NEEDED[statement.action]):
                    return None
            elif comment and statement.action in SAID:
                found = self._api.find_comment(pull.number, comment)
            if found:
                return found.by
        return None

    def _pull_requests(self, branch: str) -> Sequence[PullRequest]:
        if not self._pulls.get(branch):
            every = self._api.pull_requests(branch, closed=True)
            # What is asked about was mostly said on the newest.
            newest = sorted(every, key=lambda pull: pull.number, reverse=True)
            self._pulls[branch] = [pull for pull in newest if not pull.is_foreign]
        return self._pulls[branch]
