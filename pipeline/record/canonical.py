"""Canonical JSON (RFC 8785): the same bytes for the same value, whoever writes it."""

import json
from typing import Any

import rfc8785

# What every JSON reader holds exactly.
_LARGEST = 2**53 - 1
_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def canonical(value: Any) -> bytes:
    """`value` as canonical JSON. Raises ValueError for what that has no form for.

    Python's own writer, a good deal quicker, says the same of what records hold: it differs only
    in fractions and in the order of keys beyond ASCII, which are left to the library.
    """
    if not _is_simple(value):
        return rfc8785.dumps(value)
    return _encode(value).encode()


def _is_simple(value: Any) -> bool:
    if value is None or isinstance(value, (str, bool)):
        return True
    if isinstance(value, int):
        return -_LARGEST <= value <= _LARGEST
    if isinstance(value, dict):
        return all(
            isinstance(key, str) and key.isascii() and _is_simple(item)
            for key, item in value.items()
        )
    return isinstance(value, (list, tuple)) and all(map(_is_simple, value))
