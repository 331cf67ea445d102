"""Build the website of a published set, in a process of its own, into a folder."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.errors import SiarError
from pipeline.i18n import _, terminal_language
from pipeline.record.agency import Agency
from pipeline.repository import Repository
from pipeline.site.manifest import Built, seal
from pipeline.site.newsroom import public_facts
from pipeline.site.published import PublishedArticle, in_order
from pipeline.site.source import CONFIGURATION, THEME, lay_out

TIMEOUT_SECONDS = 1800.0


def build(
    repository: Repository,
    *,
    commit: str,
    agency: Agency,
    published: Iterable[PublishedArticle],
    output: Path,
    cache: Path | None = None,
    main: str = "",
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> Built:
    """The whole site of `published` in the folder `output`, which appears complete or not at all.

    `commit` is the verified commit that theme and configuration come from; `agency` as of the same.
    `main` is what main was when the set was planned; it only stands in the manifest.
    `cache` is a folder that remembers encoded photographs between builds. The same input gives
    the same bytes. Raises SiarError with the reason when it cannot be built.
    """
    articles = in_order(published)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=output.parent) as name:
        pages = render(
            repository,
            Path(name).resolve(),
            commit=commit,
            agency=agency,
            articles=articles,
            cache=cache,
            timeout_seconds=timeout_seconds,
        )
        built = seal(pages, commit, articles, main=main)
        if output.exists():
            shutil.rmtree(output)
        pages.rename(output)
    return replace(built, path=output)


def render(
    repository: Repository,
    folder: Path,
    *,
    commit: str,
    agency: Agency,
    articles: Iterable[PublishedArticle],
    cache: Path | None = None,
    preview: bool = False,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> Path:
    """The pages of these articles, in a folder below the empty `folder`, not sealed yet.

    A `preview` has no page but those of the articles, forgives them what can be left out, and lies
    with its pictures at the root. Raises SiarError with the reason when it cannot be built.
    """
    listed = list(articles)
    lay_out(repository, commit, listed, folder / "source")
    output = folder / "output"
    (folder / "nowhere").mkdir()
    output.mkdir()
    job = {
        "configuration": str(folder / "source" / CONFIGURATION),
        "source": str(folder / "source"),
        "theme": str(folder / "source" / THEME),
        "output": str(output),
        "outcome": str(folder / "outcome.json"),
        "cache": str(cache.resolve()) if cache else None,
        "preview": preview,
        "newsroom": public_facts(agency),
        "published": [
            {
                "folder": article.folder,
                "tree": article.tree,
                "number": article.number,
                "digest": article.digest,
                "published_at": article.published_at and article.published_at.isoformat(),
            }
            for article in listed
        ],
    }
    _run(job, folder, timeout_seconds)
    return output


def _run(job: Mapping[str, object], folder: Path, timeout_seconds: float) -> None:
    """Run the child; its working folder is empty, so nothing of the source is ever imported."""
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    words = [sys.executable, "-I", "-m", "pipeline.site.run_pelican", str(folder / "job.json")]
    environment = {
        "PATH": os.defpath,
        "HOME": str(folder / "nowhere"),
        "LC_ALL": "C.UTF-8",
        "SIAR_LANGUAGE": terminal_language(),
    }
    try:
        child = subprocess.run(
            words,
            cwd=folder / "nowhere",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SiarError(
            _("the site was not built within {seconds:g} seconds").format(seconds=timeout_seconds),
            hint=_("nothing was published; the live site is as it was"),
        ) from None
    outcome = folder / "outcome.json"
    if not outcome.is_file():
        last = child.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["?"]
        raise SiarError(
            _("the site could not be built: {why}").format(why=last[0]),
            hint=_("nothing was published; the live site is as it was"),
        )
    told = json.loads(outcome.read_text(encoding="utf-8"))
    if told["message"] or child.returncode:
        raise SiarError(told["message"], hint=told["hint"])
