"""The band at the top of a preview: what this is, whose text, its digest, and what is left."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from pipeline.i18n import agency_text as _
from pipeline.record.finding import Finding, Severity

# By this name in a <meta>, machines know a preview: also our own, before they replace a folder.
MARK = "siar:preview"
STYLE_FILE = "pratinjau.css"
MOST_FINDINGS = 50


class Band(NamedTuple):
    """What a preview says of itself: `standing` is one sentence on how the text stands.

    `digest` is what an approval of exactly this text would name.
    """

    number: str
    standing: str
    digest: str
    findings: Sequence[Finding] = ()


def title_prefix() -> str:
    """What stands before the title, in a window's list and among its tabs."""
    return _("Preview") + ": "


def band_html(band: Band, *, is_alone: bool = False) -> str:
    """The band, every word of it encoded; where it is alone, with its findings open."""
    title = _("PREVIEW — not published")
    parts = [
        '<aside class="pratinjau" role="note"><div class="pratinjau-isi">',
        f'<p class="pratinjau-judul">{escape(title)}</p>',
        f"<p>{escape(band.standing)}</p>",
    ]
    if is_alone:
        unread = _("There is no page to show: the article cannot be read as it is.")
        parts.append(f"<p>{escape(unread)}</p>")
    label = escape(_("The digest of this text:"))
    parts.append(f'<p>{label} <code class="pratinjau-sidik">{escape(band.digest)}</code></p>')
    return "\n".join([*parts, *_findings_html(band, is_open=is_alone), "</div></aside>"])


def _findings_html(band: Band, *, is_open: bool) -> list[str]:
    if not band.findings:
        return []
    errors = sum(one.severity is Severity.ERROR for one in band.findings)
    title = (
        _("To be mended before it can be handed in: {count}").format(count=errors)
        if errors
        else _("To be looked at again: {count}").format(count=len(band.findings))
    )
    shown, more = band.findings[:MOST_FINDINGS], len(band.findings) - MOST_FINDINGS
    items = [f"<li>{_finding_html(one)}</li>" for one in shown]
    if more > 0:
        rest = _("and {count} more").format(count=more)
        items.append(f"<li>{escape(rest)}</li>")
    return [
        f"<details{' open' if is_open else ''}><summary>{escape(title)}</summary>",
        "<ul>",
        *items,
        "</ul></details>",
    ]


def _finding_html(one: Finding) -> str:
    name = one.path.rpartition("/")[2]
    place = _("{file}, line {line}").format(file=name, line=one.line) if one.line else name
    way_out = f" <span>{escape(one.help)}</span>" if one.help else ""
    return f"<b>{escape(place)}</b> {escape(one.message)}.{way_out}"


def plain_page(band: Band) -> str:
    """A page that shows the band alone: there is no article that could be read."""
    return f"""\
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="{MARK}" content="{escape(band.number)}">
<title>{escape(title_prefix())}{escape(band.number)}</title>
<link rel="stylesheet" href="{STYLE_FILE}">
</head>
<body class="pratinjau-saja">
{band_html(band, is_alone=True)}
</body>
</html>
"""
