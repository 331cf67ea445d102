"""Every action of a history has words, for every statement that the record's own tests make."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pipeline.office.deeds import TELLINGS, deed
from pipeline.office.teller import Teller, quoted, sentence, tidy
from pipeline.record.replay import Case
from pipeline.record.workflow import TABLE, Action, Role
from tests.office.build import agency, request, told
from tests.record.histories import DATA, REASON

DECIDED = sorted({row.action for row in TABLE if Role.MACHINE not in row.roles})
MORE: Mapping[Action, Mapping[str, Any]] = {
    Action.COMPLETE: {"document": "sha256:" + "1" * 64},
    Action.RECTIFY: {"document": "sha256:" + "2" * 64, "reason": "salah ketik"},
    Action.CONFIRM: {"statement": "sha256:" + "3" * 64},
    Action.NOTE: {"text": "sudah ditelepon"},
    Action.IMPORT: {"articles": [], "reason": "arsip"},
}


def test_every_action_of_a_history_has_words() -> None:
    assert sorted(TELLINGS) == DECIDED


@pytest.mark.parametrize("action", DECIDED)
def test_what_was_done_begins_with_who_did_it_and_keeps_the_reason(action: Action) -> None:
    data = {**REASON, **DATA.get(action, {}), **MORE.get(action, {})}
    statement = replace(told(action, "11-23 09:00"), data=data)
    first, *rest = deed(Teller(agency()), request(statement), Case(), statement)
    assert first.startswith("contoh (")
    assert "{" not in " ".join([first, *rest])


@pytest.mark.parametrize(
    ("written", "shown"),
    [("baik", "“baik”."), ("baik.", "“baik.”"), ("dua\nbaris?", "“dua baris?”"), ("a…", "“a…”")],
)
def test_what_somebody_wrote_ends_as_a_sentence(written: str, shown: str) -> None:
    assert sentence(quoted(written)) == shown


def test_a_name_may_end_a_sentence() -> None:
    assert tidy("oleh A, M.Si.. Lalu ... dan B..") == "oleh A, M.Si. Lalu ... dan B."
