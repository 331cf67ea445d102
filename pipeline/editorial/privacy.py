"""Checks for what must not be published: identity numbers, private phones, the sender's contacts.

What was found is shown shortened: findings end up in logs.
"""

from collections.abc import Iterator

from pipeline.editorial.personal import (
    addresses,
    contains_number,
    dialled,
    identity_numbers,
    mobile_numbers,
)
from pipeline.editorial.rules import Hit
from pipeline.editorial.subject import Subject


def identity(subject: Subject) -> Iterator[Hit]:
    """Nobody's NIK or KK number."""
    for line, text in subject.texts:
        for found in identity_numbers(text):
            yield Hit("personal-nik", line, {"text": masked(found)})


def phones(subject: Subject) -> Iterator[Hit]:
    """No mobile number but the office's own; the sender's is told of as such."""
    public = {dialled(number) for number in _public(subject, "phone")}
    sender = dialled(subject.request.sender.phone) if subject.request else ""
    for line, text in subject.texts:
        for found in mobile_numbers(text, public | {sender}):
            yield Hit("personal-phone", line, {"text": masked(found)})
        if sender and sender not in public and contains_number(text, sender):
            yield Hit("personal-sender", line, {"text": masked(sender)})


def mail(subject: Subject) -> Iterator[Hit]:
    """Not the sender's e-mail address, unless it is the office's own."""
    sender = subject.request.sender.email.lower() if subject.request else ""
    if not sender or sender in {address.lower() for address in _public(subject, "email")}:
        return
    for line, text in subject.texts:
        if sender in addresses(text):
            yield Hit("personal-sender", line, {"text": masked(sender)})


def masked(text: str) -> str:
    """Enough of it to be found on its line, and no more."""
    return f"{text[:4]}…"


def _public(subject: Subject, field: str) -> Iterator[str]:
    for section in ("identity", "contact"):
        found = subject.agency.raw.get(section, {}).get(field)
        if found:
            yield str(found)
