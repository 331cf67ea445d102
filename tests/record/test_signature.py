"""Signatures: whose key made them, and what is no signature at all."""

import base64
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.signature import (
    armoured,
    parse_private,
    private_pem,
    public_line,
    sign,
    signing_key,
    unarmoured,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
MESSAGE = "pesan – contoh".encode()


def test_a_signature_names_the_key_that_made_it() -> None:
    made = sign(KEY, MESSAGE, "contoh")
    assert signing_key(MESSAGE, made, "contoh") == public_line(KEY)


@pytest.mark.parametrize(
    ("message", "namespace"), [(MESSAGE + b" ", "contoh"), (MESSAGE, "git"), (b"", "contoh")]
)
def test_a_signature_is_of_one_message_for_one_purpose(message: bytes, namespace: str) -> None:
    assert signing_key(message, sign(KEY, MESSAGE, "contoh"), namespace) is None


def test_no_bit_of_a_signature_can_be_changed() -> None:
    raw = base64.b64decode(sign(KEY, MESSAGE, "contoh"))
    for place, bit in product(range(len(raw)), range(8)):
        changed = raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]
        found = signing_key(MESSAGE, base64.b64encode(changed).decode(), "contoh")
        assert found is None, place


@pytest.mark.parametrize(
    "spelled",
    [
        lambda made: made + "\n",
        lambda made: made[:10] + " " + made[10:],
        lambda made: made.replace("w=", "x="),  # other bits behind the last byte
        lambda made: made + "AAAA",
        armoured,
    ],
)
def test_a_signature_has_one_spelling(spelled: Callable[[str], str]) -> None:
    assert signing_key(MESSAGE, spelled(sign(KEY, MESSAGE, "contoh")), "contoh") is None


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: base64.b64encode(b).decode()))
def test_noise_is_no_signature(noise: str) -> None:
    assert signing_key(MESSAGE, noise, "contoh") is None


def test_a_signature_cut_anywhere_is_none() -> None:
    made = sign(KEY, MESSAGE, "contoh")
    assert {signing_key(MESSAGE, made[:length], "contoh") for length in range(len(made))} == {None}


@given(st.binary(max_size=300), st.sampled_from(["siar-statement", "git"]))
def test_armour_comes_off_again(message: bytes, namespace: str) -> None:
    made = sign(KEY, message, namespace)
    assert unarmoured(armoured(made)) == made
    assert signing_key(message, made, namespace) == public_line(KEY)


def test_a_key_survives_its_file() -> None:
    assert public_line(parse_private(private_pem(KEY))) == public_line(KEY)


@pytest.mark.usefixtures("ssh_keygen")
def test_keys_of_openssh_are_read(tmp_path: Path) -> None:
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "contoh", "-f"]
    subprocess.run([*made, str(tmp_path / "key")], check=True)
    ours = public_line(parse_private((tmp_path / "key").read_bytes()))
    assert ours == (tmp_path / "key.pub").read_text().removesuffix(" contoh\n")


def test_other_kinds_of_key_are_refused() -> None:
    other = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )
    with pytest.raises(ValueError, match=r"^not an Ed25519 key$"):
        parse_private(other)


@pytest.mark.usefixtures("ssh_keygen")
def test_a_key_under_a_passphrase_is_refused(tmp_path: Path) -> None:
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "rahasia", "-f", str(tmp_path / "key")]
    subprocess.run(made, check=True)
    with pytest.raises(ValueError, match="Key is password-protected"):
        parse_private((tmp_path / "key").read_bytes())


@pytest.mark.parametrize("data", [b"", b"bukan kunci", b"-----BEGIN OPENSSH PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="Not OpenSSH private key format"):
        parse_private(data)
