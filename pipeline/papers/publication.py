"""What machines did with an article, as plain values that papers can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pipeline.papers.wording import label, short_moment
from pipeline.record.agency import Agency

# The states of the ledger, and the ways besides mail.
DELIVERIES = {
    "planned": "dalam antrean",
    "claimed": "sedang dikirim",
    "accepted": "diterima server tujuan",
    "refused": "ditolak server tujuan",
    "retry": "akan dicoba lagi",
    "unknown": "belum pasti",
    "held": "belum pasti, menunggu keputusan",
    "cancelled": "dibatalkan",
    "whatsapp": "lewat WhatsApp",
    "surat": "lewat surat",
}


class Told(NamedTuple):
    """Somebody who was told: `state` as in the ledger, or the way in which a person told them."""

    name: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True)
class Publication:
    """Where and since when an article is live, under which number, and who was told of it."""

    url: str
    at: datetime
    press_release_number: int | None = None
    outlets: Sequence[Told] = ()
    sender: Told | None = None

    def counted(self, *states: str) -> int:
        """How many outlets stand in one of the states."""
        return sum(outlet.state in states for outlet in self.outlets)


def told_rows(agency: Agency, publication: Publication) -> list[dict[str, Any]]:
    """Who was told, in the order given: the sender first."""
    listed = [("Pengirim", publication.sender)] if publication.sender else []
    listed += [("Media", outlet) for outlet in publication.outlets]
    return [
        {
            "kind": kind,
            "name": told.name,
            "state": label(DELIVERIES, told.state),
            "at": short_moment(agency, told.at) if told.at else "–",
        }
        for kind, told in listed
    ]
