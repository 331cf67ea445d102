"""Each folder below tests/golden/record is a file and what is said about it.

A case is the input at its own path (`requests/2026/0042.yaml`, `agency.yaml`, …) and
`expected.txt`; an empty one means that nothing is wrong. SIAR_UPDATE_GOLDEN=1 writes them anew.
"""

import os
from pathlib import Path

import pytest

from pipeline.record.finding import Finding
from pipeline.record.loading import load_article, load_form, load_request
from pipeline.record.registers import load_agency, load_media
from pipeline.record.report_findings import format_text

CASES = Path(__file__).parents[1] / "golden" / "record"
NAMES = sorted(path.name for path in CASES.iterdir())
UPDATE = os.environ.get("SIAR_UPDATE_GOLDEN") == "1"


def findings_of(path: str, data: bytes) -> tuple[object, tuple[Finding, ...]]:
    """What the loader for such a path gives."""
    if path.startswith("requests/"):
        return load_request(path, data, root="0" * 40)
    if path.startswith("content/"):
        return load_article(path, data)
    return {"agency.yaml": load_agency, "media.yaml": load_media}.get(path, load_form)(data, path)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_told_what_its_case_expects(name: str) -> None:
    (source,) = (p for p in (CASES / name).rglob("*.*") if p.suffix in (".yaml", ".md"))
    path = source.relative_to(CASES / name).as_posix()
    value, findings = findings_of(path, source.read_bytes())
    told = format_text(findings)
    expected = CASES / name / "expected.txt"
    if UPDATE:
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")
    assert (value is None) == ("error[" in told)
