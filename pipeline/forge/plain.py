"""Plain Git, without a forge: who wrote is who signed, and the gate has asked for that."""

from pipeline.forge.host import Writer
from pipeline.forge.signers import signer_of
from pipeline.forge.walk import authors
from pipeline.record.roster import Roster
from pipeline.record.statement import Statement
from pipeline.repository import Repository


class PlainGit:
    """An office's shared repository with nothing around it."""

    def __init__(self, repository: Repository, roster: Roster) -> None:
        self._repository, self._roster = repository, roster

    @property
    def name(self) -> str:
        """No forge."""
        return ""

    def writers(self, branch: str, since: str) -> tuple[Writer, ...]:
        """Who signed what touches an article on a branch and `since` has not, each once."""
        tip = self._repository.shared(branch)
        if tip is None:
            return ()
        commits = authors(self._repository, since, tip)
        return tuple(
            dict.fromkeys(writer_of(self._repository, oid, self._roster) for oid in commits)
        )

    def confirms(self, statement: Statement) -> bool:
        """Never: there is nobody who could have seen a review."""
        return False


def writer_of(repository: Repository, commit: str, roster: Roster) -> Writer:
    """Who signed a commit, be it with a key of former days; None who is nobody of the roster."""
    signer = signer_of(repository.commit_info(commit), roster, retired=True)
    return Writer(signer, signer or commit[:10])
