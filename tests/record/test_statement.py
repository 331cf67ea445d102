"""A statement: the exact bytes that are signed, and that OpenSSH says the same of them as we do."""

import hashlib
import json
import subprocess
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.signature import (
    armoured,
    private_pem,
    public_line,
    signing_key,
    unarmoured,
)
from pipeline.record.statement import NAMESPACE, Statement, parse_statement, statement_entry
from pipeline.record.workflow import Action, Role
from tests.record.histories import (
    APPROVE,
    DISPOSE,
    KASI,
    OFFICER,
    RECEIVE,
    ROOT,
    TEXT,
    UNIT,
    WIT,
    Say,
    key_of,
    statement,
)


def test_the_signed_bytes_are_canonical_json_of_everything_that_is_said() -> None:
    # Written by hand after RFC 8785: keys by UTF-16 code units, no blanks, UTF-8, minimal escapes.
    said = Statement(
        root=ROOT,
        unit=UNIT,
        seq=2,
        action=Action.RETURN,
        at=datetime(2026, 11, 23, 9, 5, tzinfo=WIT),
        by="kabid-piks",
        role=Role.DIVISION_HEAD,
        data={"reason": 'kutipan "é" – kurang\n', "missing": ["data", "\x7f€𝄞"], "é": 1, "a": True},
        prev=None,
        signer="petugas-1",
    )
    assert said.payload.decode() == (
        '{"action":"return","at":"2026-11-23T09:05:00+09:00","by":"kabid-piks","data":{"a":true,'
        '"missing":["data","\x7f€𝄞"],"reason":"kutipan \\"é\\" – kurang\\n","é":1},"prev":null,'
        f'"role":"division_head","root":"{ROOT}","seq":2,"siar":1,"signer":"petugas-1",'
        f'"unit":"{UNIT}"}}'
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def utf16(key: str) -> bytes:
    """What RFC 8785 sorts keys by."""
    return key.encode("utf-16-be", "surrogatepass")


def sorted_by_rfc(value: Any) -> Any:
    """The value with the keys of all its objects in the order of RFC 8785."""
    if isinstance(value, dict):
        return {key: sorted_by_rfc(value[key]) for key in sorted(value, key=utf16)}
    return [sorted_by_rfc(item) for item in value] if isinstance(value, list) else value


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=4))
def test_whatever_is_said_is_signed_as_canonical_json(data: dict[str, Any]) -> None:
    payload = statement(Say(Action.NOTE), data=data).payload
    told = json.loads(payload)
    assert told["data"] == data
    canonical = json.dumps(sorted_by_rfc(told), ensure_ascii=False, separators=(",", ":"))
    # json.dumps escapes as RFC 8785 does, with \u00xx for the controls that have no short form.
    assert payload == canonical.encode()


CHANGES: dict[str, Any] = {
    "root": "2" * 40,
    "unit": "request/2026-0043",
    "seq": 3,
    "action": Action.NOTE,
    "at": datetime(2026, 11, 23, 9, 7, tzinfo=WIT),
    "by": OFFICER,
    "role": Role.OFFICER,
    "data": {"digest": "sha256:" + "0" * 64},
    "prev": "sha256:" + "0" * 64,
    "signer": OFFICER,
}


@pytest.mark.parametrize("name", [field.name for field in fields(Statement)])
def test_every_field_is_under_the_signature_and_in_the_digest(name: str) -> None:
    said = statement(APPROVE, statement(RECEIVE))
    changed = replace(said, **({name: CHANGES[name]} if name in CHANGES else {name: "AAAA"}))
    assert changed.digest != said.digest
    if name == "signature":
        return
    assert changed.payload != said.payload
    assert signing_key(changed.payload, said.signature, NAMESPACE) is None


def test_the_digest_is_sha256_over_the_signed_bytes_and_their_signature() -> None:
    said = statement(RECEIVE)
    lines = said.payload + b"\n" + said.signature.encode()
    assert said.digest == "sha256:" + hashlib.sha256(lines).hexdigest()


def test_a_statement_survives_its_file() -> None:
    said = statement(DISPOSE, statement(RECEIVE))
    assert parse_statement(statement_entry(said), root=ROOT, unit=UNIT) == said
    assert parse_statement(statement_entry(said), root=ROOT, unit=UNIT).signature == said.signature


def test_a_decision_on_paper_was_made_when_the_paper_says() -> None:
    paper = {"decided_at": "2026-11-23T08:00:00+09:00", "channel": "kertas"}
    said = statement(DISPOSE._replace(data={"transcribed": paper}))
    assert said.decided_at == datetime(2026, 11, 23, 8, 0, tzinfo=WIT)
    assert said.transcribed == paper
    own = statement(DISPOSE)
    assert (own.transcribed, own.decided_at) == (None, own.at)
    assert own.decided_at - said.decided_at == timedelta(minutes=65)


# --- OpenSSH, the real one --------------------------------------------------------------------


@pytest.mark.usefixtures("ssh_keygen")
def test_openssh_verifies_a_statement_we_signed(tmp_path: Path) -> None:
    said = statement(APPROVE)
    assert verified_by_openssh(tmp_path, said, said.payload) == (
        0,
        f'Good "{NAMESPACE}" signature for {KASI} with ED25519 key',
    )


@pytest.mark.usefixtures("ssh_keygen")
@pytest.mark.parametrize(
    "changed",
    [
        lambda payload: payload.replace(TEXT.encode(), b"sha256:" + b"b" * 64),
        lambda payload: payload.replace(b"2026-0042", b"2026-0043"),
        lambda payload: payload + b"\n",
    ],
    ids=["digest", "number", "line break"],
)
def test_openssh_refuses_a_statement_that_was_changed(tmp_path: Path, changed: Any) -> None:
    said = statement(APPROVE)
    code, told = verified_by_openssh(tmp_path, said, changed(said.payload))
    assert (code, told) == (255, "Could not verify signature.")


def verified_by_openssh(folder: Path, said: Statement, payload: bytes) -> tuple[int, str]:
    """What `ssh-keygen -Y verify` says, without the key's fingerprint."""
    (folder / "statement.sig").write_text(armoured(said.signature))
    key = public_line(key_of(said.signer))
    (folder / "allowed").write_text(f'{said.signer} namespaces="{NAMESPACE}" {key}\n')
    verify = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-s", "statement.sig"]
    done = subprocess.run(
        [*verify, "-I", said.signer, "-n", NAMESPACE],
        input=payload,
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode().split(" SHA256:")[0].strip()


@pytest.mark.usefixtures("ssh_keygen")
def test_we_accept_a_statement_that_openssh_signed(tmp_path: Path) -> None:
    said = statement(APPROVE)
    made = signed_by_openssh(tmp_path, said.payload, NAMESPACE)
    assert signing_key(said.payload, made, NAMESPACE) == public_line(key_of(KASI))
    # Ed25519 leaves nothing to chance: both sign with the very same bytes.
    assert made == said.signature


@pytest.mark.usefixtures("ssh_keygen")
def test_we_refuse_what_openssh_signed_for_another_purpose(tmp_path: Path) -> None:
    said = statement(APPROVE)
    made = signed_by_openssh(tmp_path, said.payload, "file")
    assert signing_key(said.payload, made, NAMESPACE) is None


def signed_by_openssh(folder: Path, payload: bytes, namespace: str) -> str:
    """The one line of a signature that `ssh-keygen -Y sign` makes with the Kasi's key."""
    key = folder / "kasi.key"
    key.write_bytes(private_pem(key_of(KASI)))
    key.chmod(0o600)
    (folder / "statement.json").write_bytes(payload)
    subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-f", str(key), "-n", namespace, "statement.json"],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    return unarmoured((folder / "statement.json.sig").read_text())
