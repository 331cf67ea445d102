"""What a run reads to find out what there is to do does not grow with the archive."""

from datetime import datetime
from pathlib import Path

import pytest

from bench.approved import People
from bench.archive import Archive
from bench.office import BigOffice, build
from bench.published import publish_all
from bench.stories import RECORDER
from bench.verify import at_work
from pipeline import clock
from pipeline.commands import asked, narrowing, publishing, showing, verifying
from pipeline.commands.dossier import ledger_of
from pipeline.site.card import Card
from pipeline.site.state import State
from tests.support.objects_read import objects_read

# After all that the office has done.
BEGIN = datetime.fromisoformat("2027-01-04T09:00:00+09:00")
# Of one year, each of which has a folder; ten times as many of these cost ten seconds to make.
SMALL, LARGE = 40, 400


def spent(office: BigOffice, folder: Path) -> tuple[int, int]:
    """How many objects are read, and cards, when one more article is published."""
    people = People(Archive(office.shared), folder)
    people.now = BEGIN
    people.approve(1)
    ctx = at_work(office.shared, RECORDER, office.key(RECORDER))
    # Who may vouch for it is read from all of main's history.
    verification, ledger = verifying.verify(ctx), ledger_of(ctx)
    with pytest.MonkeyPatch.context() as patch:
        cards, read = list[str](), State.card

        def card(kept: State, line: str) -> Card:
            cards.append(line)
            return read(kept, line)

        patch.setattr(State, "card", card)
        objects = objects_read(ctx.repository, patch)
        plan = narrowing.planned(ctx, verification, ledger)
        plan.requests = asked.listed(ctx, verification, plan)
        shown = showing.shown_here(ctx)
        assert shown is not None
        change, items = plan.change_of(shown), publishing.unsettled(ctx, plan, ledger)
        assert (len(change.new), len(items), len(plan.published)) == (1, 1, office.requests + 1)
        return len(objects), len(cards)


def test_one_more_article_costs_the_same_in_a_large_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {}
    for size in (SMALL, LARGE):
        monkeypatch.setenv(clock.VARIABLE, BEGIN.isoformat())
        office = build(tmp_path / str(size), size, 1)
        publish_all(office)
        (tmp_path / f"orang-{size}").mkdir()
        found[size] = spent(office, tmp_path / f"orang-{size}")
    assert found[LARGE] == found[SMALL]
    assert found[LARGE][0] < 40
