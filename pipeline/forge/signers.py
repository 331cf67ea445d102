"""Who signed what: the people behind commits, by their keys and by nothing else."""

from pipeline.objects import CommitInfo
from pipeline.record.roster import Roster, same_key
from pipeline.record.signature import signing_key
from pipeline.record.vouching import RECORDER
from pipeline.repository import Repository

COMMIT_NAMESPACE = "git"


def signer_of(info: CommitInfo, roster: Roster, *, retired: bool = False) -> str | None:
    """The roster id of whoever signed a commit; author and committer names are never read.

    With `retired`, a key that its owner no longer uses still tells who it was.
    """
    key = signing_key(info.signed, info.signature, COMMIT_NAMESPACE) if info.signature else None
    if key is None:
        return None
    if roster.recorder and same_key(key, roster.recorder):
        return RECORDER
    owner = roster.owner_of(key, retired=retired)
    return owner.id if owner else None


def own_changes(repository: Repository, info: CommitInfo, below: str = "") -> set[str]:
    """Paths that a commit has as no parent has them: what a merge only takes over counts not."""
    if not info.parents:
        return {entry.path for entry in repository.tree(info.oid, below)}
    folder = below.rstrip("/")
    if folder:
        here = repository.tree_id(info.oid, folder)
        if any(repository.tree_id(parent, folder) == here for parent in info.parents):
            return set()
    changed = [set(repository.differences(parent, info.oid, below)) for parent in info.parents]
    return set.intersection(*changed)
