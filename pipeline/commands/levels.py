"""How far a verification went, level by level, and what was found on each."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from pipeline.forge.verification import Verification
from pipeline.i18n import _, marked
from pipeline.record.finding import Finding, has_errors
from pipeline.record.report_findings import shown


class Level(StrEnum):
    """What is looked at, each on top of the one before."""

    STRUCTURE = "structure"
    EDGES = "edges"
    SIGNATURES = "signatures"
    EVIDENCE = "evidence"
    LIVE = "live"


NAMES: Mapping[Level, str] = {
    Level.STRUCTURE: marked("files and their place"),
    Level.EDGES: marked("steps of the procedure"),
    Level.SIGNATURES: marked("roles and signatures"),
    Level.EVIDENCE: marked("reviews of the forge"),
    Level.LIVE: marked("the live site"),
}
# Findings of the levels after the first; all others are about files and their place.
_OF_LEVEL: Mapping[Level, frozenset[str]] = {
    Level.EDGES: frozenset(
        {
            "history-transition", "history-sequence", "history-chain", "history-shrunk",
            "history-empty", "state-history", "statement-time", "statement-transcribed",
            "approval-none", "approval-digest", "approval-self", "approval-context",
            "correction-round", "agree-nothing", "submit-contributors", "split-parent",
            "join-leading", "version-missing", "agency-chain", "agency-rollback",
        }
    ),
    Level.SIGNATURES: frozenset(
        {
            "statement-role", "statement-signer", "statement-signature", "key-retired",
            "contributors-incomplete", "change-approval", "checkpoint-signature",
            "hold-signature",
        }
    ),
    Level.EVIDENCE: frozenset({"evidence-missing", "evidence-repeated"}),
    Level.LIVE: frozenset({"history-fork", "live-away", "live-differs", "live-held"}),
}  # fmt: skip


def level_of(finding: Finding) -> Level:
    """On which level something was found."""
    return next((level for level, ids in _OF_LEVEL.items() if finding.id in ids), Level.STRUCTURE)


def told(findings: Iterable[Finding], *, live: bool) -> str:
    """A line for each level."""
    listed = list(findings)
    return "\n".join(f"  {_(NAMES[level])}: {_state(level, listed, live=live)}" for level in Level)


def _state(level: Level, findings: list[Finding], *, live: bool) -> str:
    if level is Level.LIVE and not live:
        return _("not looked at (siar verify --live)")
    wrong = [finding for finding in findings if level_of(finding) is level]
    if has_errors(wrong):
        return _("something is wrong")
    return _("only warnings") if wrong else _("all right")


def as_data(
    verification: Verification, findings: Iterable[Finding], *, live: bool
) -> dict[str, Any]:
    """The whole result for programs."""
    listed = list(findings)
    levels = [level for level in Level if live or level is not Level.LIVE]
    return {
        "root": verification.root,
        "since": verification.since,
        "main": verification.tip,
        "requests": len(verification.units),
        "imported": len(verification.imported),
        "stop": verification.stop,
        "levels": {
            str(level): not has_errors(f for f in listed if level_of(f) is level)
            for level in levels
        },
        "findings": [{**shown(f)._asdict(), "level": str(level_of(f))} for f in listed],
    }
