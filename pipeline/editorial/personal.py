"""Find private data in a text: numbers of identity cards, mobile phones, the sender's contacts.

NIK and KK numbers: two digits each of province, regency, district, day (41–71 for women), month
and year, then four of a serial number (Permendagri 73/2022). Digits are also found spaced, dotted
or written full-width.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Final

_PROVINCES: Final = frozenset(
    (*range(11, 20), 21, *range(31, 37), *range(51, 55), *range(61, 66), *range(71, 77))
) | {81, 82, *range(91, 98)}
_SIXTEEN = re.compile(r"(?<!\d)(?<!\d[ .\-])\d(?:[ .\-]?\d){15}(?![ .\-]?\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_MOBILE = re.compile(r"(?<![\w/+])(?:\+?62[ .\-]?|0)8[1-9](?:[ .\-]?\d){6,10}(?![ .\-]?\d|/)")
_DIALLED = re.compile(r"[+(]?\d[\d ().\-]{5,}\d")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+[A-Za-z0-9]")


def normal(text: str) -> str:
    """Digits and letters as usual, whatever width and dashes they were written with."""
    return re.sub(r"[‐‑‒–—−]", "-", unicodedata.normalize("NFKC", text))


def identity_numbers(text: str) -> Iterator[str]:
    """What looks like an NIK or a KK number, as it is written (in usual digits)."""
    for found in _SIXTEEN.finditer(normal(text)):
        is_money = _THOUSANDS.fullmatch(found[0])
        if not is_money and is_identity_number(re.sub(r"\D", "", found[0])):
            yield found[0]


def is_identity_number(digits: str) -> bool:
    """Whether 16 digits have a province, a day, a month and a serial number that exist."""
    day, month = int(digits[6:8]), int(digits[8:10])
    return (
        int(digits[:2]) in _PROVINCES
        and (1 <= day <= 31 or 41 <= day <= 71)
        and 1 <= month <= 12
        and digits[12:] != "0000"
    )


def mobile_numbers(text: str, allowed: Collection[str]) -> Iterator[str]:
    """Mobile phone numbers that are none of `allowed` (as `dialled` writes them)."""
    for found in _MOBILE.finditer(normal(text)):
        if dialled(found[0]) not in allowed:
            yield found[0]


def contains_number(text: str, number: str) -> bool:
    """Whether a phone number is in the text, however it is spaced."""
    wanted = dialled(number)
    return bool(wanted) and any(
        wanted in dialled(found[0]) for found in _DIALLED.finditer(normal(text))
    )


def dialled(number: str) -> str:
    """A phone number as it is dialled at home: `+62 812-0000` → `08120000`."""
    digits = re.sub(r"\D", "", normal(number))
    return "0" + digits[2:] if digits.startswith("62") else digits


def addresses(text: str) -> Iterator[str]:
    """The e-mail addresses in a text, in small letters."""
    for found in _ADDRESS.finditer(normal(text)):
        yield found[0].lower()
