"""A branch `site` with sites of a few files, one of which differs from word to word."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pipeline.repository import Repository
from pipeline.site.branch import BRANCH, commit_site
from pipeline.site.manifest import Manifest

AT = datetime.fromisoformat("2026-11-24T09:00:00+09:00")
AUTHOR = "Contoh <contoh@siar.example>"


def small(word: str) -> dict[str, bytes]:
    """The files of a site: two of three are otherwise with another word, and one has its name."""
    texts = {
        "index.html": word,
        "tema/siar.css": "tetap",
        "2026/11/24-a/index.html": f"a {word}",
        f"kata/{word}/index.html": word,
    }
    return {name: text.encode() for name, text in texts.items()}


class SiteLine:
    """A repository whose branch `site` gets one commit after the other."""

    def __init__(self, folder: Path) -> None:
        self.repository = (
            Repository.open(folder) if folder.exists() else Repository.create(folder, bare=True)
        )

    def publish(self, files: Mapping[str, bytes]) -> str:
        """The commit that shows these files, on top of the last one."""
        tree = self.repository.import_tree(files.items())
        commit = commit_site(
            self.repository,
            Manifest(tree, "c" * 40, "c" * 40, "r"),
            message="Publish",
            author=AUTHOR,
            at=AT,
        )
        assert commit is not None
        return commit

    def words(self, *words: str) -> list[str]:
        """Commits of small sites."""
        return [self.publish(small(word)) for word in words]

    def put_back(self, commit: str) -> None:
        """Let somebody move the branch by force."""
        self.repository.set_ref(f"refs/heads/{BRANCH}", commit)

    def files(self, commit: str) -> dict[str, bytes]:
        """What a visitor is to be served."""
        return {
            entry.path: self.repository.blob(entry.oid) for entry in self.repository.tree(commit)
        }
