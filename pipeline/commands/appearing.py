"""What readers are to see of a request: its article, or a notice where that was."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.forge.verification import VerifiedUnit
from pipeline.forge.verified import VerifiedUnits
from pipeline.record.binding import version_path
from pipeline.record.loading import load_article
from pipeline.record.public_past import Absence, Correction, PublicPast, public_past
from pipeline.site.editions import Edition, former_of
from pipeline.site.notice import Notice
from pipeline.site.published import PublishedArticle


class Appearance(NamedTuple):
    """An article, and from when on readers are to see this text of it.

    `former` are the digests of the editions before, which readers may see again where the site is
    put back; by their numbers.
    """

    shown: PublishedArticle
    due: datetime
    former: Mapping[int, str]


def appearance(units: VerifiedUnits, number: str, zone: ZoneInfo) -> Appearance | Notice | None:
    """What readers are to see of a request now or later; None for nothing, and no trace of it."""
    unit = units[number]
    past = _past(units, unit)
    if past is None:
        return None
    record = units.file(number)
    if unit.case.is_public and unit.article is not None:
        corrections = tuple(_edition(one, zone) for one in past.corrections)
        shown = PublishedArticle(
            unit.article.folder, unit.tree or "", unit.digest or "", number, past.first, record,
            corrections,
        )  # fmt: skip
        numbered = enumerate(unit.case.editions, 1)
        return Appearance(shown, past.due, {n: one for n, one in numbered if n > past.barred})
    folder = unit.case.article
    if past.absence is None or past.absence.is_silent or folder is None:
        return None
    return _notice(past.absence, folder, record, zone)


def shown_since(article: PublishedArticle) -> datetime | None:
    """From when on the present text of an article is shown; None where only its day is known."""
    if article.editions:
        return datetime.fromisoformat(article.editions[0].moment)
    return article.published_at


def _past(units: VerifiedUnits, unit: VerifiedUnit) -> PublicPast | None:
    def publish_at(edition: int) -> datetime | None:
        if unit.article is not None and edition == unit.case.edition:
            return unit.article.publish_at
        folder = unit.case.article or ""
        kept = units.read(unit.number, version_path(folder, edition))
        # What is hidden while its correction is written was not put aside yet.
        index = f"{folder}/index.md"
        data = kept if kept is not None else units.read(unit.number, index)
        article = load_article(index, data or b"")[0]
        return article.publish_at if article else None

    return public_past(unit.request.history, publish_at)


def _edition(correction: Correction, zone: ZoneInfo) -> Edition:
    former = former_of(correction.former) if correction.former else ""
    return Edition(_moment(correction.at, zone), correction.changes, former)


def _notice(absence: Absence, folder: str, record: str, zone: ZoneInfo) -> Notice:
    since = _moment(absence.since, zone)
    return Notice(folder, since, absence.is_final, absence.announcement, record)


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()
