"""Show findings: to people, to programs, and as GitHub's annotations."""

import json
from collections.abc import Iterable

from pipeline.i18n import _
from pipeline.record.finding import Finding
from pipeline.record.text import printable


def format_text(findings: Iterable[Finding]) -> str:
    """`path:line: error[id]: sentence`, and the way out on the next line."""
    return "".join(_text(shown(finding)) for finding in findings)


def shown(finding: Finding) -> Finding:
    """The finding with nothing in it that a screen would act upon or could not show."""
    return finding._replace(
        path=printable(finding.path).replace("\n", "\\n"),
        message=printable(finding.message),
        help=printable(finding.help),
    )


def _text(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}" if finding.line else finding.path
    line = f"{place}: {finding.severity}[{finding.id}]: {finding.message}\n"
    return line + (f"  {_way_out(finding)}\n" if finding.help else "")


def _way_out(finding: Finding) -> str:
    return _("help: {way_out}").format(way_out=finding.help)


def format_json(findings: Iterable[Finding]) -> str:
    """A JSON list with one object for each finding, in the same order."""
    rows = [shown(finding)._asdict() for finding in findings]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def format_github(findings: Iterable[Finding]) -> str:
    """GitHub's workflow commands: one annotation for each finding."""
    return "".join(
        f"::{finding.severity} file={_property(finding.path)},line={finding.line},"
        f"title={_property(finding.id)}::{_data(_with_help(finding))}\n"
        for finding in map(shown, findings)
    )


def _with_help(finding: Finding) -> str:
    return f"{finding.message}\n{_way_out(finding)}" if finding.help else finding.message


def _data(text: str) -> str:
    # The three characters that end or alter a workflow command, as its parser decodes them.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
