"""Sign and check bytes with Ed25519 in OpenSSH's own signature format.

Source: OpenSSH, PROTOCOL.sshsig. Its few fields are packed and read here, so that no OpenSSH needs
to be installed where people work. One signature has one spelling: what is packed otherwise than
`sign` and `ssh-keygen` do is refused unread.
"""

import base64
import hashlib
import struct
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MAGIC = b"SSHSIG"
# Where the 32 bytes of the public key stand in a signature.
_PUBLIC_AT = len(MAGIC) + 4 + 4 + 4 + len(b"ssh-ed25519") + 4
ARMOUR = ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----")


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def public_line(key: Ed25519PrivateKey) -> str:
    """The public key as OpenSSH writes it: `ssh-ed25519 AAAA…`."""
    return _line_of(key.public_key())


def _line_of(key: Ed25519PublicKey) -> str:
    return key.public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    ).decode("ascii")


def private_pem(key: Ed25519PrivateKey) -> bytes:
    """The private key as OpenSSH keeps it in `~/.ssh/id_ed25519`, without a passphrase."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )


def parse_private(data: bytes) -> Ed25519PrivateKey:
    """The key in an OpenSSH private key file. Raises ValueError if it is none of Ed25519's."""
    try:
        key = serialization.load_ssh_private_key(data, password=None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(str(error)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")
    return key


def sign(key: Ed25519PrivateKey, message: bytes, namespace: str) -> str:
    """The signature of `message` as one line of base64 (armour it with `armoured`)."""
    raw_public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    blob = _packed(raw_public, key.sign(_signed(message, namespace)), namespace)
    return base64.b64encode(blob).decode("ascii")


def _signed(message: bytes, namespace: str) -> bytes:
    """What the key really signs: the message's digest and what it is for."""
    digest = hashlib.sha512(message).digest()
    return MAGIC + b"".join(map(_string, (namespace.encode(), b"", b"sha512", digest)))


def _packed(raw_public: bytes, raw_signature: bytes, namespace: str) -> bytes:
    """The signature's fields as PROTOCOL.sshsig packs them."""
    public = _string(b"ssh-ed25519") + _string(raw_public)
    signature = _string(b"ssh-ed25519") + _string(raw_signature)
    fields = (public, namespace.encode(), b"", b"sha512", signature)
    return MAGIC + struct.pack(">I", 1) + b"".join(_string(field) for field in fields)


def armoured(signature: str) -> str:
    """The one-line signature as the file that `ssh-keygen -Y verify -s` reads."""
    lines = [signature[start : start + 70] for start in range(0, len(signature), 70)]
    return "\n".join((ARMOUR[0], *lines, ARMOUR[1], ""))


def unarmoured(text: str) -> str:
    """The one-line form of an armoured signature."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(line for line in lines if not line.startswith("-----"))


def signing_key(message: bytes, signature: str, namespace: str) -> str | None:
    """The public key (`ssh-ed25519 AAAA…`) whose holder signed `message`; None if nobody did.

    `signature` is one line of base64. Whose key it is, and whether that counts, is the roster's.
    """
    try:
        blob = base64.b64decode(signature, validate=True)
    except ValueError:
        return None
    raw_public, raw_signature = blob[_PUBLIC_AT : _PUBLIC_AT + 32], blob[-64:]
    # Packed again, every other field is as it must be, or the line is another one.
    plain = base64.b64encode(_packed(raw_public, raw_signature, namespace)).decode("ascii")
    if signature != plain:
        return None
    key, line = _public(raw_public)
    try:
        key.verify(raw_signature, _signed(message, namespace))
    except InvalidSignature:
        return None
    return line


@lru_cache(maxsize=256)
def _public(raw: bytes) -> tuple[Ed25519PublicKey, str]:
    """A public key from its 32 bytes, ready to check with, and its line."""
    key = Ed25519PublicKey.from_public_bytes(raw)
    return key, _line_of(key)
