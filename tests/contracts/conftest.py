"""The places that every suite runs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.places import APIS, OnForge, Place, on_forge, place
from tests.support.office import Office, Stage


@pytest.fixture(params=["plain", *APIS])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Every place where review may happen."""
    with place(request.param, tmp_path / "kantor") as there:
        yield there


@pytest.fixture(params=[*APIS])
def forge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OnForge]:
    """Every forge, with the request's pull request not opened yet."""
    office = Office.at_stage(Stage.RECEIVED, tmp_path / "kantor")
    with on_forge(office, request.param) as there:
        yield there
