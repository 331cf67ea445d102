"""Whose call it is: `Bearer`, `token`, or Basic as Git says it."""

from base64 import b64decode
from collections.abc import Mapping


def secret_in(headers: Mapping[str, str]) -> str:
    """The token in a request's headers, "" where there is none."""
    said = {name.lower(): value for name, value in headers.items()}.get("authorization", "")
    scheme, _space, secret = said.partition(" ")
    if scheme.lower() != "basic":
        return secret.strip()
    try:
        _user, _colon, password = b64decode(secret).decode().partition(":")
    except ValueError:
        return ""
    return password
