"""A finding: something wrong in a file, with its place, its rule and the way out."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """Errors stop what is being done; warnings are only told."""

    ERROR = "error"
    WARNING = "warning"


class Finding(NamedTuple):
    """Something wrong in a file: `id` is `subject-rule`, `help` the way out; lines count from 1."""

    path: str
    line: int
    id: str
    message: str
    help: str
    severity: Severity = Severity.ERROR


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings stops what is being done."""
    return any(finding.severity is Severity.ERROR for finding in findings)
