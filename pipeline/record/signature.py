"""Sign and check bytes with Ed25519 in OpenSSH's own signature format.

Source: OpenSSH, PROTOCOL.sshsig. Checking is done by the library `sshsig`; signing packs the
same few fields, so that no OpenSSH needs to be installed where people work.
"""

import base64
import hashlib
import struct

import sshsig
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MAGIC = b"SSHSIG"
ARMOUR = ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----")


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def public_line(key: Ed25519PrivateKey) -> str:
    """The public key as OpenSSH writes it: `ssh-ed25519 AAAA…`."""
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
        .decode("ascii")
    )


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
    signed = MAGIC + b"".join(
        _string(part)
        for part in (namespace.encode(), b"", b"sha512", hashlib.sha512(message).digest())
    )
    raw_public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    public = _string(b"ssh-ed25519") + _string(raw_public)
    signature = _string(b"ssh-ed25519") + _string(key.sign(signed))
    blob = (
        MAGIC
        + struct.pack(">I", 1)
        + b"".join(
            _string(part) for part in (public, namespace.encode(), b"", b"sha512", signature)
        )
    )
    return base64.b64encode(blob).decode("ascii")


def armoured(signature: str) -> str:
    """The one-line signature as the file that `ssh-keygen -Y verify -s` reads."""
    lines = [signature[start : start + 70] for start in range(0, len(signature), 70)]
    return "\n".join((ARMOUR[0], *lines, ARMOUR[1], ""))


def unarmoured(text: str) -> str:
    """The one-line form of an armoured signature."""
    return "".join(line for line in text.split() if line and not line.startswith("-----"))


def signing_key(message: bytes, signature: str, namespace: str) -> str | None:
    """The public key (`ssh-ed25519 AAAA…`) whose holder signed `message`; None if nobody did.

    `signature` is one line of base64. Whose key it is, and whether that counts, is the roster's.
    """
    try:
        base64.b64decode(signature, validate=True)
        return str(sshsig.check_signature(message, armoured(signature), namespace).openssh_str())
    except (sshsig.InvalidSignature, NotImplementedError, ValueError):
        return None
