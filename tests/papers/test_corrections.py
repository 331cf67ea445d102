"""Rounds of correction as the sheet tells them."""

from pipeline.papers.correction_rounds import rounds
from pipeline.papers.correction_sheet import correction_data
from pipeline.papers.frame import PaperData
from pipeline.record.statement import Statement
from pipeline.record.workflow import Action
from tests.papers import office
from tests.papers.office import AFTER, BEFORE, HISTORY, RESUBMIT, SUBMIT, statement

ASKED = office.REQUEST_CHANGES
REVISE = statement(
    5, Action.REVISE, "2026-11-23T16:00", "kasi",
    {"note": "Angka disesuaikan.", "category": "fakta", "round": 1, "before": BEFORE,
     "digest": AFTER, "contributors": ["petugas", "kasi"]},
)  # fmt: skip
AGREE = statement(6, Action.AGREE, "2026-11-24T08:00", "petugas", {"digest": AFTER})


def sheet(*history: Statement) -> PaperData:
    return correction_data(
        office.agency(), office.request(history=history), office.NOW,
        title="Judul", texts=office.TEXTS,
    )  # fmt: skip


def test_change_that_was_asked_for_is_answered_by_the_next_submission() -> None:
    (found,) = rounds(HISTORY)
    assert (found.no, found.asked, found.answered) == (1, ASKED, RESUBMIT)
    assert (found.before, found.after, found.is_own_revision) == (BEFORE, AFTER, False)


def test_own_revision_is_answered_by_agreement() -> None:
    (found,) = rounds((*HISTORY[:4], REVISE, AGREE))
    assert (found.asked, found.answered) == (REVISE, AGREE)
    assert (found.before, found.after, found.is_own_revision) == (BEFORE, AFTER, True)


def test_round_without_an_answer() -> None:
    (found,) = rounds((SUBMIT, ASKED))
    assert (found.answered, found.after) == (None, "")


def test_asked_twice_before_an_answer() -> None:
    first, second = rounds((SUBMIT, ASKED, REVISE, AGREE))
    assert (first.answered, second.answered) == (None, AGREE)


def test_difference_of_an_own_revision_is_on_the_sheet() -> None:
    data = sheet(*HISTORY[:4], REVISE)
    (shown,) = data["rounds"]
    assert shown["kind"] == "diperbaiki sendiri oleh korektor"
    assert shown["answered-at"] == ""
    assert {"kind": "removed", "text": "1.200 ton, "} in shown["difference"]
    assert data["result"] == "belum disetujui."


def test_without_the_wordings_there_is_no_difference() -> None:
    data = correction_data(office.agency(), office.request(), office.NOW, title="Judul")
    assert data["rounds"][0]["difference"] == []
