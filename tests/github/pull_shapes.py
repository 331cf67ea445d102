"""What pull requests and reviews look like in answers."""

from tests.github.shapes import Shapes, maybe_time, time
from tests.github.state import Issue, Json, Remark, Review, Verdict


class PullShapes(Shapes):
    """Shows pull requests, too."""

    def pull_simple(self, issue: Issue) -> Json:
        """A pull request as it stands in lists."""
        pull = issue.pull
        assert pull is not None
        api = f"{self.api}/pulls/{issue.number}"
        html = f"{self.html}/pull/{issue.number}"
        head = (self.forge.head(pull) if issue.is_open else None) or pull.head
        base = (self.forge.bare.branch(pull.base) if issue.is_open else None) or pull.base_sha
        thread = f"{self.api}/issues/{issue.number}"
        return {
            "url": api,
            "id": issue.id,
            "node_id": f"PR_{issue.id}",
            "html_url": html,
            "diff_url": f"{html}.diff",
            "patch_url": f"{html}.patch",
            "issue_url": thread,
            "commits_url": f"{api}/commits",
            "review_comments_url": f"{api}/comments",
            "review_comment_url": f"{self.api}/pulls/comments{{/number}}",
            "comments_url": f"{thread}/comments",
            "statuses_url": f"{self.api}/statuses/{head}",
            "number": issue.number,
            "state": "open" if issue.is_open else "closed",
            "locked": False,
            "title": issue.title,
            "user": self.user(issue.user),
            "body": issue.body or None,
            "labels": [self.label(self.forge.labels[name]) for name in issue.labels],
            "milestone": None,
            "active_lock_reason": None,
            "created_at": time(issue.created),
            "updated_at": time(issue.updated),
            "closed_at": maybe_time(issue.closed_at),
            "merged_at": maybe_time(pull.merged_at),
            "merge_commit_sha": pull.merge_commit
            or self.forge.bare.tip(f"refs/pull/{issue.number}/merge"),
            "assignee": None,
            "assignees": [],
            "requested_reviewers": [self.user(user) for user in pull.reviewers],
            "requested_teams": [],
            "head": self._side(pull.branch, head, is_foreign=pull.is_foreign),
            "base": self._side(pull.base, base),
            "_links": {
                name: {"href": href}
                for name, href in {
                    "self": api,
                    "html": html,
                    "issue": thread,
                    "comments": f"{thread}/comments",
                    "review_comments": f"{api}/comments",
                    "review_comment": f"{self.api}/pulls/comments{{/number}}",
                    "commits": f"{api}/commits",
                    "statuses": f"{self.api}/statuses/{head}",
                }.items()
            },
            "author_association": self.forge.association(issue.user),
            "auto_merge": None,
            "draft": pull.is_draft,
        }

    def _side(self, branch: str, commit: str, *, is_foreign: bool = False) -> Json:
        repository, owner = self.repository(), self.forge.owner
        if is_foreign:
            owner = self.forge.stranger
            name = f"{owner.login}/{self.forge.repo}"
            repository |= {
                "id": self.forge.id + 500_000_000,
                "owner": self.user(owner),
                "full_name": name,
                "fork": True,
                "html_url": f"{self.url}/{name}",
                "url": f"{self.url}/repos/{name}",
                "clone_url": f"{self.url}/{name}.git",
            }
        return {
            "label": f"{owner.login}:{branch}",
            "ref": branch,
            "sha": commit,
            "user": self.user(owner),
            "repo": repository,
        }

    def pull(self, issue: Issue) -> Json:
        """A pull request by itself."""
        pull, simple = issue.pull, self.pull_simple(issue)
        assert pull is not None
        size = self.forge.bare.size(simple["base"]["sha"], simple["head"]["sha"])
        merges = self.forge.bare.tip(f"refs/pull/{issue.number}/merge") is not None
        return {
            **simple,
            "merged": pull.merged_at is not None,
            "mergeable": merges if issue.is_open else None,
            "rebaseable": merges if issue.is_open else None,
            "mergeable_state": ("clean" if merges else "dirty") if issue.is_open else "unknown",
            "merged_by": self.user(pull.merged_by),
            "comments": len(self.forge.comments_on(issue.number)),
            "review_comments": 0,
            "maintainer_can_modify": False,
            "commits": size.commits,
            "additions": size.additions,
            "deletions": size.deletions,
            "changed_files": size.files,
        }

    def review(self, issue: Issue, review: Review) -> Json:
        """A review of a pull request."""
        html = f"{self.html}/pull/{issue.number}#pullrequestreview-{review.id}"
        api = f"{self.api}/pulls/{issue.number}"
        shown: Json = {
            "id": review.id,
            "node_id": f"PRR_{review.id}",
            "user": self.user(review.user),
            "body": review.body,
            "state": review.verdict.value,
            "html_url": html,
            "pull_request_url": api,
            "_links": {"html": {"href": html}, "pull_request": {"href": api}},
            "commit_id": review.commit,
            "author_association": self.forge.association(review.user),
        }
        if review.verdict is not Verdict.PENDING:
            shown["submitted_at"] = time(review.at)
        return shown

    def remark(self, issue: Issue, review: Review, remark: Remark) -> Json:
        """What a review says on a line; before it stands what of the text it was shown with."""
        id_ = review.id * 100 + review.remarks.index(remark)
        html = f"{self.html}/pull/{issue.number}#discussion_r{id_}"
        api = f"{self.api}/pulls/{issue.number}"
        itself = f"{self.api}/pulls/comments/{id_}"
        return {
            "id": id_,
            "node_id": f"PRRC_{id_}",
            "url": itself,
            "pull_request_review_id": review.id,
            "diff_hunk": f"@@ -0,0 +1,2 @@\n+---\n+{remark.line}",
            "path": remark.path,
            "position": 2,
            "original_position": 2,
            "commit_id": review.commit,
            "original_commit_id": review.commit,
            "user": self.user(review.user),
            "body": remark.body,
            "created_at": time(review.at),
            "updated_at": time(review.at),
            "html_url": html,
            "pull_request_url": api,
            "author_association": self.forge.association(review.user),
            "_links": {
                "self": {"href": itself}, "html": {"href": html}, "pull_request": {"href": api},
            },
        }  # fmt: skip
