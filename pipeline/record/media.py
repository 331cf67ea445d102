"""The register of media outlets, from media.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Outlet:
    """A newsroom; `kind` is cetak, daring, radio or TV; one that `ended` is never deleted."""

    id: str
    name: str
    kind: str
    desk: str
    email: str
    phone: str = ""
    address: str = ""
    press_council: str = ""
    contract: str = ""
    contract_until: date | None = None
    topics: tuple[str, ...] = ()
    ended: date | None = None

    def is_active(self, day: date) -> bool:
        """Whether it is told on that day."""
        return self.ended is None or day < self.ended


def parse_media(document: Mapping[str, Any]) -> tuple[Outlet, ...]:
    """The outlets, in the order of the file."""
    return tuple(_outlet(item) for item in document["outlets"])


def _outlet(item: Mapping[str, Any]) -> Outlet:
    until, ended = item.get("contract_until"), item.get("ended")
    return Outlet(
        id=item["id"],
        name=item["name"],
        kind=item["kind"],
        desk=item.get("desk", ""),
        email=item["email"],
        phone=item.get("phone", ""),
        address=item.get("address", ""),
        press_council=item.get("press_council", ""),
        contract=item.get("contract", ""),
        contract_until=None if until is None else date.fromisoformat(until),
        topics=tuple(item.get("topics", ())),
        ended=None if ended is None else date.fromisoformat(ended),
    )
