"""People change files in the browser: the forge commits for them, and nothing is signed."""

from collections.abc import Mapping

from tests.github.events import Event
from tests.github.telling import Telling


class Editor(Telling):
    """The forge's editor, its upload page, and what else moves branches."""

    def push(
        self,
        login: str,
        branch: str,
        files: Mapping[str, bytes | str | None],
        message: str = "",
        *,
        author: tuple[str, str] | None = None,
    ) -> Event:
        """Somebody commits on a branch in the browser; None takes a file away.

        The names in the commit are whatever `author` says, and nothing is signed. Where the
        branch has an open pull request, the event is that of the pull request.
        """
        with self.lock:
            user = self.writer(login)
            tip = self.bare.branch(branch) or self.bare.branch("main")
            held = {
                path: said.encode() if isinstance(said, str) else said
                for path, said in files.items()
            }
            said = (message or f"Update {next(iter(files), branch)}") + "\n"
            new = self.bare.commit_files(
                tip, held, said, author=author or user.author, at=self.now()
            )
            old = self.bare.branch(branch)
            self.refuse_by_rules(user, f"refs/heads/{branch}", old, new)
            self.bare.set_ref(f"refs/heads/{branch}", new, old)
            return self.tell_pushed(user, self.moved(user))

    def edit_file(
        self, login: str, branch: str, path: str, text: bytes | str, message: str = ""
    ) -> Event:
        """Somebody edits one file in the browser."""
        return self.push(login, branch, {path: text}, message or f"Update {path}")

    def upload(
        self, login: str, branch: str, folder: str, files: Mapping[str, bytes | str]
    ) -> Event:
        """Somebody drops files on a folder's upload page."""
        placed: dict[str, bytes | str | None] = {
            f"{folder}/{name}".lstrip("/"): said for name, said in files.items()
        }
        return self.push(login, branch, placed, "Add files via upload")

    def update_branch(self, login: str, number: int) -> Event:
        """Somebody presses *Update branch*: main is merged into it."""
        with self.lock:
            user, (_issue, pull) = self.writer(login), self.pull(number)
            head, base = self.head(pull), self.bare.branch(pull.base)
            assert head is not None and base is not None
            tree = self.bare.merged_tree(head, base)
            said = f"Merge branch '{pull.base}' into {pull.branch}\n"
            new = self.bare.commit(tree, [head, base], said, author=user.author, at=self.now())
            self.bare.set_ref(f"refs/heads/{pull.branch}", new, head)
            return self.tell_pushed(user, self.moved(user))

    def delete_branch(self, login: str, branch: str) -> Event:
        """Somebody deletes a branch; its open pull request is closed with it."""
        with self.lock:
            user = self.writer(login)
            self.refuse_by_rules(user, f"refs/heads/{branch}", self.bare.branch(branch), None)
            self.bare.set_ref(f"refs/heads/{branch}", None)
            return self.tell_pushed(user, self.moved(user))
