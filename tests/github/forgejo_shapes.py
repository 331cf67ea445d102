"""What the forge's values look like in Forgejo's answers."""

from datetime import datetime
from typing import Any

from tests.github.forge import Forge
from tests.github.state import Comment, Issue, Label, Remark, Review, Status, User, Verdict

Json = dict[str, Any]
STATES = {
    Verdict.APPROVED: "APPROVED",
    Verdict.CHANGES_REQUESTED: "REQUEST_CHANGES",
    Verdict.COMMENTED: "COMMENT",
    Verdict.PENDING: "PENDING",
    Verdict.REQUESTED: "REQUEST_REVIEW",
}
GHOST = {"id": -1, "login": "Ghost"}


def time(at: datetime) -> str:
    """As Forgejo writes times: in the server's own zone."""
    return at.isoformat(timespec="seconds")


def draft(title: str) -> str:
    """The title of a pull request that is a draft: nothing else says so."""
    return f"WIP: {title}"


class ForgejoShapes:
    """Shows a forge's values as Forgejo does, with addresses on `url`."""

    def __init__(self, forge: Forge, url: str) -> None:
        self.forge, self.url = forge, url
        self.html = f"{url}/{forge.full_name}"
        self.api = f"{url}/api/v1/repos/{forge.full_name}"

    def user(self, user: User | None) -> Json:
        """An account; a ghost for one that is gone."""
        known = GHOST if user is None else {"id": user.id, "login": user.login}
        return {
            **known,
            "login_name": "",
            "source_id": 0,
            "full_name": "",
            "email": f"{known['login']}@noreply.forgejo.example",
            "avatar_url": f"{self.url}/avatars/{known['id']}",
            "html_url": f"{self.url}/{known['login']}",
            "language": "",
            "is_admin": False,
            "last_login": "0001-01-01T00:00:00Z",
            "created": "2024-01-02T00:00:00Z",
            "restricted": False,
            "active": False,
            "prohibit_login": False,
            "location": "",
            "pronouns": "",
            "website": "",
            "description": "",
            "visibility": "public",
            "followers_count": 0,
            "following_count": 0,
            "starred_repos_count": 0,
            "username": known["login"],
        }

    def repository(self) -> Json:
        """The repository."""
        forge = self.forge
        return {
            "id": forge.id,
            "owner": self.user(forge.owner),
            "name": forge.repo,
            "full_name": forge.full_name,
            "description": "",
            "empty": False,
            "private": forge.private,
            "fork": False,
            "template": False,
            "mirror": False,
            "size": 0,
            "html_url": self.html,
            "url": self.api,
            "clone_url": f"{self.html}.git",
            "ssh_url": f"git@forge.example:{forge.full_name}.git",
            "default_branch": "main",
            "archived": False,
            "created_at": time(forge.created),
            "updated_at": time(forge.created),
            "permissions": {"admin": False, "push": True, "pull": True},
            "has_issues": True,
            "has_pull_requests": True,
            "has_actions": True,
            "allow_merge_commits": True,
            "internal": False,
        }

    def label(self, label: Label) -> Json:
        """A label."""
        return {
            "id": label.id,
            "name": label.name,
            "exclusive": False,
            "is_archived": False,
            "color": label.color,
            "description": label.description or "",
            "url": f"{self.api}/labels/{label.id}",
        }

    def issue(self, issue: Issue) -> Json:
        """An issue; a pull request is one, too."""
        pull = issue.pull
        return {
            **self._thread(issue),
            "url": f"{self.api}/issues/{issue.number}",
            "html_url": self._html(issue),
            "original_author": "",
            "original_author_id": 0,
            "ref": "",
            "assets": [],
            "repository": {
                "id": self.forge.id,
                "name": self.forge.repo,
                "owner": self.forge.owner.login,
                "full_name": self.forge.full_name,
            },
            "pull_request": None
            if pull is None
            else {
                "merged": pull.merged_at is not None,
                "merged_at": time(pull.merged_at) if pull.merged_at else None,
                "draft": pull.is_draft,
                "html_url": self._html(issue),
            },
        }

    def _html(self, issue: Issue) -> str:
        return f"{self.html}/{'pulls' if issue.pull else 'issues'}/{issue.number}"

    def _thread(self, issue: Issue) -> Json:
        return {
            "id": issue.id,
            "number": issue.number,
            "user": self.user(issue.user),
            "title": draft(issue.title) if issue.pull and issue.pull.is_draft else issue.title,
            "body": issue.body,
            "labels": [self.label(self.forge.labels[name]) for name in issue.labels],
            "milestone": None,
            "assignee": None,
            "assignees": None,
            "state": "open" if issue.is_open else "closed",
            "is_locked": False,
            "comments": len(self.forge.comments_on(issue.number)),
            "created_at": time(issue.created),
            "updated_at": time(issue.updated),
            "closed_at": time(issue.closed_at) if issue.closed_at else None,
            "due_date": None,
            "pin_order": 0,
        }

    def comment(self, comment: Comment) -> Json:
        """A comment; it names its issue or its pull request, by the page."""
        issue = self.forge.issue(comment.number)
        html = self._html(issue)
        return {
            "id": comment.id,
            "html_url": f"{html}#issuecomment-{comment.id}",
            "pull_request_url": html if issue.pull else "",
            "issue_url": "" if issue.pull else html,
            "user": self.user(comment.user),
            "original_author": "",
            "original_author_id": 0,
            "body": comment.body,
            "assets": [],
            "created_at": time(comment.created),
            "updated_at": time(comment.updated),
        }

    def pull(self, issue: Issue) -> Json:
        """A pull request. Once its branch is gone, it is called by its number."""
        pull = issue.pull
        assert pull is not None
        tip = self.forge.head(pull)
        head = (tip if issue.is_open else None) or pull.head
        base = (self.forge.bare.branch(pull.base) if issue.is_open else None) or pull.base_sha
        html, here = self._html(issue), self.repository()
        there = {**here, "id": here["id"] + 500_000, "fork": True} if pull.is_foreign else here
        return {
            **self._thread(issue),
            "url": html,
            "html_url": html,
            "diff_url": f"{html}.diff",
            "patch_url": f"{html}.patch",
            "requested_reviewers": [self.user(user) for user in pull.reviewers] or None,
            "requested_reviewers_teams": None,
            "draft": pull.is_draft,
            "review_comments": 0,
            "additions": 0,
            "deletions": 0,
            "changed_files": 0,
            "mergeable": issue.is_open,
            "merged": pull.merged_at is not None,
            "merged_at": time(pull.merged_at) if pull.merged_at else None,
            "merge_commit_sha": pull.merge_commit,
            "merged_by": self.user(pull.merged_by) if pull.merged_at else None,
            "allow_maintainer_edit": False,
            "base": {
                "label": pull.base,
                "ref": pull.base,
                "sha": base,
                "repo_id": here["id"],
                "repo": here,
            },
            "head": {
                "label": pull.branch,
                "ref": pull.branch if tip else f"refs/pull/{issue.number}/head",
                "sha": head,
                "repo_id": there["id"],
                "repo": there,
            },
            "merge_base": self.forge.bare.merge_base(base, head) or "",
            "flow": 0,
        }

    def review(self, issue: Issue, review: Review) -> Json:
        """A review; what was dismissed keeps its state, and is stale once its branch has moved."""
        assert issue.pull is not None
        head = (self.forge.head(issue.pull) if issue.is_open else None) or issue.pull.head
        verdict = review.dismissed or review.verdict
        return {
            "id": review.id,
            "user": self.user(review.user),
            "team": None,
            "state": STATES[verdict],
            "body": review.body,
            "commit_id": review.commit or "",
            "stale": review.commit not in {None, head},
            "official": review.user is not None and review.user.role != "none",
            "dismissed": review.dismissed is not None,
            "comments_count": len(review.remarks),
            "submitted_at": time(review.at),
            "updated_at": time(review.at),
            "html_url": f"{self._html(issue)}#issuecomment-{review.id}",
            "pull_request_url": self._html(issue),
        }

    def remark(self, review: Review, remark: Remark) -> Json:
        """What a review says on a line."""
        return {
            "id": review.id * 100 + review.remarks.index(remark),
            "body": remark.body,
            "user": self.user(review.user),
            "pull_request_review_id": review.id,
            "path": remark.path,
            "diff_hunk": f"@@ -0,0 +1,2 @@\n+---\n+{remark.line}",
            "position": 2,
            "original_position": 0,
        }

    def status(self, status: Status) -> Json:
        """A commit's status, under a key of its own."""
        return {
            "id": status.id,
            "status": status.state,
            "target_url": status.target_url or "",
            "description": status.description or "",
            "url": f"{self.api}/statuses/{status.commit}",
            "context": status.context,
            "creator": self.user(status.user),
            "created_at": time(status.at),
            "updated_at": time(status.at),
        }
