"""Private data in a text: found however it is written, and nothing else taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.editorial.personal import (
    addresses,
    contains_number,
    dialled,
    identity_numbers,
    mobile_numbers,
)

NIKS = [
    "8204012402900003",
    "8271015512850001",
    "8204 0124 0290 0003",
    "82.04.01.240290.0003",
    "8204-0124-0290-0003",
    "8204‑0124‑0290‑0003",
    "８２０４０１２４０２９００００３",
    "NIK: 8204012402900003.",
    "(8204012402900003)",
    "foto-8204012402900003.jpg",
]


@pytest.mark.parametrize("text", NIKS)
def test_identity_numbers_are_found(text: str) -> None:
    assert len(list(identity_numbers(text))) == 1


NO_NIKS = [
    ("197001011995032001", "an NIP has 18 digits"),
    ("19700101 199503 2 001", "an NIP with spaces"),
    ("8204013202900003", "there is no day 32"),
    ("8204017202900003", "nor a day 72"),
    ("8204010002900003", "nor a day 00"),
    ("8204012413900003", "nor a month 13"),
    ("8204012400900003", "nor a month 00"),
    ("0004012402900003", "nor a province 00"),
    ("4204012402900003", "nor a province 42"),
    ("8204012402900000", "serial numbers begin with 1"),
    ("820401240290000", "15 digits"),
    ("82040124029000031", "17 digits"),
    ("978-602-8519-93-9", "an ISBN"),
    ("8204/0124/0290/0003", "slashes are of letters"),
    ("Rp8.204.012.402.900.003,00", "dots between thousands are of money"),
]


@pytest.mark.parametrize(("text", "why"), NO_NIKS)
def test_look_alikes_are_not(text: str, why: str) -> None:
    assert list(identity_numbers(text)) == [], why


DAYS = st.integers(1, 31) | st.integers(41, 71)
PLACES = st.tuples(st.sampled_from([11, 31, 53, 71, 82, 97]), *[st.integers(1, 99)] * 2)
REST = st.tuples(DAYS, st.integers(1, 12), st.integers(0, 99))


@given(PLACES, REST, st.integers(1, 9_999), st.sampled_from(["", " ", ".", "-"]))
def test_every_number_with_a_day_and_a_month_is_found(
    place: tuple[int, int, int], rest: tuple[int, int, int], serial: int, gap: str
) -> None:
    digits = "".join(f"{part:02}" for part in (*place, *rest)) + f"{serial:04}"
    shown = gap.join(digits[at : at + 4] for at in range(0, 16, 4))
    assert list(identity_numbers(f"Nomor {shown} milik warga")) == [shown]


PHONES = [
    "0812-0000-0099",
    "0812 0000 0099",
    "081200000099",
    "+62 812-0000-0099",
    "+6281200000099",
    "6281200000099",
    "0812.0000.0099",
    "0812–0000–0099",
    "WA:081200000099.",
]


@pytest.mark.parametrize("text", PHONES)
def test_mobile_numbers_are_found_unless_they_are_the_offices(text: str) -> None:
    assert len(list(mobile_numbers(text, ()))) == 1
    assert list(mobile_numbers(text, {"081200000099"})) == []


@pytest.mark.parametrize(
    "text",
    [
        "(0921) 555-0001",
        "005/0812/2026",
        "0812/2026/000099",
        "0800-1-500-500",
        "112",
        "197001011995032001",
        "8204012402900003",
        "Rp812.000.000.099",
        "08.00–12.00 WIT",
        "0812",
    ],
)
def test_other_numbers_are_no_mobile_numbers(text: str) -> None:
    assert list(mobile_numbers(text, ())) == []


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("telepon 0921 555 7777", True),
        ("telepon (0921) 555-7777.", True),
        ("telepon +62 921 555 7777", True),
        ("telepon 0921 555 7778", False),
        ("2026", False),
    ],
)
def test_a_known_number_is_found_however_it_is_spaced(text: str, there: bool) -> None:
    assert contains_number(text, "0921-5557777") is there


def test_no_number_is_in_no_text() -> None:
    assert not contains_number("0921 555 7777", "")
    assert dialled("+62 812-0000") == dialled("0812 0000") == "08120000"


def test_addresses_are_found_in_small_letters() -> None:
    text = "surel <Ibu.Contoh@Pengirim.example>, atau mailto:x@y.example."
    assert list(addresses(text)) == ["ibu.contoh@pengirim.example", "x@y.example"]
