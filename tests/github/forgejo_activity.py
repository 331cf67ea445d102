"""How Forgejo tells of pushes: by a text in JSON, within what people did."""

import json

from tests.github.bare import ZERO
from tests.github.forgejo_shapes import ForgejoShapes as Thread
from tests.github.forgejo_shapes import time
from tests.github.state import Activity, Json

# Of a new branch that many commits are looked at; of any push that many are told.
NEW_BRANCH_COMMITS, TOLD_COMMITS = 10, 5


class ForgejoShapes(Thread):
    """Shows pushes, too."""

    def activity(self, activity: Activity) -> Json:
        """What somebody did; a push says what it brought in a text of its own."""
        gone = activity.after == ZERO
        return {
            "id": activity.id,
            "user_id": self.forge.owner.id,
            "op_type": "delete_branch" if gone else "commit_repo",
            "act_user_id": activity.user.id if activity.user else -1,
            "act_user": self.user(activity.user),
            "repo_id": self.forge.id,
            "repo": self.repository(),
            "comment_id": 0,
            "comment": None,
            "ref_name": activity.ref,
            "is_private": self.forge.private,
            "content": "" if gone else json.dumps(self._pushed(activity)),
            "created": time(activity.at),
        }

    def _pushed(self, activity: Activity) -> Json:
        bare, before = self.forge.bare, activity.before
        if before == ZERO:
            brought = bare.newest(activity.after, NEW_BRANCH_COMMITS)
            parents = bare.describe(brought[-1]).parents
            before = parents[0] if parents else "main"
        else:
            brought = bare.commits(before, activity.after)[::-1] or [activity.after]
        return {
            "Commits": [self._commit(commit) for commit in brought[:TOLD_COMMITS]],
            "HeadCommit": self._commit(activity.after),
            "CompareURL": f"{self.forge.full_name}/compare/{before}...{activity.after}",
            "Len": len(brought),
        }

    def _commit(self, commit: str) -> Json:
        words = self.forge.bare.describe(commit)
        return {
            "Sha1": commit,
            "Message": words.message,
            "AuthorEmail": words.author_mail,
            "AuthorName": words.author,
            "CommitterEmail": words.committer_mail,
            "CommitterName": words.committer,
            "Timestamp": words.committed_at,
        }
