"""What the forge's values look like in events and in Git's own terms."""

from tests.github.bare import Changed
from tests.github.pull_shapes import PullShapes
from tests.github.shapes import time
from tests.github.state import Issue, Json, Review, User


class EventShapes(PullShapes):
    """Shows commits as well, and what only events show."""

    def commit(self, commit: str) -> Json:
        """A commit."""
        words = self.forge.bare.describe(commit)
        api = f"{self.api}/commits/{commit}"
        return {
            "sha": commit,
            "node_id": f"C_{commit}",
            "url": api,
            "html_url": f"{self.html}/commit/{commit}",
            "comments_url": f"{api}/comments",
            "author": self._known(words.author_mail),
            "committer": self._known(words.committer_mail),
            "parents": [
                {"sha": one, "url": f"{self.api}/commits/{one}", "html_url": self._commit(one)}
                for one in words.parents
            ],
            "commit": {
                "author": {"name": words.author, "email": words.author_mail, "date": words.at},
                "committer": {
                    "name": words.committer,
                    "email": words.committer_mail,
                    "date": words.committed_at,
                },
                "message": words.message,
                "comment_count": 0,
                "url": f"{self.api}/git/commits/{commit}",
                "tree": {"sha": words.tree, "url": f"{self.api}/git/trees/{words.tree}"},
                "verification": {
                    "verified": False,
                    "reason": "unsigned",
                    "payload": None,
                    "signature": None,
                    "verified_at": None,
                },
            },
        }

    def _commit(self, commit: str) -> str:
        return f"{self.html}/commit/{commit}"

    def _known(self, mail: str) -> Json | None:
        # The forge believes whatever address a commit names.
        users = self.forge.users.values()
        return self.user(next((user for user in users if user.author[1] == mail), None))

    def change(self, head: str, change: Changed) -> Json:
        """A file that a pull request changes."""
        kind, path, oid, added, removed = change
        return {
            "sha": oid,
            "filename": path,
            "status": {"A": "added", "D": "removed"}.get(kind, "modified"),
            "additions": added,
            "deletions": removed,
            "changes": added + removed,
            "blob_url": f"{self.html}/blob/{head}/{path}",
            "raw_url": f"{self.html}/raw/{head}/{path}",
            "contents_url": f"{self.api}/contents/{path}?ref={head}",
        }

    def event_commit(self, commit: str) -> Json:
        """A commit of a push."""
        words = self.forge.bare.describe(commit)
        return {
            "id": commit,
            "tree_id": words.tree,
            "distinct": True,
            "message": words.message,
            "timestamp": words.at,
            "url": self._commit(commit),
            "author": {"name": words.author, "email": words.author_mail},
            "committer": {"name": words.committer, "email": words.committer_mail},
            "added": [],
            "removed": [],
            "modified": [],
        }

    def organization(self) -> Json:
        """The organization that owns the repository."""
        owner = self.forge.owner
        api = f"{self.url}/orgs/{owner.login}"
        return {
            "login": owner.login,
            "id": owner.id,
            "node_id": f"O_{owner.id}",
            "url": api,
            "html_url": f"{self.url}/{owner.login}",
            "repos_url": f"{api}/repos",
            "events_url": f"{api}/events",
            "hooks_url": f"{api}/hooks",
            "issues_url": f"{api}/issues",
            "members_url": f"{api}/members{{/member}}",
            "public_members_url": f"{api}/public_members{{/member}}",
            "avatar_url": f"{self.url}/avatars/{owner.id}",
            "description": "",
        }

    def event_review(self, issue: Issue, review: Review) -> Json:
        """A review, as events show it: in small letters, with a time even where it is not sent."""
        shown = self.review(issue, review)
        return {
            **shown,
            "state": review.verdict.value.lower(),
            "body": review.body or None,
            "submitted_at": time(review.at),
        }

    def event_workflow(self, name: str) -> Json:
        """A workflow, by the name of its file without `.yml`."""
        api = f"{self.api}/actions/workflows/1"
        made = time(self.forge.created)
        return {
            "id": 1,
            "node_id": "W_1",
            "name": name,
            "path": f".github/workflows/{name}.yml",
            "state": "active",
            "created_at": made,
            "updated_at": made,
            "url": api,
            "html_url": f"{self.html}/blob/main/.github/workflows/{name}.yml",
            "badge_url": f"{self.html}/workflows/{name}/badge.svg",
        }

    def event_run(
        self, name: str, issue: Issue | None, started_by: str, actor: User, conclusion: str
    ) -> Json:
        """A run of a workflow that has ended: for a pull request, or else for main."""
        id_, now = self.forge.new_id(), time(self.forge.now())
        api = f"{self.api}/actions/runs/{id_}"
        main = self.forge.bare.branch("main") or ""
        tip: Json = {"ref": "main", "sha": main, "repo": self.repository()}
        head: Json = self.pull_simple(issue)["head"] if issue else tip
        commit = self.event_commit(head["sha"])
        is_foreign = issue is None or (issue.pull is not None and issue.pull.is_foreign)
        below = ("artifacts", "cancel", "jobs", "logs", "rerun")
        return {
            "id": id_,
            "node_id": f"WFR_{id_}",
            "name": name,
            "path": f".github/workflows/{name}.yml",
            "display_title": issue.title if issue else name,
            "event": started_by,
            "status": "completed",
            "conclusion": conclusion,
            "head_branch": head["ref"],
            "head_sha": head["sha"],
            "head_commit": {
                key: commit[key]
                for key in ("id", "tree_id", "message", "timestamp", "author", "committer")
            },
            "head_repository": head["repo"],
            "repository": self.repository(),
            "pull_requests": [self._number(issue)] if issue and not is_foreign else [],
            "actor": self.user(actor),
            "triggering_actor": self.user(actor),
            "check_suite_id": id_,
            "check_suite_node_id": f"CS_{id_}",
            "check_suite_url": f"{self.api}/check-suites/{id_}",
            "created_at": now,
            "updated_at": now,
            "run_started_at": now,
            "run_number": 1,
            "run_attempt": 1,
            "previous_attempt_url": None,
            "referenced_workflows": [],
            "url": api,
            "html_url": f"{self.html}/actions/runs/{id_}",
            **{f"{what}_url": f"{api}/{what}" for what in below},
            "workflow_id": 1,
            "workflow_url": f"{self.api}/actions/workflows/1",
        }

    def _number(self, issue: Issue) -> Json:
        """A pull request as runs name it."""
        pull = self.pull_simple(issue)
        repo = {"id": self.forge.id, "url": self.api, "name": self.forge.repo}
        sides = {
            side: {"ref": pull[side]["ref"], "sha": pull[side]["sha"], "repo": repo}
            for side in ("head", "base")
        }
        return {"url": pull["url"], "id": issue.id, "number": issue.number, **sides}
