"""The outlets: each field from its place, and who is told on a day."""

from datetime import date

from pipeline.record.media import Outlet, parse_media


def test_every_field_is_read_from_its_place() -> None:
    (outlet,) = parse_media(
        {
            "outlets": [
                {
                    "id": "harian-contoh",
                    "name": "Harian Contoh",
                    "kind": "cetak",
                    "desk": "Redaksi Daerah",
                    "email": "redaksi@harian.example",
                    "phone": "0812-0000-0021",
                    "address": "Jalan Contoh 1",
                    "press_council": "terverifikasi",
                    "contract": "027/KONTRAK-CONTOH/2026",
                    "contract_until": "2026-12-31",
                    "topics": ["pertanian"],
                    "ended": "2027-01-01",
                }
            ]
        }
    )
    assert outlet == Outlet(
        id="harian-contoh",
        name="Harian Contoh",
        kind="cetak",
        desk="Redaksi Daerah",
        email="redaksi@harian.example",
        phone="0812-0000-0021",
        address="Jalan Contoh 1",
        press_council="terverifikasi",
        contract="027/KONTRAK-CONTOH/2026",
        contract_until=date(2026, 12, 31),
        topics=("pertanian",),
        ended=date(2027, 1, 1),
    )


def test_what_the_register_does_not_say_is_empty() -> None:
    item = {"id": "a", "name": "A", "kind": "radio", "email": "a@radio.example"}
    assert parse_media({"outlets": [item]}) == (
        Outlet(
            id="a",
            name="A",
            kind="radio",
            desk="",
            email="a@radio.example",
            phone="",
            address="",
            press_council="",
            contract="",
            contract_until=None,
            topics=(),
            ended=None,
        ),
    )


def test_an_outlet_is_told_until_the_day_it_ended() -> None:
    day = date(2026, 11, 24)
    item = {"id": "a", "name": "A", "kind": "radio", "email": "a@radio.example"}
    (going, ended) = parse_media({"outlets": [item, {**item, "ended": "2026-11-24"}]})
    assert going.is_active(day)
    assert ended.is_active(date(2026, 11, 23))
    assert not ended.is_active(day)
