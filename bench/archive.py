"""An office whose articles are all older than the procedure, so that its site can be measured."""

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bench.corpus import Change, Corpus, our_folder, our_text
from bench.office import link_or_copy
from bench.site import Changed, Listing
from bench.stories import PEOPLE, RECORDER, key_of
from pipeline.commands import founding
from pipeline.files import write_whole
from pipeline.record.signature import armoured, private_pem, sign
from pipeline.repository import Repository, Update
from pipeline.site.manifest import MANIFEST

FOUNDED = datetime.fromisoformat("2026-01-02T08:00:00+09:00")
AUTHOR = "Contoh <contoh@siar.example>"
MAIN, SITE = "refs/heads/main", "refs/heads/site"
SITE_COMMIT = (sys.executable, "-I", str(Path(__file__).parent / "site_commit.py"))
# What the site keeps for itself, and readers do not open.
OUR_OWN = (".siar/", ".well-known/", ".nojekyll")


class Archive:
    """The office's shared repository in `folder`, and its site.

    `program` is what builds it, in an environment with `env`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program: Sequence[str] = (*SITE_COMMIT, str(folder))
        self.env: Mapping[str, str] = {}

    @classmethod
    def founded(cls, folder: Path, corpus: Corpus) -> "Archive":
        """An office that begins with all articles of a corpus."""
        repository = Repository.create(folder, bare=True)
        key = key_of(RECORDER)
        root = repository.commit_tree(
            repository.import_tree(_files(corpus)), [], "Found the office", author=AUTHOR,
            at=FOUNDED, sign=lambda payload: armoured(sign(key, payload, "git")),
        )  # fmt: skip
        repository.push([Update(MAIN, root, None)])
        write_whole(folder / "siar" / "recorder.key", private_pem(key))
        own = {"siar.root": root, "siar.key": "siar/recorder.key"}
        repository.set_config({**founding.SHARED_SETTINGS, **own})
        return cls(folder)

    @property
    def repository(self) -> Repository:
        """As it is now: other processes write into it."""
        return Repository.open(self.folder)

    @property
    def tree(self) -> str:
        """The id of the site's tree, but for what says how it came about."""
        return self.repository.write_tree(self._site, {MANIFEST: None})

    @property
    def _site(self) -> str:
        return self.repository.resolve(SITE) or ""

    def clear(self) -> None:
        """Leave no site, and nothing that was kept of building it."""
        if self._site:
            self.repository.set_ref(SITE, None)
        shutil.rmtree(self.folder / "siar" / "build", ignore_errors=True)

    def change(self, change: Change) -> Changed:
        """A source commit that brings a change, as merging a request does."""
        repository, folder = self.repository, our_folder(change.article)
        tip = repository.resolve(MAIN) or ""
        blob = repository.write_blob(our_text(change.article))
        tree = repository.write_tree(tip, {f"{folder}/index.md": blob})
        new = repository.commit_tree(tree, [tip], "Merge", author=AUTHOR, at=FOUNDED)
        repository.push([Update(MAIN, new, tip)])
        return Changed(folder.removeprefix("content/"), change)

    def copy(self, folder: Path) -> "Archive":
        """The same office in `folder`; what is in packs is shared."""
        shutil.copytree(self.folder, folder, copy_function=link_or_copy)
        return Archive(folder)

    def words(self, _changed: Changed | None = None) -> Sequence[str]:
        """What brings its site to what main has."""
        return self.program

    def listing(self) -> Listing:
        """Each file of the site, and its id."""
        listed = self.repository.tree(self._site) if self._site else []
        return {entry.path: entry.oid for entry in listed if not entry.path.startswith(OUR_OWN)}

    def page(self, address: str) -> str:
        """A page's text."""
        return (self.repository.read(self._site, address) or b"").decode()


def _files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    agency, media = founding.example_registers()
    keys = founding.public_keys({person: key_of(person) for person in PEOPLE})
    yield from founding.office_files().items()
    yield "agency.yaml", founding.with_keys(agency, keys)
    yield "media.yaml", media
    for article in corpus:
        yield f"{our_folder(article)}/index.md", our_text(article)
