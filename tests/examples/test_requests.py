"""Every example request: its form, its papers, and no file that nothing names."""

import io
from datetime import datetime

import pytest
from pypdf import PdfReader

from pipeline.record.loading import load_form
from tests.examples.month import EXAMPLES, Story, office, plain, request_of, stories

EACH = pytest.mark.parametrize("story", stories(), ids=lambda story: story.folder.name)


def test_numbers_run_on_in_the_order_of_receipt() -> None:
    first = office().agenda.first
    assert [story.number for story in stories()] == [f"2026-{first + n:04d}" for n in range(12)]
    arrivals = [story.steps[0].at for story in stories()]
    assert arrivals == sorted(arrivals)


@EACH
def test_form_is_without_findings(story: Story) -> None:
    assert load_form((story.folder / "form.yaml").read_bytes(), "form.yaml")[1] == ()


@EACH
def test_required_papers_are_there_in_the_end(story: Story) -> None:
    request = request_of(story)
    assert request.missing == ()
    assert all((story.folder / paper.path).is_file() for paper in request.attachments)


@EACH
def test_every_file_is_named_by_something(story: Story) -> None:
    named = {"form.yaml", "papers.yaml", "story.yaml"}
    named |= {paper.path for paper in request_of(story).attachments}
    for step in story.steps:
        named |= {step.data[key] for key in ("form", "file") if key in step.data}
        named |= {step.data["transcribed"]["scan"]} if "transcribed" in step.data else set()
    assert {path.name for path in story.folder.iterdir()} == named


@EACH
def test_letter_came_after_it_was_written_and_before_it_was_entered(story: Story) -> None:
    letter, entered = request_of(story).letter, story.steps[0]
    written = datetime.combine(letter.date, datetime.min.time(), office().zone)
    assert written <= letter.received <= entered.began


@EACH
def test_letter_shows_its_number_and_that_it_is_an_example(story: Story) -> None:
    page = PdfReader(io.BytesIO((story.folder / "surat.pdf").read_bytes())).pages[0]
    text = " ".join(page.extract_text().split())
    assert request_of(story).letter.number in text
    assert "CONTOH" in text


@EACH
def test_paper_is_a_single_page(story: Story) -> None:
    for path in story.folder.glob("*.pdf"):
        assert len(PdfReader(path).pages) == 1, path.name


@EACH
def test_sender_is_reached_at_example_addresses_only(story: Story) -> None:
    sender = request_of(story).sender
    assert sender.phone.startswith("0812-0000-00")
    assert sender.email == "" or sender.email.endswith(".example")


def test_figures_of_each_data_sheet_add_up() -> None:
    for path in sorted((EXAMPLES / "requests").glob("*/papers.yaml")):
        for sheet in (value for key, value in plain(path).items() if key in ("data", "more")):
            if not str(sheet.get("total", [""])[0]).startswith("Jumlah"):
                continue
            for column in range(1, len(sheet["columns"])):
                cells = [_number(row[column]) for row in sheet["rows"]]
                total = sheet["total"][column]
                if total and None not in cells and "Nilai" not in sheet["columns"][column]:
                    added = round(sum(cell for cell in cells if cell is not None), 1)
                    assert added == _number(total), path.parent.name


def _number(text: str) -> float | None:
    """A figure as it is written here: `10.000`, `18,5`."""
    plain_figure = text.replace(".", "").replace(",", ".")
    return float(plain_figure) if plain_figure.replace(".", "").isdigit() else None
