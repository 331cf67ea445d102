"""Records of the ledger that are JSON, and still nothing that a program here has written."""

from typing import Any

import pytest

from pipeline.commands.dossier import live_records
from pipeline.distribution.step import parse_step
from pipeline.errors import BadInput

LIVE: dict[str, Any] = {
    "kind": "live",
    "at": "2026-11-23T09:05:00+09:00",
    "began": "2026-11-23T09:00:00+09:00",
    "url": "https://siar.example/x/",
    "digest": "sha256:a",
    "press_release": 61,
}
STEP: dict[str, Any] = {
    "kind": "message",
    "at": "2026-11-23T09:05:00+09:00",
    "event": "x",
    "state": "planned",
    "run": "a",
    "recipient": "b",
    "message_id": "c",
    "sha256": "d",
}
BAD: list[Any] = [None, [], {}, 12, "", "x", "2026-02-30T00:00:00Z"]
HINT = "the branch ledger was changed by hand: put its last right commit back"


@pytest.mark.parametrize("value", ["gone", *BAD], ids=repr)
def test_a_publication_nobody_wrote_is_told(value: Any) -> None:
    record = {**LIVE, "at": value}
    if value == "gone":
        del record["at"]
    with pytest.raises(BadInput, match="a publication's record in the ledger") as refused:
        live_records([LIVE, record])
    assert refused.value.hint == HINT
    assert len(live_records([LIVE, {"kind": "report"}])) == 1


@pytest.mark.parametrize("field", ["at", "state"])
@pytest.mark.parametrize("value", ["gone", *BAD], ids=repr)
def test_a_step_of_a_mail_nobody_wrote_is_told(field: str, value: Any) -> None:
    record = {**STEP, field: value}
    if value == "gone":
        del record[field]
    with pytest.raises(BadInput, match="a mail's record in the ledger") as refused:
        parse_step(record)
    assert refused.value.hint == HINT
    assert parse_step(STEP).event == "x"
