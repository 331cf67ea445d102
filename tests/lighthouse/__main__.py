"""`make lighthouse`: the example's front page, an article, the archive; 1 when one is too low."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.record.agency import parse_agency
from pipeline.record.registers import load_agency
from pipeline.site.server import served
from tests.site.support import CHECKOUT, make_office
from tests.support.programs import need

LIGHTHOUSE = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
EXAMPLES = CHECKOUT / "examples"
ARTICLE = "2026/10/20-pekan-membaca/"
PAGES = {"front page": "", "article": ARTICLE, "archive": "arsip/"}
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


def build(output: Path, url: str) -> None:
    """The site of the examples, at the address `url`."""
    files = {
        path.relative_to(EXAMPLES).as_posix(): path.read_bytes()
        for path in (EXAMPLES / "content").rglob("*")
        if path.is_file()
    }
    agency, _findings = load_agency((EXAMPLES / "kantor" / "agency.yaml").read_bytes())
    assert agency is not None
    here = parse_agency({**agency.raw, "site": {**agency.raw["site"], "url": url}})
    with tempfile.TemporaryDirectory() as folder:
        make_office(Path(folder, "repo"), files).build(output, agency=here)


def measure(url: str) -> Mapping[str, Any]:
    """What Lighthouse reports of a page, in its standard of a mid-range telephone on slow 4G."""
    words = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", "--output-path=stdout"]
    done = subprocess.run(
        [*words, f"--chrome-flags={FLAGS}", f"--only-categories={','.join(LEAST)}"],
        env={**os.environ, "CHROME_PATH": need("chromium")},
        capture_output=True,
        text=True,
        check=True,
    )
    report: Mapping[str, Any] = json.loads(done.stdout)
    return report


def failed(report: Mapping[str, Any]) -> Iterator[str]:
    """What kept a page from the full score, one sentence each."""
    for category in report["categories"].values():
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{audit['id']} {audit['score']:.2f} {audit.get('displayValue', '')}".strip()


def main() -> int:
    """Measure each page and say its scores; the exit code is 1 when one is too low."""
    is_low = False
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as here:
        build(Path(folder), here.url)
        for name, path in PAGES.items():
            report = measure(here.url + path)
            scores = {id_: round(100 * report["categories"][id_]["score"]) for id_ in LEAST}
            told = ", ".join(f"{id_} {score}" for id_, score in scores.items())
            sys.stdout.write(f"{name}: {told}\n")
            sys.stdout.writelines(f"    {line}\n" for line in failed(report))
            is_low = is_low or any(score < LEAST[id_] for id_, score in scores.items())
    return int(is_low)


if __name__ == "__main__":
    sys.exit(main())
