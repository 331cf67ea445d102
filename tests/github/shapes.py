"""What the forge's values look like in answers, with every field that the description demands."""

from datetime import UTC, datetime
from typing import Any

from tests.github.addresses import BELOW, PEOPLE
from tests.github.forge import Forge
from tests.github.state import (
    Activity,
    Comment,
    Entry,
    Issue,
    Label,
    Status,
    User,
)

Json = dict[str, Any]
REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket")
ROLES = {"admin": 5, "maintain": 4, "push": 3, "triage": 2, "pull": 1}
RANKS = {"admin": 5, "maintain": 4, "write": 3, "triage": 2, "read": 1, "none": 0}


def time(at: datetime) -> str:
    """As the forge writes times: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def maybe_time(at: datetime | None) -> str | None:
    """A time that may not be there."""
    return time(at) if at else None


class Shapes:
    """Shows a forge's values, with addresses on `url`."""

    def __init__(self, forge: Forge, url: str) -> None:
        self.forge, self.url = forge, url
        self.html = f"{url}/{forge.full_name}"
        self.api = f"{url}/repos/{forge.full_name}"

    def user(self, user: User | None) -> Json | None:
        """An account; null for one that is gone."""
        if user is None:
            return None
        api = f"{self.url}/users/{user.login}"
        return {
            "login": user.login,
            "id": user.id,
            "node_id": f"U_{user.id}",
            "avatar_url": f"{self.url}/avatars/{user.id}",
            "gravatar_id": "",
            "url": api,
            "html_url": f"{self.url}/{user.login}",
            **{name: api + rest for name, rest in PEOPLE.items()},
            "type": user.kind,
            "site_admin": False,
        }

    def repository(self, viewer: User | None = None) -> Json:
        """The repository, as it stands in pull requests and events."""
        forge = self.forge
        rank = RANKS[viewer.role] if viewer else 0
        open_issues = sum(issue.is_open for issue in forge.issues.values())
        made = time(forge.created)
        pushed = time(forge.activity[-1].at) if forge.activity else made
        return {
            "id": forge.id,
            "node_id": f"R_{forge.id}",
            "name": forge.repo,
            "full_name": forge.full_name,
            "owner": self.user(forge.owner),
            "private": forge.private,
            "visibility": "private" if forge.private else "public",
            "html_url": self.html,
            "description": None,
            "fork": False,
            "url": self.api,
            **{name: self.api + rest for name, rest in BELOW.items()},
            "clone_url": f"{self.html}.git",
            "git_url": f"git://forge.example/{forge.full_name}.git",
            "ssh_url": f"git@forge.example:{forge.full_name}.git",
            "svn_url": self.html,
            "mirror_url": None,
            "homepage": None,
            "language": None,
            "license": None,
            "forks_count": 0,
            "forks": 0,
            "stargazers_count": 0,
            "watchers_count": 0,
            "watchers": 0,
            "size": 0,
            "default_branch": "main",
            "open_issues_count": open_issues,
            "open_issues": open_issues,
            "is_template": False,
            "topics": [],
            "has_issues": True,
            "has_projects": False,
            "has_wiki": False,
            "has_pages": False,
            "has_downloads": False,
            "has_discussions": False,
            "archived": False,
            "disabled": False,
            "web_commit_signoff_required": False,
            "pushed_at": pushed,
            "created_at": made,
            "updated_at": made,
            "permissions": {name: rank >= needed for name, needed in ROLES.items()},
            "allow_forking": not forge.private,
            "custom_properties": {},
        }

    def full_repository(self, viewer: User | None = None) -> Json:
        """The repository by itself, with how it is set up for those who may change that."""
        shown = self.repository(viewer)
        return {
            **shown,
            "network_count": 0,
            "subscribers_count": 0,
            "temp_clone_token": None,
            "organization": shown["owner"],
            **(self.forge.settings.repository if viewer and RANKS[viewer.role] >= 3 else {}),
        }

    def label(self, label: Label) -> Json:
        """A label."""
        return {
            "id": label.id,
            "node_id": f"LA_{label.id}",
            "url": f"{self.api}/labels/{label.name}",
            "name": label.name,
            "description": label.description,
            "color": label.color,
            "default": False,
        }

    def issue(self, issue: Issue) -> Json:
        """An issue; a pull request is one, too."""
        api = f"{self.api}/issues/{issue.number}"
        place = "pull" if issue.pull else "issues"
        shown: Json = {
            "url": api,
            "repository_url": self.api,
            "labels_url": f"{api}/labels{{/name}}",
            "comments_url": f"{api}/comments",
            "events_url": f"{api}/events",
            "html_url": f"{self.html}/{place}/{issue.number}",
            "id": issue.id,
            "node_id": f"I_{issue.id}",
            "number": issue.number,
            "title": issue.title,
            "user": self.user(issue.user),
            "labels": [self.label(self.forge.labels[name]) for name in issue.labels],
            "state": "open" if issue.is_open else "closed",
            "state_reason": None if issue.is_open else "completed",
            "locked": False,
            "assignee": None,
            "assignees": [],
            "milestone": None,
            "comments": len(self.forge.comments_on(issue.number)),
            "created_at": time(issue.created),
            "updated_at": time(issue.updated),
            "closed_at": maybe_time(issue.closed_at),
            "closed_by": self.user(issue.closed_by),
            "author_association": self.forge.association(issue.user),
            "active_lock_reason": None,
            "body": issue.body or None,
            "reactions": self.reactions(api),
            "timeline_url": f"{api}/timeline",
            "performed_via_github_app": None,
        }
        if issue.pull:
            html = f"{self.html}/pull/{issue.number}"
            shown["draft"] = issue.pull.is_draft
            shown["pull_request"] = {
                "url": f"{self.api}/pulls/{issue.number}",
                "html_url": html,
                "diff_url": f"{html}.diff",
                "patch_url": f"{html}.patch",
                "merged_at": maybe_time(issue.pull.merged_at),
            }
        return shown

    def entry(self, entry: Entry) -> Json:
        """Something that happened to an issue or pull request."""
        shown: Json = {
            "id": entry.id,
            "node_id": f"EV_{entry.id}",
            "url": f"{self.api}/issues/events/{entry.id}",
            "actor": self.user(entry.user),
            "event": entry.kind,
            "commit_id": None,
            "commit_url": None,
            "created_at": time(entry.at),
            "performed_via_github_app": None,
        }
        if entry.of:
            shown["review_requester"] = shown["actor"]
            shown["requested_reviewer"] = self.user(entry.of)
        if entry.kind == "renamed":
            shown["rename"] = dict(zip(("from", "to"), entry.titles, strict=True))
        return shown

    def reactions(self, api: str) -> Json:
        """Nobody's thumbs."""
        return {"url": f"{api}/reactions", "total_count": 0, **dict.fromkeys(REACTIONS, 0)}

    def comment(self, comment: Comment) -> Json:
        """A comment on an issue or pull request."""
        api = f"{self.api}/issues/comments/{comment.id}"
        place = "pull" if self.forge.issue(comment.number).pull else "issues"
        return {
            "url": api,
            "html_url": f"{self.html}/{place}/{comment.number}#issuecomment-{comment.id}",
            "issue_url": f"{self.api}/issues/{comment.number}",
            "id": comment.id,
            "node_id": f"IC_{comment.id}",
            "user": self.user(comment.user),
            "created_at": time(comment.created),
            "updated_at": time(comment.updated),
            "author_association": self.forge.association(comment.user),
            "body": comment.body,
            "reactions": self.reactions(api),
            "performed_via_github_app": None,
        }

    def status(self, status: Status) -> Json:
        """A commit's status."""
        creator = self.user(status.user)
        return {
            "url": f"{self.api}/statuses/{status.commit}",
            "avatar_url": creator and creator["avatar_url"],
            "id": status.id,
            "node_id": f"SC_{status.id}",
            "state": status.state,
            "description": status.description,
            "target_url": status.target_url,
            "context": status.context,
            "created_at": time(status.at),
            "updated_at": time(status.at),
            "creator": creator,
        }

    def activity(self, activity: Activity) -> Json:
        """One change of a branch."""
        return {
            "id": activity.id,
            "node_id": f"PSH_{activity.id}",
            "before": activity.before,
            "after": activity.after,
            "ref": activity.ref,
            "timestamp": time(activity.at),
            "activity_type": activity.kind,
            "actor": self.user(activity.user),
        }
