"""How Forgejo tells what people did: pushes, by a text in JSON, and all that is on an issue."""

import json
from datetime import datetime

from tests.github.bare import ZERO
from tests.github.forgejo_shapes import ForgejoShapes as Thread
from tests.github.forgejo_shapes import draft, time
from tests.github.state import Activity, Comment, Entry, Issue, Json, Review, Verdict

# Of a new branch that many commits are looked at; of any push that many are told.
NEW_BRANCH_COMMITS, TOLD_COMMITS = 10, 5
# What GitHub calls otherwise. A draft is a draft by its title.
KINDS = {
    "closed": "close",
    "reopened": "reopen",
    "renamed": "change_title",
    "ready_for_review": "change_title",
    "convert_to_draft": "change_title",
    "review_requested": "review_request",
    "review_request_removed": "review_request",
}


class ForgejoShapes(Thread):
    """Shows pushes, too, and what happened on an issue."""

    def timeline(self, issue: Issue) -> list[tuple[datetime, Json | None]]:
        """Everything on an issue, oldest first, and when; None for a remark on a line."""
        reviews = issue.pull.reviews if issue.pull else []
        told = [one for one in reviews if one.verdict not in {Verdict.PENDING, Verdict.REQUESTED}]
        comments, entries = (
            self.forge.comments_on(issue.number),
            self.forge.entries_on(issue.number),
        )
        found: list[tuple[datetime, int, Json | None]] = [
            *((one.created, one.id, self._row(issue, one, "comment")) for one in comments),
            *((one.at, one.id, self._entry(issue, one)) for one in entries),
            *((one.at, one.id, self._row(issue, one, "review")) for one in told),
            *((one.at, one.id, None) for one in told for _remark in one.remarks),
        ]
        return [(at, shown) for at, _id, shown in sorted(found, key=lambda row: row[:2])]

    def _entry(self, issue: Issue, entry: Entry) -> Json:
        titles = {
            "ready_for_review": (draft(issue.title), issue.title),
            "convert_to_draft": (issue.title, draft(issue.title)),
        }.get(entry.kind, entry.titles)
        return {
            **self._row(issue, entry, KINDS[entry.kind]),
            "old_title": titles[0],
            "new_title": titles[1],
            "assignee": self.user(entry.of) if entry.of else None,
            "removed_assignee": entry.kind == "review_request_removed",
        }

    def _row(self, issue: Issue, one: Comment | Entry | Review, kind: str) -> Json:
        html = self._html(issue)
        at = one.created if isinstance(one, Comment) else one.at
        return {
            "id": one.id,
            "type": kind,
            "html_url": f"{html}#issuecomment-{one.id}",
            "pull_request_url": html if issue.pull else "",
            "issue_url": "" if issue.pull else html,
            "user": self.user(one.user),
            "body": "" if isinstance(one, Entry) else one.body,
            "created_at": time(at),
            "updated_at": time(at),
            **dict.fromkeys(("old_project_id", "project_id", "review_id"), 0),
            **dict.fromkeys(("old_title", "new_title", "old_ref", "new_ref", "ref_commit_sha"), ""),
            **dict.fromkeys(("old_milestone", "milestone", "tracked_time", "label")),
            **dict.fromkeys(("ref_issue", "ref_comment", "resolve_doer", "dependent_issue")),
            "ref_action": "none",
            "assignee": None,
            "assignee_team": None,
            "removed_assignee": False,
        }

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
