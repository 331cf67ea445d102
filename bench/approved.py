"""Requests from the letter to the merge in an office with an archive, for `siar publish` to do."""

import os
import subprocess
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from bench.archive import Archive
from bench.corpus import Change
from bench.site import Changed
from bench.stories import KABID, KASI, OFFICER, PEOPLE, key_of
from bench.verify import at_work
from pipeline import clock
from pipeline.commands import accept, dispose, merge, receive, review, submit
from pipeline.files import write_whole
from pipeline.record import agenda
from pipeline.record.signature import private_pem
from pipeline.repository import Update
from tests.support.office import article, article_files, form, write_papers

MONDAY = datetime.fromisoformat("2026-11-02T08:30:00+09:00")
STEP = timedelta(minutes=5)


class People:
    """The office's people, who work in one clone; `now` is what their clock shows."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self.now = MONDAY
        self._folder = folder
        subprocess.run(
            ["git", "clone", "-q", "--shared", "-n", archive.folder, folder / "klon"], check=True
        )
        self._scenes = {}
        for person in PEOPLE:
            key = folder / "kunci" / f"{person}.key"
            write_whole(key, private_pem(key_of(person)))
            self._scenes[person] = at_work(folder / "klon", person, key)

    @property
    def env(self) -> Mapping[str, str]:
        """What tells a command their time."""
        return {clock.VARIABLE: self.now.isoformat()}

    def approve(self, turn: int) -> Changed:
        """Bring one more article to main, five minutes a step."""
        officer, head, chief = (self._scenes[who] for who in (OFFICER, KASI, KABID))
        folder = f"content/2026/11/02-berita-bernomor-{turn}"
        self._pass_time()
        letter = form(f"Publikasi nomor {turn} (CONTOH)", self.now.isoformat())
        papers = write_papers(self._folder / "surat")
        self._pass_time()
        number = receive.run(officer, letter, folder=papers)
        self._pass_time()
        dispose.run(chief, number, to=KASI, urgency="biasa", instructions=("buat_naskah",))
        self._pass_time()
        accept.run(head, number, officer=OFFICER)
        title = f"Petani Desa Contoh Panen Raya Kopi Nomor {turn}"
        self._write(number, article_files(folder, article(number, title)))
        self._pass_time()
        submit.run(officer, number)
        self._pass_time()
        review.approve(head, number)
        merge.run(head, number)
        return Changed(folder.removeprefix("content/"), Change({}, title, is_new=True))

    def _pass_time(self) -> None:
        self.now += STEP
        os.environ |= self.env

    def _write(self, number: str, files: Mapping[str, bytes]) -> None:
        """Commit the article on the request's branch."""
        ctx = self._scenes[OFFICER]
        repository, branch = ctx.repository, agenda.branch(number)
        repository.fetch()
        tip = repository.shared(branch) or ""
        blobs: dict[str, str | None] = {
            path: repository.write_blob(data) for path, data in files.items()
        }
        new = repository.commit_tree(
            repository.write_tree(tip, blobs), [tip], "draft", author=ctx.author, at=self.now,
            sign=ctx.sign_commit,
        )  # fmt: skip
        repository.push([Update(f"refs/heads/{branch}", new, tip)])
