"""What a checkpoint says was left: only that is looked at, and the rest is not read again."""

from datetime import datetime
from pathlib import Path

import pytest

from bench.office import BigOffice, build
from bench.published import publish_all
from bench.stories import RECORDER
from bench.verify import NOW, at_work
from pipeline import clock
from pipeline.commands import publish, publishing, showing, verifying
from pipeline.commands.context import Context
from pipeline.commands.demo_stage import Quiet
from pipeline.commands.dossier import ledger_of
from pipeline.errors import Exit
from pipeline.forge.checkpoint import Left, last_checkpoint
from pipeline.ledger import BRANCH, Ledger
from pipeline.repository import Repository
from tests.commands.published import published_office
from tests.forge.test_verification import second_article
from tests.support.objects_read import objects_read
from tests.support.office import NUMBER, Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose first article is published."""
    return published_office(tmp_path / "kantor")


def scene(office: Office) -> Context:
    return Context(Repository.open(office.bare.folder), Quiet())


def noted(office: Office) -> Left:
    """What the ledger says was left."""
    repository = Repository.open(office.bare.folder)
    last = last_checkpoint(repository, repository.shared(BRANCH))
    assert last is not None
    assert last.left is not None
    return last.left


def plan(ctx: Context) -> showing.Plan:
    return showing.plan(verifying.verify(ctx), ctx.now())


def test_a_run_that_leaves_nothing_says_so(office: Office) -> None:
    left = noted(office)
    assert (left.waiting, left.owed, left.year) == ((), (), 2026)
    assert left.release == scene(office).agency.press_release.first_of(2026)
    ctx = scene(office)
    assert publishing.unsettled(ctx, plan(ctx), ledger_of(ctx)) == ()


def test_what_is_new_on_main_is_looked_at(office: Office) -> None:
    first = noted(office).release
    number = second_article(office, "2026-11-04T09:00:00+09:00")
    office.at("2026-11-05T09:00:00+09:00")
    ctx = scene(office)
    items = publishing.unsettled(ctx, plan(ctx), ledger_of(ctx))
    assert [item.number for item in items] == [number]
    assert publish.run(ctx) is Exit.OK
    assert (noted(office).owed, noted(office).release) == ((), first + 1)


def test_what_was_recorded_since_is_looked_at(office: Office) -> None:
    ctx = scene(office)
    ledger = ledger_of(ctx)
    live = next(record for record in ledger.records(NUMBER) if record["kind"] == "live")
    ledger.append(NUMBER, [live], at=datetime.fromisoformat("2026-11-03T09:30:00+09:00"))
    assert [it.number for it in publishing.unsettled(ctx, plan(ctx), ledger)] == [NUMBER]


def test_nothing_of_it_counts_in_another_mode(office: Office) -> None:
    assert verifying.left_over(scene(office)) is not None
    office.bare.set_config({"siar.practice": "false"})
    assert verifying.left_over(scene(office)) is None


def journals_read(ctx: Context, patch: pytest.MonkeyPatch) -> list[str]:
    """A list to which each journal is added that is read from now on."""
    read, records = list[str](), Ledger.records

    def noted(ledger: Ledger, number: str) -> tuple[object, ...]:
        read.append(number)
        return records(ledger, number)

    patch.setattr(Ledger, "records", noted)
    return read


def large(folder: Path, count: int) -> BigOffice:
    """An office in which so many articles were approved, published, told and reported."""
    found = build(folder, count, 1)
    publish_all(found)
    return found


def test_what_is_read_does_not_grow_with_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, NOW)
    counts = {}
    for size in (20, 200):
        office = large(tmp_path / str(size), size)
        ctx = at_work(office.shared, RECORDER, office.key(RECORDER))
        with pytest.MonkeyPatch.context() as patch:
            made = showing.plan(verifying.verify(ctx), ctx.now(), showing.known(ctx, ctx.main))
            assert len(made.due) == size
            journals, objects = journals_read(ctx, patch), objects_read(ctx.repository, patch)
            ledger = ledger_of(ctx)
            number = made.due[size // 2].number
            ledger.append(number, [{"kind": "report", "at": NOW, "began": NOW}], at=ctx.now())
            items = publishing.unsettled(ctx, made, ledger)
            left = publishing.left_over(ctx, made, items, ledger)
            assert (items, left.release) == ((), size)
            counts[size] = (len(journals), len(objects))
    assert counts[20] == counts[200]
    assert counts[20][0] <= 4
    assert counts[20][1] < 40
