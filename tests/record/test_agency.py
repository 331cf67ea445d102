"""The agency: each field from its place, and nothing where the file says nothing."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pipeline.record.agency import Agency, Series, Step, parse_agency
from pipeline.record.roster import Person, RetiredKey, Roster, Term
from pipeline.record.workflow import Role

ZONE = ZoneInfo("Asia/Jayapura")
DOCUMENT: dict[str, Any] = {
    "identity": {
        "name": "Dinas Contoh",
        "short": "DC",
        "unit": "Bidang Contoh",
        "city": "Sofifi",
        "language": "id",
        "timezone": "Asia/Jayapura",
        "timezone_label": "WIT",
    },
    "agenda": {"first": 118, "year": 2026, "printed": "{number}/PIKS"},
    "press_release": {"first": 61, "printed": "{number:03d}/SP"},
    "sop": {
        "steps": [
            {
                "no": 4,
                "activity": "Mengolah data",
                "role": "officer",
                "needs": "data",
                "minutes": 120,
                "output": "naskah",
            }
        ]
    },
    "roster": {
        "recorder": "ssh-ed25519 PENCATAT",
        "people": [
            {
                "id": "kasi-piks",
                "name": "Yusran Malakaya (contoh)",
                "nip": "19000202 192002 1 002",
                "rank": "Penata Tingkat I (III/d)",
                "email": "yusran@dinas.example",
                "keys": ["ssh-ed25519 BARU"],
                "retired_keys": [
                    {"key": "ssh-ed25519 LAMA", "statements": {"2026-0042": "sha256:aa"}}
                ],
                "terms": [
                    {
                        "role": "section_head",
                        "title": "Plt. Kepala Seksi",
                        "since": "2026-01-02",
                        "until": "2026-06-30",
                        "acting": "Plt.",
                        "order": "821/1/CONTOH",
                    }
                ],
            },
            {
                "id": "petugas-1",
                "name": "Fadila Samadara (contoh)",
                "terms": [{"role": "officer", "title": "Petugas", "since": "2024-01-02"}],
            },
        ],
    },
    "instructions": {"liput": "Liput"},
    "topics": {"pertanian": "Pertanian"},
    "agencies": ["Dinas Contoh"],
    "correction_categories": {"data": "Data"},
    "division_head_topics": ["pertanian"],
    "mail": {"port": 1025},
}
AGENCY = Agency(
    name="Dinas Contoh",
    short="DC",
    unit="Bidang Contoh",
    city="Sofifi",
    language="id",
    zone=ZONE,
    zone_label="WIT",
    roster=Roster(
        people=(
            Person(
                id="kasi-piks",
                name="Yusran Malakaya (contoh)",
                nip="19000202 192002 1 002",
                rank="Penata Tingkat I (III/d)",
                email="yusran@dinas.example",
                keys=("ssh-ed25519 BARU",),
                retired_keys=(RetiredKey("ssh-ed25519 LAMA", {"2026-0042": "sha256:aa"}),),
                terms=(
                    Term(
                        role=Role.SECTION_HEAD,
                        title="Plt. Kepala Seksi",
                        since=date(2026, 1, 2),
                        until=date(2026, 6, 30),
                        acting="Plt.",
                        order="821/1/CONTOH",
                    ),
                ),
            ),
            Person(
                id="petugas-1",
                name="Fadila Samadara (contoh)",
                nip="",
                rank="",
                email="",
                keys=(),
                retired_keys=(),
                terms=(
                    Term(
                        role=Role.OFFICER,
                        title="Petugas",
                        since=date(2024, 1, 2),
                        until=None,
                        acting="",
                        order="",
                    ),
                ),
            ),
        ),
        zone=ZONE,
        recorder="ssh-ed25519 PENCATAT",
    ),
    agenda=Series(first=118, printed="{number}/PIKS", year=2026),
    press_release=Series(first=61, printed="{number:03d}/SP", year=None),
    steps=(Step(4, "Mengolah data", Role.OFFICER, "data", 120, "naskah"),),
    instructions={"liput": "Liput"},
    topics={"pertanian": "Pertanian"},
    agencies=("Dinas Contoh",),
    correction_categories={"data": "Data"},
    division_head_topics=frozenset({"pertanian"}),
    raw=DOCUMENT,
)


def test_every_field_is_read_from_its_place() -> None:
    assert parse_agency(DOCUMENT) == AGENCY


def test_what_the_agency_does_not_say_is_empty() -> None:
    roster = {key: item for key, item in DOCUMENT["roster"].items() if key != "recorder"}
    document = {**DOCUMENT, "roster": roster}
    del document["division_head_topics"]
    agency = parse_agency(document)
    assert agency.division_head_topics == frozenset()
    assert agency.roster.recorder == ""


def test_a_section_of_one_room_is_that_mapping() -> None:
    assert parse_agency(DOCUMENT).section("mail") == {"port": 1025}
    with pytest.raises(KeyError):
        parse_agency(DOCUMENT).section("surat")


def test_a_series_begins_at_its_first_number_in_its_year_and_at_one_in_others() -> None:
    assert [AGENCY.agenda.first_of(year) for year in (2025, 2026, 2027)] == [1, 118, 1]
    assert [AGENCY.press_release.first_of(year) for year in (2025, 2026)] == [61, 61]
