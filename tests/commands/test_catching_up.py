"""A forge is asked about a long archive bit by bit, and about nothing twice."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.gauge import FORGE, Gauge
from bench.office import BigOffice, build
from bench.stories import RECORDER
from bench.verify import NOW, at_work
from pipeline import clock
from pipeline.commands import verifying
from pipeline.commands.context import Context
from pipeline.commands.dossier import ledger_of
from pipeline.errors import TryAgain
from pipeline.forge import checkpoint
from pipeline.forge.client import Client
from pipeline.forge.forge_host import ForgeHost
from pipeline.forge.github import GitHub
from pipeline.ledger import BRANCH
from tests.support.on_forge import HURRIED

MERGES, STRETCH = 7, 2


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BigOffice:
    """An office on a forge with seven approved articles."""
    monkeypatch.setenv(clock.VARIABLE, NOW)
    return build(tmp_path / "kantor", MERGES, 1, FORGE)


@pytest.fixture
def forge(office: BigOffice) -> Iterator[Gauge]:
    """The forge that they were approved on."""
    with Gauge(office.shared) as forge:
        forge.remember(MERGES + 1)
        yield forge


def scene(office: BigOffice, forge: Gauge) -> Context:
    """The recorder, who asks that forge."""
    ctx = at_work(office.shared, RECORDER, office.key(RECORDER))
    client = Client(forge.api_url, forge.full_name, forge.token(), patience=HURRIED)
    ctx.forge = ForgeHost(GitHub(client), ctx.repository, ctx.agency.roster)
    return ctx


def noted(ctx: Context) -> str | None:
    """Up to where main was verified, by the ledger."""
    last = checkpoint.last_checkpoint(ctx.repository, ctx.repository.shared(BRANCH))
    return last and last.main


def asked(forge: Gauge) -> list[str]:
    """The reviews that the forge was asked for."""
    return [call for call in forge.calls if re.search(r"/reviews/\d+$", call)]


def test_a_forge_that_has_enough_is_asked_the_rest_the_next_time(
    office: BigOffice, forge: Gauge
) -> None:
    ctx = scene(office, forge)
    line = ctx.repository.first_parents(ctx.main, ctx.root)
    forge.fail(at=3 * 5 + 1, kind="403-rate-limit", times=0)
    with pytest.raises(TryAgain):
        verifying.catch_up(ctx, ledger_of(ctx), stretch=STRETCH)
    assert noted(ctx) == line[3]
    assert len(asked(forge)) == 5
    forge.reset_calls()
    ctx = scene(office, forge)
    found = verifying.catch_up(ctx, ledger_of(ctx), stretch=STRETCH)
    assert (found.findings, len(found.units), found.tip) == ((), MERGES, ctx.main)
    assert noted(ctx) == line[5]
    assert len(asked(forge)) == 3


def test_what_a_checkpoint_spares_is_not_asked_again(office: BigOffice, forge: Gauge) -> None:
    ctx = scene(office, forge)
    found = verifying.catch_up(ctx, ledger_of(ctx), stretch=STRETCH)
    verifying.note_checkpoint(ctx, found, ledger_of(ctx))
    assert len(asked(forge)) == MERGES
    forge.reset_calls()
    ctx = scene(office, forge)
    assert verifying.catch_up(ctx, ledger_of(ctx)).findings == ()
    assert forge.calls == []


def test_a_stretch_that_does_not_verify_is_not_noted(office: BigOffice, forge: Gauge) -> None:
    ctx = scene(office, forge)
    line = ctx.repository.first_parents(ctx.main, ctx.root)
    third = next(issue.pull for issue in forge.issues.values() if issue.number == 3)
    assert third is not None
    forge.dismiss(third.reviews[0])
    found = verifying.catch_up(ctx, ledger_of(ctx), stretch=STRETCH)
    assert [one.id for one in found.findings] == ["evidence-missing"]
    assert noted(ctx) == line[1]
